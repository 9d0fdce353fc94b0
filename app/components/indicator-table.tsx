import { Link } from '@remix-run/react'
import { indicatorsView, kindWords } from '#app/charts/indicators.ts'
import { decimalsOf, formatAligned, formatPercent, formatYear, unknown } from '#app/format.ts'
import { pageLink, projectLink, unitLink } from '#app/links.ts'
import type { IndicatorRow, Sort } from '#app/queries/indicators.ts'
import { w } from '#app/words.ts'
import { PlaceLink } from './documents/place-link.tsx'
import { useHere, useSay } from './here.ts'
import { type Order, SortedTable, type SortHeadingOf } from './sorted-table.tsx'

/** What an order adds to a URL: nothing where it is the one the list opens in. */
export const asked = ({ sort, dir }: Order<Sort>): Record<string, string> => ({
  ...(sort === 'scoreRate' ? {} : { sort }),
  ...(dir === 'asc' ? {} : { dir }),
})

const headings: readonly SortHeadingOf<Sort>[] = [
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
export function IndicatorTable({ rows, order }: { rows: readonly IndicatorRow[]; order: Order<Sort> }) {
  const here = useHere()
  const decimals = {
    weight: decimalsOf(rows.map(({ weight }) => weight)),
    score: decimalsOf(rows.map(({ score }) => score)),
  }
  return (
    <SortedTable
      title={indicatorsView.title}
      headings={headings}
      order={order}
      to={(other) => pageLink(here, '/indicators', asked(other))}
    >
      {rows.map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of an answer have no other identity, and are never reordered in place
        <Row key={place} row={row} decimals={decimals} />
      ))}
    </SortedTable>
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
