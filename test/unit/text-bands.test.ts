import { expect, test } from 'vitest'
import { layoutOf } from '#ingest/layouts/index.ts'
import { readTxt } from '#ingest/readers/txt.ts'

/** Lines among the rows of a text's table that are no rows: levels, the numbers of pages, titles and headings again. */

const drafts = (...lines: string[]) => {
  const content = readTxt(lines.join('\n'))
  return layoutOf(content)?.layout.draft(content).evaluations ?? []
}
const listed = (...lines: string[]) =>
  drafts(...lines).map(({ indicators }) =>
    indicators.map(({ level1, level2, name, target, actual, weight, score }) =>
      [level1, level2, name, target, actual, weight, score].join('|'),
    ),
  )

const bands = (sign: string) => {
  const rows = [
    ['指标名称', '年度指标值', '实际完成值', '分值', '得分'],
    ['产出指标（50分）'],
    ['数量指标'],
    ['栽植乔木', '≥800株', '812株', '20', '20'],
    ['补植灌木', '≥300丛', '290丛', '20', '19'],
    ['成本指标'],
    ['养护单价', '≤9元/株', '8元/株', '10', '10'],
    ['效益指标（30分）'],
    ['社会效益指标'],
    ['市民绿化意识', '有所提高', '有所提高', '30', '30'],
  ].map((row) => row.join(sign))
  return [
    '2021年度项目支出绩效自评表',
    '项目名称：增绿补绿',
    '实施单位：洛宁县园林所',
    ...rows,
    '自评总分：89分',
  ]
}

test.each(['   ', '／'])('levels alone in their lines stand over the rows below, parted by %j', (sign) => {
  expect(listed(...bands(sign))).toEqual([
    [
      '产出指标|数量指标|栽植乔木|≥800株|812株|20|20',
      '产出指标|数量指标|补植灌木|≥300丛|290丛|20|19',
      '产出指标|成本指标|养护单价|≤9元/株|8元/株|10|10',
      '效益指标|社会效益指标|市民绿化意识|有所提高|有所提高|30|30',
    ],
  ])
  expect(drafts(...bands(sign)).map(({ total }) => parseFloat(total.score ?? ''))).toEqual([89])
})

const form = (project: string, amount: string) => [
  '项目支出绩效自评表',
  `项目名称：${project}`,
  '一级指标／二级指标／三级指标／年度指标值／实际完成值／分值／得分',
  `产出指标／数量指标／${project}面积／≥${amount}／${amount}／50／50`,
  '— 1 —',
  '洛宁县园林所',
  '一级指标／二级指标／三级指标／年度指标值／实际完成值／分值／得分',
  '效益指标／社会效益指标／市民绿化意识／提高／提高／30／30',
  '满意度指标／服务对象满意度指标／市民满意度／≥90%／91%／10／10',
]

test('rows go on over the end of a page, and another form below is a form of its own', () => {
  const rows = (project: string, amount: string) => [
    `产出指标|数量指标|${project}面积|≥${amount}|${amount}|50|50`,
    '效益指标|社会效益指标|市民绿化意识|提高|提高|30|30',
    '满意度指标|服务对象满意度指标|市民满意度|≥90%|91%|10|10',
  ]
  expect(listed(...form('增绿', '20亩'), ...form('补绿', '30亩'))).toEqual([
    rows('增绿', '20亩'),
    rows('补绿', '30亩'),
  ])
})

test('two figures far apart below one heading are two cells, the last in the column beside it', () => {
  const lines = [
    '项目支出绩效自评表',
    '项目名称    增绿补绿',
    '一级指标    二级指标      三级指标      年度指标值  实际完成值  分值    得分    偏差原因',
    '产出指标    数量指标      栽植乔木      ≥800株     812株       60      60',
    '效益指标    社会效益指标  市民绿化意识  提高        提高        30      30',
    '满意度指标  满意度指标    市民满意度    ≥90%       91%         10      10',
    `总分${' '.repeat(66)}100    100`,
  ]
  expect(drafts(...lines)[0]?.total.score).toBe('100')
})

test('levels in square brackets over rows that begin with second ones are first ones', () => {
  const lines = [
    ['二级指标', '三级指标', '目标值', '完成值', '分值', '得分'],
    ['【产出指标】'],
    ['数量指标', '栽植乔木', '≥800株', '812株', '50', '50'],
    ['成本指标', '养护单价', '≤9元/株', '8元/株', '10', '10'],
    ['【效益指标】'],
    ['社会效益指标', '绿化意识', '提高', '提高', '30', '30'],
  ].map((row) => row.join('\t'))
  expect(listed('2021年度增绿补绿绩效自评表', ...lines)).toEqual([
    [
      '产出指标|数量指标|栽植乔木|≥800株|812株|50|50',
      '产出指标|成本指标|养护单价|≤9元/株|8元/株|10|10',
      '效益指标|社会效益指标|绿化意识|提高|提高|30|30',
    ],
  ])
})

test('rows of indicators that stand outside every table are told of', () => {
  const rows = (sign: string) =>
    [
      ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分'],
      ['产出指标', '数量指标', '栽植乔木', '≥800株', '812株', '50', '50'],
      ['产出指标', '数量指标', '补植灌木', '≥300丛', '310丛', '20', '20'],
    ].map((row) => row.join(sign))
  const content = readTxt(
    ['2021年度增绿补绿绩效自评表', ...rows('\t'), '质量指标 成活率 ≥95% 96% 30 30'].join('\n'),
  )
  const found = layoutOf(content)?.layout.draft(content).problems
  expect(found?.map(({ code, message }) => [code, message])).toEqual([
    ['rows-left', '质量指标 成活率 ≥95% 96% 30 30'],
  ])
})

test('rows between tabs go on below their levels though their last cells are left out', () => {
  const lines = [
    '2021年度项目绩效自评表',
    '项目名称\t增绿补绿\t实施单位\t洛宁县园林所',
    '三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因',
    ...['一、产出指标', '（一）数量指标', '栽植乔木\t≥800株\t812株\t50\t50', '（二）质量指标'],
    ...['成活率\t≥95%\t94%\t20\t19\t干旱', '二、效益指标', '（一）社会效益指标'],
    '市民绿化意识\t提高\t提高\t30\t30',
  ]
  expect(listed(...lines)).toEqual([
    [
      '产出指标|数量指标|栽植乔木|≥800株|812株|50|50',
      '产出指标|质量指标|成活率|≥95%|94%|20|19',
      '效益指标|社会效益指标|市民绿化意识|提高|提高|30|30',
    ],
  ])
})
