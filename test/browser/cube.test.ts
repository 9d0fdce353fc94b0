import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { answersHereMark } from '#app/cube/held.ts'
import { goTo, openBrowser } from './product.ts'

const product = { address: inject('sample') }
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
})

/** What the figures say, who is to be watched, and the tables of all charts. */
const said = (page: Page) =>
  page.evaluate(() =>
    [
      document.querySelector('main ul.grid'),
      document.querySelector('#watch-list table'),
      ...[...document.querySelectorAll('main [data-chart]')].map((chart) =>
        chart.parentElement?.querySelector('table'),
      ),
    ].map((part) => part?.textContent ?? null),
  )

async function open(url: string, javaScriptEnabled = true, tooLong?: string): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  if (tooLong) await page.route(`**/cube.arrow?of=${tooLong}`, (route) => route.fulfill({ status: 204 }))
  await goTo(page, product.address + url)
  return page
}

/** Waits until the browser has what answers, and what is listed beside it. */
const cubeOf = async (page: Page) => {
  await page.waitForFunction((mark) => performance.getEntriesByName(mark).length > 0, answersHereMark)
  await page.waitForLoadState('networkidle')
}

/** Keeps the server silent on what pages ask of it, until what is returned is called. */
async function silenced(page: Page): Promise<() => void> {
  let answer: () => void = () => undefined
  const silence = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route(/\.data/, (route) => silence.then(() => route.continue()))
  return answer
}

async function saidByServer(url: string): Promise<(string | null)[]> {
  const page = await open(url, false)
  const words = await said(page)
  await page.context().close()
  return words
}

test('what is chosen is answered before the server is asked, as the server would, and back again', async () => {
  const page = await open('/')
  await cubeOf(page)
  const whole = await said(page)
  const answer = await silenced(page)
  await page.locator('details[name=filter] summary').nth(1).click()
  await page.locator('input[name=district]').nth(3).check()
  await page.waitForFunction(() => location.search.includes('district='))
  await page.waitForFunction(
    (before) => document.querySelector('main ul.grid')?.textContent !== before,
    whole[0],
  )
  const chosen = await said(page)
  expect(chosen).not.toEqual(whole)
  const { pathname, search } = new URL(page.url())
  const byServer = await saidByServer(pathname + search)
  expect(chosen[0]).toEqual(byServer[0])
  // Tables are written a moment after the figures.
  await expect.poll(() => said(page)).toEqual(byServer)
  answer()
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
  // Back in the moment in which the address follows what was chosen.
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        addEventListener('popstate', () => resolve(null), { once: true })
        const back = () => (location.search === '' ? setTimeout(back) : history.back())
        document.querySelectorAll<HTMLInputElement>('input[name=district]')[3]?.click()
        back()
      }),
  )
  await expect.poll(() => said(page)).toEqual(whole)
  await page.context().close()
})

test('without scripts the same choice is the server’s', async () => {
  const page = await open('/?district=990102', false)
  const live = await open('/?district=990102')
  expect(await page.locator('main ul.grid').first().textContent()).toBe(
    await live.locator('main ul.grid').first().textContent(),
  )
  const pictures = page.locator('main [data-chart] img')
  expect(await pictures.count()).toBeGreaterThan(1)
  for (const picture of await pictures.all())
    expect(
      await picture.evaluate((one: HTMLImageElement) => one.decode().then(() => one.naturalWidth)),
    ).toBeGreaterThan(0)
  await page.context().close()
  await live.context().close()
})

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
  await cubeOf(page)
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
})

test('a grade is chosen by its bar, and again without it', async () => {
  const page = await open('/')
  await cubeOf(page)
  const first = await barOf(page, 'grade-counts', 0.14)
  await page.mouse.click(first.x, first.y)
  await page.waitForFunction(() => location.search === '?grade=excellent')
  const byServer = await saidByServer('/?grade=excellent')
  await expect.poll(() => said(page)).toEqual(byServer)
  const again = await barOf(page, 'grade-counts', 0.14)
  await page.mouse.click(again.x, again.y)
  await page.waitForFunction(() => location.search === '')
  await page.context().close()
})

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
})

