import { createHash } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type { Engine } from './engine.server.ts'
import type { Query, Sql } from './sql.ts'

/** The answers that an engine gave, as long as there is room for them, and those on their way. */
export interface Answers {
  engine: Engine
  kept: Map<string, Answer>
  /** What they weigh, about, and what they may. */
  bytes: number
  mostBytes: number
  running: number
  /** Those of them that wait for their turn, who came first before the others. */
  waiting: (() => void)[]
  /** Whether the engine met damage, here or in what this is a part of. */
  health: { damaged: boolean }
  /** Told whenever a question has ended. */
  ended(): void
}

/** An answer, given or on its way, and how many still want it. */
interface Answer {
  question: Question
  /** How often it was asked for. */
  asked: number
  rows: Promise<readonly unknown[]>
  wanted: number
  bytes: number
  cancel(): void
}

interface Question {
  name: string
  statement: Sql
  check(rows: readonly unknown[]): readonly unknown[]
}

/** Answers by what they were read from: sums and lists that are kept with the generation, or rows. */
export interface Told {
  rollups: number
  rows: number
}

const deadlineMs = 10_000
/** How many questions a newer generation is asked before anyone else may ask it, and for how long. */
const askedAhead = { questions: 60, milliseconds: 3_000 }

export const noAnswers = (given: Pick<Answers, 'engine' | 'mostBytes' | 'health' | 'ended'>): Answers => ({
  ...given,
  kept: new Map(),
  bytes: 0,
  running: 0,
  waiting: [],
})

/**
 * Runs a query, checks its rows, and keeps them. Identical questions in flight run once; one that nobody waits for any
 * more, since each signal was given, is cancelled.
 */
export async function answered<Params, Row>(
  answers: Answers,
  query: Query<Params, Row>,
  params: Params,
  signal: AbortSignal | undefined,
  told: readonly Told[] = [],
): Promise<readonly Row[]> {
  signal?.throwIfAborted()
  // A page asks more at once than listeners are usual.
  if (signal) setMaxListeners(0, signal)
  const { statement, key } = askedOf(query, params)
  for (const count of told) count[statement.rollups ? 'rollups' : 'rows'] += 1
  const check = (rows: readonly unknown[]) => query.row.array().parse(rows)
  const answer = answers.kept.get(key) ?? begun(answers, key, { name: query.name, statement, check })
  answer.asked += 1
  const rows = await wanting(answer, signal)
  return isOf(rows, query) ? rows : []
}

/** Asks a newer generation what the one before was asked most, two at once, so that nobody waits for it. */
export async function askAhead(next: Answers, { kept }: Answers) {
  const until = Date.now() + askedAhead.milliseconds
  const most = [...kept].sort(([, a], [, b]) => b.asked - a.asked).slice(0, askedAhead.questions)
  const due = most.values()
  const asking = async () => {
    for (const [key, { question }] of due) {
      if (Date.now() > until) return
      await begun(next, key, question).rows.catch(() => undefined)
    }
  }
  await Promise.all([asking(), asking()])
}

/** Answers are kept under their queries' names and were checked when they came, so that all are given the same rows. */
const isOf = <Params, Row>(_rows: readonly unknown[], _query: Query<Params, Row>): _rows is readonly Row[] =>
  true

/** Waits for an answer, and says so when it is wanted no longer. */
async function wanting(answer: Answer, signal: AbortSignal | undefined) {
  answer.wanted += 1
  const leave = () => {
    answer.wanted -= 1
    if (answer.wanted === 0) answer.cancel()
  }
  signal?.addEventListener('abort', leave, { once: true })
  try {
    return await answer.rows
  } finally {
    signal?.removeEventListener('abort', leave)
  }
}

interface Asked {
  statement: Sql
  key: string
}

/** What queries were asked with last, and what that came to: a page's statements take longer to write than to look up. */
const written = new WeakMap<object, Map<string, Asked>>()
const writtenOfEach = 16

/** The statement of a query under some parameters, on which alone it depends, with its key. */
function askedOf<Params>(query: Query<Params, unknown>, params: Params): Asked {
  const known = written.get(query) ?? new Map<string, Asked>()
  written.set(query, known)
  const by = JSON.stringify(params) ?? ''
  const before = known.get(by)
  if (before) return before
  const statement = query.sql(params)
  const asked = { statement, key: keyOf(query.name, statement) }
  known.set(by, asked)
  const [oldest] = known.keys()
  if (known.size > writtenOfEach && oldest !== undefined) known.delete(oldest)
  return asked
}

/** A question as one short text: values may be long, and thousands of answers are kept. */
const keyOf = (name: string, { text, values }: Sql) =>
  createHash('sha256')
    .update(JSON.stringify([name, values, text]))
    .digest('base64')

function begun(answers: Answers, key: string, question: Question): Answer {
  const { rows, cancel } = run(answers, question)
  const answer: Answer = {
    question,
    asked: 0,
    rows,
    wanted: 0,
    bytes: 0,
    cancel() {
      // Who asks from now on has it run anew.
      if (answers.kept.get(key) === answer) answers.kept.delete(key)
      cancel()
    },
  }
  answers.kept.set(key, answer)
  rows.then(
    (given) => {
      answer.cancel = () => undefined
      if (answers.kept.get(key) === answer) weigh(answers, answer, given)
    },
    () => {
      if (answers.kept.get(key) === answer) answers.kept.delete(key)
    },
  )
  return answer
}

const weighed = 100
const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)

/** Adds an answer to what is kept, and lets go of the oldest beyond the bound. */
function weigh(answers: Answers, answer: Answer, rows: readonly unknown[]) {
  const some = rows.slice(0, weighed)
  answer.bytes = 2 * JSON.stringify(some, plain).length * (rows.length / Math.max(1, some.length))
  answers.bytes += answer.bytes
  for (const [key, old] of answers.kept) {
    if (answers.bytes <= answers.mostBytes) break
    if (old.bytes === 0) continue
    answers.kept.delete(key)
    answers.bytes -= old.bytes
  }
}

/** Waits until the engine has room: what a question may take is not counted while it stands in a queue. */
async function turnOf({ running, engine, waiting }: Answers) {
  if (running > engine.most) await new Promise<void>((begin) => waiting.push(begin))
}

function run(answers: Answers, { name, statement, check }: Question) {
  const stop = new AbortController()
  const rows = (async () => {
    answers.running += 1
    await turnOf(answers)
    const deadline = setTimeout(() => stop.abort(), deadlineMs)
    try {
      return await answers.engine.rowsOf(statement, stop.signal)
    } catch (error) {
      answers.health.damaged ||= answers.engine.isDamage(error)
      throw new Error(`query ${name} failed: ${statement.text}`, { cause: error })
    } finally {
      clearTimeout(deadline)
      answers.waiting.shift()?.()
      answers.running -= 1
      answers.ended()
    }
  })()
  return { rows: rows.then(check), cancel: () => stop.abort() }
}
