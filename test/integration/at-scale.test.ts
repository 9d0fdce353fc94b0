import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Connection, createSchema, keep, openAside, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { publishGeneration } from '#app/warehouse/generations.server.ts'
import { tables } from '#app/warehouse/schema.ts'
import { fillAtScale } from '#data/portfolio/at-scale.ts'
import { loadReference } from '#ingest/load.ts'
import { readReference } from '#ingest/reference.ts'

const rows = 30_000
let connection: Connection

async function filled(seed: number) {
  const made = await (await openAside()).connect()
  await createSchema(made)
  await loadReference(made, readReference())
  await fillAtScale(made, { rows, seed })
  await keep(made)
  return made
}

const one = async (text: string, of = connection) => (await rowsOf(of, { text, values: [] }))[0] ?? {}

beforeAll(async () => {
  connection = await filled(1)
})
afterAll(() => connection.closeSync())

test('about as many indicators are made as were asked for, each of an evaluation in a document', async () => {
  const { n } = await one('select count(*)::integer as n from indicator')
  expect(Number(n)).toBeGreaterThan(0.9 * rows)
  expect(Number(n)).toBeLessThan(1.1 * rows)
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'yardstick-at-scale-'))
  const manifest = await publishGeneration(dataDir, 'empty', async (build) => {
    await loadReference(build, readReference())
    await fillAtScale(build, { rows: 2000, seed: 1 })
  })
  expect(manifest.rows.indicator).toBeGreaterThan(1000)
  rmSync(dataDir, { recursive: true, force: true })
})

test('the same seed gives the same figures, another seed others', async () => {
  const digest = (of: Connection) =>
    Promise.all(
      Object.keys(tables).map((table) => one(`select sum(hash(t))::varchar as h from ${table} t`, of)),
    )
  const [first, again, other] = [
    await digest(connection),
    await digest(await filled(1)),
    await digest(await filled(2)),
  ]
  expect(again).toEqual(first)
  expect(other).not.toEqual(first)
})

test('it is like life: skewed units, shared programmes, missing figures, every measure', async () => {
  const { skew } = await one('select avg(spent)::double / median(spent)::double as skew from v_evaluation')
  expect(skew).toBeGreaterThan(1.3)
  const { shared, own } = await one(
    `select (count(*) filter (where n >= 8))::integer as shared, (count(*) filter (where n = 1))::integer as own
    from (select programme, count(distinct district) as n from v_evaluation group by programme)`,
  )
  expect(shared).toBeGreaterThan(5)
  expect(own).toBeGreaterThan(50)
  const { unspent, untotalled, unmeasured } = await one(
    `select (count(*) filter (where spent is null))::integer as unspent,
      (count(*) filter (where total is null))::integer as untotalled,
      (select count(*) from v_indicator where actual_kind = 'empty')::integer as unmeasured from v_evaluation`,
  )
  expect(unspent).toBeGreaterThan(0)
  expect(untotalled).toBeGreaterThan(0)
  expect(unmeasured).toBeGreaterThan(0)
  for (const view of [
    'v_unit_cost where implied is not null',
    'v_satisfaction',
    'v_fund_flow',
    'v_finding',
    'v_level_score',
    'v_remark',
  ])
    expect((await one(`select count(*)::integer as n from ${view}`)).n).toBeGreaterThan(0)
})
