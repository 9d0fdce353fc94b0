import { z } from 'zod'
import { normalName } from '#app/domain/names.ts'
import { type Connection, rowsOf, run } from '#app/warehouse/duckdb.server.ts'
import { sql } from '#app/warehouse/sql.ts'
import { ownersAmong } from './flows.ts'

const Stray = z.object({
  row: z.bigint(),
  document: z.string(),
  superseded: z.boolean(),
  project: z.string(),
  unit: z.string().nullable(),
  year: z.number(),
  code: z.string().nullable(),
  name: z.string().nullable(),
})
const Owner = Stray.omit({ row: true, document: true, superseded: true }).extend({
  id: z.string(),
  project: z.string().nullable(),
  year: z.number().nullable(),
})
const districtOf = ({ code, name }: { code: string | null; name: string | null }) =>
  name === null ? null : { code, name }

/**
 * The movements of ledgers that name their projects otherwise than the reports do, as without their unit, with
 * the evaluations that they belong to all the same; also those of ledgers that batches from `since` on replaced.
 */
export async function matchStrays(connection: Connection, since: number) {
  await run(
    connection,
    sql`create temp table stray (evaluation varchar, flow bigint, document varchar, superseded boolean)`,
  )
  const flows = await rowsOf(
    connection,
    sql`with unowned as (
        select project_id from (select distinct project_id from fund_flow) f
        anti join evaluation e on e.project_id = f.project_id)
      select f.rowid as row, f.document, l.status = 'superseded' as superseded, f.project, f.unit, f.year,
        f.district as code, f.district_name as name
      from fund_flow f join document l on l.id = f.document
      where f.project_id in (select project_id from unowned) and f.project is not null and f.year is not null
        and (l.status = 'loaded' or l.path in (select path from document where batch >= ${since}))`,
  )
  if (flows.length === 0) return
  const strays = flows.map((row) => Stray.parse(row))
  const owners = await ownersNamed(connection, new Set(strays.map(({ project }) => normalName(project))))
  const ownersOf = ownersAmong(owners.map((owner) => ({ ...owner, district: districtOf(owner) })))
  const matched = strays.flatMap(({ row: flow, document, superseded, ...moved }) => {
    return ownersOf({ ...moved, district: districtOf(moved) }).map(({ id }) => ({
      evaluation: id,
      flow: String(flow),
      document,
      superseded,
    }))
  })
  await run(
    connection,
    sql`insert into stray select unnest(from_json(${JSON.stringify(matched)},
      '[{"evaluation":"VARCHAR","flow":"BIGINT","document":"VARCHAR","superseded":"BOOLEAN"}]'), recursive := true)`,
  )
}

/** Evaluations by their project's name: of names there are fewer than of evaluations, which may be millions. */
async function ownersNamed(connection: Connection, names: ReadonlySet<string>) {
  const projects = await rowsOf(
    connection,
    sql`select distinct project from evaluation where project is not null`,
  )
  const written = projects.map(({ project }) => String(project)).filter((name) => names.has(normalName(name)))
  const owners = await rowsOf(
    connection,
    sql`select e.id, e.project, e.unit, e.year, e.district as code, e.district_name as name
      from evaluation e join document d on d.id = e.document
      where (e.superseded_by is null or d.status = 'loaded')
        and e.project in (select unnest(from_json(${JSON.stringify(written)}, '["VARCHAR"]')))`,
  )
  return owners.map((row) => Owner.parse(row))
}
