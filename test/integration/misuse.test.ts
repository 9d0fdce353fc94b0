import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const said = (args: readonly string[]) =>
  run(process.execPath, ['run.mjs', ...args]).then(
    () => ({ code: 0, stderr: '' }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
  )

test.each([
  [['app/backup.ts', '--nonsense'], /Unknown option '--nonsense'[\s\S]*npm run backup -- --out FILE/],
  [['app/restore.ts', '--nonsense'], /Unknown option[\s\S]*npm run restore -- FILE --data DIR/],
  [['app/people.ts', 'list', '--nonsense'], /Unknown option[\s\S]*npm run people -- COMMAND/],
  [['ingest/main.ts', '--nonsense'], /Unknown option[\s\S]*npm run ingest -- /],
  [['ingest/main.ts', '--dry-run', ''], /an empty path names no file or folder[\s\S]*npm run ingest -- /],
  [['ingest/none.ts'], /no such script: .*ingest\/none\.ts[\s\S]*node run\.mjs SCRIPT/],
  [[], /no script is named[\s\S]*node run\.mjs SCRIPT/],
  [['data/generate.ts', '--nonsense'], /Unknown option[\s\S]*npm run generate -- --help/],
  [['app/backup.ts', '--out', 'no-such-folder/backup.tar'], /no such file or folder: no-such-folder/],
  [['app/restore.ts', 'none.tar', '--data', 'var/none'], /no such file or folder: none\.tar/],
  [['test/mutate.ts', '--count', 'many'], /--count takes a whole number, not many/],
])('%j says what is wrong with it, with no stack', async (args, words) => {
  const { code, stderr } = await said(args)
  expect(code).toBe(1)
  expect(stderr).toMatch(words)
  expect(stderr).not.toMatch(/^\s+at /m)
})
