import { mkdirSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { z } from 'zod'
import { environment } from '#app/env.server.ts'
import { migrations } from './migrations.ts'

/** The file of what people make. */
export type State = Database.Database

declare global {
  // One owner a process and file: a reloading dev server must not open it again and again.
  var yardstickState: Map<string, State> | undefined
}

globalThis.yardstickState ??= new Map()
const opened = globalThis.yardstickState

/** Where people's decisions, views and notes are kept: in no generation, so that none takes them away. */
export const stateFileOf = (dataDir: string) => path.resolve(dataDir, 'app', 'app.sqlite')

/** The open file of a data folder, brought to the newest form; made where there is none yet. */
export function stateOf(dataDir = environment().YARDSTICK_DATA): State {
  const file = stateFileOf(dataDir)
  const known = opened.get(file)
  if (known) return known
  mkdirSync(path.dirname(file), { recursive: true })
  const state = new Database(file)
  // Waiting comes first: turning the log on is a write too. What was confirmed to its writer survives a power cut.
  state.exec('pragma busy_timeout = 5000; pragma journal_mode = wal; pragma synchronous = full')
  state.exec('pragma foreign_keys = on')
  migrate(state)
  opened.set(file, state)
  return state
}

/** Closes the file of a data folder, as tests do before they remove it. */
export function closeState(dataDir: string) {
  const file = stateFileOf(dataDir)
  opened.get(file)?.close()
  opened.delete(file)
}

const Version = z.tuple([z.object({ user_version: z.number().int() })])

/** Applies what is missing, each migration whole or not at all, once among all processes. */
function migrate(state: State) {
  const version = () => Version.parse(state.prepare('pragma user_version').all())[0].user_version
  if (version() > migrations.length)
    throw new Error(
      `${state.name} was written by a newer Yardstick: run that one, or restore an older backup`,
    )
  const step = state.transaction((number: number, change: string) => {
    if (version() >= number) return
    state.exec(change)
    state.exec(`pragma user_version = ${number}`)
  })
  migrations.forEach((change, index) => {
    step.immediate(index + 1, change)
  })
}
