import { given, wholeNumber } from '#app/command-line.ts'
import { plantedScores, precisionOf, recallOf } from './index.ts'

const help = `Usage: npm run planted -- [--seed S] [--count N] [--misses M] [--rule ID]…

For every audit rule (or those named), writes N documents that break it (default 50) and N that come near but do
not: reports, forms and lists of several kinds as docx, xlsx, html, csv and txt, with ledgers, under several
scoring rules. Reads them as an ingest does and prints how many were found (recall) and how many findings were
right (precision). The same seed (default 2019) plants the same. Prints the first M misses and false alarms
(default 20); exits with 1 where a rule is below 99 %.
`

const { values } = given(
  {
    options: {
      seed: { type: 'string', default: '2019' },
      count: { type: 'string', default: '50' },
      misses: { type: 'string', default: '20' },
      rule: { type: 'string', multiple: true },
      help: { type: 'boolean', default: false },
    },
  },
  help,
)
if (values.help) {
  process.stdout.write(help)
  process.exit(0)
}
const seed = wholeNumber(values.seed, '--seed')
const count = wholeNumber(values.count, '--count')
const most = wholeNumber(values.misses, '--misses')

const percent = (share: number | null) => (share === null ? '–' : `${(100 * share).toFixed(1)} %`)
const scores = await plantedScores({ seed, count, ...(values.rule ? { only: values.rule } : {}) })
console.log(
  `${'rule'.padEnd(28)} ${'recall'.padStart(8)} ${'precision'.padStart(10)}   found of planted, false alarms`,
)
for (const score of scores) {
  const figures = `${score.found}/${score.planted}, ${score.alarms}`
  console.log(
    `${score.rule.padEnd(28)} ${percent(recallOf(score)).padStart(8)} ${percent(precisionOf(score)).padStart(10)}   ${figures}`,
  )
}
for (const line of scores
  .flatMap(({ rule, misses }) => misses.map((miss) => `missed by ${rule}: ${miss}`))
  .slice(0, most))
  console.log(line)
for (const line of scores
  .flatMap(({ rule, falseAlarms }) => falseAlarms.map((alarm) => `false alarm of ${rule}: ${alarm}`))
  .slice(0, most))
  console.log(line)
const passed = scores.filter((score) => (recallOf(score) ?? 1) >= 0.99 && (precisionOf(score) ?? 1) >= 0.99)
console.log(`seed ${seed}: ${passed.length} passed, ${scores.length - passed.length} failed`)
process.exitCode = passed.length === scores.length ? 0 : 1
