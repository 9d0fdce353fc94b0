/** Whole numbers too great for an Arrow type are sent in halves, which compress better than numbers with a point. */
export const half = 2 ** 16
export const upper = (name: string) => `${name}, upper half`

/** Lists and nested figures are sent as JSON. */
export const inJson = (name: string) => `${name}, JSON`

/** What a browser can be sent to answer from: sums by all that they can be chosen by, and lists as a whole. */
export const cubeNames = ['overview', 'targets', 'satisfaction', 'scores', 'unit-cost', 'checked'] as const
export const listNames = [
  'watch-list',
  'execution-against-score',
  'widest-misses',
  'widest-overshoots',
  'satisfaction-cases',
  'satisfaction-left-out',
  'score-cases',
  'unit-cost-cases',
  'unit-cost-left-out',
  'unit-cost-peers',
  'cost-change-projects',
  'sides',
  'findings',
  'risks',
  'remarks',
  'followed-remarks',
  'ledgers',
  'funds-left',
  'ledger-differences',
] as const
export type CubeName = (typeof cubeNames)[number]
export type ListName = (typeof listNames)[number]
