import { expect, test } from 'vitest'
import { layoutOf } from '#ingest/layouts/index.ts'
import { readTxt } from '#ingest/readers/txt.ts'

/** Sentences that say of an indicator what was planned and what was done, in clauses of any order and distance. */

const listed = (...lines: string[]) => {
  const content = readTxt(['2021年度增绿补绿项目绩效自评报告', ...lines].join('\n'))
  const [draft] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  return draft?.indicators.map(({ level1, level2, name, target, actual, weight, score }) =>
    [level1, level2, name, target, actual, weight, score].map((cell) => cell ?? '').join('|'),
  )
}

test('each clause is told by the word it begins with, whatever stands between them', () => {
  expect(
    listed(
      '（一）产出指标',
      '1.数量指标',
      '栽植乔木：年初设定目标值为≥800株，年末实际完成值为812株。该项指标满分10分，自评得9分。',
      '补植灌木数量，目标300丛，较上年增加20丛，全年完成310丛，分值8分，得8分。',
      '2.质量指标：乔木成活率（目标不低于95%，实际96%，分值10分，得分10分）。',
      '（二）效益指标方面',
      '1.社会效益指标：市民绿化意识年初目标为有所提高。年末达到有所提高。满分10分，得10分。',
    ),
  ).toEqual([
    '产出指标|数量指标|栽植乔木|≥800株|812株|10|9',
    '产出指标|数量指标|补植灌木数量|300丛|310丛|8|8',
    '产出指标|质量指标|乔木成活率|不低于95%|96%|10|10',
    '效益指标|社会效益指标|市民绿化意识|有所提高|有所提高|10|10',
  ])
})

test('a name may be followed by its levels and points in brackets, and hold brackets of its own', () => {
  expect(
    listed(
      '1.购置剪草机台（套）数（产出指标—数量指标，10分）。目标值21台，实际完成值21台，得10分。',
      '2.绿地完好率（产出指标—质量指标，分值5分）：目标值≥95%，实际完成值94%，得4分。',
      '3.游客满意度（满意度指标—服务对象满意度指标，10分）。目标值≥90%，实际完成值95%，得10分。',
    ),
  ).toEqual([
    '产出指标|数量指标|购置剪草机台（套）数|21台|21台|10|10',
    '产出指标|质量指标|绿地完好率|≥95%|94%|5|4',
    '满意度指标|服务对象满意度指标|游客满意度|≥90%|95%|10|10',
  ])
})

test('what was done may be said before what was planned, and a level may lead to a quoted name', () => {
  expect(
    listed(
      '一、产出指标',
      '（一）数量指标：补植灌木实际完成值310丛（年度目标值300丛），自评得分8分。',
      '（二）成本指标',
      '1.养护单价。年度目标不超过9元/株，实际完成8元/株，分值10分，得分10分。',
      '二、效益指标',
      '社会效益指标中“市民绿化意识”指标，年度目标值为提高，年末实际完成值为提高，得9分。未完成原因是：宣传不够。',
    ),
  ).toEqual([
    '产出指标|数量指标|补植灌木|300丛|310丛||8',
    '产出指标|成本指标|养护单价|不超过9元/株|8元/株|10|10',
    '效益指标|社会效益指标|市民绿化意识|提高|提高||9',
  ])
})

test('below a first level without a second, what was planned and done is an indicator of that level', () => {
  expect(
    listed(
      '（一）产出指标',
      '1.栽植乔木目标值800株，实际完成812株。',
      '2.补植灌木目标值300丛，实际完成310丛。',
      '（二）效益指标',
      '1.市民绿化意识目标值为提高，实际完成值为提高。',
      '（三）资金情况',
      '预算执行率目标值100%，实际完成96%。',
    ),
  ).toEqual([
    '产出指标||栽植乔木|800株|812株||',
    '产出指标||补植灌木|300丛|310丛||',
    '效益指标||市民绿化意识|提高|提高||',
  ])
})

