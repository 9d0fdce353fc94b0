import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { stretchOf } from '#app/domain/source-table.ts'
import { contentOf, keepingContents } from '#ingest/contents.ts'
import { sha256 } from '#ingest/pipeline.ts'
import type { Content } from '#ingest/readers/table.ts'
import { sourceTables } from '#ingest/source-tables.ts'
import { load } from '#test/load.ts'
import { temporaryFolder } from '#test/support.ts'

const cell = (row: number, column: number, text: string, rowSpan = 1) => ({
  row,
  column,
  rowSpan,
  columnSpan: 1,
  text,
})

test('a long sheet is kept in slices: any of its rows is read alone, with what reaches into it, and all of it comes back', async () => {
  const rows = 30_000
  const content: Content = {
    format: 'xlsx',
    blocks: [
      { kind: 'paragraph', text: '说明' },
      {
        kind: 'table',
        name: '明细',
        rows,
        columns: 3,
        cells: Array.from({ length: rows }, (_, row) => [
          ...(row % 2500 === 0 ? [cell(row, 0, `组 ${row}`, 2500)] : []),
          cell(row, 1, `名 ${row}`),
          cell(row, 2, String(row)),
        ]).flat(),
      },
      { kind: 'table', name: null, rows: 1, columns: 1, cells: [cell(0, 0, '末尾')] },
    ],
  }
  const dataDir = await temporaryFolder()
  const bytes = Buffer.from('any document')
  await keepingContents(dataDir, async () => content)(bytes, 'a.xlsx')
  const id = sha256(bytes)
  expect(await contentOf(dataDir, id)).toEqual(content)
  const source = await sourceTables(dataDir, id)
  expect(source?.tables).toEqual([
    { number: 1, name: '明细', rows, columns: 3 },
    { number: 2, name: null, rows: 1, columns: 1 },
  ])
  const some = await source?.rows(1, 14_001, 14_100)
  expect(some?.cells.length).toBeLessThan(2100)
  const { lines } = stretchOf(some ?? { name: null, cells: [] }, 1, { from: 14_001, to: 14_003 })
  expect(lines.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
    ['组 12500', '名 14000', '14000'],
    ['名 14001', '14001'],
    ['名 14002', '14002'],
  ])
})

test('a document that was loaded gives its tables back as its reader found them', async () => {
  const [dataDir, folder] = [await temporaryFolder(), await temporaryFolder()]
  const file = path.join(folder, 'list.csv')
  await writeFile(file, '项目名称,三级指标,年度指标值,实际完成值\n道路养护,里程,10公里,9公里\n')
  await load(dataDir, file)
  const id = sha256(Buffer.from('项目名称,三级指标,年度指标值,实际完成值\n道路养护,里程,10公里,9公里\n'))
  const source = await sourceTables(dataDir, id)
  expect(source?.tables).toMatchObject([{ number: 1, rows: 2, columns: 4 }])
})
