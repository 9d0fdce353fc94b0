import fc from 'fast-check'
import { expect, test } from 'vitest'
import { districtOf, findChoicesLink, pageLink } from '#app/links.ts'
import { noFilters } from '#app/queries/filters.ts'

const here = { language: 'zh', filters: noFilters } as const

/** Of what a query must not hold as it is, and what it may. */
const text = fc.string({ unit: fc.constantFrom(..."a9*-._~ &=+%#?/'()!,é年户\u2028") })

test('links write whatever is asked as forms do', () => {
  fc.assert(
    fc.property(text, text, fc.integer(), (find, back, field) => {
      const asked = Object.entries({ field: String(field), find, back }).filter(([, value]) => value !== '')
      expect(findChoicesLink(here, { field: String(field), find, back })).toBe(
        `/choices?${new URLSearchParams(asked)}`,
      )
    }),
  )
})

test('a list that was written before is written under the name it has now', () => {
  const list = ['130102', '居家养老 & 服务']
  const asked = (search: URLSearchParams) => `/?${search}`
  const of = (name: string) => new URLSearchParams(list.map((value) => [name, value]))
  expect(pageLink(here, '/', { sector: list })).toBe(asked(of('sector')))
  expect(pageLink(here, '/', { programme: list })).toBe(asked(of('programme')))
  expect(pageLink(here, '/', { sector: list })).toBe(asked(of('sector')))
})

test('a row of a district leads to it, one of a city to the units of its own, and one of none stays where it was', () => {
  const filters = { ...noFilters, district: ['990100'] }
  const led = (district: string | null, districtName: string | null) =>
    districtOf({ language: 'zh', filters }, { district, districtName })
  expect(led('990102', '临澜区')).toEqual(['990102'])
  expect(led('990100', '澜城市本级')).toEqual(['990100own'])
  expect(led('990100', '澜城市')).toEqual(['990100'])
  expect(led(null, null)).toEqual(['990100'])
})
