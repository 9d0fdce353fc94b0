import type { Random } from '#data/portfolio/random.ts'
import { type Draft, figureOf, miss, oneOf, type Row, round, rowOf } from './draft.ts'
import { executionScoreOf, totalOf } from './figures.ts'
import type { Form } from './look.ts'

export type Change = (draft: Draft, random: Random) => void

/** What breaks a rule on one evaluation, and what comes near. */
export interface Planting {
  forms?: readonly Form[]
  /** Where the document must print the points of each row. */
  ownPoints?: boolean
  breaks: Change
  passes: Change
}

const withPoints: readonly Form[] = ['national', 'list']

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

/** Takes points off the indicators in words until the total is this. */
export function lowerTo(draft: Draft, total: number) {
  const row = rowOf(draft, 'phrase')
  Object.assign(row, { actual: '基本达到', reason: '部分工作还在推进' })
  const off = round(totalOf(draft) - total)
  if (off > row.score - 1) {
    const other = { name: '惠民政策宣传效果', target: '效果显著', actual: '效果一般', reason: '宣传方式单一' }
    const known = rowOf(draft, 'awareness')
    Object.assign(known, other, { score: round(known.score - off / 2) })
  }
  row.score = round(row.score - (totalOf(draft) - total))
}

export const awayFrom = (value: number, random: Random, [least, most]: readonly [number, number]) =>
  round(value + (random.chance(0.5) ? 1 : -1) * random.between(least, most))

