import type { Content } from '#ingest/readers/table.ts'
import { tableOf } from '../grid.ts'
import { headingOf } from '../headings.ts'
import { linesOf } from '../sections.ts'
import { isWholeLevel } from '../tables/levels.ts'

/*
 * Text whose rows keep all their cells and begin with their levels needs no guess: 产出指标 数量指标 … in line
 * after line tells what parts the cells, whatever their headings are called.
 */

const partings = [
  /\t+|\s{2,}/,
  /\s+[/／]\s+/,
  /[;；]/,
  /\s+/,
  /，|(?<!\d)[,]|,(?!\d{3})/,
  /[，、]|(?<!\d)[,]|,(?!\d{3})/,
] as const
const leastRows = 3
const leastColumns = 5

interface Led {
  from: number
  rows: string[][]
}

/** The document with such rows as a table; null where it has none, or a row that is longer or shorter than its heading. */
export function withLedRows(content: Content, isAlone: boolean): Content | null {
  if (content.blocks.some((block) => block.kind === 'table')) return null
  const lines = linesOf(content)
  if (lines.length > mostLines) return null
  for (const parting of partings) {
    const led = ledRows(lines, parting)
    if (led === null) continue
    if (isAlone && lines.slice(0, led.from).some((line) => hasFunds(line.split(/\s+/)))) return null
    const text = (line: string) => ({ kind: 'paragraph' as const, text: line })
    return {
      format: content.format,
      blocks: [
        ...lines.slice(0, led.from).map(text),
        tableOf(led.rows),
        ...lines.slice(led.from + led.rows.length).map(text),
      ],
    }
  }
  return null
}

const mostLines = 3000

/** A row of fund headings above is a table too, which the words of its headings tell apart. */
const hasFunds = (words: readonly string[]) =>
  words.filter(
    (word) =>
      /^[^\d:：]+$/.test(word) && ['budget', 'adjusted', 'spent'].includes(headingOf(word)?.field ?? ''),
  ).length > 1

function ledRows(lines: readonly string[], parting: RegExp): Led | null {
  const cellsOf = (line: string | undefined) =>
    line?.split(parting).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')) ?? []
  const first = lines.findIndex((line) => isLed(cellsOf(line)))
  const heading = cellsOf(lines[first - 1])
  if (first < 1 || heading.length < leastColumns || heading.some((cell) => /^\d/.test(cell))) return null
  const isOpen = mayBeEmpty(heading.at(-1) ?? '')
  const rows: string[][] = [heading]
  for (const line of lines.slice(first)) {
    const cells = cellsOf(line)
    if (!isLed(cells)) break
    const missing = heading.length - cells.length
    if (missing > Number(isOpen) || (missing < 0 && !isOpen)) return null
    rows.push(missing < 0 ? withWholeEnd(cells, heading.length) : missing === 0 ? cells : [...cells, ''])
  }
  return rows.length > leastRows ? { from: first - 1, rows } : null
}

/** A reason holds the sign that parts the cells before it. */
const withWholeEnd = (cells: readonly string[], width: number) => [
  ...cells.slice(0, width - 1),
  cells
    .slice(width - 1)
    .filter(Boolean)
    .join('，'),
]

const isLed = ([first = '', second = '', ...others]: readonly string[]) =>
  others.length > 2 && isWholeLevel(first, 'level1') && isWholeLevel(second, 'level2')

/** Reasons and remarks stand last and are mostly empty. */
const mayBeEmpty = (heading: string) => ['reason', 'ignored'].includes(headingOf(heading)?.field ?? 'ignored')
