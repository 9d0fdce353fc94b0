import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { changanCase } from './portfolio/changan.ts'
import { documents } from './portfolio/documents.ts'
import { expectedReading } from './portfolio/expected.ts'
import { unreadableDocuments } from './portfolio/unreadable.ts'
import { portfolio } from './portfolio.ts'

/** What a portfolio of documents is to be. */
export interface Documents {
  evaluations: number
  out: string
  seed: number
  sample: boolean
  expected: string | null
}

const progressEvery = 1000

async function writeBytes(folder: string, path: string, bytes: Uint8Array): Promise<number> {
  const target = join(folder, path)
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, bytes)
  return bytes.length
}

/** Writes a portfolio's documents into a folder; says what it did. */
export async function writePortfolio({
  evaluations,
  out,
  seed,
  sample,
  expected,
}: Documents): Promise<string> {
  const written = documents(portfolio({ evaluations, seed }))
  const readings: string[] = []
  let size = 0
  for (const [index, document] of written.entries()) {
    if (index > 0 && index % progressEvery === 0) console.error(`${index} of ${written.length} documents`)
    const bytes = await document.bytes()
    size += await writeBytes(out, document.path, bytes)
    if (expected) readings.push(JSON.stringify(expectedReading(document, bytes)))
  }
  const extras = sample ? [changanCase, ...unreadableDocuments] : []
  for (const extra of extras) size += await writeBytes(out, extra.path, await extra.bytes())
  if (expected) await writeFile(expected, `${readings.join('\n')}\n`)
  const flows = written.reduce((sum, document) => sum + document.flows.length, 0)
  const files = written.length + extras.length
  return `${evaluations} evaluations and ${flows} fund movements in ${files} documents (${(size / 1e6).toFixed(1)} MB) written to ${out}`
}
