import type { Columns } from '#app/warehouse/columns.server.ts'

/** Null among whole numbers; among figures it is NaN. */
export const none = -1

/** A figure, or what stands for null. */
export const orNaN = (figure: number | null) => figure ?? Number.NaN

/** Rows of numbers, column by column: whole ones and figures. It is filled, read, cleared and filled again. */
export class Block<Whole extends string, Figure extends string> implements Columns {
  rows = 0
  whole: Record<Whole, Int32Array<ArrayBuffer>>
  figures: Record<Figure, Float64Array<ArrayBuffer>>
  private capacity = 4096

  constructor(
    private readonly wholes: readonly Whole[],
    private readonly figured: readonly Figure[],
  ) {
    this.whole = columnsOf(wholes, () => new Int32Array(this.capacity))
    this.figures = columnsOf(figured, () => new Float64Array(this.capacity))
  }

  get shape(): Record<string, 'INTEGER' | 'DOUBLE'> {
    return {
      ...columnsOf<string, 'INTEGER'>(this.wholes, () => 'INTEGER'),
      ...columnsOf<string, 'DOUBLE'>(this.figured, () => 'DOUBLE'),
    }
  }

  get columns() {
    return [...this.wholes.map((name) => this.whole[name]), ...this.figured.map((name) => this.figures[name])]
  }

  /** The index of a new row. */
  next(): number {
    if (this.rows === this.capacity) this.grow()
    this.rows += 1
    return this.rows - 1
  }

  clear() {
    this.rows = 0
  }

  /** Begins with what another has from a row on. */
  beginWith(other: Block<Whole, Figure>, from: number) {
    this.clear()
    for (let row = from; row < other.rows; row += 1) {
      const at = this.next()
      for (const name of this.wholes) this.whole[name][at] = other.whole[name][row] ?? none
      for (const name of this.figured) this.figures[name][at] = other.figures[name][row] ?? Number.NaN
    }
  }

  private grow() {
    this.capacity *= 2
    const { whole, figures } = this
    this.whole = columnsOf(this.wholes, (name) => wider(whole[name], new Int32Array(this.capacity)))
    this.figures = columnsOf(this.figured, (name) => wider(figures[name], new Float64Array(this.capacity)))
  }
}

function wider<Numbers extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(
  before: Numbers,
  after: Numbers,
): Numbers {
  after.set(before)
  return after
}

function columnsOf<Name extends string, Column>(
  names: readonly Name[],
  column: (name: Name) => Column,
): Record<Name, Column> {
  return Object.fromEntries(names.map((name) => [name, column(name)])) as Record<Name, Column>
}
