import { describe, expect, test } from 'vitest'
import { layoutOf } from '#ingest/layouts/index.ts'
import { fundsInLines } from '#ingest/layouts/text/text-funds.ts'
import { readHtml } from '#ingest/readers/html.ts'
import { readTxt } from '#ingest/readers/txt.ts'

/** Tables that text keeps without their lines, and indicators told one by one. */

const rows = [
  ['产出指标', '数量指标', '栽植乔木', '≥800株', '812株', '50', '48', '天旱'],
  ['产出指标', '时效指标', '完工时间', '10月底前', '10月20日', '20', '20', ''],
  ['效益指标', '生态效益指标', '成活率', '≥90%', '93%', '20', '20', ''],
]
const heading = ['维度', '分类', '考核内容', '年初目标', '年末完成', '满分', '实得分', '未完成原因']
const draftOf = (text: string) => {
  const content = readTxt(text)
  return layoutOf(content)?.layout.draft(content).evaluations[0]
}
const last = { level1: '效益指标', level2: '生态效益指标', name: '成活率', target: '≥90%', actual: '93%' }

describe('rows that begin with their levels tell what parts the cells', () => {
  test.each([['    '], ['　　'], ['|'], ['，'], ['\t']])('«%s»', (parting) => {
    const found = draftOf(
      ['项目名称：增绿补绿', ...[heading, ...rows].map((row) => row.join(parting))].join('\n'),
    )
    expect(found?.indicators).toHaveLength(3)
    expect(found?.indicators[2]).toMatchObject({ ...last, weight: '20', score: '20' })
    expect(found?.indicators[0]?.reason).toBe('天旱')
  })
})

describe('rows whose cells a mark parts are read', () => {
  const form = [
    ['项目名称', '增绿补绿'],
    ['项目资金（万元）', '年初预算数', '全年预算数', '全年执行数', '执行率', '得分'],
    ['年度资金总额', '320', '300', '288.6', '96.2%', '9.62'],
    [
      '一级指标',
      '二级指标',
      '三级指标',
      '年度指标值',
      '实际完成值',
      '分值',
      '得分',
      '偏差原因分析及改进措施',
    ],
    ['产出指标', '数量指标', '栽植乔木', '≥800株', '812株', '30', '30', ''],
    ['', '', '栽植灌木', '≥90株', '85株', '20', '18', '天旱'],
    ['', '成本指标', '乔木单价', '260元/株', '260元/株', '20', '20', ''],
    ['效益指标', '生态效益指标', '成活率', '≥90%', '93%', '20', '20', ''],
    ['总分', '100', '97.62'],
  ]
  const joined = (mark: string, isShort: boolean) =>
    form.map((row) => (isShort ? row.filter((cell) => cell !== '') : row).join(mark)).join('\n')
  test.each([
    ['／', false],
    ['；', false],
    ['；', true],
    ['/', false],
    [' / ', true],
  ])('«%s», empty cells left out: %s', (mark, isShort) => {
    const found = draftOf(joined(mark, isShort))
    expect(found?.project).toBe('增绿补绿')
    expect(found?.funds?.spent).toMatchObject({ text: '288.6' })
    expect(found?.total.score).toBe('97.62')
    expect(found?.indicators).toHaveLength(4)
    expect(found?.indicators[1]).toMatchObject({
      level2: '数量指标',
      name: '栽植灌木',
      target: '≥90株',
      score: '18',
      reason: '天旱',
    })
    expect(found?.indicators[2]).toMatchObject({ level2: '成本指标', actual: '260元/株', weight: '20' })
  })

  test('all rows in one line, or a reason that holds the mark', () => {
    const led = [form[3], ...rows].map((row) => row?.join('，'))
    const found = draftOf(`2023年度项目绩效自评表\n项目名称：增绿补绿\n${led.join('；')}。`)
    expect(found?.indicators[2]).toMatchObject({ ...last, weight: '20', score: '20' })
    const kept = draftOf(joined('，', false).replace('天旱', '天旱，少雨'))
    expect(kept?.indicators[1]).toMatchObject({ name: '栽植灌木', score: '18', reason: '天旱，少雨' })
  })

  test('two rows a line, a mark behind the last cell, or numbers before the levels', () => {
    const cells = [...form.slice(3, 4), ...rows, ...rows.slice(2)]
    const numbered = cells.map((row, at) => [at === 0 ? '序号' : String(at), ...row].join('；'))
    const ended = cells.map((row) => `${row.join('／')}／`)
    const lines = cells.map((row) => row.join('；'))
    const paired = [lines[0], lines.slice(1, 3).join('；'), lines.slice(3).join('；')]
    for (const text of [numbered, ended, paired]) {
      const found = draftOf(['2023年度项目绩效自评表', '项目名称：增绿补绿', ...text].join('\n'))
      expect(found?.indicators).toHaveLength(4)
      expect(found?.indicators[2]).toMatchObject({ ...last, weight: '20', score: '20' })
    }
  })

  test('and not where a value was left out with its mark', () => {
    const found = draftOf(joined('；', true).replace('；85株', ''))
    expect(found?.indicators.map(({ actual }) => actual) ?? []).not.toContain('20')
  })
})

