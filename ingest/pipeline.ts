import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Evaluation, Surroundings } from '#app/domain/evaluation.ts'
import type { FundFlow } from '#app/domain/fund-flow.ts'
import { nowhere, type Problem } from '#app/domain/problem.ts'
import { sha256Of } from '#app/warehouse/files.server.ts'
import { layoutByHand } from './by-hand.ts'
import { coveredDraft, coveredProblem } from './covered.ts'
import { namedByFile } from './filed-names.ts'
import type { Evidence } from './identify.ts'
import { inTime } from './in-time.ts'
import type { Draft } from './layouts/draft.ts'
import { layoutOf } from './layouts/index.ts'
import type { Mapping } from './layouts/mapping.ts'
import { openLongList } from './long-list/open.ts'
import { type Scanned, scan } from './long-list/scan.ts'
import { type Content, type Held, Unreadable } from './readers/table.ts'
import type { Reference } from './reference.ts'
import { surroundingsOf } from './surroundings.ts'
import { evaluationOf, flowOf } from './validate.ts'

/** A file as it was sent. `path` is relative to the folder that was named. */
export interface Source {
  path: string
  bytes: Uint8Array
  /** Where a file lies that may be too long to be held; `bytes` are then empty. */
  file?: string
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
  /** A list too long to be held, gone through once; its evaluations are made when it is loaded. */
  long: { scanned: Scanned; near: string; reference: Reference } | null
}

export type Read = (bytes: Uint8Array, name: string) => Promise<Content>

const hashes = new WeakMap<Uint8Array, string>()

/** The sha256 of a document's bytes, found once. */
export function sha256(bytes: Uint8Array): string {
  const found = hashes.get(bytes) ?? createHash('sha256').update(bytes).digest('hex')
  hashes.set(bytes, found)
  return found
}

/** A source's sha256; an archived file bears it as its name. */
export async function hashOf({ file, bytes }: Source): Promise<string> {
  if (file === undefined) return sha256(bytes)
  const name = basename(file)
  return /^[0-9a-f]{64}$/.test(name) ? name : sha256Of(file)
}

/** Takes one document through every step; whatever is wrong with it ends in its outcome, never outside. */
export async function understand(
  source: Source,
  read: Read,
  reference: Reference,
  mappings: readonly Mapping[] = [],
): Promise<Outcome> {
  if (source.file !== undefined) {
    const { file, ...rest } = source
    const long = await understandLong({ ...source, file }, reference, mappings)
    return long ?? understand({ ...rest, bytes: await readFile(file) }, read, reference, mappings)
  }
  const outcome = emptyOutcome(source.path, { sha256: await hashOf(source), bytes: source.bytes.length })
  try {
    const content = await read(source.bytes, source.path)
    return inTime(longestMs, () => understoodFrom(content, source, outcome, reference, mappings))
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { ...outcome, quarantined: { reason: error.code, detail: error.message } }
  }
}

/** As long as a reader may take; a long list within a document's limits takes two seconds. */
const longestMs = 9_000

/** What a document holds, as the layout that knows it reads it. */
function understoodFrom(
  content: Content,
  source: Source,
  outcome: Outcome,
  reference: Reference,
  mappings: readonly Mapping[],
): Outcome {
  outcome.source.format = content.format
  const found = layoutByHand(content, sentAs(source, outcome), mappings) ?? layoutOf(content)
  if (found === null) return { ...outcome, quarantined: noLayout(content) }
  outcome.source.layout = found.layout.id
  outcome.source.why = found.why
  const words = wordsOf(content)
  const records = recordsOf(found.layout.draft(content), evidenceOf(source, content, words), reference)
  records.problems.unshift(...heldBeside(content))
  if (records.evaluations.length === 0 && records.flows.length === 0)
    return { ...outcome, ...records, quarantined: { reason: 'no-rows', detail: found.why } }
  return { ...outcome, ...records, sample: isSample(words) }
}

/** What a mapping is found by. */
const sentAs = ({ path, sequence = Number.POSITIVE_INFINITY }: Source, { source: { sha256 } }: Outcome) => ({
  path,
  sequence,
  sha256,
})

