import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { documents } from '#app/queries/documents.ts'
import { action, loader } from '#app/routes/documents_.$id.tsx'
import { ask } from '#app/warehouse/ask.server.ts'
import { sql } from '#app/warehouse/sql.ts'
import { dryRunsOf } from '#ingest/dry-run.ts'
import { filesUnder } from '#ingest/files.ts'
import { dryRun } from '#ingest/run.ts'
import { effectsWithOutcomes, load } from '#test/load.ts'
import { rowsIn, temporaryFolder } from '#test/support.ts'

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

const secrets = [
  '孙某某',
  '周小明',
  '吴某',
  '郑小红',
  '13812345678',
  '13987654321',
  '86781234',
  '11010519491231002X',
]

const report = `<html><body><p>2021年度桥西区增绿补绿项目绩效自评报告</p>
<p>项目负责人：周小明 联系电话：0311-86781234</p>
<table>${[
  ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分', '偏差原因'],
  ['产出指标', '数量指标', '栽植乔木', '800株', '500株', '30', '20', '苗木未到，联系人：吴某 13987654321'],
  ['产出指标', '质量指标', '监督电话', '13987654321', '13987654321', '20', '20', ''],
  ['效益指标', '社会效益', '游园人数', '10万人', '苗木商郑小红，13812345678', '50', '50', '经办人：孙某某'],
]
  .map((cells) => `<tr>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`)
  .join('')}</table>
<p>四、存在的问题</p><p>（一）养护人员（郑小红 13812345678）流动大，身份证11010519491231002X未登记。</p>
<p>五、改进措施</p><p>下一步由经办人：孙某某落实，电话13987654321。</p></body></html>`

/** Every text that a generation holds, its views' included. */
async function textsIn(folder: string) {
  const named = await rowsIn(folder, sql`select table_name as name from information_schema.tables`)
  const all = await Promise.all(
    named.map(({ name }) => rowsIn(folder, { text: `select * from ${name}`, values: [] })),
  )
  return JSON.stringify(all, (_, value) => (typeof value === 'bigint' ? String(value) : value))
}

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

test('what a generation holds of persons is covered in every table and view, and so is what a dry run tells', async () => {
  const folder = await temporaryFolder()
  const file = path.join(folder, '桥西区自评报告.html')
  await writeFile(file, report)
  await load(folder, file)
  const told = await textsIn(folder)
  expect(told).not.toContain('placeholder')
  for (const words of ['栽植乔木', '吴*', '139****4321', '郑**', '养护人员', '0311-****1234', '138****5678'])
    expect(told).toContain(words)
  for (const secret of secrets) expect(told, secret).not.toContain(secret)

  const effects = effectsWithOutcomes()
  await dryRun(await filesUnder([file]), effects)
  const lines = JSON.stringify(
    dryRunsOf(
      effects.outcomes.flatMap((one) => one ?? []),
      effects.reference,
    ),
  )
  expect(lines).toContain('栽植乔木')
  for (const secret of secrets) expect(lines, secret).not.toContain(secret)
})
