import { NotRestored, restore } from './backup.server.ts'
import { endWith, given } from './command-line.ts'
import { environment } from './env.server.ts'

const usage = `npm run restore -- FILE --data DIR

Restores a backup into an empty folder. Every file is compared with its hash first; where one differs nothing is restored.
A sealed one is opened with YARDSTICK_BACKUP_PASSPHRASE.
`

const { values, positionals } = given(
  {
    allowPositionals: true,
    options: { data: { type: 'string' }, help: { type: 'boolean' } },
  },
  usage,
)
const [file] = positionals
if (values.help || file === undefined || values.data === undefined) {
  console.log(usage)
  process.exitCode = values.help ? 0 : 1
} else
  try {
    const { files, generation, made } = await restore(
      file,
      values.data,
      environment().YARDSTICK_BACKUP_PASSPHRASE ?? null,
    )
    console.log(`${values.data}: ${files} files as of ${made}, generation ${generation ?? 'none'}`)
  } catch (error) {
    if (!(error instanceof NotRestored)) endWith(error)
    console.error(`nothing was restored: ${error.message}`)
    process.exitCode = 1
  }
