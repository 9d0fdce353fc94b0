import { describe, expect, test } from 'vitest'
import { tableOf } from '#ingest/layouts/grid.ts'
import { layoutOf } from '#ingest/layouts/index.ts'
import { read } from '#ingest/readers/index.ts'
import type { Cell, Content, Table } from '#ingest/readers/table.ts'
import { readingOf } from '#ingest/validate.ts'

/** Cells that hold more than one thing, in forms nobody had seen. */

const contentOf = (...blocks: Content['blocks']): Content => ({ format: 'docx', blocks })
const head = ['项目名称', '增绿补绿', '实施单位', '龙游县园林中心']
const headings = ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分', '偏差原因']
const draftOf = (rows: readonly (readonly string[])[]) => {
  const content = contentOf(tableOf([head, headings, ...rows]))
  return layoutOf(content)?.layout.draft(content)
}
const valuesOf = (rows: readonly (readonly string[])[]) =>
  draftOf(rows)?.evaluations[0]?.indicators.map((one) => [
    one.name,
    one.target,
    one.actual,
    one.weight,
    one.score,
  ])
const codesOf = (rows: readonly (readonly string[])[]) => draftOf(rows)?.problems.map(({ code }) => code)

describe('one row may list several indicators, a line each', () => {
  const people = ['满意度指标', '服务对象满意度', '居民满意度', '90%', '93%', '50', '50', '']

  test('with values and points of their own', () => {
    const listed = [
      '产出指标',
      '数量指标',
      '栽植乔木\n铺设草皮',
      '800株\n2公顷',
      '812株\n1.9公顷',
      '30\n20',
      '30\n19',
      '',
    ]
    expect(valuesOf([listed, people])?.slice(0, 2)).toEqual([
      ['栽植乔木', '800株', '812株', '30', '30'],
      ['铺设草皮', '2公顷', '1.9公顷', '20', '19'],
    ])
    expect(codesOf([listed, people])).toEqual([])
  })

  test('numbered, and wrapped within a name', () => {
    const listed = [
      '产出指标',
      '数量指标',
      '1.栽植\n乔木\n2.铺设草皮',
      '1、800株\n2、2公顷',
      '1.812株\n2.2.5公顷',
      '30\n20',
      '30\n20',
      '',
    ]
    expect(valuesOf([listed, people])?.slice(0, 2)).toEqual([
      ['栽植乔木', '800株', '812株', '30', '30'],
      ['铺设草皮', '2公顷', '2.5公顷', '20', '20'],
    ])
  })

  test('with points of all together, which are no one’s own', () => {
    const listed = ['产出指标', '数量指标', '栽植乔木\n铺设草皮', '800株\n2公顷', '已完成', '50', '48', '']
    expect(valuesOf([listed, people])?.slice(0, 2)).toEqual([
      ['栽植乔木', '800株', '已完成', null, null],
      ['铺设草皮', '2公顷', '已完成', null, null],
    ])
    expect(codesOf([listed, people])).toEqual(['value-shared', 'value-shared', 'value-shared'])
  })

  test.each([
    ['数量指标\n质量指标', ['数量指标', '质量指标']],
    ['数量\n指标', ['数量指标', '数量指标']],
  ])('under second levels written as %j', (level2, levels) => {
    const listed = [
      '产出指标',
      level2,
      '栽植乔木\n成活率',
      '800株\n95%',
      '812株\n96%',
      '30\n20',
      '30\n20',
      '',
    ]
    const found = draftOf([listed, people])?.evaluations[0]?.indicators
    expect(found?.map((one) => one.level2)).toEqual([...levels, '服务对象满意度'])
  })

  test.each([
    ['树种栽植成\n活率', '≥95\n%', '96%'],
    ['栽植乔木\n铺设草皮', '良好\n美观', '良好\n美观'],
  ])('but %j beside %j is one', (name, target, actual) => {
    expect(valuesOf([['产出指标', '数量指标', name, target, actual, '50', '50', ''], people])?.length).toBe(2)
  })
})

describe('a heading over two columns names what stands in each', () => {
  const formOf = (heading: string, two: readonly [string, string]) => {
    const rows = [
      ['项目名称', '增绿补绿', '', '', ''],
      ['一级指标', '三级指标', heading, '', '备注'],
      ['产出指标', '栽植乔木', two[0], two[1], '800株'],
      ['满意度指标', '居民满意度', two[0], two[1], '90%'],
    ]
    const written: Table = tableOf(rows)
    const cells = written.cells.map(
      (cell): Cell => (cell.text === heading ? { ...cell, columnSpan: 2 } : cell),
    )
    const content = contentOf({
      ...written,
      cells: cells.filter(({ row, column }) => row !== 1 || column !== 3),
    })
    return layoutOf(content)?.layout.draft(content).evaluations[0]?.indicators[0]
  }

  test('the points that could be had and those that were', () => {
    expect(formOf('分值/得分', ['50', '48'])).toMatchObject({ weight: '50', score: '48' })
  })

  test('the target and the outcome', () => {
    expect(formOf('目标值/完成值', ['800株', '812株'])).toMatchObject({ target: '800株', actual: '812株' })
  })
})

