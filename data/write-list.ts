import { createWriteStream } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { longList } from './portfolio/long-list.ts'

/** Writes one csv list of so many indicators; says what it did. */
export async function writeList(rows: number, seed: number, out: string): Promise<string> {
  await mkdir(dirname(out), { recursive: true })
  await pipeline(blocksOf(longList(rows, seed)), createWriteStream(out))
  return `${rows} indicators (${((await stat(out)).size / 1e6).toFixed(1)} MB) written to ${out}`
}

const linesToBlock = 2000

/** Lines joined into blocks that are worth a write each. */
function* blocksOf(lines: Iterable<string>): Generator<string> {
  let block: string[] = []
  for (const line of lines) {
    block.push(line, '\n')
    if (block.length < 2 * linesToBlock) continue
    yield block.join('')
    block = []
  }
  yield block.join('')
}
