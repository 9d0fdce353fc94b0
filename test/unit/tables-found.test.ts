import { expect, test } from 'vitest'
import { blank } from '#ingest/layouts/grid.ts'
import { headingOf } from '#ingest/layouts/headings.ts'
import { layoutOf } from '#ingest/layouts/index.ts'
import { levelOf } from '#ingest/layouts/tables/levels.ts'
import type { Cell, Table } from '#ingest/readers/table.ts'

/** Tables as clerks lay them out: what spans what, and what stands in one cell together. */

type Written = string | Partial<Cell>

/** A table from the cells that begin in each row; a merged one says how far it reaches. */
function table(rows: readonly (readonly Written[])[]): Table {
  const taken = new Set<string>()
  const cells = rows.flatMap((written, row) => {
    let column = 0
    return written.map((one): Cell => {
      while (taken.has(`${row},${column}`)) column += 1
      const cell = { ...blank, row, column, ...(typeof one === 'string' ? { text: one } : one) }
      for (let down = 0; down < cell.rowSpan; down += 1)
        for (let right = 0; right < cell.columnSpan; right += 1) taken.add(`${row + down},${column + right}`)
      column += cell.columnSpan
      return cell
    })
  })
  const columns = Math.max(...cells.map(({ column, columnSpan }) => column + columnSpan))
  return { kind: 'table', name: null, rows: rows.length, columns, cells }
}

const down = (text: string, rowSpan: number): Written => ({ text, rowSpan })
const over = (text: string, columnSpan: number): Written => ({ text, columnSpan })

const evaluationsOf = (...rows: (readonly Written[])[]) => evaluationsIn(table(rows))
const evaluationsIn = (...blocks: Table[]) => {
  const content = { format: 'docx' as const, blocks }
  return layoutOf(content)?.layout.draft(content).evaluations ?? []
}
const evaluationOf = (...rows: (readonly Written[])[]) => evaluationsOf(...rows)[0]

const headings = ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分']
const trees = ['产出指标', '数量指标', '栽植乔木', '800株', '812株', '50', '50']

test('a third row of headings parts an outcome from its rate', () => {
  const found = evaluationOf(
    [down('一级指标', 3), down('二级指标', 3), down('三级指标', 3), over('指标完成情况', 5), down('得分', 3)],
    [over('年度指标值', 3), over('实际完成值', 2)],
    ['性质', '数值', '单位', '数值', '完成率'],
    ['产出指标', '数量指标', '栽植乔木', '≥', '800', '株', '812', '101.5%', '50'],
  )
  expect(found?.indicators).toMatchObject([{ target: '≥800株', actual: '812', score: '50' }])
})

test.each(['01-产出指标', '0101-产出指标', 'A01_产出指标', '1:产出指标'])(
  'a code before a level: %s',
  (text) => {
    expect(levelOf(text).name).toBe('产出指标')
  },
)

test.each([
  ['98.00%（满分10分，得9.8分）', '98.00%', '10', '9.8'],
  ['98%，得9.8分', '98%', null, '9.8'],
  ['98%/9.8', '98%', null, '9.8'],
  ['98%', '98%', null, null],
])('beside 预算执行率, %s', (said, executionRate, weight, score) => {
  const found = evaluationOf(
    ['年初预算数', '980万元', '全年预算数', '1020万元'],
    ['全年执行数', '999.6万元', '预算执行率', said],
    headings,
    trees,
  )
  expect(found?.funds).toMatchObject({ executionRate, weight, score })
})

test('a total may be remarked on in brackets', () => {
  const total = (...row: Written[]) => evaluationOf(['项目名称', '增绿补绿'], headings, trees, row)?.total
  expect(total('总分', over('99.4（含预算执行率9.8分）', 6))?.score).toBe('99.4')
  expect(total(over('总分', 5), '100', '99.4分（优）')?.score).toBe('99.4分')
})

