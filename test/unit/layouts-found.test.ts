import { describe, expect, test } from 'vitest'
import { nowhere } from '#app/domain/problem.ts'
import { headingOf } from '#ingest/layouts/headings.ts'
import { layoutOf } from '#ingest/layouts/index.ts'
import { kindOf } from '#ingest/layouts/kind.ts'
import { withoutCode, withoutProjectCode } from '#ingest/layouts/labels.ts'
import { departmentInProse, projectInProse, unitInProse } from '#ingest/layouts/prose.ts'
import { indicatorsInProse } from '#ingest/layouts/prose-indicators.ts'
import { isGluedHeading } from '#ingest/layouts/text/text-glued.ts'
import { yearIn } from '#ingest/layouts/year.ts'
import type { Content, Table } from '#ingest/readers/table.ts'

/** Faults met in forms nobody had seen, each held where it was found. */

const table = (rows: readonly (readonly string[])[]): Table => ({
  kind: 'table',
  name: null,
  rows: rows.length,
  columns: Math.max(...rows.map((row) => row.length)),
  cells: rows.flatMap((texts, row) =>
    texts.map((text, column) => ({ row, column, rowSpan: 1, columnSpan: 1, text })),
  ),
})

const evaluationsOf = (...tables: Table[]) => {
  const content: Content = { format: 'docx', blocks: tables }
  return layoutOf(content)?.layout.draft(content).evaluations ?? []
}

const headings = ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分']
const trees = ['产出指标', '数量指标', '栽植乔木', '800株', '812株', '50', '50']
const people = ['满意度指标', '服务对象满意度', '居民满意度', '90%', '93%', '50', '50']
const head = ['项目名称', '增绿补绿', '', '', '实施单位', '园林中心', '']

test.each([
  ['附件3\n2020年度项目支出绩效自评表', 2020],
  ['项目支出绩效自评表\n（2020年度）\n填报日期：2021年3月', 2020],
  ['附表1　2020年度项目支出绩效自评表', 2020],
])('the lines of the title %j stay apart: %s', (title, year) => {
  expect(yearIn(title)).toBe(year)
})

const outcomes = { has: () => true }
test.each([
  ['项目支出绩效目标表\n自评表', 'target'],
  ['关于开展绩效自评的通知\n项目绩效目标申报表', 'target'],
  ['绩效目标自评表', 'selfEvaluation'],
  ['项目支出绩效目标执行监控表', 'monitoring'],
  ['视频监控租赁费绩效自评报告', 'selfEvaluation'],
  ['文物数字化保护项目\n部门绩效评价报告', 'review'],
  ['文物数字化保护项目\n财政重点绩效评价报告', 'review'],
])("the form's own name in %j says that it is %s", (title, kind) => {
  expect(kindOf(title, outcomes)).toBe(kind)
})

test.each([
  ['[205]永定区教育局', '永定区教育局'],
  ['市教育局 负责人：李某某 电话：86781234', '市教育局'],
  ['赵某某 0311-86781234', null],
  ['第一中学 王某', '第一中学'],
  ['石家庄 市第一中学', '石家庄 市第一中学'],
])('of %s the office is %s', (written, office) => {
  expect(withoutCode(written)).toBe(office)
})

test('headings with spaces between them are not joined by nothing', () => {
  expect(isGluedHeading('一级指标二级指标三级指标年度指标值实际完成值')).toBe(true)
  expect(isGluedHeading('一级指标 二级指标 三级指标 年度指标值 实际完成值')).toBe(false)
  expect(isGluedHeading('绩效指标的一级指标和二级指标')).toBe(false)
})

