import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { pagesOfFigures } from '#app/navigation.ts'
import { goTo, openBrowser } from './product.ts'
import { mostClicks, walk } from './tasks.ts'

const product = { address: inject('sample') }
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
})

test('every task of a user is done from the home page in four clicks', async () => {
  for (const { task, clicks, fault } of await walk(browser, product.address)) {
    expect(fault, task).toBeNull()
    expect(clicks, task).toBeLessThanOrEqual(mostClicks)
  }
})

const Focus = z.object({ text: z.string(), seen: z.boolean(), href: z.string().nullable() })

/** What has the focus, and whether it can be seen to have it. */
async function focused(page: Page) {
  return Focus.parse(
    await page.evaluate(`(() => {
      const element = document.activeElement
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      const { width, height } = element.getBoundingClientRect()
      return {
        text: element.innerText ?? '',
        href: element.getAttribute('href'),
        seen: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && width > 1 && height > 1,
      }
    })()`),
  )
}

/** Presses Tab until something is reached; all that is passed on the way can be seen to have the focus. */
async function tabTo(page: Page, what: (focus: z.infer<typeof Focus>) => boolean) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab')
    const focus = await focused(page)
    expect(focus.seen, `the focus on “${focus.text.slice(0, 40)}” cannot be seen`).toBe(true)
    if (what(focus)) return
  }
  throw new Error('80 presses of Tab do not lead there')
}

test('the outputs under 60 % are found and their cell is opened by keyboard alone', async () => {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await goTo(page, product.address)
  await page.keyboard.press('Tab')
  expect(await focused(page)).toMatchObject({ text: '跳到正文', seen: true })
  await tabTo(page, ({ text }) => text === '指标')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: '指标' }).waitFor()
  await tabTo(page, ({ text, href }) => text === '产出' && href !== null)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: '取消筛选 产出' }).waitFor()
  await tabTo(page, ({ text }) => text === '低于 60%')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: '取消筛选 完成率 低于 60%' }).waitFor()
  await tabTo(page, ({ text }) => /^表 \d+ 第 \d+ 行$/.test(text))
  await page.keyboard.press('Enter')
  await page.locator('td[aria-current=location]').waitFor()
  await page.context().close()
})

test('the skip link leads past the head, to the first thing of the page itself', async () => {
  const page = await (await browser.newContext()).newPage()
  await goTo(page, `${product.address}/compare/unit-cost`)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.closest("main") !== null')).toBe(true)
  await page.context().close()
})

/** Tables that have rows and no way from any of them: their rows are on the page that they stand on. */
test('no table of a comparison is a dead end', async () => {
  const page = await (await browser.newContext()).newPage()
  const ends: string[] = []
  for (const where of pagesOfFigures) {
    await goTo(page, product.address + where)
    const found = await page.evaluate(`[...document.querySelectorAll('main table')]
      .filter((table) => table.tBodies[0]?.rows.length > 0 && table.querySelector('tbody a, thead a') === null)
      .map((table) => table.closest('[aria-label]')?.getAttribute('aria-label') ?? 'unnamed')`)
    ends.push(
      ...z
        .array(z.string())
        .parse(found)
        .map((name) => `${where}: ${name}`),
    )
  }
  await page.context().close()
  expect(ends).toEqual([])
})

test('every figure above the comparisons leads to the rows that it was made of', async () => {
  const page = await (await browser.newContext()).newPage()
  for (const where of [
    '/compare/targets',
    '/compare/unit-cost',
    '/compare/satisfaction',
    '/compare/scores',
    '/funds',
  ]) {
    await goTo(page, product.address + where)
    const figures = await page.locator('main dl dd.text-lg').count()
    const links = await page
      .locator('main dl dd.text-lg a')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''))
    expect(links, where).toHaveLength(figures)
    for (const href of links.filter((one) => one.includes('#')))
      expect(await page.locator(`[id="${href.split('#')[1]}"]`).count(), `${where} ${href}`).toBe(1)
  }
  await page.context().close()
})