test('columns in line are parted though a single space stands between them', () => {
  const widths = [10, 14, 12, 10, 10, 4, 6, 8]
  const wide = (text: string) => [...text].reduce((sum, one) => sum + (/[ -~]/.test(one) ? 1 : 2), 0)
  const line = (row: string[]) =>
    row.map((text, at) => text + ' '.repeat(Math.max(0, (widths[at] ?? 0) - wide(text)))).join(' ')
  const found = draftOf(
    [
      '项目名称：增绿补绿',
      '',
      ...[heading, ...rows.map((row) => [...row.slice(0, 7), '天旱'])].map(line),
    ].join('\n'),
  )
  expect(found?.indicators[2]).toMatchObject({ ...last, weight: '20', score: '20', reason: '天旱' })
})

test('a level so long that it leaves one space before the name is a cell of its own', () => {
  const found = draftOf(
    [
      '项目名称：增绿补绿',
      '一级指标      二级指标              三级指标      年度指标值    实际完成值    分值    得分',
      '产出指标      数量指标              栽植乔木      ≥800株       812株         50      48',
      '              时效指标              完工时间      10月底前      10月20日      20      20',
      '满意度指标    服务对象满意度指标 居民满意度    ≥90%         93%           20      20',
    ].join('\n'),
  )
  expect(found?.indicators[2]).toMatchObject({
    level1: '满意度指标',
    level2: '服务对象满意度指标',
    name: '居民满意度',
  })
})

test('the marks of a mail that was passed on, and stars around a label, are no part of what stands there', () => {
  const form = ['**项目名称**：增绿补绿', heading.join('\t'), ...rows.map((row) => row.join('\t'))]
  const found = draftOf(form.map((line) => `> ${line}`).join('\n'))
  expect(found).toMatchObject({ project: '增绿补绿' })
  expect(found?.indicators[2]).toMatchObject(last)
  const values = ['> 95%', '> 90%', '> 85%', '≥**人']
  expect(readTxt(values.join('\n')).blocks).toMatchObject(values.map((text) => ({ text })))
})

test('a comma before three figures parts cells where no figure stands before it', () => {
  const lines = [...rows.map((row) => row.slice(0, 7).join(',')), '总分,,,,,100,98']
  const labels = '一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分'
  const found = draftOf(['项目名称,增绿补绿', '2023年度绩效自评表', labels, ...lines].join('\n'))
  expect(found).toMatchObject({ project: '增绿补绿', total: { score: '98' } })
})

