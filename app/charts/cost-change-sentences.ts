import { formatMoneyAlone } from '#app/format.ts'
import type { CostChange, CostChangeByDistrict, CostChangeCase, Part } from '#app/queries/cost-change.ts'
import { type Words, w } from '#app/words.ts'
import { greatest, inBrackets, named } from './sentences.ts'

/** 增加 12.00 万元, and the same in English: the size of a change with its way in words. */
function changed(yuan: number): Words {
  const size = Math.abs(yuan)
  return w(
    `${yuan < 0 ? '减少' : '增加'} ${formatMoneyAlone(size, 'zh')}`,
    `${formatMoneyAlone(size, 'en')} ${yuan < 0 ? 'less' : 'more'}`,
  )
}

/** What was spent in both years, and the part that moved it most. */
export const widestPart =
  (partWords: Readonly<Record<Part, Words>>) =>
  (rows: readonly CostChange[]): Words | null => {
    const of = (part: Part) => rows.find((row) => row.part === part)
    const [before, after] = [of('before'), of('after')]
    const row = greatest(rows, ({ part, amount }) =>
      part === 'before' || part === 'after' || amount === 0 ? null : Math.abs(amount),
    )
    if (!before || !after || row === null) return null
    const [by, n] = [changed(row.amount), inBrackets(row.n)]
    return w(
      `支出由 ${before.yearBefore} 年 ${formatMoneyAlone(before.amount, 'zh')}到 ${after.yearAfter} 年 ${formatMoneyAlone(after.amount, 'zh')}，影响最大的是${partWords[row.part].zh}：${by.zh}${n.zh}`,
      `Spending went from ${formatMoneyAlone(before.amount, 'en')} in ${before.yearBefore} to ${formatMoneyAlone(after.amount, 'en')} in ${after.yearAfter}; ${partWords[row.part].en} moved it most: ${by.en}${n.en}`,
    )
  }

/** The district whose spending changed most. */
export function widestDistrict(rows: readonly CostChangeByDistrict[]): Words | null {
  const row = greatest(
    rows.filter(({ all }) => !all),
    ({ change }) => Math.abs(change),
  )
  if (row === null || row.change === 0) return null
  const by = changed(row.change)
  return w(
    `支出变动最大的是${named(row.districtName)}：${row.yearAfter} 年比 ${row.yearBefore} 年${by.zh}`,
    `${named(row.districtName)} changed most: ${by.en} in ${row.yearAfter} than in ${row.yearBefore}`,
  )
}

/** The project whose spending changed most, which is the first. */
export function widestProject([row]: readonly CostChangeCase[]): Words | null {
  if (!row || row.change === 0) return null
  const by = changed(row.change)
  return w(
    `支出变动最大的是${named(row.unit)}“${named(row.project)}”（${named(row.districtName)}）：${row.yearAfter} 年比 ${row.yearBefore} 年${by.zh}`,
    `"${named(row.project)}" of ${named(row.unit)} (${named(row.districtName)}) changed most: ${by.en} in ${row.yearAfter} than in ${row.yearBefore}`,
  )
}
