import type { Funds } from '#app/domain/evaluation.ts'
import { figureWords, moneyWords } from '#app/domain/figure-words.ts'
import { isExecutionRow } from '#app/domain/weights.ts'
import { computed, fundWords, sums, words } from './evidence.ts'
import { concluded, type EvaluationRule, type Fault, type Rule } from './rule.ts'
import type { Subject } from './subject.ts'

const bases = ['adjustedFen', 'budgetFen', 'arrivedFen'] as const
type Base = (typeof bases)[number]

const executionRate: EvaluationRule = {
  id: 'execution-rate',
  scope: 'evaluation',
  kinds: concluded,
  title: words('执行率与支出、预算不符', 'Execution rate does not fit the money'),
  severity: 'error',
  authority: '算术：预算执行率 = 实际支出 ÷ 预算数（自评表 B/A）',
  check(subject, { ratePoints }) {
    const { funds } = subject.evaluation
    const base = bases.find((one) => funds[one] !== null)
    const expected = base && rateOn(base, funds)
    if (!base || expected === null || expected === undefined) return []
    // Where the form divides by what arrived, that is its own formula.
    const accepted = [expected, rateOn('arrivedFen', funds)].filter((rate) => rate !== null)
    return statedRates(subject).flatMap(({ rate, ordinal }) => {
      if (accepted.some((right) => isRate(rate, right, ratePoints))) return []
      const other = bases.find((one) => one !== base && isRate(rate, rateOn(one, funds), ratePoints))
      const [zh, en] = other
        ? [`（等于支出 ÷ ${fundWords[other].zh}）`, ` (which is spending ÷ ${fundWords[other].en})`]
        : ['', '']
      const [spent, whole] = [moneyWords((funds.spentFen ?? 0) / 100), moneyWords((funds[base] ?? 0) / 100)]
      return {
        ordinal,
        message: words(
          `所列执行率 ${figureWords(rate)}%${zh}，而支出 ${spent.zh} ÷ ${fundWords[base].zh} ${whole.zh} = ${figureWords(expected)}%。`,
          `The stated execution rate is ${figureWords(rate)}%${en}, but ${spent.en} spent of the ${fundWords[base].en} of ${whole.en} is ${figureWords(expected)}%.`,
        ),
        evidence: [
          computed(words('所列执行率', 'stated execution rate'), `${figureWords(rate)}%`),
          ...sums(funds, 'spentFen', base),
        ],
      }
    })
  },
  examples: {
    breaks: [
      { funds: { adjusted: 1000000, spent: 950000, rate: 96 } },
      { funds: { budget: 1000000, adjusted: 1100000, spent: 950000, rate: 95 } },
      { funds: { budget: 500000, spent: 450000 }, rows: '预算执行率 | 预算执行率 | 100% | 100% | 10 | 10' },
    ],
    passes: [
      { funds: { adjusted: 1000000, spent: 953600, rate: 95.4 } },
      { funds: { adjusted: 1000000, spent: 953600, rate: 95 } },
      { funds: { budget: 500000, arrived: 480000, spent: 456000, rate: 95 } },
      { funds: { rate: 95 } },
    ],
  },
}

function rateOn(base: Base, funds: Funds): number | null {
  const whole = funds[base]
  return funds.spentFen === null || !whole ? null : (100 * funds.spentFen) / whole
}

/** Equal within the tolerance, or the whole per cent that it, or its printed form of two digits, rounds to. */
function isRate(stated: number, right: number | null, points: number): boolean {
  if (right === null) return false
  return Math.abs(stated - right) <= (Number.isInteger(stated) ? Math.max(points, 0.505) : points + 1e-9)
}

/** The rate beside the funds, and another that an indicator states. */
function statedRates({
  evaluation: { funds, indicators },
}: Subject): { rate: number; ordinal: number | null }[] {
  const inRows = indicators.flatMap((row, ordinal) =>
    isExecutionRow(row) && row.actual.kind === 'percent' && typeof row.actual.value === 'number'
      ? { rate: row.actual.value, ordinal }
      : [],
  )
  const beside = funds.executionRate
  return beside === null || inRows.some(({ rate }) => rate === beside)
    ? inRows
    : [{ rate: beside, ordinal: null }, ...inRows]
}

