import type { Quantity } from '#app/domain/quantity.ts'
import type { QuantityProblem } from '#app/domain/quantity-reading.ts'

interface More {
  upper?: number | string
  approximate?: true
  yuan?: number
  parts?: readonly Example[]
  problem?: QuantityProblem
}

/** A value as forms write it and what it says; what `more` leaves out is null or false. */
export type Example = readonly [
  text: string,
  kind: Quantity['kind'],
  op: Quantity['op'],
  value: Quantity['value'],
  unit: string | null,
  more?: More,
]

/** The year of the report that the examples stand in. */
export const year = 2019

/** The quantity an example expects, whole. */
export function expectedQuantity([text, kind, op, value, unit, more = {}]: Example): Quantity {
  const { upper = null, approximate = false, yuan, parts } = more
  return {
    text,
    kind,
    op,
    value,
    upper,
    unit,
    approximate,
    ...(yuan === undefined ? {} : { yuan }),
    ...(parts === undefined ? {} : { parts: parts.map(expectedQuantity) }),
  }
}

/** Every spelling of the grammar table of the domain rules. */
export const grammarTable: readonly Example[] = [
  ['4000户', 'count', '=', 4000, '户'],
  ['4800余户', 'count', '=', 4800, '户', { approximate: true }],
  ['4800多户', 'count', '=', 4800, '户', { approximate: true }],
  ['近5000户', 'count', '=', 5000, '户', { approximate: true }],
  ['约300人', 'count', '=', 300, '人', { approximate: true }],
  ['≥50个', 'count', '>=', 50, '个'],
  ['>=50个', 'count', '>=', 50, '个'],
  ['≧50个', 'count', '>=', 50, '个'],
  ['不少于50个', 'count', '>=', 50, '个'],
  ['50个以上', 'count', '>=', 50, '个'],
  ['不低于50个', 'count', '>=', 50, '个'],
  ['至少50个', 'count', '>=', 50, '个'],
  ['≥ ５０ 个', 'count', '>=', 50, '个'],
  ['≤10次', 'count', '<=', 10, '次'],
  ['不超过10次', 'count', '<=', 10, '次'],
  ['10次以内', 'count', '<=', 10, '次'],
  ['10次以下', 'count', '<=', 10, '次'],
  ['不多于10次', 'count', '<=', 10, '次'],
  ['最多10次', 'count', '<=', 10, '次'],
  ['>10', 'number', '>', 10, null],
  ['大于10', 'number', '>', 10, null],
  ['超过10', 'number', '>', 10, null],
  ['100%', 'percent', '=', 100, '%'],
  ['100％', 'percent', '=', 100, '%'],
  ['100百分比', 'percent', '=', 100, '%'],
  ['百分之百', 'percent', '=', 100, '%'],
  ['≥95%', 'percent', '>=', 95, '%'],
  ['95%以上', 'percent', '>=', 95, '%'],
  ['不低于95%', 'percent', '>=', 95, '%'],
  ['达到95%以上', 'percent', '>=', 95, '%'],
  ['≥95（％）', 'percent', '>=', 95, '%'],
  ['90%-95%', 'range', 'range', 90, '%', { upper: 95 }],
  ['90—95%', 'range', 'range', 90, '%', { upper: 95 }],
  ['90%～95%', 'range', 'range', 90, '%', { upper: 95 }],
  ['90%至95%', 'range', 'range', 90, '%', { upper: 95 }],
  ['1-3%', 'range', 'range', 1, '%', { upper: 3 }],
  ['[1,3]%', 'range', 'range', 1, '%', { upper: 3 }],
  ['50万元', 'money', '=', 50, '万元', { yuan: 500000 }],
  ['￥500000', 'money', '=', 500000, '元', { yuan: 500000 }],
  ['500,000元', 'money', '=', 500000, '元', { yuan: 500000 }],
  ['0.5亿元', 'money', '=', 0.5, '亿元', { yuan: 50000000 }],
  ['50万', 'money', '=', 50, '万元', { yuan: 500000 }],
  ['≤90万元', 'money', '<=', 90, '万元', { yuan: 900000 }],
  ['控制在90万元以内', 'money', '<=', 90, '万元', { yuan: 900000 }],
  ['170元/户', 'unitCost', '=', 170, '元/户', { yuan: 170 }],
  ['每户170元', 'unitCost', '=', 170, '元/户', { yuan: 170 }],
  ['户均170元', 'unitCost', '=', 170, '元/户', { yuan: 170 }],
  ['170元每户', 'unitCost', '=', 170, '元/户', { yuan: 170 }],
  ['300元/人·月', 'unitCost', '=', 300, '元/人·月', { yuan: 300 }],
  ['300元/人/月', 'unitCost', '=', 300, '元/人·月', { yuan: 300 }],
  ['每人每月300元', 'unitCost', '=', 300, '元/人·月', { yuan: 300 }],
  ['2019年12月31日', 'date', '=', '2019-12-31', null],
  ['2019.12.31', 'date', '=', '2019-12-31', null],
  ['2019-12-31', 'date', '=', '2019-12-31', null],
  ['20191231', 'date', '=', '2019-12-31', null],
  ['2019年12月底前', 'date', '<=', '2019-12-31', null],
  ['12月底前完成', 'date', '<=', '2019-12-31', null],
  ['年底前', 'date', '<=', '2019-12-31', null],
  ['2019年底', 'date', '<=', '2019-12-31', null],
  ['2019年6月前', 'date', '<', '2019-06-01', null],
  ['2020年1月—11月', 'range', 'range', '2020-01-01', 'date', { upper: '2020-11-30' }],
  ['2023.07-2024.01', 'range', 'range', '2023-07-01', 'date', { upper: '2024-01-31' }],
  ['四千户', 'count', '=', 4000, '户'],
  ['一百二十人', 'count', '=', 120, '人'],
  ['三分之二', 'number', '=', 0.667, null],
  ['两次', 'count', '=', 2, '次'],
  ['1:1.2', 'number', '=', 1.2, 'ratio'],
  ['1∶1.2', 'number', '=', 1.2, 'ratio'],
  [
    '新建3座，改造5座',
    'multi',
    null,
    null,
    null,
    {
      parts: [
        ['新建3座', 'count', '=', 3, '座'],
        ['改造5座', 'count', '=', 5, '座'],
      ],
    },
  ],
  [
    '技术员20人、农户300户',
    'multi',
    null,
    null,
    null,
    {
      parts: [
        ['技术员20人', 'count', '=', 20, '人'],
        ['农户300户', 'count', '=', 300, '户'],
      ],
    },
  ],
  ['0', 'number', '=', 0, null],
  ['0起', 'count', '=', 0, '起'],
  ['零事故', 'count', '=', 0, '起'],
  ['4000（户）', 'count', '=', 4000, '户'],
  ['4000 户 ', 'count', '=', 4000, '户'],
  ['４０００户', 'count', '=', 4000, '户'],
  ['98.5分', 'number', '=', 98.5, '分'],
  ['下降5个百分点', 'percent', '=', -5, 'pp'],
  ['提高3%以上', 'percent', '>=', 3, '%'],
  ['同比增长10%', 'percent', '=', 10, '%'],
  ['12个月', 'count', '=', 12, '月'],
  ['3年', 'count', '=', 3, '年'],
  ['24小时内', 'count', '<=', 24, '小时'],
  ['5个工作日内', 'count', '<=', 5, '工作日'],
  ['1.2万户', 'count', '=', 12000, '户'],
  ['20多万人次', 'count', '=', 200000, '人次', { approximate: true }],
  ['补助标准：170元/户', 'unitCost', '=', 170, '元/户', { yuan: 170 }],
  ['完成4800户', 'count', '=', 4800, '户'],
  ['共服务企业4800余户', 'count', '=', 4800, '户', { approximate: true }],
  ['达到95%', 'percent', '=', 95, '%'],
  ['100%（已完成）', 'percent', '=', 100, '%'],
  ['4800户，超额完成', 'count', '=', 4800, '户'],
  ['300元/人、天', 'unitCost', '=', 300, '元/人·天', { yuan: 300 }],
  ['300元/人*月', 'unitCost', '=', 300, '元/人·月', { yuan: 300 }],
  ['300元/人.年', 'unitCost', '=', 300, '元/人·年', { yuan: 300 }],
  ['12元/m2', 'unitCost', '=', 12, '元/平方米', { yuan: 12 }],
  ['28.40/株', 'number', '=', 28.4, '/株', { problem: 'unitMissing' }],
  ['3万/月', 'unitCost', '=', 3, '万元/月', { yuan: 30000 }],
  ['每生每年3000元', 'unitCost', '=', 3000, '元/生·年', { yuan: 3000 }],
  ['292%', 'percent', '=', 292, '%', { problem: 'suspicious' }],
  ['12/31/2021', 'date', '=', '2021-12-31', null],
  ['9月前', 'date', '<', '2019-09-01', null],
  ['11月底', 'date', '<=', '2019-11-30', null],
  ['2020年1月--2020年11月', 'range', 'range', '2020-01-01', 'date', { upper: '2020-11-30' }],
  ['20246', 'number', '=', 20246, null, { problem: 'suspicious' }],
]
