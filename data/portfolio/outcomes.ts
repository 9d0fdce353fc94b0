import type { Quantity } from '#app/domain/quantity.ts'
import type { Aim } from './programme.ts'
import type { Random } from './random.ts'
import {
  countActual,
  countTarget,
  dayActual,
  deadlineTarget,
  digits,
  limitTarget,
  occurrences,
  shareActual,
  shareTarget,
  words,
} from './spelling.ts'
import { roundFigure } from './year.ts'

/** A target and what came of it, spelled, with the share of its points that the rule gives. */
export interface Outcome {
  target: Quantity
  actual: Quantity
  earned: number
  /** Null where the target was reached. */
  reason: string | null
}

/** What bends an outcome away from the usual. */
export type Bend = 'missed' | 'overshot' | 'dipped' | null

interface Setting {
  year: number
  size: number
  bend: Bend
  random: Random
}

const epidemic = [
  '受疫情影响，聚集性活动压减，后续将以线上线下结合方式补足',
  '受疫情防控要求限制，部分任务顺延，已纳入下年度计划',
] as const

const shortfalls = [
  '前期摸底不够细致，申报对象少于预期；今后加强需求调查',
  '项目招标启动较晚，实施进度滞后；将提前做好前期准备',
  '部分点位条件不具备，暂缓实施；已制定补充计划',
  '宣传发动不够充分，参与面偏窄；将加大宣传力度',
] as const

const laxities = [
  '个别环节把关不严，未达到预期；将完善考核机制',
  '基层人员力量不足，工作质量有待提高；将加强业务培训',
  '数据采集口径调整，完成值略低；下年度按新口径设定指标',
] as const

const delays = [
  '受汛期降雨影响，工期顺延；将优化施工组织',
  '上级资金下达较晚，拨付时间推后；将加强沟通衔接',
] as const

const clamped = (value: number) => Math.min(1, Math.max(0, value))

function countOutcome(aim: Extract<Aim, { kind: 'count' }>, { size, bend, random }: Setting): Outcome {
  const planned = roundFigure(aim.typical * size)
  const share = {
    missed: () => random.between(0.7, 0.94),
    overshot: () => random.between(1.35, 1.98),
    dipped: () => random.between(0.4, 0.75),
    usual: () => (random.chance(0.82) ? random.between(1, 1.08) : random.between(0.82, 0.99)),
  }[bend ?? 'usual']()
  const reached = Math.round(planned * share)
  return reachedCount({ planned, reached, unit: aim.unit, dipped: bend === 'dipped' }, random)
}

interface Reached {
  planned: number
  reached: number
  unit: string
  dipped: boolean
}

/** The outcome of a number of things, whose points follow what the cell says (4800余 counts as 4800). */
export function reachedCount({ planned, reached, unit, dipped }: Reached, random: Random): Outcome {
  const said = countActual(reached, unit, random)
  const value = typeof said.value === 'number' ? said.value : reached
  const hides = value < planned && reached >= planned
  const actual = hides ? countActual(planned, unit, random) : said
  const earned = hides ? 1 : clamped(value / planned)
  return {
    target: countTarget(planned, unit, random),
    actual,
    earned,
    reason: earned < 1 ? random.pick(dipped ? epidemic : shortfalls) : null,
  }
}

function shareReached(target: number, { bend, random }: Setting): number {
  if (bend === 'missed') return target * random.between(0.8, 0.93)
  if (random.chance(target >= 99 ? 0.08 : 0.15)) return target * random.between(0.88, 0.985)
  if (target >= 99) return 100
  return Math.min(100, target * random.between(1, 1.07))
}

const roundedShare = (value: number, random: Random) => Number(digits(value, random.chance(0.5) ? 1 : 0))

function shareOutcome(aim: Extract<Aim, { kind: 'share' }>, setting: Setting): Outcome {
  const { random } = setting
  const exact = shareReached(aim.target, setting)
  const rounded = roundedShare(exact, random)
  const value = rounded < aim.target && exact >= aim.target ? aim.target : rounded
  const earned = clamped(value / aim.target)
  return {
    target: shareTarget(aim.target, random),
    actual: shareActual(value, random),
    earned,
    reason: earned < 1 ? random.pick(laxities) : null,
  }
}

function limitOutcome(aim: Extract<Aim, { kind: 'limit' }>, { random }: Setting): Outcome {
  const share = random.chance(0.95) ? random.between(0.1, 1) : random.between(1.1, 1.5)
  const value = Number(digits(aim.target * share, 1))
  const earned = value > aim.target ? aim.target / value : 1
  return {
    target: limitTarget(aim.target, random),
    actual: shareActual(value, random),
    earned,
    reason: earned < 1 ? random.pick(laxities) : null,
  }
}

const iso = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)

function deadlineOutcome(aim: Extract<Aim, { kind: 'deadline' }>, { year, random }: Setting): Outcome {
  const target = deadlineTarget(year, aim.month, random)
  const late = aim.month < 12 && random.chance(0.14)
  if (late) {
    const actual = dayActual(iso(year, aim.month + 1, random.whole(5, 28)), random)
    return { target, actual, earned: 0.8, reason: random.pick(delays) }
  }
  const inWords = random.chance(0.2)
  const month = Math.max(1, aim.month - random.whole(0, 1))
  const actual = inWords
    ? words(random.pick(['按期完成', '已完成', '按时完成']))
    : dayActual(iso(year, month, random.whole(5, 28)), random)
  return { target, actual, earned: 1, reason: null }
}

function phraseOutcome(aim: Extract<Aim, { kind: 'phrase' }>, { random }: Setting): Outcome {
  const reached = random.chance(0.82)
  return {
    target: words(aim.met),
    actual: words(reached ? aim.met : aim.partly),
    earned: reached ? 1 : random.pick([0.7, 0.75, 0.8]),
    reason: reached ? null : random.pick(laxities),
  }
}

function zeroOutcome(aim: Extract<Aim, { kind: 'zero' }>, { random }: Setting): Outcome {
  const number = random.chance(0.97) ? 0 : 1
  return {
    target: occurrences(0, aim.unit),
    actual: occurrences(number, aim.unit),
    earned: number === 0 ? 1 : 0,
    reason: number === 0 ? null : '发生一起一般性责任事故，已完成整改并落实安全责任',
  }
}

/** What came of an aim in a year. */
export function outcome(aim: Aim, setting: Setting): Outcome {
  switch (aim.kind) {
    case 'count':
      return countOutcome(aim, setting)
    case 'share':
      return shareOutcome(aim, setting)
    case 'limit':
      return limitOutcome(aim, setting)
    case 'deadline':
      return deadlineOutcome(aim, setting)
    case 'zero':
      return zeroOutcome(aim, setting)
    case 'phrase':
      return phraseOutcome(aim, setting)
  }
}
