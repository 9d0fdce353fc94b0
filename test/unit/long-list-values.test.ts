import { expect, test } from 'vitest'
import { Values } from '#ingest/long-list/values.ts'

const context = { year: 2021, ofAccidents: false, ofContact: false }

test.each([
  ['94.65%', true],
  ['不超过5.2元/人次', true],
  ['≥95%', true],
  ['2021.12', false],
  ['12月底前', false],
])('%s holds for the reports of every year: %s', (text, always) => {
  expect(new Values().numberOf(text, context).always).toBe(always)
})
