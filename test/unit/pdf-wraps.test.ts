import { describe, expect, test } from 'vitest'
import { withAlignedTables } from '#ingest/readers/pdf-columns.ts'
import type { Glyph } from '#ingest/readers/pdf-marks.ts'
import { blocksOf } from '#ingest/readers/pdf-pages.ts'
import { chunksOf, readable, textOf } from '#ingest/readers/pdf-text.ts'
import { type Piece, rowsOfWraps } from '#ingest/readers/pdf-wraps.ts'

/** Lines of a column, each with its height; characters are ten points wide. */
const column = (...lines: [at: number, text: string][]): Piece[] =>
  lines.map(([baseline, text]) => ({ text, left: 0, right: text.length * 10, baseline }))
const texts = (...columns: Piece[][]) => rowsOfWraps(columns, 10)?.rows.map((row) => row.texts.join('|'))

describe('the rows of cells that wrap without lines between them', () => {
  const [scores, targets] = [
    column([0, '10'], [24, '10'], [36, '9']),
    column([0, '89个'], [24, '90%'], [36, '优']),
  ]

  test('are told where all cells begin at one height', () => {
    const names = column([0, '维护信号灯'], [12, '路口'], [24, '在线率'], [36, '通行效率'])
    expect(texts(names, targets, scores)).toEqual([
      '维护信号灯路口|89个|10',
      '在线率|90%|10',
      '通行效率|优|9',
    ])
  })

  test('are told where all have their middles at one', () => {
    const names = column([-6, '维护信号灯'], [6, '路口'], [24, '在线率'], [48, '通行效率'])
    const [points, plans] = [0, 24, 48]
      .map((at) => [at, '10'] as [number, string])
      .reduce(
        ([one = [], other = []], [at, text]) => [
          [...one, ...column([at, text])],
          [...other, ...column([at, '≥9个'])],
        ],
        [[], []] as Piece[][],
      )
    expect(texts(names, plans ?? [], points ?? [])).toEqual([
      '维护信号灯路口|≥9个|10',
      '在线率|≥9个|10',
      '通行效率|≥9个|10',
    ])
  })

  test('take up what wraps at the very end, and not a total below', () => {
    const names = column([0, '维护信号灯'], [24, '在线率'], [48, '通行效率提'], [60, '升'])
    const [points, plans] = [
      column([0, '10'], [24, '90'], [48, '10']),
      column([0, '9个'], [24, '8个'], [48, '优']),
    ]
    expect(texts(names, plans, points)?.at(-1)).toBe('通行效率提升|优|10')
    expect(texts(names, plans, [...points, ...column([60, '90'])])?.join()).not.toContain('1090')
  })

  test('stay open where a line belongs to no cell as it stands', () => {
    expect(texts(column([0, '维护'], [12, '信号灯路口'], [24, '在线率']), targets, scores)).toBeUndefined()
  })
})

test('a line on its side is read in its own direction', () => {
  const shown = (turn: number) =>
    [...'产出指标'].map((text, at): Glyph => {
      const baseline = turn === 3 ? 100 - at * 10 : at * 10
      return { text, left: 5, right: 15, baseline, size: 10, turn, run: at, clip: null }
    })
  expect(chunksOf(shown(3)).map(textOf)).toEqual(['产出指标'])
  expect(chunksOf(shown(1)).map(textOf)).toEqual(['产出指标'])
})

test('radicals and characters of compatibility that fonts hand out are the characters that look like them', () => {
  expect(readable('⻓效机制、⽤⼾、⻅习、器\uf9e7')).toBe('长效机制、用户、见习、器裏')
})

