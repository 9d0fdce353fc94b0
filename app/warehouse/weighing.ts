import { Level1 } from '#app/domain/indicator.ts'
import { gradeBands } from '#app/domain/scoring.ts'
import { entriesOf, rounded } from './dialect.ts'
import { join, named, type Sql, sql } from './sql.ts'

/**
 * What reports come to by other weights of first levels than their own. By the usual weights, those of the first rule
 * set, it is kept with each report.
 */

const rateOf = (level: Level1): Sql => named(`rate_${level}`)

/** The grade of a total of 100, by the bands of the national rule. */
export const gradeOf = (total: Sql): Sql =>
  sql`case when ${total} > 100 then null ${join(
    gradeBands.map(
      ([from, grade]) => sql`when ${total} >= ${named(String(from))} then ${named(`'${grade}'`)}`,
    ),
    ' ',
  )} end`

/** The weights of the first rule set: columns `level` and `points`. */
export const usualWeights = sql`
  select key as level, value as points
  from (${entriesOf(sql`(select weights from rule_set order by place limit 1)`, 'weights')})`

/**
 * Points by first levels in whole hundredths, and the rates claimed in whole billionths: what they come to is a whole
 * number too, which has one answer.
 */
export const hundredths = (points: Sql): Sql => sql`${rounded(sql`${points} * 100`, 0)}::double`
export const billionths = (rate: Sql): Sql => rounded(sql`${rate} * 1000000000`, 0)

/** What stands in the way whatever the weights are. */
export const hindrance = sql`case when own_rate is null or incomplete then 'no-points' when unlevelled then 'no-level' end`

/** The points of weights in one row, a column for each first level, and `whole`, what they come to. */
export const pointsOf = (weights: Sql): Sql => sql`
  select sum(${hundredths(sql`points`)}) as whole, ${join(
    Level1.options.map(
      (level) =>
        sql`sum(${hundredths(sql`points`)}) filter (where level = ${named(`'${level}'`)}) as ${named(level)}`,
    ),
    ', ',
  )}
  from (${weights}) weight`

/** What a report comes to out of 100, beside the points that {@link pointsOf} gives. */
export const weighed = rounded(
  sql`(${join(
    Level1.options.map((level) => sql`coalesce(${named(level)} * ${billionths(rateOf(level))}, 0)`),
    ' + ',
  )})::double / whole::double / 10000000`,
  4,
)

/** Why those points cannot be applied to a report; null where they can. */
export const unweighed = sql`coalesce(${hindrance}, ${join(
  [...Level1.options]
    .sort()
    .map(
      (level) =>
        sql`case when ${named(level)} is not null and ${rateOf(level)} is null then ${named(`'${level}'`)} end`,
    ),
  ', ',
)})`

/** Two totals out of 100 of one report and their grades, as some rows have them. */
interface Move {
  before: Sql
  after: Sql
  gradeBefore: Sql
  gradeAfter: Sql
}

export const fallsOf = ({ before, after, gradeBefore, gradeAfter }: Move): Sql =>
  sql`(${gradeBefore} <> ${gradeAfter} and ${after} < ${before})`
export const risesOf = ({ before, after, gradeBefore, gradeAfter }: Move): Sql =>
  sql`(${gradeBefore} <> ${gradeAfter} and ${after} > ${before})`

/** Grades that fall first, then those that rise, then the others; last where a total has no grade. */
export const turnOf = (move: Move): Sql =>
  sql`(3 * coalesce(${fallsOf(move)}::integer, -1) + coalesce(${risesOf(move)}::integer, -1))`
export const widthOf = ({ before, after }: Pick<Move, 'before' | 'after'>): Sql =>
  sql`abs(${after} - ${before})`

const [own, usual] = [sql`own_rate`, sql`weighed`]

/** From a report's own weights to the usual ones. */
export const toUsual: Move = {
  before: own,
  after: usual,
  gradeBefore: gradeOf(own),
  gradeAfter: gradeOf(usual),
}
