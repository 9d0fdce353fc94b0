/** The invented city. GB/T 2260 assigns no code that begins with 99, and no district bears these names. */
export interface Place {
  code: string
  name: string
  level: 'province' | 'city' | 'district'
  parent: string | null
  /** How much is done here against a district of common size. */
  size: number
  /** Yearly growth of what a unit of service costs, 0.08 for 8 %. */
  costDrift: number
  /** Points by which people are more satisfied than elsewhere: in the first and in the last year. */
  satisfaction: readonly [first: number, last: number]
  /** Share of the budget that stays unspent beyond the usual: in the first and in the last year. */
  slack: readonly [first: number, last: number]
}

const ordinary = { costDrift: 0.015, satisfaction: [0, 0], slack: [0, 0] } as const

const district = (code: string, name: string, size: number) =>
  ({ code, name, level: 'district', parent: '990100', size, ...ordinary }) satisfies Place

export const province: Place = {
  code: '990000',
  name: '示例省',
  level: 'province',
  parent: null,
  size: 4,
  ...ordinary,
}

export const city: Place = {
  code: '990100',
  name: '澜城市',
  level: 'city',
  parent: '990000',
  size: 2.2,
  ...ordinary,
}

export const districts: readonly Place[] = [
  district('990102', '临澜区', 1.5),
  district('990103', '望澜区', 1.3),
  district('990104', '砚湖区', 1.1),
  // The district that improves: late and unloved at first, among the best at the end.
  { ...district('990105', '鹿鸣区', 0.9), satisfaction: [-13, 2], slack: [0.13, 0] },
  district('990106', '桐溪区', 1),
  { ...district('990107', '青屿区', 0.6), satisfaction: [1, 1] },
  // The county whose costs rise faster than anywhere else.
  { ...district('990108', '鹤汀县', 0.8), costDrift: 0.1 },
  { ...district('990109', '栗川县', 0.5), satisfaction: [0, -3] },
]

export const firstYear = 2018
export const lastYear = 2023

/** Where a quality that moves evenly from the first year to the last stands in this year. */
export function inYear([first, last]: readonly [number, number], year: number): number {
  return first + ((last - first) * (year - firstYear)) / (lastYear - firstYear)
}
