import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { documents } from '#app/queries/documents.ts'
import { loader as documentLoader } from '#app/routes/documents_.$id.tsx'
import { loader as projectLoader } from '#app/routes/projects.$id.tsx'
import { ask } from '#app/warehouse/ask.server.ts'
import { load } from '#test/load.ts'

const realCase = 'data/sample/长安区-2019-中小企业网上服务经费-自评报告.txt'
const form = 'data/sample/2023/鹿鸣区/2023年-鹿鸣区-中小企业网上服务经费-自评表.docx'
const ledger = 'data/sample/2023/鹿鸣区/2021—2023年-鹿鸣区-项目资金台账.csv'
const notice = 'data/sample/2022/望澜区/2022年-望澜区-绩效自评工作布置会通知.docx'

let dataDir = ''

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-document-'))
  await load(dataDir, realCase, form, ledger, notice)
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))
beforeEach(() => vi.stubEnv('YARDSTICK_DATA', dataDir))
afterEach(() => vi.unstubAllEnvs())

async function idOf(file: string): Promise<string> {
  const all = await ask(documents, { q: path.basename(file), status: null, lacks: null, page: 1 }, dataDir)
  return all[0]?.id ?? ''
}

const asking = (id: string, search = '') => ({
  request: new Request(`http://127.0.0.1/x${search}`),
  params: { id },
  context: {},
})

describe('a document’s page', () => {
  test.each([realCase, form])('finds every indicator of %s in the cell that it names', async (file) => {
    const { tables, evaluations } = await documentLoader(asking(await idOf(file)))
    const [only] = evaluations
    expect(evaluations).toHaveLength(1)
    let seen = 0
    for (const { number } of tables?.tables ?? []) {
      const page = await documentLoader(asking(await idOf(file), `?table=${number}`))
      const cells = page.tables?.shown.lines.flatMap((line) => line.cells) ?? []
      for (const { name, row, column } of page.tables?.indicators ?? []) {
        const cell = cells.find(
          (one) =>
            one.row <= (row ?? 0) &&
            (row ?? 0) < one.row + one.rowSpan &&
            one.column <= (column ?? 0) &&
            (column ?? 0) < one.column + one.columnSpan,
        )
        expect(cell?.text.replace(/\s/g, '')).toContain(name.replace(/\s/g, ''))
        seen += 1
      }
    }
    expect(seen).toBe(only?.indicators)
  })

  test('sends a page of rows, the one that holds the row asked for', async () => {
    const id = await idOf(ledger)
    const first = await documentLoader(asking(id))
    expect(first.tables).toMatchObject({ page: 1, shown: { from: 1, to: 100 } })
    const { tables } = await documentLoader(asking(id, '?table=1&row=250'))
    expect(tables).toMatchObject({ page: 3, marked: { row: 250 }, shown: { from: 201, to: 300 } })
    expect(tables?.flows.some(({ row }) => row === 250)).toBe(true)
  })

  test('tells why a document was kept aside, and shows its tables where it has any', async () => {
    const { document, tables, evaluations } = await documentLoader(asking(await idOf(notice)))
    expect(document).toMatchObject({ status: 'quarantined', reason: 'no-table' })
    expect(evaluations).toEqual([])
    expect(tables).toBeNull()
  })

  test.each(['?table=99&row=99999999', '?table=0&row=x', '?page=999999'])('survives %s', async (search) => {
    const { tables } = await documentLoader(asking(await idOf(form), search))
    expect(tables?.shown.lines.length).toBeGreaterThan(5)
  })

  test('of an unknown document is 404', async () => {
    await expect(documentLoader(asking('../../etc/passwd'))).rejects.toMatchObject({ status: 404 })
  })
})

test('a project’s page opens the source of a row in place, its cell marked', async () => {
  const { evaluations } = await documentLoader(asking(await idOf(form)))
  const id = evaluations[0]?.projectId ?? ''
  const { indicators } = await projectLoader(asking(id))
  const [first] = indicators
  const { source } = await projectLoader(
    asking(id, `?table=${first?.table}&row=${first?.row}&column=${first?.column}`),
  )
  expect(source?.marked).toEqual({ row: first?.row, column: first?.column })
  const marked = source?.table.lines.find(({ row }) => row === first?.row)
  expect(marked?.cells.find(({ column }) => column === first?.column)?.text).toContain(first?.name)
  expect(source?.table.lines.length).toBeLessThan(15)
})
