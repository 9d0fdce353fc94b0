import { describe, expect, test } from 'vitest'
import { blank } from '#ingest/layouts/grid.ts'
import { headingOf } from '#ingest/layouts/headings.ts'
import { layoutOf } from '#ingest/layouts/index.ts'
import { officeInTitle, projectInProse, unitInProse, yearInProse } from '#ingest/layouts/prose.ts'
import { sectionsOf, titleOf } from '#ingest/layouts/sections.ts'
import { areColumnNumbers } from '#ingest/layouts/tables/columns.ts'
import { readCsv } from '#ingest/readers/csv.ts'
import { readDocx } from '#ingest/readers/docx.ts'
import type { Cell, Content, Table } from '#ingest/readers/table.ts'
import { readTxt } from '#ingest/readers/txt.ts'
import { openZip } from '#ingest/readers/zip.ts'
import { gradeOf, totalOf } from '#ingest/validate.ts'
import { docxOf, p } from '../integration/readers-made.ts'

/** Who, when and how much money, as heads say it that nobody had seen. */

type Written = string | Partial<Cell>

/** A table from rows of texts; a cell of its own says how far it reaches. */
function table(rows: readonly (readonly Written[])[]): Table {
  const cells = rows.flatMap((row, at) =>
    row.map((one, column) => ({
      ...blank,
      row: at,
      column,
      ...(typeof one === 'string' ? { text: one } : one),
    })),
  )
  return {
    kind: 'table',
    name: null,
    rows: rows.length,
    columns: Math.max(...rows.map((row) => row.length)),
    cells,
  }
}

const headings = ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分']
const trees = ['产出指标', '数量指标', '栽植乔木', '800株', '812株', '50', '50']

const draftOf = (blocks: Content['blocks']) => {
  const content: Content = { format: 'docx', blocks }
  return layoutOf(content)?.layout.draft(content).evaluations[0]
}
const evaluationOf = (...rows: (readonly Written[])[]) => draftOf([table([...rows, headings, trees])])
const sums = (rows: readonly (readonly Written[])[]) => {
  const funds = evaluationOf(...rows)?.funds
  return [funds?.budget, funds?.adjusted, funds?.spent].map((money) => money && `${money.text} ${money.unit}`)
}

test('a mark that a note explains is no part of a heading', () => {
  expect(headingOf('得分②')?.field).toBe('score')
  expect(headingOf('①项目名称')?.field).toBe('project')
})

test.each([
  [['栏次', '1', '2', '3'], true],
  [['①', '②', '③=②/①'], true],
  [['A', 'B', 'C=B/A'], true],
  [['甲', '乙', '丙', '1', '2', '3'], true],
  [['甲', '乙', '丙', '12', '2', '3'], false],
  [['1', '2', '4'], false],
  [['产出指标', '1', '2', '3'], false],
  [['1', '2'], false],
])('%j number their columns: %s', (texts, expected) => {
  expect(areColumnNumbers(texts.map((text) => ({ ...blank, text })))).toBe(expected)
})

describe('an office heads a form', () => {
  test.each([
    ['龙游县园林中心项目绩效自评表', '龙游县园林中心'],
    ['龙游县林业局2020年度项目支出绩效自评打分表', '龙游县林业局'],
    ['项目支出绩效自评表', null],
    ['森林防火站项目绩效自评表', null],
  ])('%s: %s', (title, office) => {
    expect(officeInTitle(title)).toBe(office)
  })

  const title = ['龙游县林业局2020年度项目支出绩效自评表', '', '', '', '', '', '']

  test('who reports where no label says so, else the department that the one who reports belongs to', () => {
    const name = ['项目名称', '增绿补绿', '', '', '', '', '']
    expect(evaluationOf(title, name)).toMatchObject({ unit: '龙游县林业局', department: null })
    expect(evaluationOf(title, name, ['填报单位', '龙游县园林中心', '', '', '', '', ''])).toMatchObject({
      unit: '龙游县园林中心',
      department: '龙游县林业局',
    })
    const finance = ['龙游县财政局2020年度项目支出绩效自评表', '', '', '', '', '', '']
    expect(
      evaluationOf(finance, name, ['填报单位', '龙游县园林中心', '', '', '', '', ''])?.department,
    ).toBeNull()
  })

  test('a sentence that names it tells where the project begins behind it', () => {
    const lines = ['由龙游县民政局主管，龙游县社会福利中心具体实施。']
    expect(unitInProse('龙游县社会福利中心孤儿保障项目2020年度绩效自评报告', lines)).toBe(
      '龙游县社会福利中心',
    )
    expect(unitInProse('龙游县社会福利中心孤儿保障项目2020年度绩效自评报告', [])).not.toBe('龙游县社')
  })
})

