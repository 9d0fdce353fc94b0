/** What a browser can be sent to answer from. */
export const cubeNames = ['overview', 'targets'] as const
export type CubeName = (typeof cubeNames)[number]
