import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countedOrAsked } from '#app/counted.server.ts'
import { findingsAnswering } from '#app/cube/findings.ts'
import { fundsAnswering } from '#app/cube/funds.ts'
import { overviewAnswering } from '#app/cube/overview.ts'
import { targetsAnswering } from '#app/cube/targets.ts'
import { Severity } from '#app/domain/finding.ts'
import type { Scope } from '#app/domain/scope.ts'
import { findingsPageAsked } from '#app/findings-asked.server.ts'
import { fundsAsked } from '#app/funds-asked.server.ts'
import { overviewAsked } from '#app/overview-asked.server.ts'
import { choices, choicesUnder } from '#app/queries/choices.ts'
import { noDecisions } from '#app/queries/decisions.ts'
import { type Filters, noFilters } from '#app/queries/filters.ts'
import { findingById, findings } from '#app/queries/findings.ts'
import { type FindingsAsked, StateAsked } from '#app/queries/findings-asked.ts'
import { completion, completionByLevel, completionByYear, widestMisses } from '#app/queries/targets.ts'
import { closeState, stateOf } from '#app/state/database.server.ts'
import { decide, decisionsStanding } from '#app/state/decisions.server.ts'
import type { Visitor } from '#app/visitor.server.ts'
import { askWithin, generationInUse } from '#app/warehouse/ask.server.ts'
import { publishGeneration } from '#app/warehouse/generations.server.ts'
import type { Ask } from '#app/warehouse/sql.ts'
import { fillAtScale } from '#data/portfolio/at-scale.ts'
import { loadReference } from '#ingest/load.ts'
import { readReference } from '#ingest/reference.ts'

let dataDir = ''
const before = process.env.YARDSTICK_DATA

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'yardstick-counted-'))
  process.env.YARDSTICK_DATA = dataDir
  await publishGeneration(dataDir, 'empty', async (connection) => {
    await loadReference(connection, readReference())
    await fillAtScale(connection, { rows: 3000, seed: 3 })
    // Of a country as many districts as a browser is sent.
    await connection.run(
      `update evaluation set district = place.district, district_name = place.district_name from (
        select row_number() over (order by count(*) desc, district) - 1 as number, district,
          any_value(district_name) as district_name
        from evaluation group by district order by number limit 8) place
      where place.number = hash(id) % 8`,
    )
  })
})
afterAll(() => {
  closeState(dataDir)
  if (before === undefined) delete process.env.YARDSTICK_DATA
  else process.env.YARDSTICK_DATA = before
  rmSync(dataDir, { recursive: true, force: true })
})

type Asking = Record<string, () => Promise<unknown>>

const targetsAsked = (ask: Ask, filters: Filters): Asking => ({
  summary: async () => (await ask(completion, filters))[0] ?? null,
  levels: () => ask(completionByLevel, filters),
  years: () => ask(completionByYear, filters),
  misses: () => ask(widestMisses, filters),
})

type Visiting = Pick<Visitor, 'ask' | 'generation'>

/** Pages: what each asks, and how it is counted out of what is asked once. */
const pages = {
  overview: {
    asking: (ask: Ask, filters: Filters): Asking => overviewAsked(ask, filters),
    counted: (visitor: Visiting, filters: Filters, asking: Asking) =>
      countedOrAsked(visitor, overviewAnswering, filters, asking),
  },
  targets: {
    asking: targetsAsked,
    counted: (visitor: Visiting, filters: Filters, asking: Asking) =>
      countedOrAsked(visitor, targetsAnswering, filters, asking),
  },
  funds: {
    asking: (ask: Ask, filters: Filters): Asking => fundsAsked(ask, filters),
    counted: (visitor: Visiting, filters: Filters, asking: Asking) =>
      countedOrAsked(visitor, fundsAnswering, filters, asking),
  },
}

const findingsPage = (beside: Omit<FindingsAsked, 'filters' | 'decisions'>) => ({
  asking: (ask: Ask, filters: Filters): Asking =>
    findingsPageAsked(ask, { filters, decisions: decisionsStanding(), ...beside }),
  counted: (visitor: Visiting, filters: Filters, asking: Asking) =>
    countedOrAsked(visitor, findingsAnswering(beside), filters, asking),
})

/** What is shown to those who see a scope, what the warehouse says, and what of it the page had to ask. */
async function shown(
  page: keyof typeof pages | ReturnType<typeof findingsPage>,
  chosen: Partial<Filters>,
  scope: Scope = 'everything',
): Promise<{ shown: object; said: object; asked: string[] }> {
  const filters = { ...noFilters, ...chosen }
  const ask = askWithin(scope, dataDir)
  const visitor = { ask, generation: () => generationInUse(dataDir) }
  const { asking: askingOf, counted: countedBy } = typeof page === 'string' ? pages[page] : page
  const asking = askingOf(ask, filters)
  const asked: string[] = []
  const noted = Object.entries(asking).map(([name, one]): [string, () => Promise<unknown>] => [
    name,
    () => {
      asked.push(name)
      return one()
    },
  ])
  const counted = await countedBy(visitor, filters, Object.fromEntries(noted))
  const said = Object.entries(asking).map(async ([name, one]) => [name, await one()])
  return { shown: counted, said: Object.fromEntries(await Promise.all(said)), asked }
}

