import { expect, test } from 'vitest'
import { layoutOf } from '#ingest/layouts/index.ts'
import { readHtml } from '#ingest/readers/html.ts'
import { readTxt } from '#ingest/readers/txt.ts'

/** Reports that say in one place what was planned and in another what was done, and several reports in one document. */

const draftOf = (text: string) => {
  const content = readTxt(text)
  return layoutOf(content)?.layout.draft(content).evaluations ?? []
}
const listed = (text: string) =>
  draftOf(text)[0]?.indicators.map(({ level1, level2, name, target, actual, score }) =>
    [level1, level2, name, target, actual, score].map((cell) => cell ?? '').join('|'),
  )

test('what was planned and what was done are joined by name, in figures and in stock phrases', () => {
  expect(
    listed(
      [
        '2021年度增绿补绿绩效自评报告',
        '一、年度绩效目标',
        '成本指标：',
        '经济成本指标：养护单价不超过9元/株；',
        '产出指标：',
        '数量指标：栽植乔木800株以上；',
        '数量指标：组织义务植树两次；',
        '效益指标：',
        '社会效益指标：市民绿化意识有效提高；',
        '二、绩效目标完成情况',
        '成本指标：',
        '经济成本指标：养护单价8元/株；',
        '产出指标：',
        '数量指标：栽植乔木812株；',
        '数量指标：组织义务植树3次；',
        '效益指标：',
        '社会效益指标：市民绿化意识有所提高；',
      ].join('\n'),
    ),
  ).toEqual([
    '成本指标|经济成本指标|养护单价|不超过9元/株|8元/株|',
    '产出指标|数量指标|栽植乔木|800株以上|812株|',
    '产出指标|数量指标|组织义务植树|两次|3次|',
    '效益指标|社会效益指标|市民绿化意识|有效提高|有所提高|',
  ])
})

test('outcomes without their levels answer the targets that were numbered before', () => {
  expect(
    listed(
      [
        '2021年增绿补绿项目自评报告（绩效）',
        '一、绩效目标设定情况',
        '1．数量指标：栽植乔木，目标值为不少于800株。',
        '2．质量指标：成活率，目标值为≥90%。',
        '二、绩效目标完成情况',
        '1．栽植乔木：实际完成值为812株，得6.4分。',
        '2．成活率：实际完成值为93%，得8分。',
      ].join('\n'),
    ),
  ).toEqual(['|数量指标|栽植乔木|不少于800株|812株|6.4', '|质量指标|成活率|≥90%|93%|8'])
})

test('levels that stand above cards hold until the next', () => {
  const card = (name: string) => [
    `指标名称：${name}`,
    '年初目标值：90%',
    '全年完成值：93%',
    '权重：10',
    '得分：10',
  ]
  expect(
    listed(
      [
        '增绿补绿绩效自评',
        '一级指标：产出指标',
        '二级指标：质量指标',
        ...card('成活率'),
        ...card('验收率'),
        '二级指标：时效指标',
        ...card('按时完工率'),
        '一级指标：满意度指标',
        '二级指标：服务对象满意度指标',
        ...card('居民满意度'),
      ].join('\n'),
    )?.map((row) => row.split('|').slice(0, 3).join('|')),
  ).toEqual([
    '产出指标|质量指标|成活率',
    '产出指标|质量指标|验收率',
    '产出指标|时效指标|按时完工率',
    '满意度指标|服务对象满意度指标|居民满意度',
  ])
})

test.each([
  ['附件1：增绿补绿绩效自评表', '增绿补绿'],
  ['增绿补绿绩效自评', '增绿补绿'],
  ['部门整体支出绩效自评报告', null],
  ['平川县教育局绩效自评表', null],
])('«%s» names the project %s', (title, project) => {
  const [found] = draftOf(`${title}\n数量指标：栽植乔木目标值800株，实际完成812株。\n自评总分98分。`)
  expect(found?.project ?? null).toBe(project)
})

