import { describe, expect, test } from 'vitest'
import { headingOf } from '#ingest/layouts/headings.ts'
import { layoutOf } from '#ingest/layouts/index.ts'
import { readCsv } from '#ingest/readers/csv.ts'
import { withSymbols } from '#ingest/readers/symbols.ts'
import type { Content } from '#ingest/readers/table.ts'
import { readTxt } from '#ingest/readers/txt.ts'

/** Headings that nobody had seen, and what stands below them. */

const evaluationOf = (content: Content) => layoutOf(content)?.layout.draft(content).evaluations[0]
const indicatorsOf = (...rows: string[]) =>
  evaluationOf(readCsv(['项目名称,增绿补绿,,,,,', ...rows].join('\n')))?.indicators ?? []

describe('a heading means what its words say', () => {
  test.each([
    ['应完成值', 'target'],
    ['预期当年实现值', 'target'],
    ['预计当年实现', 'target'],
    ['近两年指标值', 'ignored'],
    ['得分及扣分原因', 'score'],
    ['得分、扣分说明', 'score'],
    ['支出资金', 'spent'],
    ['三级指标编码', 'ignored'],
    ['绩效度量单位', 'targetUnit'],
    ['计划任务数', 'target'],
    ['拟完成数', 'target'],
    ['完成实绩', 'actual'],
    ['截至12月31日完成情况', 'actual'],
    ['目标分值', 'weight'],
    ['应得分值', 'weight'],
    ['得分值', 'score'],
    ['自评打分值', 'score'],
    ['评定分值', 'score'],
    ['差异说明', 'reason'],
    ['自评扣分说明', 'reason'],
    ['未完成绩效目标的原因和改进措施', 'reason'],
    ['主管部门审核得分', 'ignored'],
    ['抽查得分', 'ignored'],
    ['扣分值', 'ignored'],
    ['一级指标及权重', 'level1'],
    ['预算数（年初）', 'budget'],
    ['预算数（调整后）', 'adjusted'],
    ['累计支付数', 'spent'],
    ['计划完成', 'target'],
    ['自评指标值', 'actual'],
    ['指标值（实现）', 'actual'],
    ['打分情况', 'score'],
    ['绩效目标（年初）', 'target'],
    ['绩效目标（完成）', 'actual'],
    ['年度指标值（应完成）', 'target'],
    ['年度指标值（实际完成）', 'actual'],
  ])('%s', (text, field) => {
    expect(headingOf(text)?.field).toBe(field)
  })

  test.each(['目标', '实际', '计划', '存在问题'])('%s alone is none', (text) => {
    expect(headingOf(text)).toBeNull()
  })
})

test('beside the levels of indicators short words are headings', () => {
  const [trees] = indicatorsOf(
    '一级指标,二级指标,三级指标,目标,实际,分值,总得分',
    '产出指标,数量指标,栽植乔木,800株,812株,50,48',
  )
  expect(trees).toMatchObject({ target: '800株', actual: '812株', weight: '50', score: '48' })
})

test('beside an office a label that nobody knows says who reports; who has a part in it alone does not', () => {
  const rows = ['部门单位,水利局,,,,,', '配合部门,林业局,,,,,', '二级指标,三级指标,指标值,完成值,得分']
  const found = evaluationOf(
    readCsv(['项目名称,增绿补绿,,,,,', ...rows, '数量指标,栽植乔木,800株,700株,48'].join('\n')),
  )
  expect(found?.unit).toBe('水利局')
})

test('of two columns of reasons the one that says why is kept', () => {
  const [trees] = indicatorsOf(
    '二级指标,三级指标,指标值,完成值,得分,改进措施,偏差及原因',
    '数量指标,栽植乔木,800株,700株,48,加强管理,天旱',
  )
  expect(trees?.reason).toBe('天旱')
})

test('指标类型 behind the levels is no first level', () => {
  const [trees] = indicatorsOf(
    '指标类别,二级指标,三级指标,指标类型,指标值,完成值,得分',
    '产出指标,数量指标,栽植乔木,定量,800株,812株,50',
  )
  expect(trees).toMatchObject({ level1: '产出指标', level2: '数量指标' })
})

