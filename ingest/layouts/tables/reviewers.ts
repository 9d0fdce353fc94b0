import { plain } from '../grid.ts'
import type { Field } from '../heading-words.ts'
import { headingOf } from '../headings.ts'

/** Points that somebody gives who checks the unit's own, and what they say of them. */
const points = /^(?!.*自评).*(?:得分|评分|打分)$/
const reviewed = '(?:复核|审核|抽查|核查|评审)'
const opinion = new RegExp(`^${reviewed}(?:意见|说明|扣分原因)$`)

/** 复核得分, 财政评分: points that are not the unit's own. */
export const isOfReviewer = (heading: string) =>
  points.test(plain(heading)) && headingOf(heading)?.field === 'ignored'

const ledByReviewer = new RegExp(`^${reviewed}(?:认定|核定|确认|后)?的?`)
/** 复核认定完成值: what would be an outcome in the unit's own form. */
const isOutcome = (heading: string) =>
  ledByReviewer.test(plain(heading)) &&
  headingOf(plain(heading).replace(ledByReviewer, ''))?.field === 'actual'

/**
 * Where a form has no points of the unit's own beside those that can be had, or no outcomes but those that a reviewer
 * found, the reviewer's points and outcomes are the form's, and what they say is why points were lost: 复核认定完成值 |
 * 分值 | 复核得分 | 复核意见. Beside the unit's own they are passed over.
 */
export function ofReviewers<Found extends { field: Field; heading: string }>(found: Found[]): Found[] {
  const has = (field: Field) => found.some((one) => one.field === field)
  const [given, another] = found.filter(({ heading }) => isOfReviewer(heading))
  if (given === undefined || another !== undefined || !has('weight')) return found
  const isReviewed = !has('actual') && found.some(({ heading }) => isOutcome(heading))
  if (has('score') && !isReviewed) return found
  return found.map((one) => {
    if (one === given) return { ...one, field: 'score' }
    if (one.field === 'score') return { ...one, field: 'ignored' }
    if (one.field !== 'ignored') return one
    if (!has('reason') && opinion.test(plain(one.heading))) return { ...one, field: 'reason' }
    return isReviewed && isOutcome(one.heading) ? { ...one, field: 'actual' } : one
  })
}
