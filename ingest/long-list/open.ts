import { open } from 'node:fs/promises'
import type { Problem } from '#app/domain/problem.ts'
import { type List, onlyListIn, whyOf } from '#ingest/layouts/flat-list.ts'
import { layoutOf } from '#ingest/layouts/index.ts'
import { guessedHeadings, unknownHeadings } from '#ingest/layouts/tables/columns.ts'
import { delimiterOf, readCsv } from '#ingest/readers/csv.ts'
import { encodingOf } from '#ingest/readers/encoding.ts'
import { type Content, Unreadable } from '#ingest/readers/table.ts'

/** A csv of many units' indicators that is too long to be held, known by its beginning. */
export interface LongList {
  file: string
  encoding: 'utf-8' | 'gb18030'
  delimiter: string
  /** Bytes before the first record: a byte order mark. */
  from: number
  list: List
  /** Cells in the heading's row. */
  width: number
  why: string
  /** The words it begins with, which tell districts of one name apart. */
  words: string
  /** What it begins with, as a document of its own. */
  content: Content
  /** What its heading left open. */
  problems: Problem[]
}

/** Enough to find the heading in, and the words that speak for the whole. */
const beginning = 2 * 1024 * 1024
const wordsKept = 200_000

/** Opens a file as a long list if its beginning is one by the very headings of every other list; else null. */
export async function openLongList(file: string): Promise<LongList | null> {
  const bytes = await beginningOf(file)
  const marked = bytes.subarray(0, 3).equals(mark)
  const found = encodingOf(marked ? bytes.subarray(3) : bytes)
  if (found === null) return null
  const text = found.text.slice(0, found.text.lastIndexOf('\n') + 1)
  const delimiter = delimiterOf(text)?.delimiter
  if (delimiter === undefined || !/^[,;\t]$/.test(delimiter)) return null
  // A row that cannot be parted is found when the list is gone through, and told with its number.
  const content = contentOf(text) ?? contentOf(text.slice(0, text.lastIndexOf('\n', text.indexOf('"')) + 1))
  const list = content && layoutOf(content)?.layout.id === 'flat-list' ? onlyListIn(content) : null
  if (content === null || list === null || isMerged(list)) return null
  const heading = list.grid.rows[list.heading] ?? []
  const words = content.blocks.map((block) =>
    block.kind === 'table' ? block.cells.map((cell) => cell.text).join(' ') : block.text,
  )
  return {
    file,
    encoding: found.encoding,
    delimiter,
    from: marked ? mark.length : 0,
    list,
    width: list.grid.lengths[list.heading] ?? heading.length,
    why: whyOf(list),
    words: words.join('').slice(0, wordsKept),
    content,
    problems: [
      ...unknownHeadings(heading, list.columns),
      ...guessedHeadings(list.columns, [{ reason: list.columns.get('reason')?.heading ?? null }]),
    ],
  }
}

const mark = Buffer.of(0xef, 0xbb, 0xbf)

async function beginningOf(file: string): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(beginning), 0, beginning, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

function contentOf(text: string) {
  try {
    return readCsv(text)
  } catch (fault) {
    if (!(fault instanceof Unreadable)) throw fault
    return null
  }
}

/** Headings in two rows, or over several columns, stand in no csv that a program wrote. */
const isMerged = ({ grid, heading, columns }: List) =>
  [...columns.values()].some(
    (column) => column.from !== column.to || grid.rows[heading]?.[column.from]?.text !== column.heading,
  )
