import type { EvaluationKind, FundPart, Funds } from '#app/domain/evaluation.ts'
import type { FundFlow } from '#app/domain/fund-flow.ts'
import { FundSource, FundStage } from '#app/domain/fund-flow.ts'
import type { Indicator } from '#app/domain/indicator.ts'
import { nowhere } from '#app/domain/problem.ts'
import { readQuantity } from '#app/domain/quantity-reader.ts'
import type { Reported } from './subject.ts'

type Sums = Partial<Record<'budget' | 'adjusted' | 'arrived' | 'spent', number>>

/** A report in short, as the examples of the rules are written. */
export interface Sketch {
  /**
   * One indicator a line: 二级指标 | 三级指标 | 目标 | 实际 | 分值 | 得分 | 原因; cells at the end may be left out,
   * 成本指标/经济成本指标 names the first level too, 10/40 is 10 of the first level's 40 points, /40 only these.
   */
  rows?: string
  plan?: string
  text?: readonly string[]
  /** What a form says in its cells of the goal and what became of it. */
  goals?: readonly string[]
  /** The template's own text in the rows' names or reasons, in their order. */
  leftOvers?: readonly string[]
  /** In yuan, rate in per cent. */
  funds?: Sums & Partial<Record<'rate' | 'weight' | 'score', number>>
  parts?: readonly Sums[]
  /** One movement a line: day, stage, source, yuan. */
  flows?: string
  total?: number
  grade?: string
  year?: number
  unit?: string
  project?: string
  kind?: EvaluationKind
  reportedOn?: string
  /** Month and day by which the rule set asks for reports. */
  deadline?: string
}

const levelOf: readonly [RegExp, string][] = [
  [/执行率/, '预算执行率指标'],
  [/满意/, '满意度指标'],
  [/效益|影响/, '效益指标'],
  [/./, '产出指标'],
]

/** The report that a sketch stands for. */
export function reportedOf(sketch: Sketch): Reported {
  const year = sketch.year ?? 2019
  const project = sketch.project ?? '网上服务经费'
  return {
    evaluation: {
      project,
      programme: project,
      unit: sketch.unit ?? '社会保险中心',
      department: null,
      sector: null,
      district: { code: '990102', name: '临澜区' },
      year,
      kind: sketch.kind ?? 'selfEvaluation',
      funds: fundsOf(sketch.funds ?? {}),
      indicators: indicatorsOf(sketch.rows, year),
      total: { score: sketch.total ?? null, grade: sketch.grade ?? null },
    },
    plan: indicatorsOf(sketch.plan, year),
    narrative: [...(sketch.text ?? [])],
    goals: [...(sketch.goals ?? [])],
    leftOvers: (sketch.leftOvers ?? []).map((text, ordinal) => ({ ordinal, text })),
    fundParts: (sketch.parts ?? []).map(partOf),
    flows: linesOf(sketch.flows).map((line) => flowOf(line, year, project)),
    reportedOn: sketch.reportedOn ?? null,
    form: null,
  }
}

const linesOf = (text = '') =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

const fen = (yuan: number | undefined) => (yuan === undefined ? null : Math.round(yuan * 100))

const sumsOf = ({ budget, adjusted, arrived, spent }: Sums) => ({
  budgetFen: fen(budget),
  adjustedFen: fen(adjusted),
  arrivedFen: fen(arrived),
  spentFen: fen(spent),
})

function fundsOf({ rate, weight, score, ...sums }: NonNullable<Sketch['funds']>): Funds {
  return { ...sumsOf(sums), executionRate: rate ?? null, weight: weight ?? null, score: score ?? null }
}

const partOf = (sums: Sums, index: number): FundPart => ({
  label: `来源${index + 1}`,
  ...sumsOf(sums),
  at: nowhere,
})

function flowOf(line: string, year: number, project: string): FundFlow {
  const [date = '', stage, source, yuan] = line.split(/\s+/)
  return {
    project,
    unit: null,
    district: null,
    year,
    stage: FundStage.parse(stage),
    source: FundSource.parse(source),
    amountFen: Math.round(Number(yuan) * 100),
    date,
    at: nowhere,
  }
}

function indicatorsOf(rows: string | undefined, year: number): Indicator[] {
  return linesOf(rows).map((line, index) => {
    const [levels = '', name = '', target = '', actual = '', points = '', score = '', reason = ''] = line
      .split('|')
      .map((cell) => cell.trim())
    const [level2 = '', level1] = levels.split('/').reverse()
    const [weight = '', level1Weight = ''] = points.split('/')
    return {
      level1: level1 ?? levelOf.find(([words]) => words.test(level2))?.[1] ?? null,
      level2,
      name,
      target: readQuantity(target, { year }).quantity,
      actual: readQuantity(actual, { year }).quantity,
      weight: number(weight),
      level1Weight: number(level1Weight),
      score: number(score),
      reason: reason === '' ? null : reason,
      at: { table: 1, row: index + 2, column: 3 },
    }
  })
}

const number = (text: string) => (text === '' ? null : Number(text))
