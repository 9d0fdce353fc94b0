import { spawn } from 'node:child_process'
import { programOf } from '../../program.mjs'

export interface Ended {
  /** Null for a child that was killed. */
  code: number | null
  /** What it said on standard output and standard error. */
  out: string
  err: string
}

interface Options {
  env?: Record<string, string>
  /** Kills it without warning after so many milliseconds. */
  killAfterMs?: number
  /** Scripts of ours loaded before it. */
  before?: readonly string[]
}

/** Runs a program of ours to its end. */
export async function ran(
  args: readonly string[],
  { env = {}, killAfterMs, before = [] }: Options = {},
): Promise<Ended> {
  const [script = ''] = args
  // Made before its time begins.
  await programOf(script)
  const programs = await Promise.all(before.map(programOf))
  const imports = programs.flatMap(({ file }) => ['--import', file])
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...imports, 'run.mjs', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (text: Buffer) => {
      out += text.toString()
    })
    child.stderr.on('data', (text: Buffer) => {
      err += text.toString()
    })
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, out, err })
    })
  })
}

/** The ingest as people start it. */
export const ingestOf = (dataDir: string, named: readonly string[], options?: Options) =>
  ran(['ingest/main.ts', '--data', dataDir, ...named], options)
