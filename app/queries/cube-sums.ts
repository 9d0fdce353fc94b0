/**
 * What is known of the self-evaluations of a cell as whole numbers that add up: money in fen, totals and gaps in ten
 * thousandths, the others counts. `alone` counts projects with one self-evaluation in the year; `cleared` those
 * self-evaluations whose every finding of what cannot be true was dismissed.
 */
export const summed = [
  'evaluations',
  'alone',
  'planned',
  'plannedN',
  'spent',
  'spentN',
  'plannedOfBoth',
  'spentOfBoth',
  'bothN',
  'total',
  'totalN',
  'rates',
  'ratesMet',
  'gap',
  'comparableAlone',
  'contradictedAlone',
  'findings',
  'faulty',
  'explained',
  'confirmed',
  'dismissed',
  'cleared',
] as const
export type Sum = (typeof summed)[number]