test('tables each under a title of its own are reports of their own', () => {
  const one = (project: string, name: string) =>
    `<p>附件1：${project}绩效自评表</p><p>填报单位：平川县园林中心</p><table><tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度指标值</td><td>实际完成值</td><td>得分</td></tr><tr><td>产出指标</td><td>数量指标</td><td>${name}</td><td>9株</td><td>9株</td><td>90</td></tr></table>`
  const content = readHtml(
    Buffer.from(`<body>${one('增绿补绿', '栽植乔木')}${one('古树保护', '支撑古树')}</body>`),
  )
  const found = layoutOf(content)?.layout.draft(content).evaluations
  expect(found?.map(({ project, indicators }) => [project, indicators.map(({ name }) => name)])).toEqual([
    ['增绿补绿', ['栽植乔木']],
    ['古树保护', ['支撑古树']],
  ])
  expect(found?.[1]?.indicators[0]?.at.table).toBe(2)
})

test('what was planned and what was done of it is one report, however each table names the project', () => {
  const rows = (...texts: string[]) =>
    `<table>${texts.map((row) => `<tr>${row.replace(/[^,]+/g, '<td>$&</td>').replaceAll(',', '')}</tr>`).join('')}</table>`
  const plan = rows(
    '一级指标,二级指标,三级指标,年度指标值',
    '产出指标,数量指标,栽植乔木,9株',
    '产出指标,质量指标,成活率,90%',
  )
  const done = rows(
    '一级指标,二级指标,三级指标,年度指标值,实际完成值,得分',
    '产出指标,数量指标,栽植乔木,9株,8株,50',
    '产出指标,质量指标,成活率,90%,92%,40',
  )
  const text = `<p>平川县园林中心绩效自评报告（2022年度）</p><p>项目名称：增绿补绿项目</p>${plan}<p>项目名称：2022年增绿补绿</p>${done}`
  const content = readHtml(Buffer.from(`<body>${text}</body>`))
  const found = layoutOf(content)?.layout.draft(content).evaluations
  expect(found?.map(({ indicators }) => indicators.map(({ actual }) => actual))).toEqual([['8株', '92%']])
})

test('labels that nothing parts from their values or each other are told apart', () => {
  const [found] = draftOf(
    [
      '2022年度项目支出绩效自评表',
      '项目名称增绿补绿',
      '主管部门平川县住建局实施单位平川县园林中心',
      '一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分',
      '产出指标 数量指标 栽植乔木 ≥800株 812株 50 50',
      '产出指标 质量指标 成活率 ≥90% 93% 20 20',
      '效益指标 生态效益指标 绿化覆盖率 ≥40% 41% 20 20',
    ].join('\n'),
  )
  expect(found).toMatchObject({ unit: '平川县园林中心', department: '平川县住建局' })
})

test('a total that counts points which no line gives leaves it to the weights to part them', () => {
  const lines = [
    '2022年度项目支出绩效自评表',
    '项目名称：增绿补绿',
    '一级指标二级指标三级指标年度指标值实际完成值分值得分',
    '产出指标数量指标栽植乔木800株812株4040',
    '质量指标成活率90%93%2020',
    '效益指标社会效益指标绿化现象明显改善明显改善10.510.5',
    '生态效益指标裸土现象基本消除基本消除9.59.5',
    '满意度指标服务对象满意度指标居民满意度90%93%1010',
    '总分：100',
  ]
  expect(listed(lines.join('\n'))).toContain('效益指标|社会效益指标|绿化现象|明显改善|明显改善|10.5')
})

test('levels in front of each target and numbers in front of each outcome', () => {
  expect(
    listed(
      [
        '增绿补绿绩效自评报告',
        '年度：2020',
        '一、绩效目标',
        '（1）产出指标／数量指标／栽植乔木：800株',
        '（2）产出指标／质量指标／措施落实率：100%',
        '（3）产出指标／时效指标／栽植完成时间：2020年4月底前',
        '（4）效益指标／社会效益指标／爱绿意识：增强',
        '二、完成情况',
        '（1）栽植乔木：812株，得20分',
        '（2）措施落实率：98%，得19分',
        '（3）栽植完成时间：2020年4月24日，得10分',
        '（4）爱绿意识：增强，得10分',
      ].join('\n'),
    ),
  ).toEqual([
    '产出指标|数量指标|栽植乔木|800株|812株|20',
    '产出指标|质量指标|措施落实率|100%|98%|19',
    '产出指标|时效指标|栽植完成时间|2020年4月底前|2020年4月24日|10',
    '效益指标|社会效益指标|爱绿意识|增强|增强|10',
  ])
})

