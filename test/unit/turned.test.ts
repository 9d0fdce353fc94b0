import { expect, test } from 'vitest'
import { layoutOf } from '#ingest/layouts/index.ts'
import { readCsv } from '#ingest/readers/csv.ts'
import type { Content } from '#ingest/readers/table.ts'
import { readTxt } from '#ingest/readers/txt.ts'

/** Forms that lie on their side, with an indicator or a year in each column. */

const evaluationsIn = (content: Content) => layoutOf(content)?.layout.draft(content).evaluations ?? []
const evaluationsOf = (...rows: string[]) => evaluationsIn(readCsv(rows.join('\n')))

const onItsSide = [
  '一级指标,产出指标,,满意度指标',
  '二级指标,数量指标,质量指标,服务对象满意度指标',
  '三级指标,栽植乔木,成活率,居民满意度',
  '年度指标值,≥800株,≥90%,≥90%',
  '年末实绩,812株,88%,93%',
  '分值,40,30,20',
  '得分,40,29.33,20',
]

test('a table on its side is read upright, and its head and its total stay', () => {
  const [found] = evaluationsOf(
    '项目名称,增绿补绿,实施单位,园林管理中心',
    '全年预算数（万元）,50,全年执行数（万元）,48.5',
    ...onItsSide,
    '自评总分,98.73,,',
  )
  expect(found).toMatchObject({ project: '增绿补绿', unit: '园林管理中心', total: { score: '98.73' } })
  expect(found?.funds).toMatchObject({ adjusted: { text: '50' }, spent: { text: '48.5' } })
  expect(
    found?.indicators.map(({ level1, level2, name, target, actual, weight, score }) =>
      [level1, level2, name, target, actual, weight, score].join(' '),
    ),
  ).toEqual([
    '产出指标 数量指标 栽植乔木 ≥800株 812株 40 40',
    '产出指标 质量指标 成活率 ≥90% 88% 30 29.33',
    '满意度指标 服务对象满意度指标 居民满意度 ≥90% 93% 20 20',
  ])
})

test('a head of labels over one row of their values is read before a blank row and before headings', () => {
  for (const between of [[',,,,,,'], []]) {
    const [found] = evaluationsOf(
      '项目名称,实施单位,评价年度,全年预算数（万元）,全年执行数（万元）,执行率,自评总分',
      '增绿补绿,园林管理中心,2023,50,48.5,97%,98.7',
      ...between,
      '一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分',
      '产出指标,数量指标,栽植乔木,≥800株,812株,60,60',
      '满意度指标,服务对象满意度指标,居民满意度,≥90%,89%,30,29',
    )
    expect(found).toMatchObject({
      project: '增绿补绿',
      unit: '园林管理中心',
      year: '2023',
      total: { score: '98.7' },
      funds: { adjusted: { text: '50' }, spent: { text: '48.5' }, executionRate: '97%' },
    })
    expect(found?.indicators.length).toBe(2)
  }
})

test('years side by side are evaluations of their own', () => {
  const found = evaluationsOf(
    '一级指标,二级指标,指标名称,2021年,,2022年,',
    ',,,目标值,完成值,目标值,完成值',
    '产出指标,数量指标,栽植乔木,≥800株,812株,≥900株,880株',
    '满意度指标,服务对象满意度指标,居民满意度,≥90%,93%,≥92%,95%',
  )
  expect(
    found.map(({ year, indicators }) => [year, ...indicators.map((one) => `${one.target} ${one.actual}`)]),
  ).toEqual([
    ['2021年', '≥800株 812株', '≥90% 93%'],
    ['2022年', '≥900株 880株', '≥92% 95%'],
  ])
})

