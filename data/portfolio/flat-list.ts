import type { Indicator } from '#app/domain/indicator.ts'
import type { SampleEvaluation } from '#data/portfolio.ts'
import { executionRow } from './indicators.ts'
import { type Page, type PageCell, paragraph, sampleNotice } from './page.ts'
import { randomFrom } from './random.ts'
import { digits } from './spelling.ts'

/** The columns of a list, in order. */
export const headings = [
  '年度',
  '区县',
  '主管部门',
  '预算单位',
  '项目名称',
  '年初预算数(万元)',
  '全年预算数(万元)',
  '全年执行数(万元)',
  '执行率',
  '一级指标',
  '二级指标',
  '三级指标',
  '年度指标值',
  '实际完成值',
  '分值',
  '得分',
  '偏差原因分析及改进措施',
  '自评总分',
  '自评等级',
] as const

const widths = [6, 10, 24, 26, 24, 14, 14, 14, 10, 14, 18, 24, 20, 20, 8, 8, 40, 10, 10]

const text = (value: string | null): PageCell => ({ text: value ?? '' })
const figure = (value: number | null): PageCell =>
  value === null ? text(null) : { text: digits(value), typed: { value, format: 'General' } }
const wan = (fen: number | null): PageCell =>
  fen === null
    ? text(null)
    : { text: (fen / 1_000_000).toFixed(2), typed: { value: fen / 1_000_000, format: '0.00' } }

/** Budget execution stands among the indicators here. */
export function listedIndicators({ evaluation, project }: SampleEvaluation): Indicator[] {
  const random = randomFrom(project.unit, project.name, evaluation.year ?? 0)
  return [...evaluation.indicators, executionRow(evaluation.funds, '预算执行率', random)]
}

/** An evaluation's rows, a cell a heading. */
export function evaluationRows(sample: SampleEvaluation): PageCell[][] {
  const { evaluation } = sample
  const { funds, total } = evaluation
  return listedIndicators(sample).map((row) => [
    figure(evaluation.year),
    text(evaluation.district?.name ?? null),
    text(evaluation.department),
    text(evaluation.unit),
    text(evaluation.project),
    wan(funds.budgetFen),
    wan(funds.adjustedFen),
    wan(funds.spentFen),
    text(`${digits(funds.executionRate ?? 0)}%`),
    text(row.level1),
    text(row.level2),
    text(row.name),
    text(row.target.text),
    text(row.actual.text),
    figure(row.weight),
    figure(row.score),
    text(row.reason),
    figure(total.score),
    text(total.grade),
  ])
}

/** One row an indicator for all of a district's units in a year. */
export function flatList(samples: readonly SampleEvaluation[], title: string): Page {
  const header = headings.map((heading) => ({ text: heading, bold: true }))
  return [
    paragraph('title', title),
    { kind: 'table', widths, rows: [header, ...samples.flatMap(evaluationRows)] },
    paragraph('note', sampleNotice),
  ]
}
