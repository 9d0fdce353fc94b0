/** Bytes of every character that GB18030 writes in two: Node reads the encoding but cannot write it. */
function twoByteCodes(): Map<string, readonly [number, number]> {
  const decoder = new TextDecoder('gb18030')
  const codes = new Map<string, readonly [number, number]>()
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail))
      if (character.length === 1 && character !== '\ufffd') codes.set(character, [lead, trail])
    }
  }
  return codes
}

let known: Map<string, readonly [number, number]> | null = null

/** Text in GB18030; throws on a character that needs four bytes, which no form's words do. */
export function gb18030Bytes(text: string): Uint8Array {
  known ??= twoByteCodes()
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const pair = code < 0x80 ? [code] : known.get(character)
    if (!pair) throw new Error(`GB18030 writes ${character} in four bytes, which this encoder does not know`)
    bytes.push(...pair)
  }
  return Uint8Array.from(bytes)
}
