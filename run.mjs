import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { programOf } from './program.mjs'

/** Runs a script of ours as a program: `node run.mjs SCRIPT …`. */
process.argv.splice(1, 2, path.resolve(process.argv[2] ?? ''))
const { file } = await programOf(process.argv[1] ?? '')
await import(pathToFileURL(file).href)
