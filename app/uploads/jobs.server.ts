import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { FileOutcome, IngestFault } from '#app/domain/file-outcome.ts'
import { dataDirOf } from '#app/warehouse/ask.server.ts'
import { absent, foldersOf, writeWhole } from '#app/warehouse/files.server.ts'
import { IngestLine, isJobId, Job, JobEnd, type JobState } from './job.ts'
import { uploadLimits } from './limits.ts'

/** The product's own folder: this file and the built server both stand two folders below it. */
const root = path.resolve(import.meta.dirname, '../..')

/** Jobs of one data folder, in the order they came; the first is the one that runs. */
interface Queue {
  waiting: string[]
  running: Promise<void> | null
}

declare global {
  // One owner a process: a reloading dev server must not run a job twice.
  var yardstickQueues: Map<string, Promise<Queue>> | undefined
}

globalThis.yardstickQueues ??= new Map()
const queues = globalThis.yardstickQueues

const filesOf = (dataDir: string, id: string) => {
  const folder = path.join(foldersOf(dataDir).uploads, id)
  return {
    folder,
    /** Written last: a folder without it was never received whole. */
    job: path.join(folder, 'job.json'),
    /** What was sent, each under its number. */
    sent: path.join(folder, 'sent'),
    list: path.join(folder, 'list.json'),
    outcomes: path.join(folder, 'outcomes.jsonl'),
    errors: path.join(folder, 'errors.txt'),
    end: path.join(folder, 'end.json'),
  }
}
export type JobFiles = ReturnType<typeof filesOf>

const letters = 'abcdefghijkmnpqrstuvwxyz'
const randomLetters = (n: number) =>
  Array.from({ length: n }, () => letters[randomInt(letters.length)]).join('')

/** A place for documents that are about to come in; ids sort by time. */
export async function openJob(dataDir = dataDirOf()): Promise<{ id: string; files: JobFiles }> {
  const id = `${Date.now().toString(36)}-${randomLetters(8)}`
  const files = filesOf(dataDir, id)
  await queueOf(dataDir)
  await mkdir(files.sent, { recursive: true, mode: 0o700 })
  return { id, files }
}

export const dropJob = ({ folder }: JobFiles) => rm(folder, { recursive: true, force: true })

/** What the ingest is told to do; kept beside the job so that a restarted server can go on. */
export interface Errand {
  job: Job
  /** Where each document lies, and the name it is known by. */
  list: readonly { file: string; path: string }[]
}

/** Puts a job in its queue; it runs when those before it have. */
export async function enqueue({ job, list }: Errand, dataDir = dataDirOf()) {
  const files = filesOf(dataDir, job.id)
  const queue = await queueOf(dataDir)
  await writeWhole(files.list, JSON.stringify(list))
  await writeWhole(files.job, JSON.stringify(job))
  queue.waiting.push(job.id)
  start(dataDir, queue)
  await dropOldest(dataDir)
}

/** Has archived documents read anew; the job's page tells what became of them. */
export async function enqueueAgain(
  documents: readonly { sha256: string; path: string; bytes: number }[],
  by: string | null = null,
  dataDir = dataDirOf(),
): Promise<string> {
  const { id } = await openJob(dataDir)
  const sent = documents.map(({ path: known, bytes }) => ({ path: known, bytes, refused: null }))
  const again = documents.map(({ sha256 }) => sha256)
  await enqueue(
    { job: { id, received: new Date().toISOString(), files: sent, again, by }, list: [] },
    dataDir,
  )
  return id
}

export const waitingJobs = async (dataDir = dataDirOf()) => (await queueOf(dataDir)).waiting.length

function queueOf(dataDir: string): Promise<Queue> {
  const queue = queues.get(dataDir) ?? resumed(dataDir)
  queues.set(dataDir, queue)
  return queue
}

/** After a restart: what had not ended is run again, and what had not come in whole is dropped. */
async function resumed(dataDir: string): Promise<Queue> {
  const queue: Queue = { waiting: [], running: null }
  for (const id of await jobIds(dataDir)) {
    const files = filesOf(dataDir, id)
    const [job, end] = [await stat(files.job).catch(absent), await stat(files.end).catch(absent)]
    if (job === null) await dropJob(files)
    else if (end === null) queue.waiting.push(id)
  }
  start(dataDir, queue)
  return queue
}

async function jobIds(dataDir: string): Promise<string[]> {
  const names = (await readdir(foldersOf(dataDir).uploads).catch(absent)) ?? []
  return names.filter(isJobId).sort()
}

