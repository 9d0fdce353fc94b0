import { extentOf, type ReadTable } from '#app/domain/source-table.ts'
import { contentOf, type Outline, outlineOf, tableRows } from './contents.ts'
import { inTime } from './in-time.ts'
import { contentRead } from './layouts/index.ts'
import { type Content, Unreadable } from './readers/table.ts'

/** The tables of a document as its layout read them; places count them from 1. */
export interface SourceTables {
  tables: readonly { number: number; name: string | null; rows: number; columns: number }[]
  /** A table with at least the cells of the rows from `from` to `to`, counted from 1. */
  rows(table: number, from: number, to: number): Promise<ReadTable>
  /** The document, long tables with their first rows alone: enough to tell what it is. */
  head: Content
}

/** Tables of more cells than this are read a stretch at a time, and their first rows stand for them. */
const mostCells = 50_000
const firstRows = 1000

const kept = 8
const recent = new Map<string, Promise<SourceTables | null>>()

/** The tables of a document, the last few kept at hand; null where none were kept, or it has none. */
export function sourceTables(dataDir: string, id: string): Promise<SourceTables | null> {
  const key = `${dataDir}\n${id}`
  const found = recent.get(key) ?? open(dataDir, id)
  recent.delete(key)
  recent.set(key, found)
  found.then((one) => one ?? recent.delete(key)).catch(() => recent.delete(key))
  const [oldest] = recent.keys()
  if (recent.size > kept && oldest !== undefined) recent.delete(oldest)
  return found
}

async function open(dataDir: string, id: string): Promise<SourceTables | null> {
  const outline = await outlineOf(dataDir, id)
  if (outline === null) return null
  const keptTables = tablesIn(outline)
  const isLong = keptTables.reduce((sum, { cells }) => sum + cells, 0) > mostCells
  const content = await contentOf(dataDir, id, isLong ? firstRows : undefined)
  if (content === null) return null
  const head = headOf(content)
  const tables = head === null ? [] : tablesIn(head)
  if (head === null || tables.length === 0) return null
  return {
    tables: tables.map((table, index) => ({
      number: index + 1,
      name: table.name,
      ...(isLong ? (keptTables[index]?.filled ?? extentOf(table)) : extentOf(table)),
    })),
    async rows(number, from, to) {
      const [table, long] = [tables[number - 1], keptTables[number - 1]]
      if (table === undefined) throw new Error(`there is no table ${number}`)
      if (!isLong || long === undefined) return table
      return {
        ...(await tableRows(dataDir, id, long, { from: from - 1, to: to - 1 })),
        filled: long.filled,
      }
    },
    head,
  }
}

const longestMs = 2_000

/** The document as it is read; null where that would hold up everyone's pages. */
function headOf(content: Content): Content | null {
  try {
    return inTime(longestMs, () => contentRead(content))
  } catch (error) {
    if (error instanceof Unreadable) return null
    throw error
  }
}

const tablesIn = <Block extends (Content | Outline)['blocks'][number]>({ blocks }: { blocks: Block[] }) =>
  blocks.filter((block): block is Extract<Block, { kind: 'table' }> => block.kind === 'table')
