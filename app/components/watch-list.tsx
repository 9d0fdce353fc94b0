import { Link } from '@remix-run/react'
import { memo, useContext } from 'react'
import type { RuleTitles } from '#app/charts/findings.ts'
import { grades } from '#app/charts/overview.ts'
import { reasonsOf, watchListView } from '#app/charts/watch-list.ts'
import { decimalsOf, formatAligned, formatPercent, formatScore, many, unknown } from '#app/format.ts'
import type { Watched } from '#app/queries/watch-list.ts'
import { w } from '#app/words.ts'
import { Exports, Frame } from './comparison.tsx'
import { StaleContext } from './filters/choose.ts'
import { useHere, useSay } from './here.ts'
import { Prose } from './prose.tsx'

const headings = [
  w('项目', 'Project'),
  w('关注的原因', 'Why'),
  w('风险分', 'Risk'),
  w('执行率', 'Execution'),
  w('总分', 'Total'),
  w('等级', 'Grade'),
]

interface Props {
  rows: readonly Watched[]
  titles: RuleTitles
}

/** The projects that most need attention, each with why in words and figures. */
export const WatchList = memo(function WatchList({ rows, titles }: Props) {
  const say = useSay()
  const n = rows[0]?.n ?? 0
  const isStale = useContext(StaleContext).has(rows)
  const decimals = {
    risk: decimalsOf(rows.map(({ risk }) => risk)),
    total: decimalsOf(rows.map(({ total }) => total)),
  }
  return (
    <Frame
      id={watchListView.name}
      title={watchListView.title}
      isStale={isStale}
      files={n > 0 && <Exports view={watchListView.name} hasChart={false} />}
    >
      {n === 0 ? (
        <p className="py-6 text-center text-muted text-sm">
          {say(w('● 没有需要关注的项目。', '● Nothing stands out.'))}
        </p>
      ) : (
        <>
          <p className="mb-1 text-sm">
            {say(
              w(
                `共 ${n} 份自评需要关注${n > rows.length ? `，列出前 ${rows.length} 份，其余见导出文件` : ''}。`,
                `${many(n, 'self-evaluation')} in all${n > rows.length ? `; the first ${rows.length} are listed, the rest are in the files` : ''}.`,
              ),
            )}
            <span className="ml-2 text-muted">
              <Mark grave /> {say(impossible)}　<Mark grave={false} /> {say(unclear)}
            </span>
          </p>
          <table className="w-full border-collapse text-sm max-md:block">
            <thead className="max-md:sr-only">
              <tr className="border-line border-b text-left text-muted">
                {headings.map((heading, place) => (
                  <th
                    key={heading.en}
                    scope="col"
                    className={`whitespace-nowrap px-2 py-1.5 font-normal ${place > 1 ? 'text-right' : ''}`}
                  >
                    {say(heading)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="max-md:block">
              {rows.map((row) => (
                <WatchedRow
                  key={`${row.projectId}${row.total}${row.spent}`}
                  row={row}
                  decimals={decimals}
                  titles={titles}
                />
              ))}
            </tbody>
          </table>
          {watchListView.note && <p className="mt-3 text-muted text-xs">{say(watchListView.note)}</p>}
        </>
      )}
    </Frame>
  )
})

const cell = 'px-2 py-2 align-top max-md:block max-md:px-0 max-md:py-0.5'

/** As many as fit into a line. */
const rulesNamed = 3

interface RowProps {
  row: Watched
  /** Of the columns of points. */
  decimals: { risk: number; total: number }
  titles: RuleTitles
}

function WatchedRow({ row, decimals, titles }: RowProps) {
  const here = useHere()
  const say = useSay()
  const { risk, risks, executionRate, total, grade } = row
  const reasons = reasonsOf(row)
  const titleOf = (rule: string) => (titles[rule] ? say(titles[rule]) : rule)
  return (
    <tr className="border-line border-b last:border-0 hover:bg-accent-soft/50 max-md:block max-md:py-2">
      <td className={`${cell} md:w-64`}>
        <Link to={watchListView.link?.(row, here) ?? ''}>
          {row.project ?? say(w('未写项目名称', 'Unnamed'))}
        </Link>
        <span className="block text-muted text-xs">
          {[row.districtName, row.unit].filter((text) => text !== null).join(' · ')}
        </span>
      </td>
      <td className={cell}>
        <ul className="space-y-0.5">
          {reasons.map(({ rule, grave, words }) => (
            <li key={rule} className="flex gap-2">
              <Mark grave={grave} />
              <span>
                <Prose text={say(words)} />
              </span>
            </li>
          ))}
        </ul>
        {risks.length > 0 && (
          <p className="mt-0.5 text-muted text-xs">
            {say(w('核查发现：', 'Findings: '))}
            {risks
              .slice(0, rulesNamed)
              .map(({ rule, points }) => `${titleOf(rule)} +${formatScore(points)}`)
              .join(say(w('、', ', ')))}
            {risks.length > rulesNamed && say(w(` 等 ${risks.length} 条规则`, `, of ${risks.length} rules`))}
          </p>
        )}
      </td>
      <Measure heading={w('风险分', 'Risk')} value={formatAligned(risk, decimals.risk)} />
      <Measure heading={w('执行率', 'Execution')} value={formatPercent(executionRate)} />
      <Measure heading={w('总分', 'Total')} value={formatAligned(total, decimals.total)} />
      <Measure heading={w('等级', 'Grade')} value={grade === null ? unknown : say(grades[grade].words)} />
    </tr>
  )
}

function Measure({ heading, value }: { heading: (typeof headings)[number]; value: string }) {
  const say = useSay()
  if (value === unknown) return <td className={`${cell} text-right max-md:hidden`}>{unknown}</td>
  return (
    <td
      className={`${cell} whitespace-nowrap text-right max-md:mr-4 max-md:inline-block max-md:text-left max-md:text-xs`}
    >
      <span className="text-muted md:hidden">{say(heading)} </span>
      {value}
    </td>
  )
}

const impossible = w('对不上账', 'does not add up')
const unclear = w('需要说明', 'wants an explanation')

/** ■ for figures that do not add up, ▲ for what wants an explanation. */
function Mark({ grave }: { grave: boolean }) {
  const say = useSay()
  return (
    <span
      role="img"
      aria-label={say(grave ? impossible : unclear)}
      className={grave ? 'text-bad' : 'text-warn'}
    >
      {grave ? '■' : '▲'}
    </span>
  )
}
