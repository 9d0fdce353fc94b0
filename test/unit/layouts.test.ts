import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gridsOf } from '#ingest/layouts/grid.ts'
import { headingOf, moneyUnitIn } from '#ingest/layouts/headings.ts'
import { layoutOf } from '#ingest/layouts/index.ts'
import { labelsIn, labelsOfLines, withoutCode, withoutProjectCode } from '#ingest/layouts/labels.ts'
import { unitInProse } from '#ingest/layouts/prose.ts'
import { fundsInProse } from '#ingest/layouts/prose-funds.ts'
import { columnsOf } from '#ingest/layouts/tables/columns.ts'
import { fundBlock } from '#ingest/layouts/tables/fund-block.ts'
import { columnsOfTwo } from '#ingest/layouts/tables/headings-in-two-rows.ts'
import { indicatorBlocks } from '#ingest/layouts/tables/indicator-rows.ts'
import { levelOf } from '#ingest/layouts/tables/levels.ts'
import { yearIn } from '#ingest/layouts/year.ts'
import type { Cell, Content, Paragraph, Table } from '#ingest/readers/table.ts'

/** A table from rows of texts: '<' goes on with the cell on its left, '^' with the one above. */
function table(rows: readonly (readonly string[])[], name: string | null = ''): Table {
  const cells: Cell[] = rows.flatMap((texts, row) =>
    texts.flatMap((text, column) => {
      if (text === '<' || text === '^') return []
      let columnSpan = 1
      while (rows[row]?.[column + columnSpan] === '<') columnSpan += 1
      let rowSpan = 1
      while (rows[row + rowSpan]?.[column] === '^') rowSpan += 1
      return [{ row, column, rowSpan, columnSpan, text }]
    }),
  )
  return {
    kind: 'table',
    name,
    rows: rows.length,
    columns: Math.max(0, ...rows.map((row) => row.length)),
    cells,
  }
}

const line = (text: string): Paragraph => ({ kind: 'paragraph', text })
const content = (...blocks: (Table | Paragraph)[]): Content => ({ format: 'docx', blocks })
const gridOf = (rows: readonly (readonly string[])[]) => {
  const [grid] = gridsOf(content(table(rows)))
  if (!grid) throw new Error('no grid')
  return grid
}
const draftOf = (...blocks: (Table | Paragraph)[]) => {
  const document = content(...blocks)
  const found = layoutOf(document)
  if (!found) throw new Error('no layout')
  return { id: found.layout.id, ...found.layout.draft(document) }
}

const headings = [
  '一级指标',
  '二级指标',
  '三级指标',
  '年度指标值',
  '实际完成值',
  '分值',
  '得分',
  '偏差原因分析',
]
const funds = ['项目资金（万元）', '年初预算数', '全年预算数', '全年执行数', '分值', '执行率', '得分', '']

describe('a heading means what its words say', () => {
  test.each([
    ['年度指标值', 'target'],
    ['年初目标值（A）', 'target'],
    ['目标值(包含数字及文字描述)', 'target'],
    ['实际完成值\n（B）', 'actual'],
    ['全年实际完成值', 'actual'],
    ['2021年实际完成值', 'actual'],
    ['1-7月执行情况', 'actual'],
    ['指标权重', 'weight'],
    ['分值（10分）', 'weight'],
    ['自评得分（分）', 'score'],
    ['未完成原因及拟采取的改进措施', 'reason'],
    ['年初预算数（万元）', 'budget'],
    ['全年预算数（A）', 'adjusted'],
    ['调整后预算数', 'adjusted'],
    ['预算数(A)', 'adjusted'],
    ['截至7月底执行数', 'spent'],
    ['执行率（B/A×100%）', 'executionRate'],
    ['项目实施单位（盖章）', 'unit'],
    ['主管部门及代码', 'department'],
    ['上年实际值', 'ignored'],
    ['全年预计完成情况', 'ignored'],
    ['联系电话', 'ignored'],
  ])('%s', (text, field) => {
    expect(headingOf(text)?.field).toBe(field)
  })

  test.each(['', '2021', '支持中小企业数量', '4000户', '教育局'])('%s is none', (text) => {
    expect(headingOf(text)).toBeNull()
  })

  test.each([
    ['项目资金（万元）', '万元'],
    ['预算执行情况（10分）\n（元）', '元'],
    ['金额单位：万元', '万元'],
    ['单位:元/%', '元'],
    ['补助标准（元/户）', '元'],
    ['年初预算数', null],
  ])('the money unit of %s is %s', (text, unit) => {
    expect(moneyUnitIn(text)).toBe(unit)
  })
})

