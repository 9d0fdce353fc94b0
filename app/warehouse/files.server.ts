import { createHash, randomUUID } from 'node:crypto'
import { constants, copyFile, open, rename } from 'node:fs/promises'
import path from 'node:path'
import { piecesOf } from './seal.server.ts'

/** Where the files of a data folder lie. */
export const foldersOf = (dataDir: string) => ({
  blobs: path.join(dataDir, 'blobs'),
  contents: path.join(dataDir, 'contents'),
  mappings: path.join(dataDir, 'mappings'),
  uploads: path.join(dataDir, 'uploads'),
  generations: path.join(dataDir, 'gens'),
  build: path.join(dataDir, 'build'),
  pointer: path.join(dataDir, 'gens', 'CURRENT.json'),
})

/** Turns "no such file" into null; every other fault is thrown. */
export function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}

/** Flushes a file or a folder to the disk: a rename is only safe once both are. */
export async function sync(file: string) {
  const opened = await open(file, 'r')
  await opened.sync()
  await opened.close()
}

/** Writes a file so that it is whole or absent, whenever the power fails. */
export const writeWhole = (file: string, content: Uint8Array | string) =>
  writeAllWhole(path.dirname(file), [{ name: path.basename(file), content }])

/** Writes files of one folder, each whole or absent; together they wait for the disk once instead of each. */
export async function writeAllWhole(
  folder: string,
  files: readonly { name: string; content: Uint8Array | string }[],
) {
  const written = await Promise.all(
    files.map(async ({ name, content }) => {
      const file = path.join(folder, name)
      const temporary = `${file}.${randomUUID()}.tmp`
      const opened = await open(temporary, 'w')
      await opened.writeFile(content)
      await opened.sync()
      await opened.close()
      return { file, temporary }
    }),
  )
  for (const { file, temporary } of written) await rename(temporary, file)
  await sync(folder)
}

/** Copies a file so that the copy is whole or absent, without holding it. */
export async function copyWhole(from: string, file: string) {
  const temporary = `${file}.${randomUUID()}.tmp`
  await copyFile(from, temporary, constants.COPYFILE_FICLONE)
  await sync(temporary)
  await rename(temporary, file)
  await sync(path.dirname(file))
}

/** sha256 of a file, streamed. Only for files that this process has not opened as a database that others read. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of piecesOf(file)) hash.update(piece)
  return hash.digest('hex')
}
