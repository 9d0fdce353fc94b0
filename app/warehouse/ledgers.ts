import type { Step } from './due-rows.ts'
import { ownName } from './regions.ts'
import { join, named, type Sql, sql } from './sql.ts'

/**
 * What the ledgers of a generation come to, kept with it: `ledger_year` has a row for each project's year,
 * `ledger_source` one for each source of its money, `ledger_difference` one for each sum that a self-evaluation has
 * otherwise; `…_by_district` sum the first two. All years of a project are made again where one of them changed.
 */

const listOf = (columns: readonly string[]) => join(columns.map(named), ', ')

/** Every movement of the ledgers that are loaded, and in which batch. */
const booked = sql`(
  select f.* replace (${ownName(sql`f.district`, sql`f.district_name`)} as district_name), d.batch
  from fund_flow f join document d on d.id = f.document and d.status = 'loaded')`

/**
 * Money in: the year's whole budget (年初预算 and its adjustments, which a ledger books as movements); where a
 * ledger books neither, what was allotted, else what arrived. Null where it books none of them.
 */
const moneyIn = sql`coalesce(sum(amount) filter (where stage in ('budget', 'adjusted')),
  sum(amount) filter (where stage = 'allotted'), sum(amount) filter (where stage = 'arrived'))`

const ofStage = (stage: string, name = stage): Sql =>
  sql`sum(amount) filter (where stage = ${named(`'${stage}'`)}) as ${named(name)}`
const stages = join(
  [
    ofStage('budget'),
    ofStage('adjusted', 'change'),
    ...['allotted', 'arrived', 'spent', 'returned'].map((stage) => ofStage(stage)),
  ],
  ', ',
)

const months = Array.from({ length: 12 }, (_, month) => month + 1)
const paid = months.map((month) => `paid_${month}`)
const paidByMonth = join(
  months.map(
    (month) => sql`sum(amount) filter (where stage = 'spent' and extract(year from date) = year
      and extract(month from date) = ${named(`${month} `)}) as ${named(`paid_${month}`)}`,
  ),
  ', ',
)

/** A project's own columns; each is the same in all of its rows, but for how it is written. */
const own = ['project', 'unit', 'district', 'district_name'] as const
const lookedUp = ['programme', 'department', 'sector'] as const
const written = join(
  own.map((column) => sql`min(${named(column)}) as ${named(column)}`),
  ', ',
)

/** A document as it stands: where it was read again, it is another. */
const signature = sql`hash(document, batch)`

const sources = sql`
  with flow as (select * from ${booked} where project_id in (select project_id from ledger_part)),
  lookup as (
    select project_id, year, ${join(
      lookedUp.map((column) => sql`min(${named(column)}) as ${named(column)}`),
      ', ',
    )}
    from evaluation where superseded_by is null and project_id in (select project_id from ledger_part)
    group by project_id, year),
  summed as (
    select project_id, year, source, ${written}, ${moneyIn} as money_in, ${stages}, count(*) as movements,
      count(*) filter (where stage = 'spent' and extract(year from date) is distinct from year) as undated,
      max(date) as last_day, ${paidByMonth}
    from flow group by project_id, year, source)
  select s.*, ${listOf(lookedUp)}
  from summed s left join lookup l on l.project_id = s.project_id and l.year = s.year
  order by s.year, s.district`

const sumOf = (columns: readonly string[]): Sql =>
  join(
    columns.map((column) => sql`sum(${named(column)}) as ${named(column)}`),
    ', ',
  )

/** Forms round to hundreds of yuan: what differs by more than one per cent of the report is no rounding. */
export const differs = sql`abs(ledger - reported) > 0.01 * abs(reported)`

const evaluated = sql`(
  select * from report where kind = 'selfEvaluation' and project_id in (select project_id from ledger_part))`

/** The sources of each project's year together. */
const together = sql`
  select project_id, year, ${written}, ${join(
    lookedUp.map((column) => sql`min(${named(column)}) as ${named(column)}`),
    ', ',
  )}, ${sumOf(['money_in', 'budget', 'allotted', 'arrived', 'spent', 'returned', 'movements', 'undated', ...paid])},
    max(last_day) as last_day,
    coalesce(sum(money_in), 0) - coalesce(sum(spent), 0) - coalesce(sum(returned), 0) as rest
  from ledger_source where project_id in (select project_id from ledger_part) group by project_id, year`

/** Self-evaluations beside the ledger of the same project's year. */
const pairs = sql`
  with beside as (
    select r.project_id, l.project, r.unit, r.district, r.district_name, r.programme, r.department, r.sector, r.year,
      l.spent as booked, r.spent, l.money_in, r.planned
    from ledger_together l join ${evaluated} r on r.project_id = l.project_id and r.year = l.year)
  select * exclude (booked, spent, money_in, planned), 'spent' as measure, booked as ledger, spent as reported
  from beside where booked is not null and spent is not null
  union all
  select * exclude (booked, spent, money_in, planned), 'budget', money_in, planned
  from beside where money_in is not null and planned is not null`

