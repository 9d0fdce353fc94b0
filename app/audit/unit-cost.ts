import type { Evaluation } from '#app/domain/evaluation.ts'
import { figureWords, moneyBesideWords, moneyWords, unitCostWords } from '#app/domain/figure-words.ts'
import type { Evidence, Words } from '#app/domain/finding.ts'
import type { Operator } from '#app/domain/quantity.ts'
import type { UnitCost } from '#app/domain/unit-cost.ts'
import { cells, computed, fundWords, sums, words } from './evidence.ts'
import { concluded, type EvaluationRule, type Fault, planned, type Rule } from './rule.ts'
import type { Thresholds } from './thresholds.ts'

const authority = '财预〔2015〕88号：绩效目标要与计划期内的任务数相对应，与预算确定的资金量相匹配'

/** One side of a project, planned or reported: what one costs, how many there are, and the money for all. */
interface Side {
  cost: UnitCost
  standardYuan: number | null
  quantity: number | null
  /** Other quantities counted in the same unit, and all of them together. */
  alternatives: readonly number[]
  moneyYuan: number | null
  /** The standard's operator: a ceiling cannot be exceeded by the money it allows. */
  op: Operator | null
  /** Whether other standards share the money. */
  isOnly: boolean
}

interface Gap extends Pick<Side, 'cost'> {
  standardYuan: number
  quantity: number
  productYuan: number
  moneyYuan: number
}

/** How far standard × quantity is from the money; null where they fit, or where the plan leaves room for both. */
function gapOf(side: Side, { unitCostPercent }: Thresholds): Gap | null {
  const { standardYuan, quantity, moneyYuan, op } = side
  if (standardYuan === null || quantity === null || !moneyYuan || quantity <= 0) return null
  const productYuan = standardYuan * quantity
  const fits = (number: number) =>
    100 * Math.abs(standardYuan * number - moneyYuan) <= unitCostPercent * moneyYuan
  if ([quantity, ...side.alternatives].some(fits)) return null
  const isOver = productYuan > moneyYuan
  if (isOver && (op === '<=' || op === '<')) return null
  // Money beyond the standards may pay for what has none.
  if (!isOver && (op === '>=' || op === '>' || !side.isOnly)) return null
  return { cost: side.cost, standardYuan, quantity, productYuan, moneyYuan }
}

interface Wording {
  kind: Words
  money: Words
  evidence: Evidence[]
}

function faultOf({ cost, standardYuan, quantity, productYuan, moneyYuan }: Gap, wording: Wording): Fault {
  const { kind, money, evidence } = wording
  const over = productYuan > moneyYuan
  const standard = unitCostWords(standardYuan, cost.per)
  const implied = unitCostWords(moneyYuan / quantity, cost.per)
  const gapYuan = Math.abs(productYuan - moneyYuan)
  const [product, whole, gap] = moneyBesideWords([productYuan, moneyYuan, gapYuan])
  const served = `${figureWords(quantity)} ${cost.per}`
  return {
    ordinal: cost.ordinal,
    severity: over ? 'error' : 'warning',
    message: words(
      `${cost.name} ${standard.zh} × ${kind.zh} ${served} = ${product?.zh}，比${money.zh} ${whole?.zh}${over ? '多' : '少'} ${gap?.zh}；按${money.zh}折算为 ${implied.zh}。`,
      `"${cost.name}" of ${standard.en} × ${served} ${kind.en} = ${product?.en}, ${gap?.en} ${over ? 'more' : 'less'} than the ${money.en} of ${whole?.en}, which implies ${implied.en}.`,
    ),
    evidence: [
      ...evidence,
      computed(words('标准 × 数量', 'standard × quantity'), moneyWords(productYuan).zh),
      computed(words('相差', 'unexplained'), moneyWords(gapYuan).zh),
      computed(words('折算单位成本', 'implied unit cost'), implied.zh),
    ],
  }
}

/** The cells of a cost and of the quantity it is multiplied by. */
function cellsOf(
  { indicators }: Evaluation,
  { ordinal, quantityOrdinal }: UnitCost,
  side: 'target' | 'actual',
) {
  const rows = [indicators[ordinal], indicators[quantityOrdinal ?? -1]]
  return rows.flatMap((row) => (row ? cells(row, side) : []))
}

function alternativesOf({ candidates }: UnitCost, side: 'planned' | 'actual'): number[] {
  const numbers = candidates.flatMap((candidate) => candidate[side] ?? [])
  return numbers.length < 2 ? [] : [...numbers, numbers.reduce((sum, number) => sum + number, 0)]
}

const yuan = (fen: number | null) => (fen === null ? null : fen / 100)

