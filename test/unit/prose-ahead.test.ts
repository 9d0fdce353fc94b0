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
