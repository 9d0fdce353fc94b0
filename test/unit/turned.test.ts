import { expect, test } from 'vitest'
import { layoutOf } from '#ingest/layouts/index.ts'
import { readCsv } from '#ingest/readers/csv.ts'

/** Forms that lie on their side, with an indicator or a year in each column. */

const evaluationsOf = (...rows: string[]) => {
  const content = readCsv(rows.join('\n'))
  return layoutOf(content)?.layout.draft(content).evaluations ?? []
}

const onItsSide = [
  '一级指标,产出指标,,满意度指标',
  '二级指标,数量指标,质量指标,服务对象满意度指标',
  '三级指标,栽植乔木,成活率,居民满意度',
  '年度指标值,≥800株,≥90%,≥90%',
  '年末实绩,812株,88%,93%',
  '分值,40,30,20',
  '得分,40,29.33,20',
]

test('a table on its side is read upright, and its head and its total stay', () => {
  const [found] = evaluationsOf(
    '项目名称,增绿补绿,实施单位,园林管理中心',
    '全年预算数（万元）,50,全年执行数（万元）,48.5',
    ...onItsSide,
    '自评总分,98.73,,',
  )
  expect(found).toMatchObject({ project: '增绿补绿', unit: '园林管理中心', total: { score: '98.73' } })
  expect(found?.funds).toMatchObject({ adjusted: { text: '50' }, spent: { text: '48.5' } })
  expect(
    found?.indicators.map(({ level1, level2, name, target, actual, weight, score }) =>
      [level1, level2, name, target, actual, weight, score].join(' '),
    ),
  ).toEqual([
    '产出指标 数量指标 栽植乔木 ≥800株 812株 40 40',
    '产出指标 质量指标 成活率 ≥90% 88% 30 29.33',
    '满意度指标 服务对象满意度指标 居民满意度 ≥90% 93% 20 20',
  ])
})

test('a head of labels over one row of their values is read before a blank row and before headings', () => {
  for (const between of [[',,,,,,'], []]) {
    const [found] = evaluationsOf(
      '项目名称,实施单位,评价年度,全年预算数（万元）,全年执行数（万元）,执行率,自评总分',
      '增绿补绿,园林管理中心,2023,50,48.5,97%,98.7',
      ...between,
      '一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分',
      '产出指标,数量指标,栽植乔木,≥800株,812株,60,60',
      '满意度指标,服务对象满意度指标,居民满意度,≥90%,89%,30,29',
    )
    expect(found).toMatchObject({
      project: '增绿补绿',
      unit: '园林管理中心',
      year: '2023',
      total: { score: '98.7' },
      funds: { adjusted: { text: '50' }, spent: { text: '48.5' }, executionRate: '97%' },
    })
    expect(found?.indicators.length).toBe(2)
  }
})

test('years side by side are evaluations of their own', () => {
  const found = evaluationsOf(
    '一级指标,二级指标,指标名称,2021年,,2022年,',
    ',,,目标值,完成值,目标值,完成值',
    '产出指标,数量指标,栽植乔木,≥800株,812株,≥900株,880株',
    '满意度指标,服务对象满意度指标,居民满意度,≥90%,93%,≥92%,95%',
  )
  expect(
    found.map(({ year, indicators }) => [year, ...indicators.map((one) => `${one.target} ${one.actual}`)]),
  ).toEqual([
    ['2021年', '≥800株 812株', '≥90% 93%'],
    ['2022年', '≥900株 880株', '≥92% 95%'],
  ])
})
