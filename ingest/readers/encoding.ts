import { Unreadable } from './table.ts'

/** At most this share of the characters may be ones that Chinese texts hardly use. */
const RARE_SHARE = 0.1

/** Control characters that no text holds, but UTF-16 without its mark and other binary files do. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
export const CONTROL = /[\0-\x08\x0e-\x19\x1b-\x1f]/

/**
 * The text of a file: by its byte order mark, else as strict UTF-8, else as GB18030 if that reads as Chinese,
 * else as the encoding it declares of itself. Statistics over bytes are not asked: they take short GBK for Big5.
 */
export function decoded(bytes: Uint8Array, declared: string | null = null): string {
  const text = candidate(bytes) ?? asDeclared(bytes, declared)
  const controlled = CONTROL.test(text ?? Buffer.from(bytes).toString('latin1'))
  if (controlled) throw new Unreadable('unknown-format', 'neither text nor a known format')
  if (text === null) throw new Unreadable('encoding-unknown', 'neither UTF-8 nor GB18030')
  return text
}

/** How the beginning of a text is written, by the same signs, and its characters; null for what is no such text. */
export function encodingOf(start: Uint8Array): { encoding: 'utf-8' | 'gb18030'; text: string } | null {
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    const text = strict(start, encoding, { stream: true })
    if (text !== null && isPlausible(text) && !CONTROL.test(text)) return { encoding, text }
  }
  return null
}

function candidate(bytes: Uint8Array): string | null {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return strict(bytes, 'utf-16le')
  if (first === 0xfe && second === 0xff) return strict(bytes, 'utf-16be')
  const utf8 = strict(bytes, 'utf-8')
  if (utf8 !== null && isPlausible(utf8)) return utf8
  const chinese = strict(bytes, 'gb18030')
  return chinese !== null && isPlausible(chinese) ? chinese : utf8
}

/** At most this share of a text that declares its encoding may be broken characters. */
const BROKEN_SHARE = 0.01

function asDeclared(bytes: Uint8Array, declared: string | null): string | null {
  const decoder = declared === null ? null : decoderOf(declared)
  const text = decoder?.decode(bytes) ?? null
  const broken = text?.match(/\ufffd/g)?.length ?? 0
  return text !== null && broken <= text.length * BROKEN_SHARE ? text : null
}

/** The older Chinese encodings are parts of GB18030, and pages that declare them use all of it. */
function decoderOf(name: string): TextDecoder | null {
  try {
    return new TextDecoder(/^(gb|x-gbk|cp936|936)/i.test(name) ? 'gb18030' : name)
  } catch (fault) {
    if (fault instanceof RangeError) return null
    throw fault
  }
}

function strict(bytes: Uint8Array, encoding: string, options: TextDecodeOptions = {}): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, options)
  } catch (fault) {
    if (fault instanceof TypeError) return null
    throw fault
  }
}

/** The 6,763 characters of GB 2312, which cover all but a few names. */
const everyday = new Set(
  new TextDecoder('gb18030').decode(
    Uint8Array.from({ length: (0xf8 - 0xb0) * 94 * 2 }, (_, n) =>
      n % 2 === 0 ? 0xb0 + Math.floor(n / 188) : 0xa1 + (Math.floor(n / 2) % 94),
    ),
  ),
)

/** Marks met in forms: punctuation, full-width signs, ≥ ≤ √ ☑ ① ℃ ㎡ and the like; not kana or box drawing. */
const MARK =
  /[·×÷°±§¥\u2010-\u203b\u20ac\u2100-\u217f\u2190-\u2193\u2200-\u22ff\u2460-\u249b\u25a0-\u27bf\u3000-\u301f\u3380-\u33df\uff01-\uff5e\uffe5\ufeff]/

/** The frame of a table drawn with characters, or rows between its strokes; a wrong decoding gives them one at a time. */
const FRAME = /[\u2500-\u257f]{6}|(?:^[│┃║|].*[│┃║]\s*\n){3}/m

/** Whether a decoding reads as Chinese text; the wrong one gives rare characters, kana and private signs. */
export function isPlausible(text: string): boolean {
  let foreign = 0
  let rare = 0
  const isDrawn = FRAME.test(text)
  for (const character of text) {
    if (character <= '\x7f' || (isDrawn && /[\u2500-\u257f]/.test(character))) continue
    if (/[\ue000-\uf8ff\ufffd]/.test(character)) return false
    foreign++
    if (!everyday.has(character) && !MARK.test(character)) rare++
  }
  return rare <= foreign * RARE_SHARE
}
