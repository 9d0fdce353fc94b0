import { programOf } from '../../program.mjs'
import { type Child, CPU_SECONDS, crashed, startChild } from './child-process.ts'
import { converted, soffice, targetOf } from './soffice.ts'
import { type Content, Unreadable } from './table.ts'
import { Answer, type Document, frame, READY } from './wire.ts'

const START_MS = 30_000
/** A child that has had nothing to read for so long is ended: it holds memory that others need. */
const IDLE_MS = 5_000
/** A child is replaced long before its processor time is up, so that no document pays for those before it. */
const LIFE_MS = (CPU_SECONDS * 1000) / 2

/** A file's bytes and the name it goes by. */
type Named = { path: string; bytes: Uint8Array }

export type Reader = {
  /** Reads one document behind the fence; rejects with `Unreadable` whatever the document does. */
  read: (bytes: Uint8Array, name: string) => Promise<Content>
  /**
   * The documents that a file holds: those of a zip archive one by one, each by the archive's name and its own,
   * else the file itself. An archive that does not unpack whole comes last, as a document that cannot be read.
   */
  unpack: (file: Named) => AsyncGenerator<Named>
  /** Ends the child processes; documents still waiting are refused. */
  close: () => Promise<void>
}

type FenceOptions = {
  /** How many documents are read at once. */
  workers?: number
  deadlineMs?: number
  documentsPerChild?: number
  /** What reads, from where the product lies. */
  script?: string
}

/** Starts reading documents in child processes that may hang, crash or be taken over without harm to the parent. */
export function openReader(options: FenceOptions = {}): Reader {
  const workers = Array.from({ length: options.workers ?? 1 }, () => openWorker(options))
  const idle = [...workers]
  const waiting: ((worker: Worker) => void)[] = []
  let open = true
  const readAsItIs = async (bytes: Uint8Array, name: string) => {
    const worker = idle.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)))
    try {
      if (!open) throw crashed('the reader is closed')
      return contentOf(await worker.ask('read', name, bytes))
    } finally {
      const next = waiting.shift()
      if (next) next(worker)
      else idle.push(worker)
    }
  }
  return {
    read: (bytes, name) =>
      readAsItIs(bytes, name).catch((fault) => readConverted(fault, { bytes, name, readAsItIs })),
    unpack: (file) => unpacked(file, options),
    close: async () => {
      open = false
      await Promise.all(workers.map((worker) => worker.stop()))
    },
  }
}

function contentOf(answer: Answer & { ok: true }): Content {
  if (!('content' in answer)) throw crashed('the reader answered another question')
  return answer.content
}

type Unread = { bytes: Uint8Array; name: string; readAsItIs: Reader['read'] }

/** Formats that no reader covers are read by way of LibreOffice, where it is installed. */
async function readConverted(fault: unknown, { bytes, name, readAsItIs }: Unread): Promise<Content> {
  const isForeign = fault instanceof Unreadable && fault.code === 'unsupported-format'
  const target = isForeign && soffice !== undefined ? targetOf(bytes, name) : null
  const other = target && (await converted(bytes, target))
  if (!other) throw fault
  return readAsItIs(other, `${name}.${target.to}`)
}

/** Districts pack what their units packed; what lies deeper is refused. */
const DEEPEST_ARCHIVE = 1
/** Bytes that all archives within one may hold together, as one alone may. */
const MOST_WITHIN = 200 * 1024 * 1024

/**
 * Only files named as archives are asked: others would have to go to a child twice. `left` is what archives within
 * this one may still hold.
 */
async function* unpacked(
  file: Named,
  options: FenceOptions,
  depth = 0,
  left = { bytes: MOST_WITHIN },
): AsyncGenerator<Named> {
  if (!/\.zip$/i.test(file.path) || depth > DEEPEST_ARCHIVE || left.bytes < 0) {
    yield file
    return
  }
  const worker = openWorker({ ...options, documentsPerChild: Number.POSITIVE_INFINITY })
  try {
    const opened = await worker.ask('open', file.path, file.bytes).catch(refused)
    const paths = (opened && 'paths' in opened && opened.paths) || []
    let whole = paths.length > 0
    for (const [n, path] of paths.entries()) {
      const answer = await worker.ask('entry', String(n), new Uint8Array()).catch(refused)
      const bytes = answer && 'base64' in answer ? Buffer.from(answer.base64, 'base64') : null
      if (bytes !== null && depth > 0) left.bytes -= bytes.length
      if (bytes === null || left.bytes < 0) whole = false
      else yield* unpacked({ path: `${file.path}/${path}`, bytes }, options, depth + 1, left)
    }
    if (!whole) yield file
  } finally {
    await worker.stop()
  }
}

function refused(fault: unknown): null {
  if (!(fault instanceof Unreadable)) throw fault
  return null
}

type Worker = {
  ask: (kind: Document['kind'], name: string, bytes: Uint8Array) => Promise<Answer & { ok: true }>
  stop: () => Promise<void>
}

/** One place in the queue: a child and, after a fault or enough documents, the next child. */
function openWorker({
  deadlineMs = 9_000,
  documentsPerChild = 2500,
  script = 'ingest/readers/child.ts',
}: FenceOptions): Worker {
  let child: Child | null = null
  let served = 0
  let busyMs = 0
  let idle: NodeJS.Timeout | undefined
  const stop = async () => {
    clearTimeout(idle)
    const ending = child
    child = null
    served = 0
    busyMs = 0
    await ending?.end()
  }
  const started = async () => {
    if (child && !child.hasEnded()) return child
    child = startChild(await programOf(script).catch((fault) => Promise.reject(crashed(`${fault}`))))
    if ((await child.line([], START_MS)) !== READY) throw crashed('the reader did not start')
    return child
  }
  const answered = async (request: Omit<Document, 'id'>) => {
    const id = served++
    try {
      const reading = await started()
      return answerOf(id, await reading.line(frame({ ...request, id }), deadlineMs))
    } catch (fault) {
      await stop()
      throw fault
    }
  }
  const ask: Worker['ask'] = async (kind, name, bytes) => {
    clearTimeout(idle)
    const asked = performance.now()
    const answer = await answered({ kind, name, bytes })
    busyMs += performance.now() - asked
    if (kind === 'read') idle = setTimeout(stop, IDLE_MS)
    if (served >= documentsPerChild || busyMs >= LIFE_MS) await stop()
    if (answer.ok) return answer
    throw new Unreadable(answer.code, answer.detail)
  }
  return { ask, stop }
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