const unitCostPlan: EvaluationRule = {
  id: 'unit-cost-plan',
  scope: 'evaluation',
  kinds: planned,
  title: words('计划单价×计划数量与预算不符', 'Planned standard × quantity does not fit the budget'),
  severity: 'error',
  authority,
  check({ evaluation, unitCosts }, thresholds) {
    const { funds, indicators } = evaluation
    return unitCosts.flatMap((cost) => {
      const side: Side = {
        cost,
        standardYuan: cost.planned,
        quantity: cost.plannedQuantity,
        alternatives: alternativesOf(cost, 'planned'),
        moneyYuan: yuan(funds.adjustedFen ?? funds.budgetFen),
        op: indicators[cost.ordinal]?.target.op ?? null,
        isOnly: unitCosts.length === 1,
      }
      const gap = gapOf(side, thresholds)
      if (gap === null) return []
      const base = funds.adjustedFen === null ? 'budgetFen' : 'adjustedFen'
      const kind = words('计划', 'planned')
      const evidence = [...cellsOf(evaluation, cost, 'target'), ...sums(funds, base)]
      return faultOf(gap, { kind, money: fundWords[base], evidence })
    })
  },
  examples: {
    breaks: [
      {
        rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800户 | 10 | 10\n成本指标 | 补助标准 | 170元/户 | 170元/户 | 10 | 10',
        funds: { budget: 500000, spent: 500000 },
      },
      {
        rows: '数量指标 | 培训人数 | ≥300人\n成本指标 | 培训费标准 | 400元/人',
        funds: { adjusted: 200000 },
        kind: 'target',
      },
    ],
    passes: [
      {
        rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800户\n成本指标 | 补助标准 | 125元/户 | 104元/户',
        funds: { budget: 500000 },
      },
      {
        rows: '数量指标 | 培训人数 | 300人 | 310人\n成本指标 | 培训费标准 | 400元/人 | 400元/人',
        funds: { budget: 115000 },
      },
      {
        rows: '数量指标 | 培训人数 | 300人 | 310人\n成本指标 | 培训费标准 | ≤400元/人 | 300元/人',
        funds: { budget: 95000 },
      },
      {
        rows: `数量指标 | 培训人数 | 300人 | 310人
          数量指标 | 支持企业数量 | 100户 | 100户
          成本指标 | 培训费标准 | 400元/人 | 400元/人
          成本指标 | 企业补助标准 | 500元/户 | 500元/户`,
        funds: { budget: 170000 },
      },
      { rows: '成本指标 | 补助标准 | 170元/户 | 170元/户', funds: { budget: 500000 } },
    ],
  },
}

const unitCostOutcome: EvaluationRule = {
  id: 'unit-cost-outcome',
  scope: 'evaluation',
  kinds: concluded,
  title: words('单价×实际数量与支出不符', 'Reported cost × quantity does not fit the spending'),
  severity: 'error',
  authority,
  check({ evaluation, unitCosts }, thresholds) {
    const { funds, indicators } = evaluation
    return unitCosts.flatMap((cost) => {
      const side: Side = {
        cost,
        standardYuan: cost.reported,
        quantity: cost.actualQuantity,
        alternatives: alternativesOf(cost, 'actual'),
        moneyYuan: yuan(funds.spentFen),
        op: indicators[cost.ordinal]?.actual.op ?? null,
        isOnly: unitCosts.length === 1,
      }
      const gap = gapOf(side, thresholds)
      if (gap === null) return []
      const kind = words('实际', 'served')
      const evidence = [...cellsOf(evaluation, cost, 'actual'), ...sums(funds, 'spentFen')]
      return faultOf(gap, { kind, money: fundWords.spentFen, evidence })
    })
  },
  examples: {
    breaks: [
      {
        rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800户\n成本指标 | 补助标准 | 170元/户 | 170元/户',
        funds: { budget: 500000, spent: 500000 },
      },
      {
        rows: '数量指标 | 培训人数 | ≥300人 | 310\n成本指标 | 培训费标准 | 400元/人 | 400元/人',
        funds: { spent: 90000 },
      },
      {
        rows: '数量指标 | 培训人数 | ≥300人 | 310人\n成本指标 | 培训费标准 | 400元/人 | 400元/人',
        funds: { spent: 180000 },
      },
    ],
    passes: [
      {
        rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800余户\n成本指标 | 补助标准 | 170元/户 | 104.17元/户',
        funds: { spent: 500000 },
      },
      {
        rows: '数量指标 | 培训人数 | ≥300人 | 310人\n成本指标 | 培训费标准 | 400元/人 | 400元/人',
        funds: { spent: 119000 },
      },
      {
        rows: '数量指标 | 培训人次 | ≥300人次 | 310人次\n成本指标 | 培训费标准 | 400元/人 | 400元/人',
        funds: { spent: 90000 },
      },
      {
        rows: '数量指标 | 发放人数 | ≥300人 | 310人\n成本指标 | 补贴标准 | 300元/人·月 | 300元/人·月',
        funds: { spent: 1116000 },
      },
    ],
  },
}

export const unitCostRules: readonly Rule[] = [unitCostPlan, unitCostOutcome]
