import { plain } from '../grid.ts'
import {
  type Field,
  headingAmongIndicators,
  headingOf,
  isKnownWord,
  levelBeside,
  likely,
  moneyFields,
} from '../headings.ts'

/** A cell's text; null ends a line. */
export type Token = string | null

/** What a cell means as a label, word for word. */
export const fieldOf = (token: Token) =>
  token !== null && isKnownWord(token) ? (headingOf(token)?.field ?? null) : null
export const isFigure = (token: Token) => token !== null && /^-?\d+(?:\.\d+)?分?$/.test(plain(token))
export const fundFields: readonly Field[] = [...moneyFields, 'reason', 'ignored']

/** A heading in a stream, and where what follows it begins. */
export interface Named {
  field: Field
  text: string
  next: number
}

/** The headings that follow one another from here on; a word torn by a line's end is joined. */
export function runOf(stream: readonly Token[], from: number, fields: readonly Field[]): Named[] {
  const run: Named[] = []
  let at = from
  while (at < stream.length) {
    const found = inPlace(headingAt(stream, at, fields), run.at(-1)) ?? among(stream, at, run, fields)
    if (found === null || !fields.includes(found.field)) break
    run.push({ ...found, field: levelBeside(found.field, run.at(-1)?.field) })
    at = found.next
  }
  return run
}

/** 单位 right behind a value is its unit of measure, not who reports. */
const inPlace = (found: Named | null, before: Named | undefined): Named | null =>
  found?.field === 'reporter' && plain(found.text) === '单位' && before?.field === 'target'
    ? { ...found, field: 'targetUnit' }
    : found

/** Behind the levels of indicators short words are headings: 目标, 完成. */
function among(
  stream: readonly Token[],
  at: number,
  run: readonly Named[],
  fields: readonly Field[],
): Named | null {
  const text = stream[at]
  const isBehind = fields.includes('level1') && run.filter(({ field }) => levels.includes(field)).length > 1
  if (!isBehind || typeof text !== 'string') return null
  const field = headingAmongIndicators(text)?.field
  return field === undefined || run.some((one) => one.field === field) ? null : { field, text, next: at + 1 }
}

const levels: readonly Field[] = ['level1', 'level2', 'level3', 'name']

/** 及改进措施 and (20分*执行率) go on with the heading on the line before. */
function withRest(heading: Named, stream: readonly Token[]): Named {
  const at = heading.next + Number(stream[heading.next] === null)
  const next = stream[at]
  const isRest = typeof next === 'string' && /^[及和与]|^[(（][^()（）]*[)）]$/.test(next)
  const text = `${heading.text}${next}`
  return isRest && headingOf(text)?.field === heading.field ? { ...heading, text, next: at + 1 } : heading
}

/** The heading that begins here: one cell, or a word torn into two or three; 年度 before 指标值 is a part of one. */
function headingAt(stream: readonly Token[], from: number, fields: readonly Field[]): Named | null {
  const isHeading = (field: Field) => fields.includes(field) || field === 'reporter'
  let text = ''
  let best: Named | null = null
  for (let at = from, words = 0; at < stream.length && words < 3; at += 1) {
    const token = stream[at]
    if (token === null || token === undefined) continue
    if (token === '') return best
    text += token
    words += 1
    const heading = headingOf(text)
    if (heading && isHeading(heading.field) && (words === 1 || heading.rank < likely))
      best = { field: heading.field, text, next: at + 1 }
    if (best && !/^[一二三四]级$/.test(best.text)) return withRest(best, stream)
  }
  return best
}
