import { access, readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import { scratchFolder } from '#app/scratch.ts'

const inflated = promisify(inflate)

/** The slices that together hold every character of the face: the "chinese-simplified" one lacks ≥, ① and ▲. */
const slice = /-(\d+|latin)-400-normal\.woff$/

let unpacked: Promise<string> | null = null

/** A folder with our face as TrueType, the only form that the PNG renderer reads; made once a process. */
export async function typefaceFolder(): Promise<string> {
  unpacked ??= unpack()
  // A failure, such as a full disk, is not kept for the next one who asks.
  unpacked.catch(() => {
    unpacked = null
  })
  const folder = await unpacked
  // Cleaners of temporary folders take away what nobody read for days.
  const present = await access(path.join(folder, 'latin.ttf')).then(
    () => true,
    () => false,
  )
  if (present) return folder
  unpacked = null
  return typefaceFolder()
}

async function unpack(): Promise<string> {
  const home = createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json')
  const files = path.join(path.dirname(home), 'files')
  const folder = await scratchFolder('typeface')
  for (const file of await readdir(files)) {
    const name = slice.exec(file)?.[1]
    if (name === undefined) continue
    await writeFile(path.join(folder, `${name}.ttf`), await trueType(await readFile(path.join(files, file))))
  }
  return folder
}

const woffHeader = 44
const sfntHeader = 12

/** A WOFF file as the TrueType file it was made from: the same tables, no longer compressed. */
async function trueType(woff: Buffer): Promise<Buffer> {
  const count = woff.readUInt16BE(12)
  const directory = Buffer.alloc(sfntHeader + 16 * count)
  woff.copy(directory, 0, 4, 8)
  directory.writeUInt16BE(count, 4)
  const parts: Uint8Array[] = [directory]
  let offset = directory.length
  for (let n = 0; n < count; n += 1) {
    const entry = woff.subarray(woffHeader + 20 * n, woffHeader + 20 * (n + 1))
    const [from, packed, size] = [entry.readUInt32BE(4), entry.readUInt32BE(8), entry.readUInt32BE(12)]
    const bytes = woff.subarray(from, from + packed)
    const table = packed < size ? await inflated(bytes) : bytes
    const at = sfntHeader + 16 * n
    entry.copy(directory, at, 0, 4)
    entry.copy(directory, at + 4, 16, 20)
    directory.writeUInt32BE(offset, at + 8)
    directory.writeUInt32BE(size, at + 12)
    const padding = Buffer.alloc((4 - (size % 4)) % 4)
    parts.push(table, padding)
    offset += size + padding.length
  }
  return Buffer.concat(parts)
}