test('lines of labels that stand together are rows each, where those of a table wrap in groups', () => {
  const found = draftOf(
    [
      '项目名称      增绿补绿',
      '主管部门      平川县林业局      实施单位      平川县园林所',
      '',
      '一级指标      二级指标      三级指标        年度指标值    实际完成值    分值    得分',
      '',
      '产出指标      数量指标      栽植乔木        ≥800株       812株         50      48',
      '',
      '满意度指      公众满意      居民满意度      ≥90%         93%           20      20',
      '标            度指标',
      '',
      '效益指标      社会效益      绿化意识        提高          提高          20      20',
      '              指标',
    ].join('\n'),
  )
  expect(found).toMatchObject({ project: '增绿补绿', unit: '平川县园林所' })
  expect(found?.indicators[1]).toMatchObject({ level1: '满意度指标', level2: '公众满意度指标' })
})

test('a page may end among the rows of a table, and a sentence above them holds no cells', () => {
  const line = ([one = '', two = '', three = '', ...others]: readonly string[]) =>
    [one.padEnd(8, '　'), two.padEnd(8, '　'), three.padEnd(8, '　'), ...others].join('    ')
  const labels = ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分', '原因']
  const paged = [labels, ...rows].map(line)
  const found = draftOf(
    ['项目名称：增绿补绿', ...paged.slice(0, 3), '— 12 —', '', ...paged.slice(3)].join('\n'),
  )
  expect(found?.indicators).toHaveLength(3)
  const commas = rows.map((row) => row.slice(0, 7).join('，'))
  const told = '全年预算数52万元，全年执行数50万元，执行率96%。'
  const report = ['2023年度增绿补绿项目绩效自评情况', told, labels.slice(0, 7).join('，'), ...commas]
  expect(draftOf(report.join('\n'))?.funds.spent).toMatchObject({ text: '50', unit: '万元' })
})

test('rows of indicators in a table without headings are told', () => {
  const table = (some: readonly string[][]) =>
    `<table>${some.map((row) => `<tr>${row.map((text) => `<td>${text}</td>`).join('')}</tr>`).join('')}</table>`
  const labels = ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分', '原因']
  const problemsOf = (more: string) => {
    const content = readHtml(
      Buffer.from(`<h1>2023年度增绿补绿项目绩效自评表</h1>${table([labels, ...rows])}<p>续</p>${more}`),
    )
    return (
      layoutOf(content)
        ?.layout.draft(content)
        .problems.map(({ code }) => code) ?? []
    )
  }
  const next = ['居民满意度', '≥90%', '93%', '10', '10']
  expect(problemsOf(table([next]))).toContain('rows-left')
  expect(problemsOf(table(rows))).not.toContain('rows-left')
})

test('each indicator may stand on a card of its own', () => {
  const labels = ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分']
  const cards = rows.map((row) => labels.map((label, at) => `${label}：${row[at]}`).join('\n'))
  const found = draftOf(['2023年度增绿补绿项目绩效自评表', '项目名称：增绿补绿', ...cards].join('\n\n'))
  expect(found?.indicators[2]).toMatchObject({ ...last, weight: '20', score: '20' })
})

test('a first level may head a table of its own', () => {
  const table = (at: number) =>
    `<table><tr><td>二级指标</td><td>三级指标</td><td>目标值</td><td>完成值</td></tr><tr>${rows[at]
      ?.slice(1, 5)
      .map((text) => `<td>${text}</td>`)
      .join('')}</tr></table>`
  const page = `<p>2023年度增绿补绿项目绩效自评表</p><p>（一）产出指标</p>${table(0)}<p>（二）效益指标</p>${table(2)}`
  const content = readHtml(Buffer.from(page))
  const found = layoutOf(content)?.layout.draft(content).evaluations[0]
  expect(found?.indicators.map(({ level1 }) => level1)).toEqual(['产出指标', '效益指标'])
})

test('a line of funds names its unit once', () => {
  const found = draftOf(
    [
      '2023年度项目绩效自评表',
      '项目名称：增绿补绿',
      '资金情况（万元）：年初预算数 320，全年预算数 300，全年执行数 288.6，执行率 96.2%',
      ...[heading, ...rows].map((row) => row.join('    ')),
    ].join('\n'),
  )
  expect(found?.funds).toMatchObject({
    budget: { text: '320', unit: '万元' },
    adjusted: { text: '300', unit: '万元' },
    spent: { text: '288.6', unit: '万元' },
  })
})

