import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Evaluation, nothingAround, type Surroundings } from '#app/domain/evaluation.ts'
import type { FundFlow } from '#app/domain/fund-flow.ts'
import { nowhere, type Problem } from '#app/domain/problem.ts'
import { sha256Of } from '#app/warehouse/generations.server.ts'
import type { Evidence } from './identify.ts'
import type { Draft } from './layouts/draft.ts'
import { layoutOf } from './layouts/index.ts'
import { openLongList } from './long-list/open.ts'
import { type Scanned, scan } from './long-list/scan.ts'
import { type Content, Unreadable } from './readers/table.ts'
import type { Reference } from './reference.ts'
import { evaluationOf, flowOf } from './validate.ts'

/** A file as it was sent. `path` is relative to the folder that was named. */
export interface Source {
  path: string
  bytes: Uint8Array
  /** Where a file lies that may be too long to be held; `bytes` are then empty. */
  file?: string
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
  surroundings: Surroundings
  flows: FundFlow[]
  problems: Problem[]
  /** A list too long to be held, gone through once; its evaluations are made when it is loaded. */
  long: Scanned | null
}

export type Read = (bytes: Uint8Array, name: string) => Promise<Content>

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Takes one document through every step; whatever is wrong with it ends in its outcome, never outside. */
export async function understand(source: Source, read: Read, reference: Reference): Promise<Outcome> {
  if (source.file !== undefined) return understandFile({ ...source, file: source.file }, read, reference)
  const outcome = emptyOutcome(source, { sha256: sha256(source.bytes), bytes: source.bytes.length })
  let content: Content
  try {
    content = await read(source.bytes, source.path)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { ...outcome, quarantined: { reason: error.code, detail: error.message } }
  }
  outcome.source.format = content.format
  const found = layoutOf(content)
  if (found === null) return { ...outcome, quarantined: noLayout(content) }
  outcome.source.layout = found.layout.id
  outcome.source.why = found.why
  const records = recordsOf(found.layout.draft(content), evidenceOf(source, content), reference)
  if (records.evaluations.length === 0 && records.flows.length === 0)
    return { ...outcome, ...records, quarantined: { reason: 'no-rows', detail: found.why } }
  const surroundings = records.evaluations.length === 1 ? surroundingsOf(content) : nothingAround
  return { ...outcome, ...records, surroundings, sample: isSample(content) }
}

/** A file that may be too long to be held: a long list is gone through where it lies, anything else is read. */
async function understandFile(
  { path, file }: Source & { file: string },
  read: Read,
  reference: Reference,
): Promise<Outcome> {
  const { size } = await stat(file)
  const list = await openLongList(file)
  if (list === null && size <= mostHeld)
    return understand({ path, bytes: await readFile(file) }, read, reference)
  const outcome = emptyOutcome({ path }, { sha256: await hashOf(file), bytes: size })
  const aside = (reason: QuarantineReason, detail: string) => ({
    ...outcome,
    quarantined: { reason, detail },
  })
  if (list === null)
    return aside('too-large', `${size} bytes, and no heading row that names a long list's columns`)
  Object.assign(outcome.source, { format: 'csv', layout: 'flat-list', why: list.why })
  try {
    const long = await scan(list)
    if (long.indicators.some((count) => count > 0))
      return { ...outcome, long, problems: long.problems, sample: long.isSample }
    await long.close()
    return aside('no-rows', list.why)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return aside(error.code, error.message)
  }
}

/** What one reader's process may be given at once. */
const mostHeld = 256 * 1024 * 1024

/** A file's sha256; an archived one bears it as its name. */
export async function hashOf(file: string): Promise<string> {
  const name = basename(file)
  return /^[0-9a-f]{64}$/.test(name) ? name : sha256Of(file)
}

function emptyOutcome({ path }: Pick<Source, 'path'>, file: { sha256: string; bytes: number }): Outcome {
  return {
    source: { path, format: null, layout: null, why: null, ...file },
    sample: false,
    quarantined: null,
    evaluations: [],
    surroundings: nothingAround,
    flows: [],
    problems: [],
    long: null,
  }
}

function noLayout({ blocks }: Content) {
  const tables = blocks.filter((block) => block.kind === 'table').length
  const detail =
    tables === 0 ? 'the document holds no table' : `no heading row is known in its ${tables} table(s)`
  return { reason: tables === 0 ? 'no-table' : 'no-layout', detail }
}

function recordsOf(draft: Draft, evidence: Evidence, reference: Reference) {
  const titled = { ...evidence, title: draft.title }
  const evaluations = draft.evaluations.map((evaluation) => evaluationOf(evaluation, titled, reference))
  const flows = draft.flows.map((flow) => flowOf(flow, titled, reference))
  return {
    evaluations: evaluations.map(({ value }) => value),
    flows: flows.flatMap(({ value }) => value ?? []),
    problems: distinct([
      ...draft.problems,
      ...[...evaluations, ...flows].flatMap(({ problems }) => problems),
    ]),
  }
}

const surroundingsOf = ({ blocks }: Content): Surroundings => ({
  plan: [],
  narrative: blocks.flatMap((block) =>
    block.kind === 'paragraph' && block.text.trim() !== '' ? block.text.trim() : [],
  ),
})

/** A list of a thousand rows says the same of its district once. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
}

const wordsKept = 200_000

function evidenceOf({ path }: Source, content: Content): Evidence {
  return { title: '', path: nearOf(path), words: wordsOf(content).slice(0, wordsKept) }
}

/** A file's name and the last folders above it. */
export const nearOf = (path: string) => path.split(/[\\/]/).slice(-3).join(' ')

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