test('a form may have its title, and with it its year, below its tables; an office may stand alone below a title', () => {
  const form = table([['项目名称', '增绿补绿', '实施单位', '园林所', '', '', ''], headings, trees])
  const title = { kind: 'paragraph', text: '2023年度项目支出绩效自评' } as const
  expect(draftOf([form, title])?.year).toBe('2023')
  const lines = ['“增绿补绿”项目绩效自评报告', '（2023年度）', '仙居县园林绿化中心（主管部门：仙居县住建局）']
  expect(unitInProse(lines[0] ?? '', lines)).toBe('仙居县园林绿化中心')
})

test('a title may have its year in a cell of its own', () => {
  const content = readCsv('2020年度,,项目支出绩效自评表\n项目名称,增绿补绿,\n')
  expect(sectionsOf(content).map(titleOf)).toEqual(['2020年度\n项目支出绩效自评表'])
})

test('项目 before a colon names the project', () => {
  const content = readCsv(
    [
      '园林中心项目绩效自评表',
      '项目：增绿补绿,年度：2021,主管部门：林业局',
      '',
      headings.join(),
      trees.join(),
    ].join('\n'),
  )
  expect(layoutOf(content)?.layout.draft(content).evaluations[0]?.project).toBe('增绿补绿')
})

test('one office may be the department and the unit', () => {
  const found = evaluationOf(['项目名称', '增绿补绿', '主管部门及实施单位', '平川县林业局'])
  expect([found?.department, found?.unit]).toEqual(['平川县林业局', '平川县林业局'])
})

