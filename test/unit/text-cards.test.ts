import { expect, test } from 'vitest'
import { layoutOf } from '#ingest/layouts/index.ts'
import { readHtml } from '#ingest/readers/html.ts'
import type { Content } from '#ingest/readers/table.ts'
import { readTxt } from '#ingest/readers/txt.ts'

/** Indicators in lines of labels and values, and tables that were saved in pieces. */

const listedIn = (content: Content) => {
  const [draft] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  return draft?.indicators.map(({ level1, level2, name, target, actual, weight, score }) =>
    [level1, level2, name, target, actual, weight, score].join('|'),
  )
}
const listed = (...lines: string[]) =>
  listedIn(readTxt(['2021年度增绿补绿绩效自评表', '实施单位：洛宁县园林所', ...lines].join('\n')))

const rows = [
  '产出指标|数量指标|栽植乔木|≥800株|812株|50|50',
  '产出指标|质量指标|24小时成活率|≥95%|96%|20|20',
  '效益指标|社会效益指标|市民绿化意识|提高|提高|30|30',
]
const cells = rows.map((row) => row.split('|'))

test('a kind of indicator says by its value which level it names', () => {
  const lines = cells.flatMap(([level1, level2, name, target, actual, weight, score], at) => [
    ...(at === 1 ? [] : [`【${level1}】`]),
    `指标：${name}；类别：${level2}；目标值：${target}；完成值：${actual}；分值：${weight}；得分：${score}；偏差说明：无`,
  ])
  expect(listed(...lines)).toEqual(rows)
})

test('levels may stand apart by a space over names and labelled lines, or behind a bullet', () => {
  const named = cells.flatMap(([level1, level2, name, target, actual, weight, score], at) => [
    `${level1} ${level2}`,
    `${at + 1}、${name}`,
    ...[`年度指标值 ${target}`, `实际完成值 ${actual}`, `分值 ${weight}`, `得分 ${score}`],
  ])
  expect(listed(...named, '总分 100')).toEqual(rows)
  const dashed = cells.flatMap(([level1, level2, name, target, actual, weight, score]) => [
    `◆ ${level1} - ${level2}`,
    `  ${name} — 目标值：${target} — 完成值：${actual} — 分值：${weight} — 得分：${score}`,
  ])
  expect(listed(...dashed)).toEqual(rows)
})

test('points may be said of this indicator behind its levels, name and values', () => {
  const lines = cells.map(
    ([level1, level2, name, target, actual, weight, score]) =>
      `${level1}—${level2}：${name}。目标值为${target}，实际完成值为${actual}；该指标分值${weight}，得分${score}。`,
  )
  expect(listed(...lines)).toEqual(rows)
})

test('below a numbered heading that speaks of indicators, levels lead the lines of theirs', () => {
  const lines = cells.flatMap(([level1, level2, name, target, actual, weight, score]) => [
    `（一）${level1}`,
    `${level2}`,
    `指标1：${name}，年度指标值：${target}，实际完成值：${actual}，分值：${weight}分，得分：${score}分`,
  ])
  expect(listed('二、指标完成情况', ...lines)).toEqual(
    cells.map((row) => [...row.slice(0, 5), ...row.slice(5).map((points) => `${points}分`)].join('|')),
  )
})

test('a name over its values may say its levels in brackets', () => {
  const cards = (title: (at: number) => string[]) =>
    cells.flatMap(([, , , target, actual, weight, score], at) => [
      ...title(at),
      ...[`目标值：${target}`, `完成值：${actual}`, `分值/得分：${weight}/${score}`],
    ])
  const [level1, level2, name] = [0, 1, 2].map((column) => (at: number) => cells[at]?.[column])
  expect(
    listed(...cards((at) => [`【${level1?.(at)}】`, `${at + 1}. ${name?.(at)}（${level2?.(at)}）`])),
  ).toEqual(rows)
  expect(listed(...cards((at) => [`${at + 1}、${name?.(at)}（${level1?.(at)}/${level2?.(at)}）`]))).toEqual(
    rows,
  )
})

