/** Whole numbers too great for an Arrow type are sent in halves, which compress better than numbers with a point. */
export const half = 2 ** 16
export const upper = (name: string) => `${name}, upper half`

/** What a browser can be sent to answer from. */
export const cubeNames = ['overview', 'targets', 'satisfaction', 'scores', 'unit-cost'] as const
export type CubeName = (typeof cubeNames)[number]
