import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { z } from 'zod'
import { isDiskFull } from '#app/disk-full.ts'
import { environment } from '#app/env.server.ts'
import { migrations } from './migrations.ts'

/** The file of what people make. */
export type State = Database.Database

declare global {
  // One owner a process and file: a reloading dev server must not open it again and again.
  var yardstickState: Map<string, Opened> | undefined
}

interface Opened {
  state: State
  /** When to try again for one that can be written, in milliseconds; never where this is it. */
  againAt: number
}

globalThis.yardstickState ??= new Map()
const opened = globalThis.yardstickState

/** Where people's decisions, views and notes are kept: in no generation, so that none takes them away. */
export const stateFileOf = (dataDir: string) => path.resolve(dataDir, 'app', 'app.sqlite')

/**
 * The open file of a data folder, brought to the newest form; made where there is none yet. On a full disk it is a copy
 * in memory that takes no change, so that pages are answered, and what cannot be kept is refused.
 */
export function stateOf(dataDir = environment().YARDSTICK_DATA): State {
  const file = stateFileOf(dataDir)
  const known = opened.get(file)
  if (known && Date.now() < known.againAt) return known.state
  try {
    const state = openFile(file)
    opened.set(file, { state, againAt: Infinity })
    return state
  } catch (error) {
    if (!isDiskFull(error)) throw error
    console.error(`${file}: the disk is full, so nothing that people make can be kept; free some space`)
    const state = known?.state ?? copyInMemory(file)
    opened.set(file, { state, againAt: Date.now() + retryMs })
    return state
  }
}

const retryMs = 5_000

function openFile(file: string): State {
  mkdirSync(path.dirname(file), { recursive: true })
  const state = new Database(file)
  try {
    // Waiting comes first: turning the log on is a write too. What was confirmed to its writer survives a power cut.
    state.exec('pragma busy_timeout = 5000; pragma journal_mode = wal; pragma synchronous = full')
    state.exec('pragma foreign_keys = on')
    migrate(state)
    return preparedOnce(state)
  } catch (error) {
    state.close()
    throw error
  }
}

/** Every page asks the same few questions, and to prepare one takes longer than to answer it. */
function preparedOnce(state: State): State {
  const known = new Map<string, Database.Statement>()
  const prepare = state.prepare.bind(state)
  return Object.assign(state, {
    prepare(question: string) {
      const statement = known.get(question) ?? prepare(question)
      known.set(question, statement)
      return statement
    },
  })
}

const Tables = z.array(z.object({ name: z.string(), sql: z.string() }))

/** What a file holds, read without the files that SQLite would lay beside it. */
function copyInMemory(file: string): State {
  const state = new Database(':memory:')
  if (existsSync(file)) {
    state.exec(`pragma locking_mode = exclusive; attach '${file.replaceAll("'", "''")}' as kept`)
    const tables = state.prepare(
      "select name, sql from kept.sqlite_master where type = 'table' and name not like 'sqlite_%'",
    )
    for (const { name, sql } of Tables.parse(tables.all()))
      state.exec(`${sql}; insert into main."${name}" select * from kept."${name}"`)
    state.exec(`pragma user_version = ${versionOf(state, 'kept')}; detach kept`)
  }
  migrate(state)
  state.exec('pragma query_only = on')
  return state
}

/** Closes the file of a data folder, as tests do before they remove it. */
export function closeState(dataDir: string) {
  const file = stateFileOf(dataDir)
  opened.get(file)?.state.close()
  opened.delete(file)
}

const Version = z.tuple([z.object({ user_version: z.number().int() })])

const versionOf = (state: State, database = 'main') =>
  Version.parse(state.prepare(`pragma ${database}.user_version`).all())[0].user_version

/** Applies what is missing, each migration whole or not at all, once among all processes. */
function migrate(state: State) {
  if (versionOf(state) > migrations.length)
    throw new Error(
      `${state.name} was written by a newer Yardstick: run that one, or restore an older backup`,
    )
  const step = state.transaction((number: number, change: string) => {
    if (versionOf(state) >= number) return
    state.exec(change)
    state.exec(`pragma user_version = ${number}`)
  })
  migrations.forEach((change, index) => {
    step.immediate(index + 1, change)
  })
}
