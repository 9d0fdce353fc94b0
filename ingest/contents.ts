import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { absent, foldersOf } from '#app/warehouse/generations.server.ts'
import { type Read, sha256 } from './pipeline.ts'
import { Content } from './readers/table.ts'

const packed = promisify(gzip)
const unpacked = promisify(gunzip)

const fileOf = (dataDir: string, id: string) => path.join(foldersOf(dataDir).contents, `${id}.json.gz`)

/**
 * The same reader, which also keeps what it found under the document's sha256: pages show tables as they were
 * read without opening a hostile file again. What is lost here is made anew by reading the archived document.
 */
export function keepingContents(dataDir: string, read: Read): Read {
  return async (bytes, name) => {
    const content = await read(bytes, name)
    const file = fileOf(dataDir, sha256(bytes))
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(`${file}.part`, await packed(JSON.stringify(content), { level: 1 }))
    await rename(`${file}.part`, file)
    return content
  }
}

/** The paragraphs and tables of a document by its sha256; null where it could not be read. */
export async function contentOf(dataDir: string, id: string): Promise<Content | null> {
  const bytes = await readFile(fileOf(dataDir, id)).catch(absent)
  return bytes === null ? null : Content.parse(JSON.parse((await unpacked(bytes)).toString()))
}
