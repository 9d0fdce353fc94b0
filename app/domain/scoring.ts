import type { Grade } from './evaluation.ts'

/** Grade bands of 财预〔2020〕10号, each with its lower bound included. */
const bands: readonly [number, Grade][] = [
  [90, 'excellent'],
  [80, 'good'],
  [60, 'fair'],
  [0, 'poor'],
]

/** The grade of a total of 100; null where there is no total or it lies outside 0–100. */
export function gradeOfTotal(total: number | null): Grade | null {
  if (total === null || total > 100) return null
  return bands.find(([from]) => total >= from)?.[1] ?? null
}

const gradeWords: readonly [RegExp, Grade][] = [
  [/^优/, 'excellent'],
  [/^良/, 'good'],
  [/^(?:中|合格|一般)/, 'fair'],
  [/^(?:差|较差|不合格)/, 'poor'],
]

/** The band that a grade's own word names: 优秀, 良好, 合格; null for words that name none. */
export function gradeOfWords(words: string | null): Grade | null {
  return (words !== null && gradeWords.find(([pattern]) => pattern.test(words))?.[1]) || null
}
