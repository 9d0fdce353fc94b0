import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { sql } from '#app/warehouse/sql.ts'
import { load } from '#test/load.ts'
import { plantedDocuments } from '#test/planted/index.ts'
import { rowsIn, temporaryFolder } from '#test/support.ts'

/** Rules that rest on more than one table or document: what they need must come all the way into the warehouse. */
const wide = [
  'duplicate',
  'copied',
  'jump',
  'lowered-target',
  'unit-cost-outlier',
  'funds-order',
  'funds-parts',
  'text-against-table',
  'placeholder',
]

describe('what is planted in documents is found in the loaded warehouse', () => {
  test.each(wide)('%s', async (rule) => {
    for (const { breaks, sources } of await plantedDocuments(rule, { seed: 5, count: 2 })) {
      const [dataDir, folder] = [await temporaryFolder(), await temporaryFolder()]
      for (const { path: name, bytes } of sources) await writeFile(path.join(folder, name), bytes)
      await load(dataDir, folder)
      const found = await rowsIn(
        dataDir,
        sql`select distinct rule from v_finding where rule = ${rule} and severity <> 'notice' or rule = 'jump'`,
      )
      expect(found.some((row) => row.rule === rule)).toBe(breaks)
    }
  })
})

test('of the real case exactly what does not add up is told', async () => {
  const dataDir = await temporaryFolder()
  await load(dataDir, 'data/sample/长安区-2019-中小企业网上服务经费-自评报告.txt')
  const found = await rowsIn(dataDir, sql`select rule, severity, message from v_finding order by rule`)
  expect(found.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
    'satisfaction-against-grade warning',
    'unit-cost-outcome error',
    'unit-cost-plan error',
    'unmeasurable notice',
  ])
  const said = found.map(({ message }) => String(message)).join('')
  for (const figure of [
    '81.60 万元',
    '104.17 元/户',
    '68.00 万元',
    '125 元/户',
    '低 19 个百分点',
    '应得 8 分',
  ])
    expect(said).toContain(figure)
})
