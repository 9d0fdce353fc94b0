import type { Funds } from '#app/domain/evaluation.ts'
import type { Indicator } from '#app/domain/indicator.ts'
import { nowhere } from '#app/domain/problem.ts'
import { type Bend, type Outcome, outcome, reachedCount } from './outcomes.ts'
import { inYear } from './places.ts'
import type { Aim } from './programme.ts'
import type { Random } from './random.ts'
import {
  ceilingTarget,
  digits,
  moneyActual,
  shareActual,
  shareTarget,
  standardActual,
  standardTarget,
} from './spelling.ts'
import type { ProjectYear } from './year.ts'

/** An outcome with its place in the taxonomy, before points are given. */
interface Entry {
  level1: string
  level2: string
  name: string
  outcome: Outcome
}

/** Points of each first level: the national rule of 2020, and the form with costs set apart. */
const pointsOf = {
  national: { 产出指标: 50, 效益指标: 30, 满意度指标: 10 },
  withCosts: { 成本指标: 20, 产出指标: 40, 效益指标: 20, 满意度指标: 10 },
} as const
export type Points = keyof typeof pointsOf

/** Points of budget execution, which stand beside the table or in it, by the form. */
export const executionWeight = 10

function bendOf(level2: string, index: number, { story, dip }: ProjectYear): Bend {
  if (level2 === '数量指标' && dip) return 'dipped'
  if (level2 === '数量指标' && index === 0 && story === 'overshoot') return 'overshot'
  const missed = story === 'missWithoutReason' || story === 'fullScoreForMiss'
  return level2 === '质量指标' && index === 0 && missed ? 'missed' : null
}

function listed(level2: string, aims: readonly Aim[], from: ProjectYear, random: Random): Entry[] {
  const { year, project } = from
  return aims.map((aim, index) => ({
    level1: '产出指标',
    level2,
    name: aim.name,
    outcome: outcome(aim, { year, size: project.size, bend: bendOf(level2, index, from), random }),
  }))
}

function servedEntry({ project, planned, reached, dip }: ProjectYear, random: Random): Entry {
  const { name, unit } = project.programme.served
  const quantities = { planned: planned.quantity, reached: reached.quantity, unit, dipped: dip }
  return { level1: '产出指标', level2: '数量指标', name, outcome: reachedCount(quantities, random) }
}

function standardOutcome({ project, planned, reached }: ProjectYear, random: Random): Outcome {
  const per = project.programme.served.unit
  const exact = planned.standardYuan === reached.standardYuan
  const ceiling = !exact || random.chance(0.1)
  const earned = exact ? 1 : Math.min(1, planned.standardYuan / reached.standardYuan)
  return {
    target: standardTarget(planned.standardYuan, per, { ceiling, random }),
    actual: standardActual(reached.standardYuan, per, random),
    earned,
    reason: earned < 1 ? '人工和材料价格上涨，单位成本高于预期；下年度将重新测算标准' : null,
  }
}

function costEntries(from: ProjectYear, points: Points, random: Random): Entry[] {
  const { name } = from.project.programme.standard
  const standard = { name, outcome: standardOutcome(from, random) }
  if (points === 'national') return [{ level1: '产出指标', level2: '成本指标', ...standard }]
  const ceiling = {
    target: ceilingTarget(from.total.adjustedFen, random),
    actual: moneyActual(from.total.spentFen),
    earned: 1,
    reason: null,
  }
  const place = { level1: '成本指标', level2: '经济成本指标' }
  return [
    { ...place, ...standard },
    { ...place, name: '项目总成本', outcome: ceiling },
  ]
}

/** Points by which satisfaction stands above its target. */
function satisfactionGap({ story, project, year }: ProjectYear, random: Random): number {
  if (story === 'satisfactionGap') return -random.between(5, 25)
  const usual = random.chance(0.8) ? random.between(0, 4.5) : random.between(-4.5, -0.5)
  return usual + inYear(project.place.satisfaction, year)
}