test('sentences with a target and an outcome are indicators where no level is named', () => {
  const found = draftOf(
    [
      '市园林局2023年度增绿补绿项目绩效自评报告',
      '（1）栽植乔木。年度指标值800株，全年实际完成812株，该项分值50分，自评得48分。',
      '（2）完工时间：年初设定10月底前，年末达到10月20日。',
      '（3）成活率：指标值≥90%，完成值93%，得20分（满分20分）。',
    ].join('\n'),
  )
  expect(found?.indicators).toMatchObject([
    { name: '栽植乔木', target: '800株', actual: '812株', weight: '50', score: '48' },
    { name: '完工时间', target: '10月底前', actual: '10月20日' },
    { name: '成活率', target: '≥90%', actual: '93%', weight: '20', score: '20' },
  ])
})

test.each([['【产出指标】数量指标-'], ['【产出指标-数量指标】'], ['产出指标/数量指标：']])(
  'levels stand before a name as %s',
  (levels) => {
    const lines = ['修路', '架桥', '植树'].map(
      (name) => `${levels}${name}：目标值：8个；完成值：7个；分值：10；得分：8`,
    )
    const found = draftOf(['项目名称：增绿补绿', ...lines].join('\n'))
    expect(found?.indicators[1]).toMatchObject({
      level1: '产出指标',
      level2: '数量指标',
      name: '架桥',
      score: '8',
    })
  },
)

test.each([
  [
    '一级指标：产出指标 | 二级指标：数量指标 | 三级指标：',
    (name: string) => ` | 指标值：8个 | 完成值：7个 | 分值：10 | 得分：${name.length}`,
  ],
  [
    '产出指标—数量指标\n指标2：',
    (name: string) => `（10分）。目标值：8个；完成值：7个；得分：${name.length}分。`,
  ],
])('values behind their words: %s', (levels, values) => {
  const lines = ['修公路', '架桥', '植树'].map((name) => `${levels}${name}${values(name)}`)
  const found = draftOf(['2023年度绩效自评报告', '项目名称：增绿补绿', ...lines].join('\n'))
  expect(found?.indicators).toHaveLength(3)
  expect(found?.indicators[0]).toMatchObject({
    level1: '产出指标',
    level2: '数量指标',
    name: '修公路',
    target: '8个',
    actual: '7个',
    weight: '10',
  })
})

