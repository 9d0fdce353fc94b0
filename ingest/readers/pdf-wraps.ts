/*
 * Rows of a table without ruling lines whose cells wrap. A cell's lines follow each other closely, and each but the
 * last was full; the cells of a row all begin at one height, or all have their middles at one. What fits neither, or
 * both in different ways, is no table that anyone could tell.
 */

/** What one line holds of a column. */
export type Piece = { text: string; left: number; right: number; baseline: number }

/** A cell's lines as one. */
export type Wrapped = { text: string; top: number; bottom: number }

/** A row from its top line to its bottom line; empty where it has no cell. */
export type WrappedRow = { top: number; bottom: number; texts: string[] }

/** Shares of a character's size: lines of one cell are no further apart, and cells of one row no further out of line. */
const FURTHEST = 1.8
const OUT_OF_LINE = 0.25

/** A line's last place, into which what follows may not have fitted, as a share of a character's size. */
const SLACK = 0.25

type Shape = { size: number /** How far apart lines of one cell may be. */; pitch: number }

/** A column's cells: lines no further apart than the pitch are one where what follows had no room in the line before. */
export function wrappedIn(pieces: readonly Piece[], { size, pitch }: Shape): Wrapped[] {
  const width = Math.max(...pieces.map(({ left, right }) => right - left))
  const cells: Wrapped[] = []
  let last: Piece | undefined
  for (const piece of pieces) {
    const cell = cells.at(-1)
    const isNear = last !== undefined && piece.baseline - last.baseline <= pitch
    const isFull = last && last.right - last.left + widthOfFirst(piece) > width - size * SLACK
    if (cell && isNear && isFull && !(isFigure(last?.text) && isFigure(piece.text))) {
      cell.text += piece.text
      cell.bottom = piece.baseline
    } else cells.push({ text: piece.text, top: piece.baseline, bottom: piece.baseline })
    last = piece
  }
  return cells
}

/** Figures one below the other are of two rows. */
const isFigure = (text = '') => /^\d+(?:\.\d+)?$/.test(text)

/** What may not be parted at a text's start: a figure, or one character and what closes it. */
export const unparted = (text: string) =>
  /^(?:[≥≤<>=＜＞]?[\w.,%+-]+|.)[，。；：、）》”’」】！？％%)\]/]*/u.exec(text)?.[0] ?? text

function widthOfFirst({ text, left, right }: Piece): number {
  const widthOf = (part: string) => [...part].reduce((sum, one) => sum + (one < '\u0300' ? 0.5 : 1), 0)
  return ((right - left) * widthOf(unparted(text))) / widthOf(text)
}

/** The rows that cells of several columns make at one pitch; null where they do not all fall into rows. */
export type Rows = { rows: WrappedRow[]; pitch: number }

/** The rows of a table, from the cells of the columns that each row fills; null where they do not tell. */
export function rowsOfWraps(columns: readonly (readonly Piece[])[], size: number): Rows | null {
  const gaps = columns.flatMap((pieces) =>
    pieces.slice(1).map(({ baseline }, n) => baseline - (pieces[n]?.baseline ?? 0)),
  )
  const pitches = [0, ...new Set(gaps.filter((gap) => gap <= size * FURTHEST).map((gap) => Math.ceil(gap)))]
  const plain = columns.map((pieces) => wrappedIn(pieces, { size, pitch: 0 }))
  const found = pitches
    .sort((a, b) => a - b)
    .flatMap((pitch) => {
      const wrapped = columns.map((pieces) => wrappedIn(pieces, { size, pitch }))
      const rows = rowsAt(plain, wrapped, size * OUT_OF_LINE)
      return rows === null ? [] : [{ rows, pitch }]
    })
  return fewestEmpty(found)
}

const fewestEmpty = (found: readonly Rows[]) =>
  found.reduce<Rows | null>((best, one) => (best === null || empties(one) < empties(best) ? one : best), null)

const empties = ({ rows }: Rows) => rows.flatMap(({ texts }) => texts).filter((text) => text === '').length

type Columns = readonly (readonly Wrapped[])[]
type Height = (cell: Wrapped) => number
const heights: readonly [Height, Height] = [({ top }) => top, ({ top, bottom }) => (top + bottom) / 2]

/** The rows of columns whose lines are cells each or are cells that wrap; null where no way or several ways tell them. */
function rowsAt(plain: Columns, wrapped: Columns, slack: number): WrappedRow[] | null {
  const [topped, centred] = heights.map((height) => {
    const found = [...plain, ...wrapped].flatMap((own) => {
      const at = own.map(height)
      const isInRows = (cells: readonly Wrapped[]) =>
        cells.every((cell) => at.some((one) => Math.abs(one - height(cell)) <= slack))
      const chosen = plain.map((cells, n) => (isInRows(cells) ? cells : (wrapped[n] ?? [])))
      const rows = chosen.every(isInRows) ? rowsBy(chosen, height, slack) : null
      return rows === null ? [] : [{ rows, pitch: 0 }]
    })
    return fewestEmpty(found)?.rows
  })
  if (!topped || !centred) return topped ?? centred ?? null
  // Of two readings the one that leaves what wrapped at the table's end in a row of its own is none.
  const shapes = [rowsBy(plain, heights[0], slack), topped, centred].map((rows) => JSON.stringify(rows))
  if (shapes[1] === shapes[2] || shapes[2] === shapes[0]) return topped
  return shapes[1] === shapes[0] ? centred : null
}

function rowsBy(columns: Columns, height: Height, slack: number): WrappedRow[] | null {
  const cells = columns.flatMap((own, column) => own.map((cell) => ({ cell, column, height: height(cell) })))
  const groups: (typeof cells)[] = []
  for (const one of cells.sort((a, b) => a.height - b.height)) {
    const group = groups.at(-1)
    if (group && one.height - (group[0]?.height ?? 0) <= slack) group.push(one)
    else groups.push([one])
  }
  const rows = groups.map((group) => ({
    top: Math.min(...group.map(({ cell }) => cell.top)),
    bottom: Math.max(...group.map(({ cell }) => cell.bottom)),
    texts: columns.map((_, column) => group.find((one) => one.column === column)?.cell.text ?? ''),
    cells: group.length,
  }))
  const isFull = ({ texts }: WrappedRow) => texts.filter(Boolean).length * 2 >= columns.length
  const last = rows.findLastIndex(isFull)
  const areRows = rows.every(
    (row, n) =>
      row.cells === row.texts.filter(Boolean).length &&
      (isFull(row) ? row.texts[0] !== '' : n > last) &&
      row.top > (rows[n - 1]?.bottom ?? Number.NEGATIVE_INFINITY),
  )
  return areRows ? rows.map(({ top, bottom, texts }) => ({ top, bottom, texts })) : null
}
