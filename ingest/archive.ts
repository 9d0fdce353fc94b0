import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { absent, foldersOf, writeAllWhole } from '#app/warehouse/generations.server.ts'
import { type Source, sha256 } from './pipeline.ts'

/** `sequence` keeps the order of arrival, so that a rebuilt warehouse supersedes what the first one did. */
const Label = z.object({ path: z.string(), sequence: z.number().int() })

const isBlob = (name: string) => /^[0-9a-f]{64}$/.test(name)

async function blobsIn(dataDir: string): Promise<string[]> {
  return ((await readdir(foldersOf(dataDir).blobs).catch(absent)) ?? []).filter(isBlob)
}

/** Keeps documents under their hash, and the path each came by beside it, before anything is loaded. */
export async function archiver(dataDir: string): Promise<(group: readonly Source[]) => Promise<void>> {
  const { blobs } = foldersOf(dataDir)
  await mkdir(blobs, { recursive: true })
  const kept = new Set(await blobsIn(dataDir))
  return async (group) => {
    const fresh = group.map(({ path: from, bytes }) => ({ name: sha256(bytes), from, content: bytes }))
    const missing = fresh.filter(({ name }) => !kept.has(name))
    const labels = missing.map(({ name, from }, index) => ({
      name: `${name}.json`,
      content: JSON.stringify({ path: from, sequence: kept.size + index }),
    }))
    // No blob without its label: a rebuild asks for both.
    await writeAllWhole(blobs, labels)
    await writeAllWhole(blobs, missing)
    for (const { name } of missing) kept.add(name)
  }
}

/** Every archived document in its order of arrival, for building a warehouse again from nothing else. */
export async function* archived(dataDir: string): AsyncGenerator<Source> {
  const { blobs } = foldersOf(dataDir)
  const labels: (z.infer<typeof Label> & { name: string })[] = []
  for (const name of await blobsIn(dataDir))
    labels.push({
      name,
      ...Label.parse(JSON.parse(await readFile(path.join(blobs, `${name}.json`), 'utf8'))),
    })
  for (const { name, path: known } of labels.sort((a, b) => a.sequence - b.sequence))
    yield { path: known, bytes: await readFile(path.join(blobs, name)) }
}
