import { useMemo } from 'react'
import type { View } from '#app/charts/view.ts'
import { exportLink } from '#app/links.ts'
import { type Words, w } from '#app/words.ts'
import { Chart } from './chart.tsx'
import { DataTable } from './data-table.tsx'
import { Empty } from './empty.tsx'
import { useHere, useSay } from './here.ts'

interface Props<Row extends object> {
  view: View<Row>
  rows: readonly Row[]
  /** What the figures are of: their n, unit and weights, in a sentence. */
  note?: Words
}

const asTable = w('数据表', 'Table')

/** A comparison: its title, what it is of, its chart, the same as a table, and its files. */
export function Comparison<Row extends object>({ view, rows, note }: Props<Row>) {
  const here = useHere()
  const say = useSay()
  const option = useMemo(() => view.option?.(rows, here) ?? null, [view, rows, here])
  return (
    <section className="rounded-lg border border-line bg-surface p-4" aria-label={say(view.title)}>
      <header className="mb-2 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h2 className="font-semibold text-base">{say(view.title)}</h2>
        {rows.length > 0 && <Exports view={view.name} hasChart={option !== null} />}
        {note && <p className="basis-full text-muted text-sm">{say(note)}</p>}
      </header>
      {rows.length === 0 ? (
        <Empty />
      ) : option === null ? (
        <DataTable view={view} rows={rows} />
      ) : (
        <>
          <Chart option={option} title={say(view.title)} height={view.height(rows)} />
          <details className="mt-2 text-sm">
            <summary className="w-fit text-accent hover:underline">
              {say(asTable)}（{rows.length}）
            </summary>
            <div className="mt-2">
              <DataTable view={view} rows={rows} />
            </div>
          </details>
        </>
      )}
    </section>
  )
}

/** The files that a view can be had in. */
export function Exports({ view, hasChart }: { view: string; hasChart: boolean }) {
  const here = useHere()
  const say = useSay()
  const suffixes = hasChart ? ['csv', 'xlsx', 'svg', 'png'] : ['csv', 'xlsx']
  return (
    <nav className="ml-auto flex gap-2 text-xs print:hidden" aria-label={say(w('导出', 'Export'))}>
      {suffixes.map((suffix) => (
        <a key={suffix} href={exportLink(here, view, suffix)} download>
          {suffix.toUpperCase()}
        </a>
      ))}
    </nav>
  )
}