test('levels may be worth something behind what they are about, and lead indicators without a second level', () => {
  expect(
    listed(
      '（一）产出指标完成情况（50分）',
      '1.数量指标完成情况（20分）：栽植乔木目标值800株，实际完成812株，分值20分，得20分。',
      '（二）效益指标',
      '1.社会效益指标：市民知晓率目标值≥80%，实际完成85%，分值20分，得20分。',
      '满意度指标（10分，得10分）。计划居民满意度不低于90%，实际达到93%。',
    ),
  ).toEqual([
    '产出指标|数量指标|栽植乔木|800株|812株|20|20',
    '效益指标|社会效益指标|市民知晓率|≥80%|85%|20|20',
    '满意度指标||居民满意度|不低于90%|93%||',
  ])
})

test('a plan may be told before the name, and what was done by the verb that the name begins with', () => {
  expect(
    listed(
      '（一）产出指标',
      '1.数量指标：年度计划栽植乔木800株，实际栽植812株。',
      '计划生育宣传目标值12场，实际完成12场。',
    ),
  ).toEqual(['产出指标|数量指标|栽植乔木|800株|812株||', '产出指标|数量指标|计划生育宣传|12场|12场||'])
})

test('first levels may lead their lines, and what an indicator is worth may stand right before what it scored', () => {
  expect(
    listed(
      '产出指标方面：栽植乔木（目标值≥800株，实际完成812株，15分，得15分）；成活率（目标值≥95%，实际完成96%，10分，得9分）。',
      '效益指标方面：市民知晓率（目标值≥80%，实际完成85%，20分，得20分）。',
      '满意度指标方面：居民满意度（目标值≥90%，实际完成93%，10分，得10分）。',
    ),
  ).toEqual([
    '产出指标||栽植乔木|≥800株|812株|15|15',
    '产出指标||成活率|≥95%|96%|10|9',
    '效益指标||市民知晓率|≥80%|85%|20|20',
    '满意度指标||居民满意度|≥90%|93%|10|10',
  ])
})

test('several of one line each name their levels, and a figure before its target in brackets is what was done', () => {
  expect(listed('产出-数量：栽植乔木812株（目标800株）；产出-质量：成活率96%（目标≥95%）。')).toEqual([
    '产出|数量|栽植乔木|800株|812株||',
    '产出|质量|成活率|≥95%|96%||',
  ])
})

test('chapters may be numbered with decimals, and levels stand in brackets beside each other', () => {
  const sentences = [
    '（1）栽植乔木：年度指标值800株，实际完成值812株。',
    '成活率：目标≥95%，实际88%，满分10，得分9（天旱少雨）',
  ]
  const expected = ['产出指标|数量指标|栽植乔木|800株|812株||', '效益指标|生态效益指标|成活率|≥95%|88%|10|9']
  const [one = '', other = ''] = sentences
  expect(listed('2.1 产出指标', '2.1.1 数量指标', one, '2.2 效益指标', '2.2.1 生态效益指标', other)).toEqual(
    expected,
  )
  expect(listed('【产出指标】【数量指标】', one, '【效益指标】【生态效益指标】', `- ${other}`)).toEqual(
    expected,
  )
})

test('brackets that hold all of an indicator part it from the next, and behind points say why some were lost', () => {
  const lines = [
    '（一）产出指标',
    '数量指标：栽植乔木（指标值800株，完成值812株，得分9分），补植灌木（指标值300丛，完成值280丛，得分8分）。',
    '质量指标：成活率目标值≥95%，实际完成88%，得分9分（天旱少雨）。',
  ]
  expect(listed(...lines)).toEqual([
    '产出指标|数量指标|栽植乔木|800株|812株||9',
    '产出指标|数量指标|补植灌木|300丛|280丛||8',
    '产出指标|质量指标|成活率|≥95%|88%||9',
  ])
})

