import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fundRow } from '#ingest/layouts/glued-funds.ts'
import { type Column, waysOf } from '#ingest/layouts/glued-row.ts'
import { gluedRows } from '#ingest/layouts/text-glued.ts'

/** Cells joined by nothing come apart by what columns hold, and by what all points make up. */

const scored: Column[] = ['level1', 'level2', 'level3', 'target', 'actual', 'weight', 'score', 'reason']

test.each([
  ['数量指标养护里程≥320公里326公里1010', '养护里程|≥320公里|326公里|10|10|'],
  ['产出指标（50分）数量指标指标1：救助对象775人697人108.95无', '救助对象|775人|697人|10|8.95|无'],
  [
    '时效指标完成时间≤2023年12月31日2023年9月28日88受疫情影响',
    '完成时间|≤2023年12月31日|2023年9月28日|8|8|受疫情影响',
  ],
  ['成本指标补贴标准1711元/人·月1625.45元/人·月87.92/', '补贴标准|1711元/人·月|1625.45元/人·月|8|7.92|/'],
  ['社会效益指标群众生活质量显著较显著109', '群众生活质量|显著|较显著|10|9|'],
  ['质量指标报告质量达到规范达到规范109.5', '报告质量|达到规范|达到规范|10|9.5|'],
])('%s comes apart as %s', (line, cells) => {
  expect(waysOf(line, scored, false)[0]?.cells.slice(2).join('|')).toBe(cells)
})

test('points before the target are told from its figure by the sum of all points', () => {
  const rows = gluedRows([
    '一级指标二级指标三级指标分值指标值完成值得分',
    '产出指标（50分）数量指标改造户数20502户510户20',
    '质量指标合格率30≥95%96%30',
    '效益指标（40分）社会效益指标覆盖率40≥80%85%39',
    '总分9089',
  ])
  expect(rows?.[1]).toEqual(['产出指标（50分）', '数量指标', '改造户数', '20', '502户', '510户', '20'])
  expect(rows?.[2]?.slice(2)).toEqual(['合格率', '30', '≥95%', '96%', '30'])
})

test('two goals side by side give the later one', () => {
  const rows = gluedRows([
    '一级指标二级指标三级指标指标值二级指标三级指标指标值',
    '产出指标数量指标服务人次三年不少于9822人次数量指标服务人次不少于3274人次',
    '举办活动场次三年≥58场举办活动场次≥20场',
  ])
  expect(rows).toEqual([
    ['一级指标', '二级指标', '三级指标', '指标值'],
    ['产出指标', '数量指标', '服务人次', '不少于3274人次'],
    ['', '', '举办活动场次', '≥20场'],
  ])
})

test('points beside a level are those of its name', () => {
  const rows = gluedRows([
    '一级指标分值二级指标分值三级指标分值目标值完成值得分扣分原因',
    '决策10项目立项5立项依据充分性5充分充分5',
    '产出50数量20电话接听量10不得低于776次962次10',
    '质量10设备完好率10＝85%88.3%10',
  ])
  expect(rows?.slice(1)).toEqual([
    ['决策(10分)', '项目立项', '立项依据充分性', '5', '充分', '充分', '5', ''],
    ['产出(50分)', '数量', '电话接听量', '10', '不得低于776次', '962次', '10', ''],
    ['', '质量', '设备完好率', '10', '＝85%', '88.3%', '10', ''],
  ])
})

test('a form that ends without a total gives way to the next one, and loses nothing that does not come apart', () => {
  const rows = gluedRows([
    '长期绩效指标一级指标二级指标指标内容指标值备注',
    '产出指标(50)数量指标救助对象662人',
    '成本指标某某12某34',
    '项目支出绩效自评表',
    '项目名称增绿补绿主管部门园林局',
  ])
  expect(rows?.[1]).toEqual(['', '产出指标(50)', '数量指标', '救助对象', '662人', ''])
  expect(rows?.[2]?.join('')).toBe('成本指标某某12某34')
  expect(rows?.slice(3)).toEqual([['项目支出绩效自评表'], ['项目名称', '增绿补绿', '主管部门', '园林局']])
})

const sum = fc.integer({ min: 100, max: 9_999_999 }).map(String)

test('a line of money comes apart where the rate is what was spent', () => {
  fc.assert(
    fc.property(sum, (text) => {
      const fields = [null, 'adjusted', 'spent', 'executionRate', 'score'] as const
      expect(fundRow(`年度资金总额${text}${text}100.00%10`, fields)).toEqual([
        '年度资金总额',
        text,
        text,
        '100.00%',
        '10',
      ])
    }),
  )
})

test('no line holds the reader for long, whatever it is made of', () => {
  const pieces = fc.constantFrom(
    '1',
    '10',
    '0',
    '≥',
    '公里',
    '完成',
    '年',
    '.',
    '%',
    '数量',
    '指标',
    '率',
    '（',
    '）',
    ',',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 80 }), (parts) => {
      expect(waysOf(`产出指标${parts.join('')}`, scored, false).length).toBeLessThan(10_000)
    }),
    { numRuns: 60 },
  )
})
