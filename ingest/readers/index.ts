import { isDelimited, readCsv } from './csv.ts'
import { readDocx } from './docx.ts'
import { decoded } from './encoding.ts'
import { type Content, Unreadable } from './table.ts'
import { readTxt } from './txt.ts'
import { readXlsx } from './xlsx.ts'
import { openZip } from './zip.ts'

const LARGEST_TEXT = 64 * 1024 * 1024

/** Formats told by their first bytes. */
const SIGNATURES: { starts: string; read: (bytes: Buffer) => Content }[] = [
  { starts: 'PK\x03\x04', read: readPackage },
  { starts: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', read: refuseCompound },
  { starts: '%PDF', read: () => unsupported('pdf: save the original as docx or xlsx') },
  { starts: '{\\rtf', read: () => unsupported('rtf: save as docx') },
]

/** Formats kept in a zip archive, told by the folder of their main part. */
const PACKAGES = [
  { folder: 'word/', read: readDocx },
  { folder: 'xl/', read: readXlsx },
  { folder: 'ppt/', read: () => unsupported('pptx: only documents and workbooks are read') },
  { folder: 'content.xml', read: () => unsupported('OpenDocument: save as docx or xlsx') },
]

/** Formats of the older Office, told by the name of the stream inside. */
const COMPOUNDS = [
  { stream: 'WordDocument', detail: 'doc: save as docx' },
  { stream: 'Workbook', detail: 'xls: save as xlsx' },
  { stream: 'Book', detail: 'xls: save as xlsx' },
]

/** Reads a document by what it holds; of the name, only a csv's is asked. Throws `Unreadable` and nothing else. */
export function read(bytes: Uint8Array, name: string): Content {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.length === 0) throw new Unreadable('empty-file', 'no bytes')
  const known = SIGNATURES.find(({ starts }) => buffer.toString('latin1', 0, starts.length) === starts)
  return known ? known.read(buffer) : readText(buffer, name)
}

function readPackage(bytes: Buffer): Content {
  const zip = openZip(bytes)
  const kind = PACKAGES.find(({ folder }) => zip.names.some((name) => name.startsWith(folder)))
  if (!kind) throw new Unreadable('unknown-format', 'an archive that holds no document')
  return kind.read(zip)
}

function refuseCompound(bytes: Buffer): Content {
  const holds = (stream: string) => bytes.includes(Buffer.from(stream, 'utf16le'))
  if (holds('EncryptedPackage')) throw new Unreadable('encrypted', 'a password protects it')
  const kind = COMPOUNDS.find(({ stream }) => holds(stream))
  return unsupported(kind?.detail ?? 'an older Office file: save as docx or xlsx')
}

function unsupported(detail: string): never {
  throw new Unreadable('unsupported-format', detail)
}

function readText(bytes: Buffer, name: string): Content {
  if (bytes.length > LARGEST_TEXT) throw new Unreadable('too-large', `${bytes.length} bytes of text`)
  const text = decoded(bytes)
  if (text.trim() === '') throw new Unreadable('empty-file', 'nothing but blanks')
  if (/^\s*<(!doctype html|html|table|\?xml|\?mso)/i.test(text.slice(0, 1024)))
    unsupported('a web page by another name: save as docx or xlsx')
  return /\.csv$/i.test(name) || isDelimited(text) ? readCsv(text) : readTxt(text)
}
