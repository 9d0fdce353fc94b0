import { z } from 'zod'

/** How dear a year was, on one base for all years: 102.9 where 2018 is 100. */
export const PriceLevel = z.object({
  year: z.number().int().min(1900).max(2099),
  level: z.number().min(0.01).max(1e6),
})
export type PriceLevel = z.infer<typeof PriceLevel>

const marks = /[\s,，;；、:：=年]+/

/**
 * Reads an index as people type it, or paste two columns: 2018:100, 2019:102.9; in the order of the years. Null
 * for what is none, or says two levels of one year.
 */
export function readPriceIndex(text: string): PriceLevel[] | null {
  const figures = text.split(marks).filter((figure) => figure !== '')
  if (figures.length === 0 || figures.length % 2 === 1) return null
  if (!figures.every((figure, place) => (place % 2 === 0 ? /^\d{4}$/ : /^\d+(?:\.\d+)?$/).test(figure)))
    return null
  const years = figures.filter((_, place) => place % 2 === 0).map(Number)
  const levels = years.map((year, place) => ({ year, level: Number(figures[2 * place + 1]) }))
  const read = PriceLevel.array().safeParse(levels)
  if (!read.success || new Set(years).size < years.length) return null
  return read.data.toSorted((a, b) => a.year - b.year)
}

/** An index in one normal form: 2018:100,2019:102.9. */
export const priceIndexText = (index: readonly PriceLevel[]) =>
  index.map(({ year, level }) => `${year}:${level}`).join(',')
