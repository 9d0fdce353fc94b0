import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/** Whose a folder is, its name says: the machine, since several may share a disk, and then the process. */
const prefix = `yardstick-${os.hostname()}-`

let own: string | null = null

/**
 * A folder for what lasts no longer than this process: it lies in one of the process's own, which is gone when that
 * ends. A process that was killed leaves its own behind, and the next one that needs any takes it away.
 */
export function scratchFolder(name: string): Promise<string> {
  own ??= begin()
  // Cleaners of temporary folders take away what nobody read for days.
  mkdirSync(own, { recursive: true, mode: 0o700 })
  return mkdtemp(path.join(own, `${name}-`))
}

function begin(): string {
  sweep()
  const folder = mkdtempSync(path.join(os.tmpdir(), `${prefix}${process.pid}-`))
  process.once('exit', () => remove(folder))
  return folder
}

function sweep() {
  for (const name of readdirSync(os.tmpdir())) {
    const owner = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined
    if (owner !== undefined && !isAlive(Number(owner))) remove(path.join(os.tmpdir(), name))
  }
}

/** Another's folder, or one that someone else is taking away just now, is left alone. */
function remove(folder: string) {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch (error) {
    console.error(`${folder} could not be removed: ${error}`)
  }
}

/** Signal 0 asks whether a process is there and does nothing to it; a process of someone else's may not be asked. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
