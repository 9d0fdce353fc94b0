import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { AlreadyRunning, withWriterLock } from '#app/warehouse/generations.server.ts'
import { tables } from '#app/warehouse/schema.ts'
import { sql } from '#app/warehouse/sql.ts'
import { contentOf } from '#ingest/contents.ts'
import { sha256 } from '#ingest/pipeline.ts'
import { Unreadable } from '#ingest/readers/table.ts'
import { ingest, rebuild } from '#ingest/run.ts'
import { effectsWithOutcomes, load } from '#test/load.ts'
import { rowsIn, temporaryFolder } from '#test/support.ts'

const realCase = 'data/sample/长安区-2019-中小企业网上服务经费-自评报告.txt'
const district = 'data/sample/2019/临澜区'

const list = (score: number) =>
  `年度,区县,预算单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分
2021,长安区,石家庄市长安区教育局,校舍维修,产出指标,数量指标,维修校舍,10所,9所,10,${score}
`

describe('loading', () => {
  test('the same file twice is loaded once, and publishes nothing new', async () => {
    const dataDir = await temporaryFolder()
    const first = await load(dataDir, realCase)
    const second = await load(dataDir, realCase, realCase)
    expect(first.manifest?.generation).toBe(1)
    expect(second).toEqual({ tally: { loaded: 0, quarantined: 0, alreadyLoaded: 2 }, manifest: null })
  })

  test('a document that was given up for want of time is read again when it is sent again', async () => {
    const dataDir = await temporaryFolder()
    const found = [{ file: realCase, path: realCase }]
    const busy = effectsWithOutcomes()
    busy.read = () => Promise.reject(new Unreadable('timeout', 'not read in 5000 ms'))
    expect((await ingest(dataDir, found, busy)).tally.quarantined).toBe(1)
    expect((await load(dataDir, realCase)).tally).toEqual({ loaded: 1, quarantined: 0, alreadyLoaded: 0 })
    expect((await load(dataDir, realCase)).tally.alreadyLoaded).toBe(1)
    expect(await rowsIn(dataDir, sql`select status, reason from document`)).toEqual([
      { status: 'loaded', reason: null },
    ])
    expect(await rowsIn(dataDir, sql`select count(*)::integer as n from evaluation`)).toEqual([{ n: 1 }])
  })

  test('a document that cannot be understood is kept with its reason and stops no other', async () => {
    const dataDir = await temporaryFolder()
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'a-notice.txt'), '关于召开会议的通知\n请各单位按时参加。')
    await writeFile(path.join(folder, 'b-damaged.docx'), 'PK\u0003\u0004 not a zip at all')
    await writeFile(path.join(folder, 'c-empty.xlsx'), '')
    await writeFile(path.join(folder, 'd-list.csv'), list(9))
    const { tally } = await load(dataDir, folder)
    expect(tally).toEqual({ loaded: 1, quarantined: 3, alreadyLoaded: 0 })
    const kept = await rowsIn(
      dataDir,
      sql`select name, reason from document where status = 'quarantined' order by name`,
    )
    expect(kept).toEqual([
      { name: 'a-notice.txt', reason: 'no-table' },
      { name: 'b-damaged.docx', reason: 'damaged' },
      { name: 'c-empty.xlsx', reason: 'empty-file' },
    ])
    const blobs = await readdir(foldersOf(dataDir).blobs)
    expect(blobs.filter((name) => !name.endsWith('.json'))).toHaveLength(4)
  })

  test('the year of a file name stands apart from the figures of its folder', async () => {
    const dataDir = await temporaryFolder()
    const folder = path.join(await temporaryFolder(), '批次2')
    await mkdir(folder)
    await writeFile(
      path.join(folder, '2022-a.csv'),
      '项目名称,三级指标,年度指标值,实际完成值\n校舍维修,维修校舍,10所,9所\n',
    )
    await load(dataDir, folder)
    expect(await rowsIn(dataDir, sql`select year from v_evaluation`)).toEqual([{ year: 2022 }])
  })

  test('the tables of a document are kept as they were read; of one that could not be read there are none', async () => {
    const dataDir = await temporaryFolder()
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'damaged.docx'), 'PK\u0003\u0004 not a zip at all')
    await load(dataDir, realCase, folder)
    const content = await contentOf(dataDir, sha256(await readFile(realCase)))
    expect(content?.blocks.filter(({ kind }) => kind === 'table')).toHaveLength(2)
    const damaged = sha256(await readFile(path.join(folder, 'damaged.docx')))
    expect(await contentOf(dataDir, damaged)).toBeNull()
  })

  test('a corrected file under the same name counts, and the earlier one stays to be seen', async () => {
    const dataDir = await temporaryFolder()
    const file = path.join(await temporaryFolder(), 'list.csv')
    await writeFile(file, list(10))
    await load(dataDir, file)
    await writeFile(file, list(9))
    await load(dataDir, file)
    expect(await rowsIn(dataDir, sql`select score from v_indicator`)).toEqual([{ score: 9 }])
    expect(await rowsIn(dataDir, sql`select status from document order by batch`)).toEqual([
      { status: 'superseded' },
      { status: 'loaded' },
    ])
  })

  test('the same report in another file supersedes the first: nothing is counted twice', async () => {
    const dataDir = await temporaryFolder()
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'one.csv'), list(10))
    await writeFile(path.join(folder, 'two.csv'), list(9))
    await load(dataDir, folder)
    expect(await rowsIn(dataDir, sql`select score from v_indicator`)).toEqual([{ score: 9 }])
    expect(await rowsIn(dataDir, sql`select count(*)::integer as n from evaluation`)).toEqual([{ n: 2 }])
  })

  test('a warehouse built again from its archive alone holds the same', async () => {
    const dataDir = await temporaryFolder()
    await load(dataDir, realCase)
    await load(dataDir, district)
    const content = () =>
      Promise.all(
        Object.entries(tables).map(async ([table, columns]) => {
          const kept = Object.keys(columns).filter((column) => column !== 'batch')
          const rows = await rowsIn(dataDir, { text: `select ${kept.join(', ')} from ${table}`, values: [] })
          return [table, rows.map((row) => JSON.stringify(row)).sort()]
        }),
      )
    const before = await content()
    const { manifest } = await rebuild(dataDir, effectsWithOutcomes())
    expect(manifest?.generation).toBe(3)
    expect(await content()).toEqual(before)
  })

  test('a second writer is told so and changes nothing', async () => {
    const dataDir = await temporaryFolder()
    await withWriterLock(dataDir, async () => {
      await expect(load(dataDir, realCase)).rejects.toBeInstanceOf(AlreadyRunning)
    })
    expect((await load(dataDir, realCase)).tally.loaded).toBe(1)
  })

  test('old generations are dropped, and a number is never used twice', async () => {
    const dataDir = await temporaryFolder()
    const folder = await temporaryFolder()
    for (let score = 1; score <= 7; score += 1) {
      await writeFile(path.join(folder, 'list.csv'), list(score))
      await load(dataDir, folder)
    }
    const files = (await readdir(foldersOf(dataDir).generations)).filter((name) => name.endsWith('.duckdb'))
    expect(files).toEqual([3, 4, 5, 6, 7].map((number) => `gen-00000${number}.duckdb`))
  })
})