describe('columns', () => {
  test('of two headings with one meaning the surer holds', () => {
    const columns = columnsOf(
      gridOf([['年度预算数（万元）', '年初预算', '调整后预算数', '预算执行数']]).rows[0] ?? [],
    )
    expect([columns.get('budget')?.from, columns.get('adjusted')?.from, columns.get('spent')?.from]).toEqual([
      1, 2, 3,
    ])
  })

  test('the second row of headings divides what the first one spans', () => {
    const grid = gridOf([
      ['一级指标', '三级指标', '年度指标值', '<', '<', '得分'],
      ['^', '^', '指标性质', '指标值', '度量单位', '^'],
    ])
    const columns = columnsOfTwo(grid.rows[0] ?? [], grid.rows[1] ?? [])
    const from = (['operator', 'target', 'targetUnit', 'score'] as const).map(
      (field) => columns?.get(field)?.from,
    )
    expect(from).toEqual([2, 3, 4, 5])
  })

  test('a row of values under the headings is no second row of headings', () => {
    const grid = gridOf([headings, ['产出指标', '数量指标', '户数', '4000户', '4800户', '10', '10', '']])
    expect(columnsOfTwo(grid.rows[0] ?? [], grid.rows[1] ?? [])).toBeNull()
  })
})

const indicatorsOf = (rows: readonly (readonly string[])[]) =>
  indicatorBlocks(gridOf(rows)).flatMap((block) => block.indicators)

