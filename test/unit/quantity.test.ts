import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chineseNumeral } from '#app/domain/chinese-numerals.ts'
import { printQuantity, Quantity } from '#app/domain/quantity.ts'
import { readQuantity } from '#app/domain/quantity-reader.ts'
import { expectedQuantity, grammarTable, year } from './quantity.examples.ts'
import { anyQuantity, numeralOf, valueLike } from './quantity-arbitraries.ts'
import { counts } from './quantity-counts.examples.ts'
import { dates } from './quantity-dates.examples.ts'
import { lists } from './quantity-lists.examples.ts'
import { sums } from './quantity-money.examples.ts'
import { shares } from './quantity-shares.examples.ts'
import { unseen } from './quantity-unseen.examples.ts'
import { blanks, placeholders, unread, wording } from './quantity-words.examples.ts'

const examples = [...grammarTable, ...counts, ...shares, ...sums, ...dates, ...unseen].map((example) => {
  const problem = example[5]?.problem
  return {
    text: example[0],
    expected: expectedQuantity(example),
    expectedProblems: problem === undefined ? [] : [problem],
  }
})
const noFigure = { op: null, value: null, upper: null, unit: null, approximate: false }

describe('a value reads as the form means it', () => {
  test.each(examples)('$text', ({ text, expected, expectedProblems }) => {
    const { quantity, problems } = readQuantity(text, { year })
    expect(quantity).toStrictEqual(expected)
    expect(problems).toEqual(expectedProblems)
  })

  test.each(lists)('%s is a list', (text, ...parts) => {
    const { quantity } = readQuantity(text, { year })
    expect(quantity).toMatchObject({ text, kind: 'multi', ...noFigure })
    expect(quantity.parts?.map(described)).toEqual(parts)
  })

  test.each(wording)('%s stays words', (text) => {
    const { quantity, problems } = readQuantity(text, { year })
    expect(quantity).toStrictEqual({ text, kind: 'qualitative', ...noFigure })
    expect(problems).toEqual([])
  })

  test.each(unread)('%s is not taken for a number by luck', (text) => {
    const { quantity, problems } = readQuantity(text, { year })
    expect(quantity).toStrictEqual({ text, kind: 'qualitative', ...noFigure })
    expect(problems).toEqual(['unread'])
  })

  test.each(['', '  ', '\n', '　', ...blanks])('%j is empty, which is not zero', (text) => {
    const { quantity, problems } = readQuantity(text, { year })
    expect(quantity).toStrictEqual({ text, kind: 'empty', ...noFigure })
    expect(problems).toEqual([])
  })

  test.each(placeholders)('%s was left over from the template', (text) => {
    const { quantity, problems } = readQuantity(text, { year })
    expect(quantity.kind).toBe('empty')
    expect(problems).toEqual(['placeholder'])
  })
})

describe('the report beside the cell', () => {
  test.each(['12月底前', '年底前', '6月30日', '上半年', '1-12月', '第三季度'])(
    '%s has no date where the report has no year',
    (text) => {
      const { quantity, problems } = readQuantity(text)
      expect(quantity.kind).toBe('qualitative')
      expect(problems).toEqual(['yearMissing'])
    },
  )

  test.each([
    ['2021.12', 2021, '2021-12-01'],
    ['2021.12', 2022, '2021-12-01'],
    ['次年1月底前', 2021, '2022-01-31'],
    ['2月底前', 2020, '2020-02-29'],
  ])('%s in a report of %i', (text, reported, value) => {
    expect(readQuantity(text, { year: reported }).quantity).toMatchObject({ kind: 'date', value })
  })

  test('2021.12 may be a number where the report is of another time', () => {
    expect(readQuantity('2021.12', { year: 2015 }).problems).toEqual(['unread'])
    expect(readQuantity('2021.12万元', { year: 2021 }).quantity.yuan).toBe(20_211_200)
  })

  test('a written year is kept whatever the report’s year is', () => {
    expect(readQuantity('2018年6月前', { year: 2021 }).quantity.value).toBe('2018-06-01')
  })
})