test('levels in rows of their own may have their numbers in a cell before them', () => {
  const numbered = cells.flatMap(([level1, level2, name, ...values], at) => [
    ...(at === 1 ? [] : [`${at === 0 ? 1 : 2}\t${level1}`]),
    `${at === 0 ? '1.1' : at === 1 ? '1.2' : '2.1'}\t${level2}`,
    `1.1.${at + 1}\t${[name, ...values].join('\t')}`,
  ])
  expect(listed('编号\t指标\t目标值\t完成值\t分值\t得分', ...numbered)).toEqual(rows)
})

test('a card without its values stays a row', () => {
  const cards = cells.map(([level1, level2, name, target, actual, weight, score], at) =>
    [
      `三级指标：${name}`,
      `一级指标：${level1}`,
      `二级指标：${level2}`,
      ...(at < 2 ? [`年度指标值：${target}`, `实际完成值：${actual}`] : []),
      `分值：${weight}`,
      `得分：${score}`,
    ].join('\n'),
  )
  const more = '三级指标：养护面积\n一级指标：产出指标\n二级指标：数量指标\n年度指标值：9亩\n实际完成值：9亩'
  expect(listed(more, ...cards)).toHaveLength(4)
})

const heading = ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分']

test('cells in quotes are whole though their text has lines', () => {
  const quoted = cells.map(([level1 = '', ...others]) =>
    [`"${level1.slice(0, 2)}\n指标\n(50分)"`, ...others].join('\t'),
  )
  expect(listed(heading.join('\t'), ...quoted)).toEqual(rows)
})

test('rows that are tables of their own are one table', () => {
  const tables = [heading, ...cells].map(
    (row) => `<table><tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr></table>`,
  )
  const page = `<html><body><h1>2021年度增绿补绿绩效自评表</h1>${tables.join('')}</body></html>`
  const content = readHtml(Buffer.from(page))
  expect(content.blocks.filter(({ kind }) => kind === 'table')).toHaveLength(1)
  expect(listedIn(content)).toEqual(rows)
})

test('a total may follow the execution rate in its sentence, and what the execution scored is none', () => {
  const totalOf = (sentence: string) => {
    const content = readTxt(['2021年度增绿补绿项目绩效自评报告', sentence].join('\n'))
    return layoutOf(content)?.layout.draft(content).evaluations[0]?.total.score ?? null
  }
  expect(totalOf('增绿补绿项目支出50万元，执行率96%，自评得分98分。')).toBe('98')
  expect(totalOf('预算执行率96.4%，得分9.64分，自评总分97分。')).toBe('97')
  expect(totalOf('预算执行率96.4%，得分9.64分。')).toBeNull()
})

