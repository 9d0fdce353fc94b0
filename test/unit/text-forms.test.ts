import { expect, test } from 'vitest'
import { gridsOf, tableOf } from '#ingest/layouts/grid.ts'
import { layoutOf } from '#ingest/layouts/index.ts'
import { rowsOfPage } from '#ingest/layouts/text/glued-page.ts'
import { fundsInLines } from '#ingest/layouts/text/text-funds.ts'
import { readHtml } from '#ingest/readers/html.ts'
import type { Content } from '#ingest/readers/table.ts'
import { readTxt } from '#ingest/readers/txt.ts'

/** Reports in sentences, and forms that lost their lines, as web pages and clerks write them. */

const evaluationsIn = (content: Content) => layoutOf(content)?.layout.draft(content).evaluations ?? []
const rowsIn = (content: Content) =>
  evaluationsIn(content)[0]?.indicators.map(({ level2, name, target, actual, weight, score, reason }) =>
    [level2, name, target, actual, weight, score, reason].map((cell) => cell ?? '').join('|'),
  )
const sentences = (...lines: string[]) => readTxt(['2021年度增绿补绿项目绩效自评报告', ...lines].join('\n'))
const page = (...rows: string[][]) =>
  readHtml(
    Buffer.from(
      `<meta charset="utf-8"><p>2021年度绩效自评表</p><p>项目名称：增绿补绿</p><table>${rows.map((cells) => `<tr>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`).join('')}</table>`,
    ),
  )
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

test('年度目标为 leads up to a name and its figure as 年度目标值为 does', () => {
  expect(
    rowsIn(
      sentences(
        '1.数量指标。年度目标为栽植乔木800株，实际栽植812株；年度目标为组织义务植树2次，实际组织3次。',
        '2.质量指标。年度目标为乔木成活率不低于95%，实际为96%。',
      ),
    ),
  ).toEqual([
    '数量指标|栽植乔木|800株|812株|||',
    '数量指标|组织义务植树|2次|3次|||',
    '质量指标|乔木成活率|不低于95%|96%|||',
  ])
})

test('实际完成时间为 says when something was done', () => {
  expect(
    rowsIn(sentences('时效指标：栽植完成时间，目标值为2021年11月底前，实际完成时间为2021年11月18日。')),
  ).toEqual(['时效指标|栽植完成时间|2021年11月底前|2021年11月18日|||'])
})

test('满意度 with a colon in the middle of a line heads what follows', () => {
  expect(
    rowsIn(
      sentences('社会效益指标：知晓率目标值≥90%，实际完成93%。满意度：居民满意度目标值≥90%，实际完成95%。'),
    ),
  ).toEqual(['社会效益指标|知晓率|≥90%|93%|||', '满意度|居民满意度|≥90%|95%|||'])
})

test('projects below headings of no chapter are each an evaluation where each has rows and money', () => {
  const project = (name: string, sum: string) => [
    name,
    `年初预算安排${sum}万元，全年支出${sum}万元。`,
    '数量指标：栽植乔木目标值800株，实际完成812株。',
  ]
  const evaluations = evaluationsIn(
    sentences(...project('一、城区绿化', '20'), ...project('二、公园养护', '30'), '三、存在问题', '无。'),
  )
  expect(evaluations.map(({ project, funds }) => [project, funds.spent?.text])).toEqual([
    ['城区绿化', '20'],
    ['公园养护', '30'],
  ])
  const [only, other] = evaluationsIn(sentences(...project('一、城区绿化', '20'), '二、公园养护', '未开展。'))
  expect([only?.indicators.length, other]).toEqual([1, undefined])
})

test('the year in which alone anything was carried out is the year of a report that names no other', () => {
  const yearOf = (...lines: string[]) =>
    evaluationsIn(
      readTxt(['增绿补绿项目绩效自评报告', ...lines, '数量指标：栽植乔木目标值8株，实际9株。'].join('\n')),
    )[0]?.year
  expect(yearOf('2021年，园林所实施了增绿补绿项目。')).toBe('2021')
  expect(yearOf('2020年园林所开展了前期工作，2021年实施了增绿补绿项目。')).toBe(null)
})

