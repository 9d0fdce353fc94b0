import { fork } from 'node:child_process'
import { once } from 'node:events'

/** A process that answers questions while this one goes on. */
export interface Beside<Question, Answer> {
  ask(question: Question): Promise<Answer>
  close(): Promise<void>
}

interface Asked<Question> {
  id: number
  question: Question
}

/** An error's code would not come with it. */
type Told<Answer> = { id: number; answer: Answer } | { id: number; fault: unknown; code: unknown }

/**
 * Starts a program that calls {@link answerBeside}, and tells it the desk first. Questions
 * come to it in order; it may answer in any. Where it ends too early, every question that is open ends with it, and
 * those that follow.
 */
export function openBeside<Desk, Question, Answer>(program: string, desk: Desk): Beside<Question, Answer> {
  const child = fork(program, {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const open = new Map<number, { resolve(answer: Answer): void; reject(fault: unknown): void }>()
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
    endAll(new Error(`a process beside the ingest ended with ${signal ?? code}`)),
  )
  child.on('message', (told: Told<Answer>) => {
    const question = open.get(told.id)
    open.delete(told.id)
    if ('answer' in told) question?.resolve(told.answer)
    else question?.reject(withCode(told))
  })
  // A child that is gone is told by its end.
  const tell = (message: { desk: Desk } | Asked<Question>) => child.send(message, () => undefined)
  tell({ desk })
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (gone !== null) return reject(gone)
        asked += 1
        open.set(asked, { resolve, reject })
        tell({ id: asked, question })
      }),
    close: async () => {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

const withCode = ({ fault, code }: { fault: unknown; code: unknown }) =>
  fault instanceof Error && typeof code === 'string' ? Object.assign(fault, { code }) : fault

/** The other side of {@link openBeside}: opens the desk that it is told first, and answers what is asked there. */
export function answerBeside<Desk, Question, Answer>(
  open: (desk: Desk) => {
    answer(question: Question): Answer | Promise<Answer>
    close?(): Promise<void>
  },
) {
  const tell = (told: Told<Answer>) => process.send?.(told)
  process.once('message', ({ desk }: { desk: Desk }) => {
    const { answer, close } = open(desk)
    process.on('message', async ({ id, question }: Asked<Question>) => {
      try {
        tell({ id, answer: await answer(question) })
      } catch (fault) {
        tell({ id, fault, code: fault instanceof Error && 'code' in fault ? fault.code : undefined })
      }
    })
    process.once('disconnect', async () => {
      await close?.()
      process.exit()
    })
  })
}