test.each([
  ['改造面积（平方米）', '≥1850', '>=', 1850, '平方米'],
  ['补助标准（万元/户）', '3.5', '=', 3.5, '万元/户'],
  ['覆盖率(%)', '95', '=', 95, '%'],
  ['覆盖率（%）', '0.95', '=', 0.95, null],
  ['改造面积（平方米）', '1850亩', '=', 1850, '亩'],
  ['改造面积（新城）', '1850', '=', 1850, null],
])('%s | %s', (name, text, op, value, unit) => {
  expect(readingOf(text, name, null).quantity).toMatchObject({ text, op, value, unit })
})

test('points behind the execution rate in its row are the execution’s', () => {
  const content = contentOf(
    tableOf([
      ['项目名称', '增绿补绿', '', '', '', ''],
      ['全年预算数（万元）', '50', '全年执行数（万元）', '45', '', ''],
      ['预算执行率', '90%', '分值', '10', '得分', '9'],
      ['一级指标', '三级指标', '目标值', '完成值', '分值', '得分'],
      ['产出指标', '栽植乔木', '800株', '812株', '90', '90'],
    ]),
  )
  expect(layoutOf(content)?.layout.draft(content).evaluations[0]?.funds).toMatchObject({
    executionRate: '90%',
    weight: '10',
    score: '9',
  })
})

test('a form around a table of its own keeps its rows', async () => {
  const inner = `<table>${[headings, ['产出指标', '数量指标', '栽植乔木', '800株', '812株', '50', '50', '']]
    .map((row) => `<tr>${row.map((text) => `<td>${text}</td>`).join('')}</tr>`)
    .join('')}</table>`
  const rows = [
    '<td>项目名称</td><td>增绿补绿</td>',
    '<td>实施单位</td><td>园林中心</td>',
    `<td>绩效指标</td><td>${inner}</td>`,
  ]
  const page = `<html><body><table>${rows.map((row) => `<tr>${row}</tr>`).join('')}</table></body></html>`
  const { blocks } = await read(Buffer.from(page), 'form.html')
  expect(blocks.map((block) => (block.kind === 'table' ? block.rows : block.text))).toEqual([
    2,
    '绩效指标',
    2,
  ])
})

test('年度金额 is the sum that is asked for before the year', () => {
  const content = contentOf(
    tableOf([
      ['项目名称', '增绿补绿', '', ''],
      ['资金情况（万元）', '年度金额：', '50', ''],
      ['一级指标', '二级指标', '三级指标', '指标值'],
      ['产出指标', '数量指标', '栽植乔木', '800株'],
    ]),
  )
  expect(layoutOf(content)?.layout.draft(content).evaluations[0]?.funds.budget).toMatchObject({
    text: '50',
    unit: '万元',
  })
})

test('a whole department reports as the office over its table', () => {
  const paragraph = (text: string) => ({ kind: 'paragraph' as const, text })
  const lines = ['2023年度部门整体支出绩效自评表', '部门名称（盖章）：博罗县水利局  填报日期：2024年3月18日']
  const rows = [headings, ['产出指标', '数量指标', '栽植乔木', '800株', '812株', '50', '50', '']]
  const content = contentOf(...lines.map(paragraph), tableOf(rows))
  expect(layoutOf(content)?.layout.draft(content).evaluations[0]).toMatchObject({
    unit: '博罗县水利局',
    department: '博罗县水利局',
  })
})

describe('a workbook', () => {
  const sheet = (name: string, rows: readonly (readonly string[])[]) => ({ ...tableOf(rows), name })
  const workbookOf = (...blocks: Table[]): Content => ({ format: 'xlsx', blocks })

  test('may list its sheets in one beside those that only their names tell the projects of', () => {
    const rows = [
      ['预算单位：定边县林业局', '', '', '', ''],
      ['指标类型', '指标名称', '目标值', '完成值', '得分'],
      ['数量指标', '兑现面积', '2.4万亩', '2.4万亩', '40'],
      ['满意度指标', '农户满意度', '≥90%', '93%', '20'],
    ]
    const list = sheet('目录', [
      ['序号', '项目名称'],
      ['1', '退耕还林'],
      ['2', '公益林补偿'],
    ])
    const content = workbookOf(list, sheet('退耕还林', rows), sheet('公益林补偿', rows))
    const projects = layoutOf(content)
      ?.layout.draft(content)
      .evaluations.map(({ project }) => project)
    expect(projects).toEqual(['退耕还林', '公益林补偿'])
  })

  const sources = ['项目名称', '资金来源', '指标下达数', '资金到位数', '支出数']
  const money = ['城乡医疗救助', '中央财政', '620', '600', '598.4']

  test('may give the money of each source stage by stage and no day', () => {
    const content = workbookOf(
      sheet('台账', [
        [...sources, '支出进度'],
        [...money, '96.5%'],
      ]),
    )
    const found = layoutOf(content)
    expect(found?.layout.id).toBe('ledger')
    expect(
      found?.layout.draft(content).flows.map((one) => [one.stage, one.source, one.amount?.text]),
    ).toEqual([
      ['指标下达', '中央财政', '620'],
      ['资金到位', '中央财政', '600'],
      ['支出', '中央财政', '598.4'],
    ])
  })

  test('but a summary of projects has their budgets and scores', () => {
    const rows = [
      [...sources, '预算数', '得分'],
      [...money, '620', '98'],
    ]
    expect(layoutOf(workbookOf(sheet('汇总', rows)))?.layout.id).not.toBe('ledger')
  })
})