test('a first level may head the line that tells of it, and second levels be numbered as what stands beside them', () => {
  expect(
    listed(
      '（一）产出指标完成情况。本年度共设置指标2个。数量指标：栽植乔木目标值800株，实际完成812株。质量指标：成活率目标值95%，实际完成96%。',
      '（二）满意度指标完成情况。居民满意度目标值≥90%，实际完成93%。',
    ),
  ).toEqual([
    '产出指标|数量指标|栽植乔木|800株|812株||',
    '产出指标|质量指标|成活率|95%|96%||',
    '满意度指标||居民满意度|≥90%|93%||',
  ])
  expect(
    listed(
      '（一）数量指标',
      '1.栽植乔木≥800株，实际完成812株；',
      '（二）成本指标',
      '1.养护单价≤9元/株，实际完成8元/株。',
    ),
  ).toEqual(['|数量指标|栽植乔木|≥800株|812株||', '|成本指标|养护单价|≤9元/株|8元/株||'])
})

test('a sentence may name its level alone, and say what was done with its verb', () => {
  expect(
    listed(
      '（一）产出指标',
      '1.数量指标：完成补植灌木310丛，目标为300丛。',
      '2.时效指标：计划2021年9月底前完成，实际2021年8月完成。',
    ),
  ).toEqual([
    '产出指标|数量指标|补植灌木|300丛|310丛||',
    '产出指标|时效指标|时效指标|2021年9月底前完成|2021年8月完成||',
  ])
})

test('levels may say what they scored before their indicators, or stand within a sentence', () => {
  expect(
    listed(
      '（一）产出指标（50分），得48.6分。',
      '1.数量指标（20分），得20分。其中：栽植乔木目标值800株，实际完成812株，得20分。',
      '2.成本指标（10分），得10分。其中：年养护单价目标值≤9元/株，实际完成8元/株，得10分。',
      '在质量指标方面，成活率目标值≥95%，实际完成96%。',
    ),
  ).toEqual([
    '产出指标|数量指标|栽植乔木|800株|812株||20',
    '产出指标|成本指标|年养护单价|≤9元/株|8元/株||10',
    '产出指标|质量指标|成活率|≥95%|96%||',
  ])
})

test('the words of a value may hold the name, and those of an outcome its end', () => {
  expect(
    listed(
      '（一）产出指标',
      '1.数量指标：年度指标值为栽植乔木≥800株，实际栽植812株。',
      '2.质量指标：年度指标值为乔木成活率≥95%，实际成活率96%。',
    ),
  ).toEqual(['产出指标|数量指标|栽植乔木|≥800株|812株||', '产出指标|质量指标|乔木成活率|≥95%|96%||'])
})

test('below a first level without a second, an outcome answers what was planned in a chapter of its own', () => {
  const satisfied = (result: string) => ['（一）满意度指标', `居民满意度${result}。`]
  expect(
    listed(
      '二、年度绩效目标设定情况',
      '数量指标：栽植乔木≥800株。',
      '社会效益指标：市民绿化意识提升。',
      ...satisfied('≥90%'),
      '三、绩效目标完成情况',
      '数量指标：栽植乔木812株。',
      '社会效益指标：市民绿化意识提升。',
      ...satisfied('93%'),
    ),
  ).toEqual([
    '|数量指标|栽植乔木|≥800株|812株||',
    '|社会效益指标|市民绿化意识|提升|提升||',
    '满意度指标||居民满意度|≥90%|93%||',
  ])
})

const headOf = (...lines: string[]) => {
  const content = readTxt(lines.join('\n'))
  const [draft] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  return [draft?.project, draft?.unit, draft?.department]
}
const sentence = '数量指标：栽植乔木目标值800株，实际完成812株。'

test('an office may gather people for its evaluation, and another look at it; a list numbers no project', () => {
  expect(
    headOf(
      '绩效自评报告',
      '按照要求，平川县园林中心组织专人对2019年度增绿补绿项目进行了绩效自评。',
      '主管部门平川县林业局对结果进行了审核。',
      sentence,
    ),
  ).toEqual(['增绿补绿', '平川县园林中心', '平川县林业局'])
  expect(headOf('（一）增绿补绿绩效自评表', sentence)[0]).toBe('增绿补绿')
  expect(headOf('增绿补绿绩效自评卡', sentence)[0]).toBe('增绿补绿')
  expect(headOf('2021年度中小学生视力筛查项目绩效自评报告', sentence)).toEqual([
    '中小学生视力筛查',
    null,
    null,
  ])
})

