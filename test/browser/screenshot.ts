import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { load } from '#test/load.ts'
import { goTo, openBrowser, serve } from './product.ts'

/** Makes the README's picture: the overview of the sample portfolio, from the built product. */
const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-'))
await load(dataDir, 'data/sample')
const product = await serve(dataDir)
const browser = await openBrowser()
const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } })
await goTo(page, product.address)
await page.screenshot({ path: path.join(import.meta.dirname, 'overview.png') })
await browser.close()
await product.stop()
await rm(dataDir, { recursive: true, force: true })
