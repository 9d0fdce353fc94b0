import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { noFilters } from '#app/queries/filters.ts'
import { followedRemarks, projectRemarks, remarksByYear } from '#app/queries/remarks.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { sql } from '#app/warehouse/sql.ts'
import { load } from '#test/load.ts'
import { rowsIn, temporaryFolder } from '#test/support.ts'

const cells = ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分']
const report = (year: number, section: string) => `石家庄市长安区教育局${year}年度
校舍维修项目绩效自评报告
一、绩效指标完成情况
${cells.map((cell) => `\t${cell}`).join('\n')}

${['产出指标', '数量指标', '维修校舍', '10所', '9所', '90', '81'].map((cell) => `\t${cell}`).join('\n')}

二、存在的问题和改进措施
${section}
`

async function loaded(sections: Readonly<Record<number, string>>) {
  const [dataDir, folder] = [await temporaryFolder(), await temporaryFolder()]
  for (const [year, section] of Object.entries(sections))
    await writeFile(path.join(folder, `${year}年度自评报告.txt`), report(Number(year), section))
  await load(dataDir, folder)
  return dataDir
}

describe('problems and promises', () => {
  test('what a report names stands beside the next one: repeated, still named, gone', async () => {
    const dataDir = await loaded({
      2020: '1.验收资料收集不及时。\n2.开工较晚，工期紧张。\n改进措施：提前招标，压实责任。',
      2021: '1.验收资料收集不及时。\n改进措施：提前组织招标，进一步压实责任。',
    })
    const followed = await ask(followedRemarks, noFilters, dataDir)
    expect(followed.map(({ year, text, standing, laterText }) => [year, text, standing, laterText])).toEqual([
      [2020, '验收资料收集不及时。', 'repeated', '验收资料收集不及时。'],
      [2020, '提前招标，压实责任。', 'remains', '提前组织招标，进一步压实责任。'],
      [2020, '开工较晚，工期紧张。', 'gone', null],
    ])
    const [{ project_id: id } = {}] = await rowsIn(dataDir, sql`select project_id from v_evaluation limit 1`)
    const shown = await ask(projectRemarks, { id: String(id), year: 2021, kind: null }, dataDir)
    expect(shown.map(({ year, chosen, standing }) => [year, chosen, standing])).toEqual([
      [2021, true, null],
      [2021, true, null],
      [2020, false, 'repeated'],
      [2020, false, 'gone'],
      [2020, false, 'remains'],
    ])
  })

  test('a next report that says nothing of problems leaves it open', async () => {
    const dataDir = await loaded({ 2020: '验收资料收集不及时。', 2021: '未发现需要整改的问题。' })
    expect(await ask(followedRemarks, noFilters, dataDir)).toEqual([])
    expect(await ask(remarksByYear, noFilters, dataDir)).toMatchObject([
      { year: 2020, kind: 'problem', open: 1, remarks: 1, reports: 1 },
    ])
  })
})
