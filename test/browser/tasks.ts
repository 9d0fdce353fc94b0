import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { strFromU8, unzipSync } from 'fflate'
import type { Browser, Locator, Page } from 'playwright-core'
import { goTo } from './product.ts'

/** What a task asks of a person, and what it came to: its answer, or why there is none. */
export interface Walked {
  task: string
  clicks: number
  seconds: number
  answer: string
  fault: string | null
}

export const mostClicks = 4

/** A hand on the mouse: every press counts. */
interface Hand {
  page: Page
  clicks: number
  click(what: Locator): Promise<void>
  /** A list that unfolds: one press to open it, one on what is wanted. */
  choose(list: Locator, what: string): Promise<void>
}

function handOn(page: Page): Hand {
  return {
    page,
    clicks: 0,
    async click(what) {
      this.clicks += 1
      await what.click()
    },
    async choose(list, what) {
      this.clicks += 2
      await list.selectOption(what)
    },
  }
}

type Task = (hand: Hand) => Promise<string>

function hold(isSo: boolean, what: string): asserts isSo {
  if (!isSo) throw new Error(what)
}

const navigation = (page: Page, name: string) =>
  page.locator('header nav').getByRole('link', { name, exact: true })
const settled = (page: Page) => page.waitForLoadState('networkidle')
const frame = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const rowsOf = (page: Page) => frame(page, '需要关注的项目').locator('tbody tr')

/** Each project of the watch list: what it is, where, and why. */
async function watched(page: Page) {
  const rows = await rowsOf(page).all()
  return Promise.all(
    rows.map(async (row) => ({
      project: await row.locator('td').first().getByRole('link').innerText(),
      place: (await row.locator('td').first().locator('span').first().innerText()).split(/\s*·\s*/)[0] ?? '',
      why: await row.locator('td').nth(1).locator('li').allInnerTexts(),
    })),
  )
}

const attention: Task = async (hand) => {
  const { page } = hand
  const places = (await watched(page)).map(({ place }) => place)
  const most = [...new Set(places)].sort(
    (one, other) =>
      places.filter((place) => place === other).length - places.filter((place) => place === one).length,
  )[0]
  hold(most !== undefined, 'the home page lists no project')
  await hand.click(page.locator('summary', { hasText: '区县' }))
  await hand.click(page.locator('details[open] label').filter({ hasText: most }).first())
  await page.getByRole('link', { name: `取消筛选 ${most}` }).waitFor()
  // The list is asked for again, quietly, once the figures have changed.
  await rowsOf(page).filter({ hasNotText: most }).first().waitFor({ state: 'detached' })
  const five = (await watched(page)).slice(0, 5)
  hold(five.length > 0 && five.every(({ place }) => place === most), `not all are in ${most}`)
  hold(
    five.every(({ why }) => why.length > 0),
    'a project is listed without a reason',
  )
  await hand.click(rowsOf(page).first().getByRole('link').first())
  await page.waitForURL(/\/projects\//)
  await page.getByRole('heading', { level: 1, name: five[0]?.project ?? '' }).waitFor()
  const path = await page.getByRole('navigation', { name: '所在位置' }).innerText()
  hold(path.includes(most), `the path does not say ${most}: ${path}`)
  return `${most}: ${five.map(({ project, why }) => `${project}（${why[0]}）`).join('; ')}`
}

/** The years and districts that the matrix of unit costs shows, read off its drawing. */
async function matrix(page: Page) {
  const chart = frame(page, '折算单位成本：区县 × 年度').locator('[data-chart][data-live]')
  await chart.locator('svg text').first().waitFor()
  const drawn = await chart.locator('svg text').allTextContents()
  return {
    years: drawn.filter((text) => /^20\d\d$/.test(text)),
    costs: drawn.filter((text) => /^[\d,]+\.\d\d$/.test(text)),
    districts: drawn.filter((text) => /[区县市]$/.test(text)),
  }
}

/** The programme that serves enterprises, in the list of programmes. */
async function toProgramme(hand: Hand): Promise<string> {
  const { page } = hand
  await hand.click(navigation(page, '单位成本'))
  await page.waitForURL(/unit-cost/)
  const list = page.locator('select[name=programme]')
  await list.waitFor()
  const names = await list.locator('option').allInnerTexts()
  const programme = names.find((name) => name.includes('企业')) ?? names[0]
  hold(programme !== undefined, 'no programme can be compared')
  await hand.choose(list, programme)
  await settled(page)
  return programme
}

const cost: Task = async (hand) => {
  const programme = await toProgramme(hand)
  const { years, costs, districts } = await matrix(hand.page)
  hold(years.length >= 3, `the comparison shows ${years.length} years`)
  hold(districts.length >= 2, `the comparison shows ${districts.length} districts`)
  hold(costs.length >= years.length, `the comparison shows ${costs.length} costs`)
  return `${programme}: ${costs.length} costs, ${districts.length} districts, ${years.join(' ')}`
}

const slide: Task = async (hand) => {
  const { page } = hand
  const programme = await toProgramme(hand)
  const { costs } = await matrix(page)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    hand.click(frame(page, '折算单位成本：区县 × 年度').getByRole('link', { name: '幻灯片' })),
  ])
  const parts = unzipSync(new Uint8Array(await readFile(await download.path())))
  const xml = (pattern: RegExp) =>
    Object.entries(parts).flatMap(([name, bytes]) => (pattern.test(name) ? [strFromU8(bytes)] : []))
  const slides = xml(/^ppt\/slides\/slide\d+\.xml$/)
  hold(slides.length > 0, 'the deck has no slide')
  const words = [...slides, ...xml(/^ppt\/charts\/chart\d+\.xml$/)].join('\n')
  hold(words.includes(programme), 'the deck does not name the programme')
  const absent = costs.filter((one) => !words.includes(one) && !words.includes(one.replace(/,/g, '')))
  hold(absent.length === 0, `the deck lacks ${absent.slice(0, 3).join(', ')} of the page`)
  return `${download.suggestedFilename()}: ${slides.length} slides with all ${costs.length} costs of the page`
}

