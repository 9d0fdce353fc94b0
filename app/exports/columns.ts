import type { Language } from '#app/words.ts'
import { type Answer, headingLine } from './answer.ts'

/** How wide text stands, in half-widths: a Chinese character is as wide as two digits. */
export const widthOf = (text: string) =>
  [...text].reduce((sum, letter) => sum + (letter < '\u2000' ? 1 : 2), 0)

/** Headings with their units as a page prints them. */
export const pageHeadings = ({ columns }: Pick<Answer, 'columns'>, language: Language): string[] =>
  columns.map(({ page }) => headingLine({ text: page.heading, unit: page.unit }, language))

/** The room that a cell keeps free at its sides, in half-widths. */
export const cellPadding = 3
const narrowest = 6

/** Each column's share of a table's width, by its widest cell; a heading may take two lines. */
export function columnShares([headings = [], ...rows]: readonly (readonly string[])[]): number[] {
  // The more columns there are, the sooner words give way to figures, which cannot break.
  const widest = Math.min(26, Math.max(12, 230 / headings.length))
  const widths = headings.map((heading, place) => {
    const cells = rows.map((row) => widthOf(row[place] ?? ''))
    return cellPadding + Math.min(widest, Math.max(narrowest, widthOf(heading) / 2, ...cells))
  })
  const all = widths.reduce((sum, width) => sum + width, 0)
  return widths.map((width) => width / all)
}
