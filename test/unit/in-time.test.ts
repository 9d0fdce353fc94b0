import { expect, test } from 'vitest'
import { inTime } from '#ingest/in-time.ts'

test('what is done in time is handed on, with what it throws', () => {
  expect(inTime(1_000, () => [1, 2])).toEqual([1, 2])
  const fault = new Error('of its own')
  expect(() =>
    inTime(1_000, () => {
      throw fault
    }),
  ).toThrow(fault)
})

test('work that has no end is ended, and the next is done', () => {
  const endless = () => {
    for (let n = 0; ; n += 1) if (n < 0) return n
  }
  expect(() => inTime(200, endless)).toThrow('not understood in 200 ms')
  expect(inTime(1_000, () => 'next')).toBe('next')
})
