import { type Field, headingOf } from '../headings.ts'
import { isWholeLevel } from '../tables/levels.ts'

/*
 * Forms with more columns than an indicator needs, as those that need no more: two goals side by side give the later
 * one, and points beside a level stand in brackets behind its name.
 */

/** A table's headings, and its lines in their terms. */
export interface SimplerForm {
  heading: readonly string[]
  lineOf: (line: string) => string
}

/** The form that a heading announces without what makes it hard to tell its cells apart. */
export function simplerForm(heading: readonly string[]): SimplerForm {
  const fields = heading.map((text) => headingOf(text)?.field ?? null)
  const first = fields.indexOf('level1')
  const without = (from: number, to: number) => heading.filter((_, at) => at < from || at >= to)
  const isTwofold = ['level2', 'level3', 'target'].every(
    (field) => fields.filter((one) => one === field).length === 2,
  )
  if (isTwofold) {
    const later = fields.lastIndexOf('level2')
    return { heading: without(fields.indexOf('level2'), later), lineOf: laterGoal }
  }
  const pointed: readonly Field[] = ['level1', 'weight', 'level2', 'weight', 'level3']
  if (pointed.every((field, at) => fields[first + at] === field))
    return {
      heading: heading.filter((_, at) => at !== first + 1 && at !== first + 3),
      lineOf: bracketedPoints,
    }
  return { heading, lineOf: (line) => line }
}

const mostLevel = 12
const leastName = 2
const mostName = 24

/** 数量指标服务人次三年9822人次数量指标服务人次3200人次 as 数量指标服务人次3200人次: the name that stands twice parts the goals. */
function laterGoal(line: string): string {
  const { level, rest } = levelsBefore(line)
  for (let length = Math.min(mostName, Math.floor(rest.length / 2)); length >= leastName; length -= 1) {
    const name = rest.slice(0, length)
    const again = rest.indexOf(name, length + 1)
    if (again > 0 && !/\d/.test(name)) return level + rest.slice(again)
  }
  return line
}

function levelsBefore(line: string) {
  let at = 0
  for (const rank of ['level1', 'level2'] as const) at += levelAt(line.slice(at), rank)
  return { level: line.slice(0, at), rest: line.slice(at) }
}

/** 产出50数量20电话接听量 as 产出(50分)数量电话接听量. */
function bracketedPoints(line: string): string {
  const first = levelAt(line, 'level1')
  const points = first === 0 ? '' : (/^\d{1,3}(?:\.\d)?/.exec(line.slice(first))?.[0] ?? '')
  const top = points === '' ? '' : `${line.slice(0, first)}(${points}分)`
  const rest = points === '' ? line : line.slice(first + points.length)
  const second = levelAt(rest, 'level2')
  const own = second === 0 ? null : /^\d{1,3}(?:\.\d)?(?=\D)/.exec(rest.slice(second))
  return own === null ? top + rest : top + rest.slice(0, second) + rest.slice(second + own[0].length)
}

/** How many characters the longest name of a level takes at the start of a text. */
function levelAt(text: string, rank: 'level1' | 'level2'): number {
  for (let length = Math.min(mostLevel, text.length); length > 1; length -= 1)
    if (isWholeLevel(text.slice(0, length), rank)) return length
  return 0
}
