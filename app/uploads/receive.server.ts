import { open, rm, statfs } from 'node:fs/promises'
import path from 'node:path'
import { isDiskFull } from '#app/disk-full.ts'
import { dataDirOf } from '#app/warehouse/ask.server.ts'
import { isLitter, shownPath } from './file-names.ts'
import type { SentFile } from './job.ts'
import { dropJob, enqueue, type JobFiles, openJob, waitingJobs } from './jobs.server.ts'
import { type FileRefusal, isSupported, type UploadRefusal, uploadLimits } from './limits.ts'
import { BrokenForm, boundaryOf, type Part, partsOf } from './multipart.ts'

/** What became of an upload: the job that loads it, or why it was not taken. */
export type Received = { job: string } | { refused: UploadRefusal }

/** Free space that loading needs beside the upload itself. */
const spareBytes = 1024 ** 3

/**
 * Streams an upload's files into a folder of the data folder, each under a number, and puts them in the queue of the
 * ingest. Files that are too large or of no known kind are passed over and named as such; the others are taken.
 */
export async function receive(
  request: Request,
  by: string | null = null,
  dataDir = dataDirOf(),
): Promise<Received> {
  const boundary = boundaryOf(request.headers.get('Content-Type'))
  if (boundary === null || request.body === null) return { refused: 'broken' }
  if ((await waitingJobs(dataDir)) >= uploadLimits.waiting) return { refused: 'too-many-waiting' }
  const { id, files } = await openJob(dataDir)
  try {
    if (!(await hasRoom(files))) return await refused(files, 'disk-full')
    const sent = await storeAll(partsOf(streamed(request.body), boundary), files)
    if (sent.length === 0) return await refused(files, 'no-file')
    const known = sent.map((file) => ({ ...file, path: knownPath(file.path, id) }))
    const list = known.flatMap(({ refused, path: name }, number) =>
      refused === null ? [{ file: path.resolve(files.sent, String(number)), path: name }] : [],
    )
    await enqueue(
      { job: { id, received: new Date().toISOString(), files: known, again: [], by }, list },
      dataDir,
    )
    return { job: id }
  } catch (error) {
    await dropJob(files)
    if (error instanceof BrokenForm || isCutOff(error)) return { refused: 'broken' }
    if (isDiskFull(error)) return { refused: 'disk-full' }
    throw error
  }
}

async function refused(files: JobFiles, code: UploadRefusal): Promise<Received> {
  await dropJob(files)
  return { refused: code }
}

const isCutOff = (error: unknown) =>
  error instanceof Error && (error.name === 'AbortError' || /aborted|premature close/i.test(error.message))

async function hasRoom({ sent }: JobFiles): Promise<boolean> {
  const { bavail, bsize } = await statfs(sent)
  return bavail * bsize > spareBytes
}

async function* streamed(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}

/**
 * Units send files of one and the same name, so that a name alone says nothing of which file is meant: it is known
 * by its upload. A path below a folder is the document's own, and a file sent again under it replaces the earlier.
 */
const knownPath = (shown: string, id: string) =>
  shown.includes('/') ? shown : `upload-${id.split('-')[1]}/${shown}`

async function storeAll(parts: AsyncIterable<Part>, files: JobFiles): Promise<SentFile[]> {
  const sent: SentFile[] = []
  let left: number = uploadLimits.totalBytes
  for await (const { filename, body } of parts) {
    // A chooser that was left empty sends a file without a name.
    if (filename === null || filename === '') continue
    const shown = shownPath(filename)
    if (isLitter(shown)) continue
    if (sent.length >= 2 * uploadLimits.files) throw new BrokenForm('more files than any upload may have')
    const stored = await store(body, {
      file: path.join(files.sent, String(sent.length)),
      refused: sent.length >= uploadLimits.files ? 'too-many' : isSupported(shown) ? null : 'unsupported',
      left,
    })
    if (stored.refused === null) left -= stored.bytes
    sent.push({ path: shown, ...stored })
  }
  return sent
}

interface Place {
  file: string
  /** Why it is not taken, where that is known before its first byte. */
  refused: FileRefusal | null
  /** Bytes that the upload may still have. */
  left: number
}

/** Writes a file's bytes as they come, no more than the limits; the rest is counted and passed over. */
async function store(
  body: AsyncIterable<Uint8Array>,
  { file, refused: known, left }: Place,
): Promise<{ bytes: number; refused: FileRefusal | null }> {
  const written = known === null ? await open(file, 'wx', 0o600) : null
  let [bytes, refusal] = [0, known]
  try {
    for await (const piece of body) {
      bytes += piece.length
      if (bytes > uploadLimits.fileBytes) refusal ??= 'file-too-large'
      if (bytes > left) refusal ??= 'total-too-large'
      if (bytes > 2 * uploadLimits.totalBytes) throw new BrokenForm('more bytes than any upload may have')
      if (refusal === null) await written?.write(piece)
    }
  } finally {
    await written?.close()
  }
  if (refusal !== null) await rm(file, { force: true })
  return { bytes, refused: refusal }
}
