import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** argon2id as OWASP asks: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const atOnce = 2
const mostWaiting = 50
let running = 0
const waiting: (() => void)[] = []

/** More sign-ins wait than can be answered soon; pages must not wait behind them. */
export class TooManyAtOnce extends Error {}

/** Two hashes at a time: a storm of sign-ins must not starve pages. */
async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= atOnce) {
    if (waiting.length >= mostWaiting) throw new TooManyAtOnce('too many sign-ins at once')
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  running += 1
  try {
    return await work()
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

export const hashOf = (password: string) => inTurn(() => hash(password.normalize('NFKC'), cost))

/** Compared with where there is no account of a name, so that it takes as long to say no. */
const nobodys = hashOf('nobody has this password')

/** Whether a password is the one that was hashed; null is nobody's, which takes as long. */
export async function isPassword(password: string, hashed: string | null): Promise<boolean> {
  const against = hashed ?? (await nobodys)
  const fits = await inTurn(() => verify(against, password.normalize('NFKC')))
  return fits && hashed !== null
}

const shortest = 10
const longest = 128
const common = [
  ...['password', 'passw0rd', 'admin', 'administrator', 'welcome', 'qwerty', 'letmein', 'iloveyou', 'abc123'],
  ...[
    'woaini',
    'jixiao',
    'caizheng',
    'yardstick',
    '12345',
    '123456789',
    '1q2w3e',
    '1qaz2wsx',
    'qazwsx',
    'asdfgh',
  ],
]

/** Why a password will not do; null where it does. */
export type PasswordFault = 'short' | 'long' | 'plain' | 'common' | 'name'

/** 等保 asks for two kinds of characters or more; a name, a common word or a run of one figure protects nothing. */
export function passwordFault(password: string, name: string): PasswordFault | null {
  const length = [...password].length
  if (length < shortest) return 'short'
  if (length > longest) return 'long'
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u, /\p{Lo}/u].filter((kind) =>
    kind.test(password),
  )
  if (kinds.length < 2) return 'plain'
  const bare = password.toLowerCase()
  if (bare.includes(name.toLowerCase())) return 'name'
  const rest = common.reduce((left, word) => left.replaceAll(word, ''), bare).replace(/[^\p{L}\p{N}]/gu, '')
  if (rest.length < 4 || new Set(bare).size < 5) return 'common'
  return null
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password for one sign-in, to be read out: 78 bits, no letters that look alike. */
export const passwordToGive = (): string =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join(''),
  ).join('-')
