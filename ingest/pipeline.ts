import { createHash } from 'node:crypto'
import type { Evaluation, Surroundings } from '#app/domain/evaluation.ts'
import type { FundFlow } from '#app/domain/fund-flow.ts'
import { nowhere, type Problem } from '#app/domain/problem.ts'
import { layoutByHand } from './by-hand.ts'
import type { Evidence } from './identify.ts'
import type { Draft } from './layouts/draft.ts'
import { layoutOf } from './layouts/index.ts'
import type { Mapping } from './layouts/mapping.ts'
import { type Content, Unreadable } from './readers/table.ts'
import type { Reference } from './reference.ts'
import { surroundingsOf } from './surroundings.ts'
import { evaluationOf, flowOf } from './validate.ts'

/** A file as it was sent. `path` is relative to the folder that was named. */
export interface Source {
  path: string
  bytes: Uint8Array
  /** Where it stands among the documents that came in; left out for one that comes in now. */
  sequence?: number
}

/** Why a document was kept aside; `words` in the interface say what to do about each. */
export type QuarantineReason = string

/** What became of one document: its records, or the reason why it has none. */
export interface Outcome {
  source: {
    path: string
    sha256: string
    format: string | null
    layout: string | null
    why: string | null
    bytes: number
  }
  sample: boolean
  quarantined: { reason: QuarantineReason; detail: string } | null
  evaluations: Evaluation[]
  /** What stands around each evaluation, in their order. */
  surroundings: Surroundings[]
  flows: FundFlow[]
  problems: Problem[]
}

export type Read = (bytes: Uint8Array, name: string) => Promise<Content>

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Takes one document through every step; whatever is wrong with it ends in its outcome, never outside. */
export async function understand(
  source: Source,
  read: Read,
  reference: Reference,
  mappings: readonly Mapping[] = [],
): Promise<Outcome> {
  const outcome = emptyOutcome(source)
  let content: Content
  try {
    content = await read(source.bytes, source.path)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { ...outcome, quarantined: { reason: error.code, detail: error.message } }
  }
  outcome.source.format = content.format
  const { path, sequence = Number.POSITIVE_INFINITY } = source
  const sent = { path, sequence, sha256: outcome.source.sha256 }
  const found = layoutByHand(content, sent, mappings) ?? layoutOf(content)
  if (found === null) return { ...outcome, quarantined: noLayout(content) }
  outcome.source.layout = found.layout.id
  outcome.source.why = found.why
  const records = recordsOf(found.layout.draft(content), evidenceOf(source, content), reference)
  if (records.evaluations.length === 0 && records.flows.length === 0)
    return { ...outcome, ...records, quarantined: { reason: 'no-rows', detail: found.why } }
  return { ...outcome, ...records, sample: isSample(content) }
}

function emptyOutcome({ path, bytes }: Source): Outcome {
  return {
    source: { path, sha256: sha256(bytes), format: null, layout: null, why: null, bytes: bytes.length },
    sample: false,
    quarantined: null,
    evaluations: [],
    surroundings: [],
    flows: [],
    problems: [],
  }
}

function noLayout({ blocks }: Content) {
  const tables = blocks.filter((block) => block.kind === 'table').length
  const detail =
    tables === 0 ? 'the document holds no table' : `no heading row is known in its ${tables} table(s)`
  return { reason: tables === 0 ? 'no-table' : 'no-layout', detail }
}

/** A draft in the model's terms. */
export function recordsOf(draft: Draft, evidence: Evidence, reference: Reference) {
  const titled = { ...evidence, title: draft.title }
  const evaluations = draft.evaluations.map((evaluation) => evaluationOf(evaluation, titled, reference))
  const flows = draft.flows.map((flow) => flowOf(flow, titled, reference))
  return {
    evaluations: evaluations.map(({ value }) => value),
    surroundings: draft.evaluations.map((evaluation, index) =>
      surroundingsOf(evaluation, evaluations[index]?.value.year ?? null),
    ),
    flows: flows.flatMap(({ value }) => value ?? []),
    problems: distinct([
      ...draft.problems,
      ...[...evaluations, ...flows].flatMap(({ problems }) => problems),
    ]),
  }
}

/** A list of a thousand rows says the same of its district once. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
}

const wordsKept = 200_000

/** What speaks for a document as a whole. */
export function evidenceOf({ path }: Pick<Source, 'path'>, content: Content): Evidence {
  const near = path.split(/[\\/]/).slice(-3).join('\n')
  return { title: '', path: near, words: wordsOf(content).slice(0, wordsKept) }
}

function wordsOf({ blocks }: Content): string {
  let words = ''
  for (const block of blocks) {
    words += block.kind === 'paragraph' ? block.text : block.cells.map((cell) => cell.text).join(' ')
    if (words.length > wordsKept) break
  }
  return words
}

/** Invented documents say so in their own text, and are marked wherever they are shown. */
const isSample = (content: Content) => wordsOf(content).includes('示例数据')

/** The problem that stands for a document as a whole. */
export const quarantineProblem = ({ quarantined }: Outcome): Problem[] =>
  quarantined === null ? [] : [{ at: nowhere, code: quarantined.reason, message: quarantined.detail }]