/** What is left of a year, and no later ledger books as brought forward. */
const unbooked = sql`(greatest(s.rest, 0) - greatest(least(s.rest, coalesce(b.amount, 0)), 0))`

/**
 * A project's year, whose money in less spent and returned is `rest`: carried on (as far as the next year's ledger
 * books it as brought forward), left open by that ledger, awaiting one that is not there, or, below zero, unfunded.
 * `undated` are payments without a date, or with one outside the year.
 */
const years = sql`
  with brought as (
    select project_id, year, money_in as amount from ledger_source
    where source = 'carryOver' and project_id in (select project_id from ledger_part)),
  reported as (select project_id, year, count(*) as reports from ${evaluated} evaluated group by project_id, year),
  compared as (select project_id, year, bool_or(${differs}) as differing from ledger_pair group by project_id, year)
  select s.*, left(s.district, 2) as province, greatest(least(s.rest, coalesce(b.amount, 0)), 0) as carried,
    ${unbooked} * (n.year is not null)::integer as left_open, ${unbooked} * (n.year is null)::integer as awaited,
    greatest(-s.rest, 0) as unfunded, coalesce(r.reports, 0) as reports, c.differing is not null as compared,
    coalesce(c.differing, false) as differing, s.money_in > 0 and s.undated = 0 as dated,
    row_number() over (partition by s.project_id order by s.year) = 1 as earliest,
    row_number() over (partition by s.project_id, s.sector order by s.year) = 1 as earliest_of_sector
  from ledger_together s left join brought b on b.project_id = s.project_id and b.year = s.year + 1
    left join ledger_together n on n.project_id = s.project_id and n.year = s.year + 1
    left join reported r on r.project_id = s.project_id and r.year = s.year
    left join compared c on c.project_id = s.project_id and c.year = s.year
  order by s.year, s.district`

const differences = sql`select * from ledger_pair where ${differs} order by year, district`

const ledgerTables = [
  { name: 'ledger_source', rows: sources },
  { name: 'ledger_year', rows: years },
  { name: 'ledger_difference', rows: differences },
] as const

const nonzero = (column: string): Sql =>
  sql`count(*) filter (where ${named(column)} <> 0) as ${named(`${column}_n`)}`
const became = ['spent', 'returned', 'carried', 'left_open', 'awaited', 'unfunded'] as const

const ofYears = (
  earliest: Sql,
): Sql => sql`${sumOf(['money_in', 'budget', 'allotted', 'arrived', ...became, 'movements', 'undated', 'reports'])},
  ${join(became.map(nonzero), ', ')}, ${join(
    became.map((column) => sql`coalesce(sum(abs(${named(column)})), 0)`),
    ' + ',
  )} as turned, count(*) as n, count(*) filter (where ${earliest}) as projects,
  count(*) filter (where money_in is null) as without_budget, count(*) filter (where spent is null) as without_spending,
  count(*) filter (where undated > 0) as undated_years, count(*) filter (where compared) as compared,
  count(*) filter (where differing) as differing, count(*) filter (where dated) as dated_n,
  sum(money_in) filter (where dated) as dated_money, max(last_day) as last_day, ${join(
    paid.map((month) => sql`sum(${named(month)}) filter (where dated) as ${named(month)}`),
    ', ',
  )}`

const ofSources = sql`${sumOf(['money_in', 'budget', 'change', 'allotted', 'arrived', 'spent', 'returned', 'movements'])},
  coalesce(sum(abs(money_in)), 0) as turned, ${nonzero('money_in')}, count(*) as n`

const place = ['year', 'district', 'district_name'] as const
interface LedgerRollup {
  name: string
  of: 'ledger_year' | 'ledger_source'
  grain: readonly string[]
  sums: Sql
}

/** The coarsest of a kind first. */
const ledgerRollups: readonly LedgerRollup[] = [
  { name: 'ledger_year_by_district', of: 'ledger_year', grain: [...place], sums: ofYears(sql`earliest`) },
  {
    name: 'ledger_year_by_sector',
    of: 'ledger_year',
    grain: [...place, 'sector'],
    sums: ofYears(sql`earliest_of_sector`),
  },
  { name: 'ledger_source_by_district', of: 'ledger_source', grain: [...place, 'source'], sums: ofSources },
  {
    name: 'ledger_source_by_sector',
    of: 'ledger_source',
    grain: [...place, 'sector', 'source'],
    sums: ofSources,
  },
]

const summedBy = ({ grain, sums }: LedgerRollup, rows: Sql): Sql =>
  sql`(select ${listOf(grain)}, ${sums} from ${rows} group by ${listOf(grain)})`

/**
 * Ledgers summed by district and year, by source where that is asked and by these columns: from a rollup, or from some
 * of a table's rows.
 */
export function ledgersBy(of: LedgerRollup['of'], columns: readonly string[], rows: Sql | null): Sql {
  const ofKind = ledgerRollups.filter((rollup) => rollup.of === of)
  const fit = ofKind.find(({ grain }) => columns.every((column) => grain.includes(column)))
  if (rows === null && fit) return { text: fit.name, values: [], rollups: [fit.name] }
  const [coarsest] = ofKind
  if (coarsest === undefined) throw new Error(`no rollup sums ${of}`)
  return summedBy(coarsest, rows ?? named(of))
}