test('完成值 leads up to an outcome, and points may stand without their unit', () => {
  expect(
    listed(
      [
        '2020年度增绿补绿绩效自评报告',
        '一、年度绩效目标',
        '1、数量指标：栽植乔木，目标值：800株；',
        '2、时效指标：栽植完成时间，目标值：2020年4月底前；',
        '二、年度绩效目标完成情况',
        '1、数量指标：栽植乔木，完成值：812株，得分：20；',
        '2、时效指标：栽植完成时间，完成值：2020年4月24日，得分：8；',
      ].join('\n'),
    ),
  ).toEqual(['|数量指标|栽植乔木|800株|812株|20', '|时效指标|栽植完成时间|2020年4月底前|2020年4月24日|8'])
})

test('一是 and 二是 number indicators, and belong to no name', () => {
  const sentence = (name: string) => `${name}，年初设定目标值9株，全年实际完成9株，得分10分`
  const line = `数量指标：一是${sentence('栽植乔木')}；二是${sentence('栽植灌木')}。`
  expect(listed(`2020年度增绿补绿绩效自评报告\n${line}`)?.map((row) => row.split('|')[2])).toEqual([
    '栽植乔木',
    '栽植灌木',
  ])
})

test('a unit may evaluate its project in the first sentence', () => {
  const [found] = draftOf(
    [
      '增绿补绿绩效自评结果公示',
      '平川县园林中心对2020年度增绿补绿开展了绩效自评，自评得分98分。',
      '数量指标：栽植乔木目标值9株，实际完成9株。',
    ].join('\n'),
  )
  expect(found?.unit).toBe('平川县园林中心')
})

test('lines keyed under both their levels, of which a reason holds the comma that parts them', () => {
  const line = (name: string) => `指标名称：${name}，目标值：90%，实际完成值：88%，分值：10，得分：9`
  expect(
    listed(
      [
        '增绿补绿绩效自评明细（2024年度）',
        '【产出指标·质量指标】',
        `${line('成活率')}，未完成原因：天旱，补栽较晚`,
        line('验收率'),
        '【满意度指标·服务对象满意度指标】',
        line('居民满意度'),
      ].join('\n'),
    ),
  ).toEqual([
    '产出指标|质量指标|成活率|90%|88%|9',
    '产出指标|质量指标|验收率|90%|88%|9',
    '满意度指标|服务对象满意度指标|居民满意度|90%|88%|9',
  ])
})

test('em spaces part the cells of a row', () => {
  const rows = [
    ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分'],
    ['产出指标', '数量指标', '栽植乔木', '≥800株', '812株', '50', '50'],
    ['质量指标', '成活率', '≥90%', '93%', '30', '30'],
    ['满意度指标', '服务对象满意度指标', '居民满意度', '≥90%', '93%', '20', '20'],
  ]
  const lines = [
    '2022年度项目支出绩效自评表',
    '项目名称&emsp;增绿补绿',
    ...rows.map((row) => row.join('&emsp;')),
  ]
  const content = readHtml(Buffer.from(`<body>${lines.map((line) => `<p>${line}</p>`).join('')}</body>`))
  expect(layoutOf(content)?.layout.draft(content).evaluations[0]?.indicators).toHaveLength(3)
})

test('a reason that wraps has no gap where it does', () => {
  const [found] = draftOf(
    [
      '项目名称  增绿补绿',
      '指标类型    指标名称    目标值   完成值   分值  得分  偏差原因及改进措施',
      '数量指标    栽植乔木    800株    798株      50    48  天旱少雨，部分',
      '                                                      乔木死亡',
      '质量指标    成活率      90%      93%        30    30',
      '满意度指标  居民满意度  90%      93%        20    20',
    ].join('\n'),
  )
  expect(found?.indicators[0]?.reason).toBe('天旱少雨，部分乔木死亡')
})

