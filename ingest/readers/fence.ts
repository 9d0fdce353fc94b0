import { fileURLToPath } from 'node:url'
import { type Child, crashed, startChild } from './child-process.ts'
import { type Content, Unreadable } from './table.ts'
import { Answer, frame, READY } from './wire.ts'

const START_MS = 30_000

const besideThisFile = fileURLToPath(new URL('./child.ts', import.meta.url))

export type Reader = {
  /** Reads one document behind the fence; rejects with `Unreadable` whatever the document does. */
  read: (bytes: Uint8Array, name: string) => Promise<Content>
  /** Ends the child processes; documents still waiting are refused. */
  close: () => Promise<void>
}

type FenceOptions = {
  /** How many documents are read at once. */
  workers?: number
  deadlineMs?: number
  documentsPerChild?: number
  /** The script that reads, where it does not lie beside this file. */
  script?: string
}

/** Starts reading documents in child processes that may hang, crash or be taken over without harm to the parent. */
export function openReader(options: FenceOptions = {}): Reader {
  const workers = Array.from({ length: options.workers ?? 1 }, () => openWorker(options))
  const idle = [...workers]
  const waiting: ((worker: Worker) => void)[] = []
  let open = true
  return {
    read: async (bytes, name) => {
      const worker = idle.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)))
      try {
        if (!open) throw crashed('the reader is closed')
        return await worker.read(bytes, name)
      } finally {
        const next = waiting.shift()
        if (next) next(worker)
        else idle.push(worker)
      }
    },
    close: async () => {
      open = false
      await Promise.all(workers.map((worker) => worker.stop()))
    },
  }
}

type Worker = { read: Reader['read']; stop: () => Promise<void> }

/** One place in the queue: a child and, after a fault or enough documents, the next child. */
function openWorker({
  deadlineMs = 10_000,
  documentsPerChild = 200,
  script = besideThisFile,
}: FenceOptions): Worker {
  let child: Child | null = null
  let served = 0
  const stop = async () => {
    const ending = child
    child = null
    served = 0
    await ending?.end()
  }
  const started = async () => {
    if (child && !child.hasEnded()) return child
    child = startChild(script)
    if ((await child.line([], START_MS)) !== READY) throw crashed('the reader did not start')
    return child
  }
  const asked = async (bytes: Uint8Array, name: string) => {
    const id = served++
    try {
      const reading = await started()
      return answerOf(id, await reading.line(frame({ id, name, bytes }), deadlineMs))
    } catch (fault) {
      await stop()
      throw fault
    }
  }
  const read = async (bytes: Uint8Array, name: string) => {
    const answer = await asked(bytes, name)
    if (served >= documentsPerChild) await stop()
    if (answer.ok) return answer.content
    throw new Unreadable(answer.code, answer.detail)
  }
  return { read, stop }
}

function answerOf(id: number, line: string): Answer {
  const answer = Answer.safeParse(parsed(line))
  if (!answer.success) throw crashed(`the reader answered nonsense: ${answer.error.issues[0]?.message}`)
  if (answer.data.id !== id) throw crashed('the reader answered another question')
  return answer.data
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (fault) {
    if (fault instanceof SyntaxError) return null
    throw fault
  }
}
