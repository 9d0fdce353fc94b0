import { readFileSync, statSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { absent, copyWhole, foldersOf, writeAllWhole } from '#app/warehouse/files.server.ts'
import type { Mapping } from './layouts/mapping.ts'
import { hashOf, type Source } from './pipeline.ts'

/** `sequence` keeps the order of arrival, so that a rebuilt warehouse supersedes what the first one did. */
const Label = z.object({ path: z.string(), sequence: z.number().int() })

/** In bytes: from here on a csv is looked at where it lies, as its cells would be too many for a reader's answer. */
const longCsv = 8 * 1024 * 1024

/** A file as a source; one that may be a long list is not held. */
export function sourceAt(file: string, known: string, longFrom = longCsv): Source {
  const isLong = /\.(?:csv|tsv|txt)$/i.test(known) && statSync(file).size >= longFrom
  return isLong ? { path: known, bytes: new Uint8Array(), file } : { path: known, bytes: readFileSync(file) }
}

const isBlob = (name: string) => /^[0-9a-f]{64}$/.test(name)

/** The names of archived documents, each its sha256. */
export async function blobsIn(dataDir: string): Promise<string[]> {
  return ((await readdir(foldersOf(dataDir).blobs).catch(absent)) ?? []).filter(isBlob)
}

/**
 * Keeps documents under their hash, and the path each came by beside it, before anything is loaded. What it gives
 * back is what it was given; a long file from where it is kept, as the one that was sent may change.
 */
export async function archiver(dataDir: string): Promise<(group: readonly Source[]) => Promise<Source[]>> {
  const { blobs } = foldersOf(dataDir)
  await mkdir(blobs, { recursive: true })
  const kept = new Set(await blobsIn(dataDir))
  return async (group) => {
    const fresh = await Promise.all(group.map(async (source) => ({ name: await hashOf(source), source })))
    const missing = fresh.filter(({ name }) => !kept.has(name))
    const labels = missing.map(({ name, source }, index) => ({
      name: `${name}.json`,
      content: JSON.stringify({ path: source.path, sequence: kept.size + index }),
    }))
    // No blob without its label: a rebuild asks for both.
    await writeAllWhole(blobs, labels)
    const held = missing.filter(({ source }) => source.file === undefined)
    await writeAllWhole(
      blobs,
      held.map(({ name, source }) => ({ name, content: source.bytes })),
    )
    for (const { name, source } of missing) {
      if (source.file !== undefined) await copyWhole(source.file, path.join(blobs, name))
      kept.add(name)
    }
    return fresh.map(({ name, source }) =>
      source.file === undefined ? source : { ...source, file: path.join(blobs, name) },
    )
  }
}

/**
 * Every archived document in its order of arrival, for building a warehouse again from nothing else. One whose
 * columns were named by hand comes where that was done: it was read anew then.
 */
export async function* archived(
  dataDir: string,
  mappings: readonly Mapping[],
  longFrom?: number,
): AsyncGenerator<Source> {
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
    yield { ...sourceAt(path.join(blobs, name), known, longFrom), sequence }
}

/** Some archived documents by their sha256, under the paths they came by. */
export async function* archivedOnes(
  dataDir: string,
  ids: readonly string[],
  longFrom?: number,
): AsyncGenerator<Source> {
  const { blobs } = foldersOf(dataDir)
  for (const id of ids.filter(isBlob)) {
    const label = Label.parse(JSON.parse(await readFile(path.join(blobs, `${id}.json`), 'utf8')))
    yield sourceAt(path.join(blobs, id), label.path, longFrom)
  }
}
