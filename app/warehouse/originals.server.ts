import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { dataDirOf } from './ask.server.ts'
import { absent, foldersOf } from './files.server.ts'

/** A document's bytes as it was sent, and how many they are. */
interface Original {
  bytes: number
  stream: Readable
}

const isSha256 = (id: string) => /^[0-9a-f]{64}$/.test(id)

/** Opens an archived document by its sha256; null where the archive has none of that name. */
export async function openOriginal(id: string, dataDir = dataDirOf()): Promise<Original | null> {
  if (!isSha256(id)) return null
  const file = path.join(foldersOf(dataDir).blobs, id)
  const found = await stat(file).catch(absent)
  return found === null ? null : { bytes: found.size, stream: createReadStream(file) }
}
