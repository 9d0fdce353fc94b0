import { type Entry, entriesOf } from './archive.ts'
import { read } from './index.ts'
import { Unreadable } from './table.ts'
import { type Answer, type Document, documents, LONGEST_LINE, READY } from './wire.ts'

/** The entries of the archive that was opened last. */
let opened: Entry[] = []

// Packages may print what they like, but answers alone go to standard output.
Object.assign(console, { log: console.error, info: console.error })

// The process that touches hostile bytes. It holds nothing worth taking and ends with its parent's pipe.
process.stdout.write(READY)
for await (const document of documents(process.stdin)) process.stdout.write(await line(document))
process.exit(0)

async function line(document: Document): Promise<string> {
  const text = JSON.stringify(await answer(document))
  if (Buffer.byteLength(text) < LONGEST_LINE) return `${text}\n`
  return `${JSON.stringify(refusal(document, new Unreadable('too-large', 'more than fits in an answer')))}\n`
}

async function answer(document: Document): Promise<Answer> {
  const { id, kind, name, bytes } = document
  try {
    if (kind === 'read') return { id, ok: true, content: await read(bytes, name) }
    if (kind === 'entry') return { id, ok: true, base64: entry(Number(name)).toString('base64') }
    const entries = entriesOf(bytes)
    opened = entries ?? []
    return { id, ok: true, paths: entries?.map(({ path }) => path) ?? null }
  } catch (fault) {
    return refusal(document, fault)
  }
}

function entry(number: number): Buffer {
  const one = opened[number]
  if (!one) throw new Unreadable('reader-crashed', 'the archive is not open any more')
  return Buffer.from(one.bytes())
}

function refusal({ id }: Document, fault: unknown): Answer {
  if (fault instanceof Unreadable) return { id, ok: false, code: fault.code, detail: fault.message }
  return {
    id,
    ok: false,
    code: 'reader-crashed',
    detail: fault instanceof Error ? fault.message : String(fault),
  }
}
