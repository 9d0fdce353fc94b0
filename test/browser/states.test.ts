import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { loadOnce } from '#test/load.ts'
import { goTo, openBrowser, type Product, serve } from './product.ts'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const product = { address: inject('sample') }
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
})

async function open(where: string, width = 1440): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height: 900 } })).newPage()
  await goTo(page, new URL(where, product.address).href)
  return page
}

async function violations(page: Page) {
  await page.evaluate(axe)
  const found: unknown = await page.evaluate(
    'axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }).then((r) => r.violations)',
  )
  return z
    .array(z.object({ id: z.string() }))
    .parse(found)
    .map(({ id }) => id)
}

test('every chart in view follows the page into the night', async () => {
  const page = await open('/compare/side-by-side')
  const drawn = () =>
    page.evaluate(() => [...document.querySelectorAll('[data-chart][data-live]')].map((one) => one.innerHTML))
  await page.locator('#side-ranks-total').scrollIntoViewIfNeeded()
  await expect.poll(async () => (await drawn()).length).toBeGreaterThan(1)
  const byDay = await drawn()
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(async () => (await drawn()).filter((one) => byDay.includes(one))).toEqual([])
  await page.context().close()
})

describe.each([1440, 390])('at %d px', (width) => {
  test.each(['zh', 'en'])('what does not exist says what to do, in %s', async (language) => {
    const page = await open(`/projects/0000000000000000?lang=${language}`, width)
    expect(await page.locator('h1').innerText()).toBe(
      language === 'zh' ? '没有这个页面' : 'There is no such page',
    )
    expect(await page.locator('html').getAttribute('lang')).toBe(language === 'zh' ? 'zh-CN' : 'en')
    expect(await page.locator('header nav a').count()).toBeGreaterThan(5)
    expect(await violations(page)).toEqual([])
    await page.locator('main').getByRole('link').first().click()
    await page.waitForURL((url) => url.pathname === '/')
    await page.context().close()
  })
})

test('an address that no page has is answered in the language that it asks for', async () => {
  const response = await fetch(new URL('/no/such/page?lang=en', product.address))
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('There is no such page')
})

test('while a page is on its way the one that is shown keeps its place and says so', async () => {
  const page = await open('/')
  const held = new Promise<Route>((resolve) => page.route(/funds\.data/, resolve))
  const before = await page.locator('h1').boundingBox()
  await page.locator('header nav').getByRole('link', { name: '资金', exact: true }).click()
  await page.locator('[aria-busy=true]').waitFor()
  expect(await page.getByText('正在载入…').count()).toBe(1)
  expect(await page.locator('h1').boundingBox()).toEqual(before)
  await (await held).continue()
  await page.waitForURL(/funds/)
  await page.locator('[aria-busy=false]').waitFor()
  await page.context().close()
})

test('documents put aside are told on every page with the way to them', async () => {
  const page = await open('/funds')
  const link = page.locator('footer').getByRole('link', { name: /份文档被隔离/ })
  const n = Number(/\d+/.exec(await link.innerText())?.[0])
  await link.click()
  await page.waitForURL(/status=quarantined/)
  await expect
    .poll(() => page.getByRole('link', { name: /^已?隔离.*\d+$|^被隔离/ }).count())
    .toBeGreaterThan(0)
  expect(await page.locator('main li a[href^="/documents/"]').count()).toBeGreaterThanOrEqual(n)
  await page.context().close()
})

