import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { withWriterLock } from '#app/warehouse/generations.server.ts'
import { goTo, openBrowser, type Product, serve } from './product.ts'
import { uploadEnded } from './uploads.ts'

const heading =
  '年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因,全年预算数（万元）,全年执行数（万元）,总分,等级'
const report = (project: string, actual: string) =>
  `${heading}\n2022,临澜区,公路中心,${project},产出指标,数量指标,养护里程,≥100公里,${actual},50,40,,100,80,85,良\n`

let dataDir: string
let folder: string
let product: Product
let browser: Browser

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-upload-'))
  folder = await mkdtemp(path.join(os.tmpdir(), 'yardstick-sent-'))
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
  // A file that is chosen before React has taken the page over is seen by nobody, and waited for in vain.
  if (scripts)
    await page.waitForFunction(() => Object.keys(document.body).some((key) => key.startsWith('__reactFiber')))
  return page
}

async function file(name: string, text: string): Promise<string> {
  const whole = path.join(folder, name)
  await mkdir(path.dirname(whole), { recursive: true })
  await writeFile(whole, text)
  return whole
}

describe('upload', () => {
  test('begins on an empty instance, and the dashboard moves to what was loaded', async () => {
    const page = await open('/')
    await page.getByRole('link', { name: '在这里上传文件或文件夹' }).click()
    await page
      .locator('input[name=files]')
      .setInputFiles([
        await file('养护.csv', report('农村公路养护', '80公里')),
        await file('坏文件.docx', 'PK\u0003\u0004'),
        await file('照片.jpg', 'not a document'),
      ])
    await page.getByRole('button', { name: /上传 3 个文件/ }).click()
    await uploadEnded(page)
    const items = page.locator('main ul > li')
    expect(await items.nth(0).innerText()).toMatch(
      /按“自评指标明细表”载入：1 份评价[\s\S]*农村公路养护 · 2022/,
    )
    expect(await items.nth(1).innerText()).toMatch(/已隔离：文件已损坏/)
    expect(await items.nth(2).innerText()).toMatch(/不是能读取的文档格式/)
    await items.nth(0).getByRole('link', { name: '查看文档' }).click()
    await page.getByRole('heading', { name: '养护.csv' }).waitFor()
    await page.getByRole('link', { name: '文档', exact: true }).click()
    await page.getByText('坏文件.docx').first().waitFor()
    await page.context().close()
  })

  test('works without scripts, and passes over what is there already', async () => {
    const page = await open('/documents', { scripts: false })
    await page
      .locator('input[name=files]')
      .setInputFiles([
        await file('养护.csv', report('农村公路养护', '80公里')),
        await file('桥梁.csv', report('桥梁加固', '5')),
      ])
    await page.getByRole('button', { name: '上传' }).click()
    await uploadEnded(page)
    expect(await page.locator('main ul > li').nth(0).innerText()).toContain('此前已载入')
    expect(await page.locator('main ul > li').nth(1).innerText()).toContain('桥梁加固 · 2022')
    await page.context().close()
  })

  test('is shown by a wall that hangs there, without a hand on it', async () => {
    const wall = await open('/wall?every=3600')
    const published = () => wall.locator('main footer').innerText()
    const before = await published()
    const page = await open('/documents', { scripts: false })
    await page.locator('input[name=files]').setInputFiles([await file('灯.csv', report('路灯维护', '7'))])
    await page.getByRole('button', { name: '上传' }).click()
    await uploadEnded(page)
    await expect.poll(published).not.toBe(before)
    await wall.context().close()
    await page.context().close()
  })

  test('says so when no file was chosen', async () => {
    const page = await open('/upload', { scripts: false })
    await page.getByRole('button', { name: '上传' }).click()
    expect(await page.getByRole('alert').innerText()).toContain('没有选择文件')
    await page.context().close()
  })

  test('of a folder keeps its paths, and a corrected file there replaces the earlier and says what changed', async () => {
    for (const actual of ['60公里', '90公里']) {
      await file('报送/临澜区/养护.csv', report('县道养护', actual))
      const page = await open('/documents')
      await page.locator('input[name=folder]').setInputFiles(path.join(folder, '报送'))
      await page.getByRole('button', { name: /上传 1 个文件/ }).click()
      await uploadEnded(page)
      expect(await page.locator('main ul > li').first().innerText()).toContain('报送/临澜区/养护.csv')
      await page.getByRole('link', { name: '查看文档' }).click()
      await page.getByRole('heading', { name: '养护.csv' }).waitFor()
      if (actual === '90公里') {
        const changes = page.getByRole('region', { name: '与被替代材料的差别' })
        expect(await changes.innerText()).toMatch(/养护里程\s*实际\s+60公里\s+90公里/)
        await changes.getByRole('link', { name: '养护.csv' }).click()
        await page.getByText('已被后来的材料替代').waitFor()
      }
      await page.context().close()
    }
  })

  test('waits for an ingest that runs already, and says so', async () => {
    const page = await open('/documents')
    await withWriterLock(dataDir, async () => {
      await page.locator('input[name=files]').setInputFiles(await file('排队.csv', report('排队项目', '1')))
      await page.getByRole('button', { name: /上传 1 个文件/ }).click()
      await page.getByText(/排队等候：服务器上另一次载入正在进行/).waitFor()
    })
    await uploadEnded(page)
    await page.reload()
    await uploadEnded(page)
    await page.context().close()
  })

  test('leaves nothing behind but its outcome', async () => {
    for (const job of await readdir(path.join(dataDir, 'uploads')))
      expect((await readdir(path.join(dataDir, 'uploads', job))).sort()).toEqual([
        'end.json',
        'errors.txt',
        'job.json',
        'list.json',
        'outcomes.jsonl',
      ])
  })

  test.each<[Record<string, string>, string]>([
    [{}, 'no origin'],
    [{ Origin: 'null' }, 'an opaque origin'],
    [{ Origin: 'http://evil.example' }, 'another site'],
    [{ Origin: 'https://127.0.0.1:1' }, 'another port'],
  ])('is refused from elsewhere: %j, %s', async (headers, _from) => {
    const body = new FormData()
    body.append('files', new File([report('外来', '1')], '外来.csv'))
    const before = (await readdir(path.join(dataDir, 'uploads'))).length
    const answer = await fetch(`${product.address}/upload/files`, { method: 'POST', body, headers })
    expect(answer.status).toBe(403)
    expect((await readdir(path.join(dataDir, 'uploads'))).length).toBe(before)
  })

  test('takes no more than its limits, and the other files still', async () => {
    const body = new FormData()
    body.append('files', new File([new Uint8Array(50 * 1024 ** 2 + 1)], '大.csv'))
    body.append('files', new File([report('小项目', '1')], '../../../小;文件="1".csv'))
    const answer = await fetch(`${product.address}/upload/files`, {
      method: 'POST',
      body,
      headers: { Origin: product.address, Accept: 'application/json' },
    })
    const { job } = z.object({ job: z.string() }).parse(await answer.json())
    const page = await open(`/uploads/${job}`)
    await uploadEnded(page)
    expect(await page.locator('main ul > li').nth(0).innerText()).toMatch(/大\.csv[\s\S]*超过单个文件上限/)
    expect(await page.locator('main ul > li').nth(1).innerText()).toMatch(/小;文件="1"\.csv[\s\S]*小项目/)
    await page.context().close()
  })
})
