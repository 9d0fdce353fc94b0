/** Money is integer fen inside, so that sums are exact; documents write it in 元, 万元 or 亿元. */
export const yuanPerUnit = { 元: 1, 千元: 1_000, 万元: 10_000, 百万元: 1_000_000, 亿元: 100_000_000 } as const
export type MoneyUnit = keyof typeof yuanPerUnit

export const isMoneyUnit = (unit: string): unit is MoneyUnit => Object.hasOwn(yuanPerUnit, unit)

/** Yuan of a sum as written; digits beyond a hundredth of a fen are binary noise and are cut. */
export function yuanOf(value: number, unit: MoneyUnit): number {
  return Number((value * yuanPerUnit[unit]).toFixed(4))
}

/** Whole fen of a sum as written; null stays null. */
export function fenOf(value: number | null, unit: MoneyUnit): number | null {
  return value === null ? null : Math.round(yuanOf(value, unit) * 100)
}

/** Yuan of integer fen; null stays null. */
export function yuanOfFen(fen: number | null): number | null {
  return fen === null ? null : fen / 100
}
