import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { absent, foldersOf, writeWhole } from '#app/warehouse/generations.server.ts'
import { type Source, sha256 } from './pipeline.ts'

/** `sequence` keeps the order of arrival, so that a rebuilt warehouse supersedes what the first one did. */
const Label = z.object({ path: z.string(), sequence: z.number().int() })

const isBlob = (name: string) => /^[0-9a-f]{64}$/.test(name)

async function blobsIn(dataDir: string): Promise<string[]> {
  return ((await readdir(foldersOf(dataDir).blobs).catch(absent)) ?? []).filter(isBlob)
}

/** Keeps documents under their hash, and the path each came by beside it, before anything is loaded. */
export async function archiver(dataDir: string): Promise<(source: Source) => Promise<void>> {
  const { blobs } = foldersOf(dataDir)
  await mkdir(blobs, { recursive: true })
  let sequence = (await blobsIn(dataDir)).length
  return async ({ path: from, bytes }) => {
    const file = path.join(blobs, sha256(bytes))
    if ((await stat(file).catch(absent)) !== null) return
    await writeWhole(`${file}.json`, JSON.stringify({ path: from, sequence }))
    await writeWhole(file, bytes)
    sequence += 1
  }
}

/** Every archived document in its order of arrival, for building a warehouse again from nothing else. */
export async function* archived(dataDir: string): AsyncGenerator<Source> {
  const { blobs } = foldersOf(dataDir)
  const labels = await Promise.all(
    (await blobsIn(dataDir)).map(async (name) => ({
      name,
      ...Label.parse(JSON.parse(await readFile(path.join(blobs, `${name}.json`), 'utf8'))),
    })),
  )
  for (const { name, path: known } of labels.sort((a, b) => a.sequence - b.sequence))
    yield { path: known, bytes: await readFile(path.join(blobs, name)) }
}
