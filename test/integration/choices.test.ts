import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { choices, choicesFound, placeName } from '#app/queries/choices.ts'
import { noFilters } from '#app/queries/filters.ts'
import { satisfactionByDistrict } from '#app/queries/satisfaction.ts'
import { type Connection, createSchema, keep, openAside, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { fillAtScale } from '#data/portfolio/at-scale.ts'
import { loadReference } from '#ingest/load.ts'
import { readReference } from '#ingest/reference.ts'

let connection: Connection

beforeAll(async () => {
  connection = await (await openAside()).connect()
  await createSchema(connection)
  await loadReference(connection, readReference())
  await fillAtScale(connection, { rows: 60_000, seed: 3 })
  await keep(connection)
})
afterAll(() => connection.closeSync())

async function ask<Params, Row>(query: Query<Params, Row>, params: Params) {
  return query.row.array().parse(await rowsOf(connection, query.sql(params)))
}

test('a page offers no more than some sixty values of a field, and says how many there are', async () => {
  const offered = await ask(choices, noFilters)
  for (const field of ['department', 'programme', 'district'] as const) {
    const some = offered.filter((choice) => choice.field === field)
    expect(some.length).toBeGreaterThan(20)
    expect(some.length).toBeLessThanOrEqual(60)
    expect(some[0]?.inAll).toBeGreaterThan(some.length)
  }
  const districts = offered.filter(({ field }) => field === 'district')
  expect(districts.every(({ value }) => value.endsWith('0000'))).toBe(true)
  expect(districts.reduce((sum, { n }) => sum + n, 0)).toBe(
    offered.filter(({ field }) => field === 'year').reduce((sum, { n }) => sum + n, 0),
  )
})

test('what is chosen is offered, with what lies in it', async () => {
  const [rare] = await ask(choicesFound, { field: 'programme', find: '市' })
  const offered = await ask(choices, { ...noFilters, district: ['130100'], programme: [rare?.value ?? ''] })
  const places = offered.filter(({ field }) => field === 'district').map(({ value }) => value)
  expect(places).toContain('130100')
  expect(places.filter((code) => code.startsWith('1301')).length).toBeGreaterThan(3)
  expect(offered.some(({ field, value }) => field === 'programme' && value === rare?.value)).toBe(true)
})

test('a district without reports is named where it is chosen, and counted as none', async () => {
  const without = sql`select code, name from district where level = 'district'
    and code not in (select value from choice where field = 'district') order by code limit 1`
  const [{ code, name } = {}] = z
    .array(z.object({ code: z.string(), name: z.string() }))
    .parse(await rowsOf(connection, without))
  const offered = await ask(choices, { ...noFilters, district: [code ?? ''] })
  expect(offered.find(({ field, value }) => field === 'district' && value === code)).toMatchObject({
    label: name,
    n: 0,
  })
})

test('a city without districts, whose code stands twice in the reference, counts once', async () => {
  const twice = await rowsOf(
    connection,
    sql`select r.district as code, count(*)::integer as n from report r
      where r.district in (select code from district group by code having count(*) > 1) group by r.district`,
  )
  expect(twice.length).toBeGreaterThan(0)
  for (const { code, n } of twice) {
    const filters = { ...noFilters, district: [String(code)] }
    const offered = await ask(choices, filters)
    expect(offered.find(({ field, value }) => field === 'district' && value === code)?.n).toBe(n)
    const placed = await ask(satisfactionByDistrict, filters)
    const [{ rates } = {}] = await rowsOf(
      connection,
      sql`select count(*)::integer as rates from report_rate where district = ${String(code)}`,
    )
    expect(placed.reduce((sum, row) => sum + row.n, 0)).toBe(rates)
  }
})

test('others are found by a part of their names, districts by their codes too', async () => {
  const found = await ask(choicesFound, { field: 'department', find: '民政' })
  expect(found.length).toBeGreaterThan(0)
  expect(found.every(({ label }) => label.includes('民政'))).toBe(true)
  expect((await ask(choicesFound, { field: 'district', find: '1301' }))[0]?.value).toBe('130100')
  expect(await ask(choicesFound, { field: 'programme', find: '没有这样的' })).toEqual([])
  expect(await ask(placeName, '130000')).toEqual([{ name: '河北省' }])
})

test('a place is named whose own units are chosen, though none of them reports', async () => {
  const city = await ask(choices, { ...noFilters, district: ['130100own', '130102own'] })
  const places = city.filter(({ value }) => value.endsWith('own'))
  expect(places.map(({ value, label }) => [value, label])).toEqual([
    ['130100own', '石家庄市本级'],
    ['130102own', '长安区本级'],
  ])
})
