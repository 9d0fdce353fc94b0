import { expect, test } from 'vitest'
import { concerns } from '#app/domain/annotation.ts'
import { isOneDistrict, liesIn } from '#app/domain/district.ts'

test.each([
  ['990102', '990102', true],
  ['990102', '990103', false],
  ['990102', '990100', true],
  ['990102', '990000', true],
  ['980102', '990000', false],
  ['990100', '990100', true],
  ['990100', '990100own', true],
  ['990102', '990100own', false],
  ['990102', '990102own', true],
])('%s among what %s chooses: %s', (district, chosen, isIn) => {
  expect(liesIn(district, chosen)).toBe(isIn)
})

test('one district is chosen, or the units of a city itself, but not a city', () => {
  expect(isOneDistrict(['990102'])).toBe(true)
  expect(isOneDistrict(['990100own'])).toBe(true)
  expect(isOneDistrict(['990100'])).toBe(false)
  expect(isOneDistrict(['990102', '990103'])).toBe(false)
  expect(isOneDistrict([])).toBe(false)
})

test('a note is of all that its district lies in, or that lies in it', () => {
  const shownWith = (noted: string, chosen: string) =>
    concerns({ year: null, district: noted }, { year: [], district: [chosen] })
  expect(shownWith('990102', '990100')).toBe(true)
  expect(shownWith('990100', '990102')).toBe(true)
  expect(shownWith('990100', '990100own')).toBe(true)
  expect(shownWith('990102', '990100own')).toBe(false)
})