test('points that stand once beside several years are those of the last', () => {
  const found = evaluationsOf(
    '一级指标,二级指标,指标名称,2021年,,2022年,,分值,得分',
    ',,,目标值,完成值,目标值,完成值,,',
    '产出指标,数量指标,栽植乔木,≥800株,812株,≥900株,880株,50,48',
    '满意度指标,服务对象满意度指标,居民满意度,≥90%,93%,≥92%,95%,50,50',
  )
  expect(found.map(({ indicators }) => indicators.map(({ weight, score }) => [weight, score]))).toEqual([
    [
      ['50', null],
      ['50', null],
    ],
    [
      ['50', '48'],
      ['50', '50'],
    ],
  ])
})

test('an indicator in each line, its labels and values parted by marks alone', () => {
  const [found] = evaluationsIn(
    readTxt(
      [
        '2022年度项目支出绩效自评信息',
        '项目名称：增绿补绿',
        '实施单位：园林管理中心',
        ...[
          '产出指标；二级指标：数量指标；三级指标：栽植乔木；年度指标值：≥800株；实际完成值：812株；分值：40；得分：40',
          '产出指标；二级指标：质量指标；三级指标：成活率；年度指标值：≥90%；实际完成值：88%；分值：30；得分：29.33',
          '满意度指标；二级指标：服务对象满意度；三级指标：居民满意度；年度指标值：≥90%；实际完成值：93%；分值：20；得分：20',
        ].map((line, at) => `${at + 1}. 一级指标：${line}`),
      ].join('\n'),
    ),
  )
  expect(found?.project).toBe('增绿补绿')
  expect(
    found?.indicators.map(({ level1, name, actual, score }) => [level1, name, actual, score].join(' ')),
  ).toEqual(['产出指标 栽植乔木 812株 40', '产出指标 成活率 88% 29.33', '满意度指标 居民满意度 93% 20'])
})

test('points of the budget beside its rate', () => {
  const [found] = evaluationsOf(
    '项目名称,增绿补绿,项目单位,园林管理中心,,,,',
    '预算金额（万元）,50,执行金额（万元）,48.5,执行率,97%,执行得分,9.7',
    '一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,备注',
    '产出指标,数量指标,栽植乔木,≥800株,812株,60,60,',
    '满意度指标,服务对象满意度指标,居民满意度,≥90%,89%,30,29,',
  )
  expect(found?.funds).toMatchObject({ spent: { text: '48.5' }, executionRate: '97%', score: '9.7' })
})

test('a fund block that was left as lines of text above its table', () => {
  const table = readCsv(
    '一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分\n产出指标,数量指标,栽植乔木,≥800株,812株,60,60\n满意度指标,服务对象满意度指标,居民满意度,≥90%,89%,30,29',
  )
  const lines = [
    '增绿补绿项目资金（万元）',
    '年初预算数 全年预算数 全年执行数 分值 执行率 得分',
    '年度资金总额 50 52 48.5 10 93.27% 9.33',
    '其中：财政拨款 50 52 48.5 — — —',
  ]
  const blocks = [...lines.map((text) => ({ kind: 'paragraph' as const, text })), ...table.blocks]
  expect(evaluationsIn({ format: 'pdf', blocks })[0]?.funds).toMatchObject({
    budget: { text: '50', unit: '万元' },
    adjusted: { text: '52' },
    spent: { text: '48.5' },
    weight: '10',
    score: '9.33',
  })
})

test('a summary of projects with some values of their indicators between money and result', () => {
  const found = evaluationsOf(
    '序号,项目名称,实施单位,全年预算数（万元）,全年执行数（万元）,数量指标,,满意度指标,,自评得分',
    ',,,,,目标值,完成值,目标值,完成值,',
    '1,渠道维修,龙茗镇人民政府,56,55.2,≥6.5公里,6.8公里,≥90%,93%,97.9',
    '2,山塘除险,进结镇人民政府,72,72,≥3座,3座,≥90%,91%,99',
  )
  expect(
    found.map(({ project, unit, total, indicators }) => [project, unit, total.score, indicators]),
  ).toEqual([
    ['渠道维修', '龙茗镇人民政府', '97.9', []],
    ['山塘除险', '进结镇人民政府', '99', []],
  ])
})

