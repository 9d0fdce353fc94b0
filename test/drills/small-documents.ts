import type { Connection } from '#app/warehouse/duckdb.server.ts'
import type { Row } from '#app/warehouse/schema.ts'

/** Three rows of documents that belong together: all are there or none. */
export const unitsOfThree = (number: number): Row<'document'>[] =>
  ['a', 'b', 'c'].map((letter) => ({
    id: `${number}${letter}`,
    name: `${number}${letter}`,
    path: `${number}${letter}`,
    format: 'csv',
    layout: null,
    layout_why: null,
    bytes: 1,
    sample: false,
    status: 'loaded',
    reason: null,
    detail: null,
    batch: number,
  }))

export async function together(connection: Connection, work: () => Promise<unknown>) {
  await connection.run('begin')
  await work()
  await connection.run('commit')
}