describe('sentences say of an indicator', () => {
  const report = (line: string) =>
    draftOf(
      ['2023年度水库维护经费绩效自评报告', '对照年初目标逐项开展自评。', line, '综上，自评总分97分。'].join(
        '\n',
      ),
    )

  test('its points and why it was missed', () => {
    const found = report(
      '1.数量指标：维修水库目标值8座，实际完成7座，本指标10分，得8分。偏差原因：汛期推迟。',
    )
    expect(found?.indicators[0]).toMatchObject({ weight: '10', score: '8', reason: '汛期推迟' })
    expect(found?.total.score).toBe('97')
    expect(found?.project).toBe('水库维护经费')
  })

  test('all of a first level in one line, each by its number', () => {
    const found = report(
      '效益指标：①社会效益指标“防洪安全”目标值有效保障，实际完成值有效保障，分值15分，得15分；②生态效益指标“水质”目标值改善，实际完成值改善，分值15分，得14分。',
    )
    expect(found?.indicators).toHaveLength(2)
    expect(found?.indicators[1]).toMatchObject({
      level1: '效益指标',
      level2: '生态效益指标',
      name: '水质',
      score: '14',
    })
  })

  test('its level and its points in brackets behind its name', () => {
    const found = report('1.维修水库（数量指标，10分）：年初目标8座，年末实际完成7座，得分8分。')
    expect(found?.indicators).toHaveLength(1)
    expect(found?.indicators[0]).toMatchObject({
      level2: '数量指标',
      name: '维修水库',
      weight: '10',
      target: '8座',
      score: '8',
    })
  })

  test.each([
    ['一、产出指标。（1）数量指标：维修水库目标8座，实际7座，得8分（满分10分）。'],
    ['数量指标：“维修水库”指标，年度指标值8座，实际完成值7座，分值10分，自评8分。'],
    ['数量指标：维修水库（指标值8座，完成值7座，分值10分，得分8分）；清淤（指标值2次，完成值2次）。'],
    ['数量指标：维修水库，年初预期目标为8座，截至2023年底实际完成7座，未完成年度目标，满分10分，得8分。'],
  ])('%s', (line) => {
    const indicator = report(line)?.indicators[0]
    const { name, target, actual, weight, score } = indicator ?? {}
    expect([name, target, actual, weight, score]).toEqual(['维修水库', '8座', '7座', '10', '8'])
    expect(indicator?.level1).toBe(line.startsWith('一') ? '产出指标' : null)
  })

  test('what the rate of execution scored', () => {
    const found = report(
      '年初预算50万元，执行率94.1%，分值10分，得分9.41分。\n1.数量指标：维修水库目标值8座，实际完成8座。',
    )
    expect(found?.funds).toMatchObject({ executionRate: '94.1%', weight: '10', score: '9.41' })
  })
})

test('a block of funds whose label wrapped keeps its unit', () => {
  const lines = [
    '项目资金（万 资金来源 全年预算数(A) 全年执行数(B) 执行率(B/A)',
    '元）',
    '年度资金总额 707 700 99%',
  ]
  expect(
    fundsInLines(lines)
      ?.cells.slice(0, 2)
      .map(({ text }) => text),
  ).toEqual(['项目资金（万元）资金来源', '全年预算数(A)'])
})

test('labels of money with a figure behind them are a block of funds', () => {
  const text = [
    '2023年度项目支出绩效目标表',
    '项目名称    增绿补绿',
    '项目资金（万元）    年度资金总额    563.38',
  ]
  const table = ['一级指标\t二级指标\t三级指标\t指标值', ...rows.map((row) => row.slice(0, 4).join('\t'))]
  expect(draftOf([...text, ...table].join('\n'))?.funds?.budget).toMatchObject({
    text: '563.38',
    unit: '万元',
  })
})

test('a label of money may go on in the next row that a mark parts', () => {
  const funds = [
    '项目资金 年初预算数 全年预算数 全年执行数 执行率',
    '（万元） 年度资金总额 320 300 288.6 96.2%',
    '其中：财政拨款 320 300 288.6 96.2%',
  ]
  const lines = [
    '一级指标 二级指标 三级指标 指标值 完成值 分值 得分',
    ...rows.map((row) => row.slice(0, 7).join(' ')),
  ]
  const found = draftOf(['2023年度项目绩效自评表', '项目名称：增绿补绿', ...funds, ...lines].join('\n'))
  expect(found?.funds).toMatchObject({
    budget: { text: '320', unit: '万元' },
    spent: { text: '288.6', unit: '万元' },
    executionRate: '96.2%',
  })
})

test('the foot of a web page below cells joined by nothing is no indicator', () => {
  const lines = [
    '灵台县城管局2022年增绿补绿项目绩效自评公开',
    '一级指标二级指标三级指标年度指标值实际完成值分值得分',
    '产出指标数量指标栽植乔木≥800株812株5050',
    '满意度指标服务对象满意度指标居民满意度≥90%96%5050',
    '版权所有：灵台县人民政府',
  ]
  const content = readTxt(lines.join('\n'))
  const { layout } = layoutOf(content) ?? {}
  expect(layout?.draft(content).evaluations[0]?.indicators.map(({ name }) => name)).toEqual([
    '栽植乔木',
    '居民满意度',
  ])
})
