import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Beside, openBeside } from '#ingest/beside.ts'
import { contentOf } from '#ingest/contents.ts'
import { filesUnder } from '#ingest/files.ts'
import { type Outcome, type Source, understand } from '#ingest/pipeline.ts'
import { read } from '#ingest/readers/index.ts'
import { readReference } from '#ingest/reference.ts'
import type { Desk } from '#ingest/understand-beside.ts'
import { programOf } from '../../program.mjs'

const reference = readReference()
async function understanding(dataDir: string) {
  const { file } = await programOf('ingest/understand-beside.ts')
  return openBeside<Desk, Source, Outcome>(file, { dataDir, reference, mappings: [] })
}
let dataDir: string
let beside: Beside<Source, Outcome>
let sources: Source[]

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-beside-'))
  beside = await understanding(dataDir)
  const found = (await filesUnder(['data/sample/2019'])).slice(0, 12)
  sources = await Promise.all(
    found.map(async ({ file, path: known }) => ({ path: known, bytes: await readFile(file) })),
  )
})

afterAll(async () => {
  await beside.close()
  await rm(dataDir, { recursive: true })
})

test('documents are understood beside as they are here, and their contents are kept', async () => {
  for (const source of sources) {
    const outcome = await beside.ask(source)
    expect(outcome).toStrictEqual(await understand(source, async (...asked) => read(...asked), reference))
    expect(await contentOf(dataDir, outcome.source.sha256)).not.toBeNull()
  }
})

test('a document that cannot be read comes back as one that is put aside', async () => {
  const outcome = await beside.ask({ path: '坏.docx', bytes: Buffer.from('PK\x03\x04 and no more') })
  expect(outcome.quarantined?.reason).toBe('damaged')
})

test('what goes wrong there is told here with its code, and what was asked before it is answered', async () => {
  const file = path.join(dataDir, 'file')
  await writeFile(file, '')
  const nowhere = await understanding(file)
  const [source] = sources
  if (source === undefined) throw new Error('the sample holds no document')
  await expect(nowhere.ask(source)).rejects.toMatchObject({ code: 'ENOTDIR' })
  await nowhere.close()
  await expect(nowhere.ask(source)).rejects.toThrow('ended with')
})