describe('the real case, read from its document', () => {
  test('unit cost three ways and the satisfaction gap come from the text', async () => {
    const dataDir = await temporaryFolder()
    await load(dataDir, realCase)
    const [cost] = await rowsIn(
      dataDir,
      sql`select district, year, planned, reported, round(implied, 2) as implied,
        round(planned_implied, 2) as "plannedImplied" from v_unit_cost`,
    )
    expect(cost).toEqual({
      district: '130102',
      year: 2019,
      planned: 170,
      reported: 170,
      implied: 104.17,
      plannedImplied: 125,
    })
    const gaps = await rowsIn(dataDir, sql`select target, actual, gap from v_satisfaction`)
    expect(gaps).toEqual([{ target: 95, actual: 76, gap: -19 }])
    const [evaluation] = await rowsIn(
      dataDir,
      sql`select project, unit, total, grade, execution_rate_stated as rate, budget::double as budget from v_evaluation`,
    )
    expect(evaluation).toEqual({
      project: '中小企业网上服务经费',
      unit: '长安区社会保险中心',
      total: 98,
      grade: 'excellent',
      rate: 100,
      budget: 500_000,
    })
  })

  test('the same bytes under another name are the same document', async () => {
    const dataDir = await temporaryFolder()
    const copy = path.join(await temporaryFolder(), 'copy.txt')
    await copyFile(realCase, copy)
    await load(dataDir, realCase)
    expect((await load(dataDir, copy)).tally.alreadyLoaded).toBe(1)
  })
})
