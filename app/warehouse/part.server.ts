import path from 'node:path'
import { z } from 'zod'
import { prefixOf } from '#app/domain/district.ts'
import type { Part, Scope } from '#app/domain/scope.ts'
import { createSchema, keep, openForBuilding, run } from './duckdb.server.ts'
import { type TableName, tables } from './schema.ts'
import { join, named, type Query, type Sql, sql } from './sql.ts'

/** Rules that compare reports of one programme, or of one project: their sentences tell of other reports. */
export const comparingRules = {
  programme_group: ['unit-cost-outlier', 'late', 'copied'],
  project_group: ['duplicate', 'lowered-target', 'jump'],
} as const

/**
 * Writes a part of a generation into a folder as a file, and a warehouse, of its own. What was read in common is taken
 * in only where all of it lies within.
 */
export async function writePart(file: string, part: Part, folder: string): Promise<string> {
  const target = path.join(folder, 'part.duckdb')
  const building = await openForBuilding(target, file)
  const connection = await building.connect()
  await connection.run(`attach '${file.replaceAll("'", "''")}' as whole (read_only)`)
  await createSchema(connection)
  const whole = named('whole')
  for (const [name, rows] of Object.entries(rowsOf(part, whole)))
    await run(connection, sql`insert into ${named(name)} by name ${rows}`)
  await run(connection, sql`create table held_in_common as ${readInCommon(whole)}`)
  await keep(connection)
  await connection.run('detach whole')
  await keep(connection)
  connection.closeSync()
  building.closeSync()
  return target
}

/** The rows of some tables in few figures: the same for the same rows, in whatever order. */
const digestOf = (names: readonly string[]): Sql =>
  join(
    names.map(
      (name) => sql`select ${name} as name, count(*)::varchar as n, bit_xor(hash(t))::varchar as one,
        sum(hash(t)::hugeint)::varchar as other from ${named(name)} t`,
    ),
    ' union all ',
  )

const inPart = [...Object.keys(tables), 'held_in_common']

/** What a written part holds, in few figures. */
export const partDigest: Sql = sql`${digestOf(inPart)} order by name`

/** What a part would hold if it were written of the generation that is asked, in the same figures. */
export function digestWithin(part: Part): Sql {
  const whole = named('main')
  const rows = [...Object.entries(rowsOf(part, whole)), ['held_in_common', readInCommon(whole)] as const]
  return sql`with ${join(
    rows.map(([name, its]) => sql`${named(name)} as materialized (${its})`),
    ', ',
  )} ${digestOf(inPart)} order by name`
}

/** Which rows of each table a part has, in an order in which the later ones may look at the earlier. */
function rowsOf(part: Part, whole: Sql): Record<TableName, Sql> {
  const all = (name: TableName) => sql`from ${whole}.${named(name)}`
  const ofReports = (name: TableName): Sql =>
    sql`${all(name)} where evaluation in (select id from evaluation)`
  return {
    evaluation: sql`${all('evaluation')} where ${within(part)}`,
    fund_flow: sql`${all('fund_flow')} where ${within(part)}`,
    document: sql`${all('document')} where id in (select document from evaluation union select document from fund_flow)`,
    district: sql`${all('district')} where ${inDistricts(sql`code`, part)}`,
    indicator: ofReports('indicator'),
    unit_cost: ofReports('unit_cost'),
    satisfaction: ofReports('satisfaction'),
    recomputed: ofReports('recomputed'),
    remark: ofReports('remark'),
    record: ofReports('record'),
    level_score: ofReports('level_score'),
    follow_up: sql`${ofReports('follow_up')}
      and (later_evaluation is null or later_evaluation in (select id from evaluation))`,
    finding: sql`${ofReports('finding')} and not (${comparesBeyond(whole)})`,
    first_seen: sql`${all('first_seen')} where id in (select id from document union all select id from finding)`,
    problem: sql`${all('problem')} where document in (select id from document) and document not in (${readInCommon(whole)})`,
    price_index: all('price_index'),
    rule_set: all('rule_set'),
    audited: all('audited'),
  }
}

const inDistricts = (column: Sql, { districts }: Part): Sql =>
  districts.length === 0
    ? sql`false`
    : sql`(${join(
        districts.map((code) => sql`starts_with(${column}, ${prefixOf(code)})`),
        ' or ',
      )})`

/** What names no district lies in no part. */
const within = (part: Part): Sql =>
  sql`${inDistricts(sql`coalesce(district, '')`, part)} and ${part.unit === null ? sql`true` : sql`coalesce(unit, '') = ${part.unit}`}`

/** Documents of which something lies within, and something without. */
const readInCommon = (whole: Sql) => sql`select id as document from document where id in (
  select document from ${whole}.evaluation where id not in (select id from evaluation)
  union
  select document from (
    select document, count(*) as n from ${whole}.fund_flow group by document
    except select document, count(*) as n from fund_flow group by document))`

/** Findings of rules that compared a report with others, of which one lies without. */
const comparesBeyond = (whole: Sql) =>
  join(
    Object.entries(comparingRules).map(
      ([group, rules]) => sql`rule in (${join(
        rules.map((rule) => sql`${rule}`),
        ', ',
      )}) and evaluation in (
      select r.evaluation from ${whole}.record r where r.${named(group)} is null or r.${named(group)} in (
        select o.${named(group)} from ${whole}.record o where o.evaluation not in (select id from evaluation) and o.${named(group)} is not null))`,
    ),
    ' or ',
  )

/** Whether a document may be opened by those who see a scope: all that was read from it lies within. */
export const opened = (scope: Scope) =>
  ({
    name: 'opened',
    row: z.object({ id: z.string() }),
    sql: (id: string) => sql`select id from document where id = ${id}
      and ${scope === 'everything' ? sql`true` : sql`id not in (select document from held_in_common)`}`,
  }) satisfies Query<string, { id: string }>
