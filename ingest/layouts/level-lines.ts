import { plain } from './grid.ts'
import { number } from './numbering.ts'
import { isWholeLevel } from './tables/levels.ts'

/* How lines of text name the levels of the indicators in them or below them. */

/** Signs that lead an item of a list, as the source of a class. */
export const bullets = '·•●◆◇■□▪►★☆▲△▶※➢➤❖√✓'

/** A number or a bullet in front of a line. */
export const listed = new RegExp(`^\\s*(?:[${bullets}]\\s*)?${number}\\s*`)

export interface Levels {
  level1: string
  level2: string
}

/** The levels from a line on that names one or both and nothing else, below those before it; null for another line. */
export function levelsFrom(line: string, before: Levels): Levels | null {
  const level = levelIn(line)
  if (level === null) return levelsIn(line)
  return isWholeLevel(level, 'level1') && !isBelow(level, before.level1)
    ? { level1: level, level2: '' }
    : { ...before, level2: level }
}

/** The level that a line names and nothing else: 一、产出指标, （数量指标）, 【数量指标】(20分):. */
function levelIn(line: string): string | null {
  const bare = plain(line)
    .replace(/\([\d.]+分?\)/, '')
    .replace(listed, '')
    .replace(/[:：]$/, '')
    .replace(/^[[(【](.*)[\])】]$/, '$1')
  return isWholeLevel(bare, 'level1') || isWholeLevel(bare, 'level2') ? bare : null
}

const between = '[-—–/／>·]'

/** Both levels in a line of their own: 产出指标—数量指标, 【产出指标·数量指标】, 【产出指标】【数量指标】. */
const onlyLevels = new RegExp(
  `^[[【(]?([^—–>/／·\\]】)-]{2,8})(?:${between}{1,2}|[\\]】)][[【(]?)([^—–>/／·\\]】)-]{2,14}?)[\\]】)]?[:：]?$`,
)

/** 产出指标 数量指标 */
const apart = /^(\S+)\s+(\S+)$/

function levelsIn(line: string): Levels | null {
  const [, level1 = '', level2 = ''] =
    onlyLevels.exec(plain(line).replace(listed, '')) ?? apart.exec(line.trim().replace(listed, '')) ?? []
  return isWholeLevel(level1, 'level1') && isWholeLevel(level2, 'level2') ? { level1, level2 } : null
}

/** 满意度指标 and 成本指标 name both ranks: under 产出指标 or another they are a second level. */
const isBelow = (level: string, level1: string) =>
  isWholeLevel(level, 'level2') && level1 !== '' && (level1 === level || /^成本/.test(level))

/** 【产出指标-数量指标】, 产出指标/数量指标:, 【产出指标】数量指标- in front of a name. */
const levelsInFront = new RegExp(
  `^[[【(（]?([^\\]】)）：:\\s]{2,12}?)\\s*(?:${between}+|[\\]】)）])\\s*[[【(（]?([^\\]】)）：:\\s]{2,14}?)(?:${between}|[\\]】)）：:\\s])+(?=\\S|$)`,
)

/** The levels that a line begins with, and what follows them; null where it does not begin with both. */
export function ledByLevels(written: string): (Levels & { rest: string }) | null {
  const line = written.trim().replace(listed, '')
  const [whole, one = '', other = ''] = levelsInFront.exec(line) ?? []
  const [level1, level2] = [plain(one), plain(other)]
  const isLed = whole !== undefined && isWholeLevel(level1, 'level1') && isWholeLevel(level2, 'level2')
  return isLed ? { level1, level2, rest: line.slice(whole.length) } : null
}
