import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'

/*
 * A file under a passphrase: these letters, a salt for scrypt, the number used once, what AES-256-GCM makes of the
 * content, and its tag, which tells whether one bit is another.
 */
const letters = Buffer.from('YSB1')
const sizes = { salt: 16, once: 12, tag: 16 } as const
const start = letters.length + sizes.salt + sizes.once
const cost = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 } as const

/** The passphrase is another one, or the file is damaged. */
export class NotOpened extends Error {}

const derive = promisify<string, Buffer, number, typeof cost, Buffer>(scrypt)
const keyOf = (passphrase: string, salt: Buffer) => derive(passphrase.normalize('NFKC'), salt, 32, cost)

/** Writes a file anew under a passphrase. */
export async function seal(from: string, to: string, passphrase: string) {
  const [salt, once] = [randomBytes(sizes.salt), randomBytes(sizes.once)]
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt), once)
  const target = createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true })
  await pipeline(async function* () {
    yield Buffer.concat([letters, salt, once])
    for await (const part of createReadStream(from)) yield cipher.update(part)
    yield cipher.final()
    yield cipher.getAuthTag()
  }, target)
}

/** Whether a file is under a passphrase. */
export async function isSealed(file: string): Promise<boolean> {
  const source = await open(file, 'r')
  try {
    const { buffer } = await source.read(Buffer.alloc(letters.length), 0, letters.length, 0)
    return buffer.equals(letters)
  } finally {
    await source.close()
  }
}

/** Writes out what a file holds under a passphrase; nobody may use it before this has returned. */
export async function unseal(from: string, to: string, passphrase: string) {
  const { size } = await stat(from)
  if (size < start + sizes.tag) throw new NotOpened(`${from} is cut off`)
  const source = await open(from, 'r')
  const part = async (bytes: number, at: number) =>
    (await source.read(Buffer.alloc(bytes), 0, bytes, at)).buffer
  try {
    const salt = await part(sizes.salt, letters.length)
    const once = await part(sizes.once, letters.length + sizes.salt)
    const decipher = createDecipheriv('aes-256-gcm', await keyOf(passphrase, salt), once)
    decipher.setAuthTag(await part(sizes.tag, size - sizes.tag))
    const content = createReadStream(from, { start, end: size - sizes.tag - 1 })
    const written = createWriteStream(to, { flags: 'wx', mode: 0o600 })
    if (size === start + sizes.tag) content.destroy()
    await pipeline(async function* () {
      if (size > start + sizes.tag) for await (const piece of content) yield decipher.update(piece)
      try {
        yield decipher.final()
      } catch {
        throw new NotOpened(`${from} is damaged, or its passphrase is another one`)
      }
    }, written)
  } finally {
    await source.close()
  }
}
