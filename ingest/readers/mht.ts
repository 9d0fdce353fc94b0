import { readHtml } from './html.ts'
import { type Content, Unreadable } from './table.ts'

/** A page is not made of more. */
const MOST_PARTS = 2000

/** Whether a text begins as a page saved with its pictures in one file (mht, also by the name of doc). */
export function isMht(start: string): boolean {
  return /^(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*)*?(?:MIME-Version|Content-Type: *multipart)/i.test(start)
}

type Part = { headers: string; body: string }

/** The page of a file that holds it beside its pictures: the first part that is one (RFC 2557). */
export function readMht(bytes: Buffer): Content {
  const whole = partOf(bytes.toString('latin1'))
  const boundary = /boundary="?([^"\r\n;]+)"?/i.exec(whole.headers)?.[1]
  const parts = boundary === undefined ? [whole] : whole.body.split(`--${boundary}`).slice(1).map(partOf)
  if (parts.length > MOST_PARTS) throw new Unreadable('too-large', `${parts.length} parts`)
  const page = parts.find(({ headers }) => /^content-type:\s*text\/html/im.test(headers))
  if (!page) throw new Unreadable('unsupported-format', 'a message without a page: save as docx')
  return readHtml(unpacked(page), /charset="?([\w-]+)"?/i.exec(page.headers)?.[1] ?? null)
}

/** Headers end with the first empty line. */
function partOf(text: string): Part {
  const part = text.replace(/^\r?\n/, '')
  const end = /\r?\n\r?\n/.exec(part)
  if (!end) return { headers: part, body: '' }
  const headers = part.slice(0, end.index).replace(/\r?\n[ \t]+/g, ' ')
  return { headers, body: part.slice(end.index + end[0].length) }
}

function unpacked({ headers, body }: Part): Buffer {
  const packing = /^content-transfer-encoding:\s*([\w-]+)/im.exec(headers)?.[1]?.toLowerCase()
  if (packing === 'base64') return Buffer.from(body, 'base64')
  if (packing !== 'quoted-printable') return Buffer.from(body, 'latin1')
  const plain = body
    .replace(/=[ \t]*\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
  return Buffer.from(plain, 'latin1')
}
