import type { Evaluation, Funds } from './evaluation.ts'
import type { Indicator } from './indicator.ts'
import { yuanOfFen } from './money.ts'
import { normalName } from './names.ts'
import type { Place } from './problem.ts'

/** What of a report can change when it is sent again. */
export type ChangedField =
  | 'project'
  | 'unit'
  | 'year'
  | 'budget'
  | 'adjusted'
  | 'arrived'
  | 'spent'
  | 'executionRate'
  | 'executionScore'
  | 'total'
  | 'grade'
  | 'target'
  | 'actual'
  | 'weight'
  | 'score'
  | 'reason'

type Value = string | number | null

/** One difference between a report and the one it replaced: words as written, money in yuan, rates in per cent. */
export type Change =
  | {
      kind: 'changed'
      field: ChangedField
      indicator: string | null
      from: Value
      to: Value
      at: Place | null
    }
  /** `at` is the row in the later report where an indicator was added, in the earlier where it was removed. */
  | { kind: 'added' | 'removed'; indicator: string; at: Place }

/** What the later report says otherwise than the earlier: who and when, money, total, then row by row. */
export function changesBetween(before: Evaluation, after: Evaluation): Change[] {
  return [
    ...differing(headOf(before), headOf(after), null, null),
    ...differing(fundsOf(before.funds), fundsOf(after.funds), null, null),
    ...differing(totalOf(before), totalOf(after), null, null),
    ...indicatorChanges(before.indicators, after.indicators),
  ]
}

type Fields = readonly (readonly [ChangedField, Value])[]

const headOf = ({ project, unit, year }: Evaluation): Fields => [
  ['project', project],
  ['unit', unit],
  ['year', year],
]

const fundsOf = (funds: Funds): Fields => [
  ['budget', yuanOfFen(funds.budgetFen)],
  ['adjusted', yuanOfFen(funds.adjustedFen)],
  ['arrived', yuanOfFen(funds.arrivedFen)],
  ['spent', yuanOfFen(funds.spentFen)],
  ['executionRate', funds.executionRate],
  ['executionScore', funds.score],
]

const totalOf = ({ total }: Evaluation): Fields => [
  ['total', total.score],
  ['grade', total.grade],
]

const rowOf = ({ target, actual, weight, score, reason }: Indicator): Fields => [
  ['target', target.text || null],
  ['actual', actual.text || null],
  ['weight', weight],
  ['score', score],
  ['reason', reason],
]

function differing(before: Fields, after: Fields, indicator: string | null, at: Place | null): Change[] {
  return before.flatMap(([field, from], index): Change[] => {
    const to = after[index]?.[1] ?? null
    return from === to ? [] : [{ kind: 'changed', field, indicator, from, to, at }]
  })
}

/** Rows are the same where they name the same indicator; of several of one name the first is the first's. */
function indicatorChanges(before: readonly Indicator[], after: readonly Indicator[]): Change[] {
  const earlier = new Map(keyed(before))
  const later = new Map(keyed(after))
  const kept = [...later].flatMap(([key, row]): Change[] => {
    const same = earlier.get(key)
    if (same === undefined) return [{ kind: 'added', indicator: row.name, at: row.at }]
    return differing(rowOf(same), rowOf(row), row.name, row.at)
  })
  const removed = [...earlier]
    .filter(([key]) => !later.has(key))
    .map(([, { name, at }]): Change => ({ kind: 'removed', indicator: name, at }))
  return [...kept, ...removed]
}

function keyed(rows: readonly Indicator[]): [string, Indicator][] {
  const met = new Map<string, number>()
  return rows.map((row) => {
    const name = normalName(row.name)
    const times = (met.get(name) ?? 0) + 1
    met.set(name, times)
    return [`${name} ${times}`, row]
  })
}