test('forms written a cell a line begin with their titles, and their levels may run from top to bottom', () => {
  const form = (year: number, project: string, level: string[]) => [
    '项目支出绩效自评表',
    `（${year}年度）`,
    ...['项目名称', project, '实施单位', '园林中心'],
    ...headings,
    ...level,
    ...['数量指标', '栽植乔木', '800株', '812株', '50', '50'],
    ...['满', '意', '度', '服务对象满意度', '居民满意度', '90%', '93%', '50', '49'],
    ...['总分', '100', '99'],
  ]
  const lines = [...form(2020, '增绿补绿', ['产', '出']), ...form(2021, '公园管护', ['产出', '指标'])]
  const content: Content = {
    format: 'txt',
    blocks: lines.map((text) => ({ kind: 'paragraph', text })),
  }
  const found = layoutOf(content)?.layout.draft(content).evaluations ?? []
  const said = found.map(({ project, title, total, indicators }) => [
    project,
    yearIn(title),
    total.score,
    indicators.map(({ level1, name }) => [level1, name]),
  ])
  expect(said).toEqual([
    [
      '增绿补绿',
      2020,
      '99',
      [
        ['产出', '栽植乔木'],
        ['满意度', '居民满意度'],
      ],
    ],
    [
      '公园管护',
      2021,
      '99',
      [
        ['产出指标', '栽植乔木'],
        ['满意度', '居民满意度'],
      ],
    ],
  ])
})

describe('in a table', () => {
  test('a label that stands in each of the cells it covered still begins a form', () => {
    const form = (name: string) => [
      ['项目名称', '项目名称', name, name, name, name, name],
      ['实施单位', '实施单位', '园林中心', '园林中心', '园林中心', '园林中心', '园林中心'],
      headings,
      trees,
      people,
    ]
    const found = evaluationsOf(table([...form('增绿补绿'), ...form('公园管护')]))
    expect(found.map(({ project, indicators }) => [project, indicators.length])).toEqual([
      ['增绿补绿', 2],
      ['公园管护', 2],
    ])
  })

  test('the number of a page is no indicator, and no level', () => {
    const [found] = evaluationsOf(table([head, headings, trees, ['— 2 —'], people]))
    expect(found?.indicators.map(({ level1, name }) => [level1, name])).toEqual([
      ['产出指标', '栽植乔木'],
      ['满意度指标', '居民满意度'],
    ])
  })

  test('a cut table goes on though persons stand below its total', () => {
    const [found] = evaluationsOf(
      table([head, headings, trees]),
      table([
        people,
        ['总分', '', '', '', '', '100', '96'],
        ['填报人：张某某', '', '', '联系电话：', '', '', ''],
      ]),
    )
    expect(found?.indicators).toHaveLength(2)
    expect(found?.total.score).toBe('96')
  })

  test('sums beside their labels are no heading over what stands below them', () => {
    const sums = [
      ['年初预算数（万元）', '120', '', '全年预算数（万元）', '130', '', ''],
      ['全年执行数（万元）', '110', '', '', '预算执行率', '84.62%', ''],
    ]
    const [found] = evaluationsOf(table([head, ...sums, headings, trees, people]))
    const { budget, adjusted, spent, executionRate } = found?.funds ?? {}
    expect([budget?.text, adjusted?.text, spent?.text, executionRate]).toEqual([
      '120',
      '130',
      '110',
      '84.62%',
    ])
  })

  test('the label of an empty unit is not filled with the label beside it', () => {
    const [found] = evaluationsOf(
      table([
        ['项目名称', '增绿补绿', '', '主管部门', '', '项目负责人及联系方式', ''],
        headings,
        trees,
        people,
      ]),
    )
    expect(found?.department).toBeNull()
  })
})

test.each([
  ['二级绩效指标', 'level2'],
  ['三级 绩效指标', 'level3'],
  ['备注（未完成原因）', 'reason'],
  ['备注', 'ignored'],
  ['预算主管部门', 'department'],
  ['年末实际完成情况', 'actual'],
  ['年度总体目标完成情况', null],
  ['赋分', 'weight'],
])('a heading %j means %s', (text, field) => {
  expect(headingOf(text)?.field ?? null).toBe(field)
})

test('of two columns headed 绩效指标 the one behind the levels holds the names', () => {
  const rows = [
    ['绩效指标', '一级指标', '二级指标', '绩效指标', '指标值', '完成值', '分值', '得分'],
    ['绩效指标', ...trees],
    ['绩效指标', ...people],
  ]
  const [found] = evaluationsOf(table([head, ...rows]))
  expect(found?.indicators.map(({ name }) => name)).toEqual(['栽植乔木', '居民满意度'])
})