test('two rows of an indicator, one of its target and one of its outcome, are one', () => {
  const rows = [
    ['一级指标', '二级指标', '三级指标', '类别', '数值', '分值', '得分', '备注'],
    ['产出指标', '数量指标', '栽植乔木', '目标', '800株', '50', '49', ''],
    ['', '', '', '实际', '790株', '', '', '苗木短缺'],
    ['满意度指标', '服务对象满意度', '居民满意度', '目标', '90%', '50', '50', ''],
    ['', '', '', '实际', '93%', '', '', ''],
  ]
  expect(rowsIn(page(...rows))).toEqual([
    '数量指标|栽植乔木|800株|790株|50|49|苗木短缺',
    '服务对象满意度|居民满意度|90%|93%|50|50|',
  ])
})

test('why points were lost belongs to the lines of a cell that lost any', () => {
  const list = (...lines: string[]) => lines.join('<br>')
  const listed = page(headings, [
    '产出指标',
    '数量指标',
    list('栽植乔木', '补植灌木'),
    list('800株', '300丛'),
    list('812株', '280丛'),
    list('50', '50'),
    list('50', '46'),
    '苗木短缺',
  ])
  expect(rowsIn(listed)).toEqual([
    '数量指标|栽植乔木|800株|812株|50|50|',
    '数量指标|补植灌木|300丛|280丛|50|46|苗木短缺',
  ])
})

test('a whole form that a page ran together comes apart at its levels', () => {
  expect(
    rowsOfPage(
      '产出指标数量指标栽植乔木800株812株3030质量指标成活率95%96%2020成本指标经济成本指标单价≤9元8元1010满意度指标服务对象满意度指标居民满意度90%93%1010总分10098',
    ),
  ).toEqual([
    '产出指标数量指标栽植乔木800株812株3030',
    '质量指标成活率95%96%2020',
    '成本指标经济成本指标单价≤9元8元1010',
    '满意度指标服务对象满意度指标居民满意度90%93%1010',
    '总分10098',
  ])
  expect(rowsOfPage('年初预算数全年执行数分值得分年度资金总额50501010其中：财政拨款5050--')).toEqual([
    '年初预算数全年执行数分值得分',
    '年度资金总额50501010',
    '其中：财政拨款5050--',
  ])
  expect(rowsOfPage('数量指标和质量指标均已完成，合计2项。')).toEqual([
    '数量指标和质量指标均已完成，合计2项。',
  ])
})

test('a line with more figures than headings above it tells no sums', () => {
  expect(
    fundsInLines(['资金情况（万元） 全年预算数 全年执行数', '年度资金总额 268.00 254.60 10 95.00% 9.50']),
  ).toBe(null)
  const found = fundsInLines(['资金情况（万元）年初预算 全年预算 执行数', '资金总额 24 24 23.6'])
  expect(found && gridsOf({ format: 'pdf', blocks: [found] })[0]?.rows[0]?.map(({ text }) => text)).toEqual([
    '资金情况（万元）',
    '年初预算',
    '全年预算',
    '执行数',
  ])
})

test('headings of money that touch each other come apart', () => {
  const found = fundsInLines([
    '项目资金（万元） 年初预算数 全年预算数 全年执行数 分值执行率（B/A）得分',
    '年度资金总额 130 135 128.25 10 95% 9.5',
  ])
  expect(found?.cells.slice(4, 7).map(({ text }) => text)).toEqual(['分值', '执行率（B/A）', '得分'])
})

test('a line of money that nobody read is told', () => {
  const lines = [
    '项目支出绩效自评表',
    '项目名称 增绿补绿',
    '实施单位 园林中心',
    '全年执行数 分 执行率（B/A）得分',
    '年度资金总额 268.00 254.60 10 95.00% 9.50',
  ]
  const table = tableOf([
    ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分'],
    ['产出指标', '数量指标', '栽植乔木', '800株', '812株', '50', '50'],
    ['满意度指标', '服务对象满意度', '居民满意度', '90%', '93%', '50', '50'],
  ])
  const blocks = [...lines.map((text) => ({ kind: 'paragraph' as const, text })), table]
  const draft = layoutOf({ format: 'pdf', blocks })?.layout.draft({ format: 'pdf', blocks })
  expect(draft?.problems.map(({ code, message }) => `${code} ${message}`)).toEqual([`rows-left ${lines[4]}`])
})

test('a head over one row of values may have a label that nobody knows', () => {
  const head = tableOf([
    ['项目名称', '主管部门', '实施单位', '资金盘子', '全年执行数（万元）'],
    ['增绿补绿', '园林局', '园林所', '76', '75'],
  ])
  const rows = tableOf([headings, ['产出指标', '数量指标', '栽植乔木', '8株', '9株', '90', '90', '']])
  const [found] = evaluationsIn({ format: 'txt', blocks: [head, rows] })
  expect(found).toMatchObject({
    project: '增绿补绿',
    department: '园林局',
    unit: '园林所',
    funds: { spent: { text: '75' } },
  })
})