describe('lines of one paragraph', () => {
  /** Lines of characters ten points wide, one below the other, from where each begins. */
  const paragraphs = (...lines: [left: number, text: string][]) => {
    const parts = lines.map(([from, text], at) => {
      const glyphs = [...text].map((one, n) => {
        const left = from + n * 10
        return {
          text: one,
          left,
          right: left + 10,
          baseline: at * 15,
          size: 10,
          turn: 0,
          run: at,
          clip: null,
        }
      })
      const right = from + glyphs.length * 10
      return {
        kind: 'line' as const,
        glyphs,
        left: from,
        right,
        baseline: at * 15,
        size: 10,
        top: at * 15 - 10,
      }
    })
    return blocksOf([{ isCut: false, parts, left: 0, right: 200, top: 0, bottom: 800 }]).map((block) =>
      block.kind === 'paragraph' ? block.text : '',
    )
  }

  test('what stands left of an indented line goes on with it, though there was room for a character', () => {
    expect(
      paragraphs([20, '数量指标：栽植乔木，目标八百株，'], [0, '自评得分十分。'], [20, '质量指标：成活率']),
    ).toEqual(['数量指标：栽植乔木，目标八百株，自评得分十分。', '质量指标：成活率'])
  })

  test('a sign of comparison stays with its figure, though there was room for it in the line before', () => {
    const [before, after] = ['质量指标：栽植乔木的成活率，目标值为', '≥九十%，实际为九十五。']
    expect(paragraphs([0, `${before}九`], [0, after])).toEqual([`${before}九${after}`])
    expect(paragraphs([0, before], [0, '≥98%，实际完成九十九。'])).toEqual([
      `${before}≥98%，实际完成九十九。`,
    ])
  })

  test('a level alone is a paragraph, and a label that wrapped is none', () => {
    const full = '栽植乔木，目标八百株，完成八百株，得'
    expect(paragraphs([20, full], [0, '质量指标'])).toEqual([full, '质量指标'])
    expect(paragraphs([20, '栽植乔木，完成八百株，得九分，未完成'], [0, '原因：天旱少雨'])).toHaveLength(1)
    expect(paragraphs([20, '栽植乔木，目标八百株，完成八百株，质'], [0, '量指标：成活率'])).toHaveLength(1)
  })

  test('a title that fills its line goes on in the middle of the next, and its year does not', () => {
    const title = '云溪区园林所关于增绿补绿项目支出绩效'
    expect(paragraphs([5, `${title}自`], [80, '评的报告'])).toEqual([`${title}自评的报告`])
    expect(paragraphs([50, '项目支出绩效自评表'], [70, '二〇二二年'])).toHaveLength(2)
  })
})

test('headings of two rows that stand again on the next page fill no cell above them', () => {
  const cell = (row: number, column: number, text: string, rowSpan = 1) => ({
    ...{ row, column, rowSpan, columnSpan: 1, text, openRight: false, openBottom: false },
    ...{ left: column * 50, right: column * 50 + 50, top: row * 20, bottom: (row + rowSpan) * 20 },
  })
  const pageOf = (heads: number, ...rows: string[][]) => ({
    ...{ isCut: false, left: 0, right: 200, top: 0, bottom: 800 },
    parts: [
      {
        kind: 'table' as const,
        ...{ top: 0, columns: [0, 50, 100, 150], rowLines: [], lines: [], rows: rows.length },
        cells: rows.flatMap((row, at) =>
          row.flatMap((text, n) =>
            text === '^' ? [] : [cell(at, n, text, row[n] !== '' && at === 0 && n !== 1 ? heads : 1)],
          ),
        ),
      },
    ],
  })
  const head = [
    ['三级指标', '年度指标值', '原因'],
    ['^', '指标值', '^'],
  ]
  const [table] = blocksOf([
    pageOf(2, ...head, ['栽植乔木', '800株', '']),
    pageOf(2, ...head, ['成活率', '95%', '天旱']),
  ])
  expect(
    table?.kind === 'table' ? table.cells.filter(({ row }) => row === 2).map(({ text }) => text) : [],
  ).toEqual(['栽植乔木', '800株', ''])
})