describe('money', () => {
  test('one cell may hold several labels with their figures', () => {
    const said = '年初预算数：120万元；全年预算数：118.5万元（含追加）；全年执行数：110万元。'
    const found = sums([
      ['项目名称', '增绿补绿', '', '', '', '', ''],
      ['资金情况', said, '', '', '', '', ''],
    ])
    expect(found.map((one) => one?.split(' ')[0])).toEqual(['120万元', '118.5万元', '110万元'])
  })

  test.each([
    ['分值/得分', '执行率', '10/9.2', '92%'],
    ['分值', '执行率/得分', '10', '92%/9.2'],
    ['分值', '执行率与得分', '10', '92%，得9.2分'],
    ['分值', '执行率得分', '10', '92% 9.2'],
  ])('%s | %s head a cell that holds both', (first, second, ...said) => {
    const found = evaluationOf(
      ['项目资金（万元）', '年初预算数', '全年预算数', '全年执行数', first, second],
      ['年度资金总额', '110', '120', '110.4', ...said],
    )?.funds
    expect([found?.executionRate, found?.weight, found?.score]).toEqual(['92%', '10', '9.2'])
  })

  test('a heading of points may say of how many', () => {
    const found = evaluationOf(
      ['项目资金（万元）', '全年预算数', '全年执行数', '执行率', '得分（满分10分）'],
      ['年度资金总额', '120', '110.4', '92%', '9.2'],
    )?.funds
    expect([found?.weight, found?.score]).toEqual(['10', '9.2'])
  })

  test('points may stand in a row of labels of their own', () => {
    const found = evaluationOf(
      ['预算执行（万元）', '全年预算数', '120', '全年执行数', '110.4', '执行率', '92%'],
      ['', '执行率分值', '10', '得分', '9.2', '', ''],
    )?.funds
    expect([found?.executionRate, found?.weight, found?.score]).toEqual(['92%', '10', '9.2'])
  })

  test('two headings that fell into one cell part with their figures, or are told', () => {
    const heading = ['项目资金（万元）', '年初预算数 全年预算数', '全年执行数', '执行率', '', '', '']
    const name = ['项目名称', '增绿补绿', '', '', '', '', '']
    const line = (figures: string) => ['年度资金总额', figures, '110', '91.67%', '', '', '']
    expect(sums([name, heading, line('100 120')])).toEqual(['100 万元', '120 万元', '110 万元'])
    const torn = [table([name, heading, line('100120'), headings, trees])]
    const draft = layoutOf({ format: 'pdf', blocks: torn })?.layout.draft({ format: 'pdf', blocks: torn })
    expect(draft?.problems).toMatchObject([{ code: 'heading-unknown', message: '年初预算数全年预算数' }])
  })

  test('sources may be divided further right of their own label', () => {
    const name = ['项目名称', '增绿补绿', '', '', '', '', '']
    const heading = ['资金来源', '', '年初预算数', '全年预算数', '全年执行数', '执行率', '']
    const rows: (readonly Written[])[] = [
      ['资金总额', '', '120', '118', '110', '93.22%', ''],
      [{ text: '财政拨款', rowSpan: 3 }, '小计', '100', '98', '90', '', ''],
      [{ text: '', column: 1 }, { text: '本级财政', column: 1 }, '60', '58', '50', '', ''],
      [{ text: '', column: 1 }, { text: '上级补助', column: 1 }, '40', '40', '40', '', ''],
      ['其他资金', '', '20', '20', '20', '', ''],
    ]
    const parts = evaluationOf(name, heading, ...rows)?.around.fundParts ?? []
    expect(parts.map(({ label, spent }) => [label, spent?.text])).toEqual([
      ['财政拨款', '90'],
      ['其他资金', '20'],
    ])
  })

  test('sources may stand side by side, and are none where they do not add up', () => {
    const form = (carried: string) => [
      ['项目名称', '增绿补绿', '', '', '', '', ''],
      ['资金情况（万元）', '', '资金总额', '财政拨款', '上年结转', '', ''],
      ['', '年初预算数', '120', '100', carried, '', ''],
      ['', '全年执行数', '110', '90', '20', '', ''],
    ]
    const parts = (carried: string) => evaluationOf(...form(carried))?.around.fundParts ?? []
    expect(parts('20').map(({ label, budget, spent }) => [label, budget?.text, spent?.text])).toEqual([
      ['财政拨款', '100', '90'],
      ['上年结转', '20', '20'],
    ])
    expect(parts('25')).toEqual([])
  })

  test('分值 may stand before 执行率 in its row', () => {
    const found = evaluationOf(
      ['项目名称', '增绿补绿', '', '', '', '', ''],
      ['预算执行情况（万元）', '年初预算数', '120', '全年执行数', '110', '', ''],
      ['', '分值', '10', '执行率', '91.67%', '得分', '9.17'],
    )?.funds
    expect([found?.weight, found?.executionRate, found?.score]).toEqual(['10', '91.67%', '9.17'])
  })

  test('the rate of all may stand below its label, right of the lines of money', () => {
    const found = evaluationOf(
      ['项目名称', '增绿补绿', '', '', '', '', ''],
      ['资金情况（万元）', '', '资金总额', '财政拨款', '上年结转', '执行率', ''],
      ['', '年初预算数', '120', '100', '20', { text: '91.67%', rowSpan: 2 }, ''],
      ['', '全年执行数', '110', '90', '20', '', ''],
    )?.funds
    expect([found?.spent?.text, found?.executionRate]).toEqual(['110', '91.67%'])
  })

  test('全年预算数 holds before 调整预算数, which may be what was added', () => {
    const found = sums([
      ['项目名称', '增绿补绿', '', '', '', '', ''],
      ['年初预算数（万元）', '120', '调整预算数', '-1.5', '全年预算数', '118.5', ''],
      ['全年执行数', '110', '执行率', '92.83%', '', '', ''],
    ])
    expect(found).toEqual(['120 万元', '118.5 万元', '110 万元'])
  })

  test('a sum that is given twice with other figures is told', () => {
    const problemsOf = (again: string) => {
      const rows = [
        ['项目名称', '增绿补绿', '', '', '', '', ''],
        ['年初预算（万元）', '120', '年初预算（万元）', again, '全年执行数（万元）', '110', ''],
      ]
      const content: Content = { format: 'docx', blocks: [table([...rows, headings, trees])] }
      return layoutOf(content)
        ?.layout.draft(content)
        .problems.map(({ message }) => message)
    }
    expect(problemsOf('131')).toEqual(['年初预算(万元): 120, 131'])
    expect(problemsOf('120.00')).toEqual([])
  })

  test('the label of the block down beside its figures heads none of them, though it is called as one', () => {
    const found = sums([
      ['项目名称', '增绿补绿', '', '', '', '', ''],
      [{ text: '年度预算（元）', rowSpan: 2 }, '年初数', '调整后数', '执行数', '', '', ''],
      [{ text: '', column: 7 }, '120', '118.5', '110', '', '', ''],
    ])
    expect(found).toEqual(['120 元', '118.5 元', '110 元'])
  })

  test('a total in the head that is another one than below is told', () => {
    const codesOf = (total: string) => {
      const rows = [
        ['项目名称', '增绿补绿'],
        ['自评总分', total],
        headings,
        trees,
        ['总分', '', '', '', '', '100', '50'],
      ]
      const content: Content = { format: 'docx', blocks: [table(rows)] }
      return layoutOf(content)
        ?.layout.draft(content)
        .problems.map(({ code }) => code)
    }
    expect(codesOf('48')).toEqual(['total-twice'])
    expect(codesOf('50.0')).toEqual([])
  })

  test('a table within a cell has the label with its unit outside', () => {
    const blocks = [
      table([
        ['项目名称', '增绿补绿'],
        ['实施单位', '园林中心'],
        ['资金（万元）', ''],
      ]),
      table([
        ['', '年初预算数', '全年预算数', '全年执行数'],
        ['合计', '120', '118.5', '110'],
      ]),
      table([headings, trees]),
    ]
    expect(draftOf(blocks)?.funds.spent).toMatchObject({ text: '110', unit: '万元' })
  })

  test('资金名称 beside the label of the block heads no list of projects, and numbers of columns are no money', () => {
    const label = { text: '项目资金（万元）', rowSpan: 4 }
    const rows = [
      ['项目名称', '增绿补绿', '', '', '', '', ''],
      [label, '资金名称', '年初预算数', '全年预算数', '全年执行数', '执行率', ''],
      ['', '', '①', '②', '③', '④=③/②', ''],
      ['', '年度资金总额', '120', '118.5', '110', '92.83%', ''],
      ['', '财政拨款', '120', '118.5', '110', '', ''],
    ].map((row, at) => (at > 1 ? row.map((text, column) => (column === 0 ? { text: '' } : text)) : row))
    expect(sums(rows)).toEqual(['120 万元', '118.5 万元', '110 万元'])
  })
})

