import { describe, expect, test } from 'vitest'
import { layoutOf } from '#ingest/layouts/index.ts'
import { gluedRows } from '#ingest/layouts/text/text-glued.ts'
import { readHtml } from '#ingest/readers/html.ts'
import { readTxt } from '#ingest/readers/txt.ts'

/** What text and saved pages keep of a form, and who it is about. */

const heading = [
  '一级指标',
  '二级指标',
  '三级指标',
  '年度指标值',
  '实际完成值',
  '分值',
  '得分',
  '偏差原因分析',
]
const rows = [
  ['产出指标', '数量指标', '栽植乔木', '≥800株', '812株', '40', '38', '天旱'],
  ['产出指标', '时效指标', '完工时间', '10月底前', '10月20日', '20', '20', ''],
  ['效益指标', '生态效益指标', '成活率', '≥90%', '93%', '20', '20', ''],
  ['效益指标', '社会效益指标', '环境改善', '明显', '明显', '20', '20', ''],
]
const head = ['2023年度项目支出绩效自评表', '项目名称：增绿补绿']
const read = (text: string) => {
  const content = readTxt(text)
  return layoutOf(content)?.layout.draft(content).evaluations[0]
}
const readPage = (page: string) => {
  const content = readHtml(Buffer.from(page))
  return layoutOf(content)?.layout.draft(content).evaluations[0]
}
const found = (text: string) =>
  read(text)?.indicators.map((one) => [
    one.level1,
    one.level2,
    one.name,
    one.target,
    one.actual,
    one.weight,
    one.score,
    one.reason ?? '',
  ])
const blanksAbove = rows.map((row, at) =>
  row.map((text, column) => (column === 0 && rows[at - 1]?.[0] === text ? '' : text)),
)

/** Rows in columns, where an editor shows ≥ as wide as `wide` letters. */
function aligned(table: readonly (readonly string[])[], wide: 1 | 2): string[] {
  const width = (text: string) =>
    [...text].reduce((sum, one) => sum + (/[ -~]/.test(one) ? 1 : one === '≥' ? wide : 2), 0)
  const widths = heading.map((_, at) => Math.max(...table.map((row) => width(row[at] ?? ''))))
  return table.map((row) =>
    row
      .map((text, at) => text + ' '.repeat((widths[at] ?? 0) + 2 - width(text)))
      .join('')
      .trimEnd(),
  )
}

describe('a table of text', () => {
  const wide = (row: readonly string[]) => row.map((text) => text || '无').join('   ')
  const lines = [heading, ...rows].map(wide)
  const [headings = '', one = '', two = '', three = '', four = ''] = lines
  const isWhole = (text: string) =>
    expect(found(text)?.map((row) => row.slice(0, 7))).toEqual(rows.map((row) => row.slice(0, 7)))

  test('goes on over a page’s end, under its headings again', () => {
    isWhole([...head, headings, one, two, '', '第1页 共2页', headings, three, four, '第2页 共2页'].join('\n'))
  })

  test('is drawn, whatever stands in line with it above', () => {
    const drawn = [heading, ...rows].map((row) => `│${row.join('│')}│`)
    const rule = `├${heading.map(() => '──').join('┼')}┤`
    isWhole(
      [
        ...head,
        '全年预算数：50万元  全年执行数：49万元  执行率：98%',
        ...drawn.flatMap((line) => [rule, line]),
        rule,
      ].join('\n'),
    )
  })
})

describe('columns in line', () => {
  test.each([1, 2] as const)('hold though the editor shows ≥ as %i letters wide', (wide) => {
    expect(found([...head, '', ...aligned([heading, ...blanksAbove], wide)].join('\n'))).toEqual(rows)
  })

  test('may end with one that is empty in every row', () => {
    const bare = blanksAbove.map((row) => [...row.slice(0, 7), ''])
    const [first] = found([...head, '', ...aligned([heading, ...bare], 2)].join('\n')) ?? []
    expect(first?.slice(5)).toEqual(['40', '38', ''])
  })

  test('may wrap, where empty lines part the rows', () => {
    const lines = aligned([heading, ...rows], 2)
    const at = lines[1]?.indexOf('栽植乔木') ?? 0
    const wrapped = lines[1]?.replace('栽植乔木', '栽植　　').replace('　　', '    ') ?? ''
    const indent = [...(lines[1] ?? '').slice(0, at)].reduce(
      (sum, one) => sum + (/[ -~]/.test(one) ? 1 : 2),
      0,
    )
    const text = [
      ...head,
      lines[0],
      '',
      wrapped,
      `${' '.repeat(indent)}乔木`,
      ...lines.slice(2).flatMap((line) => ['', line]),
    ]
    expect(found(text.join('\n'))).toEqual(rows)
  })
})

