import type { Random } from '#data/portfolio/random.ts'
import { type Draft, figureOf, miss, oneOf, round, rowOf } from './planted-draft.ts'
import { executionScoreOf, totalOf } from './planted-figures.ts'
import type { Form } from './planted-look.ts'

export type Change = (draft: Draft, random: Random) => void

/** What breaks a rule on one evaluation, and what comes near. */
export interface Planting {
  forms?: readonly Form[]
  breaks: Change
  passes: Change
}

export const withPoints: readonly Form[] = ['national', 'list']

/** Sets an outcome that reaches its target, with all its points. */
export function reach(draft: Draft, key: Parameters<typeof rowOf>[1], actual: string, target?: string) {
  const row = rowOf(draft, key)
  Object.assign(row, { actual, target: target ?? row.target, score: row.weight, reason: null })
}

/** Sets an outcome that misses its target, scored in proportion and explained. */
export function fallShort(draft: Draft, key: Parameters<typeof rowOf>[1], actual: string) {
  const row = rowOf(draft, key)
  row.actual = actual
  miss(row, '服务对象反映办理时间偏长，将精简流程')
}

/** Everything reached, all of the money spent, every point given. */
export function perfect(draft: Draft) {
  for (const row of draft.rows) row.score = row.weight
  reach(draft, 'quality', rowOf(draft, 'quality').target.replace('≥', ''))
  draft.adjustedYuan = draft.spentYuan
}

/** Takes points off the indicator in words until the total is this. */
export function lowerTo(draft: Draft, total: number) {
  const row = rowOf(draft, 'phrase')
  Object.assign(row, { actual: '基本达到', reason: '部分工作还在推进' })
  row.score = round(row.score - (totalOf(draft) - total))
}

export const awayFrom = (value: number, random: Random, [least, most]: readonly [number, number]) =>
  round(value + (random.chance(0.5) ? 1 : -1) * random.between(least, most))

const sums: Record<string, Planting> = {
  'weights-sum': {
    forms: withPoints,
    breaks(draft, random) {
      draft.printsGroups = false
      const row = rowOf(draft, oneOf(random, ['events', 'coverage', 'awareness']))
      row.weight += oneOf(random, [-5, -3, -2, -1, 1, 2, 4])
      row.score = row.weight
    },
    passes(draft, random) {
      draft.printsGroups = false
      const moved = round(random.between(0.5, 3))
      for (const [key, points] of [
        ['events', moved],
        ['coverage', -moved],
      ] as const) {
        const row = rowOf(draft, key)
        row.weight = round(row.weight + points)
        row.score = row.weight
      }
    },
  },
  'group-weights': {
    forms: ['national'],
    breaks(draft, random) {
      draft.printsGroups = true
      const moved = random.whole(1, 4)
      for (const [key, points] of [
        ['events', moved],
        ['awareness', -moved],
      ] as const) {
        const row = rowOf(draft, key)
        row.weight += points
        row.score = row.weight
      }
    },
    passes(draft, random) {
      draft.printsGroups = true
      const moved = round(random.between(0.5, 3))
      for (const [key, points] of [
        ['events', moved],
        ['coverage', -moved],
      ] as const) {
        const row = rowOf(draft, key)
        row.weight = round(row.weight + points)
        row.score = row.weight
      }
    },
  },
  'score-over-weight': {
    forms: withPoints,
    breaks(draft, random) {
      const row = rowOf(draft, oneOf(random, ['events', 'coverage', 'phrase', 'awareness']))
      row.score = random.chance(0.8) ? round(row.weight + random.between(0.5, 3)) : -1
      if (row.score < 0) row.reason = '未开展'
    },
    passes(draft) {
      for (const key of ['events', 'coverage', 'phrase', 'awareness'] as const)
        reach(draft, key, rowOf(draft, key).actual)
    },
  },
  'total-is-sum': {
    breaks(draft, random) {
      draft.total = round(totalOf(draft) - random.between(0.6, 5))
    },
    passes(draft, random) {
      draft.total = round(totalOf(draft), random.whole(0, 1))
    },
  },
  'grade-fits-total': {
    breaks(draft, random) {
      if (random.chance(0.5)) lowerTo(draft, 89.9)
      draft.grade = totalOf(draft) < 90 ? '优' : oneOf(random, ['良', '中', '良好', '合格'])
    },
    passes(draft, random) {
      lowerTo(draft, 90)
      draft.grade = oneOf(random, ['优', '优秀'])
    },
  },
}

const scores: Record<string, Planting> = {
  'score-recomputed': {
    forms: withPoints,
    breaks(draft, random) {
      const row = rowOf(draft, 'quality')
      fallShort(draft, 'quality', `${round(figureOf(row.target) * random.between(0.55, 0.8), 1)}%`)
      row.score = awayFrom(row.score, random, [0.6, 1.3])
    },
    passes(draft, random) {
      const row = rowOf(draft, 'quality')
      fallShort(draft, 'quality', `${round(figureOf(row.target) * random.between(0.55, 0.8), 1)}%`)
      row.score = awayFrom(row.score, random, [0, 0.08])
    },
  },
  'full-score-for-miss': {
    forms: withPoints,
    breaks(draft, random) {
      const row = rowOf(draft, 'quality')
      fallShort(draft, 'quality', `${round(figureOf(row.target) * random.between(0.7, 0.97), 1)}%`)
      row.score = row.weight
    },
    passes(draft) {
      reach(draft, 'quality', rowOf(draft, 'quality').target.replace('≥', ''))
    },
  },
  'miss-without-reason': {
    breaks(draft) {
      rowOf(draft, 'quality').reason = null
    },
    passes(draft, random) {
      if (random.chance(0.5)) return
      const row = rowOf(draft, 'phrase')
      row.score = round(row.weight * 0.8)
      row.reason = '机制刚刚建立，还在磨合'
    },
  },
  overshoot: {
    breaks(draft, random) {
      const planned = figureOf(rowOf(draft, 'events').target)
      reach(draft, 'events', `${Math.ceil(planned * random.between(1.35, 2.2))}次`)
    },
    passes(draft, random) {
      const row = rowOf(draft, 'events')
      if (random.chance(0.5) && draft.form !== 'report') {
        reach(draft, 'events', `${Math.ceil(figureOf(row.target) * random.between(1.4, 2))}次`)
        row.reason = '年中新增专项检查任务'
        return
      }
      reach(draft, 'events', `${Math.floor(figureOf(row.target) * random.between(1.2, 1.3))}次`)
    },
  },
  'execution-score': {
    breaks(draft, random) {
      draft.executionScore = round(executionScoreOf(draft) - random.between(0.6, 3))
    },
    passes(draft) {
      draft.executionScore = round(executionScoreOf(draft), 1)
    },
  },
  'all-full': {
    breaks: perfect,
    passes(draft) {
      perfect(draft)
      const row = rowOf(draft, 'phrase')
      Object.assign(row, { score: row.weight - 0.5, reason: '机制刚刚建立，还在磨合' })
    },
  },
  'same-as-target': {
    breaks(draft) {
      perfect(draft)
      draft.output = '各项任务按照年初制定的实施方案分阶段推进，均已验收，资料齐全，账目清楚。'
      for (const row of draft.rows) row.actual = row.target
    },
    passes(draft) {
      perfect(draft)
      draft.output = '各项任务按照年初制定的实施方案分阶段推进，均已验收，资料齐全，账目清楚。'
      for (const row of draft.rows) if (row.key !== 'awareness') row.actual = row.target
    },
  },
}

export const scorePlantings = { ...sums, ...scores }
