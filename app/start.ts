import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { programOf } from '../program.mjs'
import { refusalToServe } from './env.server.ts'

/** `npm start`: builds what changed, loads the sample portfolio, serves it on the loopback address. */
const root = path.resolve(import.meta.dirname, '..')
const stamp = path.join(root, 'build', 'built-from')
const sample: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_ENV: 'production',
  YARDSTICK_DATA: path.join(root, 'var/sample'),
}

/** What the build is made of, as one hash; a build from the same is used again. */
async function sourceHash(): Promise<string> {
  const names = await readdir(path.join(root, 'app'), { recursive: true, withFileTypes: true })
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  const hash = createHash('sha256')
  for (const file of [
    ...files.sort(),
    ...['package-lock.json', 'vite.config.ts'].map((name) => path.join(root, name)),
  ])
    hash.update(file).update(await readFile(file))
  return hash.digest('hex')
}

function run(args: readonly string[], accepted: readonly number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env: sample, stdio: 'inherit' })
    child.on('error', reject)
    child.on('exit', (code) =>
      accepted.includes(code ?? 1) ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}`)),
    )
  })
}

const refusal = process.argv.includes('--build-only') ? null : refusalToServe('open')
if (refusal !== null) {
  console.error(refusal)
  process.exit(1)
}
const source = await sourceHash()
if ((await readFile(stamp, 'utf8').catch(() => '')) !== source) {
  await run(['node_modules/@remix-run/dev/dist/cli.js', 'vite:build'], [0])
  await writeFile(stamp, source)
}
// Who serves, or gives a command beside the server, may not be allowed to write here.
const programs = [
  ...['app/server', 'app/loopback'],
  ...['app/people', 'app/backup', 'app/restore', 'app/audit-log'],
  ...['ingest/main', 'ingest/readers/child', 'ingest/understand-beside', 'ingest/check-beside'],
]
for (const script of programs) await programOf(`${script}.ts`)
if (!process.argv.includes('--build-only')) {
  // Exit status 2: the sample holds documents that cannot be read, to show what becomes of them.
  await run(['run.mjs', 'ingest/main.ts', 'data/sample'], [0, 2])
  // Pages are drawn in much memory that is soon let go.
  await run(['--max-semi-space-size=64', 'run.mjs', 'app/loopback.ts'], [0])
}
