import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { isSealed, NotOpened, seal, unseal } from './sealed.server.ts'
import { stateFileOf, stateOf } from './state/database.server.ts'
import { absent, foldersOf, sha256Of } from './warehouse/files.server.ts'
import { currentManifest } from './warehouse/generations.server.ts'

/** Stands at the end of an archive: what it holds, each with its size and hash. */
const Contents = z.object({
  made: z.string(),
  generation: z.number().nullable(),
  files: z.record(z.string(), z.object({ bytes: z.number().int(), sha256: z.string() })),
})
const contentsName = 'contents-of-this-backup.json'

const block = 512
const piece = 1024 * 1024

/** The header of a file in a tar archive (POSIX ustar). */
function header(name: string, bytes: number): Buffer {
  const at = name.length <= 100 ? -1 : name.lastIndexOf('/', 155)
  const [prefix, rest] = at < 0 ? ['', name] : [name.slice(0, at), name.slice(at + 1)]
  if (Buffer.byteLength(rest) > 100 || Buffer.byteLength(prefix) > 155)
    throw new Error(`${name} is too long a name`)
  const head = Buffer.alloc(block)
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length, '0')}\0`
  head.write(rest, 0)
  head.write(octal(0o600, 7), 100)
  head.write(octal(0, 7), 108)
  head.write(octal(0, 7), 116)
  // Beyond 8 GiB a size is written in base 256, as GNU tar does.
  if (bytes < 0o77777777777) head.write(octal(bytes, 11), 124)
  else {
    head.writeUInt8(0x80, 124)
    head.writeBigUInt64BE(BigInt(bytes), 128)
  }
  head.write(octal(0, 11), 136)
  head.write('        ', 148)
  head.write('0', 156)
  head.write('ustar\x0000', 257)
  head.write(prefix, 345)
  head.write(
    `${head
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  )
  return head
}

const padding = (bytes: number) => Buffer.alloc((block - (bytes % block)) % block)

/** Files below a folder, by their paths from `root`; none where there is no such folder. */
async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true }).catch(absent)) ?? []
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tmp'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
}

/**
 * Writes a data folder into one archive while it is in use: the generation that is served, every document as it was
 * sent, what people made, the audit log. The archive takes its name when it is whole, and is sealed where there is a
 * passphrase.
 */
export async function backUp(
  dataDir: string,
  target: string,
  { passphrase = null, now = new Date() }: { passphrase?: string | null; now?: Date } = {},
) {
  const folders = foldersOf(dataDir)
  const manifest = await currentManifest(dataDir)
  const beside = `${target}.${process.pid}.tmp`
  const sealed = `${beside}.sealed`
  const copy = `${stateFileOf(dataDir)}.${process.pid}.copy`
  const archive = await open(beside, 'wx', 0o600)
  const files: z.infer<typeof Contents>['files'] = {}
  try {
    stateOf(dataDir).prepare('vacuum into ?').run(copy)
    await add(archive, 'app/app.sqlite', copy, files)
    for (const folder of [
      folders.blobs,
      folders.contents,
      folders.mappings,
      folders.uploads,
      path.join(dataDir, 'audit'),
    ])
      for (const name of await filesBelow(dataDir, folder))
        await add(archive, name, path.join(dataDir, name), files)
    if (manifest !== null) {
      await add(archive, `gens/${manifest.file}`, path.join(folders.generations, manifest.file), files)
      await put(archive, 'gens/CURRENT.json', Buffer.from(JSON.stringify(manifest)), files)
    }
    const contents = { made: now.toISOString(), generation: manifest?.generation ?? null, files }
    await put(archive, contentsName, Buffer.from(JSON.stringify(contents)), {})
    await archive.write(Buffer.alloc(2 * block))
    await archive.sync()
    await archive.close()
    if (passphrase !== null) await seal(beside, sealed, passphrase)
    await rename(passphrase === null ? beside : sealed, target)
    return { files: Object.keys(files).length, generation: contents.generation }
  } finally {
    await archive.close().catch(() => undefined)
    await rm(beside, { force: true })
    await rm(sealed, { force: true })
    await rm(copy, { force: true })
  }
}

type Files = z.infer<typeof Contents>['files']

async function put(archive: FileHandle, name: string, content: Buffer, files: Files) {
  for (const part of [header(name, content.length), content, padding(content.length)])
    await archive.write(part)
  files[name] = { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }
}

