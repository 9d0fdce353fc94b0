import type { Reported } from '#app/audit/rule.ts'
import type { FundPart, Funds } from '#app/domain/evaluation.ts'
import type { FundFlow } from '#app/domain/fund-flow.ts'
import type { Indicator } from '#app/domain/indicator.ts'
import { nowhere } from '#app/domain/problem.ts'
import { readQuantity } from '#app/domain/quantity-reader.ts'
import { type Draft, type Row, round, rowOf } from './planted-draft.ts'

const executionPoints = 10

export const rateOf = ({ rate, spentYuan, adjustedYuan }: Draft) =>
  rate ?? round((100 * spentYuan) / adjustedYuan)

export const executionScoreOf = (draft: Draft) =>
  draft.executionScore ?? round((executionPoints * Math.min(100, rateOf(draft))) / 100)

export const totalOf = (draft: Draft) =>
  draft.total ?? round(draft.rows.reduce((sum, { score }) => sum + score, executionScoreOf(draft)))

function gradeOf(total: number): string {
  if (total >= 90) return '优'
  if (total >= 80) return '良'
  return total >= 60 ? '中' : '差'
}

/** The report that a draft is set down as, in its form. */
export function reportOf(draft: Draft): Reported {
  const { form, programme, place, unit, year } = draft
  const total = totalOf(draft)
  const rows = [...draft.rows, ...(form === 'national' ? [] : [executionRow(draft)])]
  return {
    evaluation: {
      project: programme.name,
      programme: programme.name,
      unit,
      department: `${place.name}${programme.department}`,
      sector: programme.sector,
      district: { code: place.code, name: place.name },
      year,
      kind: 'selfEvaluation',
      funds: fundsOf(draft),
      indicators: rows.map((row, index) => indicatorOf(row, index, draft)),
      total: { score: total, grade: draft.grade ?? gradeOf(total) },
    },
    plan: form === 'report' ? rows.map((row, index) => planOf(row, index, draft)) : [],
    narrative: form === 'report' ? narrativeOf(draft, total) : [],
    goals: [],
    fundParts: draft.parts.map(partOf),
    flows: draft.flows.map((flow) => flowOf(flow, draft)),
    reportedOn: draft.reportedOn,
    form,
  }
}

const fen = (yuan: number) => Math.round(yuan * 100)

const partOf = (yuan: number, index: number): FundPart => ({
  label: `来源${index + 1}`,
  budgetFen: null,
  adjustedFen: fen(yuan),
  arrivedFen: null,
  spentFen: null,
  at: nowhere,
})

const flowOf = (
  { date, stage, yuan }: Draft['flows'][number],
  { programme, unit, year }: Draft,
): FundFlow => ({
  project: programme.name,
  unit,
  district: null,
  year,
  stage,
  source: 'district',
  amountFen: fen(yuan),
  date,
  at: nowhere,
})

function fundsOf(draft: Draft): Funds {
  const { form, adjustedYuan, spentYuan } = draft
  return {
    budgetFen: fen(adjustedYuan),
    // A report in prose names one approved sum and what arrived of it.
    adjustedFen: form === 'report' ? null : fen(adjustedYuan),
    arrivedFen: form === 'report' ? fen(adjustedYuan) : null,
    spentFen: fen(spentYuan),
    executionRate: rateOf(draft),
    weight: executionPoints,
    score: executionScoreOf(draft),
  }
}

type Plain = Omit<Row, 'key'> & { key: Row['key'] | null }

function executionRow(draft: Draft): Plain {
  const rate = rateOf(draft)
  return {
    key: null,
    level1: '预算执行率指标',
    level2: '预算执行率',
    name: '预算执行率',
    target: '100%',
    actual: `${rate}%`,
    weight: executionPoints,
    score: executionScoreOf(draft),
    reason: rate < 90 ? '部分资金待验收后支付' : null,
  }
}

function indicatorOf(row: Plain, index: number, { form, year, rows, printsGroups }: Draft): Indicator {
  const group = row.key === null ? row.weight : groupPoints(rows, row.level1)
  const hasGroups = form === 'report' || (form === 'national' && printsGroups)
  return {
    level1: row.level1,
    level2: row.level2,
    name: row.name,
    target: readQuantity(row.target, { year }).quantity,
    actual: readQuantity(row.actual, { year }).quantity,
    weight: form === 'report' ? null : row.weight,
    level1Weight: hasGroups ? group : null,
    score: row.score,
    reason: form === 'report' ? null : row.reason,
    at: { table: form === 'report' ? 2 : 1, row: index + 2, column: 3 },
  }
}

/** The points that a form prints for its first levels: those of the template, whatever the rows have. */
const template: Record<string, number> = { 产出指标: 50, 效益指标: 30, 满意度指标: 10 }

function groupPoints(rows: readonly Row[], level1: string): number {
  const sum = rows.filter((row) => row.level1 === level1).reduce((points, { weight }) => points + weight, 0)
  return template[level1] ?? round(sum)
}

function planOf(row: Plain, index: number, draft: Draft): Indicator {
  const target = (row.key && draft.plan[row.key]) ?? row.target
  const whole = indicatorOf({ ...row, target }, index, draft)
  return { ...whole, actual: readQuantity('').quantity, score: null, at: { ...whole.at, table: 1 } }
}

const wan = (yuan: number) => `${round(yuan / 10_000, 4)}万元`

function narrativeOf(draft: Draft, total: number): string[] {
  const { year, unit, programme, adjustedYuan, spentYuan } = draft
  const [served, standard, liked] = (['served', 'standard', 'satisfaction'] as const).map((key) =>
    rowOf(draft, key),
  )
  const reasons = draft.rows.flatMap(({ name, reason }) => (reason === null ? [] : [`${name}：${reason}。`]))
  return [
    `${unit}${year}年度`,
    `${programme.name}项目绩效自评报告`,
    '一、项目概况',
    `${programme.name}项目由${unit}组织实施，${programme.goal}，项目立项依据充分，管理制度健全，资金专款专用，实施过程规范有序。`,
    `年初预算安排${wan(adjustedYuan)}，实际到位${wan(adjustedYuan)}，实际支出${wan(spentYuan)}。`,
    '二、绩效目标完成情况',
    draft.output ??
      `${served?.name}计划${served?.target}，实际${served?.actual}；${standard?.name}为${standard?.actual}；各项任务按照年初制定的实施方案分阶段推进，均已验收。`,
    `${draft.survey}${liked?.name}为${liked?.actual}，目标为${liked?.target}。`,
    ...draft.said,
    '三、自评结论',
    `按照评分标准逐项打分，自评得分${total}分，评价等级为${draft.grade ?? gradeOf(total)}。`,
    '四、存在的问题和改进措施',
    ...(draft.problems ?? (reasons.length > 0 ? reasons : ['自评未发现需要整改的问题。'])),
  ]
}
