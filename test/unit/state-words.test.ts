import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concerns } from '#app/domain/annotation.ts'
import { answeredLink, savedLink, saveLink } from '#app/links.ts'
import { ownPathOf } from '#app/own-path.ts'
import { noFilters } from '#app/queries/filters.ts'
import { isSameOrigin } from '#app/serving/same-origin.ts'

test.each<[string, [number | null, string | null], [number[], string[]], boolean]>([
  ['a year that is shown', [2021, null], [[2020, 2021], []], true],
  ['a year that is not', [2021, null], [[2020], []], false],
  ['any year where none is chosen', [2021, null], [[], []], true],
  ['a district within what is shown', [null, '130102'], [[], ['130100']], true],
  ['a city around what is shown', [null, '130100'], [[], ['130102']], true],
  ['another district', [null, '130102'], [[], ['130103']], false],
  ['a district in another year', [2021, '130102'], [[2020], ['130102']], false],
])('a note concerns %s', (_name, [year, district], [years, districts], expected) => {
  expect(concerns({ year, district }, { year: years, district: districts })).toBe(expected)
})

describe('links', () => {
  const here = { language: 'en' as const, filters: noFilters }

  test('to a saved view keep what it asks for, in the language of the reader', () => {
    expect(saveLink(here, '/findings', '?year=2019&year=2020&lang=en&saved=3')).toBe(
      '/views?save=%2Ffindings%3Fyear%3D2019%26year%3D2020&lang=en',
    )
    expect(savedLink(here, '/findings?year=2019&year=2020')).toBe('/findings?year=2019&year=2020&lang=en')
  })

  test('back from a form say what it came to', () => {
    expect(answeredLink('/findings?state=open&saved=1#list', { saved: 2 }, 'finding-a')).toBe(
      '/findings?state=open&saved=2#finding-a',
    )
  })

  test.each([
    '//elsewhere.example',
    '/\\elsewhere.example',
    'https://elsewhere.example',
    '',
    '/a b',
    '/\t/x',
  ])('to %j lead home', (path) => expect(ownPathOf(path)).toBe('/'))

  test('never lead to another site, however an address is put together', () => {
    const pieces = [
      '/',
      '//',
      '\\',
      'evil.example',
      'https:',
      'javascript:',
      '@',
      ':',
      '.',
      '..',
      '?',
      '#',
      '%2f',
    ]
    const odd = ['%5c', '%0d%0a', '\t', '\n', '\r', '\0', ' ', '\u3000', '／', 'X: y', '[::1]', 'here']
    const address = fc
      .array(fc.constantFrom(...pieces, ...odd), { maxLength: 6 })
      .map((some) => some.join(''))
    fc.assert(
      fc.property(address, (path) => {
        expect(new URL(ownPathOf(path), 'http://here').origin).toBe('http://here')
        expect(ownPathOf(path)).not.toMatch(/[\r\n\t]/)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a form', () => {
  test.each<[string, Record<string, string>, boolean]>([
    ['our own page', { origin: 'http://here:3000', 'sec-fetch-site': 'same-origin' }, true],
    ['our own page in an older browser', { origin: 'http://here:3000' }, true],
    ['our own page behind another server', { origin: 'http://us', 'x-forwarded-host': 'us' }, true],
    ['another site', { origin: 'http://elsewhere' }, false],
    ['another port', { origin: 'http://here:3001' }, false],
    ['a page that hides where it is', { origin: 'null' }, false],
    ['another site of our name', { origin: 'http://here:3000', 'sec-fetch-site': 'same-site' }, false],
    ['no browser', {}, false],
  ])('from %s', (_name, headers, accepted) => {
    const sent = new Headers({ host: 'here:3000', ...headers })
    expect(isSameOrigin((name) => sent.get(name) ?? undefined)).toBe(accepted)
  })
})