/** What is read whole, in bytes: more than a reader's process may be given. */
const mostHeld = 64 * 1024 * 1024

/**
 * A file that may be too long to be held: a long list is gone through where it lies. Null for what is to be read
 * whole: another form, or one whose columns a person has named.
 */
async function understandLong(
  source: Source & { file: string },
  reference: Reference,
  mappings: readonly Mapping[],
): Promise<Outcome | null> {
  const { path, file } = source
  const bytes = (await stat(file)).size
  const outcome = emptyOutcome(path, { sha256: await hashOf(source), bytes })
  const list = await openLongList(file)
  if (list === null || layoutByHand(list.content, sentAs(source, outcome), mappings) !== null) {
    if (bytes <= mostHeld) return null
    const detail = `${bytes} bytes, and no heading row that names a long list's columns`
    return { ...outcome, quarantined: { reason: 'too-large', detail } }
  }
  Object.assign(outcome.source, { format: 'csv', layout: 'flat-list', why: list.why })
  try {
    const scanned = await scan(list)
    const { problems, isSample: sample } = scanned
    if (scanned.indicators.some((count) => count > 0))
      return { ...outcome, long: { scanned, near: nearOf(path), reference }, problems, sample }
    await scanned.close()
    return { ...outcome, quarantined: { reason: 'no-rows', detail: list.why } }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { ...outcome, quarantined: { reason: error.code, detail: error.message } }
  }
}

function emptyOutcome(path: string, file: { sha256: string; bytes: number }): Outcome {
  return {
    source: { path, format: null, layout: null, why: null, ...file },
    sample: false,
    quarantined: null,
    evaluations: [],
    surroundings: [],
    flows: [],
    problems: [],
    long: null,
  }
}

/** What of a document is neither run nor read, so that nobody takes it for read. */
const heldBeside = ({ holds = [] }: Content): Problem[] =>
  holds.map((kind) => ({ at: nowhere, code: `holds-${kind}`, message: heldWords[kind] }))

const heldWords: Record<Held, string> = {
  macros: 'it holds macros, which were not run',
  objects: 'it holds other documents or objects, which were not read',
  calls: 'it holds fields or links that call other programs or files, which were not followed',
  hidden: 'a sheet hides rows or columns, which were not read',
  folded: 'a sheet folds or filters rows away, which were read with the others',
  uncalculated: 'a sheet holds formulas whose values were not saved; their cells were read as empty',
}

function noLayout({ blocks }: Content) {
  const tables = blocks.filter((block) => block.kind === 'table').length
  const detail =
    tables === 0 ? 'the document holds no table' : `no heading row is known in its ${tables} table(s)`
  return { reason: tables === 0 ? 'no-table' : 'no-layout', detail }
}

/** A draft in the model's terms, persons covered. */
export function recordsOf(written: Draft, evidence: Evidence, reference: Reference) {
  const draft = coveredDraft(namedByFile(written, evidence.path))
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
      ...[...evaluations, ...flows].flatMap(({ problems }) => problems.map(coveredProblem)),
    ]),
  }
}

/** A list of a thousand rows says the same of its district once. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
}

const wordsKept = 200_000

/** What speaks for a document as a whole. */
export function evidenceOf(
  { path }: Pick<Source, 'path'>,
  content: Content,
  words = wordsOf(content),
): Evidence {
  return { title: '', path: nearOf(path), words: words.slice(0, wordsKept) }
}

/** A file's name and the last folders above it. */
const nearOf = (path: string) => path.split(/[\\/]/).slice(-5).join('\n')

function wordsOf({ blocks }: Content): string {
  let words = ''
  for (const block of blocks) {
    words += block.kind === 'paragraph' ? block.text : block.cells.map((cell) => cell.text).join(' ')
    if (words.length > wordsKept) break
  }
  return words
}

/** Invented documents say so in their own text, and are marked wherever they are shown. */
const isSample = (words: string) => words.includes('示例数据')

/** The problem that stands for a document as a whole. */
export const quarantineProblem = ({ quarantined }: Outcome): Problem[] =>
  quarantined === null ? [] : [{ at: nowhere, code: quarantined.reason, message: quarantined.detail }]
