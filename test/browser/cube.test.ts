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

/** What the figures say, and the tables of the five charts that are made of sums. */
const said = (page: Page) =>
  page.evaluate(() =>
    [
      document.querySelector('main ul.grid'),
      ...[...document.querySelectorAll('main [data-chart]')]
        .slice(0, 5)
        .map((chart) => chart.parentElement?.querySelector('table')),
    ].map((part) => part?.textContent ?? null),
  )

async function open(url: string, javaScriptEnabled = true): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(product.address + url, { waitUntil: 'networkidle' })
  return page
}

async function saidByServer(url: string): Promise<(string | null)[]> {
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
  const byServer = await saidByServer(pathname + search)
  expect(chosen[0]).toEqual(byServer[0])
  // Tables are written a moment after the figures.
  await expect.poll(() => said(page)).toEqual(byServer)
  await page.waitForLoadState('networkidle')
  expect(await said(page)).toEqual(byServer)
  await page.goBack()
  await expect.poll(() => said(page)).toEqual(whole)
  await page.goForward()
  await expect.poll(() => said(page)).toEqual(byServer)
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

const barOf = async (page: Page, chart: string, share: number) => {
  const place = page.locator(`#${chart} [data-chart][data-live]`)
  await page.locator(`#${chart}`).scrollIntoViewIfNeeded()
  await place.waitFor()
  const box = await place.boundingBox()
  if (box === null) throw new Error('the chart has no place')
  return { x: box.x + box.width * share, y: box.y + box.height - 45 }
}

test('a range brushed on a distribution narrows all else while it is drawn, and the URL once it is', async () => {
  const page = await open('/')
  // Once the cube is there.
  await page.waitForTimeout(1_000)
  const whole = await said(page)
  const [from, to] = [await barOf(page, 'execution-bands', 0.2), await barOf(page, 'execution-bands', 0.5)]
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 8 })
  await expect.poll(async () => (await said(page))[0]).not.toEqual(whole[0])
  expect(new URL(page.url()).search).toBe('')
  await page.mouse.up()
  await page.waitForFunction(() => location.search.includes('execution='))
  const { pathname, search } = new URL(page.url())
  const byServer = await saidByServer(pathname + search)
  await expect.poll(() => said(page)).toEqual(byServer)
  await page.getByRole('link', { name: /取消筛选 执行率/ }).click()
  await expect.poll(() => said(page)).toEqual(whole)
  await page.context().close()
}, 120_000)

test('a grade is chosen by its bar, and again without it', async () => {
  const page = await open('/')
  await page.waitForTimeout(1_000)
  const first = await barOf(page, 'grade-counts', 0.14)
  await page.mouse.click(first.x, first.y)
  await page.waitForFunction(() => location.search === '?grade=excellent')
  const byServer = await saidByServer('/?grade=excellent')
  await expect.poll(() => said(page)).toEqual(byServer)
  const again = await barOf(page, 'grade-counts', 0.14)
  await page.mouse.click(again.x, again.y)
  await page.waitForFunction(() => location.search === '')
  await page.context().close()
}, 120_000)

test('without scripts both ends of a range are chosen in a form', async () => {
  const page = await open('/', false)
  await page.locator('details[name=filter]', { hasText: '执行率' }).locator('summary').click()
  await page.locator('select[name=execution]').first().selectOption('60-')
  await page.locator('select[name=execution]').last().selectOption('-90')
  await page.getByRole('button', { name: '应用' }).click()
  await page.waitForURL(/execution=60-/)
  expect(await page.getByRole('link', { name: '取消筛选 执行率 60–90%' }).count()).toBe(1)
  expect(await page.locator('main ul.grid').first().textContent()).toBe(
    (await saidByServer('/?execution=60-90'))[0],
  )
  await page.context().close()
}, 60_000)

test.each([
  ['/compare/targets', ['completion-by-level', 'completion-by-year']],
  [
    '/compare/satisfaction',
    ['satisfaction-by-district', 'satisfaction-ranking', 'satisfaction-trend', 'satisfaction-by-programme'],
  ],
  ['/compare/scores', ['score-distribution', 'scores-by-district', 'score-ties']],
])(
  '%s is answered before the server is asked, as the server would',
  async (url, charts) => {
    const page = await open(url)
    await page.waitForTimeout(1_000)
    const told = (of: Page) =>
      of.evaluate(
        (ids) =>
          ['main dl', ...ids.map((id) => `#${id} table`)].map(
            (part) => document.querySelector(part)?.textContent ?? null,
          ),
        charts,
      )
    const whole = await told(page)
    await page.route(/\.data/, (route) =>
      new Promise((resolve) => setTimeout(resolve, 1_500)).then(() => route.continue()),
    )
    const began = Date.now()
    await page
      .locator('input[name=district]')
      .nth(2)
      .evaluate((box: HTMLInputElement) => box.click())
    await expect.poll(async () => (await told(page))[0]).not.toBe(whole[0])
    await page.waitForFunction(() => location.search.includes('district='))
    const { pathname, search } = new URL(page.url())
    expect(Date.now() - began, 'the server was still silent').toBeLessThan(1_500)
    const asked = await open(pathname + search)
    const byServer = await told(asked)
    await expect.poll(() => told(page)).toEqual(byServer)
    await page.keyboard.press('Escape')
    await expect.poll(() => told(page)).toEqual(whole)
    await asked.context().close()
    await page.context().close()
  },
  60_000,
)

test('a comparison of districts is answered before the server is asked', async () => {
  const page = await open('/compare/side-by-side?measure=execution')
  await page.waitForTimeout(1_000)
  const table = (of: Page) => of.locator('#district-years-execution table').textContent()
  const whole = await table(page)
  await page.route(/\.data/, (route) =>
    new Promise((resolve) => setTimeout(resolve, 1_500)).then(() => route.continue()),
  )
  const began = Date.now()
  await page
    .locator('input[name=sector]')
    .first()
    .evaluate((box: HTMLInputElement) => box.click())
  await expect.poll(() => table(page)).not.toBe(whole)
  const chosen = await table(page)
  expect(Date.now() - began, 'the server was still silent').toBeLessThan(1_500)
  await page.waitForFunction(() => location.search.includes('sector='))
  await page.waitForLoadState('networkidle')
  const { pathname, search } = new URL(page.url())
  const asked = await open(pathname + search)
  expect(chosen).toBe(await table(asked))
  expect(await table(page)).toBe(chosen)
  await asked.context().close()
  await page.context().close()
}, 60_000)