test('headings and rows in line are one table where an empty line parts them, and the next page has its own', () => {
  const lines = aligned([heading, ...rows], 2)
  const [headings = '', ...body] = lines
  const text = [
    ...head,
    '',
    headings,
    '',
    ...body.slice(0, 2),
    '',
    '— 1 —',
    '\f',
    headings,
    '',
    ...body.slice(2),
  ]
  expect(found([...text, '', '总分：98分'].join('\n'))).toEqual(rows)
})

test('columns in line may wrap in their last row, into a line with nothing else', () => {
  const long = rows.map((row, at) => (at === 3 ? [...row.slice(0, 2), '环境改善情况', ...row.slice(3)] : row))
  const lines = aligned([heading, ...long], 2).map((line) => line.replace('环境改善情况', '环境改善    '))
  const below = `${' '.repeat(28)}情况`
  expect(found([...head, '', ...lines, below, '自评总分：98分'].join('\n'))).toEqual(long)
})

test('cells that a comma parts end with a reason that has commas of its own', () => {
  const texts = rows.map((row) => [...row.slice(0, 7), row[7] ? '天旱，补植不及时' : ''].join('，'))
  const [first, second] = found([...head, heading.join('，'), ...texts].join('\n')) ?? []
  expect(first?.[7]).toBe('天旱，补植不及时')
  expect(second).toEqual(rows[1])
})

test('a title over the same headings goes on with its form', () => {
  const lines = rows.map((row) => row.filter(Boolean).join('  '))
  const text = [
    ...head,
    heading.join('  '),
    ...lines.slice(0, 2),
    '- 1 -',
    head[0],
    heading.join('  '),
    ...lines.slice(2),
  ]
  expect(found(text.join('\n'))).toEqual(rows)
})

describe('an outline gives each indicator a line', () => {
  const line = ([, , name, target, actual, weight, score]: readonly string[]) =>
    `  ${name}：目标 ${target}；完成 ${actual}；分值 ${weight}；得分 ${score}`
  const expected = rows.map((row) => [...row.slice(0, 7), ''])

  test('under lines that name its levels', () => {
    const lines = rows.flatMap((row, at) => [
      ...(blanksAbove[at]?.[0] ? [`${at === 0 ? '一' : '二'}、${row[0]}`] : []),
      ` （${row[1]}）`,
      line(row),
    ])
    expect(found([...head, ...lines].join('\n'))).toEqual(expected)
  })

  test('with its levels in front', () => {
    const lines = rows.map((row) => `【${row[0]}-${row[1]}】${line(row).trim()}`)
    expect(found([...head, ...lines].join('\n'))).toEqual(expected)
    const close = rows.map(
      ([one, two, name, target, actual, weight, score], at) =>
        `${at + 1}、【${one}】【${two}】${name}，目标值${target}，完成值${actual}，权重${weight}，得分${score}。`,
    )
    expect(found([...head, ...close].join('\n'))).toEqual(expected)
  })
})

test('a card may give its levels as a path and two figures in one line', () => {
  const cards = rows.map(
    ([one, two, three, target, actual, weight, score]) =>
      `指标体系：${one}/${two}/${three}\n目标值：${target}\n完成值：${actual}\n分值/得分：${weight}/${score}`,
  )
  expect(found([...head, ...cards].join('\n\n'))).toEqual(rows.map((row) => [...row.slice(0, 7), '']))
})

