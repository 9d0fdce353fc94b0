import { describe, expect, test } from 'vitest'
import { layoutOf } from '#ingest/layouts/index.ts'
import { readHtml } from '#ingest/readers/html.ts'
import { readTxt } from '#ingest/readers/txt.ts'

/** Rows of indicators that text keeps in lines: what parts their cells, and what leads up to their values. */

const evaluationOf = (text: string) => {
  const content = readTxt(text)
  return layoutOf(content)?.layout.draft(content).evaluations[0]
}
const listed = (text: string) =>
  evaluationOf(text)?.indicators.map(({ level1, level2, name, target, actual, weight, score }) =>
    [level1, level2, name, target, actual, weight, score].map((cell) => cell ?? '').join('|'),
  )

test('pipes stand between the cells alone, and empty cells with spaces around them make no columns', () => {
  const rows = [
    '增绿补绿绩效自评表',
    '项目名称 | 增绿补绿',
    '一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 扣分原因',
    '产出指标 | 数量指标 | 栽植乔木 | ≥800株 | 812株 | 30 | 30 | ',
    ' |  | 栽植灌木 | ≥90株 | 85株 | 20 | 18 | 天旱',
    ' | 质量指标 | 成活率 | ≥90% | 93% | 20 | 20 | ',
    ' |  | 验收率 | 100% | 100% | 20 | 20 | ',
  ]
  expect(listed(rows.join('\n'))).toEqual([
    '产出指标|数量指标|栽植乔木|≥800株|812株|30|30',
    '产出指标|数量指标|栽植灌木|≥90株|85株|20|18',
    '产出指标|质量指标|成活率|≥90%|93%|20|20',
    '产出指标|质量指标|验收率|100%|100%|20|20',
  ])
})

test.each([['  '], [' ']])('numbered rows without a first level, parted by %j', (gap) => {
  const rows = [
    ['序号', '指标类型', '指标名称', '目标值', '完成值', '权重', '得分'],
    ['1', '数量指标', '栽植乔木', '≥800株', '812株', '50', '50'],
    ['2', '质量指标', '成活率', '≥90%', '93%', '30', '30'],
    ['3', '满意度指标', '居民满意度', '≥90%', '89%', '20', '19'],
  ]
  const text = ['2023年度增绿补绿绩效指标完成情况表', ...rows.map((row) => row.join(gap))].join('\n')
  expect(listed(text)?.map((row) => row.split('|').slice(2).join('|'))).toEqual([
    '栽植乔木|≥800株|812株|50|50',
    '成活率|≥90%|93%|30|30',
    '居民满意度|≥90%|89%|20|19',
  ])
})

describe('a line behind both its levels may lead right to its values', () => {
  const rows = [
    ['产出指标—数量指标—栽植乔木（30分）：目标值≥800株；完成值812株；得分30分。'],
    ['产出指标—质量指标—成活率（50分）：目标值达到90%以上；完成值93%；得分50分。'],
    ['满意度指标—服务对象满意度指标—居民满意度（20分）：目标值90%；完成值89%；得分19分。'],
  ]
  const told = [
    '产出指标|数量指标|栽植乔木|≥800株|812株|30|30分',
    '产出指标|质量指标|成活率|达到90%以上|93%|50|50分',
    '满意度指标|服务对象满意度指标|居民满意度|90%|89%|20|19分',
  ]

  test('in text', () => {
    expect(listed(['一、项目实施单位：园林所。', ...rows.flat()].join('\n'))).toEqual(told)
  })

  test('in a page whose head is a table', () => {
    const head = '<table><tr><td>项目名称</td><td>增绿补绿</td><td>主管部门</td><td>林业局</td></tr></table>'
    const content = readHtml(Buffer.from(`${head}<ul>${rows.map((row) => `<li>${row}</li>`).join('')}</ul>`))
    const found = layoutOf(content)?.layout.draft(content).evaluations[0]
    expect(found?.project).toBe('增绿补绿')
    expect(found?.indicators.map(({ name }) => name)).toEqual(['栽植乔木', '成活率', '居民满意度'])
  })
})

test('first levels in brackets of their own', () => {
  const rows = [
    '园林所2023年度增绿补绿绩效自评报告',
    '【产出指标】',
    '数量指标：栽植乔木目标值为≥800株，实际值为812株，该指标30分，得30分。',
    '【满意度指标】',
    '服务对象满意度指标：居民满意度目标值为90%，实际值为89%，该指标20分，得19分。',
  ]
  expect(listed(rows.join('\n'))).toEqual([
    '产出指标|数量指标|栽植乔木|≥800株|812株|30|30',
    '满意度指标|服务对象满意度指标|居民满意度|90%|89%|20|19',
  ])
})