describe('indicators', () => {
  test('a level holds until another is named, merged or left empty', () => {
    const rows = [
      headings,
      ['产\n出\n指\n标\n（50分）', '数量指标', '甲', '1个', '1个', '10', '10', ''],
      ['', '', '乙', '2个', '2个', '10', '10', ''],
      ['^', '质量指标', '丙', '3个', '3个', '10', '10', ''],
    ]
    expect(
      indicatorsOf(rows).map(({ level1, level2, name, level1Weight }) => [
        level1,
        level2,
        name,
        level1Weight,
      ]),
    ).toEqual([
      ['产出指标', '数量指标', '甲', '50'],
      ['产出指标', '数量指标', '乙', '50'],
      ['产出指标', '质量指标', '丙', '50'],
    ])
  })

  test("points of a cell merged over several indicators are their group's", () => {
    const rows = [
      headings,
      ['产出指标', '数量指标', '甲', '1', '1', '50', '48', ''],
      ['^', '^', '乙', '2', '2', '^', '^', ''],
    ]
    expect(
      indicatorsOf(rows).map(({ weight, score, level1Weight }) => [weight, score, level1Weight]),
    ).toEqual([
      [null, null, '50'],
      [null, null, '50'],
    ])
  })

  test('an indicator several rows high is one', () => {
    const rows = [
      headings,
      ['产出指标', '数量指标', '甲', '1', '1', '50', '48', '原因一'],
      ['^', '^', '^', '^', '^', '^', '^', '原因二'],
    ]
    expect(indicatorsOf(rows)).toHaveLength(1)
  })

  test('unused lines of the template are none, headings on a new page and what stands below the total neither', () => {
    const rows = [
      headings,
      ['产出指标', '数量指标', '指标1：甲', '1个', '1个', '50', '50', ''],
      ['^', '^', '指标2：', '', '', '', '', ''],
      ['^', '^', '……', '', '', '', '', ''],
      headings,
      ['效益指标', '社会效益', '/', '/', '/', '', '', ''],
      ['总分', '<', '<', '<', '<', '100', '98', ''],
      ['填报人：王某', '<', '<', '联系电话', '13900000000', '', '', ''],
    ]
    expect(indicatorsOf(rows).map(({ name }) => name)).toEqual(['甲'])
  })

  test.each([
    '电话接听率',
    '存在问题整改率',
    '合计培训人次',
    '说明会场次',
    '改进措施落实率',
    '附件归档率',
    '历史建筑修缮标准',
  ])('%s is an indicator, though it begins like a remark or a total', (name) => {
    const rows = [
      headings,
      ['产出指标', '数量指标', '甲', '1个', '1个', '10', '10', ''],
      ['^', '^', name, '95%', '96%', '10', '10', ''],
    ]
    expect(indicatorsOf(rows).map((one) => one.name)).toEqual(['甲', name])
    const bare = [
      ['三级指标', '年度指标值', '实际完成值', '得分'],
      [name, '95%', '96%', '10'],
    ]
    expect(indicatorsOf(bare).map((one) => one.name)).toEqual([name])
  })

  test.each([
    [['总分', '<', '<', '<', '<', '100', '96.5', ''], '96.5'],
    [['总分', '<', '<', '<', '<', '96.5', '<', ''], '96.5'],
    [['合计', '', '', '', '', '100', '', ''], null],
    [['总分：96.5', '<', '<', '<', '<', '<', '<', '<'], '96.5'],
    [['自评得分', '<', '<', '<', '<', '', '96.5分', ''], '96.5分'],
  ])('the total of %j is %s', (row, total) => {
    const [block] = indicatorBlocks(
      gridOf([headings, ['产出指标', '数量指标', '甲', '1个', '1个', '100', '90', ''], row]),
    )
    expect(block?.total).toBe(total)
  })

  test('a target in three columns is one text', () => {
    const rows = [
      ['一级指标', '三级指标', '指标性质', '指标值', '度量单位', '完成值'],
      ['产出指标', '甲', '≥', '95', '%', '96'],
      ['产出指标', '乙', '定性', '优良中', '', '优'],
    ]
    expect(indicatorsOf(rows).map(({ target }) => target)).toEqual(['≥95%', '优良中'])
  })

  test.each([
    ['产出指标（40分）', '产出指标', '40'],
    ['满意度\n指标\n10分', '满意度指标', '10'],
    ['（一）效益指标', '效益指标', null],
    ['决策', '决策', null],
    ['……', null, null],
  ])('the level %j is %s with %s points', (text, name, weight) => {
    expect(levelOf(text)).toEqual({ name, weight })
  })

  const synonyms = {
    level1: ['一级指标', '一级'],
    level2: ['二级指标', '二级指标名称'],
    name: ['三级指标', '指标名称', '具体指标'],
    target: ['年度指标值', '目标值', '预期指标值', '年初目标值（A）'],
    actual: ['实际完成值', '全年完成值', '完成值', '实际完成值（B）'],
    weight: ['分值', '权重', '参考分值'],
    score: ['得分', '自评得分'],
    reason: ['未完成原因分析', '原因说明'],
  } as const
  const fields = ['level1', 'level2', 'name', 'target', 'actual', 'weight', 'score', 'reason'] as const
  const values = {
    level1: '产出指标',
    level2: '数量指标',
    name: '甲',
    target: '4000户',
    actual: '4800户',
    weight: '12',
    score: '11',
    reason: '乙',
  }

  test('columns mean the same in any order and in any of their words', () => {
    const wording = fc.tuple(...fields.map((field) => fc.constantFrom(...synonyms[field])))
    fc.assert(
      fc.property(fc.shuffledSubarray([...fields], { minLength: fields.length }), wording, (order, said) => {
        const rows = [
          order.map((field) => said[fields.indexOf(field)] ?? ''),
          order.map((field) => values[field]),
        ]
        const { at, level1Weight, leftOver, ...found } = indicatorsOf(rows)[0] ?? {}
        expect(found).toEqual(values)
      }),
    )
  })
})