function satisfactionEntry(from: ProjectYear, random: Random): Entry {
  // A project keeps its satisfaction target from year to year.
  const target = from.project.price < 0.93 ? 85 : from.project.price < 1.05 ? 90 : 95
  const value = Math.min(99.6, Number(digits(target + satisfactionGap(from, random), 1)))
  const earned = Math.min(1, value / target)
  return {
    level1: '满意度指标',
    level2: random.chance(0.7) ? '服务对象满意度指标' : '满意度指标',
    name: from.project.programme.satisfaction,
    outcome: {
      target: shareTarget(target, random),
      actual: shareActual(value, random),
      earned,
      reason: earned < 1 ? dissatisfaction(random) : null,
    },
  }
}

const dissatisfaction = (random: Random) =>
  random.pick([
    '问卷反映咨询渠道不畅、答复不及时；将增设服务热线并限时办结',
    '部分服务对象对办理时长不满意；将精简流程、压缩时限',
    '服务质量与群众期待有差距；将加强监督并建立回访机制',
    '政策解释不到位，群众了解不充分；将分片开展宣讲',
  ])

function entries(from: ProjectYear, points: Points, random: Random): Entry[] {
  const { programme } = from.project
  const output = [
    servedEntry(from, random),
    ...listed('数量指标', programme.quantity, from, random),
    ...listed('质量指标', programme.quality, from, random),
    ...listed('时效指标', programme.timeliness, from, random),
  ]
  const cost = costEntries(from, points, random)
  const setting = { year: from.year, size: from.project.size, bend: null, random }
  const benefit = programme.benefit
    .toSorted(([left], [right]) => benefitOrder.indexOf(left) - benefitOrder.indexOf(right))
    .map(([level2, aim]) => ({ level1: '效益指标', level2, name: aim.name, outcome: outcome(aim, setting) }))
  const effects = [...benefit, satisfactionEntry(from, random)]
  return points === 'national' ? [...output, ...cost, ...effects] : [...cost, ...output, ...effects]
}
const benefitOrder: readonly string[] = ['经济效益指标', '社会效益指标', '生态效益指标', '可持续影响指标']

/** Whole points as even as they come, the first ones taking the rest. */
function evenWeights(points: number, parts: number): number[] {
  const base = Math.floor(points / parts)
  return Array.from({ length: parts }, (_, index) => base + (index < points - base * parts ? 1 : 0))
}

/** The rows of a year's indicator table, weighed and scored by the rule unless the story says otherwise. */
export function indicators(from: ProjectYear, points: Points, random: Random): Indicator[] {
  const places = random.chance(0.5) ? 2 : 1
  const rows = entries(from, points, random)
  return Object.entries(pointsOf[points]).flatMap(([level1, sum]) => {
    const group = rows.filter((row) => row.level1 === level1)
    const weights = evenWeights(sum, group.length)
    return group.map((row, index) => indicator(row, { weight: weights[index] ?? 0, places, from }))
  })
}

/** The points of all rows under a first level. */
export function level1Points(rows: readonly Indicator[], level1: string | null): number {
  return rows.filter((row) => row.level1 === level1).reduce((sum, row) => sum + (row.weight ?? 0), 0)
}

/** Budget execution as a row of the table, for documents that have no fund block to score it in. */
export function executionRow(
  { executionRate, weight, score }: Funds,
  level1: string,
  random: Random,
): Indicator {
  const rate = executionRate ?? 0
  return {
    level1,
    level2: '预算执行率',
    name: '预算执行率',
    target: shareTarget(100, random),
    actual: shareActual(rate, random),
    weight,
    level1Weight: null,
    score,
    reason: rate < 90 ? '部分资金待验收后支付；将加快支出进度' : null,
    at: nowhere,
  }
}

interface Weighing {
  weight: number
  places: number
  from: ProjectYear
}

function indicator(entry: Entry, { weight, places, from }: Weighing): Indicator {
  const { target, actual, earned, reason } = entry.outcome
  const planted = entry.level2 === '质量指标' && earned < 1
  const full = planted && from.story === 'fullScoreForMiss'
  const silent = planted && (full || from.story === 'missWithoutReason')
  return {
    level1: entry.level1,
    level2: entry.level2,
    name: entry.name,
    target,
    actual,
    weight,
    level1Weight: null,
    score: full ? weight : Number(digits(weight * earned, places)),
    reason: silent ? null : reason,
    at: nowhere,
  }
}
