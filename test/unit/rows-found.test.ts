import { expect, test } from 'vitest'
import { tableOf } from '#ingest/layouts/grid.ts'
import { layoutOf } from '#ingest/layouts/index.ts'
import { indicatorsInProse } from '#ingest/layouts/prose-indicators.ts'
import { readCsv } from '#ingest/readers/csv.ts'
import type { Content } from '#ingest/readers/table.ts'
import { readTxt } from '#ingest/readers/txt.ts'

/** Rows that stood for an indicator, or hid one, in forms nobody had seen. */

const evaluationOf = (content: Content) => layoutOf(content)?.layout.draft(content).evaluations[0]
const head = '项目名称,增绿补绿,,,,,'
const headings = '一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分'
const trees = '产出指标,数量指标,栽植乔木,800株,812株,50,50'
const people = '满意度指标,服务对象满意度,居民满意度,90%,93%,50,50'

test.each([
  '（续表）',
  '填表说明：得分不能超过分值。,,,,,,'.replaceAll(',', ',填表说明：得分不能超过分值。'),
])('the remark %j is no indicator', (remark) => {
  const found = evaluationOf(readCsv([head, headings, trees, remark, people].join('\n')))
  expect(found?.indicators.map(({ name }) => name)).toEqual(['栽植乔木', '居民满意度'])
})

test('a first level may stand alone before the tabs of empty cells, and the total keeps its place', () => {
  const rows = [
    '项目名称\t增绿补绿\t\t\t\t\t',
    '指标类型\t指标名称\t年度指标值\t实际完成值\t分值\t得分\t备注',
    '一、产出指标\t\t\t\t\t\t',
    '数量指标\t24小时浇灌率\t80%\t81%\t50\t50\t',
    '二、满意度指标\t\t\t\t\t\t',
    '服务对象满意度\t居民满意度\t90%\t89%\t50\t49.4\t',
    '合计\t\t\t\t100\t99.4\t',
  ]
  const found = evaluationOf(readTxt(rows.join('\n')))
  expect(found?.indicators.map(({ level1, level2, name }) => [level1, level2, name])).toEqual([
    ['产出指标', '数量指标', '24小时浇灌率'],
    ['满意度指标', '服务对象满意度', '居民满意度'],
  ])
  expect(found?.total.score).toBe('99.4')
})

test('the rest of a first level that a page tore goes on with it', () => {
  const torn = ['产出,数量指标,栽植乔木,800株,812株,30,30', '指标,质量指标,成活率,90%,92%,20,20']
  const found = evaluationOf(readCsv([head, headings, ...torn, people].join('\n')))
  expect(found?.indicators.map(({ level1 }) => level1)).toEqual(['产出', '产出指标', '满意度指标'])
})

test('brackets inside a name that stands for the second level are the name', () => {
  const rows = [
    '一级指标,二级指标,年度指标值,实际完成值,分值,得分',
    '产出指标,项目（工程）合格率,98%,99%,50,50',
    '满意度指标,居民满意度,90%,93%,50,50',
  ]
  const found = evaluationOf(readCsv([head, ...rows].join('\n')))
  expect(found?.indicators.map(({ name }) => name)).toEqual(['项目（工程）合格率', '居民满意度'])
})

test('a figure that a name begins with is no number of a list', () => {
  const lines = ['质量指标：24小时预报准确率目标值90%，实际完成92%。']
  expect(indicatorsInProse(lines, false).map(({ name }) => name)).toEqual(['24小时预报准确率'])
})

test('pipes behind the cells are no frame around them: a row may begin with an empty cell', () => {
  const rows = [
    '项目名称 | 增绿补绿 |',
    '一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |',
    '产出指标 | 数量指标 | 栽植乔木 | 800株 | 812株 | 30 | 30 |',
    ' | | 栽植灌木 | 90株 | 92株 | 20 | 20 |',
    ' | 质量指标 | 成活率 | 90% | 92% | 10 | 10 |',
    '满意度指标 | 服务对象满意度 | 居民满意度 | 90% | 93% | 40 | 40 |',
  ]
  const found = evaluationOf(readTxt(rows.join('\n')))
  expect(found?.indicators.map(({ name }) => name)).toEqual(['栽植乔木', '栽植灌木', '成活率', '居民满意度'])
})