describe('prose is not searched for values', () => {
  test('a long text is words, with its figures reported as unread', () => {
    const prose = '本项目实施情况良好，'.repeat(30)
    expect(readQuantity(prose)).toMatchObject({ quantity: { kind: 'qualitative' }, problems: [] })
    for (const text of [`共服务4800户，${prose}`, `${prose}共服务４８００户`]) {
      expect(readQuantity(text)).toMatchObject({ quantity: { kind: 'qualitative' }, problems: ['unread'] })
    }
  })

  test('a sentence of unrelated figures is not taken for one of them', () => {
    const text =
      '根据冀人社字第74号文件要求，我单位于5月组织3个科室对辖区12个街道的企业开展走访，发放资料两千份，接待咨询人员较上年多出3成'
    expect(readQuantity(text, { year })).toMatchObject({
      quantity: { kind: 'qualitative' },
      problems: ['unread'],
    })
  })
})

describe('properties', () => {
  test('a printed quantity reads back as itself, its wording apart', () => {
    fc.assert(
      fc.property(anyQuantity, (quantity) => {
        const { quantity: again } = readQuantity(printQuantity(quantity))
        expect(wordless(again)).toEqual(wordless(quantity))
      }),
      { numRuns: 2000 },
    )
  })

  test.each(examples)('$text survives printing', ({ expected }) => {
    expect(wordless(readQuantity(printQuantity(expected)).quantity)).toEqual(wordless(expected))
  })

  test('reading what was printed of a reading changes nothing', () => {
    fc.assert(
      fc.property(valueLike, (text) => {
        const { quantity } = readQuantity(text, { year })
        if (quantity.kind === 'qualitative') return
        expect(wordless(readQuantity(printQuantity(quantity), { year }).quantity)).toEqual(wordless(quantity))
      }),
      { numRuns: 3000 },
    )
  })

  test('no text throws, and every reading is a whole quantity with its own text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), valueLike), (text) => {
        const { quantity } = readQuantity(text, { year })
        expect(Quantity.safeParse(quantity).success).toBe(true)
        expect(quantity.text).toBe(text)
        if (typeof quantity.value === 'number') expect(Number.isFinite(quantity.value)).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })

  test('words, blanks and lists carry no value, and values carry one', () => {
    fc.assert(
      fc.property(valueLike, (text) => {
        const { kind, op, value, upper } = readQuantity(text, { year }).quantity
        const isFigure = kind !== 'qualitative' && kind !== 'empty' && kind !== 'multi'
        expect(value !== null).toBe(isFigure)
        expect(op !== null).toBe(isFigure)
        if (kind === 'range') expect(upper).not.toBeNull()
      }),
      { numRuns: 3000 },
    )
  })

  test('hostile texts of up to 2,000 characters take less than a millisecond of the processor each', () => {
    const texts = fc.sample(fc.oneof(valueLike, hostile), { numRuns: 20_000, seed: 7 })
    const started = process.cpuUsage()
    for (const text of texts) readQuantity(text, { year })
    expect(process.cpuUsage(started).user / 1000 / texts.length).toBeLessThan(1)
  })

  test('a numeral in characters is the number it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (number) => {
        expect(chineseNumeral(numeralOf(number))).toBe(number)
      }),
    )
  })

  test.each(['一万二', '三四百', '百', '十十', '一百千', '二三', '零零', '', '点五', '三点', '一百五', '亿'])(
    '%j is no well-formed numeral',
    (text) => {
      expect(chineseNumeral(text)).toBeNull()
    },
  )
})

const hostile = fc
  .tuple(
    fc.constantFrom(
      '1',
      '1,',
      '约',
      '约为',
      '≥',
      '(',
      '1户，',
      '百',
      '每人',
      '至',
      '%',
      '1-',
      '：',
      '截至到',
      '①1',
      ' ',
    ),
    fc.nat(2000),
  )
  .map(([piece, length]) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length))

function described({ kind, op, value, upper, unit, approximate }: Quantity): string {
  return [kind, op, value, upper, unit, approximate ? '约' : null].filter((part) => part !== null).join(' ')
}

function wordless({ text: _, parts, ...quantity }: Quantity): unknown {
  return { ...quantity, parts: parts?.map(wordless) ?? null }
}
