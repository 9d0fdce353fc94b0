import { chmod, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { rules } from '#app/audit/index.ts'
import { prefixOf } from '#app/domain/district.ts'
import type { Part } from '#app/domain/scope.ts'
import { type Connection, keep, openForBuilding, rowsOf, run } from '#app/warehouse/duckdb.server.ts'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'
import { sealOf } from '#app/warehouse/seal.server.ts'
import { type Sql, sql } from '#app/warehouse/sql.ts'

/** A data folder whose generation holds a scope alone: a copy from which everything else was deleted, row by row. */
export async function holdAlone(whole: string, part: Part, alone: string) {
  const [from, to] = [foldersOf(whole), foldersOf(alone)]
  const manifest = await currentManifest(whole)
  if (manifest === null) throw new Error('nothing is loaded')
  await mkdir(to.generations, { recursive: true })
  for (const name of ['blobs', 'contents', 'mappings', 'uploads'] as const)
    await symlink(from[name], to[name]).catch(() => undefined)
  const file = path.join(to.generations, manifest.file)
  await copyFile(path.join(from.generations, manifest.file), file)
  await chmod(file, 0o644)
  const instance = await openForBuilding(file)
  const connection = await instance.connect()
  await deleteBeyond(connection, part)
  await keep(connection)
  await connection.run('checkpoint')
  connection.closeSync()
  instance.closeSync()
  await writeFile(to.pointer, JSON.stringify({ ...manifest, ...(await sealOf(file)) }))
}

const text = (words: string): Sql => ({ text: words, values: [] })
const list = (ids: Iterable<string>): Sql =>
  sql`(select unnest(string_split(${[...ids].join('\n')}, ${'\n'})))`

/** Decides row by row in JavaScript, by other means than the product's. */
async function deleteBeyond(connection: Connection, { districts, unit }: Part) {
  const isWithin = (row: Record<string, unknown>) =>
    districts.some((code) => String(row.district ?? '').startsWith(prefixOf(code))) &&
    (unit === null || row.unit === unit)
  const rowsIn = (words: string) => rowsOf(connection, text(words))
  const evaluations = await rowsIn(
    'select e.*, r.project_group, r.programme_group from evaluation e left join record r on r.evaluation = e.id',
  )
  const flows = await rowsIn('select rowid::varchar as id, * from fund_flow')
  const [inside, outside] = [evaluations.filter(isWithin), evaluations.filter((row) => !isWithin(row))]
  const ids = new Set(inside.map(({ id }) => String(id)))
  const documents = new Set([...inside, ...flows.filter(isWithin)].map(({ document }) => String(document)))
  const shared = new Set(
    [...outside, ...flows.filter((row) => !isWithin(row))].map(({ document }) => String(document)),
  )
  const groupsBeyond = (key: string) => new Set(outside.map((row) => row[key]))
  const beyond = { project: groupsBeyond('project_group'), programme: groupsBeyond('programme_group') }
  const byId = new Map(inside.map((row) => [row.id, row]))
  const findings = await rowsIn('select rowid::varchar as at, * from finding')
  const gone = findings.filter((finding) => {
    const report = byId.get(finding.evaluation)
    const scope = rules.find(({ id }) => id === finding.rule)?.scope ?? 'programme'
    if (report === undefined) return true
    if (scope === 'evaluation') return false
    const group = report[`${scope}_group`] ?? null
    return group === null || beyond[scope].has(group)
  })
  const keptFindings = findings.filter((finding) => !gone.includes(finding)).map(({ id }) => String(id))
  const wipe = (table: string, where: Sql) => run(connection, sql`delete from ${text(table)} where ${where}`)
  await wipe('finding', sql`rowid::varchar in ${list(gone.map(({ at }) => String(at)))}`)
  await wipe(
    'fund_flow',
    sql`rowid::varchar in ${list(flows.filter((row) => !isWithin(row)).map(({ id }) => String(id)))}`,
  )
  await wipe('follow_up', sql`later_evaluation is not null and later_evaluation not in ${list(ids)}`)
  for (const table of [
    'indicator',
    'unit_cost',
    'satisfaction',
    'recomputed',
    'remark',
    'record',
    'level_score',
    'follow_up',
  ])
    await wipe(table, sql`evaluation not in ${list(ids)}`)
  await wipe('evaluation', sql`id not in ${list(ids)}`)
  await wipe('problem', sql`document not in ${list(documents)} or document in ${list(shared)}`)
  await wipe('document', sql`id not in ${list(documents)}`)
  await wipe('first_seen', sql`id not in ${list([...documents, ...keptFindings])}`)
  const codes = (await rowsIn('select code from district')).map(({ code }) => String(code))
  const inReach = codes.filter((code) => districts.some((one) => code.startsWith(prefixOf(one))))
  await wipe('district', sql`code not in ${list(inReach)}`)
}
