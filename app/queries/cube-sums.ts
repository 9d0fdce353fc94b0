/**
 * What is known of the self-evaluations of a cell as whole numbers that add up: money in fen, totals and gaps in ten
 * thousandths, the others counts. `plannedAlone` and `spentAlone` are of reports that lack the other figure: they are
 * few, and zeros are sent in no room. `alone` counts projects with one self-evaluation in the year; `cleared` those
 * self-evaluations whose every finding of what cannot be true was dismissed.
 */
export const summed = [
  'evaluations',
  'alone',
  'planned',
  'plannedN',
  'spent',
  'spentN',
  'plannedAlone',
  'spentAlone',
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
