import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fundRow } from '#ingest/layouts/text/glued-funds.ts'
import { type Column, mostTries, waysOf } from '#ingest/layouts/text/glued-row.ts'
import { gluedRows } from '#ingest/layouts/text/text-glued.ts'

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
  ['可持续影响指标特教师资队伍稳定基本稳定1515', '特教师资队伍|稳定|基本稳定|15|15|'],
  ['社会效益指标政策知晓度有所提高提高1010', '政策知晓度|有所提高|提高|10|10|'],
  ['质量指标报告质量达到规范达到规范109.5', '报告质量|达到规范|达到规范|10|9.5|'],
  [
    '时效指标完工时间2018年底前完成已于2018年6月21日完成9分9分',
    '完工时间|2018年底前完成|已于2018年6月21日完成|9分|9分|',
  ],
  ['生态效益指标PM2.5浓度下降率14%以上15%88', 'PM2.5浓度下降率|14%以上|15%|8|8|'],
  ['生态效益指标空气质量优良天数≥３１９天320天99', '空气质量优良天数|≥３１９天|320天|9|9|'],
  ['数量指标补助企业数二百五十二家及以上260家77', '补助企业数|二百五十二家及以上|260家|7|7|'],
  ['质量指标出勤率达95%以上97%77', '出勤率|达95%以上|97%|7|7|'],
])('%s comes apart as %s', (line, cells) => {
  expect(waysOf(line, scored, false, { left: mostTries })[0]?.cells.slice(2).join('|')).toBe(cells)
})

test('a document has as many tries as hundreds of forms take, and its lines stay whole from then on', () => {
  const tries = { left: 10_000 }
  const line = '数量指标养护里程≥320公里326公里1010'
  const found = Array.from({ length: 200 }, () => waysOf(line, scored, false, tries).length > 0)
  expect(found.slice(0, 2)).toEqual([true, true])
  expect(found.at(-1)).toBe(false)
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

test('a line may hold several rows, each behind the points of the one before', () => {
  const rows = gluedRows([
    '一级指标二级指标三级指标年度指标值实际完成值分值得分',
    '产出指标数量指标发放补贴人数≥522人626人3030新增见习基地≥15家15家2020',
    '时效指标项目完成时间2023年12月底前2023年11月30日2020效益指标社会效益指标人员留用率≥80%80%3029',
    '总分10099',
  ])
  expect(rows?.map((row) => row.slice(2))).toEqual([
    ['三级指标', '年度指标值', '实际完成值', '分值', '得分'],
    ['发放补贴人数', '≥522人', '626人', '30', '30'],
    ['新增见习基地', '≥15家', '15家', '20', '20'],
    ['项目完成时间', '2023年12月底前', '2023年11月30日', '20', '20'],
    ['人员留用率', '≥80%', '80%', '30', '29'],
    ['', '', '', '', '99'],
  ])
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
      const tries = { left: mostTries }
      expect(waysOf(`产出指标${parts.join('')}`, scored, false, tries).length).toBeLessThan(10_000)
    }),
    { numRuns: 60 },
  )
})

test('what stands between a name and its target explains it', () => {
  const explained: Column[] = ['level1', 'level2', 'level3', 'ignored', 'target', 'weight', 'ignored']
  const [way] = waysOf('数量指标维修校舍面积反映任务完成情况至少6821平方米10', explained, false, {
    left: mostTries,
  })
  expect(way?.cells.slice(2)).toEqual(['维修校舍面积', '反映任务完成情况', '至少6821平方米', '10', ''])
})

test('rows may bear numbers, and 单位 behind a target is its measure', () => {
  const rows = gluedRows([
    '绩效指标序号一级指标二级绩效指标三级指标指标性质年度指标值单位实际完成值分值得分未达标的原因及改进措施',
    '1产出指标数量指标床位数≥48个52个5050',
    '2满意度指标服务对象满意度指标老人满意度≥90%91%5050',
    '总分100100',
  ])
  expect(rows?.slice(1, 3).map((cells) => cells.slice(2))).toEqual([
    ['产出指标', '数量指标', '床位数', '≥', '48个', '', '52个', '50', '50', ''],
    ['满意度指标', '服务对象满意度指标', '老人满意度', '≥', '90%', '', '91%', '50', '50', ''],
  ])
})

test('levels may be named in a second row of headings', () => {
  const rows = gluedRows([
    '绩效指标年初目标值完成情况分值得分原因说明',
    '一级指标二级指标具体指标',
    '产出指标数量指标路灯盏数≥2073盏2243盏5050无',
  ])
  expect(rows).toEqual([
    ['一级指标', '二级指标', '具体指标', '年初目标值', '完成情况', '分值', '得分', '原因说明'],
    ['产出指标', '数量指标', '路灯盏数', '≥2073盏', '2243盏', '50', '50', '无'],
  ])
})

test('sums of money are told by what they are like, and what does not come apart is no sum', () => {
  const fields = [null, 'budget', 'adjusted', 'spent', 'weight', 'executionRate', 'score'] as const
  expect(fundRow('合计328278.8278.81010010', fields)).toEqual([
    '合计',
    '328',
    '278.8',
    '278.8',
    '10',
    '100',
    '10',
  ])
  const monitored = [null, 'budget', 'adjusted', 'spent', 'executionRate', 'ignored'] as const
  expect(fundRow('年度资金总额595935.460%59', monitored)).toEqual([
    '年度资金总额',
    '59',
    '59',
    '35.4',
    '60%',
    '59',
  ])
  const rows = gluedRows([
    '项目资金(万元)年初预算数全年执行数执行率',
    '资金总额1234567',
    '一级指标二级指标三级指标指标值',
  ])
  expect(rows?.[1]).toEqual(['资金总额1234567'])
})
