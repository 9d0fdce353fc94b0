import { expect, test } from 'vitest'
import { openReader } from '#ingest/readers/fence.ts'
import { mutateDocuments } from '#test/drills/mutate-documents.ts'
import { pdfOf } from './readers-containers.ts'

test('damaged documents are loaded or kept aside with a reason, and hold nobody up', async () => {
  const { counts, faults } = await mutateDocuments({ seed: 11, count: 40, log: () => undefined })
  expect(faults).toEqual([])
  expect([...counts.values()].reduce((sum, n) => sum + n, 0)).toBe(40)
  expect(counts.get('loaded')).toBeGreaterThan(0)
})

test('a page that saves its state without end is given up at the deadline', async () => {
  const reader = openReader({ deadlineMs: 2000 })
  try {
    const began = performance.now()
    const pdf = pdfOf([{ content: 'q '.repeat(200_000) }])
    await expect(reader.read(pdf, 'a.pdf')).rejects.toMatchObject({
      code: expect.stringMatching(/timeout|no-text|damaged/),
    })
    expect(performance.now() - began).toBeLessThan(20_000)
  } finally {
    await reader.close()
  }
})
