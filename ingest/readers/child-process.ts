import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { networkApart, onPath } from '#app/apart.ts'
import type { Program } from '../../program.mjs'
import { Unreadable } from './table.ts'
import { LONGEST_LINE } from './wire.ts'

const HEAP_MIB = 384
const DATA_BYTES = 1024 * 1024 * 1024
export const CPU_SECONDS = 600
const NEWLINE = 0x0a
/** How long a child may do nothing at all once its time by the clock is up. */
const GRACE_MS = 500
/** On a busy machine a child that works may take so many times as long by the clock. */
const PATIENCE = 20

const prlimit = process.platform === 'linux' ? onPath('prlimit') : undefined

export type Child = {
  /**
   * Sends the parts and resolves to the next line; a child that is late, dies or says too much is killed. Late is what
   * the clock says; of one that goes on working, where the system tells, what it had of the processor.
   */
  line: (parts: Buffer[], withinMs: number) => Promise<string>
  hasEnded: () => boolean
  end: () => Promise<void>
}

/**
 * A child process that runs a program with capped memory and time, no environment, and no way to us but its pipes: it
 * may read nothing but its code, write nothing, and start nothing.
 */
export function startChild(program: Program): Child {
  const [command = process.execPath, ...args] = commandLine(program)
  const { PATH, HOME } = process.env
  const child = spawn(command, args, { stdio: 'pipe', env: { PATH, HOME, NODE_ENV: 'production' } })
  let settle: (outcome: string | Unreadable) => void = () => undefined
  let ended = false
  const fail = (fault: Unreadable) => {
    child.kill('SIGKILL')
    settle(fault)
  }
  const complaint = lastWords(child.stderr)
  const closed = new Promise<void>((resolve) => {
    child.once('close', (code, signal) => {
      ended = true
      fail(crashed(`the reader ended (${signal ?? code}) ${complaint()}`.trim()))
      resolve()
    })
  })
  child.once('error', ({ message }) => fail(crashed(message)))
  // Writing to a dead child fails too; its end is told by `close`.
  child.stdin.on('error', () => undefined)
  eachLine(child.stdout, (outcome) => (outcome instanceof Unreadable ? fail(outcome) : settle(outcome)))
  const line = (parts: Buffer[], withinMs: number) =>
    new Promise<string>((resolve, reject) => {
      const give = () => fail(new Unreadable('timeout', `not read in ${withinMs} ms`))
      const asked = performance.now()
      const before = workedMs(child.pid)
      let worked = before
      const look = () => {
        const now = workedMs(child.pid)
        const isDone =
          performance.now() - asked >= withinMs * PATIENCE || !(now - before < withinMs - GRACE_MS)
        const isAsleep = now === worked && !isReady(child.pid)
        worked = now
        // Where we were busy ourselves, the answer may have come in time and not been looked at.
        late = setTimeout(isDone || isAsleep ? give : look, GRACE_MS)
      }
      let late = setTimeout(look, withinMs)
      settle = (outcome) => {
        clearTimeout(late)
        settle = () => undefined
        if (outcome instanceof Unreadable) reject(outcome)
        else resolve(outcome)
      }
      child.stdin.cork()
      for (const part of parts) child.stdin.write(part)
      child.stdin.uncork()
    })
  const end = () => {
    child.kill('SIGKILL')
    return closed
  }
  return { line, end, hasEnded: () => ended }
}

/** For how long a process has had a processor, in ms; NaN where the system does not tell. */
function workedMs(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    return Number.NaN
  }
}

/** Whether a process runs or would, had it a processor. */
function isReady(pid: number | undefined): boolean {
  try {
    return /^State:\s+R/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

export function crashed(detail: string): Unreadable {
  return new Unreadable('reader-crashed', detail)
}

function eachLine(stdout: Readable, tell: (outcome: string | Unreadable) => void): void {
  let chunks: Buffer[] = []
  let length = 0
  stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    length += chunk.length
    const complete = chunk.at(-1) === NEWLINE
    if (!complete && length <= LONGEST_LINE) return
    tell(complete ? Buffer.concat(chunks).toString() : crashed('the reader said too much'))
    chunks = []
    length = 0
  })
}

/** The error that a child names on its standard error, to be told if it dies. */
function lastWords(stderr: Readable): () => string {
  let words = ''
  stderr.on('data', (chunk) => {
    words = `${words}${chunk}`.slice(-8000)
  })
  return () => /^.*(?:Error|ERROR): .*$/m.exec(words)?.[0].slice(0, 200) ?? ''
}

const permission = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission'

/** Memory is capped twice: the heap flag does not hold buffers, and only Linux has the other. */
function commandLine({ file, folders }: Program): string[] {
  const node = [
    process.execPath,
    '--no-warnings',
    permission,
    ...folders.map((folder) => `--allow-fs-read=${join(folder, '*')}`),
    '--disable-proto=delete',
    '--disallow-code-generation-from-strings',
    `--max-old-space-size=${HEAP_MIB}`,
    file,
  ]
  if (prlimit === undefined) return node
  const limits = [`--data=${DATA_BYTES}`, `--cpu=${CPU_SECONDS}`, '--core=0', '--fsize=0', '--nofile=64']
  return [...networkApart(), prlimit, ...limits, ...node]
}
