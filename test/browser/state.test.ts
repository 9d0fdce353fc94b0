import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadOnce } from '#test/load.ts'
import { goTo, openBrowser, type Product, serve } from './product.ts'

let dataDir: string
let product: Product
let browser: Browser

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-state-'))
  await loadOnce(dataDir, ['data/sample/2019'])
  product = await serve(dataDir)
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await product?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

async function open(where: string, scripts: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: scripts })
  const page = await context.newPage()
  await goTo(page, product.address + where)
  return page
}

const tally = (page: Page, state: string) =>
  page
    .getByRole('navigation', { name: '处理状态' })
    .getByRole('link', { name: new RegExp(`^${state}`) })
    .innerText()

/** Decides on the first finding that the page lists, as a person would. */
async function decideOnFirst(page: Page, state: string, note: string, name: string) {
  const finding = page.locator('details[id^=finding-]').first()
  await finding.locator('summary').click()
  await finding.getByLabel(state, { exact: true }).check()
  await finding.getByLabel('处理意见').fill(note)
  await finding.getByLabel('姓名').fill(name)
  await finding.getByRole('button', { name: '保存' }).click()
  await page.getByRole('status').filter({ hasText: '已保存' }).waitFor()
}

describe.each([true, false])('with scripts: %s', (scripts) => {
  const note = `与单位核实（${scripts}）`

  test('a finding is set to a state with a note, and keeps its history', async () => {
    const page = await open('/findings?state=open', scripts)
    await decideOnFirst(page, '属实', note, '张三')
    const said = await page.getByRole('status').filter({ hasText: '已保存' }).innerText()
    expect(said).toContain('待核 → 属实')
    expect(said).toContain(note)
    await page.goto(`${product.address}/findings?state=confirmed`)
    const kept = page.locator('details[id^=finding-]').filter({ hasText: note })
    expect(await kept.count()).toBe(1)
    await kept.locator('summary').click()
    expect(await kept.getByRole('list', { name: '处理记录' }).innerText()).toContain('张三：待核 → 属实')
    // The name was typed once.
    expect(await kept.getByLabel('姓名').inputValue()).toBe('张三')
    await page.context().close()
  })

  test('what is dismissed is counted no more, and found under its state', async () => {
    const page = await open('/findings', scripts)
    const dismissed = Number((await tally(page, '排除')).replace(/\D/g, ''))
    await decideOnFirst(page, '排除', '口径不同', '李四')
    expect(Number((await tally(page, '排除')).replace(/\D/g, ''))).toBe(dismissed + 1)
    await page.context().close()
  })

  test('a page is saved as a view, pinned to the home page, and deleted', async () => {
    const name = `养老（${scripts}）`
    const page = await open('/compare/satisfaction?year=2019&lang=zh', scripts)
    await page.getByRole('link', { name: '保存本页' }).click()
    await page.getByLabel('视图名称').fill(name)
    await page.getByLabel('姓名').first().fill('张三')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('视图已保存').waitFor()
    await page.getByRole('listitem').filter({ hasText: name }).getByRole('button', { name: '固定' }).click()
    await page.getByText('已固定在首页').waitFor()
    await page.goto(product.address)
    await page.getByRole('navigation', { name: '固定的视图' }).getByRole('link', { name }).click()
    await page.getByRole('heading', { level: 1, name: '满意度' }).waitFor()
    expect(new URL(page.url()).search).toBe('?year=2019')
    await page.goto(`${product.address}/views`)
    const view = page.getByRole('listitem').filter({ hasText: name })
    await view.getByText('改名或删除').click()
    await view.getByRole('button', { name: '删除' }).click()
    await page.getByText('视图已删除').waitFor()
    expect(await page.getByRole('link', { name }).count()).toBe(0)
    await page.context().close()
  })

  test('a note on a year stands on the pages of that year', async () => {
    const note = `区划调整（${scripts}）`
    const page = await open('/views', scripts)
    await page.getByLabel('不限年度').selectOption('2019')
    await page.getByRole('textbox', { name: '注释' }).fill(note)
    const form = page.locator('form').filter({ hasText: '添加' })
    await form.getByLabel('姓名').fill('张三')
    await page.getByRole('button', { name: '添加' }).click()
    await page.getByText('注释已保存').waitFor()
    await page.goto(`${product.address}/funds?year=2019`)
    expect(await page.getByText(note).count()).toBe(1)
    await page.goto(`${product.address}/funds?year=2018`)
    expect(await page.getByText(note).count()).toBe(0)
    await page.context().close()
  })
})

test.each([
  ['another site', { origin: 'http://elsewhere.example' }],
  ['another site, as newer browsers say', { 'sec-fetch-site': 'cross-site' }],
  ['nowhere', {}],
])('a form from %s is refused', async (_name, headers) => {
  for (const where of ['/views', '/findings/0123456789abcdef', '/basket', '/upload/files']) {
    const answer = await fetch(product.address + where, {
      ...{ method: 'POST', redirect: 'manual', headers },
      body: new URLSearchParams({ intent: 'save', name: 'x', url: '/', by: 'x', state: 'open', note: '' }),
    })
    expect(answer.status).toBe(403)
  }
})

test('a form leads back to no other site', async () => {
  const answer = await fetch(`${product.address}/views`, {
    ...{ method: 'POST', redirect: 'manual', headers: { origin: product.address } },
    body: new URLSearchParams({ intent: 'pin', view: '9', by: 'x', back: '//elsewhere.example/' }),
  })
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe('/?done=pin#done')
})