test('a year before a short word, and a first level by its place', () => {
  const [trees] = indicatorsOf(
    '评价内容,二级指标,三级指标,2024年度目标,2024年度实际,分值,得分',
    '产出指标,数量指标,栽植乔木,800株,812株,50,50',
  )
  expect(trees).toMatchObject({ level1: '产出指标', target: '800株', actual: '812株' })
})

test('what stands under 上年度 is not read', () => {
  const frame = '┌──┬──┬──┬──┬──┬──┬──┐'
  const rows = [
    '│项目名称│增绿补绿││││││',
    '│二级指标│三级指标│上年度││本年度││得分│',
    '│││目标值│完成值│目标值│完成值││',
    '│数量指标│栽植乔木│700株│690株│800株│812株│50│',
  ]
  const found = evaluationOf(readTxt([frame, ...rows.flatMap((row) => [row, frame])].join('\n')))
  expect(found?.indicators).toMatchObject([{ target: '800株', actual: '812株' }])
})

test('具体指标 behind third levels names the indicator', () => {
  const [trees] = indicatorsOf(
    '一级指标,二级指标,三级指标,具体指标,目标值,完成值,得分',
    '产出,产出数量,数量指标,栽植乔木,800株,812株,50',
  )
  expect(trees).toMatchObject({ level1: '产出', level2: '产出数量', name: '栽植乔木' })
})

test('指标类别 may head second levels', () => {
  const found = indicatorsOf(
    '序号,指标类别,指标名称,指标值,完成值,分值,得分',
    '1,数量指标,栽植乔木,800株,812株,50,50',
    '2,成本指标,每株造价,30元/株,30元/株,50,50',
  )
  expect(found.map(({ level1, level2 }) => [level1, level2])).toEqual([
    [null, '数量指标'],
    [null, '成本指标'],
  ])
})

test.each(['产出指标-数量指标-栽植乔木', '产出指标/数量指标/栽植乔木', '产出指标→数量指标→栽植乔木'])(
  'levels may stand before the name in its cell: %s',
  (path) => {
    const [trees] = indicatorsOf('序号,绩效指标,指标值,完成值,分值,得分,', `1,${path},800株,812株,50,50,`)
    expect(trees).toMatchObject({ level1: '产出指标', level2: '数量指标', name: '栽植乔木' })
  },
)

test('a name with a dash of its own stays whole', () => {
  const [lights] = indicatorsOf('序号,绩效指标,指标值,完成值,分值,得分,', '1,东街-西街亮灯率,95%,96%,50,50,')
  expect(lights).toMatchObject({ level1: null, level2: null, name: '东街-西街亮灯率' })
})

test.each([
  ['目标值/完成值', '≥95%/98%', '≥95%', '98%'],
  ['目标值/完成值', '目标值：≥95%；完成值：98%', '≥95%', '98%'],
  ['年度指标值/实际完成值', '30元/株/28元/株', '30元/株', '28元/株'],
  ['指标值（目标/实际）', '年底前／2020年12月1日', '年底前', '2020年12月1日'],
  ['目标值及完成值', '明显改善/改善', '明显改善', '改善'],
])('under %s stand both: %s', (heading, cell, target, actual) => {
  const [trees] = indicatorsOf(
    `一级指标,二级指标,三级指标,${heading},分值,得分,`,
    `产出指标,数量指标,栽植乔木,${cell},50,50,`,
  )
  expect(trees).toMatchObject({ target, actual })
})

test('调整后指标值 holds before 年初指标值 where it is filled in', () => {
  const found = indicatorsOf(
    '一级指标,二级指标,三级指标,年初指标值,调整后指标值,实际完成值,得分',
    '产出指标,数量指标,栽植乔木,800株,750株,760株,50',
    '产出指标,数量指标,补植灌木,90株,,90株,50',
  )
  expect(found.map(({ target }) => target)).toEqual(['750株', '90株'])
})

