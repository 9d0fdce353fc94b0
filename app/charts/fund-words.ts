import type { FundSource, FundStage } from '#app/domain/fund-flow.ts'
import type { FundNode } from '#app/queries/fund-sankey.ts'
import { type Words, w } from '#app/words.ts'

export const sourceWords: Readonly<Record<FundSource, Words>> = {
  central: w('中央财政', 'Central'),
  province: w('省级财政', 'Province'),
  city: w('市级财政', 'City'),
  district: w('区县财政', 'District'),
  carryOver: w('上年结转', 'Brought forward'),
  own: w('单位自筹', 'Own funds'),
  other: w('其他资金', 'Other'),
}

export const stageWords: Readonly<Record<FundStage, Words>> = {
  budget: w('年初预算', 'Initial budget'),
  adjusted: w('预算调整', 'Adjustment'),
  allotted: w('指标下达', 'Allotted'),
  arrived: w('资金到位', 'Arrived'),
  spent: w('支出', 'Spent'),
  returned: w('结余收回', 'Taken back'),
}

export const nodeWords: Readonly<Record<FundNode, Words>> = {
  ...sourceWords,
  unfunded: w('来源未说明', 'Source not explained'),
  spent: w('支出', 'Spent'),
  returned: w('结余收回', 'Taken back'),
  carried: w('结转下年', 'Carried forward'),
  leftOpen: w('结余去向未说明', 'Left, not explained'),
  awaited: w('结余，次年台账未载入', 'Left, next year’s ledger not loaded'),
}

export const totalWords = w('合计', 'Total')
