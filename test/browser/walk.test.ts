import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { parse } from 'csv-parse/sync'
import ExcelJS from 'exceljs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { pagesOfFigures } from '#app/navigation.ts'
import { goTo, openBrowser } from './product.ts'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const product = { address: inject('sample') }
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
})

interface Opened {
  page: Page
  /** What the page complained of, in its console or by a request that failed. */
  complaints: string[]
}

async function open(where: string, options: { width?: number; scripts?: boolean } = {}): Promise<Opened> {
  const { width = 1440, scripts = true } = options
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    javaScriptEnabled: scripts,
    acceptDownloads: true,
  })
  const page = await context.newPage()
  if (scripts)
    await page.addInitScript(`window.shifted = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value
    }).observe({ type: 'layout-shift', buffered: true })`)
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    if (!request.url().startsWith(product.address)) complaints.push(`asked outside: ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`)
  })
  await goTo(page, product.address + where)
  return { page, complaints }
}

const Violations = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }))

/** What keeps a page from AA. */
async function violations(page: Page, colorScheme: 'light' | 'dark') {
  await page.emulateMedia({ colorScheme })
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe)
  const told: unknown = await page.evaluate(
    'axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }).then((r) => r.violations)',
  )
  return Violations.parse(told).map(({ id, nodes }) => {
    const places = nodes.map(({ html }) => html.slice(0, 160)).slice(0, 3)
    return `${id}: ${places.join(' | ')}`
  })
}

/** How far things jumped from the first paint to the last chart, for one who was never here. */
async function shifted(page: Page) {
  await page.evaluate('window.scrollTo(0, document.body.scrollHeight)')
  await page.waitForTimeout(300)
  return z.number().parse(await page.evaluate('window.shifted'))
}

const scrollsSideways = (page: Page) =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth + 1')

const pages = [...pagesOfFigures, '/views', '/basket', '/wall']

/** A project's page, found as a person would: by the first project named in the list of indicators. */
async function projectPage(): Promise<string> {
  const { page } = await open('/indicators', { scripts: false })
  const href = await page.locator('main table a[href^="/projects/"]').first().getAttribute('href')
  await page.context().close()
  return href ?? ''
}

/** A loaded document's page at one of its rows, or the page on which its columns are named. */
async function documentPage(after = ''): Promise<string> {
  const { page } = await open('/documents?q=鹿鸣区-中小企业网上服务经费-自评表.docx', {
    scripts: false,
  })
  const href = await page.locator('main li a[href^="/documents/"]').first().getAttribute('href')
  await page.context().close()
  return `${href}${after}`
}

const found: Readonly<Record<string, () => Promise<string>>> = {
  project: projectPage,
  source: async () => `${new URL(await projectPage(), product.address).pathname}?table=1&row=5&column=3`,
  document: () => documentPage('?table=1&row=12&column=4'),
  columns: () => documentPage('/correct?preview=yes'),
}

describe.each([...pages, '/upload', ...Object.keys(found)])('%s', (name) => {
  let there: Promise<string> | undefined
  const where = async () => {
    there ??= found[name]?.()
    return there ?? name
  }

  test.each([
    ['zh', 1440, 'dark', 390, 'light'],
    ['en', 390, 'dark', 1440, 'light'],
  ] as const)(
    'in %s is whole at %d px, %s, and then at %d px, %s: no complaint, nothing jumps, no violation of AA, no sideways scroll',
    async (language, opened, scheme, turned, otherScheme) => {
      const there = new URL(await where(), product.address)
      there.searchParams.set('lang', language)
      const { page, complaints } = await open(there.pathname + there.search, { width: opened })
      expect(await page.locator('h1').count()).toBe(1)
      expect(await page.locator('html').getAttribute('lang')).toBe(language === 'zh' ? 'zh-CN' : 'en')
      expect(await page.getByText(language === 'zh' ? '示例数据' : 'Sample data').count()).toBeGreaterThan(0)
      expect(await shifted(page)).toBeLessThanOrEqual(0.05)
      expect(await violations(page, scheme)).toEqual([])
      expect(await scrollsSideways(page)).toBe(false)
      await page.setViewportSize({ width: turned, height: 900 })
      // Charts are drawn anew for the width that they come to have.
      await expect.poll(() => scrollsSideways(page)).toBe(false)
      expect(await violations(page, otherScheme)).toEqual([])
      expect(complaints).toEqual([])
      await page.context().close()
    },
  )

  test('is sent without a broken character', async () => {
    const sent = await (await fetch(product.address + (await where()))).text()
    expect(sent).not.toMatch(/[\0\uFFFD]/)
  })

  test('is readable without scripts', async () => {
    const { page } = await open(await where(), { scripts: false })
    const words = await page.locator('main').innerText()
    expect(words.length).toBeGreaterThan(100)
    const charts = await page.locator('main [role=img] :is(svg, img)').count()
    if (
      !(name in found) &&
      !['/indicators', '/documents', '/upload', '/views', '/basket', '/wall'].includes(name)
    )
      expect(charts).toBeGreaterThan(0)
    await page.context().close()
  })
})

