import { type Connection, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { type Sql, sql } from '#app/warehouse/sql.ts'

/** Takes what was read from a document out of a build, so that it can be read anew; gives whether there was anything. */
export async function forget(connection: Connection, document: string): Promise<boolean> {
  const held = await rowsOf(
    connection,
    sql`select 1 from evaluation where document = ${document} union all select 1 from fund_flow where document = ${document}`,
  )
  const own = sql`(select id from evaluation where document = ${document})`
  const statements: readonly Sql[] = [
    // What it took the place of counts again, until it is read anew.
    sql`update document set status = 'loaded' where status = 'superseded'
      and id in (select document from evaluation where superseded_by = ${document})`,
    sql`update evaluation set superseded_by = null where superseded_by = ${document}`,
    sql`delete from indicator where evaluation in ${own}`,
    sql`delete from unit_cost where evaluation in ${own}`,
    sql`delete from satisfaction where evaluation in ${own}`,
    sql`delete from record where evaluation in ${own}`,
    sql`delete from finding where evaluation in ${own}`,
    sql`delete from recomputed where evaluation in ${own}`,
    sql`delete from level_score where evaluation in ${own}`,
    sql`delete from remark where evaluation in ${own}`,
    sql`delete from fund_flow where document = ${document}`,
    sql`delete from problem where document = ${document}`,
    sql`delete from evaluation where document = ${document}`,
    sql`delete from document where id = ${document}`,
  ]
  await connection.run('begin')
  for (const statement of statements) await rowsOf(connection, statement)
  await connection.run('commit')
  return held.length > 0
}