const overspent: EvaluationRule = {
  id: 'overspent',
  scope: 'evaluation',
  kinds: concluded,
  title: words('支出超过预算或到位资金', 'More spent than budgeted or arrived'),
  severity: 'error',
  authority: '《预算法》第十三条：支出必须以经批准的预算为依据',
  check({ evaluation: { funds } }, { moneyRoundingYuan }) {
    const { spentFen } = funds
    if (spentFen === null) return []
    // Where no adjusted budget is stated, what arrived shows whether the initial one was added to.
    const limits: Base[] =
      funds.adjustedFen !== null
        ? ['adjustedFen', 'arrivedFen']
        : [funds.arrivedFen === null ? 'budgetFen' : 'arrivedFen']
    const limit = limits.find(
      (base) => spentFen > (funds[base] ?? Number.POSITIVE_INFINITY) + moneyRoundingYuan * 100,
    )
    if (limit === undefined) return []
    const over = moneyWords((spentFen - (funds[limit] ?? 0)) / 100)
    const [spent, whole] = [moneyWords(spentFen / 100), moneyWords((funds[limit] ?? 0) / 100)]
    return [
      {
        ordinal: null,
        message: words(
          `实际支出 ${spent.zh}，超过${fundWords[limit].zh} ${whole.zh}，多 ${over.zh}。`,
          `${spent.en} were spent, ${over.en} more than the ${fundWords[limit].en} of ${whole.en}.`,
        ),
        evidence: sums(funds, 'spentFen', limit),
      },
    ]
  },
  examples: {
    breaks: [
      { funds: { adjusted: 1000000, spent: 1025900 } },
      { funds: { budget: 500000, spent: 520000 } },
      { funds: { budget: 500000, arrived: 400000, spent: 450000 } },
    ],
    passes: [
      { funds: { adjusted: 1000000, spent: 1000000 } },
      { funds: { adjusted: 1000000, spent: 1000050 } },
      { funds: { budget: 500000, adjusted: 600000, spent: 590000 } },
      { funds: { budget: 500000, arrived: 600000, spent: 590000 } },
    ],
  },
}

const stages = ['budgetFen', 'adjustedFen', 'arrivedFen', 'spentFen'] as const

const fundsParts: EvaluationRule = {
  id: 'funds-parts',
  scope: 'evaluation',
  kinds: concluded,
  title: words('资金分项与合计不符', 'Parts of the funds do not add up'),
  severity: 'error',
  authority: '算术：分项之和等于合计，台账与报告相符',
  check(subject, thresholds) {
    const { funds } = subject.evaluation
    return stages.flatMap((stage): Fault[] => {
      const total = funds[stage]
      if (total === null) return []
      const lines = partsOf(subject, stage)
      const allowed = thresholds.moneyRoundingYuan * 100 * Math.max(1, lines.length)
      const sum = lines.reduce((all, fen) => all + fen, 0)
      if (lines.length > 0 && Math.abs(sum - total) > allowed)
        return [partsFault(stage, total, { sum, of: ofLines })]
      const ledger = ledgerSums(subject, stage)
      const fits = (fen: number) =>
        Math.abs(fen - total) <= Math.max(allowed, (thresholds.ledgerPercent / 100) * total)
      const [first] = ledger
      if (first === undefined || ledger.some(fits)) return []
      return [partsFault(stage, total, { sum: first, of: ofLedger })]
    })
  },
  examples: {
    breaks: [
      {
        funds: { adjusted: 1000000, spent: 900000 },
        parts: [
          { adjusted: 600000, spent: 500000 },
          { adjusted: 300000, spent: 400000 },
        ],
      },
      {
        funds: { spent: 900000 },
        flows: '2019-05-10 spent district 400000\n2019-09-10 spent district 300000',
      },
    ],
    passes: [
      { funds: { adjusted: 1000000 }, parts: [{ adjusted: 600050 }, { adjusted: 400000 }] },
      { funds: { spent: 900000 }, flows: '2019-05-10 spent district 400000\n2019-09-10 spent own 500000' },
      {
        funds: { adjusted: 900000 },
        flows: '2019-01-10 budget district 1000000\n2019-08-10 adjusted district -100000',
      },
      { funds: { budget: 1000000, adjusted: 900000 }, parts: [{ budget: 1000000 }] },
    ],
  },
}

type Stage = (typeof stages)[number]

const partsOf = ({ fundParts }: Subject, stage: Stage) =>
  fundParts.map((part) => part[stage]).filter((fen) => fen !== null)

/** What the ledger adds up to at a stage; an adjustment may be booked as the change or as the new sum. */
function ledgerSums({ flows }: Subject, stage: Stage): number[] {
  const sum = (name: string) => {
    const movements = flows.filter((flow) => flow.stage === name)
    return movements.length === 0 ? null : movements.reduce((all, { amountFen }) => all + amountFen, 0)
  }
  const [budget, adjusted] = [sum('budget'), sum('adjusted')]
  if (stage === 'adjustedFen')
    return [budget === null ? null : budget + (adjusted ?? 0), adjusted].filter((fen) => fen !== null)
  const only = { budgetFen: budget, arrivedFen: sum('arrived'), spentFen: sum('spent') }[stage]
  return only === null ? [] : [only]
}

const ofLines = words('各来源分项', 'its lines')
const ofLedger = words('资金台账', 'the ledger')

function partsFault(stage: Stage, totalFen: number, { sum, of }: { sum: number; of: typeof ofLines }): Fault {
  const [parts, total, gap] = [sum, totalFen, Math.abs(sum - totalFen)].map((fen) => moneyWords(fen / 100))
  return {
    ordinal: null,
    message: words(
      `${fundWords[stage].zh}合计 ${total?.zh}，${of.zh}之和为 ${parts?.zh}，相差 ${gap?.zh}。`,
      `The ${fundWords[stage].en} is ${total?.en}, but ${of.en} add up to ${parts?.en}, ${gap?.en} apart.`,
    ),
    evidence: [
      computed(fundWords[stage], total?.zh ?? ''),
      computed(words(`${of.zh}之和`, `sum of ${of.en}`), parts?.zh ?? ''),
    ],
  }
}

export const fundRules: readonly Rule[] = [executionRate, overspent, fundsParts]