test('behind the cards their total may stand in a line of its own', () => {
  const cards = rows.map(
    ([one, two, three, target, actual, weight, score]) =>
      `一级指标：${one}\n二级指标：${two}\n三级指标：${three}\n年度指标值：${target}\n实际完成值：${actual}\n分值：${weight}\n得分：${score}`,
  )
  expect(read([...head, ...cards, '自评总分：97.45'].join('\n\n'))?.total.score).toBe('97.45')
})

test.each([' / ', '; ', '　'])('«%s» may part the cells', (parting) => {
  const bare = (row: readonly string[]) => row.slice(0, 7).join(parting)
  expect(found([...head, ...[heading, ...rows].map(bare)].join('\n'))).toEqual(
    rows.map((row) => [...row.slice(0, 7), '']),
  )
})

describe('a few characters alone in their line', () => {
  const line = (row: readonly string[]) => row.filter(Boolean).join(' ')
  const table = (more: string, ...below: string[]) =>
    [
      ...head,
      line(heading),
      '及改进措施',
      line(rows[0] ?? []),
      more,
      ...rows.slice(1).map(line),
      ...below,
    ].join('\n')

  test('go on with the one cell that had no more room', () => {
    expect(found(table('株数'))).toEqual([
      (rows[0] ?? []).map((text, at) => (at === 2 ? '栽植乔木株数' : text)),
      ...rows.slice(1),
    ])
  })

  test('are not given to a cell where several had no more room, or none', () => {
    const told = (text: string) => {
      const content = readTxt(text)
      return layoutOf(content)
        ?.layout.draft(content)
        .problems.map(({ code }) => code)
    }
    const other = table('株数').replace('≥90%', '大于九成左右').replace('812株', '完成九百余株')
    expect(found(other)?.[0]?.[4]).not.toBe('完成九百余株株数')
    expect(told(other)).toContain('rows-guessed')
  })
})

test('a card may say two things in a line, and its levels behind the name', () => {
  const cards = rows.map(
    ([one, two, three, target, actual, weight, score]) =>
      `三级指标：${three}（${one}/${two}）\n  指标值：${target}    完成值：${actual}\n  分值：${weight}    得分：${score}`,
  )
  expect(found([...head, ...cards].join('\n\n'))).toEqual(rows.map((row) => [...row.slice(0, 7), '']))
})

test('headings may stand one below the other, with an indicator in each column', () => {
  const row = (label: string, at: number) =>
    `<tr><td>${label}</td>${rows.map((one) => `<td>${one[at]}</td>`).join('')}</tr>`
  const page = `<h1>${head[0]}</h1><p>${head[1]}</p><table>${heading.slice(0, 7).map(row).join('')}</table>`
  expect(readPage(page)?.indicators).toMatchObject(rows.map(([level1, , name]) => ({ level1, name })))
})

test('a single space parts the headings, whatever stands below', () => {
  const table = [heading, ...rows.map((row) => [...row.slice(0, 7), ''])]
  const lines = aligned(table, 2).map((line) => line.replace('分值  得分  偏差', '分值  得分 偏差'))
  expect(found([...head, '', ...lines].join('\n'))?.[0]?.slice(5)).toEqual(['40', '38', ''])
})

test('what does not come apart is no number by luck', () => {
  const table = gluedRows([
    '一级指标二级指标三级指标年度指标值实际完成值分值得分偏差原因分析',
    '产出指标数量指标栽植乔木≥800株812株8080',
    '效益指标社会效益指标环境改善明显明显1513部分树木枯死，将补植',
  ])
  expect(table?.[2]?.slice(3).join('')).not.toMatch(/^1513/)
})

