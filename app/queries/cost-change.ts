import { z } from 'zod'
import { decimal, rounded } from '#app/warehouse/dialect.ts'
import { partsBy } from '#app/warehouse/rollups.ts'
import { join, named, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { costMoney, isMeasured, type Measured, measureCostsOfAllYears } from './cost-measure.ts'
import { allYears, askedOf, type Filters, projectColumns, where } from './filters.ts'
import { most } from './list-lengths.ts'
import { atMostListed, isListed } from './listing.ts'
import { pricesOf, pricesYear, programmeSpending } from './prices.ts'
import { placed } from './shown-places.ts'

/** The years in which the programme spent; kept sums tell them unless it is asked for what they do not tell apart. */
function yearsSpent(filters: Filters & Measured): Sql {
  const scope = allYears(filters)
  const isOfMeasure = isMeasured(filters)
  const kept = partsBy([...new Set(['year', 'programme', ...askedOf(scope)])])
  return kept.rollups && pricesOf(filters) === null
    ? sql`select distinct year from ${kept} ${where(scope, projectColumns, [isOfMeasure, sql`spent_n > 0`])}`
    : sql`select distinct year from (${programmeSpending(filters)}) ${where(scope, projectColumns, [
        isOfMeasure,
        sql`year is not null`,
        sql`spent is not null`,
      ])}`
}

/**
 * The first and the last of the years asked for; a single year is held against the one before it; where none is
 * asked for, the two newest in which the programme spent.
 */
function pair(filters: Filters & Measured): Sql {
  const { year } = filters
  if (year.length === 0)
    return sql`
      select min(year)::integer as year_before, max(year)::integer as year_after
      from (${newestSpent(filters)}) having count(*) = 2`
  const [first, last] = endsOf(year)
  return sql`select ${first}::integer as year_before, ${last}::integer as year_after`
}

const newestSpent = (filters: Filters & Measured): Sql =>
  sql`select year from (${yearsSpent(filters)}) order by year desc limit 2`

function endsOf(years: readonly number[]) {
  const [first, last] = [Math.min(...years), Math.max(...years)]
  return [years.length === 1 ? last - 1 : first, last] as const
}

/** Rows of other years are passed over before anything is read of them. */
function isOfPair(filters: Filters & Measured): Sql {
  if (filters.year.length === 0) return sql`year in (${newestSpent(filters)})`
  const [first, last] = endsOf(filters.year)
  return sql`year in (cast(${first} as integer), cast(${last} as integer))`
}

/** What is told of a project beside its figures, and how one of its year's reports says it. */
const told = {
  project: sql`any_value(project)`,
  unit: sql`any_value(r.unit)`,
  district: sql`min(r.district)`,
  district_name: sql`min(r.district_name)`,
} as const
type Told = keyof typeof told

/**
 * Each project of the programme once, with what it spent and whom it served in two years, and what its change in
 * spending comes from. Volume: what more or fewer served would have cost at the earlier unit cost. Price: the
 * rest, the change in unit cost times those served in the later year. A project that spent in one of the years
 * alone enters or leaves; one whose unit cost is not known in both stays unsplit. Money is whole fen, so that the
 * parts of any number of projects add up to their change exactly. No more is looked up of each than is told.
 */
const changes = (filters: Filters & Measured, telling: readonly Told[]): Sql => sql`
  ${measureCostsOfAllYears(filters)}, ${costMoney},
  pair as (${pair(filters)}),
  reported as (
    select * from (${programmeSpending(filters)})
    ${where(allYears(filters), projectColumns, [isMeasured(filters), isOfPair(filters)])}),
  side as (
    select project_id, ${join(
      telling.map((column) => sql`${told[column]} as ${named(column)}, `),
      '',
    )} r.year, sum(r.spent) as spent, case when count(served) = count(*) then sum(served) end as served
    from (select * from reported where spent is not null) r left join money on money.evaluation = r.id
    group by project_id, r.year),
  compared as (
    select year_before, year_after, coalesce(b.project_id, a.project_id) as project_id, ${join(
      telling.map((column) => sql`coalesce(a.${named(column)}, b.${named(column)}) as ${named(column)}, `),
      '',
    )}
      b.spent as before, a.spent as after, b.served as served_before, a.served as served_after,
      ${decimal(sql`${rounded(sql`(b.spent * 100)::double * ((a.served - b.served)::double / b.served::double)`, 0)} / 100`, 2)} as volume
    from (select * from side join pair on year = year_before) b
    full join (select * from side join pair on year = year_after) a using (project_id, year_before, year_after)),
  change as materialized (
    select *, after - before - volume as price,
      case when before is null then after end as entered,
      case when after is null then -before end as departed,
      case when volume is null then after - before end as unsplit
    from compared)`

const Part = z.enum(['before', 'volume', 'price', 'entered', 'departed', 'unsplit', 'after'])
export type Part = z.infer<typeof Part>

const spanned = { yearBefore: z.number(), yearAfter: z.number(), prices: z.number().nullable() }

const CostChange = z.object({
  ...spanned,
  part: Part,
  /** Yuan: what was spent, or what the part added to it. */
  amount: z.number(),
  /** Where the part begins and ends when they are set one upon another; yuan. */
  low: z.number(),
  high: z.number(),
  /** How many projects it is of. */
  n: z.number(),
})
export type CostChange = z.infer<typeof CostChange>

/** What is told of the change, as a statement begins with what it rests on and ends with its rows. */
interface Telling {
  telling: readonly Told[]
  /** What follows {@link changes}. */
  steps: Sql
  columns: Sql
  from: Sql
  order: Sql
}

const inParts = (filters: Filters & Measured): Telling => ({
  telling: [],
  steps: sql`
    part as (
      select 1 as place, 'before' as part, coalesce(sum(before), 0) as amount, count(before) as n from change
      union all select 2, 'volume', coalesce(sum(volume), 0), count(volume) from change
      union all select 3, 'price', coalesce(sum(price), 0), count(price) from change
      union all select 4, 'entered', coalesce(sum(entered), 0), count(entered) from change
      union all select 5, 'departed', coalesce(sum(departed), 0), count(departed) from change
      union all select 6, 'unsplit', coalesce(sum(unsplit), 0), count(unsplit) from change
      union all select 7, 'after', coalesce(sum(after), 0), count(after) from change),
    level as (
      select *, case when part = 'after' then amount else sum(amount) over (order by place) end as reached from part)`,
  columns: sql`year_before as "yearBefore", year_after as "yearAfter", ${pricesYear(filters)} as prices, part,
      amount::double as amount, n::integer as n,
      case when part in ('before', 'after') then 0 else least(reached, reached - amount) end::double as low,
      case when part in ('before', 'after') then amount else greatest(reached, reached - amount) end::double as high`,
  from: sql`level, pair where exists (select 1 from change)`,
  order: sql`place`,
})

/** What the programme spent in one year, what that changed by and why, and what it spent in the other. */
export const costChange = {
  name: 'cost-change',
  row: CostChange,
  sql: (filters: Filters & Measured) => alone(filters, inParts(filters)),
} satisfies Query<Filters & Measured, CostChange>

function alone(filters: Filters & Measured, { telling, steps, columns, from, order }: Telling): Sql {
  return sql`with ${changes(filters, telling)}, ${steps} select ${columns} from ${from} order by ${order}`
}

const parts = {
  before: z.number().nullable(),
  volume: z.number().nullable(),
  price: z.number().nullable(),
  entered: z.number().nullable(),
  departed: z.number().nullable(),
  unsplit: z.number().nullable(),
  after: z.number().nullable(),
  change: z.number(),
}

const CostChangeByDistrict = z.object({
  ...spanned,
  ...parts,
  /** True for all districts together. */
  all: z.boolean(),
  district: z.string().nullable(),
  districtName: z.string().nullable(),
  /** Projects: those in both years whose change is split, those that entered, left, or could not be split. */
  splitN: z.number(),
  enteredN: z.number(),
  departedN: z.number(),
  unsplitN: z.number(),
  /** Reports of the two years that state no spending, or none in these prices. */
  unknownN: z.number(),
})
export type CostChangeByDistrict = z.infer<typeof CostChangeByDistrict>

const summed = sql`
  sum(before)::double as before, sum(volume)::double as volume, sum(price)::double as price,
  sum(entered)::double as entered, sum(departed)::double as departed, sum(unsplit)::double as unsplit,
  sum(after)::double as after, (coalesce(sum(after), 0) - coalesce(sum(before), 0))::double as change,
  count(volume)::integer as "splitN", count(entered)::integer as "enteredN",
  count(departed)::integer as "departedN", count(unsplit)::integer as "unsplitN"`

const byPlace = (filters: Filters & Measured): Telling => ({
  telling: ['district', 'district_name'],
  steps: sql`
    unknown as (
      select district, district_name from ${placed(sql`select * from reported where spent is null`, filters)}, pair
      where year in (year_before, year_after)),
    change_placed as (select * from ${placed(sql`select * from change`, filters)}),
    told as (
    select year_before as "yearBefore", year_after as "yearAfter", ${pricesYear(filters)} as prices, true as "all",
      null as district, null as "districtName", ${summed}, (select count(*)::integer from unknown) as "unknownN", 0 as place
    from change_placed group by year_before, year_after
    union all
    select year_before, year_after, ${pricesYear(filters)}, false, district, district_name, ${summed},
      coalesce((select count(*) from unknown
        where unknown.district is not distinct from change_placed.district
          and unknown.district_name is not distinct from change_placed.district_name), 0)::integer, 1
    from change_placed group by year_before, year_after, district, district_name)`,
  columns: sql`*`,
  from: sql`told`,
  order: sql`place, district nulls last`,
})

/** The same for all districts together, then each. */
export const costChangeByDistrict = {
  name: 'cost-change-by-district',
  row: CostChangeByDistrict,
  sql: (filters: Filters & Measured) => alone(filters, byPlace(filters)),
} satisfies Query<Filters & Measured, CostChangeByDistrict>

const CostChangeCase = z.object({
  ...spanned,
  ...parts,
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  per: z.string(),
  servedBefore: z.number().nullable(),
  servedAfter: z.number().nullable(),
  /** Yuan each served, by the money. */
  costBefore: z.number().nullable(),
  costAfter: z.number().nullable(),
})
export type CostChangeCase = z.infer<typeof CostChangeCase>

const widest = sql`abs(coalesce(after, 0) - coalesce(before, 0)) desc, project_id`

const byProject = (filters: Filters & Measured): Telling => ({
  telling: ['project', 'unit', 'district_name'],
  steps: sql`
    first as (select * from change order by ${widest} limit cast(${most.changes} as integer))`,
  columns: sql`year_before as "yearBefore", year_after as "yearAfter", ${pricesYear(filters)} as prices,
      project_id as "projectId", project, unit, district_name as "districtName", (select per from measure) as per,
      before::double as before, after::double as after, volume::double as volume, price::double as price,
      entered::double as entered, departed::double as departed, unsplit::double as unsplit,
      (coalesce(after, 0) - coalesce(before, 0))::double as change, served_before::double as "servedBefore",
      served_after::double as "servedAfter", before::double / served_before as "costBefore",
      after::double / served_after as "costAfter"`,
  from: sql`first`,
  order: widest,
})

/** The projects that the change is of, the widest first; at most 200. */
export const costChangeCases = {
  name: 'cost-change-cases',
  row: CostChangeCase,
  sql: (filters: Filters & Measured) => alone(filters, byProject(filters)),
} satisfies Query<Filters & Measured, CostChangeCase>

const CostChanges = z.discriminatedUnion('of', [
  CostChange.extend({ of: z.literal('part') }),
  CostChangeByDistrict.extend({ of: z.literal('place') }),
  CostChangeCase.extend({ of: z.literal('project') }),
])
export type CostChanges = z.infer<typeof CostChanges>

/** The three together: what a page shows of the change is gathered once. */
export const costChanges = {
  name: 'cost-changes',
  row: CostChanges,
  sql: (filters: Filters & Measured) => {
    const kinds = [
      { of: 'part', names: Object.keys(CostChange.shape), ...inParts(filters) },
      { of: 'place', names: Object.keys(CostChangeByDistrict.shape), ...byPlace(filters) },
      { of: 'project', names: Object.keys(CostChangeCase.shape), ...byProject(filters) },
    ]
    const every = [...new Set(kinds.flatMap(({ names }) => names))]
    const telling = [...new Set(kinds.flatMap(({ telling }) => telling))]
    const numbered = kinds.map(({ of, names, columns, from, order }) => {
      const all = every.map((name) => named(`${names.includes(name) ? '' : 'null as '}"${name}"`))
      return sql`select ${of} as "of", nth, ${join(all, ', ')}
        from (select row_number() over (order by ${order}) as nth, ${columns} from ${from}) numbered`
    })
    return sql`with ${changes(filters, telling)}, ${join(
      kinds.map(({ steps }) => steps),
      ', ',
    )} select * from (${join(numbered, ' union all ')}) every order by "of", nth`
  },
} satisfies Query<Filters & Measured, CostChanges>

/** The rows of each of the three. */
export const changesApart = (
  rows: readonly CostChanges[],
): {
  change: readonly CostChange[]
  byDistrict: readonly CostChangeByDistrict[]
  changeCases: readonly CostChangeCase[]
} => ({
  change: rows.flatMap((row) => (row.of === 'part' ? [CostChange.parse(row)] : [])),
  byDistrict: rows.flatMap((row) => (row.of === 'place' ? [CostChangeByDistrict.parse(row)] : [])),
  changeCases: rows.flatMap((row) => (row.of === 'project' ? [CostChangeCase.parse(row)] : [])),
})

const CostChangeProject = z.object({
  /** As the cube of unit costs numbers it, in the order of ids. */
  number: z.number(),
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  year: z.number(),
})
export type CostChangeProject = z.infer<typeof CostChangeProject>

/** What projects that state unit costs were called in the years in which they spent. */
export const costChangeProjects = {
  name: 'cost-change-projects',
  row: CostChangeProject,
  sql: () => sql`
    with numbered as (
      select *, dense_rank() over (order by project_id) as number from v_evaluation
      where kind = 'selfEvaluation' and programme in (
        select programme from v_unit_cost where kind = 'selfEvaluation'))
    select number::integer as number, project_id as "projectId", any_value(project) as project, any_value(unit) as unit, year
    from numbered where year is not null and spent is not null and ${isListed}
    group by number, project_id, year order by number, year ${atMostListed}`,
} satisfies Query<unknown, CostChangeProject>
