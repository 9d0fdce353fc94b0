import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { load } from '#test/load.ts'
import { goTo, openBrowser, type Product, serve } from './product.ts'
import { uploadEnded } from './uploads.ts'

const form = 'data/sample/2023/鹿鸣区/2023年-鹿鸣区-中小企业网上服务经费-自评表.docx'
const odd = (year: number, project: string) => `临澜区公路中心${year}年度考核一览
事项,考核点,约定,做到,权,评
${project},养护里程,≥100公里,80公里,60,50
${project},群众评价,≥90%,92%,40,40
`

let dataDir: string
let folder: string
let product: Product
let browser: Browser

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-correct-'))
  folder = await mkdtemp(path.join(os.tmpdir(), 'yardstick-sent-'))
  await writeFile(path.join(folder, '甲表.csv'), odd(2022, '农村公路养护'))
  await writeFile(path.join(folder, '乙表.csv'), odd(2022, '桥梁加固').replace('评\n', '评议\n'))
  await load(dataDir, form, folder)
  product = await serve(dataDir)
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await product?.stop()
  await rm(dataDir, { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
})

async function open(where: string, { scripts = true } = {}): Promise<Page> {
  const context = await browser.newContext({
    javaScriptEnabled: scripts,
    viewport: { width: 1440, height: 900 },
  })
  const page = await context.newPage()
  await goTo(page, product.address + where)
  return page
}

describe.each([
  ['甲表.csv', true],
  ['乙表.csv', false],
] as const)('a document of no known form: %s, scripts %s', (name, scripts) => {
  test('is read once its columns are named, previewed first, and says that it was', async () => {
    const page = await open('/documents', { scripts })
    await page.getByRole('link', { name }).first().click()
    await page.getByRole('link', { name: /人工指定表头和各列的含义/ }).click()
    await page.getByText('现在以第 2 行为表头').waitFor()
    const meanings = ['project', 'level3', 'target', 'actual', 'weight', 'score']
    for (const [column, field] of meanings.entries())
      await page.getByLabel(`第 ${column + 1} 列是什么`).selectOption(field)
    await page.locator('input[name="g-unit"]').fill('公路中心')
    await page.locator('input[name="keep-unit"]').fill('公路中心')
    await page.getByRole('button', { name: '预览' }).click()
    const preview = page.getByRole('region', { name: '预览：将会读出的内容' })
    await preview.waitFor()
    expect(await preview.innerText()).toMatch(
      /1 份评价[\s\S]*养护里程[\s\S]*≥ 100 公里[\s\S]*80 公里[\s\S]*未达标/,
    )
    await page.getByRole('button', { name: '载入' }).click()
    await uploadEnded(page, /已完成：载入 1 份/)
    await page.getByRole('link', { name: '查看文档' }).click()
    await page.getByRole('heading', { name }).waitFor()
    const words = await page.locator('main').innerText()
    expect(words).toContain('人工指定列')
    expect(words).toContain('人工填写，不是文档自己写明的')
    expect(words).toContain('实施单位：公路中心')
    await page.context().close()
  })
})

test('the next file of the unit is read the same way, until that is withdrawn', async () => {
  const send = async (name: string, year: number) => {
    const file = path.join(folder, name)
    await writeFile(file, odd(year, '农村公路养护'))
    const page = await open('/documents')
    await page.locator('input[name=files]').setInputFiles(file)
    await page.getByRole('button', { name: /上传 1 个文件/ }).click()
    await uploadEnded(page)
    const words = await page.locator('main ul > li').first().innerText()
    await page.context().close()
    return words
  }
  expect(await send('下一年.csv', 2023)).toMatch(/按“人工指定列”载入：1 份评价/)
  const page = await open('/documents', { scripts: false })
  const kept = page.getByRole('region', { name: '人工指定的表式' })
  expect(await kept.locator('li').count()).toBe(2)
  await kept.locator('li', { hasText: '甲表.csv' }).getByRole('button', { name: '停用' }).click()
  await expect.poll(() => kept.locator('li').count()).toBe(1)
  await page.context().close()
  expect(await send('再下一年.csv', 2024)).toMatch(/已隔离：表格不是已知的表式/)
})

test('columns that give nothing are not loaded, and the page says so', async () => {
  const page = await open('/documents?q=再下一年', { scripts: false })
  await page.getByRole('link', { name: '再下一年.csv' }).click()
  await page.getByRole('link', { name: /人工指定表头和各列的含义/ }).click()
  for (const column of [1, 2, 3, 4, 5, 6]) await page.getByLabel(`第 ${column} 列是什么`).selectOption('')
  await page.getByRole('button', { name: '载入' }).click()
  expect(await page.getByRole('alert').innerText()).toContain('这样读不出任何内容')
  await page.context().close()
})

test.each(['/documents/0/correct', '/mappings/nothing-there/withdraw'])(
  '%s is refused from elsewhere',
  async (where) => {
    const answer = await fetch(product.address + where, {
      method: 'POST',
      headers: { Origin: 'http://evil.example' },
    })
    expect(answer.status).toBe(403)
  },
)

test.each([true, false])('an indicator is followed to its cell, scripts %s', async (scripts) => {
  const page = await open('/documents?q=鹿鸣区-中小企业', { scripts })
  await page.getByRole('link', { name: /中小企业网上服务经费 · 2023/ }).click()
  const place = page.locator('tr[id^="row-"] a', { hasText: /^表 \d+ 第 \d+ 行$/ }).nth(1)
  const [, table, row] = /表 (\d+) 第 (\d+) 行/.exec(await place.innerText()) ?? []
  await place.click()
  const inPlace = page.locator(`#source-${row}`)
  await inPlace.waitFor()
  const cell = inPlace.locator('td[aria-current="location"]')
  const name = await cell.innerText()
  expect(await inPlace.innerText()).toContain('系统读出')
  await inPlace.getByRole('link', { name: '查看整张表' }).click()
  await page.getByRole('heading', { name: /自评表\.docx/ }).waitFor()
  expect(new URL(page.url()).search).toContain(`table=${table}&row=${row}`)
  expect(await page.locator('td[aria-current="location"]').innerText()).toBe(name)
  expect(await page.locator('aside').innerText()).toContain(name.replace(/\s/g, ''))
  await page.context().close()
})