test('a total and its grade may share a label and a cell', () => {
  const rows = [headings, trees, ['自评得分及等级', '98.5分（优）', '', '', '', '', '']]
  const total = draftOf([table([['项目名称', '增绿补绿'], ...rows])])?.total ?? { score: null, grade: null }
  expect([totalOf(total), gradeOf(total.grade)]).toEqual([98.5, '优'])
})

test('a total may have a note behind it, and a grade its box in brackets', () => {
  expect(totalOf({ score: '96.5（预算执行率得分10）', grade: null })).toBe(96.5)
  expect(gradeOf('优（√） 良（ ） 中（ ） 差（ ）')).toBe('优')
})

describe('a workbook', () => {
  const people = ['满意度指标', '服务对象满意度', '居民满意度', '90%', '93%', '50', '50']
  const sheet = (name: string, ...rows: (readonly Written[])[]): Table => ({
    ...table([...rows, headings, trees, people]),
    name,
  })
  const projects = (...tables: Table[]) => {
    const content: Content = { format: 'xlsx', blocks: tables }
    return layoutOf(content)
      ?.layout.draft(content)
      .evaluations.map(({ project }) => project)
  }

  test('may name its projects by its sheets alone', () => {
    expect(projects(sheet('增绿补绿'), sheet('公厕改造'))).toEqual(['增绿补绿', '公厕改造'])
    const office = ['单位：', '园林中心']
    expect(projects(sheet('增绿补绿', office), sheet('公厕改造', office))).toEqual(['增绿补绿', '公厕改造'])
    expect(projects(sheet('附表一'), sheet('附表二'))).toEqual([null])
    expect(projects(sheet('龙游县'), sheet('石家庄市'))).toEqual([null])
  })

  test('may have labels one below the other left of its indicators', () => {
    const named = ['增绿补绿', '园林中心', '林业局']
    const labels = ['项目名称', '实施单位', '主管部门']
    const rows = [headings, trees, people].map((row, at) => [labels[at] ?? '', named[at] ?? '', '', ...row])
    const content: Content = { format: 'xlsx', blocks: [{ ...table(rows), name: 'Sheet1' }] }
    expect(layoutOf(content)?.layout.draft(content).evaluations).toMatchObject([
      { project: '增绿补绿', unit: '园林中心', department: '林业局', indicators: [{ name: '栽植乔木' }, {}] },
    ])
  })
})