describe('the way down', () => {
  const steps = (page: Page) =>
    page.getByRole('navigation', { name: '所在位置' }).locator('li').allInnerTexts()

  test('leads from the overview to the cell and back, and stays in view', async () => {
    const page = await open('/?district=990102')
    expect((await steps(page)).at(-1)).toContain('临澜区')
    await page.getByRole('region', { name: '需要关注的项目' }).locator('tbody a').first().click()
    await page.waitForURL(/projects/)
    await page
      .getByRole('link', { name: /^表 \d+ 第 \d+ 行/ })
      .first()
      .click()
    await page.waitForURL(/row=/)
    await expect.poll(async () => (await steps(page)).length).toBe(6)
    expect((await steps(page)).map((step) => step.replace(/^›\s*/, '')).slice(0, 2)).toEqual([
      '总览',
      '临澜区',
    ])
    const way = page.getByRole('navigation', { name: '所在位置' }).getByRole('link')
    await way.nth(2).click()
    await page.waitForURL(/indicators\?.*unit=/)
    expect(await page.locator('main tbody tr').count()).toBeGreaterThan(0)
    await page.goBack()
    await page.waitForURL(/projects/)
    await page.context().close()
  })

  test('every list of indicators leads to the cell in its document, and the document back to its project', async () => {
    const page = await open('/indicators')
    await page
      .locator('main tbody')
      .getByRole('link', { name: /^表 \d+ 第 \d+ 行/ })
      .first()
      .click()
    await page.waitForURL(/documents/)
    await page.locator('td[aria-current=location]').waitFor()
    await page.getByRole('navigation', { name: '所在位置' }).locator('a[href^="/projects/"]').first().click()
    await page.waitForURL(/projects/)
    await page.context().close()
  })
})

describe('faults', () => {
  let broken: string
  let faulty: Product

  beforeAll(async () => {
    broken = await mkdtemp(path.join(os.tmpdir(), 'yardstick-fault-'))
    await loadOnce(broken, ['data/sample/2019'])
    faulty = await serve(broken)
  })

  afterAll(async () => {
    await faulty?.stop()
    await rm(broken, { recursive: true, force: true })
  })

  test('a fault is told by its number, which the log has too, and by nothing from inside', async () => {
    const list = await (await fetch(`${faulty.address}/documents?status=loaded`)).text()
    const id = /\/documents\/([0-9a-f]{64})/.exec(list)?.[1] ?? ''
    const contents = path.join(broken, 'contents')
    for (const file of await readdir(contents, { recursive: true, withFileTypes: true }))
      if (file.isFile()) await writeFile(path.join(file.parentPath, file.name), 'not what was written')
    const page = await browser.newPage()
    const response = await goTo(page, `${faulty.address}/documents/${id}`)
    expect(response?.status()).toBe(500)
    const shown = await page.locator('body').innerText()
    const number = /\d{4}-\d{4}/.exec(shown)?.[0] ?? 'none'
    expect(shown).toContain('事件编号')
    expect(faulty.log()).toContain(`incident ${number} GET /documents/${id}`)
    expect(await page.content()).not.toMatch(/ at \w+|node_modules|\bselect\b.*\bfrom\b|\.ts:\d/)
    expect(await violations(page)).toEqual([])
    // Without a load of the whole page it is the same.
    await goTo(page, `${faulty.address}/documents`)
    await page.locator(`main a[href^="/documents/${id}"]`).first().click()
    await page.getByText('事件编号', { exact: true }).waitFor()
    const again = /\d{4}-\d{4}/.exec(await page.locator('main').innerText())?.[0] ?? 'none'
    expect(again).not.toBe(number)
    expect(faulty.log()).toContain(`incident ${again} GET`)
    await page.close()
  })

  test('where a newer generation is not fit to be served, every page says so in its head', async () => {
    const pointer = path.join(broken, 'gens', 'CURRENT.json')
    const manifest = z
      .looseObject({ generation: z.number() })
      .parse(JSON.parse(await readFile(pointer, 'utf8')))
    const next = { ...manifest, generation: manifest.generation + 1, digest: '0'.repeat(64) }
    await writeFile(pointer, JSON.stringify(next))
    await expect
      .poll(async () => (await fetch(`${faulty.address}/funds`)).text())
      .toContain('显示的不是最新数据')
  })

  test('before anything is loaded a page says how to begin, under the head of every page', async () => {
    const empty = await mkdtemp(path.join(os.tmpdir(), 'yardstick-empty-'))
    const fresh = await serve(empty)
    const page = await browser.newPage()
    const response = await goTo(page, `${fresh.address}/?lang=en`)
    expect(response?.status()).toBe(503)
    expect(await page.locator('h1').innerText()).toBe('Nothing is loaded yet')
    expect(await page.locator('header nav a').count()).toBeGreaterThan(5)
    expect(await violations(page)).toEqual([])
    await page.close()
    await fresh.stop()
    await rm(empty, { recursive: true, force: true })
  })
})
