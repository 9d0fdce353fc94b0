import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Scope } from '#app/domain/scope.ts'
import { noFilters } from '#app/queries/filters.ts'
import { overviewFigures } from '#app/queries/overview.ts'
import { arrive, ask, askWithin, generationInUse, leave, toldOf } from '#app/warehouse/ask.server.ts'
import { publishGeneration } from '#app/warehouse/generations.server.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { fillAtScale } from '#data/portfolio/at-scale.ts'
import { loadReference } from '#ingest/load.ts'
import { readReference } from '#ingest/reference.ts'

let dataDir = ''

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'yardstick-ask-'))
  await publishGeneration(dataDir, 'empty', async (connection) => {
    await loadReference(connection, readReference())
    await fillAtScale(connection, { rows: 2000, seed: 1 })
  })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

/** Takes as long as it is given rows: far longer than any test waits. */
const slow = (name: string): Query<number, { n: number }> => ({
  name,
  row: z.object({ n: z.number() }),
  sql: (rows) => sql`select count(*)::integer as n
    from range(cast(${rows} as bigint)) a(i) where hash(i) % 1000 = 1 and sqrt(i) >= 0`,
})

const never = 10_000_000_000_000

test('a question that nobody waits for any more is cancelled, and can be asked again', async () => {
  const question = slow('cancelled')
  await ask(slow('opening'), 10, dataDir)
  const page = new AbortController()
  const answer = ask(question, never, dataDir, page.signal)
  setTimeout(() => page.abort(), 50)
  await expect(answer).rejects.toThrow('cancelled')
  expect(await ask(question, 1000, dataDir)).toHaveLength(1)
})

test('one of two that ask the same may leave without taking the answer from the other', async () => {
  const question = slow('shared')
  const [leaving, staying] = [new AbortController(), new AbortController()]
  const first = ask(question, 50_000_000, dataDir, leaving.signal)
  const second = ask(question, 50_000_000, dataDir, staying.signal)
  setTimeout(() => leaving.abort(), 5)
  expect((await second)[0]?.n).toBeGreaterThan(0)
  await first
})

test('who has left already asks nothing', async () => {
  await expect(ask(slow('gone'), never, dataDir, AbortSignal.abort())).rejects.toThrow()
})

test('one statement is put with other values, several at once and after one that failed', async () => {
  const asNumber: Query<string, { n: number }> = {
    name: 'as-number',
    row: z.object({ n: z.number() }),
    sql: (text) => sql`select cast(${text} as integer) as n`,
  }
  const asked = (text: string) => ask(asNumber, text, dataDir)
  expect(await asked('1')).toEqual([{ n: 1 }])
  await expect(asked('none')).rejects.toThrow('as-number')
  expect(await Promise.all(['2', '3', '4', '5', '6'].map(asked))).toEqual([2, 3, 4, 5, 6].map((n) => [{ n }]))
})

test('an answer that was given stays when who asked is gone', async () => {
  const page = new AbortController()
  const given = await ask(overviewFigures, noFilters, dataDir, page.signal)
  page.abort()
  expect(await ask(overviewFigures, noFilters, dataDir)).toEqual(given)
})

test('a newer generation has been asked what people ask before they see it', async () => {
  let ran = 0
  const counted: Query<number, { n: number }> = {
    ...slow('asked ahead'),
    row: z.object({ n: z.number() }).transform((row) => {
      ran += 1
      return row
    }),
  }
  // What was asked most is asked first: the others may take all the time there is.
  for (const _ of [1, 2, 3]) await ask(counted, 10, dataDir)
  await publishGeneration(dataDir, 'newest', async () => undefined)
  while ((await generationInUse(dataDir)).generation < 2) await new Promise((done) => setTimeout(done, 50))
  const before = ran
  await ask(counted, 10, dataDir)
  expect([before, ran]).toEqual([2, 2])
})

test('one request is answered by one generation, whatever is published meanwhile; the next by the newest', async () => {
  const id = arrive()
  const asked = askWithin('everything', dataDir, undefined, id)
  const [before] = await asked(overviewFigures, noFilters)
  const { generation } = await generationInUse(dataDir, id)
  await publishGeneration(dataDir, 'newest', async (connection) => {
    await connection.run('update evaluation set spent = spent + 1000')
  })
  const moved = async () => (await generationInUse(dataDir)).generation === generation + 1
  await expect.poll(moved).toBe(true)
  expect((await generationInUse(dataDir, id)).generation).toBe(generation)
  const [still] = await asked({ ...overviewFigures, name: 'asked anew' }, noFilters)
  expect(still).toEqual(before)
  expect(toldOf(id)).toEqual({ rollups: 2, rows: 0 })
  leave(id)
  const [after] = await askWithin('everything', dataDir, undefined, arrive())(overviewFigures, noFilters)
  expect(after?.spent).toBeGreaterThan(Number(before?.spent))
})

test('while many requests are under way the generation in use stays; once they are gone the newest answers', async () => {
  const inUse = async (id?: string) => (await generationInUse(dataDir, id)).generation
  const publish = async () => (await publishGeneration(dataDir, 'newest', async () => undefined)).generation
  const first = await publish()
  await expect.poll(() => inUse()).toBe(first)
  const many = Array.from({ length: 24 }, arrive)
  const second = await publish()
  for (const id of many.slice(0, 4)) {
    // Longer than between two looks for a newer one.
    await pause(700)
    expect(await inUse(id)).toBe(first)
  }
  for (const id of many) leave(id)
  await expect.poll(() => inUse()).toBe(second)
})

test('more questions than are worked on at once are all answered, and one that left the queue keeps nobody', async () => {
  const leaving = new AbortController()
  const questions = Array.from({ length: 40 }, (_, number) =>
    ask(slow(`one of many ${number}`), 100_000 + number, dataDir, number === 20 ? leaving.signal : undefined),
  )
  leaving.abort()
  const ended = await Promise.allSettled(questions)
  expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(39)
})

test('within a scope that a publication did not touch answers stand, and in one that it touched they are new', async () => {
  const districts = await ask(
    {
      name: 'two districts',
      row: z.object({ code: z.string() }),
      sql: () =>
        sql`select distinct district as code from evaluation where district is not null order by 1 limit 2`,
    },
    undefined,
    dataDir,
  )
  const [still, moved] = districts.map(({ code }): Scope => ({ districts: [code], unit: null }))
  let ran = 0
  const spent: Query<undefined, { spent: number }> = {
    name: 'spent within',
    row: z.object({ spent: z.number() }).transform((row) => {
      ran += 1
      return row
    }),
    sql: () => sql`select sum(spent)::double as spent from evaluation`,
  }
  const spentIn = async (scope: Scope | undefined) =>
    (await ask(spent, undefined, dataDir, undefined, scope))[0]?.spent ?? Number.NaN
  const before = [await spentIn(still), await spentIn(moved)]
  const { generation } = await generationInUse(dataDir)
  await publishGeneration(dataDir, 'newest', async (connection) => {
    await connection.run('update evaluation set spent = spent + 1 where district = $1', [
      districts[1]?.code ?? '',
    ])
  })
  const isNext = async () => (await generationInUse(dataDir)).generation === generation + 1
  await expect.poll(isNext).toBe(true)
  expect(ran).toBe(2)
  expect(await spentIn(still)).toBe(before[0])
  expect(ran).toBe(2)
  expect(await spentIn(moved)).toBeGreaterThan(before[1] ?? Number.NaN)
  expect(ran).toBe(3)
})
