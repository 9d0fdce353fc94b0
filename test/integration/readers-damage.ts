/** The same numbers in [0, 1) for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Some bytes changed, and now and then the end cut off. */
export function bytesMutated(bytes: Uint8Array, random: () => number): Uint8Array {
  const mutant = Buffer.from(bytes)
  for (let n = 0; n < 1 + random() * 8; n++) mutant[Math.floor(random() * mutant.length)] = random() * 256
  return random() < 0.2 ? mutant.subarray(0, random() * mutant.length) : mutant
}
