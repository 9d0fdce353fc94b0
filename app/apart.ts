import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

let apart: string[] | undefined

/**
 * What puts a program into a network of its own, in which there is nothing, without more rights than it has; empty where
 * the system does not let us, as containers may not. Asked for once.
 */
export function networkApart(): string[] {
  const unshare = process.platform === 'linux' ? onPath('unshare') : undefined
  const ways = unshare ? ['--map-current-user', '--map-root-user'].map((map) => [unshare, map, '--net']) : []
  apart ??= ways.find(([command = '', ...args]) => spawnSync(command, [...args, 'true']).status === 0) ?? []
  return apart
}

/** Where a command lies; undefined where it is not installed. */
export function onPath(command: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders.map((folder) => path.join(folder, command)).find((file) => existsSync(file))
}
