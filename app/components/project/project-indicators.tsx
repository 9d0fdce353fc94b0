import { Link } from '@remix-run/react'
import { Fragment } from 'react'
import { placeWords } from '#app/charts/document-words.ts'
import { reportIndicators } from '#app/charts/project.ts'
import { tableLabel } from '#app/components/data-table.tsx'
import { ActualUnderstood, Reached, TargetUnderstood } from '#app/components/documents/read-indicator.tsx'
import { type OpenedSource, SourceInPlace } from '#app/components/documents/source-in-place.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { decimalsOf, formatAligned, formatScore, unknown } from '#app/format.ts'
import { projectLink, projectSourceLink } from '#app/links.ts'
import type { ProjectReport } from '#app/queries/project.ts'
import type { ReportProblem } from '#app/queries/project-documents.ts'
import type { ProjectFinding } from '#app/queries/project-findings.ts'
import type { ProjectIndicator } from '#app/queries/project-indicators.ts'
import { type Words, w } from '#app/words.ts'
import { FindingList } from './project-findings.tsx'

interface Heading {
  key: string
  words: Words
  style: string
}

const printed: readonly Heading[] = [
  { key: 'level1', words: w('一级指标', 'Level 1'), style: 'min-w-20' },
  { key: 'level2', words: w('二级指标', 'Level 2'), style: 'min-w-20' },
  { key: 'name', words: w('三级指标', 'Indicator'), style: 'min-w-36 sticky left-0 z-10 bg-surface' },
  { key: 'target', words: w('年度指标值', 'Target'), style: 'min-w-28' },
  { key: 'actual', words: w('实际完成值', 'Actual'), style: 'min-w-28' },
  { key: 'weight', words: w('分值', 'Weight'), style: 'whitespace-nowrap text-right' },
  { key: 'score', words: w('得分', 'Score'), style: 'whitespace-nowrap text-right' },
  { key: 'reason', words: w('偏差原因分析及改进措施', 'Reason and measures'), style: 'min-w-52' },
]

const understood: readonly Heading[] = [
  { key: 'readTarget', words: w('目标', 'Target'), style: 'min-w-28 border-line border-l bg-paper' },
  { key: 'readActual', words: w('实际', 'Actual'), style: 'min-w-28 bg-paper' },
  { key: 'completion', words: w('完成率', 'Completion'), style: 'min-w-24 bg-paper text-right' },
]

interface Props {
  report: ProjectReport
  rows: readonly ProjectIndicator[]
  findings: readonly ProjectFinding[]
  problems: readonly ReportProblem[]
  /** The stretch of the document that was asked for; it opens below its row. */
  source: OpenedSource | null
}

