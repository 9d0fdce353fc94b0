import type { EChartsOption } from 'echarts'
import {
  formatCount,
  formatMoney,
  formatPercent,
  formatPoints,
  formatScore,
  formatUnitCost,
  formatYear,
  moneyScale,
  pointsUnit,
  unknown,
} from '#app/format.ts'
import type { Here } from '#app/links.ts'
import type { Language, Words } from '#app/words.ts'

/** How a column's values are written; `money` picks one unit for the whole column and prints it in the heading. */
export type Format = 'text' | 'year' | 'count' | 'percent' | 'points' | 'score' | 'money' | 'unitCost'

/** One column of a view's table, and of its csv and xlsx. */
export interface Column<Row> {
  key: keyof Row & string
  heading: Words
  format: Format
}

/** A comparison as people see it: its table always, its chart where a picture says more. Pure. */
export interface View<Row> {
  /** Its name in /export/<name>.csv. */
  name: string
  title: Words
  columns: readonly Column<Row>[]
  /** What a row stands for: the first column of the table links there. */
  link?: (row: Row, here: Here) => string | null
  /** Rows to an ECharts option; nothing is computed here. Items may carry an `href` to what they stand for. */
  option: ((rows: readonly Row[], here: Here) => EChartsOption) | null
  /** The chart's height in pixels for these rows. */
  height: (rows: readonly Row[]) => number
}

/** A column as a table prints it: its heading with the unit, and its values as text. */
export interface Printed {
  heading: string
  unit: string | null
  numeric: boolean
  cell(value: unknown): string
}

/** How a column prints for these rows: one unit for the whole column. */
export function printed<Row>(column: Column<Row>, rows: readonly Row[], language: Language): Printed {
  const heading = column.heading[language]
  const of = (unit: string | null, write: (value: number | null) => string): Printed => ({
    heading,
    unit,
    numeric: true,
    cell: (value) => write(typeof value === 'number' ? value : null),
  })
  const writers: Record<Format, () => Printed> = {
    text: () => ({
      heading,
      unit: null,
      numeric: false,
      cell: (value) => (typeof value === 'string' ? value : unknown),
    }),
    year: () => ({ ...of(null, formatYear), numeric: false }),
    count: () => of(null, formatCount),
    percent: () => of('%', (value) => (value === null ? unknown : formatPercent(value).slice(0, -1))),
    points: () => of(pointsUnit[language], formatPoints),
    score: () => of(scoreUnit[language], formatScore),
    unitCost: () => of(moneyUnits[language], formatUnitCost),
    money: () => {
      const scale = moneyScale(rows.map((row) => numberAt(row, column.key)))
      return of(scale.unit[language], (value) => formatMoney(value, scale))
    },
  }
  return writers[column.format]()
}

const scoreUnit = { zh: '分', en: 'points' } as const
const moneyUnits = { zh: '元', en: 'yuan' } as const

function numberAt<Row>(row: Row, key: keyof Row): number | null {
  const value = row[key]
  return typeof value === 'number' ? value : null
}
