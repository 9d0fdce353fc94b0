import { backUp } from './backup.server.ts'
import { endWith, given } from './command-line.ts'
import { environment } from './env.server.ts'

const usage = `npm run backup -- --out FILE [--data DIR]

Writes the data folder (YARDSTICK_DATA) into one tar archive while it is in use: the generation that is served, every
document as it was sent, what people made, the audit log. It holds unpublished figures and hashes of passwords. Set
YARDSTICK_BACKUP_PASSPHRASE, 12 characters or more, and it is sealed with it (AES-256-GCM); without one it is not
encrypted: keep it where only administrators read. Who loses the passphrase loses the backup.
`

const { values } = given(
  {
    options: { out: { type: 'string' }, data: { type: 'string' }, help: { type: 'boolean' } },
  },
  usage,
)
if (values.help || values.out === undefined) {
  console.log(usage)
  process.exitCode = values.help ? 0 : 1
} else {
  const { YARDSTICK_DATA, YARDSTICK_BACKUP_PASSPHRASE: passphrase = null } = environment()
  const { files, generation } = await backUp(values.data ?? YARDSTICK_DATA, values.out, {
    passphrase,
  }).catch(endWith)
  const how = passphrase === null ? 'not encrypted' : 'sealed'
  console.log(`${values.out}: ${files} files, generation ${generation ?? 'none'}, ${how}`)
}