test('chapters may be headed by their projects, under the year on the cover', () => {
  const chapter = (number: string, project: string, name: string) =>
    `<p>${number}、${project}</p><p>项目单位：平川县园林中心。全年预算50万元。</p><table><tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td><td>完成值</td><td>得分</td></tr><tr><td>产出指标</td><td>数量指标</td><td>${name}</td><td>9株</td><td>9株</td><td>90</td></tr></table>`
  const body = chapter('一', '增绿补绿项目', '栽植乔木') + chapter('二', '古树保护', '支撑古树')
  const content = readHtml(Buffer.from(`<body><p>2020年度项目支出绩效自评报告</p>${body}</body>`))
  const found = layoutOf(content)?.layout.draft(content).evaluations
  expect(found?.map(({ project, title }) => [project, /2020/.test(title)])).toEqual([
    ['增绿补绿', true],
    ['古树保护', true],
  ])
})

test('projects of one page are told by headings that name each', () => {
  const table = (name: string) =>
    `<table><tr><td>一级指标</td><td>三级指标</td><td>目标值</td><td>完成值</td></tr><tr><td>产出指标</td><td>${name}</td><td>8个</td><td>9个</td></tr></table>`
  const part = (at: string, project: string, name: string) =>
    `<h3>${at}、${project}项目</h3><p>全年执行48万元。</p>${table(name)}`
  const page = `<h1>正定县林业局2023年度项目绩效自评情况公开</h1>${part('一', '增绿补绿', '栽植乔木')}${part('二', '湿地修复', '清淤')}`
  const content = readHtml(Buffer.from(page))
  const found = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(found.map(({ project, indicators }) => [project, indicators.length])).toEqual([
    ['增绿补绿', 1],
    ['湿地修复', 1],
  ])
})

test.each([
  ['（一）增绿补绿', '（二）湿地修复'],
  ['项目一：增绿补绿', '项目二：湿地修复'],
  ['1.增绿补绿', '2.湿地修复'],
])('«%s» and «%s» head projects where each table begins its levels again', (one, other) => {
  const part = (heading: string, name: string) =>
    `<p>${heading}</p><p>全年执行48万元。</p><table><tr><td>一级指标</td><td>三级指标</td><td>目标值</td><td>完成值</td></tr><tr><td>产出指标</td><td>${name}</td><td>8个</td><td>9个</td></tr></table>`
  const page = `<h1>正定县林业局2023年度项目绩效自评情况公开</h1>${part(one, '栽植乔木')}${part(other, '清淤')}`
  const content = readHtml(Buffer.from(page))
  const found = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(found.map(({ project }) => project)).toEqual(['增绿补绿', '湿地修复'])
})

test('what a table of outcomes leaves out, the weights too, is what the plan above it gives', () => {
  const table = (rows: readonly string[][]) =>
    `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`
  const levels = ['产出指标', '数量指标', '栽植乔木']
  const page = `<h1>正定县林业局2023年度增绿补绿项目绩效自评表</h1><p>一、绩效目标</p>${table([
    ['一级指标', '二级指标', '三级指标', '年度指标值', '分值'],
    [...levels, '≥800株', '90'],
  ])}<p>二、完成情况</p>${table([
    ['一级指标', '二级指标', '三级指标', '实际完成值', '得分'],
    [...levels, '812株', '88'],
  ])}`
  const content = readHtml(Buffer.from(page))
  expect(layoutOf(content)?.layout.draft(content).evaluations[0]?.indicators).toMatchObject([
    { name: '栽植乔木', target: '≥800株', actual: '812株', weight: '90', score: '88' },
  ])
})