test('what an indicator is worth may stand behind its name', () => {
  expect(
    listed(
      '（一）产出指标（50分）',
      '1．数量指标',
      '①栽植乔木（12分）：目标≥800株，完成812株，得12分。',
      '2．时效指标',
      '①栽植期限（10分）：目标≤24天，完成26天，得9.2分。扣分原因：苗木晚到。',
    ),
  ).toEqual(['产出指标|数量指标|栽植乔木|≥800株|812株|12|12', '产出指标|时效指标|栽植期限|≤24天|26天|10|9.2'])
})

test('points may follow the reason, and months what was done in them', () => {
  expect(
    listed(
      '数量指标：栽植乔木年度指标值800株，1—7月实际完成512株；补植灌木年度指标值300丛，截至7月底实际完成290丛。',
      '时效指标：栽植期限年度指标值15天，实际完成22天，偏差原因：苗木晚到一周，该指标分值10分，得分8.5分。',
    ),
  ).toEqual([
    '|数量指标|栽植乔木|800株|512株||',
    '|数量指标|补植灌木|300丛|290丛||',
    '|时效指标|栽植期限|15天|22天|10|8.5',
  ])
})

test('a list of targets says each behind its name, in figures or in words', () => {
  const content = readTxt(
    [
      '2024年部门预算项目绩效目标',
      '项目名称：增绿补绿',
      '产出指标',
      '  数量指标：栽植乔木≥800株',
      '  质量指标：乔木成活率：95%以上',
      '效益指标',
      '  可持续影响指标：管护制度：逐步完善',
    ].join('\n'),
  )
  const [draft] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(draft?.kind).toBe('target')
  expect(draft?.indicators.map(({ name, target, actual }) => [name, target, actual])).toEqual([
    ['栽植乔木', '≥800株', null],
    ['乔木成活率', '95%以上', null],
    ['管护制度', '逐步完善', null],
  ])
})

test('who carries a project out is its unit, whoever reports, and who has it evaluated its department', () => {
  const title = '平川县林业局2021年度增绿补绿项目绩效自评报告'
  expect(headOf(title, '增绿补绿项目由平川县园林中心实施。', sentence)[1]).toBe('平川县园林中心')
  expect(
    headOf(title, '平川县林业局组织平川县园林中心对增绿补绿项目开展了绩效自评。', sentence).slice(1),
  ).toEqual(['平川县园林中心', '平川县林业局'])
  expect(headOf(title, '我局组织项目实施单位平川县园林中心对增绿补绿项目进行了绩效自评。', sentence)[1]).toBe(
    '平川县园林中心',
  )
})

test('what a target is called may hold words that lead up to values elsewhere', () => {
  const content = readTxt(
    [
      '2024年度项目支出绩效目标',
      '项目名称：石雕培训',
      '产出指标',
      '  数量指标',
      '    指标1：开设石雕课程　指标值：≥8门',
      '  时效指标',
      '    （1）培训计划完成时限：2024年11月30日前',
      '效益指标',
      '  经济效益指标',
      '    （1）学员月均工资增长率：10%-15%',
      '  社会效益指标',
      '    （1）石雕技艺影响力：有效扩大',
    ].join('\n'),
  )
  const [draft] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(draft?.indicators.map(({ level2, name, target }) => [level2, name, target])).toEqual([
    ['数量指标', '开设石雕课程', '≥8门'],
    ['时效指标', '培训计划完成时限', '2024年11月30日前'],
    ['经济效益指标', '学员月均工资增长率', '10%-15%'],
    ['社会效益指标', '石雕技艺影响力', '有效扩大'],
  ])
})

test('why a target was missed may follow that it was', () => {
  expect(
    listed(
      '数量指标。栽植乔木，年度目标值为82株，实际完成80株，未完全达标，主要是2株枯死，未补植，该指标10分，自评得9.76分。',
    ),
  ).toEqual(['|数量指标|栽植乔木|82株|80株|10|9.76'])
})

