/** npm run walk [DATA]: does each task of a user in a real browser, from the home page, and says what it took. */
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { load } from '#test/load.ts'
import { openBrowser, serve } from './product.ts'
import { walk } from './tasks.ts'

const [given] = process.argv.slice(2)
const dataDir = given ?? (await mkdtemp(path.join(os.tmpdir(), 'yardstick-walk-')))
if (given === undefined) await load(dataDir, 'data/sample')
const product = await serve(dataDir)
const browser = await openBrowser()
try {
  const walked = await walk(browser, product.address)
  for (const { task, clicks, seconds, answer, fault } of walked) {
    console.log(`${fault === null ? 'passed' : 'FAILED'}  ${clicks} clicks  ${seconds.toFixed(1)} s  ${task}`)
    console.log(`        ${fault ?? answer}`)
  }
  const failed = walked.filter(({ fault }) => fault !== null).length
  console.log(`${walked.length - failed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
} finally {
  await browser.close()
  await product.stop()
  if (given === undefined) await rm(dataDir, { recursive: true, force: true })
}
