import { memo, type ReactNode, useCallback, useContext, useDeferredValue, useMemo } from 'react'
import type { View } from '#app/charts/view.ts'
import { bracketed } from '#app/format.ts'
import { basketItem, exportLink } from '#app/links.ts'
import { mostSides } from '#app/queries/filters.ts'
import { useSettled } from '#app/settled.ts'
import { type Words, w } from '#app/words.ts'
import { Chart } from './charts/chart.tsx'
import { Chevron } from './chevron.tsx'
import { DataTable } from './data-table.tsx'
import { PutAside } from './documents/put-aside.tsx'
import { Empty } from './empty.tsx'
import { StaleContext, useShown } from './filters/choose.ts'
import { useHere, useSay } from './here.ts'
import { Prose } from './prose.tsx'

interface Props<Row extends object> {
  view: View<Row>
  rows: readonly Row[]
  /** Stands in place of the view's own note. */
  note?: Words
  /** About how wide the chart will stand, where it is not the whole page. */
  width?: number
  /** Its chart stands on the first screen of its page. */
  onFirstScreen?: boolean
  /** Where there is room for two, as tall as the comparison beside it: its table scrolls. */
  asTallAsBeside?: boolean
}

const asTable = w('数据表', 'Table')

/** A comparison: its title, what it says in a sentence, what it is of, its chart, the same as a table, and its files. */
export function Comparison<Row extends object>({
  view,
  rows,
  note = view.note,
  width,
  onFirstScreen = false,
  asTallAsBeside = false,
}: Props<Row>) {
  const say = useSay()
  // The picture is what a hand on a brush looks at; what is in words may come a moment later.
  const later = useDeferredValue(rows)
  // So may where its marks lead, as long as nothing else about them changes.
  const shown = useShown()
  const before = useDeferredValue(shown)
  const here = rows === later ? before : shown
  const option = useMemo(() => view.option?.(rows, here) ?? null, [view, rows, here])
  const says = useMemo(() => view.sentence?.(later, before) ?? null, [view, later, before])
  const isStale = useContext(StaleContext).has(rows)
  const brush = useCallback(
    (first: number, last: number) => {
      const rowAt = (place: number) => rows[Math.min(rows.length - 1, Math.max(0, place))]
      const [one, other] = [rowAt(first), rowAt(last)]
      return (one && other && view.brush?.(one, other, here)) ?? null
    },
    [view, rows, here],
  )
  return (
    <Frame
      id={view.name}
      title={view.title}
      says={says}
      note={note}
      files={rows.length > 0 && <Exports view={view.name} hasChart={option !== null} />}
      isStale={isStale}
      style={`${asTallAsBeside ? 'flex flex-col xl:h-0 xl:min-h-full' : ''} ${option === null && isWide(view, rows) ? 'across' : ''}`}
    >
      {rows.length === 0 ? (
        <Empty />
      ) : option === null ? (
        <Table view={view} rows={later} />
      ) : (
        <>
          <Chart
            option={option}
            title={say(view.title)}
            height={view.height(rows)}
            width={width}
            file={onFirstScreen ? null : exportLink(here, view.name, 'png')}
            brush={view.brush && brush}
            from={{ rows, how: JSON.stringify([view.name, here]) }}
          />
          <AsTable view={view} rows={rows} />
        </>
      )}
    </Frame>
  )
}

/** On paper it lies across: a table of a few rows fits upright all the same. */
const isWide = <Row extends object>({ columns }: View<Row>, rows: readonly Row[]) =>
  columns.length > 11 && rows.length > mostSides

/** The same rows are not written again. */
const Table = memo(DataTable) as typeof DataTable

/** What a picture shows in words: closed at first, so it waits until a hand rests. */
const AsTable = memo(function AsTable<Row extends object>({
  view,
  rows: asked,
}: Pick<Props<Row>, 'view' | 'rows'>) {
  const say = useSay()
  const { language } = useHere()
  const rows = useSettled(asked)
  return (
    <details className="mt-2 text-sm">
      <summary className="w-fit text-accent hover:underline">
        {say(asTable)}
        {bracketed(rows.length, language)}
      </summary>
      <div className="mt-2">
        <Table view={view} rows={rows} />
      </div>
    </details>
  )
}) as <Row extends object>(props: Pick<Props<Row>, 'view' | 'rows'>) => ReactNode

