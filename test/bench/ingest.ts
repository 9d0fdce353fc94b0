import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { documents } from '#data/portfolio/documents.ts'
import { portfolio } from '#data/portfolio.ts'
import { type Found, filesUnder } from '#ingest/files.ts'
import { memoryOfTree } from './process-tree.ts'

const sampledMs = 250

/** Writes a portfolio of about so many documents: half as many as evaluations, the rest of which stand in lists. */
export async function writeDocuments(folder: string, count: number): Promise<Found[]> {
  const all = documents(portfolio({ evaluations: 2 * count + 400, seed: 2023 }))
  for (const document of all.slice(0, count)) {
    const file = path.join(folder, document.path)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, await document.bytes())
  }
  return filesUnder([folder])
}

/** Ingests a folder with the command, as a user does: how long it took, and the most that its processes held. */
export async function ingestedInChild(folder: string): Promise<{ milliseconds: number; peakMiB: number }> {
  const dataDir = `${folder}-data`
  const began = performance.now()
  const child = spawn(process.execPath, ['run.mjs', 'ingest/main.ts', '--data', dataDir, folder], {
    stdio: 'ignore',
  })
  let peakMiB = 0
  const sampling = setInterval(async () => {
    peakMiB = Math.max(peakMiB, await memoryOfTree(child.pid ?? 0))
  }, sampledMs)
  const [code] = await once(child, 'exit')
  clearInterval(sampling)
  const milliseconds = performance.now() - began
  if (code !== 0 && code !== 2) throw new Error(`the ingest ended with ${code}`)
  await rm(dataDir, { recursive: true, force: true })
  return { milliseconds, peakMiB }
}