test('the year in the head of a report’s own table is the report’s', () => {
  const rows = [['评价年度', '2022', '', '', '', '', '', ''], headings]
  const trees = ['产出指标', '数量指标', '栽植乔木', '800株', '812株', '50', '50', '']
  const title = { kind: 'paragraph' as const, text: '增绿补绿项目绩效自评报告' }
  const content = contentOf(title, tableOf([...rows, trees]))
  expect(layoutOf(content)?.layout.draft(content).evaluations[0]).toMatchObject({
    project: '增绿补绿',
    year: '2022',
  })
})

test('points for the rate of execution in a list are the fund’s, and no indicator’s', () => {
  const heads = [
    '项目名称',
    '全年预算数',
    '全年执行数',
    '预算执行得分（10分）',
    '三级指标',
    '年度指标值',
    '实际完成值',
    '自评总分',
  ]
  const row = ['草方格压沙', '270', '200', '7.41', '压沙面积', '≥3000亩', '3060亩', '96.25']
  const [first] = draftOf([heads, row])?.evaluations ?? []
  expect(first).toMatchObject({ funds: { weight: '10', score: '7.41' }, total: { score: '96.25' } })
  expect(first?.indicators).toMatchObject([{ name: '压沙面积', score: null }])
})

test('a score merged as far down as its project in a list is the project’s and no indicator’s', () => {
  const rows = [
    ['项目名称', '一级指标', '三级指标', '目标值', '实际值', '自评得分'],
    ['增绿补绿', '产出指标', '栽植乔木', '800株', '812株', '98.6'],
    ['', '满意度指标', '居民满意度', '90%', '93%', ''],
    ['公厕改造', '产出指标', '改造公厕', '12座', '12座', '100'],
  ]
  const merged = tableOf(rows).cells.flatMap((cell): Cell[] => {
    if (cell.row === 2 && cell.text === '') return []
    return [cell.row === 1 && [0, 5].includes(cell.column) ? { ...cell, rowSpan: 2 } : cell]
  })
  const content = contentOf({ ...tableOf(rows), cells: merged })
  const found = layoutOf(content)?.layout.draft(content).evaluations
  expect(found?.map(({ project, total }) => [project, total.score])).toEqual([
    ['增绿补绿', '98.6'],
    ['公厕改造', '100'],
  ])
  expect(found?.map(({ indicators }) => indicators.map(({ score }) => score))).toEqual([[null, null], [null]])
})

test('a summary of projects may lie on its side under its title', () => {
  const content = contentOf(
    tableOf([
      ['2022年度项目绩效自评情况表（单位：万元）', '', ''],
      ['项目名称', '增绿补绿', '公厕改造'],
      ['年初预算数', '38', '56'],
      ['全年执行数', '36.1', '56'],
      ['自评得分', '97.5', '99'],
    ]),
  )
  const found = layoutOf(content)?.layout.draft(content)
  expect(found?.title).toContain('2022年度')
  expect(
    found?.evaluations.map(({ project, funds, total }) => [
      project,
      funds.spent?.text,
      funds.spent?.unit,
      total.score,
    ]),
  ).toEqual([
    ['增绿补绿', '36.1', '万元', '97.5'],
    ['公厕改造', '56', '万元', '99'],
  ])
})

test('one cell may say itself what was aimed at and what became of it', () => {
  const rows = [
    ['项目名称', '增绿补绿', '', ''],
    ['一级指标', '三级指标', '完成情况', '得分'],
    ['产出指标', '栽植乔木', '目标：≥800株；实际：812株', '50'],
    ['满意度指标', '居民满意度', '93%', '50'],
  ]
  const content = contentOf(tableOf(rows))
  const found = layoutOf(content)?.layout.draft(content).evaluations[0]?.indicators
  expect(found?.map(({ target, actual }) => [target, actual])).toEqual([
    ['≥800株', '812株'],
    [null, '93%'],
  ])
})

test.each([
  ['1-8月完成值', 'monitoring'],
  ['截至2023年6月底完成值', 'monitoring'],
  ['1-12月完成值', 'selfEvaluation'],
  ['实际完成值', 'selfEvaluation'],
])('a list without a title whose outcomes stand under %s is of the kind %s', (heading, kind) => {
  const rows = [
    ['项目名称', '一级指标', '三级指标', '年度指标值', heading],
    ['增绿补绿', '产出指标', '栽植乔木', '≥800株', '512株'],
  ]
  const content = contentOf(tableOf(rows))
  expect(layoutOf(content)?.layout.draft(content).evaluations[0]?.kind).toBe(kind)
})
