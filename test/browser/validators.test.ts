import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { load } from '#test/load.ts'
import { type Product, serve } from './product.ts'

let dataDir = ''
let product: Product

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'yardstick-validators-'))
  await load(dataDir, 'data/sample/2019/临澜区')
  product = await serve(dataDir)
  // What people make has its file from the first page on.
  await get('/')
})
afterAll(async () => {
  await product.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const get = (url: string, headers: Record<string, string> = {}) =>
  fetch(`${product.address}${url}`, { headers, redirect: 'manual' })
const tagOf = async (url: string, headers: Record<string, string> = {}) =>
  (await get(url, headers)).headers.get('etag') ?? ''

const urls = [
  '/',
  '/?lang=en',
  '/compare/targets?year=2019',
  '/compare/targets.data',
  '/export/yearly-trend.csv',
  '/_root.data',
  '/cube.arrow',
]

test.each(urls)('%s is not sent again while it holds', async (url) => {
  const first = await get(url)
  expect(first.status).toBe(200)
  expect(first.headers.get('cache-control')).toBe('private, no-cache')
  const tag = first.headers.get('etag') ?? ''
  expect(tag).toMatch(/^W\/".{20,}"$/)
  await first.arrayBuffer()
  const again = await get(url, { 'If-None-Match': tag })
  expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0])
})

test('languages, filters and visitors have validators of their own', async () => {
  const tags = await Promise.all([
    ...urls.map((url) => tagOf(url)),
    tagOf('/compare/targets'),
    tagOf('/', { Cookie: 'name=other' }),
  ])
  expect(new Set(tags).size).toBe(tags.length)
})

const noncesIn = (html: string) => new Set([...html.matchAll(/nonce="([^"]+)"/g)].map(([, nonce]) => nonce))

test('a page is the same to all who ask alike, zipped or not, but for its nonce, which is new each time', async () => {
  const asked = ['gzip', 'gzip', 'identity', 'gzip'].map(async (encoding) => {
    const page = await get('/funds?lang=en', { 'Accept-Encoding': encoding })
    const html = await page.text()
    const [nonce = '', ...further] = noncesIn(html)
    expect(further).toEqual([])
    expect(page.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`)
    return { nonce, html: html.replaceAll(nonce, '') }
  })
  const pages = await Promise.all(asked)
  expect(new Set(pages.map(({ nonce }) => nonce)).size).toBe(pages.length)
  expect(new Set(pages.map(({ html }) => html)).size).toBe(1)
})

test('what one visitor chose for themselves is sent to no other', async () => {
  const theme = (name: string) => ({ Cookie: `theme=${encodeURIComponent(btoa(JSON.stringify(name)))}` })
  const lights = ['light', 'dark', 'light'].map(
    async (name) => /data-theme="(\w+)"/.exec(await (await get('/findings', theme(name))).text())?.[1],
  )
  expect(await Promise.all(lights)).toEqual(['light', 'dark', 'light'])
})

test('what people write, and what is loaded, is seen soon', async () => {
  const tag = await tagOf('/funds')
  const body = new URLSearchParams({
    intent: 'annotate',
    year: '2019',
    district: '',
    note: '口径有变',
    by: '甲',
  })
  const sent = await fetch(`${product.address}/views`, {
    method: 'POST',
    body,
    headers: { Origin: product.address },
    redirect: 'manual',
  })
  expect(sent.status).toBeLessThan(400)
  const noted = await get('/funds', { 'If-None-Match': tag })
  expect(noted.status).toBe(200)
  await load(dataDir, 'data/sample/2019/栗川县')
  const loaded = async () =>
    (await get('/funds', { 'If-None-Match': noted.headers.get('etag') ?? '' })).status
  await expect.poll(loaded).toBe(200)
})

test.each(['/projects/none', '/export/none.csv', '/documents', '/healthz'])('%s is not kept', async (url) => {
  expect((await get(url)).headers.get('etag')?.startsWith('W/"') ?? false).toBe(false)
})