test('a table that sums up the levels says the total', () => {
  const levels = table([
    ['一级指标', '分值', '得分', '得分率'],
    ['产出指标', '50', '48', '96%'],
    ['满意度指标', '50', '50', '100%'],
    ['合计', '100', '98', '98%'],
  ])
  expect(draftOf([levels, table([headings, trees])])?.total.score).toBe('98')
})

test('the footer of a Word document comes last where it labels something, and page numbers stay away', () => {
  const footer = (text: string) => `<w:ftr xmlns:w="w">${p(text)}</w:ftr>`
  const link = (n: number) => `<Relationship Id="r${n}" Type="x/footer" Target="footer${n}.xml"/>`
  const bytes = docxOf(p('项目绩效自评表'), {
    'word/_rels/document.xml.rels': `<Relationships>${link(1)}${link(2)}</Relationships>`,
    'word/footer1.xml': footer('填报单位：园林中心'),
    'word/footer2.xml': footer('第1页 共3页'),
  })
  expect(readDocx(openZip(bytes)).blocks).toMatchObject([
    { text: '项目绩效自评表' },
    { text: '填报单位：园林中心' },
  ])
})

test('boxes before grades are the grade, whatever stands before them', () => {
  const boxes = '□优　☑良　□中　□差'
  const rows = [['项目名称', '增绿补绿'], headings, trees, ['自评结论', boxes]]
  expect(gradeOf(draftOf([table(rows)])?.total.grade ?? null)).toBe('良')
})

test.each([
  ['产出指标', '质量指标', '绿化评级', '优', '□优　☑良　□中　□差', '50', '48'],
  ['服务对象评价', '□优　☑良　□中　□差'],
])('boxes that others ticked, or an indicator’s, are no grade: %s', (...row) => {
  expect(draftOf([table([['项目名称', '增绿补绿'], headings, trees, row])])?.total.grade).toBe(null)
})

test('a sentence above each of several forms says its year', () => {
  const form = (project: string, year: number) =>
    [
      { kind: 'paragraph', text: `${year}年度，该项目由园林中心组织实施。` },
      table([['项目名称', project, '实施单位', '园林中心'], headings, trees]),
    ] as Content['blocks']
  const content: Content = { format: 'docx', blocks: [...form('增绿补绿', 2022), ...form('古树保护', 2023)] }
  const found = layoutOf(content)?.layout.draft(content).evaluations
  expect(found?.map(({ year }) => year)).toEqual(['2022', '2023'])
})

test('the department that fills in a report stands over the unit that carries it out', () => {
  const found = draftOf([
    { kind: 'paragraph', text: '填报部门（公章）：林业局　　项目承担单位：园林中心' },
    table([headings, trees]),
  ])
  expect([found?.department, found?.unit]).toEqual(['林业局', '园林中心'])
})

test('labels may be drawn out over their lines, or stand in brackets', () => {
  const lines = ['项 目 单 位（盖章）：  园林中心', '（主管部门：住建局）']
  const found = draftOf([
    ...lines.map((text) => ({ kind: 'paragraph', text }) as const),
    table([headings, trees]),
  ])
  expect([found?.unit, found?.department]).toEqual(['园林中心', '住建局'])
})