test('a second row beyond the headings of a line is told, and leaves the first as it stands', () => {
  const tabbed = [
    ['项目名称', '增绿补绿'],
    headings.split(','),
    [...trees.split(','), ...'产出指标,质量指标,成活率,≥95%,96%,10,10'.split(',')],
    [
      '产出指标',
      '时效指标',
      '完成及时性',
      '及时',
      '及时',
      '10',
      '10',
      ...'效益指标,生态效益指标,绿地率,40%,41%,10,10'.split(','),
    ],
    people.split(','),
    ['总分', '100', '100'],
  ]
  const content = readTxt(tabbed.map((row) => row.join('\t')).join('\n'))
  const found = layoutOf(content)?.layout.draft(content)
  expect(found?.evaluations[0]?.indicators[0]).toMatchObject({ level1: '产出指标', name: '栽植乔木' })
  expect(found?.problems.map(({ code }) => code)).toContain('rows-left')
})

test('the unit in a column of its own may stand behind the outcome', () => {
  const rows = [
    '一级指标,二级指标,三级指标,目标值,完成值,单位,分值,得分',
    '产出指标,数量指标,栽植乔木,800,812,株,50,50',
    '满意度指标,服务对象满意度,居民满意度,90,93,%,50,50',
  ]
  const found = evaluationOf(readCsv([head, ...rows].join('\n')))
  expect(found?.indicators.map(({ target, actual }) => [target, actual])).toEqual([
    ['800株', '812'],
    ['90%', '93'],
  ])
})

test('数值 and 单位 stand below what they measure', () => {
  const rows = [
    '一级指标,二级指标,三级指标,年度指标值,,,全年完成值,,分值,得分',
    ',,,符号,数值,单位,数值,单位,,',
    '产出指标,数量指标,栽植乔木,≥,800,株,812,株,50,50',
    '满意度指标,服务对象满意度,居民满意度,≥,90,%,93,%,50,50',
  ]
  const found = evaluationOf(readCsv([head, ...rows].join('\n')))
  expect(found?.indicators.map(({ target, actual }) => [target, actual])).toEqual([
    ['≥800株', '812株'],
    ['≥90%', '93%'],
  ])
})

test('a mark that a note explains is no part of a name', () => {
  const found = evaluationOf(readCsv([head, headings, trees.replace('乔木', '乔木①'), people].join('\n')))
  expect(found?.indicators[0]?.name).toBe('栽植乔木')
})

test('marks that tell two names apart are theirs', () => {
  const both = ['①', '②'].map((mark) => trees.replace('栽植乔木', `标段${mark}`))
  const found = evaluationOf(readCsv([head, headings, ...both, people].join('\n')))
  expect(found?.indicators.map(({ name }) => name)).toEqual(['标段①', '标段②', '居民满意度'])
})

test('a unit of its own behind the outcome is read with it', () => {
  const rows = [
    '一级指标,二级指标,三级指标,目标值,单位,完成值,单位,分值,得分',
    '产出指标,数量指标,供暖户数,9800,户,1.2,万户,50,50',
    '满意度指标,服务对象满意度,居民满意度,90,%,93,%,50,50',
  ]
  const found = evaluationOf(readCsv([head, ...rows].join('\n')))
  expect(found?.indicators.map(({ target, actual }) => [target, actual])).toEqual([
    ['9800户', '1.2万户'],
    ['90%', '93%'],
  ])
})

