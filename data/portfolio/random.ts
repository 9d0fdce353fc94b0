/** Seeded chance: the same keys give the same sequence, on every machine. */
export interface Random {
  chance(probability: number): boolean
  between(low: number, high: number): number
  /** A whole number from low to high, both included. */
  whole(low: number, high: number): number
  pick<T>(choices: readonly [T, ...T[]]): T
  shuffled<T>(list: readonly T[]): T[]
}

/** FNV-1a over the keys, so that every project and year has its own stream whatever the portfolio's size. */
function seedOf(keys: readonly (string | number)[]): number {
  let hash = 0x811c9dc5
  for (const character of keys.join('|')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  return hash >>> 0
}

function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A stream of its own for these keys. */
export function randomFrom(...keys: (string | number)[]): Random {
  const next = mulberry32(seedOf(keys))
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    whole,
    chance: (probability) => next() < probability,
    between: (low, high) => low + next() * (high - low),
    pick: (choices) => choices[whole(0, choices.length - 1)] ?? choices[0],
    shuffled: (list) =>
      list
        .map((entry) => ({ entry, order: next() }))
        .sort((left, right) => left.order - right.order)
        .map(({ entry }) => entry),
  }
}
