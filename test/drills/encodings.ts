import { gb18030Bytes } from '#data/portfolio/gb18030.ts'
import { longList } from '#data/portfolio/long-list.ts'
import { type Random, randomFrom } from '#data/portfolio/random.ts'
import { decoded } from '#ingest/readers/encoding.ts'
import { Unreadable } from '#ingest/readers/table.ts'
import type { Drill } from './drill.ts'

/** The two bytes of every character of Big5. */
function big5Codes(): Map<string, readonly number[]> {
  const decoder = new TextDecoder('big5')
  const codes = new Map<string, readonly number[]>()
  for (let lead = 0xa4; lead <= 0xf9; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail))
      if (character.length === 1 && character !== '\ufffd') codes.set(character, [lead, trail])
    }
  return codes
}

const big5 = big5Codes()
/** Words as they are written where Big5 is. */
const traditional =
  '項目名稱績效自評報告區縣預算單位實際完成值產出指標數量質量時效成本效益滿意度維修學校道路養護補貼發放'
const big5Text = (random: Random, lines: number) =>
  Array.from({ length: lines }, () =>
    Array.from({ length: random.whole(2, 30) }, () => random.pick(['，', '1', ...traditional])).join(''),
  ).join('\n')
const big5Bytes = (text: string) =>
  Uint8Array.from([...text].flatMap((one) => big5.get(one) ?? [one.codePointAt(0) ?? 0]))

const utf16 = (text: string, mark: boolean) => Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le')
/** Characters that GB18030 writes in four bytes. */
const rare = Uint8Array.of(0x82, 0x35, 0x8f, 0x33)

interface Written {
  bytes: Uint8Array
  text: string
  /** Whether it must be read, and not only never be misread. */
  isOurs: boolean
}

const ways: Readonly<Record<string, (text: string, random: Random) => Written>> = {
  'UTF-8': (text) => ({ bytes: Buffer.from(text), text, isOurs: true }),
  'UTF-8 with its mark': (text) => ({ bytes: Buffer.from(`\ufeff${text}`), text, isOurs: true }),
  GBK: (text) => ({ bytes: gb18030Bytes(text), text, isOurs: true }),
  'GB18030 with four bytes': (text) => ({
    bytes: Buffer.concat([gb18030Bytes(text), rare]),
    text: text + new TextDecoder('gb18030').decode(rare),
    isOurs: text.length > 40,
  }),
  'UTF-16 LE': (text) => ({ bytes: utf16(text, true), text, isOurs: true }),
  'UTF-16 BE': (text) => ({ bytes: utf16(text, true).swap16(), text, isOurs: true }),
  'UTF-16 LE without its mark': (text) => ({ bytes: utf16(text, false), text, isOurs: false }),
  'UTF-16 BE without its mark': (text) => ({ bytes: utf16(text, false).swap16(), text, isOurs: false }),
  Big5: (_, random) => {
    const text = big5Text(random, random.whole(1, 200))
    return { bytes: big5Bytes(text), text, isOurs: false }
  },
  'two encodings in one': (text) => ({
    bytes: Buffer.concat([Buffer.from(text), gb18030Bytes(text)]),
    text: text + text,
    isOurs: false,
  }),
  'NUL bytes': (text, random) => {
    const at = random.whole(0, text.length)
    const broken = `${text.slice(0, at)}\0${text.slice(at)}`
    return { bytes: Buffer.from(broken), text: broken, isOurs: false }
  },
}

function decodedOrNull(bytes: Uint8Array): string | null {
  try {
    return decoded(bytes)
  } catch (fault) {
    if (fault instanceof Unreadable) return null
    throw fault
  }
}

export const encodings: Drill = {
  what: 'texts in every encoding that offices use, one to 5,000 lines: read as they were written or kept aside, never misread',
  counts: { full: 2000, short: 44 },
  async *run({ count, seed }) {
    const random = randomFrom(seed, 'encodings')
    const lines = [...longList(5000, seed)]
    const names = Object.keys(ways)
    let [ours, refused] = [0, 0]
    for (let trial = 0; trial < count; trial += 1) {
      const name = names[trial % names.length] ?? ''
      const length = Math.round(Math.exp(random.between(0, Math.log(lines.length))))
      const from = random.whole(0, lines.length - length)
      const written = ways[name]?.(lines.slice(from, from + length).join('\n'), random)
      if (written === undefined) continue
      const read = decodedOrNull(written.bytes)
      const faults: string[] = []
      if (read !== null && read.replace(/^\ufeff/, '') !== written.text)
        faults.push(`misread: ${read.slice(0, 40)}`)
      ours += Number(written.isOurs)
      refused += Number(written.isOurs && read === null)
      yield { what: `${name}, ${length} lines: ${read === null ? 'kept aside' : 'read'}`, faults }
    }
    const share = refused / Math.max(1, ours)
    yield {
      what: `${refused} of ${ours} in an encoding of ours were kept aside`,
      faults: share > 0.02 ? ['that is more than 2 %'] : [],
    }
  },
}