test('where merged headings were filled again, the year stands right of the mid-term set still', () => {
  const levels = ['一级指标', '二级指标', '三级指标', '指标值', '二级指标', '三级指标', '指标值', '指标值']
  const [found] = evaluationsOf(
    table([
      ['项目名称', '增绿补绿', '增绿补绿', '实施单位', '园林中心', '', '', ''],
      levels,
      ['产出指标', '数量指标', '栽植乔木', '2400株', '数量指标', '栽植乔木', '800株', '800株'],
      ['满意度指标', '满意度指标', '居民满意度', '95%', '满意度指标', '居民满意度', '90%', '90%'],
    ]),
  )
  expect(found?.indicators.map(({ target }) => target)).toEqual(['800株', '90%'])
})

test('a table that goes on under the same headings goes on with the levels named before', () => {
  const more = ['', '质量指标', '乔木成活率', '95%', '96%', '10', '10']
  const [found] = evaluationsOf(table([head, headings, trees]), table([headings, more, people]))
  expect(found?.indicators.map(({ level1 }) => level1)).toEqual(['产出指标', '产出指标', '满意度指标'])
})

test.each([
  ['视频监控租赁费2018年度绩效自评报告', '视频监控租赁费'],
  ['2021年度公交运营补贴资金绩效自评报告', '公交运营补贴资金'],
  ['2020年度养老服务项目资金绩效自评报告', '养老服务'],
])('the title %s names the project %s', (title, project) => {
  expect(projectInProse(title, ['2018年度该项目自评得分98分。'])).toBe(project)
})

test('sentences name who is in charge and who carries it out', () => {
  const lines = ['项目由平川县文化馆主管，平川县图书馆具体实施，2020年度纳入预算。']
  expect(departmentInProse(lines)).toBe('平川县文化馆')
  expect(unitInProse('关于文化馆免费开放绩效自评情况的报告', lines)).toBe('平川县图书馆')
})

test('an outcome that reached what was expected keeps its words', () => {
  const lines = ['1.社会效益指标：居民幸福感目标值显著，实际完成达到预期目标，分值10分，得10分。']
  expect(indicatorsInProse(lines, false).map(({ actual }) => actual)).toEqual(['达到预期目标'])
})

test('first levels may stand in rows of their own, over a column of second ones', () => {
  const row = (text: string) => [text, '', '', '', '', '', '']
  const [found] = evaluationsOf(
    table([
      head,
      ['指标类型', '指标名称', '年度指标值', '实际完成值', '分值', '得分', '原因说明'],
      row('一、产出指标（50分）'),
      ['数量指标', '栽植乔木', '800株', '812株', '50', '50', ''],
      row('二、满意度指标（50分）'),
      ['服务对象满意度', '居民满意度', '90%', '93%', '50', '50', ''],
    ]),
  )
  expect(found?.indicators.map(({ level1, level2 }) => [level1, level2])).toEqual([
    ['产出指标', '数量指标'],
    ['满意度指标', '服务对象满意度'],
  ])
})

const flowsOf = (lines: readonly string[], rows: readonly (readonly string[])[]) => {
  const paragraphs = lines.map((text) => ({ kind: 'paragraph', text }) as const)
  const found = layoutOf({ format: 'xlsx', blocks: [...paragraphs, table(rows)] })
  return found?.layout.draft({ format: 'xlsx', blocks: [...paragraphs, table(rows)] })
}

test('a ledger of one project names it above its rows, and a date may stand in three columns', () => {
  const draft = flowsOf(
    ['2021年公厕改造资金台账', '项目名称：公厕改造　　单位：元'],
    [
      ['年', '月', '日', '摘要', '收入', '支付金额', '余额'],
      ['2021', '3', '5', '收到财政拨款', '5000', '', '5000'],
      ['2021', '4', '12', '付工程款', '', '-300', '5300'],
      ['', '', '', '本月合计', '5000', '-300', ''],
    ],
  )
  expect(
    draft?.flows.map(({ project, date, stage, amount }) => [project, date, stage, amount?.text]),
  ).toEqual([
    ['公厕改造', '2021年3月5日', '收入', '5000'],
    ['公厕改造', '2021年4月12日', '支付', '-300'],
  ])
  expect(draft?.problems).toEqual([])
})