test('what is offered under filters is asked once, unless something is chosen that is not offered', async () => {
  const ask = askWithin('everything', dataDir)
  const offered = await ask(choices, noFilters)
  const [district, programme] = (['district', 'programme'] as const).map(
    (one) => offered.find(({ field }) => field === one)?.value ?? '',
  )
  const chosen = { ...noFilters, district: [district ?? ''], programme: [programme ?? ''] }
  expect(await choicesUnder(ask, chosen)).toBe(offered)
  expect(await ask(choices, chosen)).toEqual(offered)
  const without = { ...noFilters, district: ['460100'] }
  expect(await choicesUnder(ask, without)).toEqual(await ask(choices, without))
  expect(await choicesUnder(ask, without)).not.toEqual(offered)
})

test('a small portfolio is counted at the server to what the warehouse says, also by many at once', async () => {
  const offered = await askWithin('everything', dataDir)(choices, noFilters)
  const districts = offered.filter(({ field }) => field === 'district').map(({ value }) => value)
  const some: Partial<Filters>[] = [
    {},
    { year: [2021] },
    { district: districts.slice(0, 1) },
    { district: districts.slice(1, 3), year: [2020, 2022] },
    { year: [1999] },
  ]
  const all = await Promise.all(
    some.flatMap((chosen) => [shown('overview', chosen), shown('targets', chosen)]),
  )
  for (const { shown, said, asked } of all) {
    expect(shown).toEqual(said)
    expect(asked).toEqual([])
  }
})

test('of one scope nothing of another is counted', async () => {
  const offered = await askWithin('everything', dataDir)(choices, noFilters)
  const [one = '', other = ''] = offered.filter(({ field }) => field === 'district').map(({ value }) => value)
  const [inOne, inOther, inAll] = await Promise.all([
    shown('overview', {}, { districts: [one], unit: null }),
    shown('overview', {}, { districts: [other], unit: null }),
    shown('overview', {}),
  ])
  for (const { shown, said } of [inOne, inOther, inAll]) expect(shown).toEqual(said)
  expect(inOne.shown).not.toEqual(inOther.shown)
  expect(JSON.stringify(inOne.shown)).not.toContain(other)
})

test('what the sums are not told apart by is asked of the warehouse', async () => {
  const { shown: given, said, asked } = await shown('targets', { unit: ['nobody'] })
  expect(asked).toEqual(Object.keys(said))
  expect(given).toEqual(said)
  expect((await shown('overview', { score: '91-92' })).asked).toContain('figures')
})

const noneBeside = { severity: null, state: null, since: null, language: 'zh', page: 1 } as const

/** Some of what was found, decided upon one way and the other, of which some rests on other figures now. */
async function decideSome() {
  const ask = askWithin('everything', dataDir)
  const asked = { filters: noFilters, decisions: noDecisions, ...noneBeside, page: null }
  const found = await ask(findings, asked)
  expect(found.length).toBeGreaterThan(50)
  const states = ['dismissed', 'explained', 'confirmed'] as const
  for (const [place, { id }] of found.filter((_, place) => place % 3 === 0).entries()) {
    const [about] = await ask(findingById, id)
    if (about === undefined) throw new Error('a finding is gone')
    const figures = place % 5 === 0 ? 'others' : about.figures
    const state = states[place % 3] ?? 'open'
    decide({ ...about, figures, state, note: `第${place}条`, by: '张三', seen: null }, stateOf(dataDir))
  }
}

/** What pages are asked by, out of what they offer. */
async function chosenOf() {
  const offered = await askWithin('everything', dataDir)(choices, noFilters)
  const some = (field: string) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant<string[]>([]) },
      fc.uniqueArray(
        fc.constantFrom(...offered.filter((one) => one.field === field).map(({ value }) => value)),
        { maxLength: 3 },
      ),
    )
  return {
    year: some('year').map((years) => years.map(Number)),
    district: some('district'),
    sector: some('sector'),
    department: some('department'),
    programme: some('programme'),
    rule: some('rule'),
  }
}

test('funds are counted as the warehouse says, to the last digit', async () => {
  const { rule: _, ...chosen } = await chosenOf()
  const holds = fc.asyncProperty(fc.record(chosen), async (filters) => {
    const { shown: given, said, asked } = await shown('funds', filters)
    expect(given).toEqual(said)
    expect(asked).toEqual([])
  })
  await fc.assert(holds, { numRuns: 15 })
})

test('findings are counted as the warehouse says, whatever is chosen and decided', async () => {
  const chosen = fc.record(await chosenOf())
  const beside = fc.record({
    severity: fc.option(fc.constantFrom(...Severity.options)),
    state: fc.option(fc.constantFrom(...StateAsked.options)),
    since: fc.constant(null),
    language: fc.constantFrom('zh', 'en'),
    page: fc.integer({ min: 1, max: 3 }),
  })
  const holds = fc.asyncProperty(chosen, beside, async (filters, besides) => {
    const { shown: given, said, asked } = await shown(findingsPage(besides), filters)
    expect(given).toEqual(said)
    expect(asked).toEqual(besides.state === null ? [] : ['risks'])
  })
  await fc.assert(holds, { numRuns: 15 })
  await decideSome()
  await fc.assert(holds, { numRuns: 20 })
  const asNew = await shown(findingsPage({ ...noneBeside, since: 1 }), {})
  expect(asNew.asked).toEqual(Object.keys(asNew.said))
})
