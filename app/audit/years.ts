import { figureWords, unitCostWords } from '#app/domain/figure-words.ts'
import { directionOf, type Indicator } from '#app/domain/indicator.ts'
import type { Quantity } from '#app/domain/quantity.ts'
import { convertedValue } from '#app/domain/units.ts'
import { isExecutionRow } from '#app/domain/weights.ts'
import { after, cells, computed, words } from './evidence.ts'
import { reportBefore, rowsByName } from './groups.ts'
import { concluded, type Fault, type ProjectRule, planned, type Rule } from './rule.ts'
import type { Subject } from './subject.ts'

/** An indicator of this year beside the same one of last year. */
interface Pair {
  row: Indicator
  ordinal: number
  before: Indicator
}

function pairsOf(now: Subject, last: Subject): Pair[] {
  const earlier = rowsByName(last.evaluation.indicators)
  return [...rowsByName(now.evaluation.indicators)].flatMap(([name, { row, ordinal }]) => {
    const before = earlier.get(name)?.row
    return before && !isExecutionRow(row) ? { row, ordinal, before } : []
  })
}

/** A figure in the unit of another; null where they cannot be compared. */
function comparable(quantity: Quantity, other: Quantity): number | null {
  const value = quantity.yuan ?? quantity.value
  if (typeof value !== 'number' || quantity.kind === 'date') return null
  if (quantity.unit === null || other.unit === null || quantity.yuan !== undefined)
    return (quantity.yuan === undefined) === (other.yuan === undefined) ? value : null
  return quantity.unit === other.unit ? value : convertedValue(value, quantity.unit, other.unit)
}

const yearLabel = ({ evaluation: { year } }: Subject) => `${year}`

