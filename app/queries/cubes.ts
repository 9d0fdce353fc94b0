/** What a browser can be sent to answer from. */
export const cubeNames = ['overview', 'targets', 'satisfaction', 'scores', 'unit-cost'] as const
export type CubeName = (typeof cubeNames)[number]
