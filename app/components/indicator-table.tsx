import { Link } from '@remix-run/react'
import { indicatorsView, kindWords } from '#app/charts/indicators.ts'
import { decimalsOf, formatAligned, formatPercent, formatYear, unknown } from '#app/format.ts'
import { pageLink, projectLink, unitLink } from '#app/links.ts'
import type { IndicatorRow, Sort } from '#app/queries/indicators.ts'
import { type Words, w } from '#app/words.ts'
import { tableLabel } from './data-table.tsx'
import { PlaceLink } from './documents/place-link.tsx'
import { useHere, useSay } from './here.ts'

/** The order that a list stands in. */
export interface Order {
  sort: Sort
  dir: 'asc' | 'desc'
}

/** What an order adds to a URL: nothing where it is the one the list opens in. */
export const asked = ({ sort, dir }: Order): Record<string, string> => ({
  ...(sort === 'scoreRate' ? {} : { sort }),
  ...(dir === 'asc' ? {} : { dir }),
})

interface Heading {
  /** What can be ordered by has a sort; two headings share a column where its cells show one below the other. */
  words: readonly (readonly [Sort | null, Words])[]
  numeric?: boolean
  width: string
}

const headings: readonly Heading[] = [
  { words: [['level1', w('一级指标', 'Level 1')]], width: 'min-w-22 max-md:hidden' },
  { words: [['level2', w('二级指标', 'Level 2')]], width: 'min-w-22 max-md:hidden' },
  {
    words: [['name', w('三级指标', 'Indicator')]],
    width: 'min-w-30 md:min-w-36 sticky left-0 z-10 bg-surface',
  },
  { words: [[null, w('年度指标值', 'Target')]], width: 'min-w-24' },
  { words: [[null, w('实际完成值', 'Actual')]], width: 'min-w-24' },
  { words: [['weight', w('分值', 'Weight')]], numeric: true, width: '' },
  { words: [['score', w('得分', 'Score')]], numeric: true, width: '' },
  { words: [['scoreRate', w('得分率', 'Score rate')]], numeric: true, width: 'min-w-28' },
  { words: [['completion', w('完成率', 'Completion')]], numeric: true, width: 'min-w-20' },
  { words: [[null, w('偏差原因分析及改进措施', 'Reason and measures')]], width: 'min-w-48' },
  {
    words: [
      ['project', w('项目', 'Project')],
      ['unit', w('实施单位', 'Unit')],
    ],
    width: 'min-w-44',
  },
  {
    words: [
      ['district', w('区县', 'District')],
      ['year', w('年度', 'Year')],
    ],
    width: 'min-w-20',
  },
]

