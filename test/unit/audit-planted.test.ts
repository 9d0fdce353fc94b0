import { describe, expect, test } from 'vitest'
import { plantedScores, precisionOf, recallOf } from '#test/planted.ts'

describe('of faults planted among near misses, 99 % are found and 99 % of what is found was planted', () => {
  const scores = plantedScores({ seed: 2019, count: 8 })
  test.each(scores.map((score) => [score.rule, score] as const))('%s', (_, score) => {
    expect(score.misses).toEqual([])
    expect(score.falseAlarms).toEqual([])
    expect(recallOf(score)).toBe(1)
    expect(precisionOf(score)).toBe(1)
  })

  test('the same seed plants the same', () => {
    expect(plantedScores({ seed: 2019, count: 8 })).toEqual(scores)
  })
})