const loweredTarget: ProjectRule = {
  id: 'lowered-target',
  scope: 'project',
  title: words('目标低于上年实际', "Target below last year's outcome"),
  severity: 'warning',
  authority: '财预〔2015〕88号：绩效目标要合理可行，与历史数据相比较',
  check(subjects, { lowered }) {
    return subjects.flatMap((now, subject) => {
      const last = planned.includes(now.evaluation.kind) ? reportBefore(subjects, now) : null
      if (last === null || loweringIsExplained(now)) return []
      return pairsOf(now, last).flatMap(({ row, ordinal, before }) => {
        const target = comparable(row.target, before.actual)
        const reached = comparable(before.actual, before.actual)
        if (target === null || reached === null || reached <= 0 || target < 0) return []
        const isRate = row.target.unit === '%'
        const below = isRate ? reached - target : (100 * (reached - target)) / reached
        const isLow = below > (isRate ? lowered.points : lowered.percent) + 1e-9
        if (!isLow || directionOf(row) !== 'higher' || budgetFell(now, last, target / reached)) return []
        const [year, size] = [yearLabel(last), `${figureWords(below)}`]
        return {
          subject,
          ordinal,
          message: words(
            `“${row.name}”${after('目标', row.target.text)}，低于 ${year} 年${after('实际', before.actual.text)}（低 ${size}${isRate ? ' 个百分点' : '%'}），未说明原因。`,
            `"${row.name}" aims at ${row.target.text}, ${size}${isRate ? ' points' : '%'} below the ${before.actual.text} reached in ${year}, without a reason.`,
          ),
          evidence: [
            ...cells(row, 'target'),
            computed(words(`${year} 年完成值`, `outcome of ${year}`), before.actual.text),
          ],
        }
      })
    })
  },
  examples: {
    breaks: [
      [
        { year: 2018, rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800户' },
        { year: 2019, rows: '数量指标 | 支持中小企业数量 | 4000户 | 4900户' },
      ],
      [
        { year: 2018, rows: '满意度指标 | 学员满意度 | ≥90% | 96%' },
        { year: 2019, rows: '满意度指标 | 学员满意度 | ≥85% | 96%' },
      ],
    ],
    passes: [
      [
        { year: 2018, rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800户' },
        { year: 2019, rows: '数量指标 | 支持中小企业数量 | 4700户 | 4900户' },
      ],
      [
        { year: 2018, rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800户', funds: { budget: 600000 } },
        { year: 2019, rows: '数量指标 | 支持中小企业数量 | 4000户 | 4100户', funds: { budget: 500000 } },
      ],
      [
        { year: 2018, rows: '质量指标 | 投诉率 | ≤5% | 4%' },
        { year: 2019, rows: '质量指标 | 投诉率 | ≤3% | 2%' },
      ],
      [
        { year: 2018, rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800户' },
        {
          year: 2019,
          rows: '数量指标 | 支持中小企业数量 | 4000户 | 4100户',
          text: ['因政策到期，本年度目标下调为4000户。'],
        },
      ],
    ],
  },
}

function loweringIsExplained({ narrative, evaluation }: Subject): boolean {
  const reasons = evaluation.indicators.flatMap(({ reason }) => reason ?? [])
  return [...narrative, ...reasons].some(
    (text) => /目标|指标|计划|任务/.test(text) && /下调|调减|调低|核减|压减/.test(text),
  )
}

/** Whether the money fell at least as far as the target: less is promised for less. */
function budgetFell(now: Subject, last: Subject, share: number): boolean {
  const [budget, before] = [now, last].map(
    ({ evaluation: { funds } }) => funds.budgetFen ?? funds.adjustedFen,
  )
  return budget != null && before != null && before > 0 && budget / before <= share + 0.05
}

const jump: ProjectRule = {
  id: 'jump',
  scope: 'project',
  title: words('较上年变化过半', 'Changed by more than half on last year'),
  severity: 'notice',
  authority: '财预〔2020〕10号：采用比较法，将实施情况与历史情况相比较',
  check(subjects, { jump: limits }) {
    return subjects.flatMap((now, subject) => {
      const last = concluded.includes(now.evaluation.kind) ? reportBefore(subjects, now) : null
      if (last === null) return []
      const faults = pairsOf(now, last).flatMap((pair) => {
        const before = comparable(pair.before.actual, pair.row.actual)
        const value = comparable(pair.row.actual, pair.row.actual)
        if (before === null || value === null || before <= 0 || value < 0) return []
        const isRate = pair.row.actual.unit === '%'
        if (isRate && Math.abs(value - before) < limits.points) return []
        const change = (100 * (value - before)) / before
        if (Math.abs(change) <= limits.percent + 1e-9) return []
        const texts = { from: pair.before.actual.text, to: pair.row.actual.text }
        return jumpFault(pair, change, { ...texts, year: yearLabel(last) })
      })
      return [...faults, ...costJumps(now, last, limits.percent)].map((fault) => ({ subject, ...fault }))
    })
  },
  examples: {
    breaks: [
      [
        { year: 2018, rows: '数量指标 | 培训人数 | ≥300人 | 310人' },
        { year: 2019, rows: '数量指标 | 培训人数 | ≥300人 | 480人' },
      ],
      [
        {
          year: 2018,
          rows: '数量指标 | 培训人数 | 300人 | 300人\n成本指标 | 培训费标准 | 400元/人 | 400元/人',
          funds: { spent: 120000 },
        },
        {
          year: 2019,
          rows: '数量指标 | 培训人数 | 300人 | 310人\n成本指标 | 培训费标准 | 400元/人 | 400元/人',
          funds: { spent: 200000 },
        },
      ],
    ],
    passes: [
      [
        { year: 2018, rows: '数量指标 | 培训人数 | ≥300人 | 310人' },
        { year: 2019, rows: '数量指标 | 培训人数 | ≥300人 | 460人' },
      ],
      [
        { year: 2018, rows: '质量指标 | 投诉率 | ≤5% | 1%' },
        { year: 2019, rows: '质量指标 | 投诉率 | ≤5% | 2%' },
      ],
      [
        { year: 2017, rows: '数量指标 | 培训人数 | ≥300人 | 310人' },
        { year: 2019, rows: '数量指标 | 培训人数 | ≥300人 | 800人' },
      ],
    ],
  },
}

interface Change {
  from: string
  to: string
  year: string
}

function jumpFault(
  { row, ordinal }: Pick<Pair, 'row' | 'ordinal'>,
  change: number,
  { from, to, year }: Change,
): Fault {
  const [zh, en] = change > 0 ? ['增加', 'up'] : ['减少', 'down']
  const size = figureWords(Math.abs(change))
  return {
    ordinal,
    message: words(
      `“${row.name}”由 ${year} 年的 ${from} 变为 ${to}，${zh} ${size}%。`,
      `"${row.name}" went from ${from} in ${year} to ${to}, ${en} ${size}%.`,
    ),
    evidence: [...cells(row, 'actual'), computed(words(`${year} 年`, year), from)],
  }
}

/** Jumps of what one served cost, by the money: the reported standard may stand still. */
function costJumps(now: Subject, last: Subject, limitPercent: number): Fault[] {
  const before = new Map(last.unitCosts.map((cost) => [`${cost.name}|${cost.per}`, cost.implied]))
  return now.unitCosts.flatMap(({ name, per, implied, ordinal }) => {
    const was = before.get(`${name}|${per}`) ?? null
    const row = now.evaluation.indicators[ordinal]
    if (row === undefined || was === null || implied === null) return []
    const change = (100 * (implied - was)) / was
    if (Math.abs(change) <= limitPercent + 1e-9) return []
    const [from, to] = [was, implied].map((yuan) => unitCostWords(yuan, per).zh)
    return jumpFault({ row, ordinal }, change, { from: from ?? '', to: to ?? '', year: yearLabel(last) })
  })
}

export const yearRules: readonly Rule[] = [loweredTarget, jump]
