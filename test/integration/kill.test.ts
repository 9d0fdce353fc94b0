import { expect, test } from 'vitest'
import { killIngests } from '#test/drills/kill-ingest.ts'

test('an ingest that is killed leaves the last generation whole, and the next one completes', async () => {
  const lines: string[] = []
  const { failed } = await killIngests({
    kills: 5,
    seed: 7,
    documents: 'data/sample/2018/鹿鸣区',
    log: (line) => lines.push(line),
  })
  expect(failed, lines.join('\n')).toBe(0)
}, 180_000)
