import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Mapping } from './layouts/mapping.ts'
import type { Outcome, Source } from './pipeline.ts'
import { tsx } from './readers/child-process.ts'
import type { Reference } from './reference.ts'

/** Understands documents in a process of its own, while this one loads those before. */
export interface Beside {
  /** Takes a document that is held through every step, and keeps its contents. */
  understand(source: Source): Promise<Outcome>
  close(): Promise<void>
}

/** What the process is told first. */
export interface Desk {
  dataDir: string
  reference: Reference
  mappings: readonly Mapping[]
}

/** What the process is told after that. */
export interface Question {
  id: number
  source: Source
}

/** What it answers, in any order; an error's code would not come with it. */
export type Answer = { id: number; outcome: Outcome } | { id: number; fault: unknown; code: unknown }

interface Asked {
  resolve(outcome: Outcome): void
  reject(fault: unknown): void
}

/** Starts the process. Where it ends too early, every question that is open ends with it, and those that follow. */
export function openBeside(desk: Desk): Beside {
  const child = fork(new URL('./beside-process.ts', import.meta.url), {
    execArgv: ['--import', tsx],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const open = new Map<number, Asked>()
  let asked = 0
  let gone: Error | null = null
  const endAll = (fault: Error) => {
    gone ??= fault
    for (const { reject } of open.values()) reject(gone)
    open.clear()
  }
  const ended = once(child, 'exit')
  child.on('error', endAll)
  child.on('exit', (code, signal) =>
    endAll(new Error(`the process that understands documents ended with ${signal ?? code}`)),
  )
  child.on('message', (answer: Answer) => {
    const question = open.get(answer.id)
    open.delete(answer.id)
    if ('outcome' in answer) question?.resolve(answer.outcome)
    else question?.reject(withCode(answer))
  })
  // A child that is gone is told by its end.
  const tell = (message: Desk | Question) => child.send(message, () => undefined)
  tell(desk)
  return {
    understand: (source) =>
      new Promise((resolve, reject) => {
        if (gone !== null) return reject(gone)
        asked += 1
        open.set(asked, { resolve, reject })
        tell({ id: asked, source })
      }),
    close: async () => {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

const withCode = ({ fault, code }: { fault: unknown; code: unknown }) =>
  fault instanceof Error && typeof code === 'string' ? Object.assign(fault, { code }) : fault
