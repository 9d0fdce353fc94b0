import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate'

/** Words of documents may hold control characters, which XML has no way to write. */
export const wellFormed = (xml: string) => xml.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '')

/** The parts of an office file, by name. */
export type Parts = Readonly<Record<string, Uint8Array>>

/** What `mend` makes of each part of an office file; its XML is freed of characters that no reader accepts. */
export function mendedParts(
  bytes: Uint8Array,
  mend: (name: string, part: Uint8Array, parts: Parts) => Uint8Array = (_name, part) => part,
): Uint8Array<ArrayBuffer> {
  const parts = unzipSync(bytes)
  const mended: Zippable = {}
  for (const [name, part] of Object.entries(parts)) {
    if (name.endsWith('/')) continue
    const body = mend(name, part, parts)
    const isXml = /\.(?:xml|rels)$/.test(name)
    // Pictures and workbooks are packed already.
    mended[name] = isXml ? strToU8(wellFormed(strFromU8(body))) : [body, { level: 0 }]
  }
  return new Uint8Array(zipSync(mended))
}
