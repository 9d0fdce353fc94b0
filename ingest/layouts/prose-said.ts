import type { DraftIndicator } from './draft.ts'
import { plain } from './grid.ts'
import { nobody, sentencesOf, withPoints } from './prose-sentences.ts'
import { stockWords } from './text/stock-words.ts'

interface Where {
  level1: string | null
  level2: string | null
  isPlan: boolean
}

/** What leads up to a plan, and names nothing. */
const ofPlan = /^(?:计划|原定|年度|年初|全年|预期|设定)$/

/** What a report says of its indicators: of one name, what was planned first and what was done behind it. */
export class Said {
  private readonly indicators: DraftIndicator[] = []
  /** Below a first level without a second. */
  private readonly plans: DraftIndicator[] = []
  /** Sentences without a figure or a word that tells where their name ends. */
  private readonly whole: (Where & { text: string; at: number })[] = []

  add(text: string, where: Where) {
    const { level1, level2 } = where
    for (const one of this.read(text, where)) {
      // 时效指标：计划9月底前完成，实际8月完成。 names nothing but the level.
      const name = level2 !== null && ofPlan.test(one.name) ? level2 : one.name
      if (!this.isAnswer(one, level2)) this.indicators.push({ ...one, name, level1, level2 })
    }
  }

  /**
   * What a line without a second level says: of an indicator that another has named, or below a first level of its
   * own, of whose plan nothing is kept before its outcome.
   */
  answer(text: string, where: Where) {
    const { level1, isPlan } = where
    for (const one of this.read(text, where)) {
      const isOwn = level1 !== null && one.target !== null && one.actual !== null
      if (isOwn) this.indicators.push({ ...one, level1 })
      else if (isPlan && level1 !== null && one.target !== null) this.plans.push({ ...one, level1 })
      else if (!isPlan && !this.isAnswer(one, null)) {
        const plan = this.plans.find(({ name }) => plain(name) === plain(one.name))
        if (plan && one.actual !== null)
          this.indicators.push({ ...one, level1: plan.level1, target: plan.target })
      }
    }
  }

  finish(): DraftIndicator[] {
    const pairs = this.whole
      .filter(({ isPlan }) => isPlan)
      .flatMap((plan) => {
        const { level1, level2, at } = plan
        const isHere = (one: Where) => !one.isPlan && (one.level2 ?? level2) === level2
        const [both] = this.whole.filter(isHere).flatMap(({ text }) => ofBoth(plan.text, text) ?? [])
        const found = both ?? (level2 === null ? null : plannedInWords(plan.text))
        return found ? [{ at, one: { ...found, level1, level2 } }] : []
      })
    for (const { at, one } of pairs.reverse()) this.indicators.splice(at, 0, one)
    return this.indicators
  }

  private read(text: string, where: Where): DraftIndicator[] {
    const found = sentencesOf(text, where.isPlan)
    for (const part of text.split(/[。；;\n]/))
      if (found.length === 0 || sentencesOf(part, where.isPlan).length === 0)
        this.whole.push({ ...where, text: part.trim(), at: this.indicators.length + found.length })
    // Where the plan has its own place, a date in the other is when something was done.
    const isDone = ({ name, target, actual }: DraftIndicator) =>
      !where.isPlan && actual === null && /^20\d\d年/.test(target ?? '') && this.asked(name) !== undefined
    return found.map((one) => (isDone(one) ? { ...one, target: null, actual: one.target } : one))
  }

  private asked(name: string) {
    return this.indicators.find(
      (known) => plain(known.name) === plain(name) && known.target !== null && known.actual === null,
    )
  }

  private isAnswer(one: DraftIndicator, level2: string | null): boolean {
    const asked = this.asked(one.name)
    const isSame = asked !== undefined && (level2 === null || asked.level2 === level2)
    if (!isSame || one.target !== null) return false
    const { actual, score, reason } = one
    Object.assign(asked, { actual, score: score ?? asked.score, weight: one.weight ?? asked.weight, reason })
    return true
  }
}

/** 管护制度：逐步完善, of which nothing is said to be done. */
function plannedInWords(text: string): DraftIndicator | null {
  const [, name, target] =
    /^(\p{Script=Han}{4,30})[:：]\s*(\p{Script=Han}[^:：，,\d]{1,30})$/u.exec(withPoints(text).said) ?? []
  return name && target ? { ...nobody, name, target, actual: null, weight: null, score: null } : null
}

const isStock = new RegExp(`^(?:${stockWords}|提升|提高|改善|增强|降低|减少|完善|健全|保障)$`)
const shortestName = 4

/** Two sentences of one name and values in words: 群众用水安全有效保障 as planned, 群众用水安全得到保障 as done. */
function ofBoth(plan: string, done: string): DraftIndicator | null {
  const [one, other] = [withPoints(plan), withPoints(done)]
  const [name, length] = nameOfBoth(one.said, other.said) ?? []
  if (name === undefined) return null
  const { weight } = one.weight === null ? other : one
  const [target = '', actual = ''] = [one.said, other.said].map((text) => text.slice(length))
  return { ...nobody, name, target, actual, weight, score: other.score }
}

/** The name that two sentences share, before a colon or stock phrases, and where it ends. */
function nameOfBoth(plan: string, done: string): [name: string, end: number] | null {
  const [whole = '', name = ''] = /^(\p{Script=Han}[^:：，,]{1,39})[:：](?=[^:：]+$)/u.exec(plan) ?? []
  if (whole !== '' && done.startsWith(whole)) return [name, whole.length]
  for (
    let length = shortestName;
    length < plan.length && plan[length - 1] === done[length - 1];
    length += 1
  ) {
    const called = plan.slice(0, length)
    if (!done.startsWith(called)) return null
    if ([plan, done].every((text) => isStock.test(text.slice(length)))) return [called, length]
  }
  return null
}
