import { Link } from '@remix-run/react'
import { reportYears } from '#app/charts/project.ts'
import { Exports, Frame } from '#app/components/comparison.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { unknown } from '#app/format.ts'
import { projectLink } from '#app/links.ts'
import type { IndicatorYear, ProjectYear } from '#app/queries/project-years.ts'
import { w } from '#app/words.ts'

interface Props {
  id: string
  years: readonly ProjectYear[]
  indicators: readonly IndicatorYear[]
}

/** A project's years beside each other: its key measures, and what its indicators of one name came to. */
export function ProjectYears({ id, years, indicators }: Props) {
  const say = useSay()
  if (years.length < 2) return null
  return (
    <Frame
      title={reportYears.title}
      note={reportYears.note}
      files={<Exports view={reportYears.name} hasChart={false} asked={{ id }} />}
    >
      <DataTable view={reportYears} rows={years} />
      {indicators.length > 0 && (
        <>
          <h3 className="mt-5 mb-1 text-sm">
            {say(w('同名指标历年完成值', 'Indicators of one name, year by year'))}
            <span className="ml-2 text-muted text-xs">
              {say(w('上为实际完成值，下为年度指标值；■ 未达标', 'actual above, target below; ■ missed'))}
            </span>
          </h3>
          <IndicatorYears id={id} rows={indicators} />
        </>
      )}
    </Frame>
  )
}

function IndicatorYears({ id, rows }: { id: string; rows: readonly IndicatorYear[] }) {
  const say = useSay()
  const years = [...new Set(rows.map(({ year }) => year))].sort()
  const names = [...new Set(rows.map(({ name }) => name))]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="overflow-x-auto" tabIndex={0} aria-label={say(w('同名指标', 'Indicators'))}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-line border-b text-left text-muted">
            <th scope="col" className="sticky left-0 min-w-36 bg-surface px-2 py-1.5 font-normal">
              {say(w('三级指标', 'Indicator'))}
            </th>
            {years.map((year) => (
              <th key={year} scope="col" className="min-w-28 px-2 py-1.5 font-normal">
                {year}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name} className="border-line border-b last:border-0">
              <th
                scope="row"
                className="sticky left-0 bg-surface px-2 py-1.5 text-left align-top font-normal"
              >
                {name}
              </th>
              {years.map((year) => (
                <td key={year} className="px-2 py-1.5 align-top">
                  <Reached id={id} row={rows.find((row) => row.name === name && row.year === year)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Reached({ id, row }: { id: string; row: IndicatorYear | undefined }) {
  const here = useHere()
  if (row === undefined) return <>{unknown}</>
  return (
    <>
      <Link to={projectLink(here, id, row.year, row.row)}>{row.actual || unknown}</Link>
      {row.met === false && <span className="ml-1 text-bad text-xs">■</span>}
      <span className="block text-muted text-xs">{row.target || unknown}</span>
    </>
  )
}
