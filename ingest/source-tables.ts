import { contentOf } from './contents.ts'
import { contentRead } from './layouts/index.ts'
import type { Content, Table } from './readers/table.ts'

const kept = 4
const recent = new Map<string, Promise<Content | null>>()

/** The content of a document as its layout read it, the last few kept at hand; null where none is kept. */
export function readContent(dataDir: string, id: string): Promise<Content | null> {
  const key = `${dataDir}\n${id}`
  const content = recent.get(key) ?? contentOf(dataDir, id).then((found) => found && contentRead(found))
  recent.delete(key)
  recent.set(key, content)
  content.then((found) => found ?? recent.delete(key)).catch(() => recent.delete(key))
  const [oldest] = recent.keys()
  if (recent.size > kept && oldest !== undefined) recent.delete(oldest)
  return content
}

/** The tables of a content; places count them from 1. */
export const tablesIn = ({ blocks }: Content): Table[] => blocks.filter((block) => block.kind === 'table')
