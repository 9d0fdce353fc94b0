import { createHmac, randomBytes } from 'node:crypto'

/** RFC 6238 with what every authenticator knows: SHA-1, six digits, thirty seconds. */
const stepSeconds = 30
const digits = 6
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The code of a counter (RFC 4226). */
export function codeAt(secret: Buffer, step: number, length = digits): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  const number = mac.readUInt32BE(offset) & 0x7f_ff_ff_ff
  return String(number % 10 ** length).padStart(length, '0')
}

export const stepAt = (ms: number): number => Math.floor(ms / 1000 / stepSeconds)

/** The step whose code was given: now, one before or one after, and later than the last that was used; null for none. */
export function stepOf(code: string, secret: Buffer, last: number, now = Date.now()): number | null {
  const given = code.replace(/\s/g, '')
  const step = stepAt(now)
  return [step, step - 1, step + 1].find((one) => one > last && codeAt(secret, one) === given) ?? null
}

export const newSecret = (): Buffer => randomBytes(20)

/** RFC 4648 base 32, as authenticators take a secret by hand. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const fives = bits.match(/.{1,5}/g) ?? []
  return fives.map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

/** What an authenticator app opens. */
export const authenticatorLink = (name: string, secret: Buffer): string =>
  `otpauth://totp/${encodeURIComponent(`绩尺:${name}`)}?${new URLSearchParams({
    secret: base32(secret),
    issuer: '绩尺',
    digits: String(digits),
    period: String(stepSeconds),
  })}`

/** Reads base 32 as a person may type it; null where it is none. */
export function fromBase32(text: string): Buffer | null {
  const letters = [...text.toUpperCase().replace(/[\s=-]/g, '')].map((letter) => alphabet.indexOf(letter))
  if (letters.length === 0 || letters.includes(-1)) return null
  const bits = letters.map((value) => value.toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