test('what a total says in brackets to be counted in makes it no less the total', () => {
  const after = { kind: 'paragraph', text: '自评得分98.3分（含预算执行率），自评等级为“优”。' } as const
  expect(draftOf([table([['项目名称', '增绿补绿'], headings, trees]), after])?.total).toEqual({
    score: '98.3',
    grade: '优',
  })
})

test('the money of a department stands in its own block, not beside the first of its tasks', () => {
  expect(
    sums([
      ['部门名称', '园林局'],
      ['任务名称', '主要内容', '预算数（万元）', '执行数（万元）'],
      ['日常运转', '保障运转', '60', '50'],
      ['增绿补绿', '栽植乔木', '40', '30'],
      ['部门预算（万元）', '年初预算数', '90', '全年预算数', '100', '全年执行数', '80'],
    ]),
  ).toEqual(['90 万元', '100 万元', '80 万元'])
})

test('of lines that all name a use the first is not the whole: their sum is used, and told', () => {
  const rows = [
    ['资金（万元）', '年初数', '全年数', '执行数'],
    ['人员经费', '10', '12', '11'],
    ['公用经费', '20', '24', '22'],
  ]
  expect(sums([['项目名称', '增绿补绿'], ...rows])).toEqual(['30 万元', '36 万元', '33 万元'])
})

test('a first line that the others add up to is the whole, though they name no source', () => {
  const rows = [
    ['资金（万元）', '年初数', '全年数', '执行数'],
    ['项目经费', '30', '36', '33'],
    ['人员经费', '10', '12', '11'],
    ['公用经费', '20', '24', '22'],
  ]
  expect(sums([['项目名称', '增绿补绿'], ...rows])).toEqual(['30 万元', '36 万元', '33 万元'])
})

test('a label that reaches down beside the rows heads no column, whatever its word', () => {
  const beside = { text: '指标完成情况', rowSpan: 9 }
  const rows = [
    ['', '项目名称', '增绿补绿'],
    [beside, '一级', '二级', '三级', '目标', '完成', '分值', '得分'],
    [beside, ...trees],
  ]
  const found = draftOf([table(rows)])?.indicators
  expect(found?.map(({ target, actual }) => [target, actual])).toEqual([['800株', '812株']])
})

test('a station heads its project in a title like every office', () => {
  const title = '2022年宁晋县水利工程管理站小型水库除险加固项目绩效自评表'
  expect(unitInProse(title, [])).toBe('宁晋县水利工程管理站')
  const ofStations = '2023年度空气自动监测站运行维护费绩效自评报告'
  expect(unitInProse(ofStations, ['主管部门为陆河县生态环境局，实施单位为陆河县环境监测站。'])).toBe(
    '陆河县环境监测站',
  )
})

test.each([
  ['2022年，县财政安排伊宁县园林局城区绿化养护项目预算资金24万元。', '伊宁县园林局'],
  ['2022年，互助土族自治县园林局实施了城区绿化养护项目。', '互助土族自治县园林局'],
  [
    '2022年，伊宁县地方公路管理段安排专项资金24万元，由伊宁县地方公路管理段组织实施。',
    '伊宁县地方公路管理段',
  ],
  ['2022年，伊宁县园林局安排专项资金24万元用于城区绿化养护。', '伊宁县园林局'],
  ['2022年，伊宁县财政局安排专项资金24万元用于城区绿化养护。', null],
  ['2022年，县财政安排城市公园建设项目资金24万元。', null],
])('%s names %j, and the year', (line, unit) => {
  expect([unitInProse('绩效自评报告', [line]), yearInProse('绩效自评报告', [line])]).toEqual([unit, '2022'])
})

test('a title may bear its year in brackets at its end', () => {
  expect(projectInProse('城区绿化养护绩效自评明细（2022年度）', [])).toBe('城区绿化养护')
})

test('the end of a name that wrapped among labels is no office in a title', () => {
  const title =
    '项目支出绩效自评表\n项目名称 增绿补绿 主管部门 云溪区林业局\n云溪区园林绿化养护\n实施单位 填报日期 2023年3月\n服务中心'
  expect(unitInProse(title, [])).toBeNull()
})

