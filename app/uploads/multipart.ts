/** One part of a multipart form as it streams in; `filename` is null for what is no file. */
export interface Part {
  name: string
  filename: string | null
  body: AsyncIterable<Uint8Array>
}

/** A form that ends before it is complete, or is none. */
export class BrokenForm extends Error {}

const longestHead = 16 * 1024

/** The boundary of a multipart form out of its content type; null where it is no such form. */
export function boundaryOf(contentType: string | null): string | null {
  const found = /^multipart\/form-data;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
    contentType ?? '',
  )
  return found?.[1] ?? found?.[2] ?? null
}

/** What has come in and was not handed on yet. */
interface Input {
  buffer: Buffer
  more(): Promise<void>
}

function inputOf(stream: AsyncIterable<Uint8Array>): Input {
  const chunks = stream[Symbol.asyncIterator]()
  const input: Input = {
    // The first boundary stands at the start of a line, though nothing comes before it.
    buffer: Buffer.from('\r\n'),
    async more() {
      const next = await chunks.next()
      if (next.done) throw new BrokenForm('the form ends before its last boundary')
      input.buffer = Buffer.concat([input.buffer, next.value])
    },
  }
  return input
}

/**
 * The parts of a form, one after another, never more of them in memory than a chunk: a part's body must be read
 * before the next part is asked for; what is left of it is passed over.
 */
export async function* partsOf(stream: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Part> {
  const input = inputOf(stream)
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  await passOver(input, delimiter)
  for (;;) {
    while (input.buffer.length < 2) await input.more()
    const next = input.buffer.toString('latin1', 0, 2)
    if (next === '--') return
    if (next !== '\r\n') throw new BrokenForm('a boundary is not followed by a new line')
    const head = dispositionOf(await headOf(input))
    const rest = { done: false }
    yield { ...head, body: piecesOf(input, delimiter, rest) }
    if (!rest.done) await passOver(input, delimiter)
  }
}

async function headOf(input: Input): Promise<string> {
  for (;;) {
    const end = input.buffer.indexOf('\r\n\r\n')
    if (end > longestHead || (end < 0 && input.buffer.length > longestHead))
      throw new BrokenForm('the head of a part is too long')
    if (end >= 0) {
      const head = input.buffer.toString('utf8', 0, end)
      input.buffer = input.buffer.subarray(end + 4)
      return head
    }
    await input.more()
  }
}

async function* piecesOf(input: Input, delimiter: Buffer, rest: { done: boolean }) {
  for (;;) {
    const piece = await nextPiece(input, delimiter)
    if (piece.last) rest.done = true
    if (piece.bytes.length > 0) yield piece.bytes
    if (piece.last) return
  }
}

async function passOver(input: Input, delimiter: Buffer) {
  while (!(await nextPiece(input, delimiter)).last);
}

/** Bytes before the delimiter; the last of them where it was met, and then passed. */
async function nextPiece(input: Input, delimiter: Buffer): Promise<{ bytes: Buffer; last: boolean }> {
  for (;;) {
    const { buffer } = input
    const end = buffer.indexOf(delimiter)
    if (end >= 0) {
      input.buffer = buffer.subarray(end + delimiter.length)
      return { bytes: buffer.subarray(0, end), last: true }
    }
    const sure = buffer.length - delimiter.length + 1
    if (sure > 0) {
      input.buffer = buffer.subarray(sure)
      return { bytes: buffer.subarray(0, sure), last: false }
    }
    await input.more()
  }
}

function dispositionOf(head: string): { name: string; filename: string | null } {
  const line = head.split('\r\n').find((one) => /^content-disposition:\s*form-data\b/i.test(one))
  if (line === undefined) throw new BrokenForm('a part does not say what it is')
  return { name: parameter(line, 'name') ?? '', filename: parameter(line, 'filename') }
}

/** Browsers write quotes and line breaks in names as %22, %0D and %0A. */
function parameter(line: string, name: string): string | null {
  const found = new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(line)?.[1]
  return found === undefined
    ? null
    : found
        .replaceAll('\\"', '"')
        .replace(/%(22|0D|0A)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
