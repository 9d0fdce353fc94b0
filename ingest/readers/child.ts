import { read } from './index.ts'
import { Unreadable } from './table.ts'
import { type Answer, type Document, documents, LONGEST_LINE, READY } from './wire.ts'

// The process that touches hostile bytes. It holds nothing worth taking and ends with its parent's pipe.
process.stdout.write(READY)
for await (const document of documents(process.stdin)) process.stdout.write(line(document))
process.exit(0)

function line(document: Document): string {
  const text = JSON.stringify(answer(document))
  if (Buffer.byteLength(text) < LONGEST_LINE) return `${text}\n`
  return `${JSON.stringify(refusal(document, new Unreadable('too-large', 'more cells than fit')))}\n`
}

function answer(document: Document): Answer {
  try {
    return { id: document.id, ok: true, content: read(document.bytes, document.name) }
  } catch (fault) {
    return refusal(document, fault)
  }
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