interface FrameProps {
  /** Where links on the page lead to. */
  id?: string
  title: Words
  /** The key sentence. */
  says?: Words | null
  note?: Words | undefined
  files?: ReactNode
  /** True while what it holds is of other filters than those chosen. */
  isStale?: boolean
  style?: string
  children: ReactNode
}

/** What stands around a view: its title, its files, what its figures are of. */
export function Frame({
  id,
  title,
  says = null,
  note,
  files,
  isStale = false,
  style = '',
  children,
}: FrameProps) {
  const say = useSay()
  return (
    <section
      id={id}
      className={`rounded-lg border border-line bg-surface p-4 ${isStale ? waiting : ''} ${style}`}
      aria-label={say(title)}
      aria-busy={isStale || undefined}
    >
      <header className="mb-2 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h2 className="font-semibold text-base">{say(title)}</h2>
        {files}
        {says && (
          <p className="basis-full text-sm">
            <Prose text={say(says)} />
          </p>
        )}
        {note && (
          <p className="basis-full text-muted text-sm">
            <Prose text={say(note)} />
          </p>
        )}
      </header>
      {children}
      {isStale && (
        <p className="pointer-events-none absolute inset-x-0 top-24 z-20 animate-late text-center text-sm print:hidden">
          <span className="rounded-full border border-line bg-surface px-4 py-1.5 shadow-lg">
            {say(w('正在取所选范围的明细…', 'Fetching what was chosen…'))}
          </span>
        </p>
      )}
    </section>
  )
}

/** What is of other filters keeps its place and steps back, once it is clear that the server takes a while. */
const waiting =
  'relative [&>*]:transition-opacity [&>*]:delay-150 [&>:not(header):not(p:last-child)]:opacity-40 motion-reduce:[&>*]:transition-none'

interface ExportsProps {
  view: string
  hasChart: boolean
  /** What the view was asked beside its filters, such as an order. */
  asked?: Readonly<Record<string, string>>
}

const forms: readonly (readonly [suffix: string, words: Words, needsChart?: true])[] = [
  ['xlsx', w('表格', 'workbook')],
  ['csv', w('纯数据', 'plain rows')],
  ['pptx', w('演示文稿', 'slide')],
  ['docx', w('简报', 'briefing')],
  ['png', w('图片', 'picture'), true],
  ['svg', w('矢量图', 'drawing'), true],
  ['parquet', w('供程序读取', 'for programs')],
  ['arrow', w('供程序读取', 'for programs')],
]

const nothing = {}

/** The files that a view can be had in, and the basket it can be put into. */
export const Exports = memo(function Exports({ view, hasChart, asked = nothing }: ExportsProps) {
  const here = useHere()
  const say = useSay()
  return (
    <div className="ml-auto flex items-baseline gap-3 text-xs print:hidden">
      <PutAside item={basketItem(here, view, asked)} />
      <a href={exportLink(here, view, 'pptx', asked)} download>
        {say(w('幻灯片', 'Slide'))}
      </a>
      <details name="export" className="relative">
        <summary className="select-none text-accent hover:underline">
          {say(w('导出', 'Export'))}
          <Chevron />
        </summary>
        <ul
          className="absolute right-0 z-20 mt-1 min-w-44 rounded border border-line bg-surface py-1 shadow-lg"
          aria-label={say(w('导出', 'Export'))}
        >
          {forms.map(([suffix, words, needsChart]) =>
            needsChart && !hasChart ? null : (
              <li key={suffix}>
                <a
                  href={exportLink(here, view, suffix, asked)}
                  download
                  className="flex gap-4 px-3 py-1 no-underline hover:bg-accent-soft"
                >
                  {suffix.toUpperCase()} <span className="ml-auto text-muted">{say(words)}</span>
                </a>
              </li>
            ),
          )}
        </ul>
      </details>
    </div>
  )
})
