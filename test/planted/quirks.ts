import { type Change, fallShort } from './changes.ts'
import { type Draft, figureOf, hundreds, oneOf, round, rowOf } from './draft.ts'
import { executionScoreOf, rateOf } from './figures.ts'

/** Scores as a form without decimals, or with one, prints them; rounded up to all points they are another matter. */
function roundedTo(draft: Draft, places: number) {
  const scores = [
    ...draft.rows.map(({ score, weight }) => [score, weight] as const),
    [executionScoreOf(draft), draft.scheme.execution] as const,
  ]
  const isFair = scores.every(
    ([score, points]) =>
      round(points, places) === points && (score >= points || round(score, places) < points),
  )
  if (!isFair) return
  draft.executionScore = round(executionScoreOf(draft), places)
  for (const row of draft.rows) row.score = round(row.score, places)
}

/** What sound documents do that rules may stumble over; none of it is a fault. */
export const quirks: readonly Change[] = [
  () => undefined,
  (draft, random) => {
    draft.rate = round(rateOf(draft), random.whole(0, 1))
  },
  (draft) => {
    const row = rowOf(draft, 'served')
    row.actual = String(draft.reached)
  },
  (draft) => {
    const row = rowOf(draft, 'served')
    row.actual = row.actual.replace(/\d+/, (figures) => figures.replace(/\B(?=(\d{3})+$)/g, ','))
  },
  (draft) => {
    const tens = Math.floor(draft.reached / 10) * 10
    const row = rowOf(draft, 'served')
    if (tens >= draft.planned) row.actual = `${tens}余${draft.programme.served.unit}`
  },
  (draft, random) => {
    Object.assign(rowOf(draft, 'coverage'), {
      name: '安全生产事故',
      target: '0起',
      actual: oneOf(random, ['0起', '0', '无']),
    })
  },
  (draft) => {
    Object.assign(rowOf(draft, 'events'), { name: '管理费用', target: '≤20万元', actual: '196,500元' })
  },
  (draft) => {
    Object.assign(rowOf(draft, 'events'), { name: '办结时限', target: '≤5个工作日', actual: '3个工作日' })
  },
  (draft, random) => {
    const target = figureOf(rowOf(draft, 'satisfaction').target)
    fallShort(draft, 'satisfaction', `${round(target - random.between(2, 9.8), 1)}%`)
  },
  (draft) => {
    const [one, two] = [rowOf(draft, 'events'), rowOf(draft, 'coverage')]
    const points = one.weight + two.weight
    for (const [row, weight] of [
      [one, round(points / 3)],
      [two, round(points - round(points / 3))],
    ] as const)
      Object.assign(row, { weight, score: weight })
  },
  (draft, random) => {
    if (draft.form === 'report') return
    draft.initialYuan = hundreds(draft.adjustedYuan * random.between(0.7, 1.2))
    draft.carried = 0
  },
  (draft) => {
    draft.flows = [
      { date: `${draft.year}-02-08`, stage: 'arrived', yuan: draft.adjustedYuan },
      { date: `${draft.year}-06-18`, stage: 'spent', yuan: hundreds(draft.spentYuan / 3) },
      { date: `${draft.year}-11-28`, stage: 'spent', yuan: draft.spentYuan - hundreds(draft.spentYuan / 3) },
    ]
    draft.carried = 0
  },
  (draft) => {
    draft.said.push(
      `全年分两批实施，上半年支出${round(draft.spentYuan / 30_000, 2)}万元，下半年完成其余支出。`,
    )
    draft.said.push(`与${draft.year - 1}年相比，${rowOf(draft, 'events').name}增加3次。`)
  },
  (draft, random) => {
    const row = rowOf(draft, 'phrase')
    Object.assign(row, { target: '明显改善', actual: '有所改善', reason: '部分点位下半年才建成' })
    row.score = round(row.weight * random.between(0.6, 0.79), 1)
  },
  (draft) => {
    const row = rowOf(draft, 'awareness')
    Object.assign(row, { target: '85%-90%', actual: '94%' })
  },
  (draft) => {
    const row = rowOf(draft, 'awareness')
    row.actual = String(figureOf(row.actual))
  },
  (draft) => {
    const row = rowOf(draft, 'deadline')
    row.actual = '按期完成'
    draft.printsDay = true
    draft.reportedOn = `${draft.year}-12-28`
  },
  (draft, random) => {
    const row = rowOf(draft, 'standard')
    const { unit } = draft.programme.served
    row.target = `≤${draft.standardYuan}元/${unit}`
    row.actual = `${round(draft.standardYuan * random.between(0.98, 1), 1)}元/${unit}`
  },
  (draft, random) => roundedTo(draft, random.whole(0, 1)),
]