/** The middles of what a chart has drawn and filled: bars, cells, points and bands. */
const marks = `[...document.querySelectorAll('main [data-chart]')].map((chart) =>
  [...chart.querySelectorAll('path')].filter((path) => !['none', null].includes(path.getAttribute('fill')))
    .map((path) => path.getBoundingClientRect())
    .filter(({ width, height }) => width > 2 && height > 2)
    .map(({ x, y, width, height }) => [x + width / 2, y + height / 2]))`

/** Clicks the first mark of a chart that the pointer calls a link; marks are drawn, not elements of the page. */
async function followMark(page: Page, index: number): Promise<string | null> {
  const chart = page.locator('main [data-chart]').nth(index)
  await chart.scrollIntoViewIfNeeded()
  await page.waitForFunction(
    (at) => document.querySelectorAll('main [data-chart]')[at]?.hasAttribute('data-live'),
    index,
  )
  const before = page.url()
  const drawn = z.array(z.array(z.tuple([z.number(), z.number()]))).parse(await page.evaluate(marks))
  for (const [x, y] of drawn[index] ?? []) {
    await page.mouse.move(x, y)
    const leads = await page.evaluate(
      ([left, top]) => getComputedStyle(document.elementFromPoint(left, top) ?? document.body).cursor,
      [x, y] as const,
    )
    if (leads !== 'pointer') continue
    await page.mouse.click(x, y)
    await page.waitForURL((url) => url.href !== before)
    return page.url()
  }
  return null
}

test('what a mark says when it is pointed at is written in the typeface of the page', async () => {
  const { page } = await open('/compare/targets')
  const texts = page.locator('main [data-chart]').first().locator('text')
  await page.waitForFunction(() => document.querySelector('main [data-chart]')?.hasAttribute('data-live'))
  const before = await texts.count()
  for (const [x, y] of z
    .array(z.array(z.tuple([z.number(), z.number()])))
    .parse(await page.evaluate(marks))[0] ?? []) {
    await page.mouse.move(x, y)
    if ((await texts.count()) > before) break
  }
  expect(await texts.count()).toBeGreaterThan(before)
  const faces = await texts.evaluateAll((all) => all.map((text) => getComputedStyle(text).fontFamily))
  expect([...new Set(faces)]).toEqual(['"Noto Sans SC", sans-serif'])
  await page.context().close()
})

test.each(pages.slice(0, 9))(
  'a click on a mark of each chart of %s goes to what it stands for',
  async (where) => {
    const { page } = await open(where)
    const charts = await page.locator('main [data-chart]').count()
    expect(charts).toBeGreaterThan(0)
    for (let index = 0; index < charts; index += 1) {
      if (index > 0) await goTo(page, product.address + where)
      expect(await followMark(page, index), `chart ${index + 1} of ${where}`).not.toBeNull()
    }
    await page.context().close()
  },
  180_000,
)

test('district and year are chosen on the page, stand in the URL, and give the same view again', async () => {
  const { page } = await open('/indicators')
  await page.locator('summary', { hasText: '区县' }).click()
  await page.locator('input[name=district][value="990102"]').check()
  await page.waitForURL(/district=990102/)
  await page.locator('summary', { hasText: '年度' }).click()
  await page.locator('input[name=year][value="2021"]').check()
  await page.waitForURL(/year=2021/)
  const { pathname, search } = new URL(page.url())
  const again = await open(pathname + search)
  const shown = await again.page.locator('main table').first().innerText()
  expect(shown).toContain('2021')
  await expect.poll(() => page.locator('main table').first().innerText()).toBe(shown)
  await page
    .getByRole('link', { name: /2021.*×|取消筛选 2021/ })
    .first()
    .click()
  await page.waitForURL((url) => !url.search.includes('year='))
  await page.context().close()
  await again.page.context().close()
})