const outputs: Task = async (hand) => {
  const { page } = hand
  await hand.click(navigation(page, '指标'))
  await page.waitForURL(/indicators/)
  await hand.click(page.getByRole('navigation', { name: '一级指标' }).getByRole('link', { name: '产出' }))
  await page.waitForURL(/level1=output/)
  await hand.click(page.getByRole('navigation', { name: '完成率' }).getByRole('link', { name: '低于 60%' }))
  await page.getByRole('link', { name: '取消筛选 完成率 低于 60%' }).waitFor()
  const n = Number(/共 ([\d,]+) 项/.exec(await page.locator('main').innerText())?.[1]?.replace(/,/g, ''))
  const every = await page.request.get(
    new URL(`/export/indicators.csv${new URL(page.url()).search}`, page.url()).href,
  )
  const [heads = [], ...rows] = parse(await every.body(), { bom: true }) as string[][]
  const at = heads.findIndex((head) => head.startsWith('完成率'))
  hold(n > 0 && rows.length === n, `the page says ${n}, its file has ${rows.length}`)
  hold(
    rows.every((row) => Number(row[at]) < 60),
    'a completion is not under 60 %',
  )
  const first = frame(page, '指标明细').locator('tbody tr').first()
  const actual = await first.locator('td').nth(4).innerText()
  await hand.click(first.getByRole('link', { name: /第 \d+ 行/ }))
  await page.waitForURL(/\/documents\//)
  const marked = page.locator('main td[aria-current=location]')
  await marked.waitFor()
  const row = await marked.locator('xpath=ancestor::tr').innerText()
  hold(row.includes(actual), `the row that is marked does not say ${actual}: ${row}`)
  return `${n} indicators; the first (${actual}) at ${new URL(page.url()).hash} of its document`
}

const tasks: readonly (readonly [string, Task])[] = [
  ['which five projects in which district most need attention, and why', attention],
  ['how the cost per enterprise of a programme differs between districts over three years', cost],
  ['export that comparison into a slide', slide],
  ['find every indicator of level 产出 under 60 % and open the cell in its document', outputs],
]

/** Does each task from the home page in a browser of its own; one that takes too many clicks has failed. */
export async function walk(browser: Browser, address: string): Promise<Walked[]> {
  const walked: Walked[] = []
  for (const [task, run] of tasks) {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      acceptDownloads: true,
    })
    const page = await context.newPage()
    await goTo(page, address)
    const hand = handOn(page)
    const began = performance.now()
    const [answer, fault] = await run(hand).then(
      (said) => [said, hand.clicks > mostClicks ? `took more than ${mostClicks} clicks` : null] as const,
      (error: unknown) => ['', String(error)] as const,
    )
    walked.push({ task, clicks: hand.clicks, seconds: (performance.now() - began) / 1000, answer, fault })
    await context.close()
  }
  return walked
}
