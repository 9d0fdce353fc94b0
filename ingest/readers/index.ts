import { toldOfParts, toldOfStreams } from './active.ts'
import { entriesOf } from './archive.ts'
import { secrecyMark } from './classified.ts'
import { openCompound } from './compound.ts'
import { isDelimited, readCsv } from './csv.ts'
import { readDoc } from './doc.ts'
import { readDocx, readWordXml } from './docx.ts'
import { decoded } from './encoding.ts'
import { isHtml, readHtml } from './html.ts'
import { isMht, readMht } from './mht.ts'
import { type Content, Unreadable } from './table.ts'
import { readTxt } from './txt.ts'
import { readXlsx } from './xlsx.ts'
import { openZip } from './zip.ts'

const LARGEST_TEXT = 64 * 1024 * 1024

type Read = (bytes: Buffer) => Content | Promise<Content>

const refusal = (detail: string) => () => unsupported(detail)
const picture = () => {
  throw new Unreadable('no-text', 'a picture: send the document it was made from')
}

/** Formats told by their first bytes. */
const SIGNATURES: { starts: string; read: Read }[] = [
  { starts: 'PK\x03\x04', read: readPackage },
  { starts: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', read: readCompound },
  // The larger readers are loaded when the first document needs them.
  { starts: '%PDF', read: readPdf },
  { starts: '{\\rtf', read: refusal('rtf: save as docx') },
  { starts: 'Rar!\x1a\x07', read: refusal('rar: unpack it, or pack it as zip') },
  { starts: '7z\xbc\xaf\x27\x1c', read: refusal('7z: unpack it, or pack it as zip') },
  { starts: '\x1f\x8b', read: refusal('gz: unpack it, or pack it as zip') },
  { starts: '\x89PNG', read: picture },
  { starts: '\xff\xd8\xff', read: picture },
  { starts: 'GIF8', read: picture },
  { starts: 'II*\0', read: picture },
  { starts: 'MM\0*', read: picture },
]

/** Formats kept in a zip archive, told by the folder of their main part. */
const PACKAGES = [
  { folder: 'word/', read: readDocx },
  { folder: 'xl/', read: readXlsx },
  { folder: 'ppt/', read: refusal('pptx: only documents and workbooks are read') },
  { folder: 'content.xml', read: refusal('OpenDocument: save as docx or xlsx') },
  { folder: 'ofd.xml', read: refusal('ofd: print it as pdf, or send the docx or xlsx it was made from') },
]

/** Reads a document by what it holds; of the name, only a csv's is asked. Rejects with `Unreadable` and nothing else. */
export async function read(bytes: Uint8Array, name: string): Promise<Content> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.length === 0) throw new Unreadable('empty-file', 'no bytes')
  const known = SIGNATURES.find(({ starts }) => buffer.toString('latin1', 0, starts.length) === starts)
  return unclassified(await (known ? known.read(buffer) : readText(buffer, name)))
}

/** What bears the mark of a state secret goes no further, and nothing of it is kept but that. */
function unclassified(content: Content): Content {
  if (secrecyMark(textsOf(content)) !== null)
    throw new Unreadable('classified', 'it bears the mark of a state secret')
  return content
}

function* textsOf({ blocks }: Content): Generator<string> {
  for (const block of blocks) {
    if (block.kind === 'paragraph') yield block.text
    else for (const { text } of block.cells) yield text
  }
}

function unsupported(detail: string): never {
  throw new Unreadable('unsupported-format', detail)
}

const { parse, stringify } = JSON
const { push } = Array.prototype

/** pdf.js puts its own in the place of these: every document after it would be written several times as slowly. */
async function readPdf(bytes: Buffer): Promise<Content> {
  try {
    return await (await import('./pdf.ts')).readPdf(bytes)
  } finally {
    Object.assign(JSON, { parse, stringify })
    Object.assign(Array.prototype, { push })
  }
}

async function readPackage(bytes: Buffer): Promise<Content> {
  const entries = entriesOf(bytes)
  if (entries) refuseArchive(entries)
  const zip = openZip(bytes)
  const kind = PACKAGES.find(({ folder }) => zip.names.some((name) => name.startsWith(folder)))
  if (!kind) throw new Unreadable('unknown-format', 'an archive that holds no document')
  return toldOfParts(await kind.read(zip), zip)
}

/** Archives are unpacked before they come here: this one is damaged, or lies too deep in others. */
function refuseArchive(entries: { bytes: () => unknown }[]): never {
  if (entries.length === 0) throw new Unreadable('unknown-format', 'an archive that holds no document')
  for (const { bytes } of entries) bytes()
  unsupported('an archive too deep in others, or one not named zip: unpack it, and send what it holds')
}

async function readCompound(bytes: Buffer): Promise<Content> {
  const file = openCompound(bytes)
  const holds = (name: string) => file.names.includes(name)
  if (holds('EncryptedPackage')) throw new Unreadable('encrypted', 'a password protects it')
  if (holds('WordDocument')) return toldOfStreams(readDoc(file), file.names)
  if (holds('Workbook') || holds('Book'))
    return toldOfStreams((await import('./xls.ts')).readXls(file), file.names)
  if (holds('PowerPoint Document')) unsupported('ppt: only documents and workbooks are read')
  unsupported('an older Office or WPS file: save as docx or xlsx')
}

function readText(bytes: Buffer, name: string): Content {
  if (bytes.length > LARGEST_TEXT) throw new Unreadable('too-large', `${bytes.length} bytes of text`)
  const start = startOf(bytes)
  if (/<w:wordDocument|<pkg:package/.test(start)) return readWordXml(bytes)
  if (/<\?mso-application|office:spreadsheet/.test(start)) unsupported('Excel 2003 XML: save as xlsx')
  if (isHtml(start)) return readHtml(bytes)
  if (isMht(start)) return readMht(bytes)
  const text = decoded(bytes)
  if (text.trim() === '') throw new Unreadable('empty-file', 'nothing but blanks')
  return /\.csv$/i.test(name) || isDelimited(text) ? readCsv(text) : readTxt(text)
}

/** The first characters, as far as they are Latin letters and signs, in whatever encoding. */
function startOf(bytes: Buffer): string {
  return bytes
    .toString('latin1', 0, 4096)
    .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
}
