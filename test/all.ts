import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'

/** `npm test`: every check, each told as it ends; the last line counts them all. */
const checks: readonly (readonly [string, readonly string[]])[] = [
  ['build', ['--import', 'tsx', 'app/start.ts', '--build-only']],
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'ci', '.']],
  ['types', ['node_modules/typescript/bin/tsc', '--noEmit']],
  ['dead code', ['node_modules/knip/bin/knip.js']],
  [
    'folders',
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      'app',
      'ingest',
      'data',
      'test',
      '--config',
    ],
  ],
]

const Counts = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
})

function run(args: readonly string[], env: Record<string, string> = {}): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })
}

/** Runs vitest and reads its own count; a suite that could not be collected counts as one failure. */
async function runTests(): Promise<{ passed: number; failed: number }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'yardstick-test-'))
  const file = path.join(folder, 'results.json')
  const loaded = path.join(folder, 'loaded')
  await mkdir(loaded)
  const fine = await run(
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${file}`,
    ],
    { YARDSTICK_LOADED: loaded },
  )
  const counts = await readFile(file, 'utf8').then(
    (text) => Counts.parse(JSON.parse(text)),
    () => null,
  )
  await rm(folder, { recursive: true, force: true })
  if (counts === null) return { passed: 0, failed: 1 }
  const { numPassedTests: passed, numFailedTests: failed, numFailedTestSuites } = counts
  return { passed, failed: fine ? failed : Math.max(failed, numFailedTestSuites, 1) }
}

let passed = 0
let failed = 0
const left = [...checks]

/** Each keeps one processor at work, so that two of them are run at once. */
async function runChecks() {
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const [name, args] = next
    const fine = await run(args)
    console.log(`${fine ? 'passed' : 'FAILED'}: ${name}`)
    if (fine) passed += 1
    else failed += 1
  }
}

await Promise.all([runChecks(), runChecks()])
const tests = await runTests()
passed += tests.passed
failed += tests.failed
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
