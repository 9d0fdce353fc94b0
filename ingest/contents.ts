import { writeFileSync } from 'node:fs'
import { mkdir, open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { extentOf } from '#app/domain/source-table.ts'
import { absent, foldersOf } from '#app/warehouse/files.server.ts'
import { type Read, sha256 } from './pipeline.ts'
import { Cell, Content, Paragraph, type Table } from './readers/table.ts'

/** At once: for what most documents hold, handing it to another thread costs three times as much. */
const packed = (value: object) => gzipSync(JSON.stringify(value), quickly)
const unpacked = promisify(gunzip)
/** Most documents are small: what a large window costs to set up is more than it saves. */
const quickly = { level: 1, memLevel: 6, windowBits: 13 }

/** Rows of a table that are kept, and read again, together: a page of a long sheet costs no more than of a short one. */
const rowsTogether = 1000

const KeptTable = z.object({
  kind: z.literal('table'),
  name: z.string().nullable(),
  rows: z.number().int(),
  columns: z.number().int(),
  /** Rows and columns that hold text. */
  filled: z.object({ rows: z.number().int(), columns: z.number().int() }),
  cells: z.number().int(),
  /** Where each thousand rows lie in the file of cells. */
  slices: z.array(z.object({ from: z.number().int(), start: z.number().int(), bytes: z.number().int() })),
})
type KeptTable = z.infer<typeof KeptTable>

/** What a document holds, without its tables' cells. */
const Outline = z.object({
  format: Content.shape.format,
  blocks: z.array(z.discriminatedUnion('kind', [Paragraph, KeptTable])),
})
export type Outline = z.infer<typeof Outline>

const filesOf = (dataDir: string, id: string) => ({
  outline: path.join(foldersOf(dataDir).contents, `${id}.json.gz`),
  cells: path.join(foldersOf(dataDir).contents, `${id}.cells.gz`),
})

/**
 * The same reader, which also keeps what it found under the document's sha256: pages show tables as they were
 * read without opening a hostile file again. What is lost here is made anew by reading the archived document.
 */
export function keepingContents(dataDir: string, read: Read): Read {
  const ready = mkdir(foldersOf(dataDir).contents, { recursive: true })
  // Its fault is told by the first document that waits for it.
  ready.catch(() => undefined)
  return async (bytes, name) => {
    const content = await read(bytes, name)
    const files = filesOf(dataDir, sha256(bytes))
    const cells: Buffer[] = []
    const outline: Outline = { format: content.format, blocks: [] }
    for (const block of content.blocks)
      outline.blocks.push(block.kind === 'paragraph' ? block : keptTable(block, cells))
    await ready
    // A document whose files were cut off by a crash is in no generation yet, and is read again.
    writeFileSync(files.cells, Buffer.concat(cells))
    writeFileSync(files.outline, packed(outline))
    return content
  }
}

function keptTable(table: Table, written: Buffer[]): KeptTable {
  let start = written.reduce((sum, { length }) => sum + length, 0)
  const slices: KeptTable['slices'] = []
  for (const [slice, cells] of slicesOf(table)) {
    const bytes = packed(cells)
    slices.push({ from: slice * rowsTogether, start, bytes: bytes.length })
    written.push(bytes)
    start += bytes.length
  }
  const { kind, name, rows, columns, cells } = table
  return { kind, name, rows, columns, filled: extentOf(table), cells: cells.length, slices }
}

/** A merged cell over more slices than this is decoration, not data. */
const furthest = 20

/** A merged cell stands in every slice that it reaches, as far as the table is written. */
function slicesOf(table: Table): [number, Cell[]][] {
  const slices = new Map<number, Cell[]>()
  const last = extentOf(table).rows - 1
  for (const cell of table.cells) {
    const first = Math.floor(cell.row / rowsTogether)
    const reach = Math.floor(Math.min(last, cell.row + cell.rowSpan - 1) / rowsTogether)
    for (let slice = first; slice <= Math.max(first, Math.min(reach, first + furthest)); slice += 1) {
      const cells = slices.get(slice) ?? []
      slices.set(slice, cells)
      cells.push(cell)
    }
  }
  return [...slices].sort(([a], [b]) => a - b)
}

/** What a document holds by its sha256, without the cells; null where it could not be read. */
export async function outlineOf(dataDir: string, id: string): Promise<Outline | null> {
  const bytes = await readFile(filesOf(dataDir, id).outline).catch(absent)
  return bytes === null ? null : Outline.parse(JSON.parse((await unpacked(bytes)).toString()))
}

/** A table with the cells that reach into some of its rows, counted from 0. */
export async function tableRows(
  dataDir: string,
  id: string,
  { slices, ...kept }: KeptTable,
  { from, to }: { from: number; to: number },
): Promise<Table> {
  const file = await open(filesOf(dataDir, id).cells)
  try {
    const cells: Cell[] = []
    const wanted = slices.filter((slice) => slice.from <= to && slice.from + rowsTogether > from)
    for (const [index, slice] of wanted.entries()) {
      const { buffer } = await file.read(Buffer.alloc(slice.bytes), 0, slice.bytes, slice.start)
      const found = Cell.array().parse(JSON.parse((await unpacked(buffer)).toString()))
      // What reaches in from above stands in the slice before as well.
      for (const cell of found) if (index === 0 || cell.row >= slice.from) cells.push(cell)
    }
    return { kind: 'table', name: kept.name, rows: kept.rows, columns: kept.columns, cells }
  } finally {
    await file.close()
  }
}

/** The paragraphs and tables of a document by its sha256, its tables' first rows where so many are asked for. */
export async function contentOf(
  dataDir: string,
  id: string,
  rows = Number.POSITIVE_INFINITY,
): Promise<Content | null> {
  const outline = await outlineOf(dataDir, id)
  if (outline === null) return null
  const blocks: Content['blocks'] = []
  for (const block of outline.blocks)
    blocks.push(
      block.kind === 'paragraph' ? block : await tableRows(dataDir, id, block, { from: 0, to: rows - 1 }),
    )
  return { format: outline.format, blocks }
}
