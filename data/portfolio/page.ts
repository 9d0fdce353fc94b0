/** What a document shows, before a format is chosen: paragraphs, and tables with merged cells. */
export interface PageCell {
  text: string
  rowSpan?: number
  columnSpan?: number
  /** Set where a workbook holds a number or a date behind the text. */
  typed?: { value: number | Date; format: string }
  bold?: boolean
  align?: 'left' | 'center'
}

export interface PageTable {
  kind: 'table'
  /** Relative widths, one a column. */
  widths: number[]
  /** Row by row; a cell that a merged one covers is left out, as in HTML. */
  rows: PageCell[][]
}

export interface PageParagraph {
  kind: 'paragraph'
  style: 'title' | 'heading' | 'body' | 'note'
  text: string
}

export type Page = (PageTable | PageParagraph)[]

export const paragraph = (style: PageParagraph['style'], text: string): PageParagraph => ({
  kind: 'paragraph',
  style,
  text,
})

export const sampleNotice = '示例数据：本文件由程序生成，单位、项目与数字均为虚构。'

interface PlacedCell extends PageCell {
  row: number
  column: number
  rowSpan: number
  columnSpan: number
}

/** The cells of a table with their positions, counted from 0. */
export function placedCells(table: PageTable): PlacedCell[] {
  const taken = new Set<string>()
  return table.rows.flatMap((cells, row) => {
    let column = 0
    return cells.map((cell) => {
      while (taken.has(`${row}/${column}`)) column += 1
      const placed = { rowSpan: 1, columnSpan: 1, ...cell, row, column }
      for (let down = 0; down < placed.rowSpan; down += 1) {
        for (let right = 0; right < placed.columnSpan; right += 1) {
          taken.add(`${row + down}/${column + right}`)
        }
      }
      return placed
    })
  })
}

/** How many rows from here on repeat this value: the span of the merged cell that shows it once. */
export function runLength<T>(list: readonly T[], from: number, same: (left: T, right: T) => boolean): number {
  const start = list[from]
  let length = 0
  for (const entry of list.slice(from)) {
    if (start === undefined || !same(start, entry)) break
    length += 1
  }
  return length
}
