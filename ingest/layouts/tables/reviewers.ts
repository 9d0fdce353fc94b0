import { plain } from '../grid.ts'
import type { Field } from '../heading-words.ts'
import { headingOf } from '../headings.ts'

/** Points that somebody gives who checks the unit's own, and what they say of them. */
const points = /^(?!.*自评).*(?:得分|评分|打分)$/
const opinion = /^(?:复核|审核|抽查|核查|评审)(?:意见|说明)$/

/** 复核得分, 财政评分: points that are not the unit's own. */
export const isOfReviewer = (heading: string) =>
  points.test(plain(heading)) && headingOf(heading)?.field === 'ignored'

/** What a column of a reviewer would be called in the unit's own form: 复核认定完成值. */
const ownWords = (heading: string) =>
  plain(heading).replace(/^(?:复核|审核|抽查|核查|评审)(?:认定|核定|确认|后)?的?/, '')

/**
 * Where a form has no points of the unit's own beside those that can be had, the points of who reviews it are the
 * form's, as are the outcomes they found, and what they say is why points were lost: 分值 | 复核得分 | 复核意见. Beside
 * the unit's own each of them is passed over.
 */
export function ofReviewers<Found extends { field: Field; heading: string }>(found: Found[]): Found[] {
  const has = (field: Field) => found.some((one) => one.field === field)
  const [given, another] = found.filter(({ heading }) => isOfReviewer(heading))
  if (given === undefined || another !== undefined || has('score') || !has('weight')) return found
  return found.map((one) => {
    if (one === given) return { ...one, field: 'score' }
    if (one.field !== 'ignored') return one
    if (!has('reason') && opinion.test(plain(one.heading))) return { ...one, field: 'reason' }
    const isOutcome = !has('actual') && headingOf(ownWords(one.heading))?.field === 'actual'
    return isOutcome ? { ...one, field: 'actual' } : one
  })
}
