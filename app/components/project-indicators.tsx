import { Fragment } from 'react'
import { placeWords } from '#app/charts/document-words.ts'
import { reportIndicators } from '#app/charts/project.ts'
import { formatPercent, formatScore, unknown } from '#app/format.ts'
import type { ProjectFinding } from '#app/queries/project-findings.ts'
import type { ProjectIndicator } from '#app/queries/project-indicators.ts'
import { type Words, w } from '#app/words.ts'
import { tableLabel } from './data-table.tsx'
import { useHere, useSay } from './here.ts'
import { FindingList } from './project-findings.tsx'
import { Understood } from './quantity.tsx'

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
  rows: readonly ProjectIndicator[]
  findings: readonly ProjectFinding[]
}

/** A report's indicators as it prints them, merged as on the form, each beside what was understood and above what was found. */
export function ProjectIndicators({ rows, findings }: Props) {
  const say = useSay()
  const found = rows.map((row) => findings.filter(({ ordinal }) => ordinal === row.ordinal))
  const heights = found.map(({ length }) => (length === 0 ? 1 : 2))
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
              <Row row={row} level1Span={first[place] ?? 1} level2Span={second[place] ?? 1} />
              <FoundInRow findings={found[place] ?? []} />
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

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
  level1Span: number
  level2Span: number
}

function Row({ row, level1Span, level2Span }: RowProps) {
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
        {place && <span className="block text-muted text-xs">{say(place)}</span>}
      </td>
      <td className={cell}>{row.targetText || unknown}</td>
      <td className={cell}>{row.actualText || unknown}</td>
      <td className={`${cell} text-right`}>{formatScore(row.weight)}</td>
      <td className={`${cell} text-right`}>{formatScore(row.score)}</td>
      <td className={cell}>{row.reason ?? unknown}</td>
      <UnderstoodCells row={row} />
    </tr>
  )
}

const tints = { error: 'bg-bad-soft', warning: 'bg-warn-soft', notice: 'bg-paper' } as const

/** Across what the report printed and what was understood: findings speak of both. */
function FoundInRow({ findings }: { findings: readonly ProjectFinding[] }) {
  const [gravest] = findings
  if (gravest === undefined) return null
  return (
    <tr className="border-line border-b">
      <td colSpan={printed.length + understood.length - 2} className={`${tints[gravest.severity]} px-2 py-2`}>
        {/* Read without scrolling the table sideways. */}
        <div className="sticky left-2 w-fit max-w-[calc(100vw-5rem)]">
          <FindingList findings={findings} />
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
      {level1Weight !== null && <span className="text-muted text-xs">{points[language]}</span>}
    </>
  )
}

const directions = {
  higher: w('越高越好', 'more is better'),
  lower: w('越低越好', 'less is better'),
  equal: w('等于为宜', 'equal is right'),
} as const

const assumed = w('单位沿用目标', 'unit taken from the target')
const about = w('约数', 'approximate')

function UnderstoodCells({ row }: { row: ProjectIndicator }) {
  const target = {
    kind: row.targetKind,
    op: row.targetOp,
    value: row.targetValue,
    upper: row.targetUpper,
    date: row.targetDate,
    unit: row.targetUnit,
  }
  const actual = {
    kind: row.actualKind,
    op: row.actualOp,
    value: row.actualValue,
    upper: row.actualUpper,
    date: row.actualDate,
    unit: row.actualUnit,
  }
  const measured = row.met !== null && row.direction !== null
  const notes = [...(row.unitAssumed ? [assumed] : []), ...(row.approximate ? [about] : [])]
  return (
    <>
      <td className={`${cell} border-line border-l bg-paper`}>
        <Understood
          quantity={target}
          notes={measured && row.direction !== null ? [directions[row.direction]] : []}
        />
      </td>
      <td className={`${cell} bg-paper`}>
        <Understood quantity={actual} notes={notes} />
      </td>
      <td className={`${cell} whitespace-nowrap bg-paper text-right`}>
        {row.completion !== null && <span className="block">{formatPercent(row.completion)}</span>}
        <Verdict met={row.met} />
      </td>
    </>
  )
}

function Verdict({ met }: { met: boolean | null }) {
  const say = useSay()
  if (met === null)
    return <span className="text-muted text-xs">○ {say(w('不能比较', 'not comparable'))}</span>
  return met ? (
    <span className="text-good text-xs">● {say(w('达标', 'met'))}</span>
  ) : (
    <span className="text-bad text-xs">■ {say(w('未达标', 'missed'))}</span>
  )
}
