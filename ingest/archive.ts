import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { absent, copyWhole, foldersOf, writeWhole } from '#app/warehouse/generations.server.ts'
import { hashOf, type Source, sha256 } from './pipeline.ts'

/** `sequence` keeps the order of arrival, so that a rebuilt warehouse supersedes what the first one did. */
const Label = z.object({ path: z.string(), sequence: z.number().int() })

/** In bytes: from here on a csv is looked at where it lies, as its cells may be too many for a reader's answer. */
const longCsv = 4 * 1024 * 1024

/** A file as a source; one that may be a long list is not held. */
export async function sourceAt(file: string, known: string, longFrom = longCsv): Promise<Source> {
  const isLong = /\.(?:csv|tsv|txt)$/i.test(known) && (await stat(file)).size >= longFrom
  return isLong
    ? { path: known, bytes: new Uint8Array(), file }
    : { path: known, bytes: await readFile(file) }
}

const isBlob = (name: string) => /^[0-9a-f]{64}$/.test(name)

async function blobsIn(dataDir: string): Promise<string[]> {
  return ((await readdir(foldersOf(dataDir).blobs).catch(absent)) ?? []).filter(isBlob)
}

/** Keeps documents under their hash, and the path each came by beside it, before anything is loaded. */
export async function archiver(dataDir: string): Promise<(source: Source) => Promise<void>> {
  const { blobs } = foldersOf(dataDir)
  await mkdir(blobs, { recursive: true })
  let sequence = (await blobsIn(dataDir)).length
  return async ({ path: from, bytes, file: long }) => {
    const file = path.join(blobs, long === undefined ? sha256(bytes) : await hashOf(long))
    if ((await stat(file).catch(absent)) !== null) return
    await writeWhole(`${file}.json`, JSON.stringify({ path: from, sequence }))
    if (long === undefined) await writeWhole(file, bytes)
    else await copyWhole(long, file)
    sequence += 1
  }
}

/** Every archived document in its order of arrival, for building a warehouse again from nothing else. */
export async function* archived(dataDir: string, longFrom?: number): AsyncGenerator<Source> {
  const { blobs } = foldersOf(dataDir)
  const labels = await Promise.all(
    (await blobsIn(dataDir)).map(async (name) => ({
      name,
      ...Label.parse(JSON.parse(await readFile(path.join(blobs, `${name}.json`), 'utf8'))),
    })),
  )
  for (const { name, path: known } of labels.sort((a, b) => a.sequence - b.sequence))
    yield sourceAt(path.join(blobs, name), known, longFrom)
}
