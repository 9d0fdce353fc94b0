import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { absent, foldersOf, writeWhole } from '#app/warehouse/files.server.ts'
import { blobsIn } from './archive.ts'
import { Mapping } from './layouts/mapping.ts'

const fileOf = (dataDir: string, id: string) => path.join(foldersOf(dataDir).mappings, `${id}.json`)

/** What people have said of documents' columns, in the order they said it; withdrawn ones among them. */
export async function readMappings(dataDir: string): Promise<Mapping[]> {
  const names = ((await readdir(foldersOf(dataDir).mappings).catch(absent)) ?? []).filter((name) =>
    name.endsWith('.json'),
  )
  const texts = await Promise.all(
    names.map((name) => readFile(fileOf(dataDir, path.parse(name).name), 'utf8')),
  )
  return texts
    .map((text) => Mapping.parse(JSON.parse(text)))
    .sort((a, b) => a.sequence - b.sequence || (a.made < b.made ? -1 : 1))
}

/** Keeps a mapping; the sequence says from which document on it holds, when the warehouse is built again. */
export async function keepMapping(dataDir: string, mapping: Omit<Mapping, 'sequence' | 'retired'>) {
  await mkdir(foldersOf(dataDir).mappings, { recursive: true })
  const sequence = (await blobsIn(dataDir)).length
  const before = (await readMappings(dataDir)).filter(
    ({ document, retired }) => document === mapping.document && retired === null,
  )
  for (const one of before) await write(dataDir, { ...one, retired: sequence })
  await write(dataDir, { ...mapping, sequence, retired: null })
}

/** Withdraws a mapping from documents to come; those that were read by it stay as they are. False for an unknown one. */
export async function retireMapping(dataDir: string, id: string): Promise<boolean> {
  const mapping = (await readMappings(dataDir)).find((one) => one.id === id)
  if (mapping === undefined) return false
  if (mapping.retired === null) await write(dataDir, { ...mapping, retired: (await blobsIn(dataDir)).length })
  return true
}

const write = (dataDir: string, mapping: Mapping) =>
  writeWhole(fileOf(dataDir, mapping.id), JSON.stringify(mapping, null, 2))