describe('a saved page', () => {
  const cells = (row: readonly string[], tag: string) =>
    row.map((text) => `<${tag}>${text}</${tag}>`).join('')
  const names = (page: string) =>
    readPage(page)?.indicators.map(({ name, target, score }) => [name, target, score])
  const expected = rows.map((row) => [row[2], row[3], row[6]])

  test('keeps the lines of preformatted text', () => {
    const lines = [heading, ...rows].map((row) => `| ${row.join(' | ')} |`)
    const rule = '|---|---|---|---|---|---|---|---|'
    const page = `<h1>${head[0]}</h1><pre>| 项目名称 | 增绿补绿 |\n${[lines[0], rule, ...lines.slice(1)].join('\n')}</pre>`
    expect(names(page)).toEqual(expected)
  })

  test('says each term of a list with what is said of it', () => {
    const list = (row: readonly string[]) =>
      `<dl>${heading.map((label, at) => `<dt>${label}</dt><dd>${row[at] || '无'}</dd>`).join('')}</dl>`
    expect(names(`<h1>${head[0]}</h1><p>${head[1]}</p>${rows.map(list).join('')}`)).toEqual(expected)
  })

  test('names each indicator over its values, or has its labels right before them', () => {
    const card = ([, , name, target, actual, weight, score]: readonly string[]) =>
      `<p>${name}</p><p>目标：${target}　　实际：${actual}</p><p>分值：${weight}　　得分：${score}</p>`
    const close = (row: readonly string[]) =>
      heading.map((label, at) => `<div><label>${label}</label><span>${row[at] || '无'}</span></div>`).join('')
    const level = '优抚对象满意度'
    const over = ([one, two, , ...values]: readonly string[]) =>
      `<p>${one}-${two}</p>${card(['', '', level, ...values])}`
    expect(names(`<h1>${head[0]}</h1><p>${head[1]}</p>${rows.map(over).join('')}`)).toHaveLength(rows.length)
    for (const each of [card, close])
      expect(names(`<h1>${head[0]}</h1><p>${head[1]}</p>${rows.map(each).join('')}`)).toEqual(expected)
  })

  test('may hold its rows in a table of one column, or each second level in brackets', () => {
    const single = [heading, ...rows].map((row) => `<tr><td>${row.slice(0, 7).join('  ')}</td></tr>`).join('')
    const keyed = rows
      .map(([one, two, name, target, actual, weight, score], at) => {
        const over = rows[at - 1]?.[0] === one ? '' : `<h4>${one}（50分）</h4>`
        return `${over}<li>[${two}] ${name}：指标值 ${target}；完成值 ${actual}；分值 ${weight}；得分 ${score}</li>`
      })
      .join('')
    for (const body of [`<table>${single}</table>`, keyed])
      expect(readPage(`<h1>${head[0]}</h1><p>${head[1]}</p>${body}`)?.indicators).toMatchObject(
        rows.map(([level1, level2, name]) => ({ level1, level2, name })),
      )
  })

  test('parts what stands apart by its style', () => {
    const line = (row: readonly string[]) =>
      `<div>${row.map((text) => `<span style="display:inline-block">${text}</span>`).join('')}</div>`
    expect(names(`<h1>${head[0]}</h1><p>${head[1]}</p>${[heading, ...rows].map(line).join('')}`)).toEqual(
      expected,
    )
  })

  test('tells who it is about where labels stand alone, or a space behind them', () => {
    const table = `<table>${[heading, ...rows].map((row) => `<tr>${cells(row, 'td')}</tr>`).join('')}</table>`
    const who = { project: '增绿补绿', department: '正定县林业局', unit: '正定县苗圃中心' }
    const alone =
      '<p>项目名称</p><p>增绿补绿</p><p>主管部门</p><p>正定县林业局</p><p>实施单位</p><p>正定县苗圃中心</p>'
    const spaced = '<p>项目名称 增绿补绿</p><p>主管部门 正定县林业局 实施单位 正定县苗圃中心</p>'
    for (const labels of [alone, spaced]) expect(readPage(labels + table)).toMatchObject(who)
  })
})

test('remarks say why points were lost, where no other column does', () => {
  const remarks = [
    [...heading.slice(0, 7), '备注'],
    ...rows.map((row, at) => (at === 2 ? [...row.slice(0, 7), '含补植'] : row)),
  ]
  const [first, , third] = found([...head, ...remarks.map((row) => row.join('\t'))].join('\n')) ?? []
  expect([first?.[7], third?.[7]]).toEqual(['天旱', ''])
})

