import { formatMoneyAlone, formatPercent, formatScore, moneyBeside } from '#app/format.ts'
import type { ProjectFunds } from '#app/queries/project-funds.ts'
import type { ProjectIndicator } from '#app/queries/project-indicators.ts'
import type { ProjectYear } from '#app/queries/project-years.ts'
import { type Language, type Words, w } from '#app/words.ts'
import { greatest, least } from './sentences.ts'

/** The indicator of which least was reached. */
export function leastReached(rows: readonly ProjectIndicator[]): Words | null {
  const row = least(rows, ({ completion }) => completion)
  if (row === null) return null
  if ((row.completion ?? 0) >= 100)
    return w('可计算完成率的指标均已达到目标', 'Every target whose completion is known was reached')
  const completion = formatPercent(row.completion)
  return w(
    `完成率最低的指标是“${row.name}”：${completion}（目标“${row.targetText ?? '–'}”，实际“${row.actualText ?? '–'}”）`,
    `Least of "${row.name}" was reached: ${completion} (target "${row.targetText ?? '–'}", outcome "${row.actualText ?? '–'}")`,
  )
}

/** What was spent by the report, and by the ledger. */
export function spentTwice(rows: readonly ProjectFunds[]): Words | null {
  const row = rows.find(({ measure }) => measure === 'spent')
  if (!row || (row.reported === null && row.ledger === null)) return null
  const said = (yuan: number | null, language: Language) =>
    moneyBeside([row.reported, row.ledger], language)(yuan)
  return w(
    `支出：自评 ${said(row.reported, 'zh')}，台账 ${said(row.ledger, 'zh')}`,
    `Spent: ${said(row.reported, 'en')} by the report, ${said(row.ledger, 'en')} by the ledger`,
  )
}

/** The latest year's money and total. */
export function latestOfProject(rows: readonly ProjectYear[]): Words | null {
  const row = greatest(rows, ({ year }) => year)
  if (row === null) return null
  const [rate, total] = [formatPercent(row.executionRate), formatScore(row.total)]
  return w(
    `${row.year} 年支出 ${formatMoneyAlone(row.spent, 'zh')}，执行率 ${rate}，总分 ${total} 分`,
    `${row.year}: ${formatMoneyAlone(row.spent, 'en')} spent, ${rate} of the budget; total ${total} points`,
  )
}
