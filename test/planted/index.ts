import { rules } from '#app/audit/index.ts'
import { subjectOf } from '#app/audit/subject.ts'
import { nothingAround } from '#app/domain/evaluation.ts'
import type { Finding } from '#app/domain/finding.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { dryRunsOf } from '#ingest/dry-run.ts'
import { understand } from '#ingest/pipeline.ts'
import { read } from '#ingest/readers/index.ts'
import { readReference } from '#ingest/reference.ts'
import { scorePlantings } from './changes.ts'
import { type Draft, soundDraft } from './draft.ts'
import { evaluationsIn, filesOf } from './files.ts'
import { groupPlantings } from './groups.ts'
import { moneyPlantings } from './money.ts'
import { quirks } from './quirks.ts'
import { wordPlantings } from './words.ts'

const kept = readReference()
/** The rule sets name no deadline; here one is set, so that late reports can be planted. */
const reference = { ...kept, ruleSets: kept.ruleSets.map((one) => ({ ...one, deadline: '03-31' })) }

/**
 * Rules that say the same of a planted fault, so that their finding is no false alarm: points claimed for a miss
 * differ from the recomputed ones, and points above the weight do too.
 */
const implied: Record<string, readonly string[]> = {
  'full-score-for-miss': ['score-recomputed'],
  'score-over-weight': ['score-recomputed'],
  'weights-sum': ['score-over-weight'],
  // A report without a table of its total says its grade in prose alone.
  'text-against-table': ['grade-fits-total'],
  // A prompt is no reason.
  placeholder: ['miss-without-reason'],
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
    Array.from({ length: count }, (_, index): Case | [] => {
      const random = randomFrom(seed, rule, String(breaks), index)
      const group = groupPlantings[rule]
      if (group) {
        const drafts = breaks ? group.breaks(random) : group.passes(random)
        // Companions would be compared with each other.
        for (const { look } of drafts) look.companion = null
        return { rule, breaks, drafts }
      }
      const single = singles[rule]
      if (single === undefined) return []
      const draft = soundDraft(random, single.forms ? { forms: single.forms } : {})
      if (single.ownPoints) draft.look.ownPoints = true
      const change = breaks ? single.breaks : single.passes
      change(draft, random)
      return { rule, breaks, drafts: [draft] }
    }).flat(),
  )
}

/** The documents of a rule's cases, as they are sent. */
export const plantedDocuments = (rule: string, options: { seed: number; count: number }) =>
  Promise.all(
    casesOf(rule, options).map(async ({ breaks, drafts }) => ({
      breaks,
      sources: (await Promise.all(drafts.map(filesOf))).flat(),
    })),
  )

/** What an audit finds in a draft's documents, and the total it recomputes. */
export async function auditOf(draft: Draft) {
  const outcomes = await Promise.all(
    (await filesOf(draft, 0)).map((source) => understand(source, read, reference)),
  )
  return {
    rules: dryRunsOf(outcomes, reference)
      .flatMap(({ evaluations }) => evaluations.flatMap(({ findings }) => findings.map(({ rule }) => rule)))
      .sort(),
    totals: outcomes.flatMap(({ evaluations, surroundings, source }) =>
      evaluations.map((evaluation, index) => {
        const around = surroundings[index] ?? nothingAround
        return subjectOf({ evaluation, ...around, form: source.layout }, reference.ruleSets).recomputed
          .computable
      }),
    ),
  }
}

interface Found {
  /** Each rule once, with its sentence. */
  findings: Map<string, string>
  /** How a document was read otherwise than it was written; null where it was not. */
  misread: string | null
}

/** 约 and 余 in the text are told as a notice (domain rules §7), which is no false alarm. */
const isRounded = ({ rule, severity }: Finding) => rule === 'text-against-table' && severity === 'notice'

/** Writes a case's documents, reads them as an ingest does, and audits them together. */
async function foundIn({ drafts }: Case): Promise<Found> {
  const sources = (await Promise.all(drafts.map(filesOf))).flat()
  const outcomes = await Promise.all(sources.map((source) => understand(source, read, reference)))
  const runs = dryRunsOf(outcomes, reference)
  const all = runs.flatMap(({ evaluations }) => evaluations.flatMap(({ findings }) => findings))
  const written = drafts.reduce((sum, draft) => sum + evaluationsIn(draft), 0)
  const count = runs.reduce((sum, { evaluations }) => sum + evaluations.length, 0)
  return {
    findings: new Map(all.filter((one) => !isRounded(one)).map(({ rule, message }) => [rule, message.zh])),
    misread: written === count ? null : `${count} evaluations for ${written}`,
  }
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

/** Documents in which nothing is planted. */
const soundId = 'sound'

/** Plants faults and near misses for every rule, in documents, and counts what is found when they are read. */
export async function plantedScores(options: {
  seed: number
  count: number
  only?: readonly string[]
}): Promise<Score[]> {
  const scores = new Map(
    [...rules.map(({ id }) => id), soundId].map((rule): [string, Score] => [
      rule,
      { rule, planted: 0, found: 0, alarms: 0, misses: [], falseAlarms: [] },
    ]),
  )
  for (const rule of scores.keys()) {
    if (options.only && !options.only.includes(rule)) continue
    const cases = rule === soundId ? soundCases(options) : casesOf(rule, options)
    for (const one of cases) count(one, await foundIn(one), scores)
  }
  return [...scores.values()].filter(
    ({ rule, alarms }) => alarms > 0 || (options.only?.includes(rule) ?? true),
  )
}

const soundCases = ({ seed, count }: { seed: number; count: number }): Case[] =>
  Array.from({ length: count }, (_, index) => {
    const random = randomFrom(seed, soundId, index)
    const draft = soundDraft(random)
    const chosen = new Set(random.shuffled([...quirks]).slice(0, 2))
    // Scores are rounded last.
    for (const quirk of quirks) if (chosen.has(quirk)) quirk(draft, random)
    return { rule: soundId, breaks: false, drafts: [draft] }
  })

function count(one: Case, { findings, misread }: Found, scores: ReadonlyMap<string, Score>) {
  const own = scores.get(one.rule)
  if (own && misread !== null) own.misses.push(`${described(one)}: ${misread}`)
  if (own && one.breaks) {
    own.planted += 1
    if (findings.has(one.rule)) own.found += 1
    else own.misses.push(described(one))
  }
  for (const [rule, sentence] of findings) {
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
  `${rule} ${breaks ? 'broken' : 'near miss'} (${drafts
    .map(({ form, look, year, unit, said, output }) =>
      `${form} ${look.variant} ${look.format} ${look.unit} ${year} ${unit} ${output ?? ''}${said.join('')}`.trim(),
    )
    .join(', ')})`