describe('funds', () => {
  const sums = (rows: readonly (readonly string[])[]) => fundBlock(gridOf(rows), null)

  test('the total line is read, not its parts', () => {
    const found = sums([
      funds,
      ['年度资金总额', '100', '120', '110', '10', '91.67%', '9.17', ''],
      ['其中：当年财政拨款', '80', '100', '90', '—', '90%', '—', ''],
    ])
    expect([found?.funds.budget?.text, found?.funds.adjusted?.text, found?.funds.spent?.text]).toEqual([
      '100',
      '120',
      '110',
    ])
    expect([found?.funds.weight, found?.funds.executionRate, found?.funds.score]).toEqual([
      '10',
      '91.67%',
      '9.17',
    ])
    expect(found?.funds.budget?.unit).toBe('万元')
    expect(found?.problems).toEqual([])
  })

  test('an empty total above figures is their sum, and says so; what divides a part is not added again', () => {
    const found = sums([
      funds,
      ['年度资金总额', '', '0', '0', '', '', '', ''],
      ['其中：财政拨款', '', '90', '80', '', '', '', ''],
      ['中央财政', '', '50', '40', '', '', '', ''],
      ['县级财政', '', '40', '40', '', '', '', ''],
      ['其他资金', '', '5', '—', '', '', '', ''],
    ])
    expect([found?.funds.budget, found?.funds.adjusted?.text, found?.funds.spent?.text]).toEqual([
      null,
      '95',
      '80',
    ])
    expect(found?.problems.map(({ code }) => code)).toEqual(['fund-total-missing', 'fund-total-missing'])
  })

  test("a rate under a heading in per cent is per cent, and points stand in the block's label", () => {
    const found = sums([
      ['预算执行情况（20分）', '预算数（A）', '执行数（B）', '执行率（%）', '得分'],
      ['资金总额', '10', '9.85', '98.5', '19.7'],
    ])
    expect([found?.funds.executionRate, found?.funds.weight, found?.funds.score]).toEqual([
      '98.5%',
      '20',
      '19.7',
    ])
  })
})

test('the whole year’s budget in a sentence is not that of its start', () => {
  expect(fundsInProse(['年初预算96万元，年中调整为90万元']).adjusted).toMatchObject({
    text: '90',
    unit: '万元',
  })
  expect(fundsInProse(['单位：万元', '年初预算数：96 全年执行数：95']).spent).toMatchObject({
    text: '95',
    unit: '万元',
  })
  const { budget, adjusted, spent } = fundsInProse(['全年预算数：96.00万元 全年执行数：95.20万元'])
  expect([budget, adjusted?.text, spent?.text]).toEqual([null, '96.00', '95.20'])
})

test.each([
  ['预算执行率99%，分值10分，得分9.9分。', '10', '9.9'],
  ['预算执行率96%。预算执行率满分10分，自评得分9.6分。', '10', '9.6'],
  ['执行率92%。该项满分10分，得9.2分。', '10', '9.2'],
  ['年初预算数：800 全年执行数：800 分值：10 执行率：100% 得分：10', '10', '10'],
  ['执行率：98%\n分值：10\n得分：9.8', '10', '9.8'],
  ['预算执行率：98%\n执行率分值：10\n执行率得分：9.8', '10', '9.8'],
  ['预算执行率为98%，按10分计，得9.8分。', '10', '9.8'],
  ['分值：10\n执行率：98%\n得分：9.8', '10', '9.8'],
  ['（一）预算执行率（满分10分，得分9.8分）', '10', '9.8'],
  ['执行率92%。本次自评满分100分，得95分。', null, null],
])('%s says the points of the funds: %s, %s', (text, weight, score) => {
  expect(fundsInProse(text.split('\n'))).toMatchObject({ weight, score })
})

describe('labels', () => {
  test('stand beside their value or before its colon; an empty answer is not the next label', () => {
    const grid = gridOf([
      ['项目名称', '校舍维修', '<', '<'],
      ['主管部门：教育局（205）', '<', '实施单位', ''],
      ['联系人', '王某', '预算年度', '2021'],
    ])
    expect([...labelsIn(grid)]).toEqual([
      ['project', '校舍维修'],
      ['department', '教育局（205）'],
      ['year', '2021'],
    ])
  })

  test.each(['历史文化名城保护', '第三方评估经费', '课程标准', '防疫宣传材料'])(
    '%s is a name, though it looks like a heading',
    (name) => {
      expect([...labelsIn(gridOf([['项目名称', name]]))]).toEqual([['project', name]])
    },
  )

  test.each([
    [['预算单位', '城市管理局', '使用单位', '环境卫生中心'], [['unit', '环境卫生中心']]],
    [['购买主体', '民政局', '承接主体', '某社工中心'], [['unit', '民政局']]],
  ])('%j names who carries it out', (row, found) => {
    expect([...labelsIn(gridOf([row]))]).toEqual(found)
  })

  test('end with their sentence', () => {
    const line = '项目名称：充电桩建设。实施单位：服务中心。项目年初预算安排350万元。'
    expect([...labelsOfLines([line])]).toEqual([
      ['project', '充电桩建设'],
      ['unit', '服务中心'],
    ])
  })

  test('单位：万元 names no unit', () => {
    expect([...labelsIn(gridOf([['单位：万元', '单位', '元']]))]).toEqual([])
  })

  test.each([
    ['教育局（205）', '教育局'],
    ['205-教育局', '教育局'],
    ['219001池州市贵池区棠溪镇人民政府', '池州市贵池区棠溪镇人民政府'],
    ['120急救中心', '120急救中心'],
    ['石家庄市第101中学', '石家庄市第101中学'],
    ['档案馆（盖章）', '档案馆'],
  ])('%s without its code is %s', (text, name) => {
    expect(withoutCode(text)).toBe(name)
  })

  test.each([
    ['51000021R000000019951-工资性支出', '工资性支出'],
    ['51092324T000010263357-2023年安可替代项目', '2023年安可替代项目'],
    ['2021-2023年绿化养护', '2021-2023年绿化养护'],
    ['5G基站建设', '5G基站建设'],
  ])('%s without its code is %s', (text, name) => {
    expect(withoutProjectCode(text)).toBe(name)
  })
})

