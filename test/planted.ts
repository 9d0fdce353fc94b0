import { readFileSync } from 'node:fs'
import { findingsOf, groupFindings, rules } from '#app/audit/index.ts'
import { subjectOf } from '#app/audit/rule.ts'
import { Thresholds } from '#app/audit/thresholds.ts'
import { RuleSets } from '#app/domain/rule-set.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { scorePlantings } from './planted-changes.ts'
import { type Draft, soundDraft } from './planted-draft.ts'
import { groupPlantings } from './planted-groups.ts'
import { moneyPlantings } from './planted-money.ts'
import { reportOf } from './planted-report.ts'
import { wordPlantings } from './planted-words.ts'

const reference = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../data/reference/${name}`, import.meta.url), 'utf8'))

/** The sample's rule sets name no deadline; here one is set, so that late reports can be planted. */
const ruleSets = RuleSets.parse(reference('scoring.json')).map((ruleSet) => ({
  ...ruleSet,
  deadline: '03-31',
}))
const thresholds = Thresholds.parse(reference('audit.json'))

/**
 * Rules that say the same of a planted fault, so that their finding is no false alarm: points claimed for a miss
 * differ from the recomputed ones, and points above the weight do too.
 */
const implied: Record<string, readonly string[]> = {
  'full-score-for-miss': ['score-recomputed'],
  'score-over-weight': ['score-recomputed'],
}

/** Reports without loss are all full, near misses too. */
const common: Record<string, readonly string[]> = {
  'same-as-target': ['all-full'],
  'problem-without-loss': ['all-full'],
}

interface Case {
  rule: string
  breaks: boolean
  drafts: Draft[]
}

const singles = { ...scorePlantings, ...moneyPlantings, ...wordPlantings }

/** So many cases that break a rule and so many near misses; the same seed gives the same. */
function casesOf(rule: string, { seed, count }: { seed: number; count: number }): Case[] {
  return [true, false].flatMap((breaks) =>
    Array.from({ length: count }, (_, index) => {
      const random = randomFrom(seed, rule, String(breaks), index)
      const group = groupPlantings[rule]
      if (group) return { rule, breaks, drafts: breaks ? group.breaks(random) : group.passes(random) }
      const single = singles[rule]
      if (single === undefined) throw new Error(`nothing is planted for ${rule}`)
      const draft = soundDraft(random, single.forms ? { forms: single.forms } : {})
      const change = breaks ? single.breaks : single.passes
      change(draft, random)
      return { rule, breaks, drafts: [draft] }
    }),
  )
}

/** What the rules find in a case, each once, with its sentence. */
function foundIn({ drafts }: Case): Map<string, string> {
  const subjects = drafts.map((draft) => subjectOf(reportOf(draft), ruleSets))
  const all = [
    ...subjects.flatMap((subject) => findingsOf(subject, thresholds)),
    ...groupFindings(subjects, thresholds),
  ]
  return new Map(all.map(({ rule, message }) => [rule, message.zh]))
}

/** How a rule did: found of what was planted, and false alarms with what they said. */
export interface Score {
  rule: string
  planted: number
  found: number
  alarms: number
  misses: string[]
  falseAlarms: string[]
}

export const recallOf = ({ planted, found }: Score) => (planted === 0 ? null : found / planted)
export const precisionOf = ({ found, alarms }: Score) =>
  found + alarms === 0 ? null : found / (found + alarms)

/** Plants faults and near misses for every rule, and counts what is found. */
export function plantedScores(options: { seed: number; count: number }): Score[] {
  const scores = new Map(
    rules.map(({ id }): [string, Score] => [
      id,
      { rule: id, planted: 0, found: 0, alarms: 0, misses: [], falseAlarms: [] },
    ]),
  )
  for (const { id } of rules) for (const one of casesOf(id, options)) count(one, foundIn(one), scores)
  return [...scores.values()]
}

function count(one: Case, found: ReadonlyMap<string, string>, scores: ReadonlyMap<string, Score>) {
  const own = scores.get(one.rule)
  if (own && one.breaks) {
    own.planted += 1
    if (found.has(one.rule)) own.found += 1
    else own.misses.push(described(one))
  }
  for (const [rule, sentence] of found) {
    const isPlanted =
      (one.breaks && (rule === one.rule || implied[one.rule]?.includes(rule))) ||
      common[one.rule]?.includes(rule)
    const score = scores.get(rule)
    if (isPlanted || !score) continue
    score.alarms += 1
    score.falseAlarms.push(`${described(one)}: ${sentence}`)
  }
}

const described = ({ rule, breaks, drafts }: Case) =>
  `${rule} ${breaks ? 'broken' : 'near miss'} (${drafts.map(({ form, year, unit, said, output }) => `${form} ${year} ${unit} ${output ?? ''}${said.join('')}`.trim()).join(', ')})`
