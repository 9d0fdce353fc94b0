import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { absent, foldersOf, writeAllWhole } from '#app/warehouse/generations.server.ts'
import type { Mapping } from './layouts/mapping.ts'
import { type Source, sha256 } from './pipeline.ts'

/** `sequence` keeps the order of arrival, so that a rebuilt warehouse supersedes what the first one did. */
const Label = z.object({ path: z.string(), sequence: z.number().int() })

const isBlob = (name: string) => /^[0-9a-f]{64}$/.test(name)

/** The names of archived documents, each its sha256. */
export async function blobsIn(dataDir: string): Promise<string[]> {
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

/**
 * Every archived document in its order of arrival, for building a warehouse again from nothing else. One whose
 * columns were named by hand comes where that was done: it was read anew then.
 */
export async function* archived(dataDir: string, mappings: readonly Mapping[]): AsyncGenerator<Source> {
  const named = new Map(mappings.map(({ document, sequence }, order) => [document, { sequence, order }]))
  const { blobs } = foldersOf(dataDir)
  const labels: (z.infer<typeof Label> & { name: string })[] = []
  for (const name of await blobsIn(dataDir))
    labels.push({
      name,
      ...Label.parse(JSON.parse(await readFile(path.join(blobs, `${name}.json`), 'utf8'))),
    })
  const placed = labels.map((label) => {
    const again = named.get(label.name)
    return again === undefined
      ? { ...label, order: 0 }
      : { ...label, sequence: again.sequence - 0.5, order: again.order }
  })
  for (const { name, path: known, sequence } of placed.sort(
    (a, b) => a.sequence - b.sequence || a.order - b.order,
  ))
    yield { path: known, bytes: await readFile(path.join(blobs, name)), sequence }
}

/** Some archived documents by their sha256, under the paths they came by. */
export async function* archivedOnes(dataDir: string, ids: readonly string[]): AsyncGenerator<Source> {
  const { blobs } = foldersOf(dataDir)
  for (const id of ids.filter(isBlob)) {
    const label = Label.parse(JSON.parse(await readFile(path.join(blobs, `${id}.json`), 'utf8')))
    yield { path: label.path, bytes: await readFile(path.join(blobs, id)) }
  }
}
