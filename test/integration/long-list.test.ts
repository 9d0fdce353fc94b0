import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { tables } from '#app/warehouse/schema.ts'
import { sql } from '#app/warehouse/sql.ts'
import { gb18030Bytes } from '#data/portfolio/gb18030.ts'
import { longList } from '#data/portfolio/long-list.ts'
import { filesUnder } from '#ingest/files.ts'
import { ingest, rebuild } from '#ingest/run.ts'
import { effectsWithOutcomes } from '#test/load.ts'
import { rowsIn, temporaryFolder } from '#test/support.ts'

const held = Number.POSITIVE_INFINITY

/** Loads one csv as a document that is held, or as a list that is not; tells every row of every table. */
async function loaded(bytes: string | Uint8Array, longFrom: number) {
  const dataDir = await temporaryFolder()
  const file = path.join(await temporaryFolder(), '2021年-长安区-自评指标明细.csv')
  await writeFile(file, bytes)
  const effects = { ...effectsWithOutcomes(), longFrom }
  const { tally } = await ingest(dataDir, await filesUnder([file]), effects)
  return { dataDir, file, tally, effects, rows: await everyRow(dataDir) }
}

async function everyRow(dataDir: string) {
  const rows = await Promise.all(
    Object.entries(tables).map(async ([table, columns]) => {
      // A long list keeps its records in its own rows; the audit's findings show that they are the same.
      const kept = Object.keys(columns).filter((column) => column !== 'path' && column !== 'record')
      const found = await rowsIn(dataDir, { text: `select ${kept.join(', ')} from ${table}`, values: [] })
      return [table, found.map((row) => JSON.stringify(row)).sort()] as const
    }),
  )
  return Object.fromEntries(rows)
}

async function expectSame(bytes: string | Uint8Array) {
  const ordinary = await loaded(bytes, held)
  const long = await loaded(bytes, 0)
  expect(long.effects.outcomes[0]?.long).not.toBeNull()
  expect(long.tally).toEqual(ordinary.tally)
  for (const table of Object.keys(tables)) expect(long.rows[table], table).toEqual(ordinary.rows[table])
  return long.rows
}

const lines = (...rows: string[]) => `${rows.join('\n')}\n`
const heading =
  '年度,区县,预算单位,项目名称,全年预算数(万元),全年执行数,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因,自评总分,等级'

describe('a long list is read row by row as a short one is read whole', () => {
  test('a list of many units gives the same rows in every table', async () => {
    const rows = await expectSame(lines(...longList(1500, 11)))
    expect(rows.indicator).toHaveLength(1500)
    expect(rows.unit_cost?.length).toBeGreaterThan(50)
    expect(rows.satisfaction?.length).toBeGreaterThan(50)
  })

  test('names written once, scattered projects, totals, remarks and odd cells', async () => {
    const rows = await expectSame(
      lines(
        '2021年度项目支出绩效自评指标明细表,,,,,,,,,,,,,,,',
        heading,
        '2021,长安区,石家庄市长安区教育局,校舍维修,90,85.5万元,产出指标（50分）,数量指标,维修校舍,≥10所,9所,10,9,"雨季, 工期""顺延""",96,优',
        ',,,,,,,,维修面积,5000平方米,5200,10,10,无,,',
        ',,,,,,,时效指标,完工时间,12月底前,2021年11月,10,10,,,',
        ',,,,,,成本指标,,每所成本,8.5万元/所,8.5万元/所,10,10,,,',
        ',,,,,,合计,,,,,100,96,,,',
        '2021,长安区,石家庄市长安区民政局,居家养老,待定,30,满意度指标,满意度,老人满意度,≥95%,0.9,10,8,,,良',
        '',
        heading,
        '小计,,,,120,,,,,,,,,,,',
        '2021,长安区,石家庄市长安区教育局,校舍维修,90,85.5万元,效益指标,社会效益,受益学生,≥*人,800人,20,20,,96,优',
        '2020,长安区,石家庄市长安区教育局,校舍维修,80,80,预算执行率,,预算执行率,100%,100%,10,10,,100,',
        '2020,长安区,石家庄市长安区教育局,校舍维修,80,80,产出指标,数量指标,维修校舍,10-12所,11所,90,90,,100,',
        ' 2020 ,藁城区, 某局 ,　道路　养护,80,,产出,数量,"养护\n里程",12公里,１２公里,90,90,,,',
        '说明：以上数据由各单位填报,,,,,,,,,,,,,,,',
        '本表为示例数据,,,,,,,,,,,,,,,',
      ),
    )
    expect(rows.evaluation).toHaveLength(4)
    expect(rows.problem?.length).toBeGreaterThan(1)
  })

  test('operators and units in columns of their own; a unit told by code', async () => {
    await expectSame(
      lines(
        '区划代码,区划,年份,填报单位,项目名称,三级指标,指标性质,指标值,度量单位,实际完成值,权重,自评得分,执行率(%)',
        '130102,长安区,2022,教育局(205),教师培训,培训人数,≥,120,人,118,50,49.2,98.5',
        '130102,,2022,教育局(205),教师培训,培训合格率,≥,95,%,96%,50,50,98.5',
        '130102,,2022,,教师培训,培训时间,定性,6月底前,/,6月,50,50,98.5',
      ),
    )
  })

  test('accidents, days of report, and what the template left over', async () => {
    const rows = await expectSame(
      lines(
        '年度,区县,预算单位,项目名称,填报日期,二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因',
        '2021,长安区,教育局,校舍维修,2022年1月20日,数量指标,安全事故发生数,0,无,10,10,100字以内',
        '2021,长安区,教育局,校舍维修,2022年1月20日,数量指标,维修校舍,10所,无,10,10,无',
        '2021,长安区,教育局,校舍维修,,质量指标,指标1：,≥95%,96%,10,10,',
        '2020,长安区,民政局,居家养老,2021-02-03,质量指标,服务质量事故,0起,0起,10,10,请填写原因',
      ),
    )
    expect(rows.record?.join()).toContain('2022-01-20')
    expect(rows.record?.join()).toContain('100字以内')
  })

  test('persons are covered alike, and figures are not', async () => {
    const rows = await expectSame(
      lines(
        '年度,区县,预算单位,项目名称,全年预算数(元),二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因',
        '2021,长安区,教育局,校舍维修,13812345678,数量指标,发放资金,13812345678,13812345678,10,10,"因故延期，联系人：张三 13912345678"',
        '2021,长安区,教育局,校舍维修,,数量指标,监督电话,13712345678,13712345678,10,10,经办人：李四（身份证11010519491231002X）',
        '2021,长安区,教育局,校舍维修,,质量指标,经办人：王五 验收合格率,≥95%,96%（王五 13612345678）,10,10,',
        '2021,长安区,联系人：赵六 0311-86781234,居家养老,合计：钱七 13512345678,质量指标,服务人数,10人,,10,10,',
      ),
    )
    const told = JSON.stringify(rows)
    const names = ['张三', '李四', '王五', '赵六', '19491231002X', '86781234']
    const telephones = ['13912345678', '13712345678', '13612345678', '13512345678']
    for (const secret of [...names, ...telephones]) expect(told).not.toContain(secret)
    expect(told).toContain('13812345678')
  })

  test('GB18030, a byte order mark and CRLF', async () => {
    const list = [...longList(60, 3)]
    await expectSame(gb18030Bytes(`${list.join('\r\n')}\r\n`))
    await expectSame(`\ufeff${list.join('\r\n')}`)
  })
})