test('a label and an office in one cell are parted by the space between them', () => {
  const form = tableOf([
    ['项目名称', '增绿补绿', ''],
    ['主管部门', '园林局', '实施单位 园林所'],
    headings,
    ['产出指标', '数量指标', '栽植乔木', '8株', '9株', '90', '90', ''],
  ])
  expect(evaluationsIn({ format: 'txt', blocks: [form] })[0]).toMatchObject({
    department: '园林局',
    unit: '园林所',
  })
})

test('what was planned and what was done are one by their name, below no level at all', () => {
  const said = (...done: string[]) =>
    sentences(
      '绩效目标：',
      '1.栽植乔木数量≥800株；',
      '2.受益小区≥15个；',
      '3.居民满意度≥90%。',
      '二、绩效目标完成情况',
      ...done,
    )
  const done = ['1.栽植乔木数量812株；', '2.受益小区16个；', '3.居民满意度93%。']
  expect(rowsIn(said(...done))).toEqual([
    '|栽植乔木数量|≥800株|812株|||',
    '|受益小区|≥15个|16个|||',
    '|居民满意度|≥90%|93%|||',
  ])
  // A name that was done twice is not told, and two pairs are too few.
  expect(rowsIn(said(...done, '4.居民满意度95%。')) ?? []).toEqual([])
})

test('a level may stand before its sentences with a full stop and without 指标', () => {
  expect(
    rowsIn(
      sentences('（一）产出情况（50分）', '1.数量。计划举办赛事20场，实际举办23场，得15分（分值15分）。'),
    ),
  ).toEqual(['数量|举办赛事|20场|23场|15|15|'])
})

test('a report of several projects is of none of them in its own words', () => {
  const table = (name: string) => [
    { kind: 'paragraph' as const, text: name },
    tableOf([
      ['指标类型', '指标名称', '目标值', '实际值', '分值', '得分'],
      ['数量指标', '栽植乔木', '8株', '9株', '50', '50'],
      ['满意度指标', '居民满意度', '90%', '93%', '40', '40'],
    ]),
  ]
  const blocks = [
    { kind: 'paragraph' as const, text: '洛宁县园林所2022年项目绩效自评报告' },
    { kind: 'paragraph' as const, text: '我所对2022年2个项目开展了绩效自评。' },
    ...table('一、城区绿化项目'),
    ...table('二、公园养护项目'),
  ]
  expect(evaluationsIn({ format: 'docx', blocks }).map(({ project }) => project)).toEqual([
    '城区绿化',
    '公园养护',
  ])
})

test('offices beside each other, each with targets and outcomes, are an evaluation each', () => {
  const table = tableOf([
    ['一级指标', '二级指标', '三级指标', '洛宁县第一中学', '', '', '洛宁县实验中学', '', ''],
    ['', '', '', '目标值', '完成值', '得分', '目标值', '完成值', '得分'],
    ['产出指标', '数量指标', '配备保安', '8人', '8人', '50', '6人', '5人', '42'],
    ['效益指标', '社会效益指标', '安全事故', '0起', '0起', '40', '0起', '1起', '30'],
  ])
  const heading = table.cells.map((cell) =>
    cell.row === 0 && /中学/.test(cell.text) ? { ...cell, columnSpan: 3 } : cell,
  )
  const cells = heading.filter(({ row, text }) => row > 0 || text !== '')
  const evaluations = evaluationsIn({
    format: 'docx',
    blocks: [
      { kind: 'paragraph', text: '2023年度校园安保项目绩效自评表' },
      { ...table, cells },
    ],
  })
  expect(
    evaluations.map(({ unit, indicators }) => [
      unit,
      ...indicators.map(({ target, actual, score }) => [target, actual, score].join('|')),
    ]),
  ).toEqual([
    ['洛宁县第一中学', '8人|8人|50', '0起|0起|40'],
    ['洛宁县实验中学', '6人|5人|42', '0起|1起|30'],
  ])
})

test('points may be parted by a stroke behind both their words', () => {
  const lines = ['栽植乔木', '补植灌木', '补植草坪'].map(
    (name) => `· ${name} | 目标：≥8株 | 完成：7株 | 分值/得分：15/14 | 说明：苗木短缺`,
  )
  const read = readTxt(['2021年度增绿补绿绩效自评情况', '【产出指标】', '数量指标', ...lines].join('\n'))
  expect(rowsIn(read)?.[0]).toBe('数量指标|栽植乔木|≥8株|7株|15|14|苗木短缺')
})