const sums: Record<string, Planting> = {
  'weights-sum': {
    breaks(draft, random) {
      draft.printsGroups = false
      if (draft.form === 'national') draft.look.ownPoints = true
      if (draft.form === 'report') {
        draft.look.ownPoints = false
        draft.groupOff = oneOf(random, [-5, -2, 3, 10])
        return
      }
      const row = rowOf(draft, oneOf(random, ['events', 'coverage', 'awareness']))
      row.weight += oneOf(random, [-5, -3, -2, -1, 1, 2, 4])
      row.score = row.weight
    },
    passes(draft, random) {
      draft.printsGroups = false
      if (draft.form === 'report') return
      draft.look.ownPoints = true
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
    forms: ['national', 'report'],
    breaks(draft, random) {
      draft.printsGroups = true
      draft.look.ownPoints = true
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
      draft.look.ownPoints = true
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
    ownPoints: true,
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
      if (draft.total >= 90 && random.chance(0.3)) draft.total = Math.floor(draft.total)
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
      const edges: readonly [number, readonly string[]][] = [
        [90, ['优', '优秀']],
        [89.99, ['良', '良好']],
        [80, ['良', '良好']],
        [79.9, ['中', '合格', '一般']],
      ]
      const [total, names] = oneOf(random, edges)
      lowerTo(draft, total)
      draft.grade = oneOf(random, names)
    },
  },
}

/** Targets that were missed, with the points they earn and a reason. */
const misses: readonly Change[] = [
  (draft, random) => {
    const { target } = rowOf(draft, 'quality')
    fallShort(draft, 'quality', `${round(figureOf(target) * random.between(0.55, 0.8), 1)}%`)
  },
  (draft, random) => {
    Object.assign(rowOf(draft, 'quality'), { name: '有效投诉率', target: '≤3%' })
    const actual = round(random.between(4.2, 7), 1)
    fallShort(draft, 'quality', `${actual}%`)
    const row = rowOf(draft, 'quality')
    row.score = round((row.weight * 3) / actual)
  },
  (draft, random) => {
    Object.assign(rowOf(draft, 'quality'), { name: '培训骨干人数', target: '不少于120人' })
    fallShort(draft, 'quality', `${random.whole(70, 95)}名`)
  },
  (draft, random) => {
    Object.assign(rowOf(draft, 'quality'), { name: '带动增收金额', target: '≥200万元' })
    const actual = random.whole(110, 160)
    fallShort(draft, 'quality', `${actual * 10_000}元`)
    const row = rowOf(draft, 'quality')
    row.score = round((row.weight * actual) / 200)
  },
]

/** A deadline passed: how many points that costs is a judgement. */
const late: Change = (draft, random) => {
  const row = rowOf(draft, 'quality')
  const done = `${draft.year}年${random.whole(9, 11)}月${random.whole(3, 28)}日`
  Object.assign(row, { name: '设备采购完成时限', target: `${draft.year}年8月底前`, actual: done })
  Object.assign(row, { score: round(row.weight * 0.8), reason: '招标流标一次' })
}

/** Points that a person gives: results in words, and dates. */
function judged(draft: Draft, random: Random) {
  if (random.chance(0.4)) return late(draft, random)
  const row = rowOf(draft, 'phrase')
  Object.assign(row, {
    score: round(row.weight * random.between(0.6, 0.9)),
    reason: '机制刚刚建立，还在磨合',
  })
}

const scores: Record<string, Planting> = {
  'score-recomputed': {
    forms: withPoints,
    ownPoints: true,
    breaks(draft, random) {
      oneOf(random, misses)(draft, random)
      const row = rowOf(draft, 'quality')
      const off = Math.max(0.6, row.weight * 0.1)
      row.score = round(row.score + (row.score > row.weight / 2 ? -1 : 1) * random.between(off, off + 0.7))
    },
    passes(draft, random) {
      if (random.chance(0.2)) return judged(draft, random)
      oneOf(random, misses)(draft, random)
      const row = rowOf(draft, 'quality')
      row.score = Math.min(row.weight, awayFrom(row.score, random, [0, 0.08]))
    },
  },
  'full-score-for-miss': {
    forms: withPoints,
    ownPoints: true,
    breaks(draft, random) {
      oneOf(random, [...misses, late])(draft, random)
      const row = rowOf(draft, 'quality')
      row.score = row.weight
    },
    passes(draft, random) {
      const fine: readonly Partial<Row>[] = [
        { actual: rowOf(draft, 'quality').target.replace('≥', '') },
        { name: '有效投诉率', target: '≤3%', actual: '1.8%' },
        { name: '服务响应时限', target: '≤3个工作日', actual: '2个工作日' },
        { name: '培训合格率', target: '90%-95%', actual: '97%' },
        { name: '管理成本', target: '≤20万元', actual: '186500元' },
        { name: '抽检合格率', target: '≥95%', actual: '0.96' },
        { name: '任务完成时限', target: `${draft.year}年10月底前`, actual: `${draft.year}年10月31日` },
        { name: '验收合格率', target: '≥95%', actual: '94.96%' },
      ]
      const row = rowOf(draft, 'quality')
      Object.assign(row, { score: row.weight, reason: null }, oneOf(random, fine))
      if (row.actual === '94.96%') row.reason = '一个批次返工后合格'
    },
  },
  'miss-without-reason': {
    breaks(draft, random) {
      oneOf(random, [...misses, () => undefined])(draft, random)
      rowOf(draft, 'quality').reason = null
      if (draft.form !== 'report' && random.chance(0.5))
        Object.assign(rowOf(draft, 'quality'), { reason: oneOf(random, ['无', '/', '0', '—']) })
    },
    passes(draft, random) {
      if (random.chance(0.3)) return
      if (random.chance(0.5)) return oneOf(random, misses)(draft, random)
      judged(draft, random)
    },
  },
  overshoot: {
    breaks(draft, random) {
      if (random.chance(0.3)) {
        Object.assign(rowOf(draft, 'awareness'), { target: '≥60%', actual: `${random.whole(80, 98)}%` })
        return
      }
      const planned = figureOf(rowOf(draft, 'events').target)
      reach(draft, 'events', `${Math.ceil(planned * random.between(1.35, 2.2))}次`)
    },
    passes(draft, random) {
      const row = rowOf(draft, 'events')
      const planned = figureOf(row.target)
      if (random.chance(0.3) && draft.form !== 'report') {
        reach(draft, 'events', `${Math.ceil(planned * random.between(1.4, 2))}次`)
        row.reason = '年中新增专项检查任务'
      } else if (random.chance(0.3)) {
        Object.assign(row, {
          name: '有效投诉件数',
          target: `≤${planned}件`,
          actual: `${Math.ceil(planned / 4)}件`,
        })
      } else reach(draft, 'events', `${Math.floor(planned * random.between(1.2, 1.3))}次`)
    },
  },
  'execution-score': {
    breaks(draft, random) {
      draft.executionScore = round(executionScoreOf(draft) - random.between(0.6, 3))
    },
    passes(draft, random) {
      if (random.chance(0.5)) draft.executionScore = round(executionScoreOf(draft), 1)
      else draft.spentYuan = draft.adjustedYuan
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