describe('a long list that is not in order', () => {
  const sound = [...longList(40, 5)]
  const loadedLong = (bytes: string | Uint8Array) => loaded(bytes, 0)
  const reasonIn = async (dataDir: string) =>
    rowsIn(dataDir, sql`select status, reason, detail from document`)

  test('rows of another length are loaded, and told with their number', async () => {
    const broken = sound.with(7, `${sound[7]},more`).with(9, '2021,长安区,,,校舍维修')
    const { dataDir, tally } = await loadedLong(lines(...broken))
    expect(tally.loaded).toBe(1)
    expect(
      await rowsIn(dataDir, sql`select row_no, code, message from problem where code = 'row-uneven'`),
    ).toEqual([
      { row_no: 8, code: 'row-uneven', message: '20 cells under 19 headings' },
      { row_no: 10, code: 'row-uneven', message: '5 cells under 19 headings' },
    ])
  })

  test('a quotation mark that is not closed keeps the list aside, with the row and what to do', async () => {
    const { dataDir, tally } = await loadedLong(
      lines(...sound.with(5, `${sound[5]}"`).with(6, `"${sound[6]}`)),
    )
    expect(tally.quarantined).toBe(1)
    const [kept] = await reasonIn(dataDir)
    expect(kept).toMatchObject({ status: 'quarantined', reason: 'damaged' })
    expect(kept?.detail).toMatch(/^row 7: .*quotation mark.*send the file again$/)
  })

  test('bytes that are neither UTF-8 nor GB18030 keep it aside, with the row', async () => {
    const before = Buffer.from(lines(...longList(30_000, 5)))
    const { dataDir } = await loadedLong(
      Buffer.concat([before, Buffer.from([0x2c, 0xff, 0xff, 0x2c, 0xfe, 0x0a])]),
    )
    const [kept] = await reasonIn(dataDir)
    expect(kept).toMatchObject({ status: 'quarantined', reason: 'encoding-unknown' })
    expect(kept?.detail).toMatch(/^row 30002: /)
  })

  test('sent twice it is loaded once, corrected it takes the place of the first, and it is built again alike', async () => {
    const { dataDir, file, effects } = await loadedLong(lines(...sound))
    const again = await ingest(dataDir, await filesUnder([file, file]), effects)
    expect(again).toEqual({ tally: { loaded: 0, quarantined: 0, alreadyLoaded: 2 }, manifest: null })
    await writeFile(file, lines(...sound.slice(0, 20)))
    await ingest(dataDir, await filesUnder([file]), effects)
    const count = sql`select count(*)::integer as n from v_indicator`
    expect(await rowsIn(dataDir, count)).toEqual([{ n: 19 }])
    const rows = await everyRow(dataDir)
    await rebuild(dataDir, effects)
    expect(await everyRow(dataDir)).toEqual(rows)
  })
})
