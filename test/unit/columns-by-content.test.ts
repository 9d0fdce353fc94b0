import { describe, expect, test } from 'vitest'
import { layoutOf } from '#ingest/layouts/index.ts'
import { recordsOf } from '#ingest/pipeline.ts'
import { readCsv } from '#ingest/readers/csv.ts'
import { readReference } from '#ingest/reference.ts'

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

  test('and those below other headings say nothing of a block of money above them', () => {
    const { indicators } = draftOf(
      '项目资金（万元）,资金来源,年初预算数,全年预算数,全年执行数,分值,执行率,得分',
      ',年度资金总额,50,50,50,10,100%,10',
      ',其中：财政拨款,50,50,50,-,100%,-',
      `${levels},指标值,完成值,分值,得分`,
      `${river},≥12公里,13公里,50,50`,
      `${gates},≥95%,96%,40,40`,
    )
    expect(indicators.map(({ name }) => name)).toEqual(['清淤长度', '验收合格率'])
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

describe('where words do not say it, or say it wrongly', () => {
  test('what stands where points were lost is the reason, under a remark too', () => {
    const { indicators, problems } = draftOf(
      `${levels},指标值,完成值,分值,得分,备注`,
      `${river},≥12公里,11公里,60,55,汛期停工两个月`,
      `${gates},≥95%,96%,40,40,`,
    )
    expect(indicators.map(({ reason }) => reason)).toEqual(['汛期停工两个月', null])
    expect(problems).toMatchObject([{ code: 'heading-guessed', message: '备注' }])
  })

  test('a remark on what was reached is no reason', () => {
    const { indicators, problems } = draftOf(
      `${levels},指标值,完成值,分值,得分,备注`,
      `${river},≥12公里,13公里,60,60,包括支流两条`,
      `${gates},≥95%,94%,40,39,`,
    )
    expect([indicators.map(({ reason }) => reason), problems]).toEqual([[null, null], []])
  })

  test('自评结果 is an outcome where outcomes stand below it', () => {
    const { indicators } = draftOf(
      `${levels},指标值,自评结果,分值,得分`,
      `${river},≥12公里,13公里,60,58`,
      `${gates},≥95%,96%,40,40`,
    )
    expect(indicators.map(({ actual }) => actual)).toEqual(['13公里', '96%'])
  })

  test('考核标准 may be the target', () => {
    const { indicators } = draftOf(
      '考核类别,考核项目,考核内容,考核标准,考核情况,分值,考核得分',
      `${river},≥12公里,13公里,60,58`,
      `${gates},≥95%,96%,40,40`,
    )
    expect(indicators).toMatchObject([
      { level1: '产出指标', level2: '数量指标', name: '清淤长度', target: '≥12公里', actual: '13公里' },
      { target: '≥95%', actual: '96%' },
    ])
  })

  test('signs under 要求, figures and measures behind them', () => {
    const { indicators } = draftOf(
      `${levels},要求,数值,量纲,完成数值,分值,得分`,
      `${river},≥,12,公里,13,60,58`,
      `${gates},≥,95,%,96,40,40`,
    )
    expect(indicators.map(({ target, actual }) => [target, actual])).toEqual([
      ['≥12公里', '13'],
      ['≥95%', '96'],
    ])
  })

  test('short words are headings behind a name that only its place tells', () => {
    const { indicators } = draftOf(
      '一级指标,二级指标,甲栏,预定目标,实际达成,分值,自评',
      `${river},≥12公里,13公里,60分,58分`,
      `${gates},≥95%,96%,40分,40分`,
    )
    expect(indicators.map(({ name, score }) => [name, score])).toEqual([
      ['清淤长度', '58分'],
      ['验收合格率', '40分'],
    ])
  })

  test('no word is needed over levels that stand side by side', () => {
    const { indicators } = draftOf(
      '甲栏,乙栏,丙栏,全年计划,累计完成（截至9月末）,完成进度',
      `${river},≥12公里,9公里,75%`,
      `${gates},≥95%,96%,100%`,
    )
    expect(indicators).toMatchObject([
      { level2: '数量指标', name: '清淤长度', target: '≥12公里', actual: '9公里' },
      { level2: '质量指标', name: '验收合格率', target: '≥95%', actual: '96%' },
    ])
  })

  test('two levels may share a cell', () => {
    const { indicators } = draftOf(
      '指标类型,指标名称,指标值,完成值,分,得',
      '产出指标—数量指标,清淤长度,≥12公里,13公里,60,58',
      '产出指标—质量指标,验收合格率,≥95%,96%,40,40',
    )
    expect(indicators.map(({ level1, level2, score }) => [level1, level2, score])).toEqual([
      ['产出指标', '数量指标', '58'],
      ['产出指标', '质量指标', '40'],
    ])
  })
})

describe('what the place of a heading says', () => {
  test('an office behind a score gives one of its own, and is nobody whose indicators these are', () => {
    const content = readCsv(
      [
        `项目名称,${levels},指标值,完成值,分值,自评得分,主管部门`,
        `清淤疏浚工程,${river},≥12公里,13公里,60,60,58`,
        `清淤疏浚工程,${gates},≥95%,96%,40,40,40`,
      ].join('\n'),
    )
    const evaluations = layoutOf(content)?.layout.draft(content).evaluations
    expect(evaluations).toMatchObject([{ department: null, indicators: [{ score: '60' }, { score: '40' }] }])
  })

  test('merged cells that were filled again leave goals a goal, and the title a title', () => {
    const content = readCsv(
      [
        '项目支出绩效监控表（2023年）,项目支出绩效监控表（2023年）,项目支出绩效监控表（2023年）,项目支出绩效监控表（2023年）,项目支出绩效监控表（2023年）',
        '项目名称,项目名称,清淤疏浚工程,清淤疏浚工程,清淤疏浚工程',
        '年度总体目标,预期目标,预期目标,实际完成情况,实际完成情况',
        '年度总体目标,清淤12公里,清淤12公里,已完成,已完成',
        `${levels},指标值,1-7月完成值`,
        `${river},≥12公里,13公里`,
        `${gates},≥95%,96%`,
      ].join('\n'),
    )
    const evaluations = layoutOf(content)?.layout.draft(content).evaluations
    expect(evaluations).toMatchObject([
      {
        project: '清淤疏浚工程',
        kind: 'monitoring',
        indicators: [{ name: '清淤长度' }, { name: '验收合格率' }],
      },
    ])
  })

  test('months at the head of a heading are no value', () => {
    const { indicators } = draftOf(
      `${levels},甲栏,指标值,乙栏,1-7月完成值`,
      `${river},≥,12,公里,13公里`,
      `${gates},≥,95,%,96%`,
    )
    expect(indicators.map(({ target }) => target)).toEqual(['≥12公里', '≥95%'])
  })

  test('names over two columns are names, and cells beside them are looked at', () => {
    const written = readCsv(
      [
        '项目名称,,清淤疏浚工程,,,,,',
        `${levels},,指标值,完成值,甲栏,乙栏`,
        `${river},,≥12公里,13公里,60,58`,
        `${gates},,≥95%,96%,40,40`,
      ].join('\n'),
    )
    const content = {
      ...written,
      blocks: written.blocks.map((block) =>
        block.kind === 'table'
          ? {
              ...block,
              cells: block.cells.map((cell) => ({ ...cell, columnSpan: cell.column === 2 ? 2 : 1 })),
            }
          : block,
      ),
    }
    const indicators = layoutOf(content)?.layout.draft(content).evaluations[0]?.indicators
    expect(indicators).toMatchObject([
      { weight: '60', score: '58' },
      { weight: '40', score: '40' },
    ])
  })
})

describe('a second row of headings that nobody knows divides the first', () => {
  test('quarters are no outcome, and the whole year is', () => {
    const { indicators } = draftOf(
      `${levels},全年目标,各季度完成情况,,,,全年累计完成,分值,得分`,
      ',,,,一季度,二季度,三季度,四季度,,,',
      `${river},≥12公里,3公里,3公里,3公里,4公里,13公里,60,58`,
      `${gates},≥95%,,,,,96%,40,40`,
    )
    expect(indicators.map(({ actual }) => actual)).toEqual(['13公里', '96%'])
  })

  test('a year over 目标 and 完成 is theirs', () => {
    const { indicators } = draftOf(
      `${levels},2022年完成情况,2023年,,赋分,自评`,
      ',,,,目标,完成,,',
      `${river},9公里,≥12公里,13公里,60,58`,
      `${gates},90%,≥95%,96%,40,40`,
    )
    expect(indicators.map(({ target, actual }) => [target, actual])).toEqual([
      ['≥12公里', '13公里'],
      ['≥95%', '96%'],
    ])
  })
})

test('a mid-term set may lack the first level that the annual set right of it has', () => {
  const { indicators } = draftOf(
    '绩效指标,二级指标,指标内容,指标值,一级指标,二级指标,指标内容,指标值',
    '绩效指标,数量指标,清淤长度,≥36公里,产出指标,数量指标,清淤长度,≥12公里',
  )
  expect(indicators).toMatchObject([{ level1: '产出指标', name: '清淤长度', target: '≥12公里' }])
})

test('a list whose projects and offices stand under unknown headings is one', () => {
  const content = readCsv(
    [
      `归口部门,甲栏,乙栏,${levels},指标值,完成值,分值,得分`,
      `水利局,水利站,清淤疏浚工程,${river},≥12公里,13公里,60,58`,
      `水利局,水利站,清淤疏浚工程,${gates},≥95%,96%,40,40`,
      `水利局,防汛中心,堤防加固工程,${river},≥2公里,3公里,60,58`,
      `水利局,防汛中心,堤防加固工程,${gates},≥95%,96%,40,40`,
    ].join('\n'),
  )
  const evaluations = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(evaluations.map(({ project, unit, indicators }) => [project, unit, indicators.length])).toEqual([
    ['清淤疏浚工程', '水利站', 2],
    ['堤防加固工程', '防汛中心', 2],
  ])
})

test('a list may have unknown headings over its levels and names too', () => {
  const content = readCsv(
    [
      '资金名目,主管局,大类,小类,考核点,任务数,完成数,满分,得分',
      `清淤疏浚工程,水利局,${river},≥12公里,13公里,60,58`,
      `清淤疏浚工程,水利局,${gates},≥95%,96%,40,40`,
      `堤防加固工程,水利局,${river},≥2公里,3公里,60,58`,
      `堤防加固工程,水利局,${gates},≥95%,96%,40,40`,
    ].join('\n'),
  )
  const evaluations = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(evaluations.map(({ project, indicators }) => [project, indicators[1]?.level2])).toEqual([
    ['清淤疏浚工程', '质量指标'],
    ['堤防加固工程', '质量指标'],
  ])
})

test('first and second levels may each stand in a row of their own', () => {
  const { indicators } = draftOf(
    '指标,指标值,完成值,分值,得分',
    '产出指标,,,,',
    '数量指标,,,,',
    '清淤长度,≥12公里,13公里,50,48',
    '质量指标,,,,',
    '验收合格率,≥95%,96%,30,30',
    '满意度指标,,,,',
    '服务对象满意度,,,,',
    '居民满意度,≥90%,93%,20,20',
  )
  expect(indicators.map(({ level1, level2 }) => [level1, level2])).toEqual([
    ['产出指标', '数量指标'],
    ['产出指标', '质量指标'],
    ['满意度指标', '服务对象满意度'],
  ])
})

test.each([
  ['债券项目名称,清淤疏浚工程,项目主管部门,水利局', { project: '清淤疏浚工程', department: '水利局' }],
  ['项目,清淤疏浚工程,主管部门,水利局', { project: '清淤疏浚工程', department: '水利局' }],
  ['项目名称,清淤疏浚工程,单位,防汛中心', { project: '清淤疏浚工程', unit: '防汛中心' }],
  ['项目名称,清淤疏浚工程,单位,公里', { project: '清淤疏浚工程', unit: null }],
])('the head %s says whose form it is', (head, who) => {
  const content = readCsv(
    [head, `${levels},指标值,完成值,分值,得分`, `${river},≥12公里,13公里,60,58`].join('\n'),
  )
  expect(layoutOf(content)?.layout.draft(content).evaluations[0]).toMatchObject(who)
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

describe('a self-evaluation without outcomes, targets or scores says so', () => {
  const reference = readReference()
  const missing = (...rows: string[]) => {
    const content = readCsv(['项目支出绩效自评表,,,,,,', '项目名称,清淤疏浚工程,,,,,', ...rows].join('\n'))
    const draft = layoutOf(content)?.layout.draft(content)
    const { problems } = draft
      ? recordsOf(draft, { title: '', path: '', words: '' }, reference)
      : { problems: [] }
    return problems.flatMap(({ code, message }) => (code === 'column-missing' ? message : []))
  }

  test.each([
    [`${levels},指标值,甲1,分值,得分`, ['实际完成值']],
    [`${levels},指标值,完成值,分值,甲1`, ['得分']],
    [`${levels},指标值,完成值,分值,得分`, []],
  ])('%s', (heading, expected) => {
    expect(missing(heading, `${river},≥12公里,13公里,60,58`)).toEqual(expected)
  })
})

test('names may be numbered in a column of their own under their heading', () => {
  const { indicators } = draftOf(
    '一级指标,二级指标,三级指标,,指标值,完成值,分值,得分',
    '产出指标,数量指标,1,清淤长度,≥12公里,13公里,60,60',
    ',质量指标,2,验收合格率,≥95%,96%,40,40',
  )
  expect(indicators.map(({ name }) => name)).toEqual(['清淤长度', '验收合格率'])
})

test('a target may stand behind the name where its own cell is empty, or under one heading with it', () => {
  const aimed = [
    { name: '清淤长度', target: '≥12公里', actual: '13公里' },
    { name: '验收合格率', target: '不低于95%', actual: '96%' },
  ]
  const { indicators } = draftOf(
    `${levels},指标值,完成值,分值,得分`,
    '产出指标,数量指标,清淤长度≥12公里,,13公里,60,60',
    ',质量指标,验收合格率（不低于95%）,,96%,40,40',
  )
  expect(indicators).toMatchObject(aimed)
  const joined = draftOf(
    '一级指标,二级指标,指标内容及目标值,完成值,分值,得分',
    '产出指标,数量指标,清淤长度≥12公里,13公里,60,60',
    ',质量指标,验收合格率不低于95%,96%,40,40',
  )
  expect(joined.indicators).toMatchObject(aimed)
})

test('levels may be numbered in a column of their own as names are', () => {
  const { indicators } = draftOf(
    '一级指标,,二级指标,,三级指标,指标值,完成值,得分',
    '一,产出指标,1,数量指标,清淤长度,≥12公里,13公里,50',
    '一,产出指标,2,质量指标,验收合格率,≥95%,96%,30',
    '二,效益指标,1,社会效益指标,受益人口,≥3万人,3万人,20',
  )
  expect(indicators.map(({ level1, level2, name }) => [level1, level2, name])).toEqual([
    ['产出指标', '数量指标', '清淤长度'],
    ['产出指标', '质量指标', '验收合格率'],
    ['效益指标', '社会效益指标', '受益人口'],
  ])
})

test('circled numbers are no part of a name', () => {
  const { indicators } = draftOf(
    `${levels},指标值,完成值,分值,得分`,
    '产出指标,数量指标,①清淤长度,≥12公里,13公里,60,60',
    ',质量指标,② 验收合格率,≥95%,96%,40,40',
  )
  expect(indicators.map(({ name }) => name)).toEqual(['清淤长度', '验收合格率'])
})

test('projects named in rows across a table have the indicators that follow', () => {
  const content = readCsv(
    [
      '水利局2022年度项目绩效自评表,,,,,,',
      `${levels},指标值,完成值,分值,得分`,
      '（一）河道清淤项目,,,,,,',
      `${river},≥12公里,13公里,60,58`,
      `${gates},≥95%,96%,40,40`,
      '（二）堤防加固,,,,,,',
      `${river},≥2公里,3公里,60,58`,
      `${gates},≥95%,96%,40,40`,
    ].join('\n'),
  )
  const evaluations = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(evaluations.map(({ project, unit, indicators }) => [project, unit, indicators.length])).toEqual([
    ['河道清淤', '水利局', 2],
    ['堤防加固', '水利局', 2],
  ])
  expect(evaluations[1]?.indicators[0]).toMatchObject({ target: '≥2公里', at: { row: 7, column: 3 } })
})

test('a sum below a heading with its parts is what the heading says', () => {
  const content = readCsv(
    [
      '2022年度项目绩效自评汇总表（万元）,,,,,,',
      '项目名称,预算金额,,支出金额,,自评得分,等级',
      ',小计,其他,小计,其他,,',
      '河道清淤,120,20,90,10,95,优',
    ].join('\n'),
  )
  expect(layoutOf(content)?.layout.draft(content).evaluations[0]?.funds).toMatchObject({
    adjusted: { text: '120', unit: '万元' },
    spent: { text: '90' },
  })
})

test.each(['不适用', '不涉及', 'N/A'])('a row that says %s where its name belongs is none', (blank) => {
  const { indicators } = draftOf(
    `${levels},指标值,完成值,分值,得分`,
    `${river},≥12公里,13公里,60,60`,
    `效益指标,经济效益指标,${blank},,,,`,
    `${gates},≥95%,96%,40,40`,
  )
  expect(indicators).toHaveLength(2)
})
