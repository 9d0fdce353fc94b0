import { parseArgs } from 'node:util'
import { killIngests } from './drills/kill-ingest.ts'

const help = `Usage: npm run drill -- [--kills N] [--seed S] [--documents PATH]

Kills an ingest at N random moments (default 50) and checks after each that the last generation is whole.
`

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    documents: { type: 'string', default: 'data/sample/2019' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(help)
} else {
  const { passed, failed } = await killIngests({
    kills: Number(values.kills),
    seed: Number(values.seed),
    documents: values.documents,
    log: console.log,
  })
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
