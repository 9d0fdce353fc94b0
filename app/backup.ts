import { parseArgs } from 'node:util'
import { backUp } from './backup.server.ts'
import { environment } from './env.server.ts'

const usage = `npm run backup -- --out FILE [--data DIR]

Writes the data folder (YARDSTICK_DATA) into one tar archive while it is in use: the generation that is served, every
document as it was sent, what people made, the audit log. It holds unpublished figures and hashes of passwords, and is
not encrypted: keep it where only administrators read.
`

const { values } = parseArgs({
  options: { out: { type: 'string' }, data: { type: 'string' }, help: { type: 'boolean' } },
})
if (values.help || values.out === undefined) {
  console.log(usage)
  process.exitCode = values.help ? 0 : 1
} else {
  const { files, generation } = await backUp(values.data ?? environment().YARDSTICK_DATA, values.out)
  console.log(`${values.out}: ${files} files, generation ${generation ?? 'none'}`)
}
