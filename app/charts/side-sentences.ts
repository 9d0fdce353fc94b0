import type { Measure } from '#app/queries/filters.ts'
import type { SideCase, SideYear } from '#app/queries/side-by-side.ts'
import { measureWords, type Words, w } from '#app/words.ts'
import { foremost, inBrackets, least } from './sentences.ts'
import { written } from './side-figures.ts'

/** 2023 as 2023 年, a space before it, where years stand side by side. */
const called = (label: string): Words => w(/^\d{4}$/.test(label) ? ` ${label} 年` : label, label)

/** Those of the newest year, unless years themselves are compared. */
function newest(rows: readonly SideYear[]): readonly SideYear[] {
  const last = Math.max(...rows.map(({ year }) => year))
  const sides = new Set(rows.map(({ side }) => side))
  return sides.size === rows.length ? rows : rows.filter(({ year }) => year === last)
}

/** Which side has the most of a measure in the newest year, and which the least. */
export const mostAndLeast =
  (measure: Measure) =>
  (rows: readonly SideYear[]): Words | null => {
    const compared = newest(rows)
    const [most, fewest] = [foremost(compared, ({ value }) => value), least(compared, ({ value }) => value)]
    if (most === null || fewest === null || most === fewest) return null
    const [zh, en] = [written(measure, compared, 'zh').whole, written(measure, compared, 'en').whole]
    const when = most.year === fewest.year ? w(`${most.year} 年`, ` in ${most.year}`) : w('', '')
    const [high, low] = [called(most.label), called(fewest.label)]
    const [many, few] = [inBrackets(most.n), inBrackets(fewest.n)]
    return w(
      `${when.zh}${measureWords[measure].zh}最高的是${high.zh}：${zh(most.value)}${many.zh}；最低的是${low.zh}：${zh(fewest.value)}${few.zh}`,
      `${measureWords[measure].en}${when.en}: most in ${high.en}, ${en(most.value)}${many.en}; least in ${low.en}, ${en(fewest.value)}${few.en}`,
    )
  }

/** Which side's rank changed most since the year before; where several changed as much, or none did, who ranks first. */
export const widestMove =
  (measure: Measure) =>
  (rows: readonly SideYear[]): Words | null => {
    const compared = newest(rows)
    const of = measureWords[measure]
    const row = foremost(compared, ({ rank, rankBefore }) =>
      rank === null || rankBefore === null || rank === rankBefore ? null : Math.abs(rank - rankBefore),
    )
    if (row === null || row.rank === null || row.rankBefore === null) return firstRanked(of, compared)
    const [way, n, who] = [
      row.rank < row.rankBefore ? w('升', 'up') : w('降', 'down'),
      inBrackets(row.peers),
      called(row.label),
    ]
    return w(
      `${row.year} 年${of.zh}名次变动最大的是${who.zh}：由第 ${row.rankBefore} 名${way.zh}至第 ${row.rank} 名${n.zh}`,
      `${of.en}: ${who.en} moved most in ${row.year}, ${way.en} from rank ${row.rankBefore} to ${row.rank}${n.en}`,
    )
  }

function firstRanked(of: Words, rows: readonly SideYear[]): Words | null {
  const row = foremost(rows, ({ rank }) => (rank === null ? null : -rank))
  if (row === null) return null
  const [n, who] = [inBrackets(row.peers), called(row.label)]
  return w(
    `${row.year} 年${of.zh}名次最前的是${who.zh}：第 ${row.rank} 名${n.zh}`,
    `${of.en}: ${who.en} ranks first of these in ${row.year}, at ${row.rank}${n.en}`,
  )
}

/** Whose middle case is the highest, and whose the lowest. */
export const middlesApart =
  (measure: Measure) =>
  (rows: readonly SideCase[]): Words | null => {
    const sides = [...new Map(rows.map((row) => [row.side, row])).values()]
    const [most, fewest] = [foremost(sides, ({ median }) => median), least(sides, ({ median }) => median)]
    if (most === null || fewest === null || most === fewest) return null
    const [zh, en] = [written(measure, rows, 'zh').whole, written(measure, rows, 'en').whole]
    const [high, low] = [called(most.label), called(fewest.label)]
    const [many, few] = [inBrackets(most.n), inBrackets(fewest.n)]
    return w(
      `${measureWords[measure].zh}中位数最高的是${high.zh}：${zh(most.median)}${many.zh}；最低的是${low.zh}：${zh(fewest.median)}${few.zh}`,
      `${measureWords[measure].en}: the highest median is that of ${high.en}, ${en(most.median)}${many.en}; the lowest of ${low.en}, ${en(fewest.median)}${few.en}`,
    )
  }
