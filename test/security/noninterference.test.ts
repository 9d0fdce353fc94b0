import { expect, test } from 'vitest'
import { compareAll } from './noninterference.ts'

const seed = Number(process.env.SEED ?? 20_240_615)

test('every route tells each role in each scope what it would tell where nothing else was loaded', async () => {
  const { cells, routes, statuses, differences } = await compareAll(700, seed)
  console.log(`seed ${seed}: ${cells} cells over ${routes.length} routes, ${JSON.stringify(statuses)}`)
  expect(differences).toEqual([])
  expect(cells).toBeGreaterThanOrEqual(700)
  expect(routes).toContain('projects/:id')
}, 300_000)
