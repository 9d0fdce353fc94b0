import { given, wholeNumber } from '#app/command-line.ts'
import { mutateDocuments } from './drills/mutate-documents.ts'

const help = `Usage: npm run mutate -- [--seed N] [--count M]

Damages M documents (default 1000) of every format, and checks that each is loaded or kept aside with a reason,
in ten seconds at most. Prints counts by reason, the slowest, and whatever broke that promise; exit status 1 if
something did. The same seed damages in the same way.
`

const { values } = given(
  {
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '1000' },
      help: { type: 'boolean', default: false },
    },
  },
  help,
)
if (values.help) {
  process.stdout.write(help)
} else {
  const { counts, slowest, faults, late } = await mutateDocuments({
    seed: wholeNumber(values.seed, '--seed'),
    count: wholeNumber(values.count, '--count'),
    log: console.log,
  })
  console.table(Object.fromEntries([...counts].sort(([, a], [, b]) => b - a)))
  for (const line of slowest) console.log(line)
  for (const line of late) console.log(`LATE ${line}`)
  console.log(`${values.count} documents, ${faults.length + late.length} faults`)
  process.exitCode = faults.length + late.length === 0 ? 0 : 1
}