/** The pages of comparisons, what is chosen on each, and what it changes. */
const compared: readonly (readonly [string, string, readonly string[]])[] = [
  [
    '/compare/targets',
    'district',
    ['main dl', '#completion-by-level', '#completion-by-year', '#widest-misses', '#widest-overshoots'],
  ],
  [
    '/compare/satisfaction',
    'district',
    [
      'main dl',
      '#satisfaction-by-district',
      '#satisfaction-ranking',
      '#satisfaction-trend',
      '#satisfaction-by-programme',
      '#satisfaction-against-score',
      '#satisfaction-gaps',
    ],
  ],
  [
    '/compare/scores',
    'district',
    [
      'main dl',
      '#score-distribution',
      '#scores-by-district',
      '#score-ties',
      '#score-cases',
      '#scores-reweighted',
    ],
  ],
  [
    '/compare/unit-cost',
    'district',
    [
      'main dl',
      '#unit-cost-by-district',
      '#unit-cost-compared',
      '#unit-cost-trend',
      '#cost-change',
      '#cost-change-by-district',
      '#cost-change-cases',
      '#unit-cost-peers',
      '#unit-cost-cases',
    ],
  ],
  [
    '/compare/side-by-side?measure=execution',
    'sector',
    [
      '#side-by-side',
      '#side-years-execution',
      '#side-ranks-execution',
      '#side-cases-execution',
      '#district-years-execution',
      '#programme-years-execution',
    ],
  ],
]

test('comparisons are answered before the server is asked, as the server would', async () => {
  await Promise.all(
    compared.map(async ([url, field, parts]) => {
      const page = await open(url)
      await cubeOf(page)
      const told = (of: Page) =>
        of.evaluate(
          (selectors) =>
            selectors.map((part) => {
              const place = document.querySelector(part)
              return (place?.querySelector('table') ?? place)?.textContent ?? null
            }),
          parts,
        )
      const whole = await told(page)
      expect(whole).not.toContain(null)
      const answer = await silenced(page)
      await page
        .locator(`input[name=${field}]`)
        .nth(1)
        .evaluate((box: HTMLInputElement) => box.click())
      await expect.poll(async () => (await told(page))[0]).not.toBe(whole[0])
      const chosen = page.waitForURL(new RegExp(`[?&]${field}=`))
      const { pathname } = new URL(page.url())
      await chosen
      const asked = await open(pathname + new URL(page.url()).search)
      const byServer = await told(asked)
      await expect.poll(() => told(page)).toEqual(byServer)
      expect(await page.locator('main section[aria-busy=true]').count(), 'nothing waits').toBe(0)
      answer()
      await page.waitForLoadState('networkidle')
      expect(await told(page)).toEqual(byServer)
      await Promise.all([asked.context().close(), page.context().close()])
    }),
  )
})

test('what stands side by side, by what and in whose prices is answered while the server is silent', async () => {
  const page = await open('/compare/side-by-side?by=district')
  await cubeOf(page)
  const told = (of: Page) =>
    of.evaluate(() => [...document.querySelectorAll('main section table')].map((table) => table.textContent))
  const answer = await silenced(page)
  // The address changes a moment before what the page links to.
  for (const name of ['每户（人）支出', '项目类别']) {
    await page.getByRole('link', { name, exact: true }).click()
    await page.locator('strong[aria-current]', { hasText: name }).waitFor()
  }
  await page.locator('select[name=pick]').first().selectOption({ index: 5 })
  await page.locator('form:has(textarea) input[name=pick]').first().waitFor({ state: 'attached' })
  await page.getByText('按价格指数换算各年金额').click()
  await page.locator('textarea[name=index]').fill('2021:100，2022:103.7，2023:105.1')
  await page.getByRole('button', { name: '换算' }).click()
  await page.waitForURL(/index=/)
  const { pathname, search } = new URL(page.url())
  for (const chosen of ['measure=unitCost', 'by=programme']) expect(search).toContain(chosen)
  const asked = await open(pathname + search)
  const byServer = await told(asked)
  expect(byServer.join()).toContain('2023 年价')
  await expect.poll(() => told(page)).toEqual(byServer)
  answer()
  await page.waitForLoadState('networkidle')
  expect(await told(page)).toEqual(byServer)
  await Promise.all([asked.context().close(), page.context().close()])
})

test('other weights change grades and ranks before the server is asked; a list too long to be sent keeps its place and says that it waits', async () => {
  const page = await open('/compare/scores?district=990102', true, 'score-cases')
  await cubeOf(page)
  const facts = (of: Page) => of.locator('main dl').allTextContents()
  const whole = await facts(page)
  const lists = () => page.locator('main section[aria-busy=true]').count()
  const answer = await silenced(page)
  const satisfaction = page.locator('select[name=weight]').nth(3)
  await satisfaction.focus()
  await satisfaction.selectOption('satisfaction:95')
  await page.waitForURL(/weight=satisfaction%3A95/)
  await expect.poll(() => facts(page)).not.toEqual(whole)
  await expect.poll(lists).toBeGreaterThan(0)
  expect(await satisfaction.evaluate((select) => select === document.activeElement)).toBe(true)
  const asked = await open(new URL(page.url()).pathname + new URL(page.url()).search)
  expect(await facts(page)).toEqual(await facts(asked))
  answer()
  await expect.poll(lists).toBe(0)
  await Promise.all([asked.context().close(), page.context().close()])
})
