import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isAccountNumber,
  isIdentityNumber,
  masked,
  maskedStretch,
  maskedValue,
} from '#app/domain/personal.ts'
import { readQuantity } from '#app/domain/quantity-reader.ts'
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
    ['单位负责人（签字）欧阳明联系电话：86781234', '单位负责人（签字）欧**联系电话：****1234'],
    ['组长：张三、李小四，副组长：王五', '组长：张*、李**，副组长：王*'],
    ['详询张三，13812345678', '详询张*，138****5678'],
    ['经办人：孙某某落实，张三于次日', '经办人：孙**落实，张三于次日'],
    ['苗木商郑小红，13812345678', '苗木商郑**，138****5678'],
    ['值班手机 13812345678', '值班手机 138****5678'],
    ['（张三 13812345678）', '（张* 138****5678）'],
    ['电话１３８１２３４５６７８', '电话138****5678'],
    ['身份证号110105491231002', '身份证号110********1002'],
    ['身份证 110105 19491231 002X', '身份证 110*************002X'],
    ['卡6222021234567890128核', '卡622************0128核'],
    ['户主姓名 迪丽·买买提', '户主姓名 迪*****'],
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
    '13812345678',
    '≥13812345678',
    '投资13812345678元',
    '支出总额：13812345678',
    '13812345678平方米',
    '冀财预〔2019〕13812345678号',
    '合同编号：13812345678',
    '凭证号0311-86781234',
    '13000000000',
    '0019-20190001',
    '负责人：财政局',
    '负责人：安监局、林业局',
    '成员：高校、企业',
    '加强组织领导：成立专班，定期调度',
    '项目负责人 高度重视',
    '项目负责人：项目组',
    '负责人：张家口市水务局',
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

  const digits = (least: number, most: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: least, maxLength: most })

  test('sums, counts, rates, days and numbers of documents are never covered, however long', () => {
    const figure = fc.oneof(
      fc
        .tuple(
          fc.constantFrom('', '≥', '拨付', '支出合计', '投资金额：', '预算为'),
          fc.integer({ min: 1, max: 99_999_999_999 }),
          fc.constantFrom('元', '万元', '亿元', '户', '人次', '平方米', '公里', '吨', '件', '%'),
        )
        .map((parts) => parts.join('')),
      fc
        .tuple(
          fc.constantFrom('项目编码', '合同编号：', '批复文号：', '凭证号 ', '统一社会信用代码'),
          digits(5, 22),
        )
        .map((parts) => parts.join('')),
      fc.tuple(fc.integer({ min: 1990, max: 2035 }), digits(5, 11)).map(([y, n]) => `冀财预〔${y}〕${n}号`),
      fc.date({ noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10)),
      digits(1, 11),
    )
    const around = fc.constantFrom('', '完成', '其中', '，', '、')
    fc.assert(
      fc.property(
        fc.array(fc.tuple(around, figure, fc.constantFrom('', '；', '。')), { maxLength: 4 }),
        (parts) => {
          const text = parts.length === 1 ? (parts[0] ?? []).join('') : parts.map(([, one]) => one).join('；')
          const alone = parts.map(([, one]) => one)
          for (const one of alone) expect(masked(one)).toBe(one)
          if (!alone.some((one) => /^\d+$/.test(one))) expect(masked(text)).toBe(text)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('a telephone or a card is covered wherever it stands in a sentence', () => {
    const sentence = fc.tuple(
      fc.constantFrom('', '联系', '咨询电话：', '请拨打', '如有疑问致电 ', '，', '张三 '),
      fc.constantFrom('3', '4', '5', '6', '7', '8', '9'),
      digits(9, 9).filter((rest) => !rest.endsWith('000000')),
      fc.constantFrom('', '。', '（办公室）', ' 转', '，周一至周五', '联系'),
    )
    fc.assert(
      fc.property(sentence, ([before, second, rest, after]) => {
        const number = `1${second}${rest}`
        fc.pre(before + after !== '')
        expect(masked(`${before}${number}${after}`)).not.toContain(number)
      }),
    )
  })

  test('what was covered is no template text and no figure to the reader of values', () => {
    const kinds = [
      '96%（联系人：王五 13812345678）',
      '苗木商郑小红，13812345678',
      '账号：6222 0200 1234 5678',
    ].map((text) => readQuantity(masked(text)))
    expect(kinds.map(({ quantity, problems }) => [quantity.kind, problems])).toEqual([
      ['percent', []],
      ['qualitative', []],
      ['qualitative', []],
    ])
    expect(readQuantity('≥*人').problems).toEqual(['placeholder'])
    expect(readQuantity('****').problems).toEqual(['placeholder'])
  })

  test('eleven digits alone are a figure, unless they are called a telephone', () => {
    expect(maskedValue('13812345678', '发放补贴资金')).toBe('13812345678')
    expect(maskedValue('13812345678', '设立监督电话')).toBe('138****5678')
    expect(maskedValue('13812345678', '电话接通数量')).toBe('13812345678')
  })

  test('covering twice covers no more', () => {
    expect(masked('联系人：李四李四13812345678')).toBe('联系人：李***138****5678')
    expect(masked('13812345678 617755089142')).toBe('138****5678 617755089142')
    expect(masked('账号0000000900-0000000')).toBe('账号******0900-***0000')
    const scrap = fc.oneof(
      fc.string({ maxLength: 12 }),
      digits(4, 20),
      fc.constantFrom(
        '联系人：',
        '张三',
        '、',
        '李四',
        ' ',
        '电话',
        '（签字）',
        '账号',
        '-',
        '13812345678',
        '欧阳明',
      ),
    )
    fc.assert(
      fc.property(
        fc.array(scrap, { maxLength: 8 }).map((parts) => parts.join('')),
        (text) => {
          expect(masked(masked(text))).toBe(masked(text))
        },
      ),
      { numRuns: 2000 },
    )
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
