import { expect, test } from 'vitest'
import { layoutOf } from '#ingest/layouts/index.ts'
import { readTxt } from '#ingest/readers/txt.ts'

/** What leads up to a name or a value without being any of it, and what levels are worth behind their names. */

const draftOf = (...lines: string[]) => {
  const content = readTxt(['2021年度增绿补绿项目绩效自评报告', ...lines].join('\n'))
  return layoutOf(content)?.layout.draft(content).evaluations[0]
}
const listed = (...lines: string[]) =>
  draftOf(...lines)?.indicators.map(({ level1, level2, name, target, actual, weight, score }) =>
    [level1, level2, name, target, actual, weight, score].map((cell) => cell ?? '').join('|'),
  )

test('a day may stand before what was to be done by it, and words that lead to a value are no part of the name', () => {
  expect(
    listed(
      '（一）产出指标',
      '1.时效指标：计划于2021年9月底前完成补植任务，实际于2021年9月5日完成。',
      '2.质量指标：计划乔木成活率在95%以上，实际达到96%。',
      '3.数量指标：栽植乔木应不少于800株，实际完成812株。',
    ),
  ).toEqual([
    '产出指标|时效指标|完成补植任务|2021年9月底前|2021年9月5日完成||',
    '产出指标|质量指标|乔木成活率|95%以上|96%||',
    '产出指标|数量指标|栽植乔木|不少于800株|812株||',
  ])
})

test('a level may say in brackets what it is worth and what it got', () => {
  expect(
    listed(
      '（一）产出指标（50分，得48分）',
      '1.数量指标（权重30%，得28分）',
      '栽植乔木，目标值为800株，完成值为812株，得10分（满分10分）。',
      '2.质量指标（20分，得20分）：乔木成活率，目标值为≥95%，完成值为96%。',
    ),
  ).toEqual(['产出指标|数量指标|栽植乔木|800株|812株|10|10', '产出指标|质量指标|乔木成活率|≥95%|96%||'])
})

test('labels may stand in brackets before their values', () => {
  const found = draftOf(
    '【项目名称】增绿补绿',
    '【主管部门】南山市住房和城乡建设局',
    ...['栽植乔木', '补植灌木', '新建绿地'].map(
      (name) =>
        `1、【一级指标】产出指标【二级指标】数量指标【三级指标】${name}【年度指标值】8株【完成值】9株【分值】5【得分】5`,
    ),
  )
  expect([found?.project, found?.department]).toEqual(['增绿补绿', '南山市住房和城乡建设局'])
  expect(found?.indicators.map(({ level2, name, target, score }) => [level2, name, target, score])).toEqual([
    ['数量指标', '栽植乔木', '8株', '5'],
    ['数量指标', '补植灌木', '8株', '5'],
    ['数量指标', '新建绿地', '8株', '5'],
  ])
})

test('what was done may be compared with what was planned, and how they compare is neither', () => {
  expect(
    listed(
      '（一）产出指标',
      '1.数量指标。全年栽植乔木812株，超过年度目标800株；补植灌木310丛，与年初目标310丛一致。',
      '2.质量指标。乔木成活率96%，高于年度目标95%。',
      '3.时效指标。栽植完成时间为2021年9月28日，早于年度目标2021年10月31日。',
      '4.成本指标：每株补助28元，目标≤30元，完成率107%，按期完成。',
      '（二）效益指标',
      '1.社会效益指标。受益群众38万人次，低于年度目标40万人次，主要是受疫情影响。',
    ),
  ).toEqual([
    '产出指标|数量指标|栽植乔木|800株|812株||',
    '产出指标|数量指标|补植灌木|310丛|310丛||',
    '产出指标|质量指标|乔木成活率|95%|96%||',
    '产出指标|时效指标|栽植完成时间|2021年10月31日|2021年9月28日||',
    '产出指标|成本指标|每株补助|≤30元|28元||',
    '效益指标|社会效益指标|受益群众|40万人次|38万人次||',
  ])
})

