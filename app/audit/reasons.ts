import type { Indicator } from '#app/domain/indicator.ts'
import { normalName } from '#app/domain/names.ts'
import { remarksIn } from '#app/domain/remarks.ts'
import type { Subject } from './subject.ts'

const overshootWords = /超额|超出|超过|高于|增加|扩大|偏低|原因|由于|因/

/**
 * Whether the report's text explains a miss: its problems name the indicator, or name none in particular.
 * Where they name others, a silent one is unexplained.
 */
export function missIsExplained(row: Indicator, { narrative, evaluation }: Subject): boolean {
  const problems = remarksIn(narrative).flatMap(({ kind, text }) =>
    kind === 'problem' ? [normalName(text)] : [],
  )
  if (problems.length === 0) return false
  const isNamed = (name: string) => problems.some((text) => text.includes(name))
  if (isNamed(normalName(row.name))) return true
  if (/满意/.test(row.name) && problems.some((text) => /满意|投诉|反映/.test(text))) return true
  return !evaluation.indicators.some(({ name }) => name.length >= 4 && isNamed(normalName(name)))
}

/** Whether the report's text says why an outcome went far beyond its target. */
export function excessIsExplained(row: Indicator, { narrative }: Subject): boolean {
  const name = normalName(row.name)
  return narrative.map(normalName).some((text) => text.includes(name) && overshootWords.test(text))
}
