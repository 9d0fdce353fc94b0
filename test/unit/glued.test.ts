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
