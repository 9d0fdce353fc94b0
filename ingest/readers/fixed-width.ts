/** What measures a line: its characters, or the columns that they take on a screen. */
const measures: readonly ((line: string) => number)[] = [
  ({ length }) => length,
  (line) => [...line].reduce((sum, one) => sum + (/[ -~]/.test(one) ? 1 : 2), 0),
]
const narrowest = 20
const fewestFull = 5

/** Text whose lines were cut at one width, within words and figures too, with each paragraph in one line again. */
export function withoutFixedWidth(text: string): string {
  const lines = text.split(/\r\n|\r|\n/)
  for (const measure of measures) {
    const isFull = fullnessOf(lines, measure)
    if (isFull !== null)
      return lines.reduce((whole, line, at) => {
        const before = lines[at - 1]
        const isRest = before !== undefined && isFull(before) && goesOn(before, line)
        return at === 0 ? line : `${whole}${isRest ? '' : '\n'}${line}`
      }, '')
  }
  return text
}

/** Whether a line reaches the width at which all were cut; null where they were not: most long ones end in a sentence. */
function fullnessOf(
  lines: readonly string[],
  measure: (line: string) => number,
): ((line: string) => boolean) | null {
  const width = lines.reduce((most, line) => Math.max(most, measure(line)), 0)
  // A character of two columns finds no room in the last one.
  const isFull = (line: string) => measure(line) >= width - Number(measure !== measures[0])
  const long = lines.filter((line) => measure(line) * 2 > width)
  const cut = new Set(lines.filter((line) => isFull(line) && !ended.test(line) && !parted.test(line)))
  return width >= narrowest && cut.size >= fewestFull && cut.size * 2 > long.length ? isFull : null
}

const ended = /[。；;：:！？]$/
/** Cells stand side by side in a row of a table. */
const parted = /\S(?:\t|[ \u3000]{2,})\S|[|｜│┃]/
const goesOn = (line: string, next: string) =>
  next.trim() !== '' &&
  !/^\s/.test(next) &&
  !(ended.test(line) && startsItem.test(next)) &&
  !parted.test(next)
const startsItem = /^(?:[(（]|\d{1,2}[.、．](?!\d)|[一二三四五六七八九十]{1,3}[、是]|[①-⑳])/
