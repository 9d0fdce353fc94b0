import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAccountNumber, isIdentityNumber, masked, maskedStretch } from '#app/domain/personal.ts'
import { stretchOf } from '#app/domain/source-table.ts'

describe('what a document says of persons', () => {
  test.each([
    ['联系电话：13812345678', '联系电话：138****5678'],
    ['138-1234-5678', '138-****-5678'],
    ['0311-86781234', '0311-****1234'],
    ['身份证 11010519491231002X。', '身份证 110***********002X。'],
    ['账号：6222 0200 1234 5678', '账号：************5678'],
    ['项目负责人：李某某　填报人：王某', '项目负责人：李**　填报人：王*'],
    ['单位负责人（签字）：张三丰', '单位负责人（签字）：张**'],
  ])('%s is covered', (text, covered) => {
    expect(masked(text)).toBe(covered)
  })

  test.each([
    '13,812,345,678.00元',
    '13812345678.5',
    '202312310001',
    '项目编码130102202300000123456',
    '130102202301011234',
    '负责人：项目建设管理中心',
    '2018-2023年',
    '≥4800户',
    '联系人及电话',
    '完成率100%',
  ])('%s is left as it is', (text) => {
    expect(masked(text)).toBe(text)
  })

  const person = fc.tuple(
    fc.integer({ min: 110_000, max: 659_999 }),
    fc.integer({ min: 1950, max: 2010 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 1, max: 999 }),
  )
  const two = (value: number) => String(value).padStart(2, '0')

  test('every identity number is covered by its check sign, and no other sign makes it one', () => {
    fc.assert(
      fc.property(person, ([place, year, month, day, order]) => {
        const front = `${place}${year}${two(month)}${two(day)}${String(order).padStart(3, '0')}`
        const whole = [...'0123456789X'].map((sign) => front + sign).filter(isIdentityNumber)
        expect(whole).toHaveLength(1)
        const text = masked(`号码${whole[0]}，已核`)
        expect(text).not.toContain(whole[0])
        expect(text).toContain(whole[0]?.slice(-4))
      }),
    )
  })

  test('of all endings of an account one is its own', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 14n, max: 10n ** 15n - 1n }), (front) => {
        expect([...'0123456789'].map((digit) => `${front}${digit}`).filter(isAccountNumber)).toHaveLength(1)
      }),
    )
  })

  test('figures of money, counts and years are never covered', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999_999 }),
        fc.constantFrom('元', '万元', '户', '%', ''),
        (n, unit) => {
          for (const text of [`${(n / 100).toFixed(2)}${unit}`, n.toLocaleString('en-US') + unit])
            expect(masked(text)).toBe(text)
        },
      ),
    )
  })

  test('covering twice covers no more', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(masked(masked(text))).toBe(masked(text))
      }),
    )
  })

  test('in a table a name is known by the label in the cell before it', () => {
    const cell = (row: number, column: number, text: string) => ({
      row,
      column,
      rowSpan: 1,
      columnSpan: 1,
      text,
    })
    const table = {
      name: null,
      cells: [
        cell(0, 0, '项目负责人及电话'),
        cell(0, 1, '孙某某 13812345678'),
        cell(1, 0, '实施单位'),
        cell(1, 1, '园林中心'),
      ],
    }
    const { stretch, covers } = maskedStretch(stretchOf(table, 1, { from: 1, to: 2 }))
    expect(covers).toBe(true)
    expect(stretch.lines.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ['项目负责人及电话', '孙** 138****5678'],
      ['实施单位', '园林中心'],
    ])
  })
})
