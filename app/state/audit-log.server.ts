import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { environment } from '#app/env.server.ts'
import { stateOf } from './database.server.ts'

/** What someone did, tried or saw. */
export interface Deed {
  /** Null where nobody was signed in. */
  actor: string | null
  role: string | null
  address: string
  action: string
  /** Which thing it was done to: a path, or the name of an account. */
  target: string
  result: 'done' | 'refused' | 'failed'
  detail?: string
}

const Entry = z.object({
  seq: z.number().int(),
  at: z.string(),
  actor: z.string().nullable(),
  role: z.string().nullable(),
  address: z.string(),
  action: z.string(),
  target: z.string(),
  result: z.enum(['done', 'refused', 'failed']),
  detail: z.string(),
  previous: z.string(),
  hash: z.string(),
})
export type Entry = z.infer<typeof Entry>

const origin = '0'.repeat(64)
export const auditFolderOf = (dataDir: string) => path.resolve(dataDir, 'audit')
const hashOf = (entry: Omit<Entry, 'hash'>) =>
  createHash('sha256').update(JSON.stringify(entry)).digest('hex')

const daysIn = (folder: string) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^\d{4}-\d\d-\d\d\.jsonl$/.test(name))
        .sort()
    : []

const longestLine = 16_384

/** The last entry that was written, and the file it is in; a line that a failing machine left unfinished is passed over. */
function lastEntry(folder: string): { entry: Entry | null; file: string; torn: boolean } {
  let torn = false
  for (const day of daysIn(folder).reverse()) {
    const file = path.join(folder, day)
    const { size } = statSync(file)
    const bytes = Buffer.alloc(Math.min(size, 2 * longestLine))
    const opened = openSync(file, 'r')
    readSync(opened, bytes, 0, bytes.length, size - bytes.length)
    closeSync(opened)
    const lines = bytes.toString().split('\n')
    torn ||= lines.pop() !== ''
    const last = lines.at(-1)
    if (last !== undefined) return { entry: Entry.parse(JSON.parse(last)), file: day, torn }
  }
  return { entry: null, file: '', torn }
}

/**
 * Adds to the audit log before the answer is sent: each entry carries the hash of the one before, so that none can be
 * changed or taken out. What is only looked at is not waited for until it is on the disk; all else is, and the state's
 * file keeps the head, so that the end cannot be cut off either.
 */
export function record(deed: Deed, dataDir = environment().YARDSTICK_DATA, now = new Date()) {
  const folder = auditFolderOf(dataDir)
  const state = stateOf(dataDir)
  const write = state.transaction(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { entry: last, file, torn } = lastEntry(folder)
    const entry = {
      seq: (last?.seq ?? 0) + 1,
      at: now.toISOString(),
      actor: deed.actor,
      role: deed.role,
      address: deed.address.slice(0, 64),
      action: deed.action,
      target: deed.target.slice(0, 2_000),
      result: deed.result,
      detail: (deed.detail ?? '').slice(0, 2_000),
      previous: last?.hash ?? origin,
    }
    const hash = hashOf(entry)
    // A clock that was set back starts no earlier file.
    const day = [`${entry.at.slice(0, 10)}.jsonl`, file].sort().at(-1) ?? file
    const opened = openSync(path.join(folder, day), 'a', 0o600)
    writeSync(opened, `${torn ? '\n' : ''}${JSON.stringify({ ...entry, hash })}\n`)
    if (deed.action !== 'look' || deed.result !== 'done') {
      fsyncSync(opened)
      state
        .prepare('insert or replace into audit_head (one, seq, hash) values (1, ?, ?)')
        .run(entry.seq, hash)
    }
    closeSync(opened)
  })
  write.immediate()
}

/** What a check of the log came to. */
export interface Verified {
  entries: number
  from: string | null
  to: string | null
  /** What is wrong, the first first. */
  faults: string[]
}

/** Every line of the log with where it stands; null for what is no entry. */
function* linesIn(folder: string): Generator<{ at: string; entry: Entry | null }> {
  for (const day of daysIn(folder))
    for (const [index, line] of readFileSync(path.join(folder, day), 'utf8').split('\n').entries())
      if (line !== '') yield { at: `${day} line ${index + 1}`, entry: entryOf(line) }
}