test('a table of outcomes takes levels and targets from the table of the plan', () => {
  const rows = (...texts: string[]) => readCsv(texts.join('\n')).blocks
  const content: Content = {
    format: 'docx',
    blocks: [
      { kind: 'paragraph', text: '2022年度增绿补绿项目绩效自评报告' },
      ...rows(
        '一级指标,二级指标,三级指标,指标值',
        '产出指标,数量指标,栽植乔木,800株',
        '满意度指标,服务对象满意度,居民满意度,90%',
      ),
      { kind: 'paragraph', text: '二、完成情况' },
      ...rows('三级指标,实际完成值,分值,得分', '栽植乔木,812株,50,50', '居民满意度,93%,50,50'),
    ],
  }
  expect(
    evaluationOf(content)?.indicators.map(({ level1, level2, target, actual }) => [
      level1,
      level2,
      target,
      actual,
    ]),
  ).toEqual([
    ['产出指标', '数量指标', '800株', '812株'],
    ['满意度指标', '服务对象满意度', '90%', '93%'],
  ])
})

test('the unit in its own column is that of a target in 万', () => {
  const rows = [
    '一级指标,二级指标,三级指标,指标值,单位,实际完成值,得分',
    '产出指标,数量指标,接待游客,≥5万,人次,60000人次,50',
    '产出指标,成本指标,采购成本,5万,万元,4万元,40',
  ]
  const found = evaluationOf(readCsv([head, ...rows].join('\n')))
  expect(found?.indicators.map(({ target }) => target)).toEqual(['≥5万人次', '5万'])
})

test('of two targets of one name neither is taken', () => {
  const rows = (...texts: string[]) => readCsv(texts.join('\n')).blocks
  const plan = [
    '产出指标,数量指标,完成率,100%',
    '产出指标,时效指标,完成率,90%',
    '产出指标,质量指标,成活率,95%',
  ]
  const done = ['三级指标,实际完成值,分值,得分', '完成率,98%,30,29', '完成率,85%,30,25', '成活率,96%,40,40']
  const found = evaluationOf({
    format: 'docx',
    blocks: [
      { kind: 'paragraph', text: '2022年度增绿补绿项目绩效自评报告' },
      ...rows('一级指标,二级指标,三级指标,指标值', ...plan),
      { kind: 'paragraph', text: '二、完成情况' },
      ...rows(...done),
    ],
  })
  expect(found?.indicators.map(({ level2, target }) => [level2, target])).toEqual([
    [null, null],
    [null, null],
    ['质量指标', '95%'],
  ])
})

test('one heading may stand over both levels and the names', () => {
  const rows = ['绩效指标,,,年度指标值,实际完成值,分值,得分', trees, ',质量指标,成活率,90%,92%,10,10', people]
  const found = evaluationOf(readCsv([head, ...rows].join('\n')))
  expect(found?.indicators.map(({ level1, level2, name }) => [level1, level2, name])).toEqual([
    ['产出指标', '数量指标', '栽植乔木'],
    ['产出指标', '质量指标', '成活率'],
    ['满意度指标', '服务对象满意度', '居民满意度'],
  ])
})

const inProse = (...lines: string[]) =>
  indicatorsInProse(lines, false).map(({ name, target, actual }) => [name, target, actual])

test('a numeral that a name begins with is no number of a list', () => {
  const names = ['一次性验收合格率', '三公经费压减率', '一期工程完成率']
  const said = names.map((name) => `${name}目标值95%，实际完成值98%`)
  expect(inProse(`质量指标：${said.join('；')}`)).toEqual(names.map((name) => [name, '95%', '98%']))
  expect(inProse('数量指标：完成设备采购第二批，新建泵站两座')).toEqual([['新建泵站', null, '两座']])
})

test('what stands below problems, measures and next year says nothing of this year', () => {
  expect(
    inProse(
      '二、绩效目标',
      '数量指标：新建泵站2座，改造渠道30公里',
      '三、绩效目标完成情况',
      '数量指标：新建泵站2座；改造渠道28公里',
      '四、存在问题',
      '（一）数量指标：新建泵站1座未通电',
      '五、下一年度绩效目标',
      '数量指标：新建泵站9座',
      '六、存在问题及绩效目标完成分析',
      '数量指标：清淤河道6公里',
    ),
  ).toEqual([
    ['新建泵站', '2座', '2座'],
    ['改造渠道', '30公里', '28公里'],
    ['清淤河道', null, '6公里'],
  ])
})

