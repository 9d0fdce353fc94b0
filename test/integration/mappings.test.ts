import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { sql } from '#app/warehouse/sql.ts'
import { filesUnder } from '#ingest/files.ts'
import { headingTexts, type Mapping, type Reading } from '#ingest/layouts/mapping.ts'
import { keepMapping, readMappings, retireMapping } from '#ingest/mappings.ts'
import { sha256 } from '#ingest/pipeline.ts'
import { ingest, readAgain, rebuild } from '#ingest/run.ts'
import { effectsWithOutcomes } from '#test/load.ts'
import { rowsIn, temporaryFolder } from '#test/support.ts'

const heading = '事项,考核点,约定,做到,权,评'
const list = (year: number, actual: string) => `临澜区公路中心${year}年度考核一览
${heading}
农村公路养护,养护里程,≥100公里,${actual},60,50
农村公路养护,群众评价,≥90%,92%,40,40
桥梁加固,加固桥梁,≥5座,5,100,100
`

const reading: Reading = {
  table: 1,
  heading: 2,
  columns: ['project', 'name', 'target', 'actual', 'weight', 'score'],
  moneyUnit: null,
  given: { unit: { text: '公路中心' }, spent: { text: '80万元' } },
}

const named = (id: string, document: string, more: Partial<Mapping> = {}) => ({
  id,
  document,
  name: '考核一览',
  made: '2026-01-01T00:00:00Z',
  reading,
  headings: heading.split(','),
  kept: { unit: '公路中心' },
  ...more,
})

const effects = async (dataDir: string) => ({
  ...effectsWithOutcomes(),
  mappings: await readMappings(dataDir),
})

async function send(dataDir: string, file: string, text: string) {
  await writeFile(file, text)
  const { tally } = await ingest(dataDir, await filesUnder([file]), await effects(dataDir))
  return { tally, id: sha256(await readFile(file)) }
}

/** Everything that pages show of evaluations, without the batch they came in. */
const held = (dataDir: string) =>
  rowsIn(
    dataDir,
    sql`select d.name, d.status, d.layout, e.project, e.unit, e.year, e.spent::double as spent, e.superseded_by,
      i.name as indicator, i.actual_text, i.score, i.table_no, i.row_no
    from document d left join evaluation e on e.document = d.id left join indicator i on i.evaluation = e.id
    order by all`,
  )

describe('columns that a person has named', () => {
  test('load the quarantined document, and the next file of the unit; rebuilding gives the same', async () => {
    const [dataDir, folder] = [await temporaryFolder(), await temporaryFolder()]
    const first = await send(dataDir, path.join(folder, 'a-2022.csv'), list(2022, '80公里'))
    expect(first.tally).toMatchObject({ loaded: 0, quarantined: 1 })

    await keepMapping(dataDir, named('first-one', first.id))
    await readAgain(dataDir, [first.id], await effects(dataDir))
    const rows = await held(dataDir)
    expect(rows).toHaveLength(3)
    expect(rows.find(({ indicator }) => indicator === '养护里程')).toMatchObject({
      layout: 'mapped',
      project: '农村公路养护',
      unit: '公路中心',
      year: 2022,
      spent: 800_000,
      actual_text: '80公里',
      score: 50,
      table_no: 1,
      row_no: 3,
    })
    const problems = await rowsIn(dataDir, sql`select code, message from problem order by message`)
    expect(problems).toEqual([
      { code: 'given-by-hand', message: '全年执行数：80万元' },
      { code: 'given-by-hand', message: '实施单位：公路中心' },
    ])

    const second = await send(dataDir, path.join(folder, 'b-2023.csv'), list(2023, '95公里'))
    expect(second.tally).toMatchObject({ loaded: 1, quarantined: 0 })
    const next = (await held(dataDir)).filter(({ name }) => name === 'b-2023.csv')
    // What was typed of the first is not true of the next, but who reports is.
    expect(next[0]).toMatchObject({ year: 2023, unit: '公路中心', spent: null, layout: 'mapped' })

    const other = list(2023, '1公里').replaceAll('公路中心', '园林中心')
    expect((await send(dataDir, path.join(folder, 'c-2023.csv'), other)).tally).toMatchObject({
      quarantined: 1,
    })

    expect(await retireMapping(dataDir, 'first-one')).toBe(true)
    const late = await send(dataDir, path.join(folder, 'd-2024.csv'), list(2024, '99公里'))
    expect(late.tally).toMatchObject({ quarantined: 1 })

    const before = await held(dataDir)
    await rebuild(dataDir, await effects(dataDir))
    expect(await held(dataDir)).toEqual(before)
  })

  test('correct a document that was read already, and what it had replaced by mistake counts again', async () => {
    const [dataDir, folder] = [await temporaryFolder(), await temporaryFolder()]
    const known = (project: string, actual: string) =>
      `项目名称,三级指标,年度指标值,实际完成值,分值,得分,所属,备用\n${project},养护里程,≥100公里,${actual},10,9,县道养护,70公里\n`
    await send(dataDir, path.join(folder, '2022-a.csv'), known('农村公路养护', '60公里'))
    const wrong = await send(dataDir, path.join(folder, '2022-b.csv'), known('农村公路养护', '80公里'))
    const counted = sql`select e.project, i.actual_text as actual from v_evaluation e
      join indicator i on i.evaluation = e.id order by all`
    expect(await rowsIn(dataDir, counted)).toEqual([{ project: '农村公路养护', actual: '80公里' }])

    await keepMapping(
      dataDir,
      named('second-one', wrong.id, {
        kept: null,
        headings: [],
        reading: {
          table: 1,
          heading: 1,
          columns: [null, 'name', 'target', null, 'weight', 'score', 'project', 'actual'],
          moneyUnit: null,
          given: {},
        },
      }),
    )
    await readAgain(dataDir, [wrong.id], await effects(dataDir))
    const corrected = [
      { project: '农村公路养护', actual: '60公里' },
      { project: '县道养护', actual: '70公里' },
    ]
    expect(await rowsIn(dataDir, counted)).toEqual(corrected)
    await rebuild(dataDir, await effects(dataDir))
    expect(await rowsIn(dataDir, counted)).toEqual(corrected)
  })
})

test('headings are compared without width, spaces, line breaks and what is empty behind them', () => {
  const cell = (text: string) => ({ row: 0, column: 0, rowSpan: 1, columnSpan: 1, text })
  expect(headingTexts([cell('实际\n完成值'), cell(''), cell('分 值（分）'), cell(' '), cell('')])).toEqual([
    '实际完成值',
    '',
    '分值(分)',
  ])
})