type Place = Pick<Entry, 'seq' | 'hash'>

/** What is wrong with an entry, and with its place after the one before. */
function faultsOf({ hash, ...rest }: Entry, before: Place | null): string[] {
  const { seq, previous } = rest
  const follows = seq === (before?.seq ?? 0) + 1 && previous === (before?.hash ?? origin)
  return [
    ...(hashOf(rest) === hash ? [] : [`entry ${seq} was changed`]),
    ...(follows
      ? []
      : [`entry ${seq} does not follow ${before === null ? 'anything' : `entry ${before.seq}`}`]),
  ]
}

/** Reads the whole log and says where it was changed, cut or put in another order. */
export function verify(dataDir = environment().YARDSTICK_DATA): Verified {
  const [head, base] = [placeIn('audit_head', dataDir), placeIn('audit_base', dataDir)]
  const faults: string[] = []
  let [entries, from, to, headSeen]: [number, string | null, string | null, boolean] = [
    0,
    null,
    null,
    head === null,
  ]
  let before: Place | null = base
  for (const { at, entry } of linesIn(auditFolderOf(dataDir))) {
    if (entry === null) {
      faults.push(`${at}: not an entry`)
      continue
    }
    // What was to be dropped may be there still.
    if (entry.seq <= (base?.seq ?? 0)) continue
    faults.push(...faultsOf(entry, before).map((fault) => `${at}: ${fault}`))
    headSeen ||= entry.seq === head?.seq && entry.hash === head.hash
    entries += 1
    from ??= entry.at
    to = entry.at
    before = entry
  }
  if (!headSeen) faults.push(`entry ${head?.seq} was written and is gone`)
  return { entries, from, to, faults }
}

const Places = z.array(z.object({ seq: z.number(), hash: z.string() }))
const placeIn = (table: 'audit_head' | 'audit_base', dataDir: string): Place | null =>
  Places.parse(stateOf(dataDir).prepare(`select seq, hash from ${table}`).all())[0] ?? null

const dayMs = 86_400_000
/** A clock that runs ahead makes all days old; a log that is in use has days enough that are not. */
const fewestDays = 30

/**
 * Drops the days of the log that are older than it is to be kept, and writes that down first; the state's file keeps
 * where the log begins, so that nothing else can be taken from its front. Tells how many days were dropped.
 */
export function dropOldDays(days: number, dataDir = environment().YARDSTICK_DATA, now = new Date()): number {
  const folder = auditFolderOf(dataDir)
  const since = new Date(now.getTime() - days * dayMs).toISOString().slice(0, 10)
  const all = daysIn(folder)
  const old = all.filter((day) => day.slice(0, 10) < since)
  const [first, last] = [old[0], old.at(-1)]
  if (first === undefined || last === undefined || all.length - old.length < fewestDays) return 0
  const end = readFileSync(path.join(folder, last), 'utf8').trimEnd().split('\n').at(-1) ?? ''
  const entry = entryOf(end)
  if (entry === null) throw new Error(`${last} does not end with an entry: npm run audit-log -- verify`)
  const detail = `${old.length} days up to entry ${entry.seq}, older than ${days} days`
  record(
    {
      actor: null,
      role: null,
      address: 'this server',
      action: 'dropAuditDays',
      target: `${first.slice(0, 10)} to ${last.slice(0, 10)}`,
      result: 'done',
      detail,
    },
    dataDir,
    now,
  )
  stateOf(dataDir)
    .prepare('insert or replace into audit_base (one, seq, hash) values (1, ?, ?)')
    .run(entry.seq, entry.hash)
  for (const day of old) rmSync(path.join(folder, day))
  return old.length
}

function entryOf(line: string): Entry | null {
  try {
    return Entry.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}

/** The newest entries, the last first. */
export function newestEntries(most: number, dataDir = environment().YARDSTICK_DATA): Entry[] {
  const folder = auditFolderOf(dataDir)
  const entries: Entry[] = []
  for (const day of daysIn(folder).reverse()) {
    const lines = readFileSync(path.join(folder, day), 'utf8').split('\n').reverse()
    for (const line of lines) {
      const entry = line === '' ? null : entryOf(line)
      if (entry !== null) entries.push(entry)
      if (entries.length >= most) return entries
    }
  }
  return entries
}
