import type { Words } from '#app/domain/finding.ts'
import { rules } from './index.ts'

/** What each rule is called, by its id; on the server alone, since it brings all rules with it. */
export const ruleTitles: Readonly<Record<string, Words>> = Object.fromEntries(
  rules.map(({ id, title }) => [id, title]),
)