describe('exports', () => {
  const fetched = async (where: string) => {
    const response = await fetch(product.address + where)
    expect(response.status, where).toBe(200)
    return { bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers }
  }

  test('csv and xlsx hold the same rows, read by other readers than our own', async () => {
    const { bytes } = await fetched('/export/satisfaction-by-district.csv?district=990102')
    const rows = z.array(z.array(z.string())).parse(parse(bytes, { bom: true }))
    const book = new ExcelJS.Workbook()
    const sheet = await fetched('/export/satisfaction-by-district.xlsx?district=990102')
    await book.xlsx.load(new Uint8Array(sheet.bytes).buffer)
    const first = book.worksheets[0]
    expect(rows.length).toBe(7)
    expect(first?.rowCount).toBe(rows.length)
    rows.slice(1).forEach((row, index) => {
      const typed = first?.getRow(index + 2)
      expect(String(typed?.getCell(1).value)).toBe(row[0])
      expect(typed?.getCell(2).value).toBe(Number(row[1]))
    })
  })

  test('svg and png are pictures with their Chinese words', async () => {
    const svg = await fetched('/export/satisfaction-by-district.svg')
    expect(svg.headers.get('content-type')).toContain('image/svg+xml')
    expect(svg.bytes.toString()).toContain('临澜区')
    const png = await fetched('/export/satisfaction-by-district.png')
    const page = await (await browser.newContext()).newPage()
    await page.setContent(`<img src="data:image/png;base64,${png.bytes.toString('base64')}">`)
    const width = await page.evaluate<number>(
      'document.images[0].decode().then(() => document.images[0].naturalWidth)',
    )
    expect(width).toBeGreaterThan(1500)
    await page.context().close()
  })

  test('the menu of a chart gives it as every kind of file', async () => {
    const { page } = await open('/compare/satisfaction')
    const menu = page.locator('details[name=export]').first()
    await menu.locator('summary').click()
    for (const suffix of ['xlsx', 'csv', 'pptx', 'docx', 'png', 'svg', 'parquet', 'arrow']) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        menu.getByRole('link', { name: suffix.toUpperCase() }).click(),
      ])
      expect(download.suggestedFilename()).toMatch(new RegExp(`^满意度差距.*\\.${suffix}$`))
      expect((await readFile(await download.path())).length, suffix).toBeGreaterThan(500)
    }
    await page.context().close()
  })

  test.each([true, false])('views are gathered and come as one deck (scripts: %s)', async (scripts) => {
    const { page, complaints } = await open('/compare/satisfaction?district=990102', { scripts })
    await page.getByRole('button', { name: '加入素材篮' }).first().click()
    await expect.poll(() => page.getByRole('link', { name: '素材篮 1' }).count()).toBe(1)
    await page.goto(`${product.address}/funds`)
    await page.getByRole('button', { name: '加入素材篮' }).first().click()
    await page.getByRole('link', { name: '素材篮 2' }).click()
    await page.waitForURL(/basket/)
    await page.getByRole('button', { name: /上移/ }).click()
    await expect.poll(() => page.locator('h2').first().innerText()).toContain('资金流向')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '导出演示文稿' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/等2项\.pptx$/)
    expect(await scrollsSideways(page)).toBe(false)
    if (scripts) expect(await violations(page, 'light')).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
  })
})

test('a page runs no script but its own', async () => {
  const response = await fetch(product.address)
  const again = await fetch(product.address)
  const policy = response.headers.get('content-security-policy')
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w-]{22}';/)
  expect(again.headers.get('content-security-policy')).not.toBe(policy)
  const { page } = await open('/')
  const ran = await page.evaluate<boolean>(`(() => {
    const script = document.createElement('script')
    script.textContent = 'window.ran = true'
    document.body.append(script)
    return window.ran === true
  })()`)
  expect(ran).toBe(false)
  await page.context().close()
})

