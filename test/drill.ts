import { parseArgs } from 'node:util'
import { killIngests } from './drills/kill-ingest.ts'
import { compareAll } from './security/noninterference.ts'

const help = `Usage: npm run drill -- [--kills N] [--seed S] [--documents PATH]
       npm run drill -- --apart N [--seed S]

Kills an ingest at N random moments (default 50) and checks after each that the last generation is whole.

--apart compares N answers, for every route, role and scope, with those of a warehouse that holds the scope alone
(npm run serve or npm start builds what is asked).
`

const { values } = parseArgs({
  options: {
    apart: { type: 'string' },
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    documents: { type: 'string', default: 'data/sample/2019' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(help)
} else if (values.apart !== undefined) {
  const seed = Number(values.seed)
  const { cells, routes, differences } = await compareAll(Number(values.apart), seed)
  for (const difference of differences) console.log(difference)
  console.log(`seed ${seed}, ${routes.length} routes`)
  console.log(`${cells - differences.length} passed, ${differences.length} failed`)
  process.exitCode = differences.length === 0 ? 0 : 1
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
