import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { publishGeneration, withWriterLock } from '#app/warehouse/generations.server.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { audit } from '#ingest/audit.ts'
import { filesUnder } from '#ingest/files.ts'
import { loadBatch } from '#ingest/load.ts'
import { type Outcome, type Source, understand } from '#ingest/pipeline.ts'
import { openReader } from '#ingest/readers/fence.ts'
import { readReference } from '#ingest/reference.ts'
import { mutantOf } from './mutants.ts'

export interface MutationDrill {
  count: number
  seed: number
  log(line: string): void
}

interface Mutant extends Source {
  how: string
}

interface Told {
  mutant: Mutant
  outcome: Outcome
  /** In the reader, its start included where it had to start. */
  readMs: number
  /** In the layouts, which hold this process: of the processor's time, since others may be using the machine. */
  heldMs: number
}

/** What is promised of any one document; the fence gives it up sooner, but a child may have to start first. */
const longestMs = { read: 10_000 + 30_000, held: 10_000 }
const atOnce = 2
const perRound = 1000
const mutated = ['data/sample', 'test/fixtures/documents', 'test/fixtures/readers']
const formats = ['docx', 'xlsx', 'csv', 'txt', 'doc', 'xls', 'pdf', 'html'] as const

/**
 * Damages documents of every format and takes them through the fenced reader, the layouts, the loader and the
 * audit: each is loaded or kept aside with a reason, in ten seconds at most. Says what became of them and what
 * broke that promise.
 */
export async function mutateDocuments({ count, seed, log }: MutationDrill) {
  const originals = await documentsByFormat()
  const reader = openReader({ workers: atOnce })
  const reference = readReference()
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-mutants-'))
  const counts = new Map<string, number>()
  const slowest: Told[] = []
  const [faults, late]: [string[], string[]] = [[], []]
  const seen = new Set<string>()
  const note = (fault: string) => {
    faults.push(fault)
    log(`FAULT ${fault}`)
  }
  const understood = async (mutant: Mutant): Promise<Told | null> => {
    const began = performance.now()
    let [read, used] = [began, process.cpuUsage()]
    try {
      const timed: typeof reader.read = (bytes, name) =>
        reader.read(bytes, name).finally(() => {
          read = performance.now()
          used = process.cpuUsage()
        })
      const outcome = await understand(mutant, timed, reference)
      const { user, system } = process.cpuUsage(used)
      return { mutant, outcome, readMs: read - began, heldMs: (user + system) / 1000 }
    } catch (fault) {
      note(`${mutant.path} (${mutant.how}): ${fault instanceof Error ? fault.stack : fault}`)
      return null
    }
  }
  let loading = Promise.resolve()
  try {
    for (let from = 0; from < count; from += perRound) {
      const round: Outcome[] = []
      const numbers = Array.from({ length: Math.min(perRound, count - from) }, (_, index) => from + index)
      const worker = async () => {
        for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
          const once = await understood(mutantNumber(number, seed, originals))
          // The machine may have had other things to do: what is slow is so twice.
          const told = once !== null && isSlow(once) ? await understood(once.mutant) : once
          if (told === null) continue
          const { outcome, mutant } = told
          const end = outcome.quarantined?.reason ?? 'loaded'
          counts.set(end, (counts.get(end) ?? 0) + 1)
          slowest.push(told)
          slowest.sort((a, b) => b.readMs + b.heldMs - a.readMs - a.heldMs).splice(5)
          if (isSlow(told)) late.push(`${mutant.path} (${mutant.how}): ${timesOf(told)}`)
          if (!seen.has(outcome.source.sha256)) round.push(outcome)
          seen.add(outcome.source.sha256)
        }
      }
      await Promise.all(Array.from({ length: atOnce }, worker))
      const told = Math.min(from + perRound, count)
      const load = () =>
        loaded(dataDir, round).catch((fault: Error) => {
          note(`mutants ${from} to ${told} could not be loaded: ${fault.stack}`)
        })
      // One round is loaded and audited while the next is read.
      loading = loading
        .then(load)
        .then(() => log(`${told} of ${count}: ${faults.length} faults, ${late.length} late`))
    }
    await loading
  } finally {
    await reader.close()
    await rm(dataDir, { recursive: true, force: true })
  }
  return {
    counts,
    faults,
    late,
    slowest: slowest.map((told) => `${timesOf(told)}: ${told.mutant.path} (${told.mutant.how})`),
  }

  function loaded(folder: string, outcomes: readonly Outcome[]) {
    return withWriterLock(folder, () =>
      // Into a warehouse of its own: audited together with all rounds before, each would take longer than the last.
      publishGeneration(folder, 'empty', async (connection) => {
        await loadBatch(connection, 1, outcomes)
        await audit(connection, reference, 1)
      }),
    )
  }
}

const isSlow = ({ readMs, heldMs }: Told) => readMs > longestMs.read || heldMs > longestMs.held

const timesOf = ({ readMs, heldMs }: Told) => `${Math.round(readMs)} ms read, ${Math.round(heldMs)} ms held`

async function documentsByFormat(): Promise<Map<string, Source[]>> {
  const files = await filesUnder(mutated)
  const byFormat = new Map<string, Source[]>()
  for (const format of formats) {
    const named = files.filter(({ file }) => file.endsWith(`.${format}`))
    const sources = await Promise.all(
      named.map(async ({ file, path: known }) => ({ path: known, bytes: await readFile(file) })),
    )
    byFormat.set(format, sources)
  }
  byFormat.set('html', (byFormat.get('csv') ?? []).map(asPage))
  return byFormat
}

/** A list as a web page shows it. */
function asPage({ path: known, bytes }: Source): Source {
  const rows = Buffer.from(bytes).toString().split('\n').slice(0, 60)
  const cells = rows.map((row) => `<tr><td rowspan="1">${row.split(',').join('</td><td>')}</td></tr>`)
  const page = `<html><meta charset="utf-8"><body><table>${cells.join('\n')}</table></body></html>`
  return { path: known.replace(/csv$/, 'html'), bytes: Buffer.from(page) }
}

/** The same mutant for the same number and seed. */
function mutantNumber(number: number, seed: number, originals: ReadonlyMap<string, Source[]>): Mutant {
  const random = randomFrom(seed, 'mutant', number)
  const [first, ...others] = originals.get(random.pick(formats)) ?? []
  if (first === undefined) throw new Error('there is no document of some format to damage')
  const original = random.pick([first, ...others])
  const { how, bytes } = mutantOf(original, random)
  return { path: `${number}/${original.path}`, how, bytes }
}