describe('on paper', () => {
  const shownOf = async (page: Page) => {
    await page.emulateMedia({ media: 'print' })
    return page.locator('body').innerText()
  }

  test('a page says what it is limited to, and shows nothing that is there to be clicked', async () => {
    const { page } = await open('/compare/unit-cost?district=990102&lang=zh')
    const shown = await shownOf(page)
    expect(shown).toContain('筛选条件：区县 临澜区')
    for (const word of ['加入素材篮', '全部清除', '核查发现', 'English']) expect(shown).not.toContain(word)
    expect(shown).toContain('数据版本')
    await page.context().close()
  })

  test('charts are drawn for the width of A4, also those that nobody scrolled to', async () => {
    const { page } = await open('/')
    const charts = await page.locator('[data-chart]').count()
    // What draws comes by itself after a while, and is then there to whoever imports it.
    const library = await page.waitForFunction(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .find((name) => name.includes('/render-')),
    )
    await page.evaluate(`import('${await library.jsonValue()}')`)
    await page.evaluate(
      `addEventListener('beforeprint', () => {
        window.widths = [...document.querySelectorAll('[data-chart] svg')].map((svg) => Number(svg.getAttribute('width')))
      })`,
    )
    const pdf = await page.pdf({ preferCSSPageSize: true })
    const widths = z.array(z.number()).parse(await page.evaluate('window.widths'))
    expect(widths).toHaveLength(charts)
    await page.emulateMedia({ media: 'print' })
    const zoom = Number(await page.evaluate(`getComputedStyle(document.querySelector('[data-chart]')).zoom`))
    for (const width of widths) expect(width * zoom).toBeLessThan(700)
    const { numPages, first } = await readPdf(new Uint8Array(pdf))
    expect(numPages).toBeLessThanOrEqual(4)
    expect(first.width / first.height).toBeCloseTo(210 / 297, 2)
    await page.context().close()
  })
})

describe('the wall', () => {
  const place = async (page: Page) => (await page.locator('[aria-current=step]').innerText()).split(' / ')[0]
  const isAt = (page: Page, at: string) =>
    page.waitForFunction(
      (wanted) => document.querySelector('[aria-current=step]')?.textContent?.startsWith(`${wanted} /`),
      at,
    )

  test('turns by itself, by keys and by its links, and stays where it is while it is paused', async () => {
    const { page, complaints } = await open('/wall?every=5')
    expect(await place(page)).toBe('1')
    await isAt(page, '2')
    await page.keyboard.press('Space')
    expect(await page.getByRole('button', { name: '继续' }).getAttribute('aria-pressed')).toBe('true')
    const paused = Number(await place(page))
    await page.waitForTimeout(6_000)
    expect(await place(page)).toBe(String(paused))
    await page.keyboard.press('ArrowRight')
    await isAt(page, String(paused + 1))
    await page.keyboard.press('ArrowLeft')
    await isAt(page, String(paused))
    await page.getByRole('link', { name: '下一个' }).click()
    await isAt(page, String(paused + 1))
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('turns without scripts too, and leads to the page of what it shows', async () => {
    const { page } = await open('/wall?at=2&every=5', { scripts: false })
    await page.waitForURL(/[?&]at=3/)
    await page.getByRole('heading', { level: 1 }).getByRole('link').click()
    await page.waitForURL((url) => url.pathname !== '/wall')
    await page.context().close()
  })
})

async function readPdf(data: Uint8Array) {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const document = await getDocument({ data }).promise
  const { width, height } = (await document.getPage(1)).getViewport({ scale: 1 })
  return { numPages: document.numPages, first: { width, height } }
}

test('what does not exist is a page that says so', async () => {
  const response = await fetch(`${product.address}/projects/0000000000000000`)
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('没有这个页面')
})

test('the overview needs less than 400 KB of scripts, gzipped, to its last chart', async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  // What answers choices in the browser comes beside the charts, and no chart waits for it.
  await page.route('**/cube.arrow**', (cube) => cube.abort())
  await goTo(page, product.address)
  await page.evaluate('window.scrollTo(0, document.body.scrollHeight)')
  await page.locator('main [data-chart]').last().and(page.locator('[data-live]')).waitFor()
  await page.waitForLoadState('networkidle')
  const sizes: unknown = await page.evaluate(
    `performance.getEntriesByType('resource').filter((r) => r.name.endsWith('.js')).map((r) => r.encodedBodySize)`,
  )
  const total = z
    .array(z.number())
    .parse(sizes)
    .reduce((sum, size) => sum + size, 0)
  expect(total).toBeGreaterThan(100_000)
  expect(total).toBeLessThan(400_000)
  await page.close()
})
