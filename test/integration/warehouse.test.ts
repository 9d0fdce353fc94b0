import { appendFile, chmod, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { portfolio } from '#app/queries/portfolio.ts'
import { ask, generationInUse, NothingLoaded } from '#app/warehouse/ask.server.ts'
import { openReadOnly } from '#app/warehouse/duckdb.server.ts'
import { currentManifest, foldersOf } from '#app/warehouse/generations.server.ts'
import { viewNames } from '#app/warehouse/schema.ts'
import { load } from '#test/load.ts'
import { rowsIn, temporaryFolder } from '#test/support.ts'

const realCase = 'data/sample/长安区-2019-中小企业网上服务经费-自评报告.txt'

const settled = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('before anything is loaded the door says so', async () => {
  await expect(ask(portfolio, undefined, await temporaryFolder())).rejects.toBeInstanceOf(NothingLoaded)
})

test('readers move on to a new generation by themselves', async () => {
  const dataDir = await temporaryFolder()
  await load(dataDir, realCase)
  expect(await ask(portfolio, undefined, dataDir)).toEqual([{ sample: false, evaluations: 1 }])
  await load(dataDir, 'data/sample/2018/临澜区')
  await settled(600)
  const [now] = await ask(portfolio, undefined, dataDir)
  expect(now?.sample).toBe(true)
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

test.each(viewNames)('%s answers to any client of the newest generation', async (view) => {
  const dataDir = await temporaryFolder()
  await load(dataDir, realCase)
  const rows = await rowsIn(dataDir, { text: `select * from ${view}`, values: [] })
  expect(rows.length).toBeGreaterThanOrEqual(0)
})

test.each([
  'create table t (a integer)',
  'delete from document',
  "copy document to '/tmp/yardstick-stolen.csv'",
  "select * from read_csv('/etc/passwd')",
  "select * from read_text('/etc/passwd')",
  "attach '/tmp/yardstick-other.duckdb'",
  'install httpfs',
  'load httpfs',
  "set memory_limit = '10GB'",
  'set enable_external_access = true',
  "export database '/tmp/yardstick-stolen'",
])('a served generation refuses: %s', async (statement) => {
  const dataDir = await temporaryFolder()
  await load(dataDir, realCase)
  const manifest = await currentManifest(dataDir)
  const instance = await openReadOnly(
    path.join(foldersOf(dataDir).generations, manifest?.file ?? ''),
    await temporaryFolder(),
  )
  const connection = await instance.connect()
  await expect(connection.run(statement)).rejects.toThrow()
  connection.closeSync()
  instance.closeSync()
})
