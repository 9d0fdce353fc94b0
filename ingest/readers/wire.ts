import { z } from 'zod'
import { Content, UnreadableCode } from './table.ts'

/** The longest answer the parent takes; a document that needs more is too large for the pages anyway. */
export const LONGEST_LINE = 64 * 1024 * 1024

/**
 * What the parent asks: to read a document; to open an archive and name its entries; or for one of these, by
 * its number as the name. An archive stays open until the next.
 */
const Request = z.object({ id: z.number().int(), kind: z.enum(['read', 'open', 'entry']), name: z.string() })
export type Document = z.infer<typeof Request> & { bytes: Uint8Array }

const Id = z.object({ id: z.number().int() })
const Refusal = Id.extend({ ok: z.literal(false), code: UnreadableCode, detail: z.string() })

/** What the child says, a line each: that it is up, or how a request came out. `paths` is null for no archive. */
export const Answer = z.union([
  Id.extend({ ok: z.literal(true), content: Content }),
  Id.extend({ ok: z.literal(true), paths: z.array(z.string()).nullable() }),
  Id.extend({ ok: z.literal(true), base64: z.string() }),
  Refusal,
])
export type Answer = z.infer<typeof Answer>
export const READY = 'ready\n'

/** A request as it goes to the child: two lengths, the request as JSON, the bytes as they are. */
export function frame({ id, kind, name, bytes }: Document): Buffer[] {
  const request = Buffer.from(JSON.stringify({ id, kind, name }))
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32LE(request.length, 0)
  lengths.writeUInt32LE(bytes.length, 4)
  return [lengths, request, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)]
}

/** The requests that arrive on a stream, one after another, until it ends. */
export async function* documents(stream: AsyncIterable<Buffer>): AsyncGenerator<Document> {
  const chunks = stream[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  const take = async (length: number): Promise<Buffer | null> => {
    const parts = [rest]
    let held = rest.length
    while (held < length) {
      const { value, done } = await chunks.next()
      if (done) return null
      parts.push(value)
      held += value.length
    }
    const all = Buffer.concat(parts)
    rest = all.subarray(length)
    return all.subarray(0, length)
  }
  for (;;) {
    const lengths = await take(8)
    const request = lengths && (await take(lengths.readUInt32LE(0)))
    const bytes = request && (await take(lengths.readUInt32LE(4)))
    if (!bytes) return
    yield { ...Request.parse(JSON.parse(request.toString())), bytes }
  }
}