test('a second level may bear the name of a first one where its numbers go on', () => {
  const rows = [
    '绩效指标,年度指标值,实际完成值,分值,得分',
    '一、产出指标,,,,',
    '（一）数量指标,,,,',
    '1.栽植乔木,800株,812株,40,40',
  ]
  const cost = ['（二）成本指标,,,,', '1.每株单价,90元/株,88元/株,20,20']
  const last = ['二、满意度指标,,,,', '（一）服务对象满意度指标,,,,', '1.居民满意度,90%,93%,40,40']
  const found = evaluationOf(readCsv(['项目名称：增绿补绿,,,,', ...rows, ...cost, ...last].join('\n')))
  expect(found?.indicators.map(({ level1, level2 }) => [level1, level2])).toEqual([
    ['产出指标', '数量指标'],
    ['产出指标', '成本指标'],
    ['满意度指标', '服务对象满意度指标'],
  ])
})

test('the tasks of a department beside its indicators are no projects', () => {
  const rows = [`年度任务,${headings}`, `保障公园运转,${trees}`, `提升服务能力,${people}`]
  const flat = ['城东林业局2022年度部门整体绩效自评表,,,,,,,', '部门名称,城东林业局,,,,,,']
  const found = layoutOf(readCsv([...flat, ...rows].join('\n')))
  const [only, another] = found?.layout.draft(readCsv([...flat, ...rows].join('\n'))).evaluations ?? []
  expect([only?.department, only?.indicators.length, another]).toEqual(['城东林业局', 2, undefined])
})

test('two scores of one cell do not take the place of the weight beside them', () => {
  const rows = [`${headings.replace('年度任务,', '')}`, '产出指标,数量指标,栽植乔木,800株,812株,10,8/8']
  const [only] = evaluationOf(readCsv([head, ...rows].join('\n')))?.indicators ?? []
  expect(only?.weight).toBe('10')
})

test.each(['45/50', '45（50）', '50分/45分'])('%s are the points had of those that could be', (points) => {
  const rows = [
    '一级指标,二级指标,三级指标,年度指标值,实际完成值,得分/分值',
    `产出指标,数量指标,栽植乔木,800株,812株,${points}`,
  ]
  const [only] = evaluationOf(readCsv([head, ...rows].join('\n')))?.indicators ?? []
  expect([only?.score, only?.weight]).toEqual(['45', '50'])
})

const setOf = (rows: readonly string[]) => {
  const content = readCsv([head, ...rows].join('\n'))
  return layoutOf(content)?.layout.draft(content)
}

test('points may stand behind the outcome where no column has them', () => {
  const found = setOf([
    '一级指标,二级指标,三级指标,分值,指标值,完成及得分情况',
    '产出指标,数量指标,栽植乔木,50,800株,812株，得50分',
    '满意度指标,服务对象满意度,居民满意度,50,90%,85%（得47.2分）',
  ])?.evaluations[0]
  expect(found?.indicators.map(({ actual, score }) => [actual, score])).toEqual([
    ['812株', '50'],
    ['85%', '47.2'],
  ])
})

test.each([
  ['满意度指标', '满意度指标'],
  ['效益及满意度指标', null],
])('a first level may stand over each half of a table, alone over its headings: %s', (over, second) => {
  const short = '二级指标,三级指标,指标值,完成值,分值,得分'
  const found = setOf([
    `产出指标,,,,,,${over},,,,,`,
    `${short},${short}`,
    '数量指标,栽植乔木,800株,812株,50,50,服务对象满意度,居民满意度,90%,93%,50,50',
    '质量指标,成活率,95%,96%,10,10,,,,,,',
  ])?.evaluations[0]
  expect(found?.indicators.map(({ level1, name }) => [level1, name])).toEqual([
    ['产出指标', '栽植乔木'],
    ['产出指标', '成活率'],
    [second, '居民满意度'],
  ])
})

