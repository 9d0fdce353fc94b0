import { expect, test } from 'vitest'
import { plantedScores, precisionOf, recallOf } from '#test/planted.ts'

test('of faults planted in documents among near misses, all are found and nothing else is', async () => {
  for (const score of await plantedScores({ seed: 2019, count: 2 })) {
    expect(score.misses).toEqual([])
    expect(score.falseAlarms).toEqual([])
    expect(recallOf(score) ?? 1).toBe(1)
    expect(precisionOf(score) ?? 1).toBe(1)
  }
})

test('the same seed plants the same', async () => {
  const options = { seed: 7, count: 2, only: ['funds-order', 'text-against-table'] }
  expect(await plantedScores(options)).toEqual(await plantedScores(options))
})