async function dropOldest(dataDir: string) {
  const ids = await jobIds(dataDir)
  for (const id of ids.slice(0, Math.max(0, ids.length - uploadLimits.kept))) {
    const files = filesOf(dataDir, id)
    if ((await stat(files.end).catch(absent)) !== null) await dropJob(files)
  }
}

/** One ingest at a time: the next job starts when the one before it has ended. */
function start(dataDir: string, queue: Queue) {
  if (queue.running !== null || queue.waiting.length === 0) return
  queue.running = runFirst(dataDir, queue)
    .catch((error: unknown) => console.error('an upload could not be loaded', error))
    .finally(() => {
      queue.running = null
      start(dataDir, queue)
    })
}

/** Another ingest, from the command line perhaps, holds the warehouse: it is asked again. */
const againMs = 2_000

async function runFirst(dataDir: string, queue: Queue) {
  const [id = ''] = queue.waiting
  try {
    const files = filesOf(dataDir, id)
    let exit = await run(dataDir, files)
    while ((await faultIn(files))?.fault === 'already-running') {
      await new Promise((resolve) => setTimeout(resolve, againMs))
      exit = await run(dataDir, files)
    }
    const fault = await faultIn(files)
    const failed = exit === 0 || exit === 2 ? null : (fault ?? { fault: 'failed' as const, message: '' })
    const end: JobEnd = { ended: new Date().toISOString(), exit, fault: failed }
    await writeWhole(files.end, JSON.stringify(end))
    // What was loaded or quarantined is in the archive by now.
    if (failed === null) await rm(files.sent, { recursive: true, force: true })
  } finally {
    queue.waiting.shift()
  }
}

/** Runs the ingest as a process of its own: a hostile document never comes near this one. */
async function run(dataDir: string, files: JobFiles): Promise<number | null> {
  // An ingest that outlived its server still writes to the files that it was given.
  for (const file of [files.outcomes, files.errors]) await rm(file, { force: true })
  const [outcomes, errors] = [await open(files.outcomes, 'w'), await open(files.errors, 'w')]
  const { again } = Job.parse(JSON.parse(await readFile(files.job, 'utf8')))
  const what = again.length > 0 ? ['--again', ...again] : ['--list', files.list]
  const args = ['run.mjs', 'ingest/main.ts', '--data', dataDir, '--json', '--summary', ...what]
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', outcomes.fd, errors.fd],
  })
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', resolve)
    })
  } finally {
    await outcomes.close()
    await errors.close()
  }
}

async function linesIn({ outcomes }: JobFiles) {
  const text = (await readFile(outcomes, 'utf8').catch(absent)) ?? ''
  // The last line may still be being written.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => IngestLine.parse(JSON.parse(line)))
}

async function faultIn(files: JobFiles): Promise<IngestFault | null> {
  const last = (await linesIn(files)).at(-1)
  return IngestFault.safeParse(last).data ?? null
}

/** A job as it stands now; null for one that is not known. */
export async function jobState(id: string, dataDir = dataDirOf()): Promise<JobState | null> {
  if (!isJobId(id)) return null
  const queue = await queueOf(dataDir)
  const files = filesOf(dataDir, id)
  const written = await readFile(files.job, 'utf8').catch(absent)
  if (written === null) return null
  const job = Job.parse(JSON.parse(written))
  const ended = await readFile(files.end, 'utf8').catch(absent)
  const end = ended === null ? null : JobEnd.parse(JSON.parse(ended))
  const lines = await linesIn(files)
  const outcomes = lines.flatMap((line) => FileOutcome.safeParse(line).data ?? [])
  const held = lines.some((line) => 'fault' in line)
  const ahead = Math.max(0, queue.waiting.indexOf(id))
  return { ...job, state: stateOf(end, ahead > 0 || held), ahead, outcomes, end }
}

function stateOf(end: JobEnd | null, waits: boolean): JobState['state'] {
  if (end !== null) return end.fault === null ? 'done' : 'failed'
  return waits ? 'waiting' : 'running'
}

/** The latest jobs, the newest first. */
export async function latestJobs(n: number, dataDir = dataDirOf()): Promise<JobState[]> {
  await queueOf(dataDir)
  const ids = (await jobIds(dataDir)).reverse().slice(0, n)
  const states = await Promise.all(ids.map((id) => jobState(id, dataDir)))
  return states.filter((state) => state !== null)
}
