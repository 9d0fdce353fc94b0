import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Change, changed, itemOf, itemText, mostItems } from '#app/exports/basket.ts'
import { action, loader } from '#app/routes/basket.tsx'
import { loader as file } from '#app/routes/export.$file.ts'
import { load } from '#test/load.ts'

const list = `年度,区县,预算单位,项目名称,年初预算数(万元),全年执行数(万元),一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分
2019,临澜区,临澜区中小企业服务中心,中小企业网上服务经费,110.55,110.55,满意度指标,服务对象满意度指标,企业满意度,≥95%,76%,10,8
2019,望澜区,望澜区民政局,居家养老服务补贴,50,48,满意度指标,服务对象满意度指标,老人满意度,≥90%,92.5%,10,10
`

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'yardstick-basket-'))
  await writeFile(path.join(folder, '自评指标明细.csv'), list)
  process.env.YARDSTICK_DATA = path.join(folder, 'data')
  await load(path.join(folder, 'data'), path.join(folder, '自评指标明细.csv'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const page = 'http://localhost/basket'

/** A browser without scripts: it keeps the cookie, posts forms, and follows redirects. */
function visitor() {
  let cookie = ''
  const args = (request: Request) => ({ request, params: {}, context: {} })
  return {
    async posts(fields: Record<string, string>, headers: Record<string, string> = {}) {
      const body = new URLSearchParams({ back: '/', ...fields })
      const answer = await action(
        args(new Request(page, { method: 'POST', body, headers: { Cookie: cookie, ...headers } })),
      ).catch((thrown: unknown) => thrown)
      if (!(answer instanceof Response)) throw new Error('a form was not answered')
      cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? cookie
      return answer
    },
    async sees(search = '') {
      return (await loader(args(new Request(page + search, { headers: { Cookie: cookie } })))).items
    },
    async takes(name: string, search = '') {
      const request = new Request(`http://localhost/export/${name}${search}`, { headers: { Cookie: cookie } })
      return file({ request, params: { file: name }, context: {} })
    },
  }
}

const slidesOf = (bytes: Uint8Array) =>
  Object.entries(unzipSync(bytes))
    .filter(([name]) => /^ppt\/slides\/slide\d+\.xml$/.test(name))
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([, part]) => strFromU8(part))

test('views are gathered in order, each with its filters, and come as one deck and one briefing', async () => {
  const someone = visitor()
  const back = '/compare/satisfaction?district=990103'
  const added = await someone.posts({ what: 'add', item: 'satisfaction-by-district?district=990103', back })
  expect([added.status, added.headers.get('Location')]).toEqual([303, back])
  expect(added.headers.get('Set-Cookie')).toMatch(/HttpOnly.*SameSite=Lax/)
  await someone.posts({ what: 'add', item: 'satisfaction-ranking' })
  await someone.posts({ what: 'add', item: 'satisfaction-ranking' })
  const seen = await someone.sees()
  expect(seen.map(({ view, filters }) => [view, filters])).toEqual([
    ['satisfaction-by-district', '区县 望澜区'],
    ['satisfaction-ranking', '无'],
  ])
  await someone.posts({ what: 'up', item: 'satisfaction-ranking' })
  const deck = await someone.takes('basket.pptx')
  expect(deck.headers.get('Content-Disposition')).toContain(encodeURIComponent('等2项.pptx'))
  const slides = slidesOf(new Uint8Array(await deck.arrayBuffer()))
  expect(slides).toHaveLength(2)
  expect(slides[0]).toContain('筛选条件：无')
  expect(slides[1]).toContain('筛选条件：区县 望澜区')
  const briefing = await someone.takes('basket.docx', '?lang=en')
  const text = strFromU8(
    unzipSync(new Uint8Array(await briefing.arrayBuffer()))['word/document.xml'] ?? new Uint8Array(),
  )
  expect(text.indexOf('Ranking: target and actual')).toBeGreaterThan(0)
  expect(text.indexOf('Satisfaction gap: district')).toBeGreaterThan(
    text.indexOf('Ranking: target and actual'),
  )
  await someone.posts({ what: 'remove', item: 'satisfaction-ranking' })
  expect((await someone.sees()).map(({ view }) => view)).toEqual(['satisfaction-by-district'])
  await someone.posts({ what: 'clear' })
  expect(await someone.sees()).toEqual([])
})

test('a link that names its views gives everyone the same file', async () => {
  const search = `?${new URLSearchParams([
    ['item', 'satisfaction-by-district?year=2019'],
    ['item', 'nothing'],
    ['item', 'grades-by-district'],
  ])}`
  const deck = await visitor().takes('basket.pptx', search)
  expect(slidesOf(new Uint8Array(await deck.arrayBuffer()))).toHaveLength(2)
})

test('an empty basket is no file, and says what to do', async () => {
  const answer = await visitor().takes('basket.docx')
  expect(answer.status).toBe(404)
  expect(await answer.text()).toContain('加入素材篮')
  expect((await visitor().takes('basket.csv', '?item=satisfaction-ranking')).status).toBe(404)
})

test('no other site can fill a basket, and no form can lead to another site', async () => {
  const someone = visitor()
  expect(
    (await someone.posts({ what: 'add', item: 'satisfaction-ranking' }, { 'Sec-Fetch-Site': 'cross-site' }))
      .status,
  ).toBe(403)
  for (const back of ['https://example.com', '//example.com', '/\\example.com', 'x'])
    expect((await someone.posts({ what: 'add', item: 'satisfaction-ranking', back })).status).toBe(400)
  expect(await someone.sees()).toEqual([])
})

test('a cookie that was tampered with is an empty basket', async () => {
  for (const value of ['x', 'e30=', 'W3sidmlldyI6InRoZSJ9XQ=='])
    expect(
      (
        await loader({
          request: new Request(page, { headers: { Cookie: `yardstick-basket=${value}` } }),
          params: {},
          context: {},
        })
      ).items,
    ).toEqual([])
})

test('what does not fit is not taken in', async () => {
  const someone = visitor()
  const long = (n: number) => `satisfaction-ranking?q=${'长'.repeat(90)}${n}`
  for (let n = 0; n < mostItems + 2; n += 1) await someone.posts({ what: 'add', item: long(n) })
  const seen = await someone.sees()
  expect(seen.length).toBeGreaterThan(3)
  expect(seen.length).toBeLessThanOrEqual(mostItems)
})

test('an item is read from its text and written back alike', () => {
  const text = 'unit-cost-trend?district=130102&programme=%E4%B8%AD%E5%B0%8F%E4%BC%81%E4%B8%9A'
  const item = itemOf(`${text}&lang=en&sector=`)
  expect(item && itemText(item)).toBe(text)
  expect(itemOf('no-such-view?year=2019')).toBeNull()
  expect(itemOf('__proto__')).toBeNull()
})

test('moving past either end leaves a basket as it is', () => {
  const items = ['satisfaction-ranking', 'grades-by-district'].flatMap((text) => itemOf(text) ?? [])
  const after = (what: Change['what'], place: number) => changed(items, { what, item: items[place] ?? null })
  expect(after('up', 0)).toEqual(items)
  expect(after('down', 1)).toEqual(items)
  expect(after('down', 0)).toEqual(items.toReversed())
})
