import { readdir, readFile } from 'node:fs/promises'
import { absent } from '#app/warehouse/files.server.ts'

const pageBytes = 4096
/** How finely Linux counts processor time. */
const tickMs = 10
const mib = 1024 * 1024

/** Memory that a process and all its children hold now, in MiB, by what Linux tells of them; 0 elsewhere. */
export async function memoryOfTree(root: number): Promise<number> {
  const pids = ((await readdir('/proc').catch(absent)) ?? []).map(Number).filter((pid) => pid > 0)
  const stats = await Promise.all(pids.map(statOf))
  const children = new Map<number, number[]>()
  const held = new Map<number, number>()
  for (const stat of stats) {
    if (stat === null) continue
    held.set(stat.pid, stat.bytes)
    children.set(stat.parent, [...(children.get(stat.parent) ?? []), stat.pid])
  }
  const sum = (pid: number): number =>
    (children.get(pid) ?? []).reduce((all, child) => all + sum(child), held.get(pid) ?? 0)
  return sum(root) / mib
}

/** Memory that a process held at most so far, in MiB; 0 where Linux does not tell. */
export async function mostMemoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(absent)
  const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(status ?? '') ?? []
  return Number(kilobytes ?? 0) / 1024
}

/** Processor time that a process has taken so far, in milliseconds; 0 where Linux does not tell. */
export const workedBy = async (pid: number): Promise<number> => (await statOf(pid))?.workedMs ?? 0

/** Processor time of the children of a process that have ended, and of theirs, in milliseconds; 0 where Linux does not tell. */
export const workedByEnded = async (pid: number): Promise<number> => (await statOf(pid))?.endedMs ?? 0

/** A process's parent, resident memory and processor time; null for one that has ended meanwhile. */
async function statOf(pid: number) {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  // The name in brackets may hold spaces.
  const fields = line?.slice(line.lastIndexOf(')') + 2).split(' ')
  if (!fields) return null
  return {
    pid,
    parent: Number(fields[1]),
    bytes: Number(fields[21]) * pageBytes,
    workedMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
    endedMs: (Number(fields[13]) + Number(fields[14])) * tickMs,
  }
}
