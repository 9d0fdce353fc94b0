import { describe, expect, test } from 'vitest'
import { layoutOf } from '#ingest/layouts/index.ts'
import { readCsv } from '#ingest/readers/csv.ts'

/** Columns whose headings nobody knows are known by their cells, and told as unknown all the same. */

const draftOf = (...rows: string[]) => {
  const content = readCsv(['项目名称,清淤疏浚工程,,,,,,', ...rows].join('\n'))
  const draft = layoutOf(content)?.layout.draft(content)
  return { indicators: draft?.evaluations[0]?.indicators ?? [], problems: draft?.problems ?? [] }
}

const levels = '一级指标,二级指标,三级指标'
const river = '产出指标,数量指标,清淤长度'
const gates = '产出指标,质量指标,验收合格率'

describe('the cells say what a column holds', () => {
  test('signs', () => {
    const { indicators, problems } = draftOf(
      `${levels},甲乙栏,指标值,计量单位,完成值,得分`,
      `${river},≥,12,公里,13公里,50`,
      `${gates},≥,95,%,96%,50`,
    )
    expect(indicators.map(({ target }) => target)).toEqual(['≥12公里', '≥95%'])
    expect(problems).toMatchObject([{ code: 'heading-unknown', message: '甲乙栏' }])
  })

  test('points that add up to a whole, and points no higher', () => {
    const { indicators } = draftOf(
      `${levels},指标值,完成值,甲栏,乙栏`,
      `${river},≥12公里,13公里,60,58`,
      `${gates},≥95%,96%,40,40`,
    )
    expect(indicators.map(({ weight, score }) => [weight, score])).toEqual([
      ['60', '58'],
      ['40', '40'],
    ])
  })

  test('values of the kinds of the other side', () => {
    const { indicators } = draftOf(
      `${levels},甲栏,完成值,分值,得分`,
      `${river},≥12公里,13公里,60,58`,
      `${gates},≥95%,96%,40,40`,
    )
    expect(indicators.map(({ target }) => target)).toEqual(['≥12公里', '≥95%'])
  })

  test('rates of completion are no outcomes', () => {
    const { indicators } = draftOf(
      `${levels},指标值,甲栏,分值,得分`,
      `${river},≥12公里,108%,60,58`,
      '产出指标,数量指标,整修闸门,3座,100%,40,40',
    )
    expect(indicators.map(({ actual }) => actual)).toEqual([null, null])
  })

  test('levels', () => {
    const { indicators } = draftOf(
      '甲栏,乙栏,指标名称,指标值,完成值,分值,得分',
      `${river},≥12公里,13公里,60,58`,
      `${gates},≥95%,96%,40,40`,
    )
    expect(indicators.map(({ level1, level2 }) => [level1, level2])).toEqual([
      ['产出指标', '数量指标'],
      ['产出指标', '质量指标'],
    ])
  })
})

test('an outcome of the year before is not the outcome', () => {
  const { indicators } = draftOf(
    `${levels},2022年完成值,2023年目标值,2023年完成值,分值,得分`,
    `${river},9公里,≥12公里,13公里,60,58`,
  )
  expect(indicators).toMatchObject([{ target: '≥12公里', actual: '13公里' }])
  const planned = draftOf(`${levels},2022年完成值,2023年目标值,分值`, `${river},9公里,≥12公里,60`)
  expect(planned.indicators).toMatchObject([{ target: '≥12公里', actual: null }])
})

test('名称 and 权重 may stand below each level', () => {
  const { indicators } = draftOf(
    '一级指标,,二级指标,,三级指标,,目标值,完成值,得分',
    '名称,权重,名称,权重,名称,权重,,,',
    '产出指标,100,数量指标,60,清淤长度,60,≥12公里,13公里,58',
    ',,质量指标,40,验收合格率,40,≥95%,96%,40',
  )
  expect(indicators.map(({ name, weight }) => [name, weight])).toEqual([
    ['清淤长度', '60'],
    ['验收合格率', '40'],
  ])
})

test('单位 behind an indicator is its measure', () => {
  const { indicators } = draftOf(
    '指标分类,指标名称,单位,年度计划,全年完成,分值,得分',
    '数量指标,清淤长度,公里,12,13,60,58',
  )
  expect(indicators).toMatchObject([{ target: '12公里', actual: '13' }])
})

test('three levels head indicators, whatever the words behind them', () => {
  const { indicators } = draftOf(
    `${levels},甲栏,乙栏,丙栏,丁栏`,
    `${river},≥12公里,13公里,60,58`,
    `${gates},≥95%,96%,40,40`,
  )
  expect(indicators).toMatchObject([
    { target: '≥12公里', actual: '13公里', weight: '60', score: '58' },
    { target: '≥95%', actual: '96%', weight: '40', score: '40' },
  ])
})

test('a list of indicators has such columns too', () => {
  const content = readCsv(
    [
      '年度,单位名称,项目名称,甲栏,乙栏,指标名称,丙栏,丁栏,分值,得分',
      `2022,水利站,清淤疏浚工程,${river},≥12公里,13公里,60,58`,
      `2022,水利站,清淤疏浚工程,${gates},≥95%,96%,40,40`,
    ].join('\n'),
  )
  const [evaluation] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(evaluation?.indicators[1]).toMatchObject({ level2: '质量指标', target: '≥95%', actual: '96%' })
})

test('指标 and 分值 may stand below each level', () => {
  const { indicators } = draftOf(
    '一级指标,,二级指标,,三级指标,,得分',
    '指标,分值,指标,分值,指标,分值,',
    '产出指标,100,数量指标,60,清淤长度,60,58',
  )
  expect(indicators).toMatchObject([{ name: '清淤长度', weight: '60', score: '58' }])
})

test('a heading merged down from the row above keeps its column', () => {
  const { indicators } = draftOf(
    '指标体系,,,年初设定,,年终自评,,未完成原因',
    `${levels},权重,指标值,完成值,得分,`,
    `${river},60,≥12公里,11公里,50,汛期停工`,
  )
  expect(indicators[0]?.reason).toBe('汛期停工')
})

test('labels may stand over their values', () => {
  const content = readCsv(
    [
      '项目名称,,主管部门,,实施单位,,评价年度',
      '清淤疏浚工程,,水利局,,水利站,,2022',
      `${levels},指标值,完成值,分值,得分`,
      `${river},≥12公里,13公里,60,58`,
    ].join('\n'),
  )
  const [evaluation] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(evaluation).toMatchObject({
    project: '清淤疏浚工程',
    department: '水利局',
    unit: '水利站',
    year: '2022',
  })
})

test('a total and a grade may close a table in one cell', () => {
  const content = readCsv(
    [
      '项目名称,清淤疏浚工程,,,,,',
      `${levels},指标值,完成值,分值,得分`,
      `${river},≥12公里,13公里,60,58`,
      '自评总分：98.5分，自评等级：优,,,,,,',
    ].join('\n'),
  )
  const [evaluation] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(evaluation?.total).toEqual({ score: '98.5', grade: '优' })
})
