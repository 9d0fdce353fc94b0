import { expect, test } from 'vitest'
import { randomFrom } from '#data/portfolio/random.ts'
import { soundDraft } from '#test/planted/draft.ts'
import { auditOf, plantedScores, precisionOf, recallOf } from '#test/planted/index.ts'
import { quirks } from '#test/planted/quirks.ts'

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

test('scores and findings do not depend on 元 or 万元, nor on the order of the rows', async () => {
  for (let index = 0; index < 16; index += 1) {
    const random = randomFrom('invariance', index)
    const draft = soundDraft(random, { forms: ['list', 'national'] })
    for (const quirk of random.shuffled([...quirks]).slice(0, 2)) quirk(draft, random)
    const look = { ...draft.look, companion: null, merged: false }
    const inYuan = await auditOf({ ...draft, look: { ...look, unit: '元' } })
    const inWan = await auditOf({ ...draft, look: { ...look, unit: '万元' } })
    const backwards = await auditOf({
      ...draft,
      look: { ...look, unit: '元', ownPoints: true },
      rows: draft.rows.toReversed(),
      scheme: { ...draft.scheme, weights: draft.scheme.weights.toReversed() },
    })
    const forwards = await auditOf({ ...draft, look: { ...look, unit: '元', ownPoints: true } })
    expect(inWan).toEqual(inYuan)
    expect(backwards).toEqual(forwards)
  }
})
