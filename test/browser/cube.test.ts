import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openBrowser } from './product.ts'

const product = { address: inject('sample') }
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
}, 180_000)
afterAll(async () => {
  await browser.close()
})

/** What the figures say, and the tables of the two charts that are made of sums. */
const said = (page: Page) =>
  page.evaluate(() =>
    [
      document.querySelector('main ul.grid'),
      ...[...document.querySelectorAll('main [data-chart]')]
        .slice(0, 2)
        .map((chart) => chart.parentElement?.querySelector('table')),
    ].map((part) => part?.textContent ?? null),
  )

async function open(url: string, javaScriptEnabled = true): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(product.address + url, { waitUntil: 'networkidle' })
  return page
}

async function saidByServer(url: string): Promise<unknown> {
  const page = await open(url)
  const words = await said(page)
  await page.context().close()
  return words
}

test('what is chosen is answered before the server is asked, as the server would, and back again', async () => {
  const page = await open('/')
  const whole = await said(page)
  await page.route(/\.data/, (route) =>
    new Promise((resolve) => setTimeout(resolve, 1_500)).then(() => route.continue()),
  )
  const began = Date.now()
  await page.locator('details[name=filter] summary').nth(1).click()
  await page.locator('input[name=district]').nth(3).check()
  await page.waitForFunction(() => location.search.includes('district='))
  await page.waitForFunction(
    (before) => document.querySelector('main ul.grid')?.textContent !== before,
    whole[0],
  )
  const chosen = await said(page)
  expect(Date.now() - began, 'the server was still silent').toBeLessThan(1_500)
  expect(chosen).not.toEqual(whole)
  const { pathname, search } = new URL(page.url())
  expect(chosen).toEqual(await saidByServer(pathname + search))
  await page.waitForLoadState('networkidle')
  expect(await said(page)).toEqual(chosen)
  await page.goBack()
  await expect.poll(() => said(page)).toEqual(whole)
  await page.goForward()
  await expect.poll(() => said(page)).toEqual(chosen)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => location.search === '')
  await expect.poll(() => said(page)).toEqual(whole)
  await page.context().close()
}, 120_000)

test('without scripts the same choice is the server’s', async () => {
  const page = await open('/?district=990102', false)
  const live = await open('/?district=990102')
  expect(await page.locator('main ul.grid').first().textContent()).toBe(
    await live.locator('main ul.grid').first().textContent(),
  )
  expect(await page.locator('main [data-chart] svg').count()).toBeGreaterThan(1)
  await page.context().close()
  await live.context().close()
}, 60_000)
