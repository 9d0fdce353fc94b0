import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { Random } from '#data/portfolio/random.ts'
import { bytesMutated } from '#test/integration/readers-damage.ts'

type Change = readonly [name: string, change: (bytes: Uint8Array, random: Random) => Uint8Array]
type TextChange = readonly [name: string, change: (text: string, random: Random) => string]

/** A damaged copy of a document, and what was done to it: how, depends on what its format is made of. */
export function mutantOf(
  { path, bytes }: { path: string; bytes: Uint8Array },
  random: Random,
): { how: string; bytes: Uint8Array } {
  const changes = changesOf(path)
  const [how, change] = random.pick(changes)
  return { how, bytes: change(bytes, random) }
}

function changesOf(path: string): readonly [Change, ...Change[]] {
  if (/\.(?:docx|xlsx)$/.test(path)) return [flipped, partsSwapped, partLost, ...textChanges.map(inPart)]
  if (/\.(?:csv|txt|html)$/.test(path)) return [flipped, ...textChanges.map(inBytes)]
  return [flipped, flipped, inBytes(figuresGrown)]
}

const flipped: Change = [
  'bytes flipped or cut',
  (bytes, random) => bytesMutated(bytes, () => random.between(0, 1)),
]

/** Where a package's other parts lie is said in its parts: two that change places say what they are not. */
const partsSwapped: Change = [
  'two parts swapped',
  (bytes, random) =>
    repacked(bytes, (parts) => {
      const [one, other] = random.shuffled(Object.keys(parts))
      const [first, second] = [parts[one ?? ''], parts[other ?? '']]
      return one && other && first && second ? { ...parts, [one]: second, [other]: first } : parts
    }),
]

const partLost: Change = [
  'a part lost',
  (bytes, random) =>
    repacked(bytes, (parts) => {
      const [lost] = random.shuffled(Object.keys(parts))
      return Object.fromEntries(Object.entries(parts).filter(([name]) => name !== lost))
    }),
]

type Parts = Record<string, Uint8Array>

/** The sample holds a package that is damaged already: it stays as it is. */
function repacked(bytes: Uint8Array, change: (parts: Parts) => Parts): Uint8Array {
  let parts: Parts
  try {
    parts = unzipSync(bytes)
  } catch {
    return bytes
  }
  return zipSync(change(parts))
}

/** A place in a text; the larger half of a document's parts is where its figures stand. */
const within = (text: string, random: Random) => random.whole(0, Math.max(0, text.length - 1))

const figuresGrown: TextChange = [
  'figures grown',
  (text, random) =>
    replacedSome(text, /\d+/g, random, () =>
      random.pick(['99999999999999999999', '-1', '4294967296', '1e308', '0']),
    ),
]

const textChanges: readonly TextChange[] = [
  figuresGrown,
  [
    'spans grown',
    (text, random) =>
      text
        .replace(
          /(<w:(?:gridSpan|gridBefore|gridAfter) w:val=")\d+/g,
          `$1${random.pick(['0', '999999999', '-3'])}`,
        )
        .replace(/((?:ref|r)=")[A-Z]+\d+/g, (all, head) => (random.chance(0.1) ? `${head}XFD1048576` : all))
        .replace(/((?:row|col)span="?)\d+/gi, '$1999999999'),
  ],
  ['signs lost', (text, random) => replacedSome(text, /[<>"/,\n;|]/g, random, () => '')],
  [
    'signs doubled',
    (text, random) =>
      replacedSome(text, /[<>"/,\n;|&]/g, random, (sign) => sign.repeat(random.whole(2, 400))),
  ],
  [
    'a piece repeated',
    (text, random) => {
      const from = within(text, random)
      const to = from + random.whole(1, 2000)
      return text.slice(0, to) + text.slice(from, to).repeat(random.pick([3, 50, 1000])) + text.slice(to)
    },
  ],
  [
    'a piece moved',
    (text, random) => {
      const [from, to] = [within(text, random), within(text, random)].sort((a, b) => a - b)
      return text.slice(to) + text.slice(from, to) + text.slice(0, from)
    },
  ],
  [
    'odd words put in',
    (text, random) =>
      replacedSome(text, /[\p{Script=Han}\w]+/gu, random, () =>
        random.pick([
          '__proto__',
          'constructor',
          '\u0000',
          '&a;',
          ']]>',
          '（'.repeat(300),
          '9'.repeat(3000),
          '合计',
        ]),
      ),
  ],
]

/** One place in so many of those that fit, and one at least. */
function replacedSome(text: string, pattern: RegExp, random: Random, by: (found: string) => string): string {
  const share = random.pick([0.001, 0.01, 0.2])
  const start = within(text, random)
  let isFirst = true
  return text.replace(pattern, (found, ...rest) => {
    const at = rest.find((one) => typeof one === 'number') ?? 0
    const isChosen = (isFirst && at >= start) || random.chance(share)
    if (at >= start) isFirst = false
    return isChosen ? by(found) : found
  })
}

const inBytes = ([name, change]: TextChange): Change => [
  name,
  (bytes, random) => Buffer.from(change(Buffer.from(bytes).toString('latin1'), random), 'latin1'),
]

/** Changes the XML of one of a package's parts, the largest more often than another. */
const inPart = ([name, change]: TextChange): Change => [
  name,
  (bytes, random) =>
    repacked(bytes, (parts) => {
      const names = Object.keys(parts).sort((a, b) => (parts[b]?.length ?? 0) - (parts[a]?.length ?? 0))
      const chosen = random.chance(0.6) ? names[0] : names[random.whole(0, names.length - 1)]
      const part = chosen === undefined ? undefined : parts[chosen]
      return chosen && part ? { ...parts, [chosen]: strToU8(change(strFromU8(part), random)) } : parts
    }),
]
