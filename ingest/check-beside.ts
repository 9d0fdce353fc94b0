import { answerBeside } from './beside.ts'
import { type Checked, openChecker, type Rules } from './checks.ts'

answerBeside<Rules, readonly unknown[] | null, Checked>((rules) => {
  const { check } = openChecker(rules)
  return { answer: check }
})