describe('who and when', () => {
  test.each([
    ['长安区社会保险中心2019年度重点项目绩效自评报告', 2019],
    ['（2021年度）填报日期：2022年3月18日', 2021],
    ['2022年公开的2021年度项目绩效自评表', 2021],
    ['平财绩〔2020〕3号', null],
    ['二〇一九年度项目支出绩效自评报告', 2019],
    ['2022年度项目支出绩效自评表（评价2021年度）', 2021],
    ['2022年项目绩效自评表，评价年度：2021年', 2021],
    ['2022年度项目支出绩效自评表（2021年度）', null],
    ['2021—2023年项目资金台账', null],
    ['2019', 2019],
    ['2022-03-15', null],
    ['2020年度、2021年度', null],
  ])('the year of %s is %s', (text, year) => {
    expect(yearIn(text)).toBe(year)
  })

  test.each([
    [['长安区社会保险中心2019年度'], [], '长安区社会保险中心'],
    [
      ['关于网上服务经费的自评报告'],
      ['我单位（平阴县人力资源和社会保障局）开展了自评。'],
      '平阴县人力资源和社会保障局',
    ],
    [['绩效自评报告'], ['正文。', '新乐市木村乡中心学校', '2022年4月12日'], '新乐市木村乡中心学校'],
    [['绩效自评报告'], ['无人具名。'], null],
    [['按照县财政局要求，我们对农村饮水项目开展了绩效自评：'], [], null],
  ])('the unit of %j, %j is %s', (title, lines, unit) => {
    expect(unitInProse(title.join('\n'), lines)).toBe(unit)
  })
})

