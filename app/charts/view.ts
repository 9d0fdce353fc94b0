import type { EChartsOption } from 'echarts'
import type { EvaluationKind } from '#app/domain/evaluation.ts'
import {
  commonScale,
  decimalsOf,
  formatAligned,
  formatCases,
  formatCount,
  formatMoney,
  formatPercent,
  formatPoints,
  formatUnitCost,
  formatYear,
  type MoneyScale,
  moneyScale,
  pointsUnit,
  unknown,
} from '#app/format.ts'
import type { Here } from '#app/links.ts'
import { type Language, type Words, w } from '#app/words.ts'

/** How a column's values are written; `money` picks one unit for the whole column and prints it in the heading. */
export type Format = 'text' | 'year' | 'count' | 'percent' | 'points' | 'score' | 'money' | 'unitCost'

/** One column of a view's table, and of its csv and xlsx. */
export interface Column<Row> {
  key: keyof Row & string
  heading: Words
  format: Format
  /** What a text that is a code says: `{ 'no-funds': w('没有支出数', 'no spending') }`. */
  words?: Readonly<Record<string, Words>>
  /** What stands where a text is null; else a dash. */
  absent?: Words
  /** The column that says what is counted, 户; where all rows say the same it joins the unit: 元/户. */
  per?: keyof Row & string
  /** The column that says in the prices of which year the money stands; where all rows say one it joins the unit. */
  prices?: keyof Row & string
  /** What a count counts, as it stands behind the figure where that stands alone: 个, 项, 份. */
  counted?: Words
  /** True for a number of cases: fewer than five are marked with an asterisk. */
  marksFew?: boolean
  /** Columns of money that are read beside each other, this one among them: all print in one unit. */
  alike?: readonly (keyof Row & string)[]
}

/** Where a row was read: a project's report of a year, and the row of its document where one is known. */
export interface Origin {
  projectId: string
  year: number | null
  /** Null where the row does not say which of the year's reports; a ledger is none of them. */
  kind: EvaluationKind | 'ledger' | null
  table: number | null
  row: number | null
}

/** A comparison as people see it: its table always, its chart where a picture says more. Pure. */
export interface View<Row> {
  /** Its name in /export/<name>.csv. */
  name: string
  title: Words
  /** What the figures are of: their n, unit and weights, in a sentence; pages and files print it. */
  note?: Words
  /** What the rows say, in one sentence: the title of a slide. It holds no figure that the rows do not. */
  sentence?: (rows: readonly Row[], here: Here) => Words | null
  columns: readonly Column<Row>[]
  /** What a row stands for: the first column of the table links there. */
  link?: (row: Row, here: Here) => string | null
  /** The report that a row was read in; rows that gather several have none. */
  origin?: (row: Row) => Origin | null
  /**
   * Rows to an ECharts option; nothing is computed here. Items may carry an `href` to what they stand for, and
   * `choose`, where a click on a page goes instead: the same page with it chosen, or no longer.
   */
  option: ((rows: readonly Row[], here: Here) => EChartsOption) | null
  /** Where the marks can be brushed over: the same page with those from the first to the last chosen. */
  brush?: (first: Row, last: Row, here: Here) => string
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
  const per = column.per === undefined ? null : sharedText(rows, column.per)
  const prices = column.prices === undefined ? null : sharedYear(rows, column.prices)
  const of = (unit: string | null, write: (value: number | null) => string): Printed => ({
    heading,
    unit,
    numeric: true,
    cell: (value) => write(typeof value === 'number' ? value : null),
  })
  const aligned = (unit: string | null) => {
    const decimals = decimalsOf(rows.map((row) => numberAt(row, column.key)))
    return of(unit, (value) => formatAligned(value, decimals))
  }
  const writers: Record<Format, () => Printed> = {
    text: () => ({
      heading,
      unit: null,
      numeric: false,
      cell: (value) => textOf(column, value, language),
    }),
    year: () => ({ ...of(null, formatYear), numeric: false }),
    count: () => {
      if (column.marksFew) return of(per, formatCases)
      // Kilometres beside households have no decimals in common.
      return column.per !== undefined && per === null ? of(null, formatCount) : aligned(per)
    },
    percent: () => of('%', (value) => (value === null ? unknown : formatPercent(value).slice(0, -1))),
    points: () => of(pointsUnit[language], formatPoints),
    score: () => aligned(scoreUnit[language]),
    unitCost: () => of(unitCostUnit(per, language, prices), formatUnitCost),
    money: () => {
      const scale = scaleOf(column, rows, language)
      return of(inPrices(scale.unit, prices, language), (value) => formatMoney(value, scale))
    },
  }
  return writers[column.format]()
}

function scaleOf<Row>({ key, alike }: Column<Row>, rows: readonly Row[], language: Language): MoneyScale {
  if (alike === undefined)
    return moneyScale(
      rows.map((row) => numberAt(row, key)),
      language,
    )
  return commonScale(
    alike.flatMap((one) => rows.map((row) => numberAt(row, one))),
    language,
  )
}

/** 元/户, or 元 where what it is per is not known; with the year whose prices it is in, where it is not its own. */
export const unitCostUnit = (per: string | null, language: Language, prices: number | null = null) =>
  inPrices(per === null ? moneyUnits[language] : `${moneyUnits[language]}/${per}`, prices, language)

/** 万元，2019 年价 */
export const inPrices = (unit: string, prices: number | null, language: Language) =>
  prices === null ? unit : w(`${unit}，${prices} 年价`, `${unit} of ${prices}`)[language]

function textOf<Row>({ words, absent }: Column<Row>, value: unknown, language: Language): string {
  if (typeof value !== 'string') return absent?.[language] ?? unknown
  return words?.[value]?.[language] ?? value
}

/** The year that all rows have in a column; null where they differ. */
function sharedYear<Row>(rows: readonly Row[], key: keyof Row): number | null {
  const first = rows[0]?.[key]
  return typeof first === 'number' && rows.every((row) => row[key] === first) ? first : null
}

/** The text that all rows have in a column; null where they differ. */
function sharedText<Row>(rows: readonly Row[], key: keyof Row): string | null {
  const first = rows[0]?.[key]
  return typeof first === 'string' && rows.every((row) => row[key] === first) ? first : null
}

const scoreUnit = { zh: '分', en: 'points' } as const
const moneyUnits = { zh: '元', en: 'yuan' } as const

function numberAt<Row>(row: Row, key: keyof Row): number | null {
  const value = row[key]
  return typeof value === 'number' ? value : null
}
