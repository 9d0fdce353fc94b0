import type { Random } from './random.ts'

/** What a year of a project is made to show; `usual` shows nothing in particular. */
export type Story =
  | 'usual'
  | 'underSpent'
  | 'satisfactionGap'
  | 'costContradiction'
  | 'overshoot'
  | 'missWithoutReason'
  | 'fullScoreForMiss'
  | 'wrongTotal'
  | 'wrongGrade'
  | 'ledgerMismatch'

/** How often each is told; the rest of the years are usual ones. Slips of arithmetic are rare, as in life. */
const share = {
  underSpent: 0.08,
  satisfactionGap: 0.09,
  costContradiction: 0.07,
  overshoot: 0.06,
  missWithoutReason: 0.04,
  fullScoreForMiss: 0.02,
  wrongTotal: 0.015,
  wrongGrade: 0.015,
  ledgerMismatch: 0.015,
} as const satisfies Record<Exclude<Story, 'usual'>, number>

export const plantedStories = [
  'underSpent',
  'satisfactionGap',
  'costContradiction',
  'overshoot',
  'missWithoutReason',
  'fullScoreForMiss',
  'wrongTotal',
  'wrongGrade',
  'ledgerMismatch',
] as const satisfies readonly (keyof typeof share)[]

export function story(random: Random): Story {
  let left = random.between(0, 1)
  for (const planted of plantedStories) {
    left -= share[planted]
    if (left < 0) return planted
  }
  return 'usual'
}