test('who and when beside the headings, and money in a sentence above a cell a line', () => {
  const rows = [
    ['填报单位：云溪区园林所', '2024年度'],
    ['一级指标', '二级指标', '三级指标', '目标值', '实际值', '得分'],
    ['产出指标', '数量指标', '栽植乔木', '800株', '812株', '50'],
    ['效益指标', '生态效益指标', '成活率', '90%', '93%', '50'],
  ]
  expect(evaluationOf(rows.map((row) => row.join('\t')).join('\n'))?.year).toBe('2024')
  const cells = rows.slice(1).flatMap((row) => [...row, ''])
  const sentence = '预算资金142.79万元，实际支出137万元，执行率95.94%'
  const found = evaluationOf(
    ['2024年增绿补绿绩效自评表', '项目单位：园林所', sentence, '', ...cells].join('\n'),
  )
  expect(found?.funds).toMatchObject({ executionRate: '95.94%', spent: { text: '137', unit: '万元' } })
})

test('a whole form in one line', () => {
  const rows = [
    ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分'],
    ['产出指标', '数量指标', '栽植乔木', '≥800株', '812株', '50', '50'],
    ['产出指标', '质量指标', '成活率', '≥90%', '93%', '30', '30'],
    ['满意度指标', '服务对象满意度', '居民满意度', '≥90%', '89%', '20', '19'],
  ]
  expect(listed(['项目名称：增绿补绿', rows.flat().join('／')].join('\n'))).toEqual(
    rows.slice(1).map((row) => row.join('|')),
  )
})

test('cards that name their indicator by its number, and both its levels in one', () => {
  const cards = ['栽植乔木', '成活率', '补植率'].map((name, at) =>
    [`指标${at + 1}：${name}`, '所属类别：产出指标/质量指标', '目标值：≥90%', '完成值：93%', '得分：20'].join(
      '\n',
    ),
  )
  expect(listed(['项目名称：增绿补绿', ...cards].join('\n'))).toEqual(
    ['栽植乔木', '成活率', '补植率'].map((name) => `产出指标|质量指标|${name}|≥90%|93%||20`),
  )
})

test('both levels over the lines that they hold', () => {
  const rows = ['栽植乔木', '成活率', '补植率'].map(
    (name) => `【产出指标】质量指标\n${name}：目标值 ≥90%；完成值 93%；分值 20；得分 20`,
  )
  expect(listed(['增绿补绿绩效自评情况表', ...rows].join('\n'))).toEqual(
    ['栽植乔木', '成活率', '补植率'].map((name) => `产出指标|质量指标|${name}|≥90%|93%|20|20`),
  )
})

test('a second level before each name, under a first one', () => {
  const rows = ['栽植乔木', '成活率', '补植率'].map(
    (name) => `质量指标：${name}　目标值：≥90%　完成值：93%　得分：20`,
  )
  expect(listed(['增绿补绿绩效自评情况', '产出指标', ...rows].join('\n'))).toEqual(
    ['栽植乔木', '成活率', '补植率'].map((name) => `产出指标|质量指标|${name}|≥90%|93%||20`),
  )
})

test('each label in a line over its value', () => {
  const rows = ['栽植乔木', '成活率', '补植率'].map((name) =>
    ['一级指标', '产出指标', '二级指标', '质量指标', '三级指标', name, '目标值', '≥90%', '得分', '20'].join(
      '\n',
    ),
  )
  const text = ['2023年度绩效自评表', '项目名称', '增绿补绿', ...rows].join('\n')
  expect(evaluationOf(text)?.project).toBe('增绿补绿')
  expect(listed(text)).toEqual(
    ['栽植乔木', '成活率', '补植率'].map((name) => `产出指标|质量指标|${name}|≥90%|||20`),
  )
})

test('a numbered line over its values names the indicator that no label names', () => {
  const rows = ['栽植乔木', '成活率', '补植率'].map(
    (name, at) => `${at + 1}. ${name}\n指标类型：产出指标 - 质量指标\n目标值：≥90%\n完成值：93%\n得分：20`,
  )
  expect(listed(['增绿补绿绩效自评', '项目单位：云溪区园林所', ...rows].join('\n'))).toEqual(
    ['栽植乔木', '成活率', '补植率'].map((name) => `产出指标|质量指标|${name}|≥90%|93%||20`),
  )
})