/** A report's indicators as it prints them, merged as on the form, each beside what was understood and above what was found. */
export function ProjectIndicators({ report, rows, findings, problems, source }: Props) {
  const here = useHere()
  const say = useSay()
  const found = rows.map((row) => findings.filter(({ ordinal }) => ordinal === row.ordinal))
  const opened = rows.findIndex(
    ({ table, row }) => source !== null && table === source.table.number && row === source.marked.row,
  )
  const decimals = {
    weight: decimalsOf(rows.map(({ weight }) => weight)),
    score: decimalsOf(rows.map(({ score }) => score)),
  }
  const heights = found.map(({ length }, place) => (length === 0 ? 1 : 2) + (place === opened ? 1 : 0))
  const [first, second] = [spansOf(rows.map(level1Of), heights), spansOf(rows.map(level2Of), heights)]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="overflow-x-auto" tabIndex={0} aria-label={say(tableLabel(reportIndicators.title))}>
      <table className="w-full border-collapse text-sm">
        <thead className="text-muted">
          <tr className="text-xs">
            <th colSpan={printed.length} scope="colgroup" className="px-2 pb-1 text-left font-normal">
              {say(w('自评原文', 'As reported'))}
            </th>
            <th
              colSpan={understood.length}
              scope="colgroup"
              className="border-line border-l bg-paper px-2 py-1 text-left font-normal"
            >
              {say(w('系统读出', 'As understood'))}
            </th>
          </tr>
          <tr className="border-line border-b">
            {[...printed, ...understood].map(({ key, words, style }) => (
              <th
                key={key}
                scope="col"
                className={`px-2 py-1.5 align-bottom font-normal ${style.includes('text-right') ? '' : 'text-left'} ${style}`}
              >
                {say(words)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <Fragment key={row.ordinal}>
              <Row
                row={row}
                decimals={decimals}
                level1Span={first[place] ?? 1}
                level2Span={second[place] ?? 1}
                source={projectSourceLink(here, sourceOf(report), row)}
              />
              {source !== null && place === opened && (
                <tr className="border-line border-b">
                  <td id={`source-${row.row}`} colSpan={across} className="scroll-mt-24 bg-paper px-2 py-3">
                    <SourceInPlace
                      source={source}
                      row={row}
                      problems={problems}
                      closed={projectLink(here, report.projectId, report.year, row.anchor)}
                    />
                  </td>
                </tr>
              )}
              <FoundInRow findings={found[place] ?? []} document={report.document} />
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Columns right of the two that are merged down their rows. */
const across = printed.length + understood.length - 2

const sourceOf = ({ projectId, year, kind }: ProjectReport) => ({ id: projectId, year, kind })

const level1Of = ({ level1, level1Weight }: ProjectIndicator) => `${level1} ${level1Weight}`
const level2Of = (row: ProjectIndicator) => `${level1Of(row)} ${row.level2}`

/** For each row how many table rows its cell spans, down the rows of one key; 0 where the cell above reaches it. */
function spansOf(keys: readonly string[], heights: readonly number[]): number[] {
  return keys.map((key, place) => {
    if (place > 0 && keys[place - 1] === key) return 0
    const end = keys.findIndex((other, index) => index > place && other !== key)
    return heights.slice(place, end === -1 ? undefined : end).reduce((sum, height) => sum + height, 0)
  })
}

const cell = 'px-2 py-2 align-top'

interface RowProps {
  row: ProjectIndicator
  decimals: { weight: number; score: number }
  level1Span: number
  level2Span: number
  /** Where its place in the document is shown. */
  source: string
}

function Row({ row, decimals, level1Span, level2Span, source }: RowProps) {
  const say = useSay()
  const place = placeWords(row.table, row.row)
  return (
    <tr
      id={row.anchor === null ? undefined : `row-${row.anchor}`}
      className="group scroll-mt-4 border-line border-b target:bg-warn-soft"
    >
      {level1Span > 0 && (
        <td rowSpan={level1Span} className={`${cell} border-line border-b bg-surface`}>
          <Level1 row={row} />
        </td>
      )}
      {level2Span > 0 && (
        <td rowSpan={level2Span} className={`${cell} border-line border-b bg-surface`}>
          {row.level2 ?? unknown}
        </td>
      )}
      <td className={`${cell} sticky left-0 bg-surface group-target:bg-warn-soft`}>
        {row.name}
        {place && (
          <Link to={source} preventScrollReset className="block w-fit text-xs">
            {say(place)}
          </Link>
        )}
      </td>
      <td className={cell}>{row.targetText || unknown}</td>
      <td className={cell}>{row.actualText || unknown}</td>
      <td className={`${cell} text-right`}>{formatAligned(row.weight, decimals.weight)}</td>
      <td className={`${cell} text-right`}>{formatAligned(row.score, decimals.score)}</td>
      <td className={cell}>{row.reason ?? unknown}</td>
      <td className={`${cell} border-line border-l bg-paper`}>
        <TargetUnderstood row={row} />
      </td>
      <td className={`${cell} bg-paper`}>
        <ActualUnderstood row={row} />
      </td>
      <td className={`${cell} whitespace-nowrap bg-paper text-right`}>
        <Reached row={row} />
      </td>
    </tr>
  )
}

const tints = { error: 'bg-bad-soft', warning: 'bg-warn-soft', notice: 'bg-paper' } as const

/** Across what the report printed and what was understood: findings speak of both. */
function FoundInRow({ findings, document }: Pick<Props, 'findings'> & { document: string | null }) {
  const [gravest] = findings
  if (gravest === undefined) return null
  return (
    <tr className="border-line border-b">
      <td colSpan={across} className={`${tints[gravest.severity]} px-2 py-2`}>
        {/* Read without scrolling the table sideways. */}
        <div className="sticky left-2 w-fit max-w-[calc(100vw-5rem)]">
          <FindingList findings={findings} document={document} />
        </div>
      </td>
    </tr>
  )
}

function Level1({ row: { level1, level1Weight } }: { row: ProjectIndicator }) {
  const { language } = useHere()
  const points = { zh: `（${formatScore(level1Weight)} 分）`, en: ` (${formatScore(level1Weight)} points)` }
  return (
    <>
      {level1 ?? unknown}
      {level1Weight !== null && (
        <span className="whitespace-nowrap text-muted text-xs">{points[language]}</span>
      )}
    </>
  )
}
