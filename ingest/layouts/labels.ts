import { filledCells, type Grid, lineOf, plain } from './grid.ts'
import { type Field, headingOf } from './headings.ts'

/** Labels that stand beside their value, in a form's head or a line of text. */
const labelled: readonly Field[] = [
  'project',
  'department',
  'unit',
  'district',
  'year',
  'sector',
  'total',
  'grade',
  'programme',
]

/** The label and value pairs of a form's head: 项目名称 | 网上服务经费 | 主管部门 | 教育局. */
export function labelsIn(grid: Grid, fromRow = 0, toRow = grid.rows.length): Map<Field, string> {
  const found = new Map<Field, string>()
  for (const row of grid.rows.slice(fromRow, toRow)) {
    const cells = filledCells(row)
    cells.forEach((cell, index) => {
      const inline = labelledLine(cell.text)
      if (inline !== null && !found.has(inline.field)) found.set(inline.field, inline.value)
      const field = headingOf(cell.text)?.field
      const value = cells[index + 1]
      if (field === undefined || !labelled.includes(field) || found.has(field) || value === undefined) return
      const text = lineOf(value.text)
      if (text !== null && headingOf(text) === null) found.set(field, text)
    })
  }
  return found
}

/** 项目名称：网上服务经费 in one line; null where a line is no label with its value. */
export function labelledLine(text: string): { field: Field; value: string } | null {
  const line = lineOf(text)
  const split = line === null ? null : /^([^:：]{2,14})[:：]\s*(.{1,80})$/.exec(line)
  if (!split?.[1] || !split[2]) return null
  const field = headingOf(split[1])?.field
  const value = lineOf(split[2])
  return field !== undefined && labelled.includes(field) && value !== null ? { field, value } : null
}

/** Drops the codes that forms print after names: 教育局（205）, 205-教育局. */
export function withoutCode(name: string | null): string | null {
  if (name === null) return null
  return lineOf(
    name
      .replace(/^\s*[\dA-Za-z]{3,}\s*[-—_]?\s*(?=[^\d\s])/, '')
      .replace(/[\s(（【[]*\d{3,}[\])）】]*\s*$/, ''),
  )
}

/** A year written as 2019 or 2019年度; null where the text has none, or several. */
export function yearIn(text: string | null): string | null {
  if (text === null) return null
  const years = new Set([...plain(text).matchAll(/(?<!\d)(20\d\d)(?=年|$|\D)/g)].map((match) => match[1]))
  const [year] = years
  return years.size === 1 && year !== undefined ? year : null
}
