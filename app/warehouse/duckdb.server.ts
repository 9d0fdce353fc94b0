import { stat } from 'node:fs/promises'
import {
  BOOLEAN,
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBInstance,
  type DuckDBPreparedStatement,
  VARCHAR,
} from '@duckdb/node-api'
import { z } from 'zod'
import { scratchFolder } from '#app/scratch.ts'
import { beginning, comparing, ends, making, parting, preparing, slices } from './due-reports.ts'
import { type Bounds, inOrder, type Since, type Step, standing } from './due-rows.ts'
import { listingLedgers } from './first-listing.ts'
import { holding } from './held-documents.ts'
import { balancing, dropping, everyKept, keptBefore, keptDdl, missing, quoted, summing } from './keeping.ts'
import { forgettingLedgers, ledgerSlices, makingLedgers, summingLedgers } from './ledgers.ts'
import { type Row, type TableName, tableDdl, tables, viewDdl } from './schema.ts'
import { type Sql, sql } from './sql.ts'

export type Connection = DuckDBConnection

/** Extensions and their downloads are off: the product runs without a network. */
const sealed = {
  autoload_known_extensions: 'false',
  autoinstall_known_extensions: 'false',
  allow_community_extensions: 'false',
}

/** Up to which size of its file a generation's statements are over before a second thread is of use. */
const smallBytes = 64 * 1024 * 1024

/**
 * Opens a published generation: read-only, no files, no network, settings locked (order matters). Each statement runs on
 * a thread of its own: a page asks several at once, and a second thread takes half as much again of the processors.
 */
export async function openReadOnly(file: string, spillDir: string, threads: '1' | '2' = '1') {
  const instance = await DuckDBInstance.create(file, {
    ...sealed,
    access_mode: 'READ_ONLY',
    threads,
    memory_limit: '512MB',
    temp_directory: spillDir,
    enable_external_access: 'false',
  })
  const connection = await instance.connect()
  // The cap is ignored when given at open.
  await connection.run("set max_temp_directory_size = '1GB'")
  await connection.run("set global TimeZone = 'Asia/Shanghai'")
  // So many rows are fetched from where they stand; the engine's own fifty are fewer than a list shows.
  await connection.run('set global dynamic_or_filter_threshold = 2000')
  await connection.run('set lock_configuration = true')
  connection.closeSync()
  return instance
}

/**
 * A quarter of the engine's own: each column that a commit adds to is given a block, and a generation has thousands of
 * columns of a few rows.
 */
const blockBytes = 64 * 1024

/** How much a build logs before a checkpoint: each writes the last rows of every table again, all of a small one's. */
const checkpointFrom = '128MB'

/** How many threads are of use to statements that go one after another through a file of so many bytes. */
export const threadsFor = (bytes: number) => (bytes > smallBytes ? '2' : '1')

/**
 * Opens a private build file for writing, on one thread where what it is built from is small. A name is never used
 * twice, so no stale WAL can be replayed.
 */
export async function openForBuilding(file: string, base = file) {
  const { size } = await stat(base).catch(() => ({ size: 0 }))
  return DuckDBInstance.create(file, {
    ...sealed,
    threads: threadsFor(size),
    memory_limit: '512MB',
    storage_compatibility_version: 'v1.4.0',
    default_block_size: String(blockBytes),
    checkpoint_threshold: checkpointFrom,
  })
}

/**
 * Has a build's statements run on one thread of the engine for as long as other work goes on beside them: of two, the
 * one that finds no more to do goes round and round until the other has ended, on a processor that is wanted.
 */
export async function onOneThread<Result>(connection: Connection, work: () => Promise<Result>) {
  const [before] = await rowsOf(connection, sql`select current_setting('threads')::integer as threads`)
  await connection.run('set threads = 1')
  try {
    return await work()
  } finally {
    await connection.run(`set threads = ${Number(before?.threads)}`)
  }
}

/** Opens an empty engine in memory, for writing files that are not warehouses; what it spills goes into a folder of its own. */
export const openAside = async (spill?: string) =>
  DuckDBInstance.create(':memory:', {
    ...sealed,
    threads: '1',
    memory_limit: '256MB',
    temp_directory: spill ?? (await scratchFolder('aside')),
  })