test('levels in the lines over each table are those of its rows', () => {
  const tables = cells.map(([level1, level2, ...values], at) => {
    const own = [['指标名称', ...heading.slice(3)], values].map(
      (row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`,
    )
    return `${at === 1 ? '' : `<h3>${level1}</h3>`}<h4>${level2}</h4><table>${own.join('')}</table>`
  })
  const page = `<html><body><h1>2021年度增绿补绿绩效自评表</h1>${tables.join('')}</body></html>`
  expect(listedIn(readHtml(Buffer.from(page)))).toEqual(rows)
})

test('lines of indicators below the title of another report are its own', () => {
  const report = (project: string) => [
    `2021年度${project}项目绩效自评报告`,
    `${project}项目由洛宁县园林所实施。`,
    ...cells.map(
      ([level1, level2, name, target, actual, weight, score]) =>
        `${level1}—${level2}—${name}：目标值${target}，完成值${actual}，分值${weight}分，得分${score}分。`,
    ),
  ]
  const content = readTxt([...report('增绿'), ...report('补绿')].join('\n'))
  const found = layoutOf(content)?.layout.draft(content).evaluations
  expect(found?.map(({ project, indicators }) => [project, indicators.length])).toEqual([
    ['增绿', 3],
    ['补绿', 3],
  ])
})

test('points of the funds right above cards begin none of them, and a heading may say the unit of their money', () => {
  const pairs = (labels: readonly string[], values: readonly string[]) =>
    labels.map((label, at) => `<div><b>${label}：</b><span>${values[at] ?? ''}</span></div>`)
  const html = [
    '<html><body><h1>2021年度增绿补绿绩效自评</h1>',
    ...pairs(['项目名称', '实施单位'], ['增绿补绿', '洛宁县园林所']),
    '<h2>资金情况（万元）</h2>',
    ...pairs(['年初预算数', '全年执行数', '执行率', '分值', '得分'], ['180', '171.5', '95.28%', '10', '9.5']),
    '<h2>指标完成情况</h2>',
    ...cells.flatMap((values) =>
      pairs(['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分'], values),
    ),
    '</body></html>',
  ].join('\n')
  const page = readHtml(new TextEncoder().encode(html))
  expect(listedIn(page)).toEqual(rows)
  const [draft] = layoutOf(page)?.layout.draft(page).evaluations ?? []
  expect(draft?.funds).toMatchObject({
    budget: { text: '180', unit: '万元' },
    spent: { text: '171.5', unit: '万元' },
    executionRate: '95.28%',
  })
})

test.each([0, 1])('the score of all cards is the total and no card’s, over them or below (%i)', (below) => {
  const whole = '自评得分：98分'
  const cards = cells.flatMap(([level1, level2, name, target, actual, weight, score], at) => [
    `指标${at + 1}`,
    `一级指标：${level1}`,
    `二级指标：${level2}`,
    `三级指标：${name}`,
    `目标值：${target}`,
    `完成值：${actual}`,
    `分值：${weight}`,
    `得分：${score}`,
  ])
  const content = readTxt(
    ['2021年度增绿补绿绩效自评表', ...(below ? [...cards, whole] : [whole, ...cards])].join('\n'),
  )
  expect(listedIn(content)).toEqual(rows)
  expect(layoutOf(content)?.layout.draft(content).evaluations[0]?.total.score).toBe('98')
})

test('points of the funds over all cards are of the funds, whether or not a card lacks its own', () => {
  const page = (...lines: string[]) => readTxt(lines.join('\n'))
  const card = (name: string, ...points: string[]) => [
    `指标名称：${name}`,
    '年度目标：8株',
    '完成情况：9株',
    ...points,
  ]
  const content = page(
    '2021年度增绿补绿绩效自评表',
    '全年预算数（万元）：50',
    '全年执行数（万元）：48',
    '预算执行率 10分 得分9.6',
    '分值：10',
    '得分：9.6',
    ...card('栽植乔木', '分值：50', '得分：50'),
    ...card('补植灌木', '分值：20'),
    ...card('补植草坪', '分值：20', '得分：18'),
  )
  const [found] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(found?.indicators.map(({ name, weight, score }) => [name, weight, score])).toEqual([
    ['栽植乔木', '50', '50'],
    ['补植灌木', '20', null],
    ['补植草坪', '20', '18'],
  ])
  expect(found?.funds).toMatchObject({ weight: '10', score: '9.6' })
})

test('a heading that could be a label begins no card', () => {
  const sentences = rows.map((row) => {
    const [level1, level2, name, target, actual, weight, score] = row.split('|')
    return `${level1}—${level2}—${name}：年度指标值${target}；实际完成值${actual}；分值${weight}；得分${score}。`
  })
  expect(listed('绩效指标完成情况：', ...sentences)).toEqual(rows)
})

test('points may end a sentence, and why some were lost stand in the next', () => {
  const lines = cells.flatMap(([level1, level2, name, target, actual, weight, score], at) => [
    ...(at === 1 ? [] : [`（一）${level1}`]),
    `${level2}`,
    `指标1：${name}，年初目标值${target}，年末完成值${actual}，满分${weight}分，自评得分${score}分。扣分原因：天旱。`,
  ])
  expect(listed(...lines)?.map((row) => row.replaceAll('分', ''))).toEqual(rows)
})

test('levels may stand in brackets before the name over its values', () => {
  const lines = cells.flatMap(([level1, level2, name, target, actual, weight, score]) => [
    `【${level1}】【${level2}】${name}`,
    ...[`年初目标：${target}`, `完成情况：${actual}`, `分值：${weight}　得分：${score}`],
  ])
  expect(listed(...lines)).toEqual(rows)
})

test('gaps part what words lead right up to, below headings of levels', () => {
  const lines = cells.flatMap(([level1, level2, name, target, actual, weight, score]) => [
    level1 ?? '',
    level2 ?? '',
    `${name}  目标值${target}  完成值${actual}  分值${weight}  得分${score}`,
  ])
  expect(listed(...lines)).toEqual(rows)
})

test('levels and name may share a line below the number of a card', () => {
  const lines = cells.flatMap(([level1, level2, name, target, actual, weight, score], at) => [
    `指标${at + 1}`,
    `一级指标: ${level1}; 二级指标: ${level2}; 三级指标: ${name}`,
    `指标值: ${target}; 完成值: ${actual}; 分值: ${weight}; 得分: ${score}; 偏差原因: 无`,
  ])
  expect(listed(...lines)).toEqual(rows)
})

test('several cards may stand in one line, each with its number', () => {
  const said = cells.map(
    ([, , name, target, actual, weight, score], at) =>
      `${'①②③'[at]}${name}。目标值：${target}；完成值：${actual}；分值：${weight}；得分：${score}。`,
  )
  const found = listed('一、产出指标', `数量指标：${said.join('')}`, `质量指标：${said[0]}`)
  expect(found?.map((row) => row.replace('①', '').split('|').slice(2))).toEqual(
    [...cells, cells[0] ?? []].map((row) => row.slice(2)),
  )
})

test('values without a name are not given to the name that follows them', () => {
  const lines = cells.map(
    ([level1, level2, name, target, actual, weight, score], at) =>
      `${at === 1 ? '' : `一级指标：${level1}；二级指标：${level2}；三级指标：${name}；`}指标值：${target}；完成值：${actual}；分值：${weight}；得分：${score}`,
  )
  const found = listed(...lines, lines[0] ?? '', lines[2] ?? '') ?? []
  expect(found.filter((row) => row.includes('市民绿化意识') && row.includes('95%'))).toEqual([])
})

test('keys may stand before a sign of equality, below sections in brackets', () => {
  const sections = cells.flatMap(([level1, level2, name, target, actual, weight, score], at) => [
    `[指标0${at + 1}]`,
    ...[`一级指标=${level1}`, `二级指标=${level2}`, `三级指标=${name}`, `年度指标值=${target}`],
    ...[`实际完成值=${actual}`, `分值=${weight}`, `得分=${score}`, '偏差原因='],
  ])
  const funds = [
    '[资金（元）]',
    '年初预算数=1200000.00',
    '资金到位数=1000000.00',
    '未完成原因=县级配套20万元未到位',
  ]
  const content = readTxt(['[项目信息]', '项目名称=增绿补绿', '', ...funds, '', ...sections].join('\n'))
  expect(listedIn(content)).toEqual(rows)
  const [draft] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(draft?.project).toBe('增绿补绿')
  expect([draft?.funds.budget?.text, draft?.funds.arrived?.text]).toEqual(['1200000.00', '1000000.00'])
})

test('an arrow may lead from a target to its outcome, below a heading of all and a path of levels', () => {
  const lines = cells.flatMap(([level1, level2, name, target, actual, weight, score], at) => [
    `${at + 1}. ${level1}/${level2}/${name}`,
    `   目标：${target} → 完成：${actual}`,
    `   得分/分值：${score}/${weight}`,
    ...(at === 1 ? ['   说明：部分苗木补植'] : []),
  ])
  const content = readTxt(['2021年度增绿补绿绩效自评表', '绩效指标：', ...lines].join('\n'))
  expect(listedIn(content)).toEqual(rows)
  const [draft] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(draft?.indicators.map(({ reason }) => reason)).toEqual([null, '部分苗木补植', null])
})
