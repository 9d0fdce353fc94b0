import { describe, expect, test } from 'vitest'
import { layoutOf } from '#ingest/layouts/index.ts'
import { withoutCode } from '#ingest/layouts/labels.ts'
import { kindOf } from '#ingest/layouts/national-form.ts'
import { isGluedHeading } from '#ingest/layouts/text-glued.ts'
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
])('the lines of the title %j stay apart: %s', (title, year) => {
  expect(yearIn(title)).toBe(year)
})

const outcomes = { has: () => true }
test.each([
  ['项目支出绩效目标表\n自评表', 'target'],
  ['关于开展绩效自评的通知\n项目绩效目标申报表', 'target'],
  ['绩效目标自评表', 'selfEvaluation'],
  ['项目支出绩效目标执行监控表', 'monitoring'],
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
