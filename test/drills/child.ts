import { spawn } from 'node:child_process'

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
  /** Programs loaded before it. */
  before?: readonly string[]
}

/** Runs a program of ours to its end. */
export function ran(
  args: readonly string[],
  { env = {}, killAfterMs, before = [] }: Options = {},
): Promise<Ended> {
  const needsNone = before.length === 0 && args[0]?.endsWith('.mjs')
  const imports = (needsNone ? [] : ['tsx', ...before]).flatMap((file) => ['--import', file])
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...imports, ...args], {
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
  ran(['run.mjs', 'ingest/main.ts', '--data', dataDir, ...named], options)
