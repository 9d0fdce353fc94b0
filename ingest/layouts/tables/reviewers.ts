import { plain } from '../grid.ts'
import type { Field } from '../heading-words.ts'
import { headingOf } from '../headings.ts'

/** Points that somebody gives who checks the unit's own, and what they say of them. */
const points = /^(?!.*自评).*(?:得分|评分|打分)$/
const reviewed = '(?:复核|审核|抽查|核查|评审)'
const opinion = new RegExp(`^${reviewed}(?:意见|说明|扣分原因)$`)
/** 复核认定完成值 */
const outcome = new RegExp(`^${reviewed}(?:认定|核定|确认)?的?(?:实际)?完成(?:值|情况)$`)

/** 复核得分, 财政评分: points that are not the unit's own. */
export const isOfReviewer = (heading: string) =>
  points.test(plain(heading)) && headingOf(heading)?.field === 'ignored'

/**
 * Where a form has no points of the unit's own beside those that can be had, the points of who reviews it are the
 * form's, and what they say is why points were lost: 分值 | 复核得分 | 复核意见. Beside the unit's own they are passed
 * over, unless the outcomes are the reviewer's alone: 复核认定完成值 | 分值 | 自评得分 | 复核得分.
 */
export function ofReviewers<Found extends { field: Field; heading: string }>(found: Found[]): Found[] {
  const has = (field: Field) => found.some((one) => one.field === field)
  const [given, another] = found.filter(({ heading }) => isOfReviewer(heading))
  if (given === undefined || another !== undefined || !has('weight')) return found
  const isOutcome = ({ heading }: Found) => outcome.test(plain(heading))
  const isReview = !has('actual') && found.some(isOutcome)
  if (has('score') && !isReview) return found
  const isReason = ({ heading }: Found) => !has('reason') && opinion.test(plain(heading))
  return found.map((one) => {
    if (one === given) return { ...one, field: 'score' }
    if (isReview && isOutcome(one)) return { ...one, field: 'actual' }
    if (one.field === 'score') return { ...one, field: 'ignored' }
    return isReason(one) ? { ...one, field: 'reason' } : one
  })
}
