import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { priceIndexText, readPriceIndex } from '#app/domain/price-index.ts'
import { filtersOf, noFilters } from '#app/queries/filters.ts'
import { pricesOf } from '#app/queries/prices.ts'

describe('a price index', () => {
  test.each([
    '2018:100,2019:102.9',
    ' 2019：102.9；2018：100 ',
    '2018\t100\r\n2019\t102.9',
    '2018年=100、2019年=102.9',
  ])('is read as people type or paste it: %j', (text) =>
    expect(readPriceIndex(text)).toEqual([
      { year: 2018, level: 100 },
      { year: 2019, level: 102.9 },
    ]),
  )

  test.each([
    '',
    '2018',
    '100,102',
    '2018:0',
    '2018:-3',
    '2018:100,2018:101',
    '2018:100:3',
    '18:100',
    '2018:x',
  ])('is not made up from %j', (text) => expect(readPriceIndex(text)).toBeNull())

  test('stands in the URL in one form, and reads back as it was', () => {
    const levels = fc.uniqueArray(
      fc.record({ year: fc.integer({ min: 1950, max: 2080 }), level: fc.integer({ min: 1, max: 99_999 }) }),
      { selector: ({ year }) => year, minLength: 1, maxLength: 40 },
    )
    fc.assert(
      fc.property(levels, (some) => {
        const index = some.map(({ year, level }) => ({ year, level: level / 100 }))
        const ordered = index.toSorted((a, b) => a.year - b.year)
        expect(readPriceIndex(priceIndexText(index))).toEqual(ordered)
      }),
    )
  })
})

describe('prices of a year', () => {
  const of = (search: string) => filtersOf(new URLSearchParams(search))

  test('are those of the newest year of the index, or of the year that is asked for', () => {
    expect(pricesOf(noFilters)).toBeNull()
    expect(pricesOf(of('index=2018:100,2020:110').filters)).toMatchObject({ base: 2020 })
    const { base, factors } = pricesOf(of('index=2018:100,2020:110&base=2018').filters) ?? {}
    expect(base).toBe(2018)
    expect(factors).toEqual([
      { year: 2018, factor: 1 },
      { year: 2020, factor: 100 / 110 },
    ])
  })

  test('are not taken from an index or a year that cannot be meant, and the page says so', () => {
    expect(of('index=2018').ignored).toEqual(['index=2018'])
    expect(of('index=2018:100&base=2020')).toMatchObject({ ignored: ['base=2020'], filters: { base: null } })
    expect(of('weight=output:50&weight=other:10&weight=cost:x').ignored).toEqual([
      'weight=other:10',
      'weight=cost:x',
    ])
  })
})
