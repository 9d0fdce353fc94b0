import type { Indicator } from '#app/domain/indicator.ts'
import type { SampleEvaluation } from '#data/portfolio.ts'
import { level1Points } from './indicators.ts'
import { type Page, type PageCell, paragraph, runLength, sampleNotice } from './page.ts'
import { digits } from './spelling.ts'
import type { FundLine } from './year.ts'

const label = (text: string, spans: Pick<PageCell, 'rowSpan' | 'columnSpan'> = {}): PageCell => ({
  text,
  bold: true,
  align: 'center',
  ...spans,
})
const prose = (text: string, columnSpan = 1): PageCell => ({ text, columnSpan, align: 'left' })
const centred = (text: string, columnSpan = 1): PageCell => ({ text, columnSpan, align: 'center' })
const figure = (value: number | null, format = 'General'): PageCell =>
  value === null ? centred('') : { ...centred(digits(value)), typed: { value, format } }
const wan = (fen: number): PageCell => ({
  ...centred((fen / 1_000_000).toFixed(2)),
  typed: { value: fen / 1_000_000, format: '0.00' },
})
const rate = (percent: number): PageCell => ({
  ...centred(`${percent.toFixed(2)}%`),
  typed: { value: Number((percent / 100).toFixed(4)), format: '0.00%' },
})

type Sum = Omit<FundLine, 'source'>

function sumOf(lines: readonly FundLine[]): Sum {
  const sum = (part: (line: FundLine) => number) => lines.reduce((total, line) => total + part(line), 0)
  return {
    budgetFen: sum((line) => line.budgetFen),
    adjustedFen: sum((line) => line.adjustedFen),
    arrivedFen: sum((line) => line.arrivedFen),
    spentFen: sum((line) => line.spentFen),
  }
}

function fundLine(name: string, lines: readonly FundLine[]): PageCell[] {
  const { budgetFen, adjustedFen, spentFen } = sumOf(lines)
  const percent = adjustedFen > 0 ? rate((spentFen / adjustedFen) * 100) : centred('—')
  return [
    prose(name, 2),
    wan(budgetFen),
    wan(adjustedFen),
    wan(spentFen),
    centred('—'),
    percent,
    centred('—'),
  ]
}

function fundRows({ evaluation, lines }: SampleEvaluation): PageCell[][] {
  const { budgetFen, adjustedFen, spentFen, executionRate, weight, score } = evaluation.funds
  const carried = lines.filter(({ source }) => source === 'carryOver')
  const own = lines.filter(({ source }) => source === 'own')
  const granted = lines.filter((line) => !carried.includes(line) && !own.includes(line))
  return [
    [
      label('项目资金（万元）', { rowSpan: 5 }),
      centred('', 2),
      ...['年初预算数', '全年预算数', '全年执行数', '分值', '执行率', '得分'].map((text) => label(text)),
    ],
    [
      prose('年度资金总额', 2),
      wan(budgetFen ?? 0),
      wan(adjustedFen ?? 0),
      wan(spentFen ?? 0),
      figure(weight),
      rate(executionRate ?? 0),
      figure(score),
    ],
    fundLine('其中：当年财政拨款', granted),
    fundLine('上年结转资金', carried),
    fundLine('其他资金', own),
  ]
}

function indicatorRow(rows: readonly Indicator[], index: number, withPoints: boolean): PageCell[] {
  const row = rows[index]
  const before = rows[index - 1]
  if (!row) return []
  const sameGroup = (left: Indicator, right: Indicator) => left.level1 === right.level1
  const sameKind = (left: Indicator, right: Indicator) =>
    sameGroup(left, right) && left.level2 === right.level2
  const points = withPoints ? `（${level1Points(rows, row.level1)}分）` : ''
  const level1 = label(`${row.level1 ?? ''}${points}`, { rowSpan: runLength(rows, index, sameGroup) })
  const level2 = { ...centred(row.level2 ?? ''), rowSpan: runLength(rows, index, sameKind) }
  return [
    ...(before && sameGroup(before, row) ? [] : [level1]),
    ...(before && sameKind(before, row) ? [] : [level2]),
    prose(row.name),
    centred(row.target.text),
    centred(row.actual.text),
    figure(row.weight),
    figure(row.score),
    prose(row.reason ?? ''),
  ]
}

/** Whether this form prints the points of each first level beside its name. */
export const printsPoints = ({ evaluation }: SampleEvaluation) =>
  (Number(evaluation.district?.code ?? 0) + (evaluation.year ?? 0)) % 3 === 0

function indicatorRows(sample: SampleEvaluation): PageCell[][] {
  const rows = sample.evaluation.indicators
  const headings = [
    '一级指标',
    '二级指标',
    '三级指标',
    '年度指标值',
    '实际完成值',
    '分值',
    '得分',
    '偏差原因分析及改进措施',
  ]
  return [
    [label('绩效指标', { rowSpan: rows.length + 1 }), ...headings.map((text) => label(text))],
    ...rows.map((_, index) => indicatorRow(rows, index, printsPoints(sample))),
  ]
}

/** What the goal became, in a sentence that repeats the table's figures. */
function doneOf({ evaluation, dip }: SampleEvaluation): string {
  const served = evaluation.indicators.find((row) => row.level2 === '数量指标')
  const amount = served ? `${served.name}${served.actual.text}` : ''
  const money = `全年支出${((evaluation.funds.spentFen ?? 0) / 1_000_000).toFixed(2)}万元`
  return `${dip ? '受疫情影响，部分任务压减。' : ''}${amount}，${money}。`
}

/** 项目支出绩效自评表, the ministry's form of 2020. */
export function nationalForm(sample: SampleEvaluation): Page {
  const { evaluation, goal, project } = sample
  const rows = [
    [label('项目名称'), centred(project.name, 8)],
    [
      label('主管部门'),
      centred(evaluation.department ?? '', 3),
      label('实施单位'),
      centred(evaluation.unit ?? '', 4),
    ],
    ...fundRows(sample),
    [
      label('年度总体目标', { rowSpan: 2 }),
      label('预期目标', { columnSpan: 4 }),
      label('实际完成情况', { columnSpan: 4 }),
    ],
    [prose(goal, 4), prose(doneOf(sample), 4)],
    ...indicatorRows(sample),
    [label('总分', { columnSpan: 6 }), figure(100), figure(evaluation.total.score), centred('')],
  ]
  return [
    paragraph('title', '项目支出绩效自评表'),
    paragraph('heading', `（${evaluation.year}年度）`),
    { kind: 'table', widths: [8, 10, 12, 20, 14, 14, 7, 8, 24], rows },
    paragraph('note', sampleNotice),
  ]
}
