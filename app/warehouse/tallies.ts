import { Severity } from '#app/domain/finding.ts'
import { type Banded, bands } from '#app/domain/span.ts'
import { decimal, rounded } from './dialect.ts'
import { type Made, movedIn, type Step } from './due-rows.ts'
import { join, named, type Sql, sql } from './sql.ts'

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

const listOf = (columns: readonly string[]) => join(columns.map(named), ', ')

/** What was only declared, or measured before the year was over, has not missed anything yet. */
export const finished = sql`kind not in ('target', 'monitoring')`

/** Completions are told apart to the hundredth of a per cent. */
export const hundredths = rounded(sql`completion`, 2)

const among = (of: Sql): Sql => sql`count(*) filter (where ${of})`

const outcome = {
  of: 'report_outcome',
  counted: sql`true`,
  counts: [
    ['listed', sql`count(*)`],
    ['unscored', among(sql`score_rate is null`)],
    ['total', among(finished)],
    ['n', among(sql`${finished} and met is not null`)],
    ['met', among(sql`${finished} and met`)],
    ['incomplete', among(sql`${finished} and standing = 'incomplete'`)],
    ['qualitative', among(sql`${finished} and standing = 'qualitative'`)],
    ['unlike', among(sql`${finished} and standing = 'unlike'`)],
    ['undated', among(sql`${finished} and not met and completion is null`)],
    ['overshot', among(sql`${finished} and ${hundredths} >= 130`)],
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

const amount = (of: string): readonly [string, Sql] => [of, sql`coalesce(sum(${named(of)}), 0)`]

/** Comparable unit costs, each report's by the one that leads them: what was spent, on how many, and by each standard. */
const money = {
  of: 'report_cost',
  counted: sql`kind = 'selfEvaluation' and programme is not null and leads and implied is not null`,
  counts: [
    ['n', sql`count(*)`],
    ...['spent', 'served', 'planned_yuan', 'planned_served', 'reported_yuan', 'reported_served'].map(amount),
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

/** Self-evaluations by what they come to by their own and by the usual weights, or by why that cannot be told. */
const weighed = {
  of: 'report',
  counted: sql`kind = 'selfEvaluation'`,
  counts: [['n', sql`count(*)`]],
} as const
const weighedBy = ['before', 'weighed', 'unweighed'] as const

/** Satisfaction gaps of ten points or more below the target, of reports graded excellent all the same. */
export const isPraised = sql`gap <= -10 and grade = 'excellent'`

const points = (of: Sql): Sql => sql`coalesce(sum(${decimal(of, 4)}), 0)`

const rate = {
  of: 'report_rate',
  counted: sql`true`,
  counts: [
    ['n', sql`count(*)`],
    ['own', among(sql`kind = 'selfEvaluation'`)],
    ['gap', points(sql`gap`)],
    ['target', points(sql`target`)],
    ['actual', points(sql`actual`)],
    ['met', among(sql`gap >= 0`)],
    ['missed', among(sql`gap < 0`)],
    ['wide', among(sql`gap <= -10`)],
    ['praised', among(isPraised)],
  ],
} as const

/** Reports of every kind. */
const checked = {
  of: 'report',
  counted: sql`true`,
  counts: [
    ['n', sql`count(*)`],
    ['own', among(sql`kind = 'selfEvaluation'`)],
    ['unrated', sql`count(unrated)`],
    ['watched', among(sql`kind = 'selfEvaluation' and watched`)],
    ['marked', among(sql`kind = 'selfEvaluation' and execution_rate is not null and total is not null`)],
  ],
} as const

const ofSeverity = (severity: Severity): readonly (readonly [string, Sql])[] => [
  [severity, among(sql`severity = ${named(`'${severity}'`)}`)],
  [
    `${severity}_reports`,
    sql`count(distinct evaluation) filter (where severity = ${named(`'${severity}'`)})`,
  ],
]

/** What was found, and in how many reports: all findings of a report come and go together. */
const found = {
  of: 'report_finding',
  counted: sql`true`,
  counts: [
    ['n', sql`count(*)`],
    ...Severity.options.flatMap(ofSeverity),
    ['reports', sql`count(distinct evaluation)`],
  ],
} as const

/** What self-evaluations named and promised, and in how many reports. */
const remark = {
  of: 'report_remark',
  counted: sql`kind = 'selfEvaluation' and year is not null`,
  counts: [
    ['n', sql`count(*)`],
    ['repeated', among(sql`standing = 'repeated'`)],
    ['remains', among(sql`standing = 'remains'`)],
    ['gone', among(sql`standing = 'gone'`)],
    ['open', among(sql`standing is null`)],
    ['reports', sql`count(distinct evaluation)`],
  ],
} as const

const figures: Readonly<Record<Banded, Sql>> = { execution: sql`execution_rate`, score: sql`total` }

/** The number of the band that a report's figure lies in; null where it has none. */
export function bandOf(of: Banded): Sql {
  const { width, last } = bands[of]
  const figure = figures[of]
  return sql`(case when ${figure} < 0 then -1 when ${figure} >= ${named(String(last))} then ${named(String(last / width))}
    else floor(${figure} / ${named(String(width))}) end)::integer`
}

const banded = (of: Banded) =>
  ({
    of: 'report',
    counted: sql`kind = 'selfEvaluation' and year is not null and ${figures[of]} is not null`,
    counts: [['n', sql`count(*)`]],
  }) as const

const execution = banded('execution')
const standing = banded('score')

/** By the districts and the programmes of each year, and by columns of its own. */
const byScope = (
  kind: string,
  own: readonly string[],
  tally: Omit<Tally, 'name' | 'grain'>,
): readonly Tally[] => [
  { name: `${kind}_by_district`, grain: ['year', 'district', 'district_name', ...own], ...tally },
  { name: `${kind}_by_programme`, grain: ['year', 'sector', 'programme', ...own], ...tally },
]

/** The coarsest of a kind first. A further one needs no change anywhere else. */
const tallies: readonly Tally[] = [
  { name: 'outcome_by_year', grain: ['year', 'level'], ...outcome },
  ...byScope('outcome', ['level'], outcome),
  {
    name: 'outcome_by_department',
    grain: ['year', 'district', 'district_name', 'sector', 'department', 'level'],
    ...outcome,
  },
  { name: 'completion_by_year', grain: ['year', 'level', 'hundredths'], ...completion },
  { name: 'completion_by_sector', grain: ['year', 'sector', 'level', 'hundredths'], ...completion },
  { name: 'completion_by_province', grain: ['year', 'province', 'level', 'hundredths'], ...completion },
  { name: 'score_by_year', grain: ['year', 'total'], ...score },
  { name: 'score_by_sector', grain: ['year', 'sector', 'total'], ...score },
  { name: 'score_by_province', grain: ['year', 'province', 'total'], ...score },
  { name: 'weighed_by_year', grain: ['year', ...weighedBy], ...weighed },
  { name: 'weighed_by_sector', grain: ['year', 'sector', ...weighedBy], ...weighed },
  { name: 'weighed_by_province', grain: ['year', 'province', ...weighedBy], ...weighed },
  { name: 'cost_by_unit', grain: ['programme', 'per'], ...cost },
  { name: 'cost_by_programme', grain: ['year', 'sector', 'programme', 'per'], ...cost },
  { name: 'cost_by_province', grain: ['year', 'province', 'programme', 'per'], ...cost },
  {
    name: 'money_by_place',
    grain: ['programme', 'per', 'year', 'district', 'district_name', 'sector', 'department'],
    ...money,
  },
  ...byScope('rate', [], rate),
  ...byScope('checked', [], checked),
  ...byScope('found', [], found),
  { name: 'fault_by_year', grain: ['year', 'rule'], ...found },
  ...byScope('fault', ['rule'], found),
  ...byScope('remark', ['remark_kind'], remark),
  ...byScope('execution', ['execution_band'], execution),
  ...byScope('standing', ['score_band'], standing),
]

const countsOf = ({ counts }: Pick<Tally, 'counts'>): Sql =>
  join(
    counts.map(([name, of]) => sql`${of} as ${named(name)}`),
    ', ',
  )

/** Columns of a grain that are worked out of a row. */
const worked: Readonly<Record<string, Sql>> = {
  hundredths,
  before: sql`(case when unweighed is null then own_rate end)`,
  execution_band: bandOf('execution'),
  score_band: bandOf('score'),
}

function grained(column: string): Sql {
  const of = worked[column]
  return of ? sql`${of} as ${named(column)}` : named(column)
}

/** The rows that a tally counts, counted from themselves. */
const countedFrom = ({ of, grain, counted, ...tally }: Omit<Tally, 'name'>, rows = named(of)): Sql =>
  sql`select ${join([...grain.map(grained), countsOf(tally)], ', ')} from ${rows} where ${counted} group by all`

const kinds = {
  outcome,
  completion,
  cost,
  money,
  score,
  weighed,
  rate,
  checked,
  found,
  fault: found,
  remark,
  execution,
  standing,
}

/** What each tally counts, from the rows themselves. */
export const tallyRows = tallies.map((tally) => [tally.name, sql`(${countedFrom(tally)})`] as const)

type Kind = keyof typeof kinds

/** What rows of a kind are counted by. */
export const countsIn = (kind: Kind): readonly string[] => kinds[kind].counts.map(([name]) => name)

/** Rows of a kind counted by these columns, from the rows themselves or from some of them. */
export const countedBy = (kind: Kind, columns: readonly string[], rows = named(kinds[kind].of)): Sql =>
  sql`(${countedFrom({ ...kinds[kind], grain: columns }, rows)})`

/**
 * Rows of a kind counted by these columns at the least, from the coarsest tally that has them; where none has, from
 * the rows.
 */
export function talliedBy(kind: Kind, columns: readonly string[], rows = named(kinds[kind].of)): Sql {
  const fit = tallies.find(
    ({ name, grain }) => name.startsWith(`${kind}_by_`) && columns.every((column) => grain.includes(column)),
  )
  if (fit) return { text: fit.name, values: [], rollups: [fit.name] }
  return countedBy(kind, columns, rows)
}

/** The statements that make tallies, empty; the tables that they count are there. */
export const tallyDdl: readonly Sql[] = tallies.map(
  (tally) => sql`create table ${named(tally.name)} as
    select hash(${listOf(tally.grain)}) as grain, * from (${countedFrom(tally)}) limit 0`,
)

const kindOf = ({ name }: Tally) => name.replace(/_by_.*/, '')

const summedOf = (counts: Tally['counts']): Sql =>
  join(
    counts.map(([count]) => sql`sum(${named(count)}) as ${named(count)}`),
    ', ',
  )

/** The statements that make tallies of everything: what a finer one has counted is not gone through again. */
const tallyingAll: readonly Sql[] = tallies.toReversed().map((tally) => {
  const { name, of, grain, counts } = tally
  const finer = tallies.find(
    (other) =>
      other.name !== name &&
      kindOf(other) === kindOf(tally) &&
      grain.every((column) => other.grain.includes(column)),
  )
  const columns = listOf(grain)
  const rows = finer
    ? sql`select ${columns}, ${summedOf(counts)} from ${named(finer.name)} group by ${columns}`
    : countedFrom(tally, named(of))
  return sql`insert into ${named(name)} by name select hash(${columns}) as grain, * from (${rows}) order by ${columns}`
})

/** The statements that bring a tally up to what came (rows in `came_…`) and what went (rows in `gone_…`). */
function changing(tally: Tally, { gone }: Made): readonly Sql[] {
  const { name, of, grain, counts } = tally
  const columns = listOf(grain)
  const taken = join(
    counts.map(([count]) => sql`-${named(count)} as ${named(count)}`),
    ', ',
  )
  const [all] = counts[0] ?? ['']
  return [
    sql`create or replace temp table change as
      with moved as materialized (
        select hash(${columns}) as grain, * from (
          ${countedFrom(tally, sql`came_${named(of)}`)}
          ${gone === 0 ? sql`` : sql`union all select ${columns}, ${taken} from (${countedFrom(tally, sql`gone_${named(of)}`)})`}))
      select grain, ${columns}, ${summedOf(counts)} from (
        from moved union all select * from ${named(name)} where grain in (select grain from moved))
      group by grain, ${columns}`,
    sql`delete from ${named(name)} where grain in (select grain from change)`,
    sql`insert into ${named(name)} by name
      select * from change where ${named(all)} > 0 order by ${columns}`,
  ]
}

/** The statements that make tallies, or bring them up to what changed, those of rows that did not left alone. */
export const tallying = (made: Made): readonly Step[] =>
  made.isFirst
    ? tallyingAll
    : [...new Set(tallies.map(({ of }) => of))].map((of) => ({
        any: sql`select 1 as one from (${movedIn(made, of, sql`1 as one`)}) limit 1`,
        run: tallies.filter((tally) => tally.of === of).flatMap((tally) => changing(tally, made)),
      }))