test('a ledger may give each stage its own day and sum, and sums up under longer names', () => {
  const draft = flowsOf(
    ['2022年度项目资金台账（单位：万元）'],
    [
      ['预算单位', '项目名称', '资金到位', '', '资金支出', '', '备注'],
      ['', '', '日期', '金额', '日期', '金额', ''],
      ['园林中心', '增绿补绿', '2022-03-15', '12', '2022-06-15', '10', ''],
      ['园林中心', '公厕改造', '2022-04-15', '5', '', '', ''],
      ['园林中心各项目资金小计', '', '', '17', '', '10', ''],
    ],
  )
  expect(
    draft?.flows.map(({ project, stage, date, amount }) => [project, stage, date, amount?.text]),
  ).toEqual([
    ['增绿补绿', '资金到位', '2022-03-15', '12'],
    ['增绿补绿', '资金支出', '2022-06-15', '10'],
    ['公厕改造', '资金到位', '2022-04-15', '5'],
  ])
})

test('a ledger may name each project across its rows', () => {
  const band = (name: string) => Array<string>(5).fill(`项目名称：${name}`)
  const draft = flowsOf(
    ['2022年项目资金收支台账（单位：元）'],
    [
      ['日期', '凭证号', '摘要', '收入金额', '支出金额'],
      band('增绿补绿'),
      ['2022年2月11日', '记-1', '收到拨款', '5000', ''],
      band('公厕改造'),
      ['2022年4月3日', '记-2', '付工程款', '', '300'],
    ],
  )
  expect(draft?.flows.map(({ project, stage, amount }) => [project, stage, amount?.text])).toEqual([
    ['增绿补绿', '收入', '5000'],
    ['公厕改造', '支出', '300'],
  ])
  expect(draft?.problems).toEqual([])
})

test('a project that only the title names is told', () => {
  const draft = flowsOf(
    ['2021年度公厕改造资金使用台账（单位：万元）'],
    [
      ['日期', '指标下达', '资金到位', '支出', '退回'],
      ['2021-03-05', '50', '', '', ''],
      ['2021-12-05', '', '', '', '1.5'],
    ],
  )
  expect(draft?.flows.map(({ project, stage, amount }) => [project, stage, amount])).toMatchObject([
    ['公厕改造', '指标下达', { text: '50', unit: '万元' }],
    ['公厕改造', '退回', { text: '1.5', unit: '万元' }],
  ])
  expect(draft?.problems.map(({ code }) => code)).toEqual(['project-from-title'])
})

test('a list of what was spent of what is one of evaluations; what was added to a budget is no budget', () => {
  const [found, another] = evaluationsOf(
    table([
      ['序号', '项目名称', '年初预算数（元）', '追加（减）预算（元）', '执行数（元）', '结转结余（元）'],
      ['一、本级项目', '一、本级项目', '一、本级项目', '一、本级项目', '一、本级项目', '一、本级项目'],
      ['1', '公厕改造', '5000', '300', '5100', '200'],
    ]),
  )
  expect(another).toBeUndefined()
  expect(found?.project).toBe('公厕改造')
  expect(found?.funds).toMatchObject({ budget: { text: '5000' }, adjusted: null, spent: { text: '5100' } })
  const [spent] = evaluationsOf(
    table([
      ['项目名称', '调整后预算（元）', '支出（元）', '自评得分'],
      ['公厕改造', '5300', '5100', '98'],
    ]),
  )
  expect(spent?.funds.spent?.text).toBe('5100')
})

test('a summary may head its money in three rows and part its projects by their offices', () => {
  const evaluations = evaluationsOf(
    table([
      ['2022年度项目支出绩效自评汇总表', '', '', '', '', '', ''],
      ['序号', '单位/项目名称', '实施单位', '预算资金（万元）', '', '', '自评得分'],
      ['', '', '', '调整后预算', '支出情况', '', ''],
      ['', '', '', '', '实际支出', '执行率', ''],
      ['一', '正定县水利局', '', '30', '24', '80%', ''],
      ['1', '河道清淤', '河道管理所', '10', '8', '80%', '93'],
      ['2', '堤防加固', '河道管理所', '20', '16', '80%', '94'],
      ['二', '正定县教育局', '', '5', '5', '100%', ''],
      ['1', '校舍维修', '第二小学', '5', '5', '100%', '98'],
    ]),
  )
  expect(evaluations.map(({ department, project, unit }) => [department, project, unit])).toEqual([
    ['正定县水利局', '河道清淤', '河道管理所'],
    ['正定县水利局', '堤防加固', '河道管理所'],
    ['正定县教育局', '校舍维修', '第二小学'],
  ])
  expect(evaluations[1]).toMatchObject({
    funds: {
      adjusted: { text: '20', unit: '万元' },
      spent: { text: '16', unit: '万元' },
      executionRate: '80%',
    },
    total: { score: '94' },
  })
})