test('a label and its value share a line where every other cell has its own', () => {
  const cells = ['一级指标', '二级指标', '三级指标', '目标值', '完成值', '分值', '得分', '产出指标']
  const rows = ['栽植乔木', '成活率', '补植率'].flatMap((name) => [
    '质量指标',
    name,
    '≥90%',
    '93%',
    '20',
    '20',
  ])
  const found = evaluationOf(
    ['2023年度绩效自评表', '项目名称 增绿补绿', '实施单位 云溪区园林所', ...cells, ...rows].join('\n'),
  )
  expect(found).toMatchObject({ project: '增绿补绿', unit: '云溪区园林所' })
})

describe('sentences of a report', () => {
  const told = (...lines: string[]) => listed(['园林所2023年度增绿补绿绩效自评报告', ...lines].join('\n'))

  test('plan and outcome each in a sentence of its own', () => {
    expect(told('1.成活率（质量指标）。年度目标：至少90%。完成情况：93%。分值20分，得分20分。')).toEqual([
      '|质量指标|成活率|至少90%|93%|20|20',
    ])
  })

  test('no word of plan before what was planned', () => {
    expect(
      told(
        '质量指标：植被成活率90%以上，实际93%；补植乔木达到800株以上，实际812株。',
        '可持续影响指标：管护能力持续增强，实际有所增强。',
      ),
    ).toEqual([
      '|质量指标|植被成活率|90%以上|93%||',
      '|质量指标|补植乔木|达到800株以上|812株||',
      '|可持续影响指标|管护能力|持续增强|有所增强||',
    ])
  })

  test('both levels in brackets before the name', () => {
    expect(told('1、【产出指标/质量指标】成活率，目标≥90%，实际完成93%，得20分（满分20分）。')).toEqual([
      '产出指标|质量指标|成活率|≥90%|93%|20|20',
    ])
  })

  test('a first level leads the sentences of its line, and stands alone as those before it did', () => {
    expect(told('产出指标。质量指标方面，成活率计划90%，实际93%，自评20分。')).toEqual([
      '产出指标|质量指标|成活率|90%|93%||20',
    ])
    const last = told(
      '产出指标：',
      '质量指标：成活率≥90%，实际93%。',
      '满意度指标：',
      '服务对象满意度指标：居民满意度≥90%，实际89%。',
    )
    expect(last?.at(-1)).toBe('满意度指标|服务对象满意度指标|居民满意度|≥90%|89%||')
  })

  test('a date right behind the name', () => {
    expect(told('时效指标：栽植完成时间2023年5月31日前，实际2023年5月28日。')).toEqual([
      '|时效指标|栽植完成时间|2023年5月31日前|2023年5月28日||',
    ])
  })

  test('who carries it out', () => {
    const found = evaluationOf(
      '增绿补绿绩效自评报告\n云溪区园林所是增绿补绿的实施单位。\n质量指标：成活率≥90%，实际93%。',
    )
    expect(found?.unit).toBe('云溪区园林所')
  })
})

test('the end of a value that a line of labels tore is told', () => {
  const table = `<table>${[
    ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '得分'],
    ['产出指标', '数量指标', '栽植乔木', '800株', '812株', '50'],
    ['效益指标', '生态效益指标', '成活率', '90%', '93%', '50'],
  ]
    .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</table>`
  const lines = ['项目名称 增绿补绿 主管部门 云溪区林业局', '奖补', '实施单位 园林所 年度 2023']
  const content = readHtml(Buffer.from(lines.map((line) => `<p>${line}</p>`).join('') + table))
  expect(layoutOf(content)?.layout.draft(content).problems).toContainEqual(
    expect.objectContaining({ code: 'value-torn', message: '奖补' }),
  )
})

test('headings that came apart within a word are whole again, though their parts are words too', () => {
  const rows = [
    '2021年度项目支出绩效自评表',
    '项目名称 增绿补绿',
    '一级指标 二级指标 三级指标 分值 年度 指标值 全年 实际值 得分 未完成原因 及拟采取的改进措施',
    '产出指标 数量指标 栽植乔木 50 ≥800株 812株 50',
    '质量指标 成活率 30 ≥90% 88% 29 天旱',
    '满意度指标 服务对象满意度指标 居民满意度 20 ≥90% 93% 20',
    '总分 100 99',
  ]
  expect(listed(rows.join('\n'))).toEqual([
    '产出指标|数量指标|栽植乔木|≥800株|812株|50|50',
    '产出指标|质量指标|成活率|≥90%|88%|30|29',
    '满意度指标|服务对象满意度指标|居民满意度|≥90%|93%|20|20',
  ])
})