/** Makes the tables and views of an empty warehouse. */
export async function createSchema(connection: Connection) {
  await connection.run('begin')
  await runTogether(connection, [...tableDdl, ...keptDdl.map(({ text }) => text)])
  await makeEmpty(connection, everyKept)
  await runTogether(connection, viewDdl)
  await connection.run('commit')
}

/**
 * Makes tables of what is kept again, without rows: to delete them all takes memory for each until they are committed.
 * Sums are of sixteen bytes, and the engine takes fifty times as long to unpack as to read them: they are laid down
 * open, but for those of each project's ledger, which are most and asked least.
 */
async function makeEmpty(connection: Connection, names: readonly string[]) {
  const laidOpen = sql`regexp_replace(sql, '(HUGEINT|DECIMAL\\(38,\\d+\\))(,|\\);)', '\\1 using compression uncompressed\\2', 'g')`
  const made = await rowsOf(
    connection,
    sql`select regexp_replace(case when table_name in ('ledger_source', 'ledger_year') then sql else ${laidOpen} end,
        '^CREATE TABLE', 'create or replace table') as statement
      from duckdb_tables()
      where database_name = current_database() and not temporary and table_name in (${quoted(names)})`,
  )
  await runTogether(
    connection,
    made.map(({ statement }) => String(statement)),
  )
}

/** How many rows each table has. */
export async function countRows(connection: Connection): Promise<Record<string, number>> {
  const counts = Object.keys(tables).map((table) => `(select count(*) from ${table})::integer as ${table}`)
  const [row] = await rowsOf(connection, { text: `select ${counts.join(', ')}`, values: [] })
  return z.record(z.string(), z.number()).parse(row)
}

const Place = z.object({ slice: z.number(), source: z.string(), first: z.number(), last: z.number() })

/** Reports that come and go from which on a second thread has more to do than to wait. */
const worthTwo = 10_000

const Kept = z.object({ held: z.number(), filled: z.array(z.string()) })

/** How many of the reports that are kept changed or went. */
async function countGone(connection: Connection): Promise<number> {
  const [row] = await rowsOf(connection, sql`select count(*)::integer as n from gone`)
  return Number(row?.n)
}

/**
 * Brings what is kept ready for pages up to what was written; what did not change is left alone. What may have changed
 * is looked for among all there is, unless that is known. Where most changed, as under other rules, all is made as at
 * first: to hold what it was beside what it is takes twice the memory.
 */
export async function keep(connection: Connection, since?: Since) {
  await connection.run('begin')
  const { held, filled } = Kept.parse((await rowsOf(connection, keptBefore))[0])
  if (held > 0) await runAll(connection, comparing(since))
  const isFirst = held === 0 || (await countGone(connection)) > held / 2
  if (isFirst && filled.length > 0) await makeEmpty(connection, filled)
  await runAll(connection, isFirst ? beginning : parting)
  const [reports] = await rowsOf(connection, slices)
  const areNew = !isFirst && since !== undefined && Number(reports?.first) >= (since.rows.evaluation ?? 0)
  const places = (await rowsOf(connection, standing(areNew ? since.rows : undefined))).map((row) =>
    Place.parse(row),
  )
  const ended = (await rowsOf(connection, ends)).map(
    ({ name, last }) => [String(name), Number(last)] as const,
  )
  const [came, gone] = [Number(reports?.came), Number(reports?.gone)]
  const made = { isFirst, held, came, gone, ends: new Map(ended), bounds: boundsOf(places) }
  await connection.run(`set threads = ${came + gone > worthTwo ? 2 : 1}`)
  for (let slice = 0; slice < Number(reports?.n); slice += 1) {
    await runAll(connection, preparing(slice, boundsOf(places.filter((place) => place.slice === slice))))
    const [due] = await rowsOf(connection, inOrder)
    await runAll(connection, making(due?.inOrder === true))
  }
  if (came + gone > 0) await runAll(connection, summing(made))
  await runAll(connection, holding(made))
  await runAll(connection, balancing(made))
  const [ledgers] = await rowsOf(connection, ledgerSlices)
  if (Number(ledgers?.n) > 0) await runAll(connection, forgettingLedgers)
  for (let place = 0; place < Number(ledgers?.n); place += 1) await runAll(connection, makingLedgers(place))
  if (Number(ledgers?.n) > 0)
    await runAll(connection, [...summingLedgers, ...listingLedgers(Number(ledgers?.projects))])
  await runAll(connection, missing(made))
  await runAll(connection, dropping(made))
  await connection.run('commit')
}

