import { headingOf, isKnownWord } from '../headings.ts'

const longestHeading = 18
const longestReason = 24

/** The headings that a line is made of, word for word and the longest first; null where it is made of anything else. */
export function headingsIn(line: string): string[] | null {
  if (line === '') return []
  for (let length = Math.min(longestHeading, line.length); length > 1; length -= 1) {
    if (!isHeading(line.slice(0, length)) || /^[(（]/.test(line.slice(length))) continue
    const rest = headingsIn(line.slice(length))
    if (rest !== null) return [line.slice(0, length), ...rest]
  }
  // Reasons stand last, and have more names than anybody lists.
  return line.length <= longestReason && headingOf(line)?.field === 'reason' ? [line] : null
}

/** 三级指标分值 without a 三级指标 before it is two headings, and so is 年度指标值单位. */
const isTwo = (text: string) =>
  (/^[一二三]级指标/.test(text) && isKnownWord(text.slice(4))) ||
  (text.endsWith('单位') && headingOf(text.slice(0, -2))?.field === 'target')

const isHeading = (text: string) => isKnownWord(text) && !/^[(（]/.test(text) && !isTwo(text)
