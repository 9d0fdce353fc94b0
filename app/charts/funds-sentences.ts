import { formatMoneyAlone, formatPercent, moneyBeside } from '#app/format.ts'
import type { FundProgress } from '#app/queries/fund-progress.ts'
import type { FundBand } from '#app/queries/fund-sankey.ts'
import type { FundsByDistrict } from '#app/queries/funds-by-district.ts'
import type { FundsBySource } from '#app/queries/funds-by-source.ts'
import type { FundsLeft } from '#app/queries/funds-left.ts'
import type { LedgerDifference } from '#app/queries/ledger-differences.ts'
import { type Words, w } from '#app/words.ts'
import { sourceWords } from './fund-words.ts'
import { unknownDistrict } from './report-columns.ts'
import { greatest, inBrackets, isNothing, least, named, placed, pointsApart } from './sentences.ts'

const money = (yuan: number | null): Words => w(formatMoneyAlone(yuan, 'zh'), formatMoneyAlone(yuan, 'en'))

/** The district with the most money that nobody explains; else the one that spent most. */
export function largestBand(rows: readonly FundBand[]): Words | null {
  const bands = rows.filter(({ district }) => district !== 'rest')
  const [open, spent] = ['leftOpen', 'spent'].map((node) =>
    greatest(
      bands.filter((row) => row.node === node),
      ({ amount }) => amount,
    ),
  )
  const row = open ?? spent
  if (!row) return null
  const [amount, n] = [money(row.amount), inBrackets(row.n)]
  const name = row.districtName === null ? unknownDistrict : w(row.districtName, row.districtName)
  return open
    ? w(
        `结余去向未说明最多的是${name.zh}：${amount.zh}${n.zh}`,
        `Most money left without explanation: ${name.en}, ${amount.en}${n.en}`,
      )
    : w(`支出最多的是${name.zh}：${amount.zh}${n.zh}`, `Most money spent: ${name.en}, ${amount.en}${n.en}`)
}

/** The last month that is known, against the days that had passed. */
export function latestProgress(rows: readonly FundProgress[]): Words | null {
  const row = rows.findLast(({ rate }) => rate !== null)
  if (!row || row.ahead === null) return null
  const [rate, time, n] = [formatPercent(row.rate), formatPercent(row.time), inBrackets(row.n)]
  const size = pointsApart(row.ahead)
  const ahead = isNothing(row.ahead)
    ? w(`与时间进度 ${time} 持平`, 'level with it')
    : w(
        `比时间进度 ${time} ${row.ahead < 0 ? '低' : '高'} ${size.zh}`,
        `${size.en} ${row.ahead < 0 ? 'behind' : 'ahead'}`,
      )
  return w(
    `${row.year} 年截至 ${row.month} 月末预算执行率 ${rate}，${ahead.zh}${n.zh}`,
    `${rate} spent by the end of month ${row.month} of ${row.year}, when ${time} of the year had passed: ${ahead.en}${n.en}`,
  )
}

/** The district that spent the smallest share of its budget. */
export function slowestDistrict(rows: readonly FundsByDistrict[]): Words | null {
  const row = least(
    rows.filter(({ districtName }) => districtName !== 'total'),
    ({ executionRate }) => executionRate,
  )
  if (row === null) return null
  const name = row.districtName === null ? unknownDistrict : w(row.districtName, row.districtName)
  const [rate, left, n] = [formatPercent(row.executionRate), money(row.left), inBrackets(row.n)]
  return w(
    `${name.zh}执行率最低：${rate}，结余 ${left.zh}${n.zh}`,
    `${name.en} spent the smallest share of its budget: ${rate}, ${left.en} left${n.en}`,
  )
}

/** The source that most was spent from. */
export function largestSource(rows: readonly FundsBySource[]): Words | null {
  const row = greatest(
    rows.filter(({ source }) => source !== 'total'),
    ({ spent }) => spent,
  )
  if (row === null || row.source === 'total') return null
  const [name, spent, n] = [sourceWords[row.source], money(row.spent), inBrackets(row.n)]
  return w(
    `支出最多的来源是${name.zh}：${spent.zh}${n.zh}`,
    `Most was spent from this source: ${name.en}, ${spent.en}${n.en}`,
  )
}

/** The project-year with the most money left. */
export function mostLeft(rows: readonly FundsLeft[]): Words | null {
  const row = greatest(rows, ({ left }) => left)
  if (row === null) return null
  const [where, left, rate] = [
    placed(row.districtName, row.year),
    money(row.left),
    formatPercent(row.executionRate),
  ]
  return w(
    `${row.project}（${where.zh}）结余最多：${left.zh}，执行率 ${rate}`,
    `${row.project} (${where.en}) has the most money left: ${left.en}, ${rate} spent`,
  )
}

/** The first row, whose ledger and report lie furthest apart. */
export function widestDifference([row]: readonly LedgerDifference[]): Words | null {
  if (!row) return null
  const where = placed(row.districtName, row.year)
  const isLess = row.difference < 0
  const [zh, en] = (['zh', 'en'] as const).map((language) =>
    [row.ledger, row.reported, Math.abs(row.difference)].map(
      moneyBeside([row.ledger, row.reported, row.difference], language),
    ),
  )
  const figure = row.measure === 'spent' ? w('支出', 'spending') : w('全年预算', 'budget')
  return w(
    `${named(row.project)}（${where.zh}）${figure.zh}：台账 ${zh?.[0]}，自评 ${zh?.[1]}，台账${isLess ? '少' : '多'} ${zh?.[2]}`,
    `${named(row.project)} (${where.en}), ${figure.en}: ledger ${en?.[0]}, report ${en?.[1]}, ${en?.[2]} ${isLess ? 'less' : 'more'} in the ledger`,
  )
}
