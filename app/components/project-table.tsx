import { Link } from '@remix-run/react'
import { becauseWords, projectsView, reportingWords } from '#app/charts/projects.ts'
import { unknownDistrict } from '#app/charts/report-columns.ts'
import { printed } from '#app/charts/view.ts'
import { bracketed, formatYear, unknown } from '#app/format.ts'
import { pageLink, unitLink } from '#app/links.ts'
import type { ProjectRow, Reporting, Sort } from '#app/queries/projects.ts'
import { w } from '#app/words.ts'
import { useHere, useSay } from './here.ts'
import { type Order, SortedTable, type SortHeadingOf } from './sorted-table.tsx'

/** What the list of projects is asked beside its filters. */
export interface ProjectsAsked extends Order<Sort> {
  reporting: Reporting | null
}

/** What that adds to a URL: nothing where it is as the list opens. */
export const asked = ({ sort, dir, reporting }: ProjectsAsked): Record<string, string> => ({
  ...(reporting === null ? {} : { reporting }),
  ...(sort === 'reporting' ? {} : { sort }),
  ...(dir === 'asc' ? {} : { dir }),
})

const figures = ['planned', 'spent', 'executionRate', 'total', 'grade'] as const

const names: readonly SortHeadingOf<Sort>[] = [
  {
    words: [
      ['project', w('项目', 'Project')],
      ['unit', w('实施单位', 'Unit')],
    ],
    width: 'min-w-40 sticky left-0 z-10 bg-surface',
  },
  {
    words: [
      ['district', w('区县', 'District')],
      ['year', w('年度', 'Year')],
    ],
    width: 'min-w-20',
  },
  { words: [['reporting', w('报送', 'Reporting')]], width: 'min-w-36' },
]

/** The list of projects: headings order it, each row leads to its project's page of that year. */
export function ProjectTable({ rows, order }: { rows: readonly ProjectRow[]; order: ProjectsAsked }) {
  const here = useHere()
  const say = useSay()
  const columns = figures.flatMap((key) => {
    const column = projectsView.columns.find((one) => one.key === key)
    return column ? [{ key, words: column.heading, ...printed(column, rows, here.language) }] : []
  })
  const headings: readonly SortHeadingOf<Sort>[] = [
    ...names,
    ...columns.map(({ key, words, unit, numeric }) => ({
      words: [[key === 'grade' ? null : key, withUnit(words, unit)] as const],
      numeric,
      width: '',
    })),
  ]
  return (
    <SortedTable
      title={projectsView.title}
      headings={headings}
      order={order}
      to={(other) => pageLink(here, '/projects', asked({ ...order, ...other }))}
    >
      {rows.map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of an answer have no other identity, and are never reordered in place
        <tr key={place} className="group border-line border-b last:border-0 hover:bg-accent-soft/50">
          <td className={`${cell} sticky left-0 bg-surface group-hover:bg-accent-soft`}>
            <Link to={projectsView.link?.(row, here) ?? ''}>{row.project ?? unknown}</Link>
            <span className="block text-muted text-xs">
              {row.unit === null ? unknown : <Link to={unitLink(here, row.unit)}>{row.unit}</Link>}
            </span>
          </td>
          <td className={cell}>
            {row.districtName ?? say(unknownDistrict)}
            <span className="block text-muted text-xs">{formatYear(row.year)}</span>
          </td>
          <td className={cell}>
            <Standing row={row} />
          </td>
          {columns.map(({ key, cell: write, numeric }) => (
            <td key={key} className={`${cell} ${numeric ? 'text-right' : ''}`}>
              {write(row[key])}
            </td>
          ))}
        </tr>
      ))}
    </SortedTable>
  )
}

const cell = 'px-2 py-1.5 align-top'

const withUnit = ({ zh, en }: typeof reportingWords.due, unit: string | null) =>
  unit === null ? w(zh, en) : w(zh + bracketed(unit, 'zh'), en + bracketed(unit, 'en'))

/** Whether it came, why it is looked for, and when the last one came. */
function Standing({ row: { reporting, because, reportedBefore } }: { row: ProjectRow }) {
  const say = useSay()
  const isDue = reporting === 'due'
  return (
    <>
      <span className={isDue ? 'font-semibold text-bad' : reporting === 'unseen' ? 'text-muted' : ''}>
        {isDue && '■ '}
        {say(reportingWords[reporting])}
      </span>
      {because !== null && (
        <span className="block text-muted text-xs">
          {say(becauseWords[because])}
          {reportedBefore !== null &&
            say(w(`，上次自评 ${reportedBefore} 年`, `, last reported ${reportedBefore}`))}
        </span>
      )}
    </>
  )
}
