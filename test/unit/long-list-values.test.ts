import { expect, test } from 'vitest'
import { Values } from '#ingest/long-list/values.ts'

const context = { year: 2021, ofAccidents: false, ofContact: false, unit: null }

test.each([
  ['94.65%', true],
  ['不超过5.2元/人次', true],
  ['≥95%', true],
  ['2021.12', false],
  ['12月底前', false],
])('%s holds for the reports of every year: %s', (text, always) => {
  expect(new Values().numberOf(text, context).always).toBe(always)
})

test('a bare figure is read by the unit that its indicator is named with', () => {
  const values = new Values()
  const unitOf = (text: string) =>
    values.at(values.numberOf(text, { ...context, unit: '亩' }).number).quantity.unit
  expect([unitOf('≥320'), unitOf('320株'), unitOf('320')]).toEqual(['亩', '株', '亩'])
})