describe('a report in sentences', () => {
  const report = (...lines: string[]) =>
    read(['绿化中心关于2023年度增绿补绿项目的绩效自评报告', ...lines].join('\n'))

  test('an indicator may bear the name of its level, and its plan be said in words', () => {
    const made = report(
      '（一）满意度指标完成情况',
      '1.服务对象满意度指标：',
      '服务对象满意度：目标值95%，实际完成值96%。',
      '2.资料报送（时效指标）。指标值每季度末，实际完成值按时报送，满分10分，自评得10分。',
    )
    expect(made?.indicators).toMatchObject([
      { name: '服务对象满意度', target: '95%', actual: '96%' },
      { name: '资料报送', target: '每季度末', actual: '按时报送' },
    ])
  })

  test('a level numbered as the first level before it is one', () => {
    const made = report(
      '主管部门：林业局。',
      '1、产出指标完成情况',
      '（1）数量指标：栽植乔木目标值≥800株，实际完成812株。',
      '2、满意度指标完成情况',
      '（1）服务对象满意度指标：居民满意度目标值95%，实际完成96%。',
    )
    expect(made?.department).toBe('林业局')
    expect(made?.indicators.map(({ level1 }) => level1)).toEqual(['产出指标', '满意度指标'])
  })

  test('levels may say their points, values stand in quotes, and a unit behind a comma; a page’s foot says nothing', () => {
    const made = read(
      [
        '2023年度增绿补绿项目绩效自评报告',
        '按照有关要求，正定县苗圃中心对增绿补绿项目开展了绩效自评。',
        '1、产出指标（50分）',
        '（1）数量指标（50分）',
        '①栽植乔木：目标值“≥800株”，实际完成“812株”，得50分。',
        '版权所有：正定县人民政府 网站标识码：1301230001',
      ].join('\n'),
    )
    expect(made?.unit).toBe('正定县苗圃中心')
    expect(made?.indicators).toMatchObject([
      { level1: '产出指标', level2: '数量指标', name: '栽植乔木', target: '≥800株', actual: '812株' },
    ])
    expect(made?.indicators).toHaveLength(1)
  })

  test('a level may say how many indicators it has', () => {
    const made = report(
      '1.产出指标完成情况。共设置指标2个。',
      '（1）数量指标：栽植乔木目标值≥800株，实际完成812株。',
      '2.效益指标完成情况。共设置指标1个。',
      '—生态效益指标-占用林地面积：目标值≤9亩，实际完成3亩。',
    )
    expect(made?.indicators).toMatchObject([
      { level1: '产出指标' },
      { level1: '效益指标', name: '占用林地面积', actual: '3亩' },
    ])
    expect(made?.indicators).toHaveLength(2)
  })

  test('its total may be what the levels come to together', () => {
    const made = report(
      '产出指标完成情况：栽植乔木目标值≥800株，实际完成812株，合计50分。',
      '预算执行率得9.8分，产出指标得49.73分，效益指标得29.18分，满意度指标得10分，合计98.71分，自评等级“优”。',
    )
    expect(made?.total.score).toBe('98.71')
  })

  test('its title may name the office before the project, and a fund without the word', () => {
    const sentences = ['数量指标：栽植乔木目标值≥800株，实际完成812株。', '正定县林业局', '2024年3月1日']
    expect(read(['正定县林业局湿地修复项目2023年度绩效自评报告', ...sentences].join('\n'))?.project).toBe(
      '湿地修复',
    )
    expect(read(['垃圾分类专项绩效自评报告', ...sentences].join('\n'))?.project).toBe('垃圾分类专项')
  })
})

test('a label ends before the year and the labels behind it', () => {
  const line = '单位：正定县林业局　　　2023年度　　　金额单位：万元'
  expect(
    read([...head, line, heading.join('\t'), ...rows.map((row) => row.join('\t'))].join('\n'))?.unit,
  ).toBe('正定县林业局')
})

test('headings of money stand over the figures below them, whatever labels lead these', () => {
  const text = [
    ...head,
    '年初预算数    全年预算数    全年执行数    分值    执行率    得分',
    '项目资金（万元）    年度资金总额    110    120    96    10    80%    8',
    '其中：财政拨款    110    120    96    —    80%    —',
    ...[heading, ...rows].map((row) => row.join('    ')),
  ]
  const content = readTxt(text.join('\n'))
  const [draft] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(draft?.funds).toMatchObject({
    budget: { text: '110' },
    adjusted: { text: '120' },
    spent: { text: '96' },
    executionRate: '80%',
    weight: '10',
    score: '8',
  })
})