test('a first level may stand left of the headings of its own rows', () => {
  const heads = ['二级指标', '三级指标', '指标值', '完成值', '得分']
  const found = evaluationOf(
    ['项目名称', over('增绿补绿', 5)],
    [down('产出指标（50分）', 2), ...heads],
    trees.slice(1, 6),
    [down('效益指标（30分）', 2), ...heads],
    ['生态效益指标', '绿化覆盖率', '≥42%', '42.6%', '30'],
  )
  expect(found?.indicators.map(({ level1, level1Weight }) => [level1, level1Weight])).toEqual([
    ['产出指标', '50'],
    ['效益指标', '30'],
  ])
})

test('who reports may stand below the indicators, as their grade does', () => {
  const found = evaluationOf(
    ['项目名称', '增绿补绿'],
    headings,
    trees,
    ['资金来源', '年度安排', '实际使用', '使用率', '得分'],
    ['财政拨款', '50', '48', '96%', '9.6'],
    ['总分', '100', '99.6', '优'],
    ['主管部门', '城市管理局', '填报单位', '园林管理中心'],
  )
  expect(found).toMatchObject({
    department: '城市管理局',
    unit: '园林管理中心',
    total: { score: '99.6', grade: '优' },
    funds: { adjusted: { text: '50' }, spent: { text: '48' } },
  })
})

test.each<readonly [string, readonly Written[], readonly Written[]]>([
  [
    'in brackets',
    [over('项目一：增绿补绿（实施单位：园林管理中心）', 7)],
    [over('项目二：河道清淤（实施单位：水利站）', 7)],
  ],
  [
    'in a cell of its own',
    [over('项目名称：增绿补绿', 4), over('实施单位：园林管理中心', 3)],
    [over('项目名称：河道清淤', 4), over('实施单位：水利站', 3)],
  ],
])('a row across a list may say who carries its project out, %s', (_, first, second) => {
  const found = evaluationsOf(
    headings,
    first,
    trees,
    trees.with(2, '补植灌木'),
    second,
    trees.with(2, '清淤'),
    trees,
  )
  expect(found).toMatchObject([
    { project: '增绿补绿', unit: '园林管理中心' },
    { project: '河道清淤', unit: '水利站' },
  ])
})

test('a table of what the levels come to adds no indicators, and its total holds', () => {
  const [found] = evaluationsIn(
    table([['项目名称', over('增绿补绿', 4)], headings.slice(0, 5), trees.slice(0, 5)]),
    table([
      ['指标', '分值', '得分'],
      ['预算执行率', '10', '9.2'],
      ['产出指标', '50', '48'],
      ['合计', '60', '57.2'],
    ]),
  )
  expect(found?.indicators.map(({ name }) => name)).toEqual(['栽植乔木'])
  expect(found?.total.score).toBe('57.2')
})

test('the heading of the points may say how many can be had', () => {
  const found = evaluationOf(
    ['资金来源', '年初预算数', '全年预算数', '全年执行数', '执行率', '结余', '得分（满分10分）'],
    ['合计', '50', '50', '48', '96%', '2', '9.6'],
    headings,
    trees,
  )
  expect(found?.funds).toMatchObject({ weight: '10', score: '9.6' })
})

test.each([
  ['上级主管单位', 'department'],
  ['组织承办机构', 'unit'],
  ['牵头部门', 'unit'],
] as const)('%s beside the name of an office', (label, field) => {
  const found = evaluationOf(['项目名称', '增绿补绿', label, '园林管理中心'], headings, trees)
  expect(found?.[field]).toBe('园林管理中心')
})

test.each([
  ['支出完成率', 'executionRate'],
  ['资金使用比例', 'executionRate'],
  ['任务完成率', 'ignored'],
  ['预算调整后', 'adjusted'],
  ['年中调整后金额', 'adjusted'],
  ['全年预算合计', 'adjusted'],
  ['调整后目标值', 'target'],
  ['实际使用资金', 'spent'],
  ['经费支出', 'spent'],
  ['偏差情况及整改', 'reason'],
  ['没有完成的原因', 'reason'],
  ['计分', 'score'],
])('%s heads %s', (heading, field) => {
  expect(headingOf(heading)?.field).toBe(field)
})
