import type { Box } from './pdf-grid.ts'
import type { Line } from './pdf-text.ts'

export type PageCell = Box & { text: string }

/** A table on one page: where its columns part, where lines part its rows, and its cells. */
export type PageTable = {
  kind: 'table'
  top: number
  columns: number[]
  rowLines: number[]
  rows: number
  cells: PageCell[]
  /** The lines of a table whose rows only places told, in case that it goes on over the page's end. */
  lines: PageLine[]
}
export type PageLine = Line & { kind: 'line'; top: number }