test('the outcome may have a unit of its own beside it in the second row of headings', () => {
  const [trees] = indicatorsOf(
    '二级指标,三级指标,年度指标值,,实际完成值,,得分',
    ',,指标值,单位,完成值,单位,',
    '数量指标,栽植乔木,≥800,株,812,株,50',
  )
  expect(trees).toMatchObject({ target: '≥800株', actual: '812株' })
})

test('of a plan for years the first is read', () => {
  const [trees] = indicatorsOf(
    '一级指标,二级指标,三级指标,2025年,2026年,2027年,',
    '产出指标,数量指标,栽植乔木,800株,900株,1000株,',
  )
  expect(trees).toMatchObject({ target: '800株', actual: null })
})

test('a table drawn with plain signs is one, with both rows of its headings', () => {
  const frame = '+------+------+----+----+----+----+'
  const rows = [
    '| 项目名称 | 增绿补绿 |    |    |    |    |',
    '| 二级指标 | 三级指标 | 指标值 |    |    | 完成值 |',
    '|          |          | 符号 | 目标值 | 单位 |     |',
    '| 数量指标 | 栽植乔木 | ≥ | 800 | 株 | 812株 |',
  ]
  const found = evaluationOf(readTxt([frame, ...rows.flatMap((row) => [row, frame])].join('\n')))
  expect(found?.indicators).toMatchObject([{ name: '栽植乔木', target: '≥800株', actual: '812株' }])
})

test.each([
  ['\uf0b395%', '≥95%'],
  ['\uf0a3 3次', '≤ 3次'],
  ['\uf0a3新增', '☐新增'],
])('the glyph in %j is a sign before a figure', (text, shown) => {
  expect(withSymbols(text)).toBe(shown)
})

describe('levels and values are told by what stands below and beside their headings', () => {
  test.each([
    ['指标类别,指标类型,指标名称,目标值,完成情况,标准分,自评分'],
    ['绩效大类,绩效小类,考核内容,年初目标,年末完成,满分,实得分'],
    ['维度,分类,内容,绩效目标,绩效实际,满分,评定'],
  ])('%s', (heading) => {
    const indicators = indicatorsOf(
      heading,
      '产出指标,数量指标,栽植乔木,800株,812株,50,48',
      ',时效指标,完工时间,10月底前,10月20日,20,20',
      '效益指标,生态效益指标,成活率,≥90%,93%,20,20',
    )
    expect(indicators).toHaveLength(3)
    expect(indicators[2]).toMatchObject({
      level1: '效益指标',
      level2: '生态效益指标',
      name: '成活率',
      target: '≥90%',
      actual: '93%',
      weight: '20',
      score: '20',
    })
  })

  test('in text with a space between the cells', () => {
    const content = readTxt(
      [
        '项目名称：增绿补绿',
        '一级 二级 三级 目标 完成 权重 得分',
        '产出指标 数量指标 栽植乔木 800株 812株 50 48',
        '产出指标 时效指标 完工时间 10月底前 10月20日 20 20',
        '效益指标 生态效益指标 成活率 ≥90% 93% 20 20',
      ].join('\n'),
    )
    expect(evaluationOf(content)?.indicators[2]).toMatchObject({ target: '≥90%', actual: '93%', score: '20' })
  })
})

test.each([
  ['一级指标,二级指标,三级指标,半年（程）,,全年,,分值,得分', ',,,目标值,完成值,目标值,完成值,,'],
  ['一级指标,二级指标,三级指标,半年目标值,半年完成值,全年目标值,全年完成值,分值,得分', ''],
])('what half of the year came to gives way to the whole of it: %s', (first, second) => {
  const [lifts] = indicatorsOf(
    ...[first, second].filter((row) => row !== ''),
    '产出指标,数量指标,加装电梯,≥30台,28台,≥70台,74台,50,50',
  )
  expect(lifts).toMatchObject({ target: '≥70台', actual: '74台', score: '50' })
})