/** The list of indicators: headings order it, each row leads to its place in the project's report. */
export function IndicatorTable({ rows, order }: { rows: readonly IndicatorRow[]; order: Order }) {
  const say = useSay()
  const decimals = {
    weight: decimalsOf(rows.map(({ weight }) => weight)),
    score: decimalsOf(rows.map(({ score }) => score)),
  }
  return (
    <section
      className="overflow-x-auto min-[1400px]:overflow-visible"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={say(tableLabel(indicatorsView.title))}
    >
      <table className="w-full border-collapse text-sm">
        <thead className="sticky top-0 z-20 bg-surface shadow-[0_1px_0_var(--color-line)]">
          <tr className="text-muted">
            {headings.map(({ words, numeric, width }) => (
              <th
                key={words[0]?.[1].en}
                scope="col"
                aria-sort={sortOf(words, order)}
                className={`px-2 py-1.5 align-bottom font-normal ${numeric ? 'text-right' : 'text-left'} ${width}`}
              >
                {words.map(([sort, heading]) => (
                  <SortLink key={heading.en} sort={sort} heading={heading} order={order} />
                ))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of an answer have no other identity, and are never reordered in place
            <Row key={place} row={row} decimals={decimals} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function sortOf(words: Heading['words'], { sort, dir }: Order) {
  if (!words.some(([own]) => own === sort)) return undefined
  return dir === 'asc' ? 'ascending' : 'descending'
}

interface SortLinkProps {
  sort: Sort | null
  heading: Words
  order: Order
}

/** Orders by this column; once more turns the order round. */
function SortLink({ sort, heading, order }: SortLinkProps) {
  const here = useHere()
  const say = useSay()
  if (sort === null) return <span className="block">{say(heading)}</span>
  const chosen = order.sort === sort
  const dir = chosen && order.dir === 'asc' ? 'desc' : 'asc'
  return (
    <Link
      to={pageLink(here, '/indicators', asked({ sort, dir }))}
      preventScrollReset
      className={`block whitespace-nowrap ${chosen ? 'font-semibold text-ink' : 'text-muted'}`}
    >
      {say(heading)}
      <SortMark dir={chosen ? order.dir : null} />
    </Link>
  )
}

/** Two small triangles: the way that is sorted by stands out, and neither where another column decides. */
function SortMark({ dir }: { dir: 'asc' | 'desc' | null }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 8 12" className="ml-1 inline-block w-1.5 fill-muted">
      <path d="M4 0 8 5H0z" opacity={dir === 'asc' ? 1 : 0.3} />
      <path d="M4 12 0 7h8z" opacity={dir === 'desc' ? 1 : 0.3} />
    </svg>
  )
}

const cell = 'px-2 py-1.5 align-top'

function Row({ row, decimals }: { row: IndicatorRow; decimals: { weight: number; score: number } }) {
  const here = useHere()
  const say = useSay()
  return (
    <tr className="group border-line border-b last:border-0 hover:bg-accent-soft/50">
      <td className={`${cell} max-md:hidden`}>{row.level1 ?? unknown}</td>
      <td className={`${cell} max-md:hidden`}>{row.level2 ?? unknown}</td>
      <td className={`${cell} sticky left-0 bg-surface group-hover:bg-accent-soft`}>
        <Link to={indicatorsView.link?.(row, here) ?? ''}>{row.name}</Link>
        <span className="block text-muted text-xs md:hidden">{row.level1 ?? unknown}</span>
        <span className="block text-xs">
          <PlaceLink document={row.document} table={row.table} row={row.row} column={row.column} />
        </span>
      </td>
      <td className={cell}>{row.target ?? unknown}</td>
      <td className={cell}>{row.actual ?? unknown}</td>
      <td className={`${cell} text-right`}>{formatAligned(row.weight, decimals.weight)}</td>
      <td className={`${cell} text-right`}>{formatAligned(row.score, decimals.score)}</td>
      <td className={`${cell} text-right`}>
        <ScoreRate percent={row.scoreRate} />
      </td>
      <td className={`${cell} text-right`}>
        {formatPercent(row.completion)}
        {row.met === false && <span className="block text-bad text-xs">■ {say(w('未达标', 'missed'))}</span>}
      </td>
      <td className={cell}>{row.reason ?? unknown}</td>
      <td className={cell}>
        <Link to={projectLink(here, row.projectId, row.year)}>{row.project ?? unknown}</Link>
        <span className="block text-muted text-xs">
          {row.unit === null ? unknown : <Link to={unitLink(here, row.unit)}>{row.unit}</Link>}
        </span>
      </td>
      <td className={cell}>
        {row.districtName ?? unknown}
        <span className="block text-muted text-xs">
          {formatYear(row.year)}
          {row.kind !== 'selfEvaluation' && ` ${say(kindWords[row.kind])}`}
        </span>
      </td>
    </tr>
  )
}

/** The share of its points that an indicator got, as a number and a bar. */
function ScoreRate({ percent }: { percent: number | null }) {
  if (percent === null) return <>{unknown}</>
  return (
    <span className="flex items-center justify-end gap-2">
      <span aria-hidden className="h-1.5 w-12 overflow-hidden rounded-full bg-line">
        <span
          className="block h-full bg-accent"
          style={{ width: `${Math.min(100, Math.max(0, percent))}%` }}
        />
      </span>
      <span className="min-w-12">{formatPercent(percent)}</span>
    </span>
  )
}
