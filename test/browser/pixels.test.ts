import { mkdir, readdir, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import {
  difference,
  languages,
  openCanvas,
  references,
  type Scene,
  scenesOf,
  shotsOf,
} from './pixels-shots.ts'
import { openBrowser } from './product.ts'

const product = { address: inject('sample') }
let browser: Browser
let canvas: Page
let scenes: Scene[]

beforeAll(async () => {
  browser = await openBrowser()
  canvas = await openCanvas(browser)
  scenes = await scenesOf(browser, product.address)
})

afterAll(async () => {
  await browser?.close()
})

/** The share of a picture that may differ: a few letters, not a line of them. */
const tolerance = 0.002

/** Where pictures are left that differ, beside nothing that is kept. */
const left = path.join(os.tmpdir(), 'yardstick-pixels')

test.each(languages)(
  'every page looks as its pictures, in %s',
  async (language) => {
    const differing: string[] = []
    for (const scene of scenes.filter((one) => one.language === language))
      for (const shot of await shotsOf(browser, product.address, scene)) {
        const share = await difference(canvas, shot)
        if (share <= tolerance) continue
        await mkdir(left, { recursive: true })
        await writeFile(path.join(left, shot.file), shot.png)
        differing.push(`${shot.file} differs by ${(share * 100).toFixed(2)} %`)
      }
    expect(differing, `see ${left}; npm run pixels -- --update makes the pictures anew`).toEqual([])
  },
  180_000,
)

test('no picture is of a page that is gone', async () => {
  const names = new Set(scenes.map(({ name, language }) => `${name}-${language}`))
  for (const file of await readdir(references))
    expect(names).toContain(file.replace(/-(light|dark)-\d+\.png$/, ''))
})