describe('tables without lines', () => {
  /** Lines of words, each with where it begins; digits are half as wide as the ten points of other characters. */
  const tablesIn = (...lines: [baseline: number, ...words: [left: number, text: string][]][]) => {
    const placed = lines.map(([baseline, ...words]) => {
      const glyphs = words.flatMap(([from, text], run) =>
        [...text].map((one, n) => {
          const width = one < '\u0300' ? 5 : 10
          const left = from + n * width
          return { text: one, left, right: left + width, baseline, size: 10, turn: 0, run, clip: null }
        }),
      )
      return { kind: 'line' as const, glyphs, left: 0, right: 300, baseline, size: 10, top: baseline }
    })
    return withAlignedTables(placed).flatMap((part) =>
      part.kind === 'table'
        ? [
            Array.from({ length: part.rows }, (_, at) =>
              part.cells.flatMap(({ row, text }) => (row === at ? [text] : [])).join('|'),
            ),
          ]
        : [],
    )
  }

  test('part points side by side, though no wider gap than one between words is there', () => {
    const row = (at: number, name: string, score: [number, string]) =>
      [at, [0, name], [60, '九株'], [100, '10'], score] satisfies Parameters<typeof tablesIn>[0]
    const rows = [
      row(0, '栽植乔木', [122, '10']),
      row(20, '栽植灌木', [118, '14.4']),
      row(40, '补植草坪', [122, '10']),
    ]
    expect(tablesIn(...rows)[0]?.[1]).toBe('栽植灌木|九株|10|14.4')
  })

  test('begin with a heading that wraps, right under labels that share its gutters', () => {
    const found = tablesIn(
      [0, [0, '项目名称'], [80, '增绿补绿'], [130, '实施单位'], [180, '园林所']],
      [20, [0, '主管部门'], [80, '林业局'], [130, '填报日期'], [180, '三月']],
      [45, [200, '偏差原因']],
      [52, [0, '一级指标'], [50, '三级指标'], [110, '目标'], [160, '得分']],
      [59, [200, '分析']],
      [80, [50, '栽植乔木'], [110, '九株'], [160, '10']],
      [90, [0, '产出指标']],
      [100, [50, '栽植灌木'], [110, '八株'], [160, '10']],
      [120, [0, '效益指标'], [50, '成活率'], [110, '九成'], [160, '20']],
    )
    expect(found[0]).toEqual([
      '一级指标|三级指标|目标|得分|偏差原因分析',
      '产出指标|栽植乔木|九株|10|',
      '栽植灌木|八株|10|',
      '效益指标|成活率|九成|20|',
    ])
  })

  test('may be headings that wrap over one row of sums, with the headings of another table below', () => {
    const found = tablesIn(
      [0, [0, '资金情况'], [60, '全年预算'], [120, '全年执行'], [180, '得分']],
      [12, [0, '（万元）'], [60, '数'], [120, '数']],
      [30, [0, '资金总额'], [60, '268.00'], [120, '254.60'], [180, '9.5']],
      [60, [180, '偏差原因']],
    )
    expect(found).toEqual([['资金情况（万元）|全年预算数|全年执行数|得分', '资金总额|268.00|254.60|9.5']])
  })

  test('begin with a heading that wraps below lines of text whose gaps are its gutters too', () => {
    const found = tablesIn(
      [0, [0, '预算数：五百万元'], [100, '执行数：四百八十万'], [210, '执行率：九成']],
      [30, [0, '一级指'], [400, '偏差原因']],
      [38, [56, '二级指标'], [116, '三级指标'], [203, '目标'], [263, '得分']],
      [46, [0, '标'], [400, '分析']],
      [66, [0, '产出指'], [116, '栽植乔木']],
      [74, [56, '数量指标'], [203, '九株'], [263, '10'], [400, '无']],
      [82, [0, '标'], [116, '数']],
      [102, [0, '效益指'], [116, '知晓率提']],
      [110, [56, '社会效益'], [203, '九成'], [263, '20'], [400, '无']],
      [118, [0, '标'], [116, '高']],
      [145, [0, '自评总分：九十八分']],
    )
    expect(found).toEqual([
      [
        '一级指标|二级指标|三级指标|目标|得分|偏差原因分析',
        '产出指标|数量指标|栽植乔木数|九株|10|无',
        '效益指标|社会效益|知晓率提高|九成|20|无',
      ],
    ])
  })
})
