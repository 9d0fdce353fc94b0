import {
  formatAmong,
  formatCount,
  formatMoney,
  formatPercent,
  formatPoints,
  formatScore,
  formatUnitCost,
  moneyScale,
  pointsUnit,
} from '#app/format.ts'
import type { Measure } from '#app/queries/filters.ts'
import type { SideYear } from '#app/queries/side-by-side.ts'
import { type Language, w } from '#app/words.ts'
import { moneyAxis } from './theme.ts'
import { inPrices, unitCostUnit } from './view.ts'

type Valued = Pick<SideYear, 'value' | 'per' | 'prices'>

/** The unit of an axis, and how a value is written on it, beside a mark, and in a sentence with its unit. */
export function written(measure: Measure, rows: readonly Valued[], language: Language) {
  const [first] = rows
  const scale = moneyScale(
    rows.map(({ value }) => value),
    language,
  )
  const ways: Record<Measure, readonly [string, (value: number | null) => string]> = {
    spent: [inPrices(scale.unit, first?.prices ?? null, language), (yuan) => formatMoney(yuan, scale)],
    execution: ['%', (rate) => formatPercent(rate)],
    unitCost: [unitCostUnit(first?.per ?? null, language, first?.prices), formatUnitCost],
    total: [
      w('分', 'points')[language],
      (score) =>
        formatAmong(
          score,
          rows.map(({ value }) => value),
        ),
    ],
    gap: [pointsUnit[language], formatPoints],
    met: ['%', (rate) => formatPercent(rate)],
  }
  const [unit, write] = ways[measure]
  // An axis has no use for fen, nor for the decimals of others.
  const onAxis: Partial<typeof ways> = {
    spent: [unit, (yuan) => formatCount(yuan === null ? null : yuan / scale.divisor)],
    unitCost: [unit, formatCount],
    total: [unit, formatScore],
  }
  const axis = measure === 'spent' ? moneyAxis(scale) : {}
  // A rate carries its sign.
  const whole = (value: number | null) => (unit === '%' ? write(value) : `${write(value)} ${unit}`)
  return { unit, write, whole, axis, onAxis: onAxis[measure]?.[1] ?? write }
}