/** Adds a file as long as it was when it was opened: what is appended meanwhile belongs to the next backup. */
async function add(archive: FileHandle, name: string, file: string, files: Files) {
  const source = await open(file, 'r')
  try {
    const { size } = await source.stat()
    const hash = createHash('sha256')
    const buffer = Buffer.alloc(piece)
    await archive.write(header(name, size))
    for (let left = size; left > 0; ) {
      const { bytesRead } = await source.read(buffer, 0, Math.min(piece, left))
      if (bytesRead === 0) throw new Error(`${file} became shorter while it was read`)
      const part = buffer.subarray(0, bytesRead)
      hash.update(part)
      await archive.write(part)
      left -= bytesRead
    }
    await archive.write(padding(size))
    files[name] = { bytes: size, sha256: hash.digest('hex') }
  } finally {
    await source.close()
  }
}

/** The archive is damaged, or the folder is not empty: nothing was restored. */
export class NotRestored extends Error {}

/**
 * Restores an archive into an empty folder: everything is unpacked beside it and compared with its hash first, and the
 * folder takes its name when all of it is right.
 */
export async function restore(archive: string, dataDir: string, passphrase: string | null = null) {
  const target = path.resolve(dataDir)
  const there = (await readdir(target).catch(absent)) ?? []
  if (there.length > 0) throw new NotRestored(`${target} is not empty`)
  await mkdir(path.dirname(target), { recursive: true })
  const beside = await mkdtemp(`${target}.restoring-`)
  const opened = `${beside}.opened`
  try {
    const isUnderPassphrase = await isSealed(archive)
    if (isUnderPassphrase) await openedWith(archive, opened, passphrase)
    const unpacked = await unpack(isUnderPassphrase ? opened : archive, beside)
    const text = unpacked.get(contentsName)
    if (text === undefined) throw new NotRestored(`${archive} is cut off: it has no list of what it holds`)
    const { files, generation, made } = Contents.parse(JSON.parse(text.toString()))
    for (const [name, { bytes, sha256 }] of Object.entries(files)) {
      const file = path.join(beside, name)
      const found = await stat(file).catch(absent)
      if (found === null || found.size !== bytes || (await sha256Of(file)) !== sha256)
        throw new NotRestored(`${name} in ${archive} is damaged`)
    }
    await rm(target, { recursive: true, force: true })
    await rename(beside, target)
    return { files: Object.keys(files).length, generation, made }
  } finally {
    await rm(beside, { recursive: true, force: true })
    await rm(opened, { force: true })
  }
}

async function openedWith(archive: string, opened: string, passphrase: string | null) {
  if (passphrase === null)
    throw new NotRestored(`${archive} is sealed: set YARDSTICK_BACKUP_PASSPHRASE to what it was sealed with`)
  await unseal(archive, opened, passphrase).catch((error: unknown) => {
    throw error instanceof NotOpened ? new NotRestored(error.message) : error
  })
}

const inFolder = /^(?:app|blobs|contents|mappings|uploads|audit|gens)(?:\/[\w.-]+)+$/

/** Writes out each file; the list of contents is given back instead. */
async function unpack(archive: string, folder: string): Promise<Map<string, Buffer>> {
  const kept = new Map<string, Buffer>()
  const source = await open(archive, 'r')
  try {
    let at = 0
    const take = async (bytes: number) => {
      const buffer = Buffer.alloc(bytes)
      const { bytesRead } = await source.read(buffer, 0, bytes, at)
      if (bytesRead < bytes) throw new NotRestored(`${archive} is cut off`)
      at += bytes
      return buffer
    }
    for (;;) {
      const head = await take(block)
      if (head.every((byte) => byte === 0)) return kept
      const words = (from: number, to: number) => head.toString('utf8', from, to).replace(/\0.*$/s, '')
      const name = [words(345, 500), words(0, 100)].filter((part) => part !== '').join('/')
      const size =
        head[124] === 0x80 ? Number(head.readBigUInt64BE(128)) : Number.parseInt(words(124, 136), 8)
      if (!Number.isSafeInteger(size) || size < 0) throw new NotRestored(`${archive} is no backup`)
      if (name === contentsName) kept.set(name, await take(size))
      else if (inFolder.test(name) && !name.split('/').includes('..')) {
        const file = path.join(folder, name)
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
        const target = await open(file, 'wx', name.endsWith('.duckdb') ? 0o444 : 0o600)
        try {
          for (let left = size; left > 0; left -= Math.min(piece, left))
            await target.write(await take(Math.min(piece, left)))
          await target.sync()
        } finally {
          await target.close()
        }
      } else throw new NotRestored(`${archive} is no backup: it holds ${name}`)
      at += padding(size).length
    }
  } finally {
    await source.close()
  }
}