describe('documents', () => {
  const form = (project: string, actual: string) => [
    ['项目名称', project, '<', '<', '<', '<', '<', '<'],
    headings,
    ['产出指标', '数量指标', '甲', '1个', actual, '10', '10', ''],
    ['总分', '<', '<', '<', '<', '100', '98', ''],
  ]

  test('two forms in one sheet are two evaluations, each with its own year', () => {
    const title = (year: number) => [`项目支出绩效自评表（${year}年度）`, '<', '<', '<', '<', '<', '<', '<']
    const { evaluations } = draftOf(
      table([title(2020), ...form('甲项目', '1个'), title(2021), ...form('乙项目', '2个')]),
    )
    expect(
      evaluations.map(({ project, title, indicators }) => [project, yearIn(title), indicators[0]?.at.row]),
    ).toEqual([
      ['甲项目', 2020, 4],
      ['乙项目', 2021, 9],
    ])
  })

  test('a table without headings goes on with the one before it', () => {
    const [head = [], names = [], first = []] = form('甲项目', '1个')
    const { evaluations } = draftOf(
      table([head, names, first]),
      table([
        ['', '质量指标', '乙', '100%', '100%', '10', '9', ''],
        ['总分', '<', '<', '<', '<', '100', '97', ''],
      ]),
    )
    expect(
      evaluations.map(({ indicators, total }) => [
        indicators.map(({ level1, name }) => [level1, name]),
        total.score,
      ]),
    ).toEqual([
      [
        [
          ['产出指标', '甲'],
          ['产出指标', '乙'],
        ],
        '97',
      ],
    ])
  })

  test('a table goes on with the one before it though its parts have merged other columns', () => {
    const wide = (row: readonly string[]) =>
      row.flatMap((text, at) => (at === 1 || at === 3 ? [text, '<'] : [text]))
    const rest = [
      ['', '质量指标', '乙', '100%', '100%', '10', '9', ''],
      ['总分', '<', '<', '<', '<', '100', '97', ''],
    ]
    const [head = [], names = [], first = []] = form('甲项目', '1个')
    const cut = draftOf(table([head, names, first].map(wide)), table(rest))
    const whole = draftOf(table([head, names, first, ...rest]))
    const said = ({ evaluations }: typeof cut) =>
      evaluations.map(({ indicators, total }) => [
        indicators.map(({ at, ...indicator }) => indicator),
        total.score,
      ])
    expect(said(cut)).toEqual(said(whole))
    expect(cut.evaluations[0]?.indicators[1]?.at).toMatchObject({ table: 2, row: 1 })
  })

  test('a table that goes on without the column of its levels is read by its names, and told', () => {
    const [head = [], names = [], first = []] = form('甲项目', '1个')
    const { evaluations, problems } = draftOf(
      table([head, names, first]),
      table([
        ['质量指标', '乙', '≥90%', '95%', '10', '9', ''],
        ['时效指标', '丙', '≥80%', '85%', '10', '10', ''],
      ]),
    )
    const [found] = evaluations
    expect(found?.indicators.slice(1).map((one) => [one.level2, one.name, one.target, one.score])).toEqual([
      ['质量指标', '乙', '≥90%', '9'],
      ['时效指标', '丙', '≥80%', '10'],
    ])
    expect(problems.map(({ code }) => code)).toContain('rows-guessed')
  })

  test('rows that hold one cell alone at the top are the title, and no others', () => {
    const title = ['', '', '2022年度项目支出绩效自评表', '', '', '', '', '']
    const { evaluations } = draftOf(table([title, ...form('甲项目', '1个')], null))
    expect(evaluations.map((one) => one.title)).toEqual(['2022年度项目支出绩效自评表'])
  })

  test('a table with a column of projects in a report is no form', () => {
    const { id, evaluations } = draftOf(
      line('元氏县水利局2021年度机井维修项目绩效自评报告'),
      table([
        ['序号', '项目名称', '建设内容', '单位', '数量'],
        ['1', '一标段', '维修机井', '眼', '32'],
      ]),
      table([
        ['一级指标', '三级指标', '年度指标值', '实际完成值'],
        ['产出指标', '维修机井', '60眼', '60眼'],
      ]),
    )
    expect([id, evaluations.map(({ project, unit }) => [project, unit])]).toEqual([
      'report',
      [['机井维修', '元氏县水利局']],
    ])
  })

  const payments = table([
    ['日期', '项目名称', '资金环节', '金额（元）'],
    ['2021-03-01', '甲项目', '支出', '100'],
  ])

  test('a list of payments in a report leaves its indicators where they are', () => {
    const { id, evaluations, flows } = draftOf(
      line('甲局2021年度甲项目绩效自评报告'),
      payments,
      table(form('甲项目', '1个')),
    )
    expect([id, evaluations.length, flows.length]).toEqual(['national-form', 1, 0])
  })

  test('a ledger in a workbook is read beside its forms', () => {
    const book: Content = { format: 'xlsx', blocks: [table(form('甲项目', '1个')), payments] }
    const draft = layoutOf(book)?.layout.draft(book)
    expect([draft?.evaluations.length, draft?.flows.map(({ stage }) => stage)]).toEqual([1, ['支出']])
  })

  test('who reports as a department is it, beside the one who carries it out', () => {
    const [head = [], ...rows] = form('甲项目', '1个')
    const offices = ['实施单位', '第一中学', ...head.slice(2).map(() => '')]
    const { evaluations } = draftOf(line('填报部门（盖章）：教育局'), table([head, offices, ...rows]))
    expect(evaluations.map(({ department, unit }) => [department, unit])).toEqual([['教育局', '第一中学']])
  })

  test('two forms beside each other in one table are two evaluations', () => {
    const [one, other] = [form('甲项目', '1个'), form('乙项目', '2个')]
    const { evaluations } = draftOf(table(one.map((row, at) => [...row, ...(other[at] ?? [])])))
    expect(
      evaluations.map(({ project, indicators }) => [project, ...indicators.map(({ actual }) => actual)]),
    ).toEqual([
      ['甲项目', '1个'],
      ['乙项目', '2个'],
    ])
  })

  test('a total without the budget’s points gives way to the one that is said', () => {
    const rows = form('甲项目', '1个').map((row) => row.map((text) => (text === '98' ? '9' : text)))
    const said = line('预算执行得分：10      自评总分：19')
    expect(draftOf(table(rows), said).evaluations[0]?.total.score).toBe('19')
  })

  test('rows that made no table are told', () => {
    const left = line('一级指标 三级指标 年度指标值 实际完成值 得分')
    expect(draftOf(table(form('甲项目', '1个')), left).problems.map(({ code }) => code)).toEqual([
      'rows-left',
    ])
  })

  test('a heading that nobody knows is told', () => {
    const rows = form('甲项目', '1个').map((row, at) => [...row, ['<', '归口科员', '工管', ''][at] ?? ''])
    expect(draftOf(table(rows)).problems.map(({ code, message }) => [code, message])).toEqual([
      ['heading-unknown', '归口科员'],
    ])
  })

  test("a list's remark is no evaluation, and its sums are none", () => {
    const rows = [
      ['项目名称', '三级指标', '指标值', '实际完成值', '得分'],
      ['甲项目', '甲', '1个', '1个', '10'],
      ['小计', '', '', '', '10'],
      ['合计', '', '', '', '10'],
      ['示例数据：本文件由程序生成。', '<', '<', '<', '<'],
    ]
    const { id, evaluations } = draftOf(table(rows))
    expect([id, evaluations.map(({ project }) => project)]).toEqual(['flat-list', ['甲项目']])
  })

  test('what a title announces decides the kind', () => {
    const kinds = [
      '项目支出绩效自评表',
      '项目支出绩效目标申报表',
      '项目支出绩效运行监控表',
      '绩效目标自评表',
      '自评抽查复核表',
    ].map((title) => draftOf(line(title), table(form('甲项目', '1个'))).evaluations[0]?.kind)
    expect(kinds).toEqual(['selfEvaluation', 'target', 'monitoring', 'selfEvaluation', 'selfEvaluation'])
  })
})

