import { doubled } from './texts.ts'

/** A list of whole numbers that grows. */
export class Numbers {
  private items = new Int32Array(1024)
  length = 0

  push(item: number) {
    if (this.length === this.items.length)
      this.items = doubled(this.items, new Int32Array(this.items.length * 2))
    this.items[this.length] = item
    this.length += 1
  }

  some(holds: (item: number) => boolean): boolean {
    return this.items.subarray(0, this.length).some(holds)
  }

  at(index: number): number {
    return this.items[index] ?? 0
  }

  /** Adds to an item and returns what it came to. */
  add(index: number, more: number): number {
    const sum = this.at(index) + more
    this.items[index] = sum
    return sum
  }
}
