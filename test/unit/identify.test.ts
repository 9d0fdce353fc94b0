import { describe, expect, test } from 'vitest'
import { type Evidence, identifyDistrict, identifyYear } from '#ingest/identify.ts'
import { readReference } from '#ingest/reference.ts'
import { amountFen, indicatorOf, pointsOf } from '#ingest/validate.ts'

const reference = readReference()
const nothing: Evidence = { title: '', path: '', words: '' }
const at = { table: 1, row: 1, column: 1 }

describe('the district', () => {
  const found = (
    district: string | null,
    unit: string | null,
    evidence: Partial<Evidence> = {},
    department: string | null = null,
  ) => {
    const { value, problems } = identifyDistrict(
      { district, unit, department },
      { ...nothing, ...evidence },
      reference,
    )
    return [value?.code ?? null, value?.name ?? null, ...problems.map(({ code }) => code)]
  }

  test.each([
    ['正定县', null, ['130123', '正定县']],
    ['130123', null, ['130123', '正定县']],
    [null, '木垒县教育局', ['652328', '木垒哈萨克自治县']],
    [null, '木垒自治县林业局', ['652328', '木垒哈萨克自治县']],
    ['恩施州', null, ['422800', '恩施土家族苗族自治州']],
    [null, '河南县域医共体总医院', [null, null, 'district-unknown']],
    ['正定县 130123', null, ['130123', '正定县']],
    ['130123001', null, ['130123', '正定县']],
    ['藁城区 130123', null, ['130123', '正定县', 'district-conflict']],
    ['河北省石家庄市长安区', null, ['130102', '长安区']],
    ['市本级', '正定县教育局', ['130123', '正定县']],
    ['无名区', null, [null, '无名区', 'district-unknown']],
    [null, null, [null, null, 'district-unknown']],
    [null, '郏县农业农村局', ['410425', '郏县']],
    [null, '全县农业农村局', [null, null, 'district-unknown']],
  ])('%s, %s is %j', (district, unit, expected) => {
    expect(found(district, unit)).toEqual(expected)
  })

  test('of one name in two cities stays open until its city or province is named', () => {
    expect(found(null, '长安区社会保险中心')).toEqual([null, '长安区', 'district-ambiguous'])
    expect(found(null, '长安区社会保险中心', { title: '石家庄市2019年度自评表' })).toEqual([
      '130102',
      '长安区',
    ])
    expect(found(null, '长安区社会保险中心', { words: '根据陕西省有关规定' })).toEqual(['610116', '长安区'])
    expect(found(null, '长安区社会保险中心', { words: '河北省、陕西省' })).toEqual([
      null,
      '长安区',
      'district-ambiguous',
    ])
  })

  test("a city's unit under a district's department is in the district", () => {
    expect(found(null, '石家庄市第四十中学', {}, '长安区教育局')).toEqual(['130102', '长安区'])
  })

  test("that the unit's name and the department's disagree about is told", () => {
    expect(found(null, '裕华区第一中学', {}, '桥西区教育局')).toEqual([
      '130108',
      '裕华区',
      'district-conflict',
    ])
    expect(found(null, '裕华区第一中学', { path: '石家庄市 桥西区 自评表.docx' })).toEqual([
      '130108',
      '裕华区',
      'district-conflict',
    ])
  })

  test("that the form states holds against the unit's, and the conflict is told", () => {
    expect(found('正定县', '藁城区教育局')).toEqual(['130123', '正定县', 'district-conflict'])
  })
})

describe('the year', () => {
  test.each([
    ['2021', { title: '（2020年度）' }, [2021, 'year-conflict']],
    ['2021', { path: '2019年\n自评表.docx' }, [2021, 'year-conflict']],
    [null, { title: '（2021年度）', path: '2022年度\n自评表.docx' }, [2021, 'year-conflict']],
    [null, { title: '（2021年度）', path: '2022年报送\n2021年自评表.docx' }, [2021]],
    ['2021', { path: '2022年报送\n自评表.docx' }, [2021]],
    ['2021年', { title: '项目支出绩效自评表' }, [2021]],
    ['2023年1月1日至2023年8月31日', {}, [2023]],
    [null, { title: '（2021年度）填报日期：2022年3月18日', path: '2022年-自评表.docx' }, [2021]],
    [null, { title: '自评表', path: '2019/长安区/2019年-自评表.docx' }, [2019]],
    [null, { title: '自评表', path: '自评表.docx' }, [null, 'year-unknown']],
  ])('%s, %j is %j', (stated, evidence, expected) => {
    const { value, problems } = identifyYear({ year: stated, project: null }, { ...nothing, ...evidence })
    expect([value, ...problems.map(({ code }) => code)]).toEqual(expected)
  })
})

test("the year in the project's name is taken where nothing else names one", () => {
  expect(identifyYear({ year: null, project: '2021年中小学教师培训' }, nothing).value).toBe(2021)
  expect(
    identifyYear({ year: null, project: '2021年中小学教师培训' }, { ...nothing, title: '（2022年度）' })
      .value,
  ).toBe(2022)
})

describe('a sum', () => {
  test.each([
    ['50', '万元', [50_000_000]],
    ['1,280.00', '万元', [1_280_000_000]],
    ['3,500元', '万元', [350_000]],
    ['50（万元）', null, [50_000_000]],
    ['100（其中：财政90，自筹10）', '万元', [100_000_000]],
    ['50万元 50万元', null, [50_000_000]],
    ['100100', '元', [10_010_000]],
    ['(79,700.00)', '元', [-7_970_000]],
    ['—', '万元', [null]],
    ['50', null, [null, 'money-unit-unknown']],
    ['约五十万', '万元', [null, 'money-unread']],
    ['98765432109876543.21', '元', [null, 'money-unread']],
  ])('%s in %s is %j', (text, unit, expected) => {
    const problems: Parameters<typeof amountFen>[1] = []
    expect([amountFen({ text, unit, at }, problems), ...problems.map(({ code }) => code)]).toEqual(expected)
  })

  test.each([
    ['10分', 10],
    ['9.50', 9.5],
    ['10（分）', 10],
    ['—', null],
    ['优', null],
    ['100000000000000000000', null],
  ])('the points %s are %s', (text, points) => {
    expect(pointsOf(text)).toBe(points)
  })
})

describe("an indicator's points", () => {
  const read = (score: string, reason: string | null = null) => {
    const problems: Parameters<typeof indicatorOf>[2] = []
    const row = {
      level1: null,
      level2: null,
      name: '清淤长度',
      target: '12公里',
      actual: '11公里',
      weight: '10',
    }
    const draft = { ...row, level1Weight: null, score, reason, leftOver: null, at }
    return { ...indicatorOf(draft, 2022, problems), codes: problems.map(({ code }) => code) }
  }

  test.each([
    ['9.5（扣0.5分：进度滞后）', 9.5, '扣0.5分：进度滞后'],
    ['9.5分，进度滞后', 9.5, '进度滞后'],
    ['9.5\n雨季停工', 9.5, '雨季停工'],
    ['10（按时完成）', 10, null],
  ])('and why some were lost may share a cell: %j', (text, score, reason) => {
    expect(read(text)).toMatchObject({ score, reason, codes: [] })
  })

  test('the column of reasons comes first', () => {
    expect(read('9.5（扣0.5分）', '进度滞后')).toMatchObject({ score: 9.5, reason: '进度滞后' })
  })

  test('are told where they cannot be read, and not where there are none', () => {
    expect(read('扣0.5得9.5')).toMatchObject({ score: null, codes: ['points-unread'] })
    expect(read('—')).toMatchObject({ score: null, codes: [] })
  })
})
