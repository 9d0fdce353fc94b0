import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { fileFault } from '#app/command-line.ts'
import { isDiskFull } from '#app/disk-full.ts'
import type { IngestFault } from '#app/domain/file-outcome.ts'
import { AlreadyRunning, Damaged, OtherVersion } from '#app/warehouse/generations.server.ts'
import { programOf } from '../program.mjs'
import { openBeside } from './beside.ts'
import { comparedAtOnce, dryRunWriter } from './dry-run.ts'
import { filesListed, filesUnder } from './files.ts'
import { giveWay } from './give-way.ts'
import { readMappings } from './mappings.ts'
import { type Outcome, quarantineProblem, type Source } from './pipeline.ts'
import { progressOn } from './progress.ts'
import { openReader } from './readers/fence.ts'
import { readReference } from './reference.ts'
import { audit, dryRun, type Ingested, ingest, readAgain, rebuild } from './run.ts'
import { type KnownDocument, knownSummary, summaryOf } from './summary.ts'
import type { Desk } from './understand-beside.ts'

const help = `Usage: npm run ingest -- [options] PATH…

Reads evaluations and fund ledgers (docx, doc, xlsx, xls, pdf, html, csv, txt, and zip archives of them) from
files and folders into the warehouse.

  --data DIR   the data folder (default: $YARDSTICK_DATA, else var/data)
  --dry-run    read and report, load nothing
  --json       one JSON object a document on standard output, with what the audit finds in it; documents given
               together are compared with each other and with their ledgers (duplicates, copies, changes on
               last year, peers), up to ${comparedAtOnce} evaluations at a time
  --summary    with --json: what became of each document in a few words, and why an ingest could not run
  --list FILE  also the files that FILE lists, as a JSON array of {"file", "path"}: where each lies, and
               the name it is known by
  --again      read archived documents anew, named by their sha256 in place of a PATH
  --rebuild    build the warehouse again from its archived documents; takes no PATH
  --audit      apply changed rules to what is loaded, reading no document; takes no PATH
  --help       this text

Exit status: 0 all loaded, 1 could not run, 2 ran but quarantined something.
`

const tellLine = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`)

/** Files of which so many are understood sooner with a second process, though it takes as long to start as forty. */
const much = 200

async function understanding(desk: Desk) {
  const { file } = await programOf('ingest/understand-beside.ts')
  return openBeside<Desk, Source, Outcome>(file, desk)
}

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
        summary: { type: 'boolean', default: false },
        list: { type: 'string' },
        again: { type: 'boolean', default: false },
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
  if (positionals.length === 0 && values.list === undefined && !values.rebuild && !values.audit)
    throw new Misuse('name at least one file or folder')
  if (positionals.includes('')) throw new Misuse('an empty path names no file or folder')
  await giveWay()
  const named = values.again ? [] : positionals
  const found = [...(await filesUnder(named)), ...(await filesListed(values.list))]
  const dataDir = values.data ?? env.YARDSTICK_DATA ?? 'var/data'
  const reader = openReader({ workers: Math.min(2, availableParallelism()) })
  const progress = progressOn(process.stderr)
  const given = { reference: readReference(), mappings: await readMappings(dataDir) }
  const isMuch = found.length >= much || values.rebuild
  const effects = {
    read: reader.read,
    unpack: reader.unpack,
    ...given,
    ...(isMuch && { beside: (dataDir: string) => understanding({ dataDir, ...given }) }),
    report(outcome: Outcome | null, tally: Ingested['tally'], known?: KnownDocument) {
      progress.step(tally)
      if (values.json && values.summary) {
        if (outcome) tellLine(summaryOf(outcome))
        else if (known) tellLine(knownSummary(known))
      } else if (values.json && outcome) lines.add(outcome)
      else if (outcome?.quarantined)
        kept.push(`${outcome.source.path}: ${quarantineProblem(outcome)[0]?.code}`)
    },
  }
  const lines = dryRunWriter(effects.reference, (line) => process.stdout.write(line))
  const kept: string[] = []
  const work = () => {
    if (values.rebuild) return rebuild(dataDir, effects)
    if (values.again) return readAgain(dataDir, positionals, effects)
    if (values.audit) return audit(dataDir, effects)
    return values['dry-run'] ? dryRun(found, effects) : ingest(dataDir, found, effects)
  }
  progress.start(found.length)
  try {
    const done = await work()
    lines.end()
    progress.stop()
    process.stderr.write(tallyWords(done, kept))
    return done.tally.quarantined > 0 ? 2 : 0
  } finally {
    progress.stop()
    reader.close()
  }
}

function tallyWords({ tally, manifest }: Ingested, kept: readonly string[]): string {
  const quarantined = kept.map((line) => `  quarantined ${line}\n`).join('')
  const where = manifest === null ? '' : `; generation ${manifest.generation} is published`
  return `${quarantined}${tally.loaded} loaded, ${tally.quarantined} quarantined, ${tally.alreadyLoaded} already loaded${where}\n`
}

/** What went wrong and what to do, in a line; our own mistakes keep their stack. */
function faultOf(error: unknown): string {
  if (error instanceof Misuse) return `${error.message}\n\n${help}`
  if (error instanceof AlreadyRunning) return `${error.message}: wait for it, or stop it\n`
  if (error instanceof Damaged || error instanceof OtherVersion) return `${error.message}\n`
  const fault = fileFault(error)
  if (fault !== null) return `${fault}; nothing was published\n`
  return `${error instanceof Error ? error.stack : String(error)}\n`
}

/** What kept an ingest from running, for programs. */
function faultCode(error: unknown): IngestFault['fault'] {
  if (error instanceof AlreadyRunning) return 'already-running'
  return isDiskFull(error) ? 'disk-full' : 'failed'
}

process.exitCode = await main(process.argv.slice(2), process.env).catch((error: unknown) => {
  if (process.argv.includes('--summary')) {
    const message = error instanceof Error ? error.message : String(error)
    tellLine({ fault: faultCode(error), message } satisfies IngestFault)
  }
  process.stderr.write(`ingest: ${faultOf(error)}`)
  return 1
})
