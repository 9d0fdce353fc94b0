import fc from 'fast-check'
import { expect, test } from 'vitest'
import { environment } from '#app/env.server.ts'
import { bound, clusterOf } from '#app/warehouse/clickhouse.server.ts'
import { tableStatements, typeOf } from '#app/warehouse/clickhouse-tables.ts'
import { begins, quantile } from '#app/warehouse/dialect.ts'
import { inClickHouse, join, spelled, sql } from '#app/warehouse/sql.ts'

const columns = [
  { name: 'evaluation', type: 'VARCHAR' },
  { name: 'district', type: 'VARCHAR' },
  { name: 'year', type: 'INTEGER' },
]

test('on a cluster rows lie replicated on the shard of their district, a partition for each year', () => {
  const [shard = '', whole = ''] = tableStatements({ database: 'y', cluster: 'main' }, 'v_finding', columns)
  expect(shard).toContain('on cluster main')
  expect(shard).toContain(
    'engine = ReplicatedMergeTree partition by coalesce(year, 0) order by (district, year',
  )
  expect(whole).toContain(
    "engine = Distributed(main, y, v_finding_shard, cityHash64(coalesce(toString(`district`), '')))",
  )
})

test('on one server a table is a plain one', () => {
  const [table = '', ...others] = tableStatements({ database: 'y', cluster: null }, 'v_finding', columns)
  expect(table).toContain('engine = MergeTree partition by')
  expect(others).toEqual([])
})

test('every type of a generation has its own there; a list is never null, its parts may be', () => {
  expect(typeOf('DECIMAL(18,2)')).toBe('Nullable(Decimal(18,2))')
  expect(typeOf('STRUCT("rule" VARCHAR, points DOUBLE)[]')).toBe(
    'Array(Tuple(rule Nullable(String), points Nullable(Float64)))',
  )
  expect(() => typeOf('MAP(VARCHAR, INTEGER)')).toThrow('no type here')
})

test('the setting names a server, and a cluster where there is one', () => {
  expect(clusterOf('https://reader:secret@ch.example:8443?cluster=main')).toEqual({
    url: 'https://reader:secret@ch.example:8443/',
    cluster: 'main',
  })
  expect(clusterOf('http://127.0.0.1:8123').cluster).toBeNull()
  for (const wrong of [
    'ch.example',
    'tcp://ch.example:9000',
    'https://ch.example?cluster=a;b',
    'https://ch.example?user=a',
  ])
    expect(() => environment({ NODE_ENV: 'test', YARDSTICK_CLICKHOUSE: wrong })).toThrow(
      'YARDSTICK_CLICKHOUSE',
    )
})

test('what users write reaches ClickHouse as a value, whatever it is, and never in the text', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.double({ noNaN: true }), (text, number) => {
      const { query, query_params } = bound(
        sql`select ${text}, ${number}, ${null} where ${begins(sql`x`, text)}`,
      )
      expect(query).toBe('select {v0:String}, {v1:Float64}, null where startsWith(x, {v3:String})')
      expect(query_params).toEqual({ v0: text, v1: number, v3: text })
    }),
  )
})

test('a fragment keeps both spellings and their values, wherever it is spliced in', () => {
  const both = spelled(sql`one(${1}, ${2})`, sql`other(${2})`)
  const spliced = join([sql`${both} + ${3}`, quantile(sql`z`, 0.25)], ', ')
  expect([spliced.text, spliced.values]).toEqual(['one(?, ?) + ?, quantile_cont(z, 0.25)', [1, 2, 3]])
  expect(inClickHouse(spliced)).toEqual({
    text: 'other(?) + ?, quantileExactInclusive(0.25)(z)',
    values: [2, 3],
  })
})
