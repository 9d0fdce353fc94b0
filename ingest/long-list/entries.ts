import { closeSync, openSync, readSync } from 'node:fs'
import { entriesAtOnce, place } from './entry.ts'
import type { Scanned } from './scan.ts'

/** Entries of a scanned list, read from the file beside; those that lie together are read together. */
export class Entries {
  private readonly descriptor: number
  /** The entries that are held. */
  readonly numbers = new Int32Array(place.width * entriesAtOnce)
  private from = 0
  private held = 0

  constructor(private readonly scanned: Scanned) {
    this.descriptor = openSync(scanned.file, 'r')
  }

  /** Where in `numbers` an entry begins; it is held from now on. */
  startOf(entry: number): number {
    if (entry < this.from || entry >= this.from + this.held) this.read(entry)
    return (entry - this.from) * place.width
  }

  close() {
    closeSync(this.descriptor)
  }

  private read(entry: number) {
    const bytes = new Uint8Array(this.numbers.buffer)
    const wanted = Math.min(entriesAtOnce, this.scanned.entries - entry) * place.width * 4
    let got = 0
    while (got < wanted) {
      const more = readSync(this.descriptor, bytes, got, wanted - got, entry * place.width * 4 + got)
      if (more === 0) throw new Error(`the entries of ${this.scanned.list.file} end early`)
      got += more
    }
    this.from = entry
    this.held = wanted / (place.width * 4)
  }
}

/** Each evaluation's runs, in the order in which the list first names the evaluations. */
export function runsByEvaluation({ runs, indicators }: Scanned) {
  const starts = new Int32Array(indicators.length + 1)
  for (let run = 0; run < runs.evaluation.length; run += 1)
    starts[runs.evaluation.at(run) + 1] = (starts[runs.evaluation.at(run) + 1] ?? 0) + 1
  for (let n = 0; n < indicators.length; n += 1) starts[n + 1] = (starts[n + 1] ?? 0) + (starts[n] ?? 0)
  const next = starts.slice()
  const ordered = new Int32Array(runs.evaluation.length)
  for (let run = 0; run < runs.evaluation.length; run += 1) {
    const evaluation = runs.evaluation.at(run)
    const at = next[evaluation] ?? 0
    ordered[at] = run
    next[evaluation] = at + 1
  }
  return { starts, ordered }
}