describe('any grid', () => {
  const word = fc.oneof(
    { weight: 3, arbitrary: fc.string({ maxLength: 12 }) },
    fc.constantFrom(
      ...headings,
      ...funds,
      '项目名称',
      '主管部门：',
      '合计',
      '总分',
      '指标1：',
      '产出指标（50分）',
      '日期',
      '金额',
      '资金环节',
      '≥95%',
      '10',
    ),
    fc.string({
      unit: fc.constantFrom(...'项目指标值分产出效益预算数执行率得（）0123456789%\n：'),
      maxLength: 14,
    }),
  )
  const rows = fc.array(fc.array(word, { minLength: 30, maxLength: 30 }), {
    minLength: 0,
    maxLength: 200,
    size: 'max',
  })

  test('is read without a fault', () => {
    fc.assert(
      fc.property(rows, (texts) => {
        const document = content(table(texts))
        layoutOf(document)?.layout.draft(document)
      }),
      { numRuns: 60 },
    )
  })

  test('and any text is, with pipes between its words or spaces', () => {
    const written = fc.array(fc.array(word, { maxLength: 9 }), { maxLength: 60 })
    fc.assert(
      fc.property(written, fc.constantFrom(' ', ' | ', ' |\n'), (rows, between) => {
        const lines = ['项目名称', '二级指标', ...rows.map((row) => row.join(between))].join('\n').split('\n')
        const document = content(...lines.map(line))
        layoutOf(document)?.layout.draft(document)
      }),
    )
  })

  test('of four times the rows costs less than eight times as much', () => {
    const sampled = fc.sample(fc.array(word, { minLength: 30, maxLength: 30 }), { numRuns: 800, seed: 7 })
    const [few, many] = [content(table(sampled.slice(0, 200))), content(table(sampled))]
    const spent = (document: Content) => {
      const start = process.cpuUsage()
      layoutOf(document)?.layout.draft(document)
      return process.cpuUsage(start).user
    }
    // In turn, so that what runs beside slows both alike.
    const pairs = Array.from({ length: 7 }, () => [spent(few), spent(many)] as const)
    const least = (which: 0 | 1) => Math.min(...pairs.map((pair) => pair[which]))
    expect(least(1) / least(0)).toBeLessThan(8)
  })
})