/** What each rollup sums, from the rows themselves. */
export const ledgerRows = ledgerRollups.map(
  (rollup) => [rollup.name, summedBy(rollup, named(rollup.of))] as const,
)

/** Everything that is kept of ledgers, by its names. */
export const ledgerNames: readonly string[] = [
  ...ledgerTables.map(({ name }) => name),
  ...ledgerRollups.map(({ name }) => name),
  'ledger_document',
]

/** The statements that gather what the tables after the first are made of. */
const gathering: readonly Sql[] = [
  sql`create or replace temp table ledger_together as ${together}`,
  sql`create or replace temp table ledger_pair as ${pairs}`,
]

/** The statements that make what is kept of ledgers, empty; the reports that are kept are there. */
export const ledgerDdl: readonly Sql[] = [
  sql`create temp table ledger_part as select ''::varchar as project_id limit 0`,
  ...ledgerTables.flatMap(({ name, rows }, place) => [
    ...(place === 1 ? gathering : []),
    sql`create table ${named(name)} as select * from (${rows}) limit 0`,
  ]),
  ...['ledger_part', 'ledger_together', 'ledger_pair'].map((name) => sql`drop table ${named(name)}`),
  ...ledgerRollups.map(
    ({ name, of, grain, sums }) => sql`create table ${named(name)} as
      select hash(${listOf(grain)}) as grain, ${listOf(grain)}, ${sums} from ${named(of)} group by all limit 0`,
  ),
  sql`create table ledger_document (signature ubigint, project_id varchar)`,
]

/** Projects whose ledgers are made at once: few enough to be held in memory. */
const slice = 60_000

/** The statements that find out of which projects a document changed, or a report beside them, into `ledger_due`. */
export const ledgersChanged = (reportsChanged: Sql): readonly Sql[] => [
  sql`create or replace temp table ledger_fresh as
    select document, hash(document, batch) as signature
    from (select distinct document from fund_flow) join document d on d.id = document and d.status = 'loaded'`,
  sql`create or replace temp table ledger_due as
    select project_id, (row_number() over () - 1) // ${slice} as slice from (
      select project_id from fund_flow where document in (
        select document from ledger_fresh where signature not in (select signature from ledger_document))
      union
      select project_id from ledger_document where signature not in (select signature from ledger_fresh)
      union
      select project_id from (${reportsChanged}) changed
      where project_id in (select project_id from ledger_year))`,
]

/** How many they are, and into how many slices they fall. */
export const ledgerSlices = sql`
  select coalesce(max(slice) + 1, 0)::integer as n, count(*)::integer as projects from ledger_due`

const isDue = sql`project_id in (select project_id from ledger_due)`

/** The cells that rows of those projects lie in, of which there are few. */
const cells = (of: string): Sql => sql`
  select distinct year, district, district_name, sector ${of === 'ledger_source' ? sql`, source` : sql``}
  from ${named(of)} where ${isDue}`
const summed = ['ledger_year', 'ledger_source'] as const

/** The statements that take away what is kept of those projects. */
export const forgettingLedgers: readonly Step[] = [
  ...summed.map((of) => sql`create or replace temp table touched_${named(of)} as ${cells(of)}`),
  {
    any: sql`from touched_ledger_source limit 1`,
    run: [...ledgerTables.map(({ name }) => name), 'ledger_document'].map(
      (name) => sql`delete from ${named(name)} where ${isDue}`,
    ),
  },
]

/** The statements that make a slice of it anew. */
export const makingLedgers = (place: number): readonly Sql[] => [
  sql`create or replace temp table ledger_part as
    select project_id from ledger_due where slice = cast(${place} as integer)`,
  ...ledgerTables.flatMap(({ name, rows }, place) => [
    ...(place === 1 ? gathering : []),
    sql`insert into ${named(name)} by name ${rows}`,
  ]),
  sql`insert into ledger_document
    select distinct ${signature}, project_id from ${booked}
    where project_id in (select project_id from ledger_part)`,
]

/** The statements that sum anew what was touched. */
export const summingLedgers: readonly Sql[] = [
  ...summed.map((of) => sql`insert into touched_${named(of)} ${cells(of)}`),
  ...ledgerRollups.flatMap(({ name, of, grain, sums }) => {
    const key = sql`hash(${listOf(grain)})`
    return [
      sql`create or replace temp table touched as select distinct ${key} as grain from touched_${named(of)}`,
      sql`delete from ${named(name)} where grain in (select grain from touched)`,
      sql`insert into ${named(name)} by name
        select ${key} as grain, ${listOf(grain)}, ${sums} from ${named(of)}
        where ${key} in (select grain from touched) group by ${listOf(grain)} order by ${listOf(grain)}`,
    ]
  }),
  ...summed.map((of) => sql`drop table touched_${named(of)}`),
]
