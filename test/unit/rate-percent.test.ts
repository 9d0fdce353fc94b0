import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ratePercent } from '#ingest/validate.ts'

test.each([
  ['95.1%', 95.1],
  ['0.951', 95.1],
  ['1', 100],
  ['97.73', 97.73],
  [null, null],
  ['约九成', null],
  [`${'9'.repeat(400)}%`, null],
])('%s is %s per cent', (text, rate) => {
  expect(ratePercent(text)).toBe(rate)
})

test('whatever ran together is a finite rate or none', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 500 })
  fc.assert(
    fc.property(digits, fc.constantFrom('', '%'), (text, sign) => {
      const rate = ratePercent(text + sign)
      expect(rate === null || Number.isFinite(rate)).toBe(true)
    }),
  )
})