test('what was planned and what was done may each lead to the name again', () => {
  expect(
    listed(
      '（一）产出指标',
      '1.数量指标：设定指标值为栽植乔木≥800株，实际完成栽植乔木812株。',
      '2.质量指标：设定指标值为乔木成活率≥95%，实际乔木成活率达到96%。',
    ),
  ).toEqual(['产出指标|数量指标|栽植乔木|≥800株|812株||', '产出指标|质量指标|乔木成活率|≥95%|96%||'])
})

test('a list of plans may hold figures and words', () => {
  expect(
    listed(
      '一、绩效目标',
      '效益指标：①乔木成活率≥95%；②市民出行负担有效减轻。',
      '二、绩效目标完成情况',
      '效益指标：①乔木成活率96%；②市民出行负担有效减轻。',
    ),
  ).toEqual(['效益指标||乔木成活率|≥95%|96%||', '效益指标||市民出行负担|有效减轻|有效减轻||'])
})

test('an equals sign may lead from a label to its value', () => {
  const found = draftOf(
    '项目名称 = 增绿补绿',
    ...['栽植乔木', '补植灌木', '新建绿地'].flatMap((name, at) => [
      `[指标${at + 1}]`,
      '二级指标 = 数量指标',
      `三级指标 = ${name}`,
      '年度指标值 = ≥8株',
      '实际完成值 = 9株',
    ]),
  )
  expect(found?.project).toBe('增绿补绿')
  expect(found?.indicators.map(({ name, target, actual }) => [name, target, actual])).toEqual([
    ['栽植乔木', '≥8株', '9株'],
    ['补植灌木', '≥8株', '9株'],
    ['新建绿地', '≥8株', '9株'],
  ])
})

test('spaces may part what is said of an indicator, and points be out of others', () => {
  expect(listed('（一）产出指标', '1、数量指标：栽植乔木 目标800株 实际812株 得分9/10 原因：天旱')).toEqual([
    '产出指标|数量指标|栽植乔木|800株|812株|10|9',
  ])
  expect(listed('（一）产出指标', '1、数量指标：栽植乔木 目标≥800株 完成812株 分值10得分9')).toEqual([
    '产出指标|数量指标|栽植乔木|≥800株|812株|10|9',
  ])
})

test('levels may say how many indicators they have, or stand together in a line of their own', () => {
  expect(
    listed(
      '（一）产出指标完成情况分析（50分，自评得48分）',
      '数量指标共2个：',
      '指标1：栽植乔木，指标值800株，实际完成812株，分值10分，自评得10分；',
      '指标2：补植灌木，指标值300丛，实际完成310丛，分值10分，自评得10分。',
      '效益指标——社会效益指标',
      '市民满意率：全年目标≥90%，1—8月完成92%。',
    ),
  ).toEqual([
    '产出指标|数量指标|栽植乔木|800株|812株|10|10',
    '产出指标|数量指标|补植灌木|300丛|310丛|10|10',
    '效益指标|社会效益指标|市民满意率|≥90%|92%||',
  ])
})

test('a task and what was first intended are plans too', () => {
  expect(
    listed(
      '（一）产出指标',
      '1.数量指标：栽植乔木任务数800株，完成812株；原定补植灌木300丛，现已补植310丛。',
      '2.时效指标：栽植任务完成时间为2021年9月底前，实际完成时间为2021年9月5日。',
    ),
  ).toEqual([
    '产出指标|数量指标|栽植乔木|800株|812株||',
    '产出指标|数量指标|补植灌木|300丛|310丛||',
    '产出指标|时效指标|栽植任务完成时间|2021年9月底前|2021年9月5日||',
  ])
})

test('one sentence may list all plans, and the next what became of them', () => {
  expect(
    listed(
      '（一）产出指标方面。年初设定栽植乔木800株、每株补助不高于30元、成活率95%。截至年底，栽植乔木812株、每株补助28元、成活率96%。',
    ),
  ).toEqual([
    '产出指标||栽植乔木|800株|812株||',
    '产出指标||每株补助|不高于30元|28元||',
    '产出指标||成活率|95%|96%||',
  ])
})

