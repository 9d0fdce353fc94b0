import { rounded } from './dialect.ts'
import type { Made } from './due-rows.ts'
import { join, type Sql, sql } from './sql.ts'

/**
 * Rows of a kept table counted over a grain. Counts can be taken away as well as added up, so that of a new
 * generation only what came and what went is counted.
 */
interface Tally {
  name: string
  of: string
  grain: readonly string[]
  counted: Sql
  counts: readonly (readonly [string, Sql])[]
}

const named = (name: string): Sql => ({ text: name, values: [] })
const listOf = (columns: readonly string[]) => join(columns.map(named), ', ')

/** What was only declared, or measured before the year was over, has not missed anything yet. */
export const finished = sql`kind not in ('target', 'monitoring')`

/** Completions are told apart to the hundredth of a per cent. */
export const hundredths = rounded(sql`completion`, 2)

const among = (of: Sql): Sql => sql`count(*) filter (where ${of})`

const outcome = {
  of: 'report_outcome',
  counted: finished,
  counts: [
    ['total', sql`count(*)`],
    ['n', among(sql`met is not null`)],
    ['met', among(sql`met`)],
    ['incomplete', among(sql`standing = 'incomplete'`)],
    ['qualitative', among(sql`standing = 'qualitative'`)],
    ['unlike', among(sql`standing = 'unlike'`)],
    ['undated', among(sql`not met and completion is null`)],
    ['overshot', among(sql`${hundredths} >= 130`)],
  ],
} as const

const completion = {
  of: 'report_outcome',
  counted: sql`${finished} and completion is not null`,
  counts: [['n', sql`count(*)`]],
} as const

const cost = {
  of: 'report_cost',
  counted: sql`kind = 'selfEvaluation' and programme is not null`,
  counts: [
    ['stated', among(sql`states`)],
    ['comparable', among(sql`leads`)],
  ],
} as const

const claimed = sql`(claimed_again - computed)`

/** Self-evaluations by their total, and what they claim above what could be computed anew. */
const score = {
  of: 'report',
  counted: sql`kind = 'selfEvaluation'`,
  counts: [
    ['n', sql`count(*)`],
    ['compared', sql`count(${claimed})`],
    ['inflated', among(sql`${claimed} > 0.1`)],
    ['inflation', sql`coalesce(sum(${claimed}), 0)`],
  ],
} as const

/** The coarsest of a kind first. A further one needs no change anywhere else. */
const tallies: readonly Tally[] = [
  { name: 'outcome_by_year', grain: ['year', 'level'], ...outcome },
  { name: 'outcome_by_district', grain: ['year', 'district', 'district_name', 'level'], ...outcome },
  { name: 'outcome_by_programme', grain: ['year', 'sector', 'programme', 'level'], ...outcome },
  {
    name: 'outcome_by_department',
    grain: ['year', 'district', 'district_name', 'sector', 'department', 'level'],
    ...outcome,
  },
  { name: 'completion_by_year', grain: ['year', 'level', 'hundredths'], ...completion },
  { name: 'completion_by_sector', grain: ['year', 'sector', 'level', 'hundredths'], ...completion },
  { name: 'completion_by_province', grain: ['year', 'province', 'level', 'hundredths'], ...completion },
  { name: 'score_by_year', grain: ['year', 'total'], ...score },
  { name: 'cost_by_programme', grain: ['year', 'sector', 'programme', 'per'], ...cost },
]

const countsOf = ({ counts }: Pick<Tally, 'counts'>): Sql =>
  join(
    counts.map(([name, of]) => sql`${of} as ${named(name)}`),
    ', ',
  )

const summedOf = (counts: Tally['counts']): Sql =>
  join(
    counts.map(([count]) => sql`sum(${named(count)}) as ${named(count)}`),
    ', ',
  )

const grained = (column: string): Sql =>
  column === 'hundredths' ? sql`${hundredths} as hundredths` : named(column)

/** The rows that a tally counts, counted from themselves. */
const countedFrom = ({ of, grain, counted, ...tally }: Omit<Tally, 'name'>, rows = named(of)): Sql =>
  sql`select ${join(grain.map(grained), ', ')}, ${countsOf(tally)} from ${rows} where ${counted} group by all`

const kinds = { outcome, completion, cost, score }

/** What each tally counts, from the rows themselves. */
export const tallyRows = tallies.map((tally) => [tally.name, sql`(${countedFrom(tally)})`] as const)

/**
 * Rows of a kind counted by these columns at the least, from the coarsest tally that has them, else from the rows, or
 * from those of them that `which` leaves.
 */
export function talliedBy(kind: keyof typeof kinds, columns: readonly string[], which = sql`true`): Sql {
  const fit = tallies.find(
    ({ name, grain }) => name.startsWith(`${kind}_by_`) && columns.every((column) => grain.includes(column)),
  )
  if (fit) return { text: fit.name, values: [], rollups: [fit.name] }
  const { counted } = kinds[kind]
  return sql`(${countedFrom({ ...kinds[kind], counted: sql`${counted} and ${which}`, grain: columns })})`
}

/** The statements that make tallies, empty; the tables that they count are there. */
export const tallyDdl: readonly Sql[] = tallies.map(
  (tally) => sql`create table ${named(tally.name)} as
    select hash(${listOf(tally.grain)}) as grain, * from (${countedFrom(tally)}) limit 0`,
)

/** The statements that make tallies of everything: what a finer one has counted is not gone through again. */
const tallyingAll: readonly Sql[] = tallies.toReversed().map((tally) => {
  const { name, of, grain, counts } = tally
  const finer = tallies.find(
    (other) =>
      other.name !== name && other.counts === counts && grain.every((column) => other.grain.includes(column)),
  )
  const columns = listOf(grain)
  const rows = finer
    ? sql`select ${columns}, ${summedOf(counts)} from ${named(finer.name)} group by ${columns}`
    : countedFrom(tally, named(of))
  return sql`insert into ${named(name)} by name select hash(${columns}) as grain, * from (${rows}) order by ${columns}`
})

/** The statements that bring tallies up to what came (rows in `came_…`) and what went (rows in `gone_…`). */
export const tallying = ({ isFirst }: Made): readonly Sql[] =>
  isFirst
    ? tallyingAll
    : tallies.flatMap((tally) => {
        const { name, of, grain, counts } = tally
        const columns = listOf(grain)
        const taken = join(
          counts.map(([count]) => sql`-${named(count)} as ${named(count)}`),
          ', ',
        )
        const [all] = counts[0] ?? ['']
        return [
          sql`create or replace temp table change as
            select hash(${columns}) as grain, ${columns}, ${summedOf(counts)} from (
              ${countedFrom(tally, sql`came_${named(of)}`)}
              union all select ${columns}, ${taken} from (${countedFrom(tally, sql`gone_${named(of)}`)}))
            group by ${columns}`,
          sql`insert into change select * from ${named(name)} where grain in (select grain from change)`,
          sql`delete from ${named(name)} where grain in (select grain from change)`,
          sql`insert into ${named(name)} by name
            select grain, ${columns}, ${summedOf(counts)} from change group by grain, ${columns}
            having sum(${named(all)}) > 0 order by ${columns}`,
          sql`drop table change`,
        ]
      })