test('a project may be called at the head of the paragraph that tells all of it', () => {
  const project = (name: string, sum: string) =>
    `${name}。年初预算${sum}万元，全年支出${sum}万元。数量指标：栽植乔木，目标值8株，实际完成9株。`
  const evaluations = evaluationsIn(
    sentences(
      '我所共有2个项目开展绩效自评。',
      project('1.城区绿化项目', '20'),
      project('2.公园养护项目', '30'),
    ),
  )
  expect(evaluations.map(({ project, indicators }) => [project, indicators.length])).toEqual([
    ['城区绿化', 1],
    ['公园养护', 1],
  ])
})

test('labels in one line say the points of the funds without 分', () => {
  const form = [
    { kind: 'paragraph' as const, text: '2021年度增绿补绿绩效自评表' },
    {
      kind: 'paragraph' as const,
      text: '预算数（万元）：420 执行数（万元）：399 执行率：95% 分值：10 得分：9.5',
    },
    tableOf([headings, ['产出指标', '数量指标', '栽植乔木', '8株', '9株', '90', '90', '']]),
  ]
  const [found] = evaluationsIn({ format: 'txt', blocks: form })
  expect(found?.funds).toMatchObject({ executionRate: '95%', weight: '10', score: '9.5' })
})

test('项目 alone names the project right above headings', () => {
  const table = tableOf([
    ['项　目', '增绿补绿', '', '', '', '', '', ''],
    headings,
    ['产出指标', '数量指标', '栽植乔木', '8株', '9株', '90', '90', ''],
  ])
  expect(evaluationsIn({ format: 'docx', blocks: [table] })[0]?.project).toBe('增绿补绿')
})

test('a label and its value around a table within a table stay in one line', () => {
  const inner = `<table>${headings.map((text) => `<td>${text}</td>`).join('')}<tr>${'<td>产出指标</td><td>数量指标</td><td>栽植乔木</td><td>8株</td><td>9株</td><td>90</td><td>90</td><td></td>'}</tr></table>`
  const content = readHtml(
    Buffer.from(
      `<meta charset="utf-8"><table><tr><td>项目名称</td><td>增绿补绿</td></tr><tr><td>绩效指标</td><td>${inner}</td></tr><tr><td>总分</td><td>96.5</td></tr></table>`,
    ),
  )
  expect(evaluationsIn(content)[0]).toMatchObject({ project: '增绿补绿', total: { score: '96.5' } })
})

test('why points were lost is of the names whose numbers it bears', () => {
  const list = (...lines: string[]) => lines.join('<br>')
  const names = list('（1）栽植乔木', '（2）补植灌木', '（3）补植草坪')
  const listed = page(headings, [
    '产出指标',
    '数量指标',
    names,
    list('800株', '300丛', '9亩'),
    list('790株', '300丛', '8亩'),
    list('20', '20', '10'),
    list('19', '20', '9'),
    list('（1）苗木短缺', '（3）天旱'),
  ])
  expect(rowsIn(listed)?.map((row) => row.split('|').at(-1))).toEqual(['苗木短缺', '', '天旱'])
})

test('headings of the goal above the headings of indicators are no part of them', () => {
  const form = [
    '项目支出绩效自评表 （2021年度）',
    '项目名称 增绿补绿 主管部门 园林局 实施单位 园林所 年度总体目标 预期目标 实际完成情况 扶持公园养护，美化环境。 完成年度目标。',
    '一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 产出指标 数量指标 栽植乔木 800株 812株 50 50 效益指标 社会效益指标 市民绿化意识 提高 提高 30 30 满意度指标 服务对象满意度指标 居民满意度 90% 93% 20 20 总分 100 100',
  ].join(' ')
  expect(evaluationsIn(readTxt(form))[0]?.indicators.map(({ level1 }) => level1)).toEqual([
    '产出指标',
    '效益指标',
    '满意度指标',
  ])
})

test('projects in sentences may each be named by a label', () => {
  const project = (name: string, sum: string) => [
    `项目名称：${name}`,
    `实际支出：${sum}万元`,
    '数量指标：栽植乔木，目标值8株，完成值9株，得分20分',
  ]
  const evaluations = evaluationsIn(sentences(...project('城区绿化', '20'), ...project('公园养护', '30')))
  expect(evaluations.map(({ project, indicators }) => [project, indicators.length])).toEqual([
    ['城区绿化', 1],
    ['公园养护', 1],
  ])
})
