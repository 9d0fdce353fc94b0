import { spawnSync } from 'node:child_process'
import { appendFile, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { given, wholeNumber } from '#app/command-line.ts'
import { brokenBy, runDrill } from './drills/drill.ts'
import { drills } from './drills/index.ts'
import { load } from './load.ts'
import { compareAll, quickFolder } from './security/noninterference.ts'

const results = 'var/drills.jsonl'

const help = `Usage: npm run drill -- [--fault F5 | --fault all] [--seed S] [--count N]
       npm run drill -- --apart N [--seed S]

Makes something go wrong, N times, and checks after each that what must hold does. The same seed does the same again.

${Object.entries(drills)
  .map(([name, { what, counts }]) => `  ${name.padEnd(4)} ${what} (${counts.full})`)
  .join('\n')}

--apart compares N answers, for every route, role and scope, with those of a warehouse that holds the scope alone.
Where pages are asked, npm start or npm run serve must have built them. Every run adds a line to ${results}.
`

const { values } = given(
  {
    options: {
      apart: { type: 'string' },
      fault: { type: 'string', default: 'F1' },
      count: { type: 'string' },
      seed: { type: 'string', default: String(Date.now() % 100_000) },
      help: { type: 'boolean', default: false },
    },
  },
  help,
)
const seed = wholeNumber(values.seed, '--seed')

/** Every run is one line, so that those of a release can be shown and compared. */
async function writeDown(run: Record<string, string | number>) {
  const { status, stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' })
  const on = { commit: status === 0 ? stdout.trim() : null, node: process.version }
  await mkdir(path.dirname(results), { recursive: true })
  await appendFile(results, `${JSON.stringify({ at: new Date().toISOString(), ...run, ...on })}\n`)
}

async function apart(count: number) {
  const whole = await quickFolder('yardstick-whole-')
  try {
    await load(whole, 'data/sample')
    const compared = await comparedOn(whole, count)
    await writeDown({ fault: 'apart', seed, count, ...compared })
    return compared
  } finally {
    await rm(whole, { recursive: true, force: true })
  }
}

async function comparedOn(whole: string, cells: number) {
  const { routes, differences, ...compared } = await compareAll(whole, { cells, seed }, (so) =>
    console.log(`${so.cells} cells, ${so.differences.length} differences`),
  )
  for (const difference of differences) console.log(difference)
  console.log(`${routes.length} routes`)
  return { passed: compared.cells - differences.length, failed: differences.length }
}

async function drilled(wanted: string) {
  const named = Object.entries(drills).filter(([name]) => wanted === 'all' || name === wanted)
  if (named.length === 0) throw new Error(`there is no fault ${wanted}: ${Object.keys(drills).join(', ')}`)
  const all = { passed: 0, failed: 0 }
  for (const [name, drill] of named) {
    const count = values.count === undefined ? drill.counts.full : wholeNumber(values.count, '--count')
    const began = performance.now()
    const { passed, failed } = await runDrill(drill, { count, seed }, (trial) => {
      const broken = brokenBy(trial).join('; ')
      if (broken !== '' || wanted !== 'all') console.log(`${trial.what}: ${broken || 'holds'}`)
    })
    const seconds = Math.round((performance.now() - began) / 1000)
    console.log(`${name} seed ${seed}: ${passed} passed, ${failed} failed, ${seconds} s`)
    await writeDown({ fault: name, seed, count, passed, failed, seconds })
    all.passed += passed
    all.failed += failed
  }
  return all
}

if (values.help) {
  process.stdout.write(help)
} else {
  console.log(`seed ${seed}`)
  const { passed, failed } = await (values.apart === undefined
    ? drilled(values.fault)
    : apart(wholeNumber(values.apart, '--apart')))
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
