import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { documents } from '#app/queries/documents.ts'
import { action, loader } from '#app/routes/documents_.$id.tsx'
import { ask } from '#app/warehouse/ask.server.ts'
import { load } from '#test/load.ts'

const rows = [
  ['项目名称', '增绿补绿', '实施单位', '园林中心'],
  ['项目负责人及电话', '孙某某 13812345678', '身份证号', '11010519491231002X'],
  ['一级指标', '二级指标', '三级指标', '指标值'],
  ['产出指标', '数量指标', '栽植乔木', '800株'],
]
const form = (title: string) =>
  `<html><body><p>${title}</p><p>（2021年度）</p><table>${rows
    .map((cells) => `<tr>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`)
    .join('')}</table></body></html>`

let dataDir = ''

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-covered-'))
  const sent = ['目标表.html', '另一份目标表.html'].map((name) => path.join(dataDir, name))
  for (const file of sent) await writeFile(file, form(path.basename(file)))
  await load(dataDir, ...sent)
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))
beforeEach(() => vi.stubEnv('YARDSTICK_DATA', dataDir))
afterEach(() => vi.unstubAllEnvs())

const idOf = async (name: string) =>
  (await ask(documents, { q: name, status: null, lacks: null, page: 1 }, dataDir)).find(
    (one) => one.name === name,
  )?.id ?? ''

const shownOf = async (id: string, cookie = '') => {
  const request = new Request(`http://127.0.0.1/documents/${id}`, { headers: { cookie } })
  const { tables } = await loader({ request, params: { id }, context: {} })
  const cells = tables?.shown.lines.flatMap((line) => line.cells.map(({ text }) => text)) ?? []
  return { cells, isCovered: tables?.isCovered }
}

const asking = (id: string, reason: string) =>
  action({
    request: new Request(`http://127.0.0.1/documents/${id}?table=1`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ reason }).toString(),
    }),
    params: { id },
    context: {},
  })

test('persons are covered, until someone gives a reason, for that document alone', async () => {
  const [id, other] = [await idOf('目标表.html'), await idOf('另一份目标表.html')]
  const before = await shownOf(id)
  expect(before.isCovered).toBe(true)
  expect(before.cells).toEqual(
    expect.arrayContaining(['增绿补绿', '园林中心', '孙** 138****5678', '110***********002X']),
  )

  expect(await asking(id, ' ')).toMatchObject({ init: { status: 400 } })

  const answer = await asking(id, '核对填报人')
  if (!(answer instanceof Response)) throw new Error('not a redirect')
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `/documents/${id}?table=1`])
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const after = await shownOf(id, cookie)
  expect(after.isCovered).toBe(false)
  expect(after.cells).toEqual(expect.arrayContaining(['孙某某 13812345678', '11010519491231002X']))
  expect((await shownOf(other, cookie)).isCovered).toBe(true)
  expect((await shownOf(id, `${cookie.slice(0, -2)}00`)).isCovered).toBe(true)
})