/** Runs statements in their order, those without values that follow each other at once. */
async function runAll(connection: Connection, steps: readonly Step[]) {
  let plain: string[] = []
  const flush = async () => {
    if (plain.length > 0) await runTogether(connection, plain)
    plain = []
  }
  for (const step of steps) {
    if ('text' in step && step.values.length === 0) {
      plain.push(step.text)
      continue
    }
    await flush()
    if ('text' in step) await run(connection, step)
    else if ((await rowsOf(connection, step.any)).length > 0) await runAll(connection, step.run)
  }
  await flush()
}

/** From where to where rows of each table stand in any of these places. */
function boundsOf(places: readonly z.infer<typeof Place>[]): Bounds {
  const bounds: Record<string, [number, number]> = {}
  for (const { source, first, last } of places) {
    const [low, high] = bounds[source] ?? [first, last]
    bounds[source] = [Math.min(low, first), Math.max(high, last)]
  }
  return bounds
}

/** Runs statements one after another that have no values, handed over at once. */
const runTogether = (connection: Connection, statements: readonly string[]) =>
  connection.run(statements.join(';\n'))

/** Runs one statement of which no rows are wanted. */
export const run = (connection: Connection, { text, values }: Sql) => connection.run(text, [...values])

/** Runs one statement with its values bound; rows come as plain objects. */
export async function rowsOf(connection: Connection, { text, values }: Sql) {
  const statement = await connection.prepare(text)
  try {
    return await rowsOfPrepared(statement, values)
  } finally {
    statement.destroySync()
  }
}

/** The same of one that is held, which may be run again with other values. */
export async function rowsOfPrepared(statement: DuckDBPreparedStatement, values: Sql['values']) {
  statement.bind(
    [...values],
    values.map((value) =>
      typeof value === 'number' ? DOUBLE : typeof value === 'boolean' ? BOOLEAN : VARCHAR,
    ),
  )
  const reader = await statement.runAndReadAll()
  return reader.getRowObjectsJS()
}

const day = 86_400_000

const appendText = (appender: DuckDBAppender, value: unknown) => appender.appendVarchar(String(value))
const appenders: Record<string, (appender: DuckDBAppender, value: unknown) => void> = {
  VARCHAR: appendText,
  INTEGER: (appender, value) => appender.appendInteger(Number(value)),
  DOUBLE: (appender, value) => appender.appendDouble(Number(value)),
  BOOLEAN: (appender, value) => appender.appendBoolean(value === true),
  DATE: (appender, value) => appender.appendDate(new DuckDBDateValue(Date.parse(String(value)) / day)),
  // As text, which the engine reads sooner than a decimal is made for it: whole fen have two places at most.
  'DECIMAL(18,2)': (appender, value) => appender.appendVarchar((Number(value) / 100).toFixed(2)),
}

/** Appends rows whose values stand in the order of the columns' types. */
export function appendRows(
  appender: DuckDBAppender,
  types: readonly string[],
  rows: readonly (readonly unknown[])[],
) {
  const writers = types.map((type) => appenders[type] ?? appendText)
  for (const row of rows) {
    writers.forEach((write, place) => {
      const value = row[place] ?? null
      if (value === null) appender.appendNull()
      else write(appender, value)
    })
    appender.endRow()
  }
  appender.closeSync()
}

/** Appends rows to a table, column by column as the schema has them. */
export async function append<Name extends TableName>(
  connection: Connection,
  name: Name,
  rows: readonly Row<Name>[],
) {
  await appendTo(connection, name, { columns: tables[name], rows })
}

/** Appends rows to any table, column by column as they are named. */
export async function appendTo(
  connection: Connection,
  name: string,
  { columns: named, rows }: { columns: Record<string, string>; rows: readonly object[] },
) {
  if (rows.length === 0) return
  const columns = Object.entries(named)
  const ordered = rows.map((row) => columns.map(([column]): unknown => Reflect.get(row, column)))
  const types = columns.map(([, type]) => type)
  appendRows(await connection.createAppender(name), types, ordered)
}