test('who reports, in a cell above the indicators or under a label of the head', () => {
  const rows = [
    '一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分',
    '产出指标,数量指标,栽植乔木,≥800株,812株,60,60',
    '满意度指标,服务对象满意度指标,居民满意度,≥90%,89%,30,29',
  ]
  const heads = [
    ['单位：园林管理局,,,,,,'],
    ['项目名称,单位,年度,,,,', '增绿补绿,园林管理局,2023,,,,', ',,,,,,'],
  ]
  for (const head of heads) expect(evaluationsOf(...head, ...rows)[0]?.unit).toBe('园林管理局')
})

test('rows joined by nothing below 指标类别 and 指标类型, two headings of levels', () => {
  const [found] = evaluationsIn(
    readTxt(
      [
        '项目名称增绿补绿',
        '指标类别指标类型指标名称应完成值实现值分值得分',
        '产出指标数量指标栽植乔木不少于800株812株4040',
        '质量指标成活率不少于90%90%3030',
        '满意度指标服务对象满意度指标居民满意度不少于90%93%3030',
        '总分100100',
      ].join('\n'),
    ),
  )
  expect(found?.indicators.map(({ level1, level2, name }) => [level1, level2, name].join(' '))).toEqual([
    '产出指标 数量指标 栽植乔木',
    '产出指标 质量指标 成活率',
    '满意度指标 服务对象满意度指标 居民满意度',
  ])
})

test('a total before the sum of the weights, in a row whose empty cells are lost', () => {
  const [found] = evaluationsIn(
    readTxt(
      [
        '项目名称 增绿补绿',
        '一级指标 二级指标 三级指标 目标值 完成值 得分 分值 偏差原因',
        '产出指标 数量指标 栽植乔木 800株 812株 60 60',
        '满意度指标 服务对象满意度指标 居民满意度 90% 88% 39 40 树池积水',
        '总分 99 100',
      ].join('\n'),
    ),
  )
  expect(found?.total.score).toBe('99')
})

test('indicators that go on in a right half of the table are not mixed with those of the left', () => {
  const heads = '二级指标,三级指标,目标值,完成值,分值,得分'
  const [found, another] = evaluationsOf(
    '项目名称,增绿补绿,,,,,实施单位,园林管理中心,,,,',
    `${heads},${heads}`,
    '数量指标,栽植乔木,≥800株,812株,30,30,经济效益指标,节约用水,≥3万元,3.2万元,20,20',
    '质量指标,成活率,≥90%,88%,30,29.3,服务对象满意度指标,居民满意度,≥90%,93%,20,20',
    '总分,,,,,,,,,,100,99.3',
  )
  expect(another).toBeUndefined()
  expect(
    found?.indicators.map(({ name, target, actual, score }) => [name, target, actual, score].join(' ')),
  ).toEqual([
    '栽植乔木 ≥800株 812株 30',
    '成活率 ≥90% 88% 29.3',
    '节约用水 ≥3万元 3.2万元 20',
    '居民满意度 ≥90% 93% 20',
  ])
  expect(found?.total.score).toBe('99.3')
})

test('the budget among the indicators, with the formula of its rate, heads no fund block', () => {
  const [found] = evaluationsOf(
    '项目名称,增绿补绿,,,,,,',
    '一级指标,二级指标,三级指标,指标说明,指标值,完成情况,分值,得分',
    '产出指标,数量指标,栽植乔木,栽植的株数,≥800株,812株,90,90',
    '预算执行率（10分）,预算执行率,预算执行率,支出数/预算数,100%,90%,10,9',
    '总分,,,,,,100,99',
  )
  expect(found?.indicators.map(({ name, weight, score }) => [name, weight, score])).toEqual([
    ['栽植乔木', '90', '90'],
    ['预算执行率', '10', '9'],
  ])
})
