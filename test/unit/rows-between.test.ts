import { expect, test } from 'vitest'
import { layoutOf } from '#ingest/layouts/index.ts'
import { readCsv } from '#ingest/readers/csv.ts'

/** Rows between those of indicators or of projects, and rows of whole departments. */

const draftOf = (...rows: string[]) => {
  const content = readCsv(rows.join('\n'))
  return layoutOf(content)?.layout.draft(content)
}
const head = '项目名称,增绿补绿,实施单位,园林中心,,,'
const headings = '一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分'
const trees = '产出指标,数量指标,栽植乔木,800株,812株,50,50'
const people = '满意度指标,服务对象满意度,居民满意度,90%,93%,50,50'
const namesOf = (...rows: string[]) =>
  draftOf(head, headings, ...rows)?.evaluations[0]?.indicators.map(({ name }) => name)

test.each(['注：含支流两岸', '说明：以省厅通报为准', '备注：含补植'])(
  'the remark %s between two indicators ends none of them, and below them it does',
  (remark) => {
    expect(namesOf(trees, `${remark},,,,,,`, people)).toEqual(['栽植乔木', '居民满意度'])
    expect(namesOf(trees, people, `${remark},,,,,,`, '张某,李某,,,,,')).toEqual(['栽植乔木', '居民满意度'])
  },
)

test.each(['产出指标合计', '产出合计', '产出指标小计', '产出指标得分合计'])(
  '%s is a sum and no indicator',
  (sum) => {
    expect(namesOf(trees, `${sum},,,,,50,50`, people)).toEqual(['栽植乔木', '居民满意度'])
  },
)

test.each([
  ['培训职工：≥120人次', '培训职工', '≥120人次'],
  ['培训职工≥120人次', '培训职工', '≥120人次'],
  ['培训职工：120人次', '培训职工', '120人次'],
])('%s names an indicator and its target', (cell, name, target) => {
  const found = draftOf(
    '项目名称,增绿补绿,实施单位,园林中心',
    '一级指标,二级指标,绩效指标,实际完成情况,得分',
    `产出指标,数量指标,${cell},126人次,50`,
  )
  expect(found?.evaluations[0]?.indicators).toMatchObject([{ name, target, actual: '126人次' }])
})

test('a summary of whole departments has one in each row', () => {
  const found = draftOf(
    '2023年度部门整体支出绩效自评结果汇总表（单位：万元）,,,,',
    '序号,部门名称,年初预算,全年支出,自评得分',
    '1,金湖县教育局,45200,46332,96.5',
    '2,金湖县水务局,8600,8664,92',
    '合计,,53800,54996,',
  )
  const rows = found?.evaluations.map(({ project, unit, department, funds, total }) =>
    [project, unit, department, funds.spent?.text, total.score].join(' '),
  )
  expect(rows).toEqual([
    '部门整体支出 金湖县教育局 金湖县教育局 46332 96.5',
    '部门整体支出 金湖县水务局 金湖县水务局 8664 92',
  ])
})

test('a total says its grade behind its points, and stands behind the weights where these stand left of all', () => {
  const draft = draftOf(
    head,
    '分值,一级指标,二级指标,三级指标,年度指标值,实际完成值,得分',
    '50,产出指标,数量指标,栽植乔木,800株,812株,50',
    '50,满意度指标,服务对象满意度,居民满意度,90%,89%,48.5',
    '100,合计,98.5分  等级：优,,,,',
  )
  expect(draft?.evaluations[0]).toMatchObject({ total: { score: '98.5', grade: '优' } })
  expect(draft?.evaluations[0]?.indicators).toHaveLength(2)
})

test('the points of who reviews a form are its own where the unit gives none, and passed over beside the unit’s', () => {
  const scored = (...rows: string[]) => {
    const evaluation = draftOf('绩效自评抽查复核表,,,,,,', head, ...rows)?.evaluations[0]
    return [evaluation?.kind, ...(evaluation?.indicators ?? []).map(({ score, reason }) => [score, reason])]
  }
  const levels = '一级指标,二级指标,三级指标,目标值,完成值,分值'
  expect(
    scored(`${levels},复核得分,复核意见`, '产出指标,质量指标,树木成活率,≥95%,91%,50,46,佐证材料不足'),
  ).toEqual(['review', ['46', '佐证材料不足']])
  expect(
    scored(
      `${levels},自评得分,复核得分,复核意见`,
      '产出指标,质量指标,树木成活率,≥95%,91%,50,48,46,佐证材料不足',
    ),
  ).toEqual(['selfEvaluation', ['48', null]])
  const reviewed = '一级指标,二级指标,三级指标,目标值,复核认定完成值,分值'
  expect(
    scored(
      `${reviewed},自评得分,复核得分,复核扣分原因`,
      '产出指标,质量指标,树木成活率,≥95%,91%,50,48,46,佐证材料不足',
    ),
  ).toEqual(['review', ['46', '佐证材料不足']])
})

test('a reviewer’s outcomes and total are the form’s where the unit gives none', () => {
  const levels = '一级指标,二级指标,三级指标,目标值,复核认定完成值,分值,复核得分'
  const evaluation = draftOf(
    head,
    levels,
    '产出指标,质量指标,树木成活率,≥95%,91%,40,38',
    '满意度指标,服务对象满意度,居民满意度,90%,93%,50,50',
    '复核总分,,,,,100,97.5',
    '复核等级,优',
    '复核意见,自评得分99.5分，经复核核减2分',
  )?.evaluations[0]
  expect(evaluation).toMatchObject({
    kind: 'review',
    total: { score: '97.5', grade: '优' },
    indicators: [{ actual: '91%', score: '38' }, { actual: '93%' }],
  })
})

test('a report in a sheet may conclude in a row of its own below its total', () => {
  const found = draftOf(
    '2023年度增绿补绿项目绩效自评报告,,,,,,',
    headings,
    trees,
    people,
    '合计,,,,,100,98.5',
    '四、自评结论：等级为优。,,,,,,',
  )
  expect(found?.evaluations[0]?.total).toEqual({ score: '98.5', grade: '优' })
})
