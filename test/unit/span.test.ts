import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bandSpan, bandsIn, meets, overlap, readSpan, spanText } from '#app/domain/span.ts'
import { filtersOf, noFilters, where } from '#app/queries/filters.ts'
import { spanTextWords } from '#app/words.ts'

test.each([
  ['60-80', { from: 60, to: 80 }],
  ['99.5-100', { from: 99.5, to: 100 }],
  ['60-', { from: 60, to: null }],
  ['-80', { from: null, to: 80 }],
  ['100-100', { from: 100, to: 100 }],
  ['80-60', null],
  ['-', null],
  ['', null],
  ['6o-80', null],
  ['1000-', null],
])('%s is read as %j', (text, span) => {
  expect(readSpan(text)).toEqual(span)
  if (span !== null) expect(spanText(span)).toBe(text)
})

test('a form gives both ends apart; ends that leave nothing between them are named and left out', () => {
  const read = (search: string) => filtersOf(new URLSearchParams(search))
  expect(read('execution=60-&execution=-80').filters.execution).toBe('60-80')
  expect(read('execution=&execution=-80').filters.execution).toBe('-80')
  expect(read('score=90-&score=').filters.score).toBe('90-')
  expect(read('score=90-&score=-80')).toEqual({ filters: noFilters, ignored: ['score=90-+-80'] })
  expect(read('grade=none&grade=best')).toEqual({
    filters: { ...noFilters, grade: ['none'] },
    ignored: ['grade=best'],
  })
})

test('every figure of a span is in one of its bands, and no other is', () => {
  const ends = fc.option(fc.integer({ min: 0, max: 30 }).map((band) => band * 5))
  fc.assert(
    fc.property(ends, ends, fc.double({ min: -20, max: 400, noNaN: true }), (one, other, figure) => {
      const span = overlap([
        { from: one, to: null },
        { from: null, to: other },
      ])
      if (span === null || span.from === span.to) return
      const [first, last] = bandsIn('execution', span) ?? [0, -1]
      const band = figure < 0 ? -1 : Math.min(Math.floor(figure / 5), 30)
      const isIn = (span.from === null || figure >= span.from) && (span.to === null || figure < span.to)
      if (span.to === 150 || span.to === null || figure < 150)
        expect(band >= first && band <= last).toBe(isIn)
      expect(meets(span, bandSpan('execution', band))).toBe(band >= first && band <= last)
    }),
  )
  expect(bandsIn('score', { from: 91, to: null })).toBeNull()
  expect(bandsIn('score', { from: 100, to: 100 })).toBeNull()
})

test('spans and grades reach the engine as bound values, and are said in words', () => {
  const { text, values } = where({ ...noFilters, execution: '60-80', score: '100-100', grade: ['none'] }, [
    'execution',
    'score',
    'grade',
  ])
  expect(text).not.toMatch(/60|80|100/)
  expect(values).toEqual(['none', 60, 80, 100])
  expect(spanTextWords('execution', '60-80').zh).toBe('60–80%')
  expect(spanTextWords('score', '90-').en).toBe('90 points or more')
  expect(spanTextWords('score', '-60').zh).toBe('低于 60 分')
})