test('a heading of the second row may begin with its year', () => {
  const found = setOf([
    '一级指标,二级指标,三级指标,指标值,,,备注',
    ',,,前年实际值,上年实际值,2022年预期实现值,',
    '产出指标,数量指标,栽植乔木,700株,750株,800株,',
    '满意度指标,服务对象满意度,居民满意度,80%,85%,90%,',
  ])?.evaluations[0]
  expect(found?.indicators.map(({ target }) => target)).toEqual(['800株', '90%'])
})

test.each([
  ['heading-twice', [`${headings},得分`, `${trees},40`, `${people},50`]],
  ['value-shared', null],
])('%s: a value that may be another is told', (code, rows) => {
  const shared: Content = {
    format: 'docx',
    blocks: [
      tableOf([head, headings, trees, people.replace('50,50', '20,20')].map((row) => row.split(','))),
    ].map((block) => ({
      ...block,
      cells: block.cells.map((cell) =>
        cell.text === '800株' ? { ...cell, text: '800株；≥90%', rowSpan: 2 } : cell,
      ),
    })),
  }
  const content = rows === null ? shared : readCsv([head, ...rows].join('\n'))
  expect(
    layoutOf(content)
      ?.layout.draft(content)
      .problems.map((one) => one.code),
  ).toEqual([code])
})

test('points of one cell for several indicators are none of theirs, which is told', () => {
  const grass = '产出指标,数量指标,铺设草皮,2公顷,2公顷,,'
  const rows = tableOf(
    [head, headings, trees.replace('50,50', '30,28'), grass, people].map((row) => row.split(',')),
  )
  const cells = rows.cells
    .filter(({ row, column }) => row !== 3 || column < 5)
    .map((cell) => (cell.row === 2 && cell.column > 4 ? { ...cell, rowSpan: 2 } : cell))
  const content: Content = { format: 'docx', blocks: [{ ...rows, cells }] }
  const draft = layoutOf(content)?.layout.draft(content)
  expect(draft?.evaluations[0]?.indicators[1]).toMatchObject({ weight: null, score: null })
  expect(draft?.problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'points-shared 30',
    'points-shared 28',
  ])
})

test('a range needs no sign before it', () => {
  const found = setOf([
    '一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分',
    '产出指标,数量指标,栽植乔木,=,700-800,株,812,50,50',
    '产出指标,数量指标,补植灌木,=,90,株,90,50,50',
  ])?.evaluations[0]
  expect(found?.indicators.map(({ target }) => target)).toEqual(['700-800株', '=90株'])
})

test('values may stand over their points in brackets, and a name before its value', () => {
  const over = setOf([
    '一级指标,二级指标,三级指标,指标值 / 分值,完成值 / 得分',
    '产出指标,数量指标,栽植乔木,800株（50分）,700株（43分）',
    '满意度指标,服务对象满意度,居民满意度,基本满意（50分）,满意（50分）',
  ])?.evaluations[0]
  expect(
    over?.indicators.map(({ target, actual, weight, score }) => [target, actual, weight, score]),
  ).toEqual([
    ['800株', '700株', '50', '43'],
    ['基本满意', '满意', '50', '50'],
  ])
  const behind = setOf([
    '一级指标,二级指标,三级指标及指标值,实际完成值,分值,得分',
    '产出指标,时效指标,完工时间：11月底前,11月2日,50,50',
    '效益指标,生态效益指标,周边环境：有所改善,有所改善,50,50',
  ])?.evaluations[0]
  expect(behind?.indicators.map(({ name, target }) => [name, target])).toEqual([
    ['完工时间', '11月底前'],
    ['周边环境', '有所改善'],
  ])
})

test('first levels beside each other head their sums below the indicators', () => {
  const found = setOf([
    headings,
    trees,
    people,
    '评分汇总,产出指标,效益指标,满意度指标,自评总分,,',
    ',50,0,50,100,,',
  ])?.evaluations[0]
  expect(found?.indicators.map(({ name }) => name)).toEqual(['栽植乔木', '居民满意度'])
})

