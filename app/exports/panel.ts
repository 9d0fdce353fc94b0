/** A run of figures under one name; null is a gap. */
export interface Series {
  name: string
  colour: string
  /** Of each figure, where they differ. */
  colours: readonly string[] | null
  values: readonly (number | null)[]
}

/** Bars or lines over categories. */
export interface CategoryPanel {
  kind: 'bars' | 'lines'
  title: string | null
  categories: readonly string[]
  series: readonly Series[]
  horizontal: boolean
  stacked: boolean
  /** True where figures are read from above downwards, as ranks are. */
  inverse: boolean
  /** What the page draws instead, where office programs have no such chart. */
  instead: 'points' | 'flow' | 'steps' | null
  numberFormat: string
  bounds: Bounds
}

/** Where an axis begins and ends; null leaves it to the program. */
export interface Bounds {
  min: number | null
  max: number | null
}

/** Points between two axes of figures. */
export interface PointPanel {
  kind: 'points'
  x: string
  y: string
  bounds: Bounds
  series: readonly { name: string; colour: string; points: readonly (readonly [number, number])[] }[]
}

/** Two things crossed, with the colour of each cell; a gap has no text. */
export interface GridPanel {
  kind: 'grid'
  columns: readonly string[]
  rows: readonly { label: string; cells: readonly (GridCell | null)[] }[]
  /** What the two ends of the colours stand for, and the colours between them. */
  scale: { lowest: string; highest: string; colours: readonly string[] }
}

export interface GridCell {
  text: string
  colour: string
  ink: string
}

/** A part of a chart that office programs can have as a chart or table of their own. */
export type Panel = CategoryPanel | PointPanel | GridPanel
