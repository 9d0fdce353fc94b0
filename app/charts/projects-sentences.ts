import { formatCount, formatMoneyAlone, formatPercent, many } from '#app/format.ts'
import type { ReportingByDistrict, ReportingByYear } from '#app/queries/projects.ts'
import { type Words, w } from '#app/words.ts'
import { unknownDistrict } from './report-columns.ts'
import { leaders, ofNewestYear } from './sentences.ts'

/** What of the newest year came, what did not, and the money that nobody accounts for yet. */
export function newestReporting(rows: readonly ReportingByYear[]): Words | null {
  const [row] = ofNewestYear(rows)
  if (row === undefined || row.expected === 0) return null
  const { year, expected, reported, rate, due, booked, unseen } = row
  if (expected === null)
    return w(
      `${year} 年已报 ${formatCount(reported)} 个项目；没有载入资金台账、绩效目标等，应报数不明`,
      `${year}: ${many(reported, 'project')} reported; with no ledgers, targets or the like loaded, how many are due is not known`,
    )
  const isAll = due === 0
  const money =
    booked === null
      ? w('', '')
      : w(
          `，台账预算合计 ${formatMoneyAlone(booked, 'zh')}`,
          `, with ${formatMoneyAlone(booked, 'en')} in the ledgers`,
        )
  const rest =
    unseen === 0
      ? w('', '')
      : w(
          `；另有 ${formatCount(unseen)} 个上年有报、本年未见`,
          `; ${formatCount(unseen)} more reported the year before only`,
        )
  return w(
    `${year} 年应报 ${formatCount(expected)} 个项目，${isAll ? '全部已报' : `已报 ${formatCount(reported)} 个（${formatPercent(rate)}），应报未报 ${formatCount(due)} 个${money.zh}`}${rest.zh}`,
    `${year}: ${isAll ? `all of ${many(expected, 'project')} reported` : `${formatCount(reported)} of ${many(expected, 'project')} reported (${formatPercent(rate)}), ${formatCount(due)} due${money.en}`}${rest.en}`,
  )
}

/** The districts with the most that is due, where some stand out. */
export function mostDue(rows: readonly ReportingByDistrict[]): Words | null {
  if (rows.length < 2) return null
  const owing = rows.filter(({ due }) => due > 0)
  if (owing.length === 0)
    return rows.every(({ told }) => told > 0)
      ? w('应报的项目年度都已报送', 'All that is due has been reported')
      : null
  const most = leaders(owing, ({ due }) => due)
  const [first, second] = most
  if (first === undefined) {
    const total = owing.reduce((sum, { due }) => sum + due, 0)
    return w(
      `应报未报 ${formatCount(total)} 个项目年度，分布在 ${owing.length} 个区县`,
      `${many(total, 'project-year')} due, in ${many(owing.length, 'district')}`,
    )
  }
  const names = most.map(({ districtName }) => districtName)
  const each = second === undefined ? w('', '') : w('各 ', ' each')
  return w(
    `应报未报最多的是${names.map((name) => name ?? unknownDistrict.zh).join('、')}：${each.zh}${formatCount(first.due)} 个项目年度`,
    `Most that is due: ${names.map((name) => name ?? unknownDistrict.en).join(', ')}, ${many(first.due, 'project-year')}${each.en}`,
  )
}
