import { Unreadable } from './table.ts'
import { openZip, type Zip } from './zip.ts'

/** A document in an archive: where it stands there, and its bytes, unpacked when they are asked for. */
export type Entry = { path: string; bytes: () => Uint8Array }

/** Parts that only a document has: an archive with one is a document itself. */
const PACKAGE_PART =
  /^(?:(?:word|xl|ppt)\/(?:.*\/)?[^/]+\.(?:xml|bin|rels)|content\.xml|mimetype|ofd\.xml|\[content_types\]\.xml)$/

/** What operating systems leave between documents. */
const LITTER = /(?:^|\/)(?:__MACOSX\/|\.[^./]|~\$|Thumbs\.db$|desktop\.ini$)/i

/** The documents in a plain archive, in the order of their names; null for what is none, or a document itself. */
export function entriesOf(bytes: Uint8Array): Entry[] | null {
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', 0, 4) !== 'PK\x03\x04')
    return null
  const zip = openZip(bytes)
  if (zip.names.some((name) => PACKAGE_PART.test(name))) return null
  return zip.written
    .filter((name) => !/[\\/]$/.test(name) && !LITTER.test(name.replaceAll('\\', '/')))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => ({ path: safePath(name), bytes: () => part(zip, name) }))
}

function part(zip: Zip, name: string): Uint8Array {
  const bytes = zip.part(name)
  if (!bytes) throw new Unreadable('damaged', `${name} is not there`)
  return bytes
}

/** A name to show, never to open: no way up, no control characters. */
function safePath(name: string): string {
  return name
    .replace(/\p{Cc}/gu, '')
    .split(/[\\/]/)
    .filter((step) => step && step !== '.' && step !== '..')
    .join('/')
}
