import { doubled } from './texts.ts'

/** Different rows of so many whole numbers, each numbered from 0 when it is first met. */
export class Tuples {
  private parts: Int32Array
  private hashes = new Int32Array(256)
  private slots = new Int32Array(512)
  size = 0

  constructor(private readonly width: number) {
    this.parts = new Int32Array(256 * width)
  }

  numberOf(tuple: Int32Array): number {
    let hash = 0
    for (let n = 0; n < this.width; n += 1) {
      hash = Math.imul(hash ^ (tuple[n] ?? 0), 0x9e3779b1)
      hash ^= hash >>> 15
    }
    const mask = this.slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const known = (this.slots[slot] ?? 0) - 1
      if (known < 0) return this.add(tuple, hash, slot)
      if (this.hashes[known] === hash && this.is(known, tuple)) return known
    }
  }

  /** One of a tuple's numbers. */
  part(number: number, index: number): number {
    return this.parts[number * this.width + index] ?? 0
  }

  is(number: number, tuple: Int32Array): boolean {
    for (let n = 0; n < this.width; n += 1) if (this.part(number, n) !== tuple[n]) return false
    return true
  }

  private add(tuple: Int32Array, hash: number, slot: number): number {
    const number = this.size
    this.size += 1
    if (this.size > this.hashes.length) {
      this.hashes = doubled(this.hashes, new Int32Array(this.hashes.length * 2))
      this.parts = doubled(this.parts, new Int32Array(this.parts.length * 2))
    }
    this.parts.set(tuple.subarray(0, this.width), number * this.width)
    this.hashes[number] = hash
    this.slots[slot] = number + 1
    if (this.size * 2 > this.slots.length) this.rehash()
    return number
  }

  private rehash() {
    this.slots = new Int32Array(this.slots.length * 2)
    const mask = this.slots.length - 1
    for (let number = 0; number < this.size; number += 1) {
      let slot = (this.hashes[number] ?? 0) & mask
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask
      this.slots[slot] = number + 1
    }
  }
}
