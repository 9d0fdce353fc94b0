import { expect, test } from 'vitest'
import { blank, tableOf } from '#ingest/layouts/grid.ts'
import { layoutOf } from '#ingest/layouts/index.ts'
import { headingsFolded } from '#ingest/layouts/tables/headings-in-two-rows.ts'
import { readCsv } from '#ingest/readers/csv.ts'
import type { Cell, Content } from '#ingest/readers/table.ts'

/** Cells that stand a little beside their headings, under two of them, or say that they are as those above. */

const evaluationsOf = (content: Content) => layoutOf(content)?.layout.draft(content).evaluations ?? []

/** A row of cells from one edge to the next. */
const rowOf = (row: number, texts: readonly string[], edges: readonly number[]): Cell[] =>
  texts.map((text, at) => {
    const column = edges[at] ?? 0
    return { ...blank, row, column, columnSpan: (edges[at + 1] ?? 0) - column, text }
  })

test('a row whose edges were drawn beside those of its headings is read cell by cell', () => {
  const edges = [0, 2, 4, 7, 9, 11, 12, 14]
  const cells = [
    ...rowOf(0, ['项目名称', '增绿补绿'], [0, 4, 14]),
    ...rowOf(1, ['一级指标', '二级指标', '三级指标', '指标值', '完成值', '分值', '得分'], edges),
    ...rowOf(
      2,
      ['产出指标', '数量指标', '栽植乔木', '800株', '812株', '30', '30'],
      [0, 2, 5, 7, 10, 11, 13, 14],
    ),
    ...rowOf(3, ['产出指标', '质量指标', '成活率', '', '96%', '20', '20'], [0, 2, 4, 6, 9, 11, 12, 14]),
    ...rowOf(4, ['满意度指标', '居民满意度', '90%', '93%', '50', '49'], [0, 2, 7, 9, 11, 12, 14]),
  ]
  const content: Content = {
    format: 'docx',
    blocks: [{ kind: 'table', name: null, rows: 5, columns: 14, cells }],
  }
  const found = evaluationsOf(content)[0]?.indicators
  expect(found?.map((one) => [one.name, one.target, one.actual, one.weight, one.score])).toEqual([
    ['栽植乔木', '800株', '812株', '30', '30'],
    ['成活率', null, '96%', '20', '20'],
    ['居民满意度', '90%', '93%', '50', '49'],
  ])
})

test('同上 is what stands above it', () => {
  const rows = [
    '项目名称,一级指标,二级指标,三级指标,目标值,完成值,得分',
    '增绿补绿,产出指标,数量指标,栽植乔木,800株,812株,50',
    '同上,同上,质量指标,成活率,90%,96%,30',
    '〃,满意度指标,服务对象满意度,居民满意度,同上,93%,20',
  ]
  const [found, another] = evaluationsOf(readCsv(rows.join('\n')))
  expect(another).toBeUndefined()
  expect(found?.indicators.map(({ level1, name, target }) => [level1, name, target])).toEqual([
    ['产出指标', '栽植乔木', '800株'],
    ['产出指标', '成活率', '90%'],
    ['满意度指标', '居民满意度', '90%'],
  ])
})

test('below an outcome or a score the unit’s own is read, and what others made of it is not', () => {
  const over = (text: string) => ({ ...blank, columnSpan: 2, text })
  const [name, done, score] = [over('三级指标'), over('完成值'), over('得分')]
  const below = ['', '', '单位自评', '主管部门审核', '单位自评', '财政复核'].map((text) => ({
    ...blank,
    text,
  }))
  const folded = headingsFolded([name, name, done, done, score, score], below)
  expect(folded?.map(({ text }) => text)).toEqual([
    '三级指标',
    '三级指标',
    '完成值',
    '复核完成值',
    '得分',
    '复核得分',
  ])
})

test('who reports may stand in brackets behind a title', () => {
  const title = { kind: 'paragraph' as const, text: '增绿补绿项目绩效自评表（填报单位：云冈区园林局）' }
  const rows = [
    ['一级指标', '三级指标', '目标值', '完成值', '得分'],
    ['产出指标', '栽植乔木', '800株', '812株', '50'],
  ]
  const [found] = evaluationsOf({ format: 'docx', blocks: [title, tableOf(rows)] })
  expect(found).toMatchObject({ project: '增绿补绿', unit: '云冈区园林局' })
})
