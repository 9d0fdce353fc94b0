import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '#app/domain/finding.ts'
import { figuresOf, identitiesOf } from '#app/domain/finding-identity.ts'

const row = (name: string, level1 = '产出指标') => ({ level1, level2: '数量指标', name })
const said = (label: string, value: string): Finding['evidence'][number] => ({
  label: { zh: label, en: label },
  value,
  at: { table: 1, row: 3, column: 4 },
  paragraph: null,
})
const finding = (rule: string, ordinal: number | null, ...evidence: Finding['evidence']) => ({
  rule,
  ordinal,
  evidence,
})

describe('a finding is the same one', () => {
  const indicators = [row('养护里程'), row('优良路率')]
  const found = [finding('overshoot', 1, said('优良路率：完成值', '150%'))]
  const same = identitiesOf(found, indicators)

  test('when its figures were corrected', () => {
    expect(identitiesOf([finding('overshoot', 1, said('优良路率：完成值', '140%'))], indicators)).toEqual(
      same,
    )
  })

  test('when rows were added above it, or numbered', () => {
    expect(
      identitiesOf(
        [finding('overshoot', 2, said('优良路率：完成值', '150%'))],
        [row('桥梁座数'), row('养护里程'), row('优良路率')],
      ),
    ).toEqual(same)
  })

  test('when other findings came before it', () => {
    const more = [
      finding('all-full', null),
      finding('overshoot', 0, said('养护里程：完成值', '300公里')),
      ...found,
    ]
    expect(identitiesOf(more, indicators)[2]).toBe(same[0])
  })
})

test('two findings of one rule on one row are told apart by what they are of, whichever is left', () => {
  const target = finding(
    'text-against-table',
    0,
    said('正文', '100公里'),
    said('养护里程：目标值', '120公里'),
  )
  const actual = finding('text-against-table', 0, said('正文', '90公里'), said('养护里程：完成值', '80公里'))
  const [first, second] = identitiesOf([target, actual], [row('养护里程')])
  expect(first).not.toBe(second)
  expect(identitiesOf([actual], [row('养护里程')])).toEqual([second])
})

test('rows of one name are told apart by their first level, then by their order', () => {
  const indicators = [row('满意度'), row('满意度', '满意度指标'), row('满意度', '满意度指标')]
  const found = indicators.map((_row, ordinal) => finding('overshoot', ordinal))
  const all = identitiesOf(found, indicators)
  expect(new Set(all).size).toBe(3)
  expect(identitiesOf([finding('overshoot', 1)], indicators.slice(0, 2))).toEqual([all[1]])
})

test('no two findings of a report have one identity', () => {
  const some = fc.record({
    rule: fc.constantFrom('a', 'b'),
    ordinal: fc.option(fc.integer({ min: 0, max: 3 })),
    evidence: fc.array(fc.constantFrom(said('甲', '1'), said('乙2', '2')), { maxLength: 3 }),
  })
  const names = fc.array(fc.constantFrom('甲', '乙', '甲1'), { minLength: 4, maxLength: 4 })
  fc.assert(
    fc.property(fc.array(some, { maxLength: 12 }), names, (found, rows) => {
      expect(
        new Set(
          identitiesOf(
            found,
            rows.map((name) => row(name)),
          ),
        ).size,
      ).toBe(found.length)
    }),
  )
})

test('figures differ where a value does, and not where only its place does', () => {
  const moved = { ...said('甲', '1'), at: { table: 2, row: 9, column: 1 } }
  expect(figuresOf({ evidence: [moved] })).toBe(figuresOf({ evidence: [said('甲', '1')] }))
  expect(figuresOf({ evidence: [said('甲', '2')] })).not.toBe(figuresOf({ evidence: [said('甲', '1')] }))
})