test('projects one behind the other in a report of sentences are an evaluation each', () => {
  const project = (head: string, spent: string, name: string) => [
    head,
    `年初预算60万元，实际支出${spent}万元。`,
    `数量指标：${name}，指标值≥200株，实际完成220株，得分60分。`,
    '满意度指标：居民满意度，指标值≥90%，实际完成91%，得分40分。',
  ]
  const title = ['灵台县城市管理局', '2023年度项目支出绩效自评情况报告']
  const found = draftOf(
    [
      ...title,
      ...project('一、增绿补绿项目', '58', '栽植乔木'),
      ...project('二、行道树养护项目', '33', '养护行道树'),
    ].join('\n'),
  )
  expect(
    found.map(({ project, unit, funds, indicators }) => [
      project,
      unit,
      funds.spent?.text,
      indicators.map(({ name }) => name),
    ]),
  ).toEqual([
    ['增绿补绿', '灵台县城市管理局', '58', ['栽植乔木', '居民满意度']],
    ['行道树养护', '灵台县城市管理局', '33', ['养护行道树', '居民满意度']],
  ])
})

test('parts of one project named so are not projects of their own', () => {
  const found = draftOf(
    [
      '2023年度增绿补绿项目绩效自评报告',
      '项目实际支出58万元。',
      '（一）乔木栽植项目',
      '数量指标：栽植乔木，指标值≥200株，实际完成220株，得分60分。',
      '（二）行道树养护项目',
      '数量指标：养护行道树，指标值≥300株，实际完成310株，得分40分。',
    ].join('\n'),
  )
  expect(found.map(({ project, indicators }) => [project, indicators.length])).toEqual([['增绿补绿', 2]])
})

test('a table of no more than each level’s points leaves the indicators to the sentences', () => {
  const lines = [
    '2021年度增绿补绿项目绩效自评报告',
    '（一）产出指标',
    '1.数量指标：栽植乔木，计划完成800株，实际完成812株。',
    '（二）满意度指标',
    '服务对象满意度指标：居民满意度，计划完成90%，实际完成93%。',
    '各部分得分如下：',
    '指标\t分值\t得分',
    '产出指标\t50\t48.5',
    '满意度指标\t50\t50',
    '合计\t100\t98.5',
  ]
  expect(listed(lines.join('\n'))).toEqual([
    '产出指标|数量指标|栽植乔木|800株|812株|',
    '满意度指标|服务对象满意度指标|居民满意度|90%|93%|',
  ])
  expect(draftOf(lines.join('\n'))[0]?.total.score).toBe('98.5')
})

test('a name may stand in a sentence of its own before 年初设定指标值, and points behind a reason are none of it', () => {
  const text = [
    '2021年度增绿补绿项目绩效自评报告',
    '数量指标：栽植乔木。年初设定指标值≥800株，全年实际完成值712株，未完成原因：苗木短缺，分值50分，得44.5分。',
    '满意度指标：居民满意度。年初设定指标值≥90%，全年实际完成值93%，分值50分，得50分。',
  ].join('\n')
  expect(listed(text)).toEqual(['|数量指标|栽植乔木|≥800株|712株|44.5', '|满意度指标|居民满意度|≥90%|93%|50'])
  expect(draftOf(text)[0]?.indicators[0]).toMatchObject({ reason: '苗木短缺', weight: '50' })
})

test('计划 within a name leads up to no figure, and what happened is what was done', () => {
  const text = [
    '2021年度增绿补绿项目绩效自评报告',
    '时效指标：栽植按计划完成率，年度指标值100%，实际完成值88.9%。',
    '质量指标：安全事故，计划0起，实际发生0起。',
  ].join('\n')
  expect(listed(text)).toEqual(['|时效指标|栽植按计划完成率|100%|88.9%|', '|质量指标|安全事故|0起|0起|'])
})

test('a table may give points alone to what the sentences name', () => {
  const text = [
    '2021年度增绿补绿项目绩效自评报告',
    '（一）产出指标',
    '1.数量指标：栽植乔木，年初目标800株，实际完成776株。',
    '（二）满意度指标',
    '1.服务对象满意度指标：居民满意度，年初目标90%，实际完成93%。',
    '三级指标\t分值\t得分',
    '栽植乔木\t50\t48.5',
    '居民满意度\t50\t50',
    '合计\t100\t98.5',
  ].join('\n')
  expect(listed(text)).toEqual([
    '产出指标|数量指标|栽植乔木|800株|776株|48.5',
    '满意度指标|服务对象满意度指标|居民满意度|90%|93%|50',
  ])
})
