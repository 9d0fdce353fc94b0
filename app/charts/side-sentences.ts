import type { Here } from '#app/links.ts'
import type { Measure } from '#app/queries/filters.ts'
import type { SideBySide, SideCase, SideYear } from '#app/queries/side-by-side.ts'
import { measureWords, type Words, w } from '#app/words.ts'
import { foremost, inChosenYears, judged, least, ofNewestYear } from './sentences.ts'
import { written } from './side-figures.ts'

/** 2023 as 2023 年, a space before it, where years stand side by side. */
const called = (label: string): Words => w(/^\d{4}$/.test(label) ? ` ${label} 年` : label, label)

/** Those of the newest of the chosen years, unless years themselves are compared. */
function newest(rows: readonly SideYear[], here: Here): readonly SideYear[] {
  const chosen = inChosenYears(rows, here)
  const sides = new Set(chosen.map(({ side }) => side))
  return sides.size === chosen.length ? chosen : ofNewestYear(chosen)
}

type Side = Pick<SideYear, 'label' | 'value' | 'n' | 'per' | 'prices'>

/** Who has most of a measure, and who least; null where that is one, or several have most. */
function apart(measure: Measure, sides: readonly Side[], what: Words): Words | null {
  const of = (pick: typeof foremost<Side>) => judged(sides, (some) => pick(some, ({ value }) => value), 2)
  const [most, fewest] = [of(foremost), of(least)]
  if (most === null || fewest === null || most.row === fewest.row) return null
  const [zh, en] = [written(measure, sides, 'zh').whole, written(measure, sides, 'en').whole]
  const [high, low] = [called(most.row.label), called(fewest.row.label)]
  return w(
    `${what.zh}最高的是${high.zh}：${zh(most.row.value)}${most.n.zh}；最低的是${low.zh}：${zh(fewest.row.value)}${fewest.n.zh}`,
    `${what.en}: highest in ${high.en}, ${en(most.row.value)}${most.n.en}; lowest in ${low.en}, ${en(fewest.row.value)}${fewest.n.en}`,
  )
}

/** Which side has the most of the measure that is compared, and which the least. */
export function furthestApart(rows: readonly SideBySide[], { filters }: Here): Words | null {
  const measure = filters.measure ?? 'total'
  const sides = rows.map((row) => ({ ...row, value: row[measure], n: row[`${measure}N`] }))
  return apart(measure, sides, measureWords[measure])
}

/** The same of the newest year. */
export const mostAndLeast =
  (measure: Measure) =>
  (rows: readonly SideYear[], here: Here): Words | null => {
    const compared = newest(rows, here)
    const { zh, en } = measureWords[measure]
    const [year, ...others] = new Set(compared.map((row) => row.year))
    const what = others.length === 0 ? w(`${year} 年${zh}`, `${en} in ${year}`) : w(zh, en)
    return apart(measure, compared, what)
  }

/** Whose middle case is the highest, and whose the lowest. */
export const middlesApart =
  (measure: Measure) =>
  (rows: readonly SideCase[]): Words | null => {
    const sides = [...new Map(rows.map((row) => [row.side, { ...row, value: row.median }])).values()]
    const { zh, en } = measureWords[measure]
    return apart(measure, sides, w(`${zh}中位数`, `${en}, median`))
  }

/** Which side's rank changed most since the year before; where several changed as much, or none did, who ranks first. */
export const widestMove =
  (measure: Measure) =>
  (rows: readonly SideYear[], here: Here): Words | null => {
    const compared = newest(rows, here)
    const of = measureWords[measure]
    const found = foremostOf(compared, ({ rank, rankBefore }) =>
      rank === null || rankBefore === null || rank === rankBefore ? null : Math.abs(rank - rankBefore),
    )
    if (found === null) return firstRanked(of, compared)
    const { row, n } = found
    if (row.rank === null || row.rankBefore === null) return null
    const [way, who] = [row.rank < row.rankBefore ? w('升', 'up') : w('降', 'down'), called(row.label)]
    return w(
      `${row.year} 年${of.zh}名次变动最大的是${who.zh}：由第 ${row.rankBefore} 名${way.zh}至第 ${row.rank} 名，共 ${row.peers} 名${n.zh}`,
      `${of.en}: ${who.en} moved most in ${row.year}, ${way.en} from rank ${row.rankBefore} to ${row.rank} of ${row.peers}${n.en}`,
    )
  }

const foremostOf = (rows: readonly SideYear[], of: (row: SideYear) => number | null) =>
  judged(rows, (some) => foremost(some, of))

function firstRanked(of: Words, rows: readonly SideYear[]): Words | null {
  const found = foremostOf(rows, ({ rank }) => (rank === null ? null : -rank))
  if (found === null) return null
  const { row, n } = found
  const who = called(row.label)
  return w(
    `${row.year} 年${of.zh}名次最前的是${who.zh}：第 ${row.rank} 名，共 ${row.peers} 名${n.zh}`,
    `${of.en}: ${who.en} ranks first of these in ${row.year}, at ${row.rank} of ${row.peers}${n.en}`,
  )
}
