import { districts, type Place } from '#data/portfolio/places.ts'
import type { Random } from '#data/portfolio/random.ts'

/** Points as a place's rule gives them (domain rules §2), in the order of a draft's rows. */
export interface Scheme {
  id: 'national-2020' | 'shijiazhuang-2013' | 'hubei' | 'beijing-district' | 'cost-first-level-2021'
  places: readonly Place[]
  from: number
  execution: number
  weights: readonly number[]
}

const real = (code: string, name: string): Place => ({
  code,
  name,
  level: 'district',
  parent: `${code.slice(0, 4)}00`,
  size: 1,
  costDrift: 0,
  satisfaction: [0, 0],
  slack: [0, 0],
})

const schemes: readonly Scheme[] = [
  {
    id: 'national-2020',
    places: districts,
    from: 2018,
    execution: 10,
    weights: [9, 9, 8, 8, 8, 8, 15, 15, 10],
  },
  {
    id: 'shijiazhuang-2013',
    places: [real('130108', '裕华区')],
    from: 2018,
    execution: 10,
    weights: [8, 6, 6, 6, 6, 8, 20, 20, 10],
  },
  {
    id: 'hubei',
    places: [real('420111', '洪山区')],
    from: 2018,
    execution: 20,
    weights: [7, 7, 7, 6, 6, 7, 15, 15, 10],
  },
  {
    id: 'beijing-district',
    places: [real('110108', '海淀区')],
    from: 2018,
    execution: 10,
    weights: [9, 9, 8, 8, 8, 8, 15, 15, 10],
  },
  {
    id: 'cost-first-level-2021',
    places: districts,
    from: 2021,
    execution: 10,
    weights: [8, 8, 8, 8, 8, 20, 10, 10, 10],
  },
]

const [national] = schemes

/** Half of the documents follow the national rule, the others one of the rest that was in force. */
export function schemeFor(random: Random, year: number, isNational: boolean): Scheme {
  const others = schemes.filter(({ from }) => from <= year).slice(1)
  const [other] = random.shuffled(others)
  const chosen = isNational || random.chance(0.5) ? national : other
  if (chosen === undefined) throw new Error('there is no scheme')
  return chosen
}
