import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { sql } from '#app/warehouse/sql.ts'
import { load } from '#test/load.ts'
import { plantedDocuments } from '#test/planted.ts'
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