test('a label of the forms may lead to a sum in a line of text', () => {
  const found = draftOf(
    '预算数：180万元　执行数：176.4万元　执行率：98%',
    '（一）产出指标',
    '1.数量指标：栽植乔木，目标800株，实际812株。',
  )
  expect([found?.funds.budget, found?.funds.adjusted?.text, found?.funds.spent?.text]).toEqual([
    null,
    '180',
    '176.4',
  ])
})

test('levels may go without 指标 before 方面, and name what has no name of its own', () => {
  expect(
    listed(
      '（一）产出指标。数量方面，年度指标值为栽植乔木800株，实际栽植812株。质量方面，年度指标值为成活率95%，实际达到96%。时效方面，年度指标值为2021年10月底前完成，实际2021年10月14日完成。',
      '效益指标完成情况如下：',
      '一是社会效益指标，受益群众，年初目标900人，年末完成880人，未达标主要是天旱。',
      '二是生态效益指标，绿地率，目标值100%，完成值87%，完成率87%（2处因征地延期）。',
    ),
  ).toEqual([
    '产出指标|数量|栽植乔木|800株|812株||',
    '产出指标|质量|成活率|95%|96%||',
    '产出指标|时效|时效|2021年10月底前完成|2021年10月14日完成||',
    '效益指标|社会效益指标|受益群众|900人|880人||',
    '效益指标|生态效益指标|绿地率|100%|87%||',
  ])
})

test('why a target was missed may stand in brackets, or behind 未达标主要是', () => {
  const reasons = draftOf(
    '（一）产出指标',
    '1.数量指标：栽植乔木，目标值800株，完成值780株，未达标主要是天旱。',
    '2.质量指标：乔木成活率，目标值100%，完成值87%，完成率87%（2处因征地延期）。',
    '二、自评得分',
    '97.3分（优）',
  )
  expect(reasons?.indicators.map(({ reason }) => reason)).toEqual(['天旱', '2处因征地延期'])
  expect(reasons?.total).toEqual({ score: '97.3', grade: '优' })
})

test('both levels and a name may lead to the first value of a card', () => {
  const found = draftOf(
    ...['栽植乔木', '补植灌木', '新建绿地'].flatMap((name) => [
      `产出指标 / 数量指标 / ${name}：指标值：≥8株`,
      '完成值：9株',
      '分值：5',
      '得分：5',
    ]),
  )
  expect(found?.indicators.map(({ level2, name, target, score }) => [level2, name, target, score])).toEqual([
    ['数量指标', '栽植乔木', '≥8株', '5'],
    ['数量指标', '补植灌木', '≥8株', '5'],
    ['数量指标', '新建绿地', '≥8株', '5'],
  ])
})

test('a level may lead a sentence behind 其中, or follow a name behind 属', () => {
  expect(
    listed(
      '（一）产出指标。',
      '其中数量指标完成情况：计划栽植乔木800株，完成812株。质量指标完成情况：计划成活率95%，完成96%。',
      '2.补植灌木，属数量指标，目标值300丛，实际值310丛，分值10分，得分10分。',
      '3.时效指标：游客响应时间应不超过30分钟，实际完成25分钟。',
    ),
  ).toEqual([
    '产出指标|数量指标|栽植乔木|800株|812株||',
    '产出指标|质量指标|成活率|95%|96%||',
    '产出指标|数量指标|补植灌木|300丛|310丛|10|10',
    '产出指标|时效指标|游客响应时间|不超过30分钟|25分钟||',
  ])
})

test('a name may end with 应 where that leads to nothing', () => {
  expect(listed('（一）产出指标', '1.数量指标：苗木供应计划800株，实际812株。')).toEqual([
    '产出指标|数量指标|苗木供应|800株|812株||',
  ])
})
