import type { FundFlow, FundSource, FundStage } from '#app/domain/fund-flow.ts'
import { type Page, type PageCell, paragraph, sampleNotice } from './page.ts'
import { digits } from './spelling.ts'

const stageWords = {
  budget: '预算下达',
  adjusted: '预算调整',
  allotted: '指标下达',
  arrived: '资金到位',
  spent: '支出',
  returned: '结余收回',
} as const satisfies Record<FundStage, string>

const sourceWords = {
  central: '中央财政',
  province: '省级财政',
  city: '市级财政',
  district: '区县财政',
  carryOver: '上年结转',
  own: '单位自筹',
  other: '其他资金',
} as const satisfies Record<FundSource, string>

export type LedgerUnit = '元' | '万元'

const fenPer = { 元: 100, 万元: 1_000_000 } as const satisfies Record<LedgerUnit, number>

function dateCell(date: string | null): PageCell {
  return date === null
    ? { text: '' }
    : { text: date, typed: { value: new Date(`${date}T00:00:00Z`), format: 'yyyy-mm-dd' } }
}

function row(flow: FundFlow, unit: LedgerUnit): PageCell[] {
  const amount = flow.amountFen / fenPer[unit]
  return [
    dateCell(flow.date),
    { text: String(flow.year), typed: { value: flow.year, format: '0' } },
    { text: flow.district?.name ?? '' },
    { text: flow.unit ?? '' },
    { text: flow.project },
    { text: stageWords[flow.stage] },
    { text: sourceWords[flow.source] },
    { text: digits(amount), typed: { value: amount, format: unit === '元' ? '#,##0.00' : '0.00' } },
  ]
}

/** A district's fund flows, one row a movement, by date. */
export function ledger(
  flows: readonly FundFlow[],
  { title, unit }: { title: string; unit: LedgerUnit },
): Page {
  const names = ['日期', '年度', '区县', '预算单位', '项目名称', '资金环节', '资金来源', `金额(${unit})`]
  const ordered = flows.toSorted((left, right) => (left.date ?? '').localeCompare(right.date ?? ''))
  const header = names.map((text) => ({ text, bold: true }))
  return [
    paragraph('title', title),
    {
      kind: 'table',
      widths: [12, 8, 10, 28, 28, 12, 12, 16],
      rows: [header, ...ordered.map((flow) => row(flow, unit))],
    },
    paragraph('note', sampleNotice),
  ]
}