test.each([
  ['目标值（%）', '完成值（%）', ['≥95%', '98%']],
  ['目标值（万元）', '完成值（单位：万元）', ['≥95万元', '98万元']],
  ['目标值（人）', '完成值（人）', ['≥95人', '98人']],
  ['目标值（A）', '完成值（B）', ['≥95', '98']],
  ['年度指标值（年初）', '实际完成值（自评）', ['≥95', '98']],
])('bare figures under %s and %s have the unit in the brackets', (target, actual, read) => {
  const heading = `一级指标,二级指标,三级指标,${target},${actual},分值,得分`
  const rows = ['产出指标,数量指标,培训职工,≥95,98,40,40', '产出指标,质量指标,合格率,95%,无,40,40']
  const share = '产出指标,时效指标,及时率,0.95,0.5,20,20'
  const found = evaluationOf(readCsv([head, heading, ...rows, share].join('\n')))
  const values = found?.indicators.map((one) => [one.target, one.actual]) ?? []
  expect(values.slice(0, 2)).toEqual([read, ['95%', '无']])
  if (target.includes('%')) expect(values[2]).toEqual(['0.95', '0.5'])
})

test('a reason that wraps within Chinese words is one sentence', () => {
  const rows = [head, `${headings},偏差原因`, `${trees},春旱，部分\n苗木枯死\n1.补植`, people]
  const found = evaluationOf({ format: 'docx', blocks: [tableOf(rows.map((row) => row.split(',')))] })
  expect(found?.indicators[0]?.reason).toBe('春旱，部分苗木枯死 1.补植')
})

test('a second level may stand in brackets behind the names, and the rate’s points in a sentence above the table', () => {
  const content = readTxt(
    [
      '2021年度增绿补绿绩效自评报告',
      '预算执行率满分10分，得9.2分。',
      '项目资金（万元）\t全年预算数\t全年执行数\t执行率\t\t',
      '资金总额\t120\t110.4\t92%\t\t',
      '',
      '一级指标\t三级指标（所属二级指标）\t年初目标\t年终完成\t分值\t得分',
      '产出指标\t栽植乔木（数量指标）\t800株\t812株\t50\t50',
      '\t成活率（质量指标）\t≥95%\t96%\t20\t20',
      '满意度指标\t居民满意度（服务对象满意度指标）\t90%\t93%\t20\t20',
    ].join('\n'),
  )
  const found = evaluationOf(content)
  expect(found?.indicators.map(({ level1, level2, name }) => [level1, level2, name])).toEqual([
    ['产出指标', '数量指标', '栽植乔木'],
    ['产出指标', '质量指标', '成活率'],
    ['满意度指标', '服务对象满意度指标', '居民满意度'],
  ])
  expect([found?.funds.weight, found?.funds.score]).toEqual(['10', '9.2'])
})

test('rows above the first level that a column names are of it, where its words stand halfway down a merged cell', () => {
  const rows = [
    head,
    headings,
    ',数量指标,栽植乔木,800株,812株,20,20',
    '产出指标,,补植灌木,300丛,310丛,20,20',
    ',质量指标,成活率,95%,96%,10,10',
    people,
  ]
  const found = evaluationOf(readCsv(rows.join('\n')))
  expect(found?.indicators.map(({ level1, level2 }) => [level1, level2])).toEqual([
    ['产出指标', '数量指标'],
    ['产出指标', '数量指标'],
    ['产出指标', '质量指标'],
    ['满意度指标', '服务对象满意度'],
  ])
})

test('an indicator without a first level among others that have one is told, and none where no one has', () => {
  const codesOf = (...rows: string[]) => {
    const content = readCsv([head, headings, ...rows].join('\n'))
    return layoutOf(content)
      ?.layout.draft(content)
      .problems.map(({ code, message }) => [code, message])
  }
  const alone = ',社会效益指标,慰问老人,100人,100人,0,0'
  expect(codesOf(alone, trees, people)).toContainEqual(['level-missing', '慰问老人'])
  expect(codesOf(trees, people)?.map(([code]) => code)).not.toContain('level-missing')
})