test('pipes may stand between a label and its value', () => {
  const rows = ['栽植乔木', '成活率', '补植率'].map(
    (name) => `| 产出指标 | 质量指标 | ${name} | ≥90% | 93% | 20 |`,
  )
  const lines = [
    '| 项目名称 | 增绿补绿 |',
    '实施单位：云溪区园林所',
    '',
    '| 一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 得分 |',
    '|---|---|---|---|---|---|',
    ...rows,
  ]
  const content = readTxt(`# 2023年度绩效自评表\n\n${lines.join('\n')}`)
  expect(layoutOf(content)?.layout.draft(content).evaluations[0]?.project).toBe('增绿补绿')
})

test('the year of a rule that a report follows is not its own, nor is a kind of paper its project', () => {
  const lines = ['依据2020年印发的《项目支出绩效评价管理办法》，开展绩效自评。', '2023年度预算执行情况']
  expect(yearInProse('绩效自评表', lines)).toBe('2023')
  expect(projectInProse('中央对地方转移支付绩效自评表', [])).toBeNull()
  expect(projectInProse('全市预算绩效评价结果', [])).toBeNull()
})

test('offices that differ between the tables of one evaluation are told', () => {
  const one = (project: string, office: string) => [
    [project],
    ['主管部门', '水利局', '实施单位', office],
    headings,
    trees,
    ['合计', '', '', '', '', '50', '50'],
  ]
  const codes = (...offices: string[]) => {
    const rows = offices.flatMap((office, at) => one(`第${at + 1}批`, office))
    const content: Content = {
      format: 'docx',
      blocks: [{ kind: 'paragraph', text: '2023年度项目支出绩效自评表' }, table(rows)],
    }
    return layoutOf(content)
      ?.layout.draft(content)
      .problems.flatMap(({ code, message }) => (code === 'several-offices' ? [message] : []))
  }
  expect(codes('供水管理站', '园林所')).toEqual(['供水管理站, 园林所'])
  expect(codes('供水管理站', '供水管理站')).toEqual([])
})

test.each([
  [
    [
      ['项目', '增绿补绿'],
      ['主管单位', '园林局', '承担单位', '园林所'],
    ],
    '增绿补绿',
  ],
  [
    [
      ['主管单位', '园林局', '承担单位', '园林所'],
      ['项目', '增绿补绿'],
    ],
    '增绿补绿',
  ],
  [
    [
      ['项目', '增绿补绿', '50'],
      ['主管单位', '园林局', '承担单位', '园林所'],
    ],
    null,
  ],
  [
    [
      ['项目', '增绿补绿'],
      ['资金', '50万元'],
    ],
    null,
  ],
])('项目 alone with its value right over or under an office names the project: %j', (rows, project) => {
  const found = draftOf([
    { kind: 'paragraph', text: '2023年财政项目绩效完成情况自评表' },
    table([...rows, headings, trees]),
  ])
  expect(found?.project ?? null).toBe(project)
})

test('each project in a row across the table, over its own offices, has an evaluation of its own', () => {
  const one = (project: string, office: string) => [
    [{ text: project, columnSpan: 7 }],
    ['主管部门', '水利局', '实施单位', office],
    headings,
    trees,
    ['合计', '', '', '', '', '50', '50'],
  ]
  const projectsOf = (...rows: Written[][][]) => {
    const title = { kind: 'paragraph' as const, text: '2023年度项目支出绩效自评表' }
    const content: Content = { format: 'docx', blocks: [title, table(rows.flat())] }
    const found = layoutOf(content)
    return found?.layout
      .draft(content)
      .evaluations.map(({ project, unit, indicators }) => [project, unit, indicators.length])
  }
  expect(
    projectsOf(one('一、农村饮水管网延伸', '供水管理站'), one('项目二：城区增绿补绿', '园林所')),
  ).toEqual([
    ['农村饮水管网延伸', '供水管理站', 1],
    ['城区增绿补绿', '园林所', 1],
  ])
  expect(
    projectsOf(one('一、农村饮水管网延伸', '供水管理站'), one('二、城区增绿补绿', '供水管理站')),
  ).toHaveLength(1)
})
