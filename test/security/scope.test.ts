import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { rules } from '#app/audit/index.ts'
import type { Part, Scope } from '#app/domain/scope.ts'
import { askWithin } from '#app/warehouse/ask.server.ts'
import { comparingRules } from '#app/warehouse/part.server.ts'
import { tables } from '#app/warehouse/schema.ts'
import { loadOnce } from '#test/load.ts'
import { holdAlone } from './held-alone.ts'
import { compareAll, quickFolder } from './noninterference.ts'

const seed = Number(process.env.SEED ?? 20_240_615)

let root = ''
let whole = ''

beforeAll(async () => {
  root = await quickFolder('yardstick-scope-')
  whole = path.join(root, 'whole')
  await loadOnce(whole, ['data/sample'])
})
afterAll(() => rm(root, { recursive: true, force: true }))

const Rows = z.record(z.string(), z.unknown())
const rowsFor = (scope: Scope, dataDir: string, text: string) =>
  askWithin(scope, dataDir)({ name: 'test', row: Rows, sql: () => ({ text, values: [] }) }, undefined)

const parts: readonly Part[] = [
  { districts: ['990104'], unit: null },
  { districts: ['990102', '990109'], unit: null },
  { districts: ['990100'], unit: null },
  { districts: ['130000'], unit: null },
  { districts: ['990105'], unit: 'first' },
  { districts: ['990106'], unit: 'nobody' },
  { districts: ['110101'], unit: null },
  { districts: [], unit: null },
]

describe('a scope', () => {
  test.each(parts)('$districts $unit sees what a warehouse holds that never had the rest', async (named) => {
    const [first] = await rowsFor(
      'everything',
      whole,
      "select unit from evaluation where district = '990105' order by unit",
    )
    const part = named.unit === 'first' ? { ...named, unit: String(first?.unit) } : named
    const alone = path.join(root, JSON.stringify(part))
    await holdAlone(whole, part, alone)
    for (const table of Object.keys(tables)) {
      const text = `select * from ${table} order by all`
      const seen = await rowsFor(part, whole, text)
      expect([table, seen]).toEqual([table, await rowsFor('everything', alone, text)])
    }
    const held = await rowsFor(part, whole, 'select count(*)::integer as n from evaluation')
    expect(held[0]?.n === 0).toBe(
      ['nobody'].includes(part.unit ?? '') || ['', '110101'].includes(part.districts.join()),
    )
  })

  test('of no district holds no report, document or finding, nor does one by another name reach further', async () => {
    const nothing: Part = { districts: [], unit: null }
    for (const table of [
      'evaluation',
      'document',
      'finding',
      'fund_flow',
      'problem',
      'first_seen',
      'main.evaluation',
    ])
      expect(await rowsFor(nothing, whole, `select 1 from ${table}`)).toEqual([])
    const databases = await rowsFor(
      nothing,
      whole,
      'select database_name from duckdb_databases() where not internal',
    )
    expect(databases).toEqual([{ database_name: 'part' }])
    await expect(rowsFor(nothing, whole, "attach 'x.duckdb'")).rejects.toThrow()
  })

  test('answers none of its questions from what another scope was told', async () => {
    const text = 'select count(*)::integer as n from evaluation'
    const asked = parts.flatMap((part) => [rowsFor(part, whole, text), rowsFor('everything', whole, text)])
    const counts = (await Promise.all(asked)).map(([row]) => row?.n)
    for (const [at, part] of parts.entries())
      expect((await rowsFor(part, whole, text))[0]?.n).toBe(counts[2 * at])
    expect(new Set(counts).size).toBeGreaterThan(4)
  })
})

test('every route tells each role in each scope what it would tell where nothing else was loaded', async () => {
  const { cells, routes, statuses, differences } = await compareAll(whole, { cells: 2_000, seed })
  console.log(`seed ${seed}: ${cells} cells over ${routes.length} routes, ${JSON.stringify(statuses)}`)
  expect(differences).toEqual([])
  expect(cells).toBeGreaterThanOrEqual(2_000)
  expect(routes).toContain('projects/:id')
}, 600_000)

test('no route has a way to the warehouse but through its visitor', async () => {
  const routes = await readdir('app/routes')
  for (const name of [...routes.map((route) => `routes/${route}`), 'root.tsx']) {
    const text = await readFile(path.join('app', name), 'utf8')
    const imported = /import \{([^}]*)\} from '[^']*warehouse\/ask\.server\.ts'/.exec(text)?.[1] ?? ''
    // The health check tells nobody what it was answered.
    if (name !== 'routes/healthz.ts')
      expect([name, imported]).toEqual([name, expect.not.stringMatching(/\bask/)])
    if (text.includes('#app/warehouse/sql.ts') || /\bask\(/.test(text))
      expect(text).toMatch(/visitor(Of|IfKnown)\(request/)
  }
})

test('every rule that compares reports is known to compare them', () => {
  const of = (scope: string) => rules.filter((rule) => rule.scope === scope).map(({ id }) => id)
  expect([...comparingRules.programme_group].sort()).toEqual(of('programme').sort())
  expect([...comparingRules.project_group].sort()).toEqual(of('project').sort())
})
