import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { AlreadyRunning } from '#app/warehouse/generations.server.ts'
import { comparedAtOnce, dryRunWriter } from './dry-run.ts'
import { filesUnder } from './files.ts'
import { type Outcome, quarantineProblem } from './pipeline.ts'
import { progressOn } from './progress.ts'
import { openReader } from './readers/fence.ts'
import { readReference } from './reference.ts'
import { audit, dryRun, type Ingested, ingest, rebuild } from './run.ts'

const help = `Usage: npm run ingest -- [options] PATH…

Reads evaluations and fund ledgers (docx, doc, xlsx, xls, pdf, html, csv, txt, and zip archives of them) from
files and folders into the warehouse.

  --data DIR   the data folder (default: $YARDSTICK_DATA, else var/data)
  --dry-run    read and report, load nothing
  --json       one JSON object a document on standard output, with what the audit finds in it; documents given
               together are compared with each other and with their ledgers (duplicates, copies, changes on
               last year, peers), up to ${comparedAtOnce} evaluations at a time
  --rebuild    build the warehouse again from its archived documents; takes no PATH
  --audit      apply changed rules to what is loaded, reading no document; takes no PATH
  --help       this text

Exit status: 0 all loaded, 1 could not run, 2 ran but quarantined something.
`

class Misuse extends Error {}

function argumentsOf(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        rebuild: { type: 'boolean', default: false },
        audit: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error))
  }
}

async function main(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { values, positionals } = argumentsOf(args)
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  if (positionals.length === 0 && !values.rebuild && !values.audit)
    throw new Misuse('name at least one file or folder')
  const found = await filesUnder(positionals)
  const dataDir = values.data ?? env.YARDSTICK_DATA ?? 'var/data'
  const reader = openReader({ workers: Math.min(2, availableParallelism()) })
  const progress = progressOn(process.stderr)
  const effects = {
    read: reader.read,
    unpack: reader.unpack,
    reference: readReference(),
    report(outcome: Outcome | null, tally: Ingested['tally']) {
      progress.step(tally)
      if (values.json && outcome) lines.add(outcome)
      else if (outcome?.quarantined)
        kept.push(`${outcome.source.path}: ${quarantineProblem(outcome)[0]?.code}`)
    },
  }
  const lines = dryRunWriter(effects.reference, (line) => process.stdout.write(line))
  const kept: string[] = []
  const work = () => {
    if (values.rebuild) return rebuild(dataDir, effects)
    if (values.audit) return audit(dataDir, effects)
    return values['dry-run'] ? dryRun(found, effects) : ingest(dataDir, found, effects)
  }
  progress.start(found.length)
  try {
    const done = await work()
    lines.end()
    progress.stop()
    process.stderr.write(summaryOf(done, kept))
    return done.tally.quarantined > 0 ? 2 : 0
  } finally {
    progress.stop()
    reader.close()
  }
}

function summaryOf({ tally, manifest }: Ingested, kept: readonly string[]): string {
  const quarantined = kept.map((line) => `  quarantined ${line}\n`).join('')
  const where = manifest === null ? '' : `; generation ${manifest.generation} is published`
  return `${quarantined}${tally.loaded} loaded, ${tally.quarantined} quarantined, ${tally.alreadyLoaded} already loaded${where}\n`
}

const NodeFault = z.object({ code: z.string(), path: z.string().optional() })

/** What went wrong and what to do, in a line; our own mistakes keep their stack. */
function faultOf(error: unknown): string {
  if (error instanceof Misuse) return `${error.message}\n\n${help}`
  if (error instanceof AlreadyRunning) return `${error.message}: wait for it, or stop it\n`
  const fault = NodeFault.safeParse(error)
  if (fault.data?.code === 'ENOENT') return `no such file or folder: ${fault.data.path}\n`
  if (fault.data?.code === 'EACCES') return `no permission to read or write ${fault.data.path}\n`
  if (fault.data?.code === 'ENOSPC')
    return 'the disk is full; nothing was published, free some space and run again\n'
  return `${error instanceof Error ? error.stack : String(error)}\n`
}

process.exitCode = await main(process.argv.slice(2), process.env).catch((error: unknown) => {
  process.stderr.write(`ingest: ${faultOf(error)}`)
  return 1
})