test('a project is what the text calls it, where its title leads with a place, and its unit who was had to do it', () => {
  expect(
    headOf(
      '平川县增绿补绿项目绩效自评报告',
      '2021年，平川县林业局安排平川县园林中心实施增绿补绿项目。',
      sentence,
    ).slice(0, 2),
  ).toEqual(['增绿补绿', '平川县园林中心'])
  expect(
    headOf(
      '城区绿化养护项目绩效自评报告',
      '绿化养护项目资金足额到位。',
      '灌区改造项目另行评价。',
      sentence,
    )[0],
  ).toBe('城区绿化养护')
})

test('a reason ends where the next of its list tells of plan and outcome, and a level may say its points behind what it is about', () => {
  const lines = [
    '（一）产出指标完成情况（满分50分，得46分）',
    '1、数量指标：一是栽植乔木，目标800株，完成790株，未完成原因：一是苗木晚到；二是连日降雨；二是补植灌木，目标≥300丛，完成312丛。',
  ]
  expect(listed(...lines)).toEqual([
    '产出指标|数量指标|栽植乔木|800株|790株||',
    '产出指标|数量指标|补植灌木|≥300丛|312丛||',
  ])
  const content = readTxt(['2021年度增绿补绿项目绩效自评报告', ...lines].join('\n'))
  const [draft] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(draft?.indicators[0]?.reason).toBe('一是苗木晚到；二是连日降雨')
})

test('dots may lead from a name to its target, and a label say that a sum is the whole year’s', () => {
  const content = readTxt(
    [
      '2024年度项目支出绩效目标申报清单',
      '项目名称：增绿补绿',
      '预算数：275万元，其中县级配套75万元',
      '一、产出指标',
      '数量指标',
      '栽植乔木……………≥800株',
      '补植灌木............300丛',
    ].join('\n'),
  )
  const [draft] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(draft?.indicators.map(({ name, target }) => [name, target])).toEqual([
    ['栽植乔木', '≥800株'],
    ['补植灌木', '300丛'],
  ])
  expect(draft?.funds).toMatchObject({ budget: null, adjusted: { text: '275', unit: '万元' } })
})

test('what was lost is said in brackets behind points or below them, under levels behind a dash', () => {
  const lines = [
    '1.产出指标',
    '⸺数量指标',
    '（1）栽植乔木。年度指标值800株，全年实际完成790株，分值10分，自评9分（偏差说明：苗木晚到一周）。',
    '⸺质量指标',
    '（1）乔木成活率。年度指标值≥95%，全年实际完成94%，分值10分，自评9.8分。存在偏差的原因：连日降雨。',
  ]
  expect(listed(...lines)).toEqual([
    '产出指标|数量指标|栽植乔木|800株|790株|10|9',
    '产出指标|质量指标|乔木成活率|≥95%|94%|10|9.8',
  ])
  const content = readTxt(['2021年度增绿补绿项目绩效自评报告', ...lines].join('\n'))
  const [draft] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(draft?.indicators.map(({ reason }) => reason)).toEqual(['苗木晚到一周', '连日降雨'])
})

test('who carries a project out leads the sentence that names it', () => {
  const said = '平川县园林中心承担增绿补绿项目，项目由平川县林业局主管。'
  const content = readTxt(
    ['平川县增绿补绿项目2021年度绩效自评报告', said, '数量指标：栽植乔木目标值800株，实际完成812株。'].join(
      '\n',
    ),
  )
  const [draft] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect([draft?.unit, draft?.department]).toEqual(['平川县园林中心', '平川县林业局'])
})

test('a bar may stand between a second level and the name', () => {
  const lines = [
    '产出指标',
    '数量 | 栽植乔木：≥800株',
    '质量 | 乔木成活率：≥95%',
    '满意度指标',
    '服务对象满意度 | 居民满意度：≥90%',
  ]
  const content = readTxt(['2024年部门预算项目绩效目标公开', '项目名称：增绿补绿', ...lines].join('\n'))
  const [draft] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(draft?.indicators.map(({ level1, level2, name, target }) => [level1, level2, name, target])).toEqual(
    [
      ['产出指标', '数量', '栽植乔木', '≥800株'],
      ['产出指标', '质量', '乔木成活率', '≥95%'],
      ['满意度指标', '服务对象满意度', '居民满意度', '≥90%'],
    ],
  )
})
