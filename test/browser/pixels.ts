import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { load } from '#test/load.ts'
import { difference, inFewColours, openCanvas, references, scenesOf, shotsOf } from './pixels-shots.ts'
import { openBrowser, serve } from './product.ts'

/** Compares every page with its pictures, or with --update makes these anew, from the built product. */
const update = process.argv.includes('--update')
const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-'))
await load(dataDir, 'data/sample')
const product = await serve(dataDir)
const browser = await openBrowser()
const canvas = await openCanvas(browser)
if (update) {
  await mkdir(references, { recursive: true })
  for (const file of await readdir(references)) await rm(path.join(references, file))
}
try {
  let size = 0
  for (const scene of await scenesOf(browser, product.address))
    for (const shot of await shotsOf(browser, product.address, scene)) {
      if (update) {
        const small = await inFewColours(canvas, shot)
        size += small.length
        await writeFile(path.join(references, shot.file), small)
      } else console.log(`${((await difference(canvas, shot)) * 100).toFixed(3)} %  ${shot.file}`)
    }
  if (update) console.log(`${(await readdir(references)).length} pictures, ${(size / 1e6).toFixed(1)} MB`)
} finally {
  await browser.close()
  await product.stop()
  await rm(dataDir, { recursive: true, force: true })
}
