import { statSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { programOf } from './program.mjs'

/** Runs a script of ours as a program: `node run.mjs SCRIPT …`. */
const [, , script = ''] = process.argv
if (!statSync(script, { throwIfNoEntry: false })?.isFile()) {
  const fault = script === '' ? 'no script is named' : `no such script: ${script}`
  console.error(`${fault}\n\nUsage: node run.mjs SCRIPT …`)
  process.exit(1)
}
process.argv.splice(1, 2, path.resolve(script))
const { file } = await programOf(path.resolve(script))
await import(pathToFileURL(file).href)