test('a summary may tick its grades under their names, number its columns, and name its sums row by row', () => {
  const found = evaluationsOf(
    table([
      ['序号', '项目名称', '资金（万元）', '金额（万元）', '执行率', '自评得分', '优', '良', '中', '差'],
      ['栏次', '1', '2', '3', '4=3/2', '5', '6', '7', '8', '9'],
      ['1', '增绿补绿', '全年预算数', '120', '75%', '96', '√', '', '', ''],
      ['', '', '全年执行数', '90', '', '', '', '', '', ''],
      ['2', '公厕改造', '全年预算数', '50', '100%', '85', '', '√', '', ''],
    ]),
  )
  expect(found.map(({ project, total }) => [project, total])).toEqual([
    ['增绿补绿', { score: '96', grade: '优' }],
    ['公厕改造', { score: '85', grade: '良' }],
  ])
  expect(found[0]?.funds).toMatchObject({
    adjusted: { text: '120', unit: '万元' },
    spent: { text: '90', unit: '万元' },
  })
})

test('what a sheet of indicators leaves open the sheet of projects beside it says', () => {
  const listed = (row: readonly string[]) => ['增绿补绿', '园林中心', ...row]
  const content: Content = {
    format: 'xlsx',
    blocks: [
      table([
        ['项目名称', '实施单位', '全年预算数（万元）', '全年执行数（万元）', '自评得分'],
        ['增绿补绿', '园林中心', '120', '90', '98'],
        ['公厕改造', '环卫中心', '50', '50', '100'],
      ]),
      table([['项目名称', '实施单位', ...headings], listed(trees), listed(people)]),
    ],
  }
  const found = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(found).toHaveLength(1)
  expect(found[0]).toMatchObject({
    funds: { adjusted: { text: '120' }, spent: { text: '90' } },
    total: { score: '98' },
  })
})

test.each([
  ['705453-河道清淤', '河道清淤'],
  ['2022-2023年河道清淤', '2022-2023年河道清淤'],
  ['2022年河道清淤', '2022年河道清淤'],
])('of %s the project is %s', (written, project) => {
  expect(withoutProjectCode(written)).toBe(project)
})

test('a total and a grade may share a cell without a sign between them', () => {
  const [found] = evaluationsOf(table([head, headings, trees, people, ['自评总得分：98分　　评价等级：优']]))
  expect(found?.total).toEqual({ score: '98', grade: '优' })
})

test('a first level may be the name of its sheet', () => {
  const sheet = (name: string, rows: readonly (readonly string[])[]): Table => ({ ...table(rows), name })
  const short = headings.slice(1)
  const content: Content = {
    format: 'xlsx',
    blocks: [
      sheet('基本信息', [
        ['项目名称', '增绿补绿'],
        ['实施单位', '园林中心'],
      ]),
      sheet('产出指标', [short, trees.slice(1)]),
      sheet('满意度指标完成情况', [short, people.slice(1)]),
    ],
  }
  const [found] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(found?.indicators.map(({ level1 }) => level1)).toEqual(['产出指标', '满意度指标'])
})

test('a sum under a heading that nobody knows is told in a summary', () => {
  const content: Content = {
    format: 'docx',
    blocks: [
      table([
        ['项目名称', '全年预算数（万元）', '结算款', '存在的短板', '自评得分'],
        ['增绿补绿', '120', '90', '无', '98'],
      ]),
    ],
  }
  expect(layoutOf(content)?.layout.draft(content).problems).toEqual([
    { at: nowhere, code: 'heading-unknown', message: '结算款' },
  ])
})
