import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stretchOf } from '#app/domain/source-table.ts'

const cell = (row: number, column: number, text: string, rowSpan = 1, columnSpan = 1) => ({
  row,
  column,
  rowSpan,
  columnSpan,
  text,
})

const form = {
  name: null,
  cells: [
    cell(0, 0, '项目名称'),
    cell(0, 1, '道路养护', 1, 2),
    cell(1, 0, '产出指标', 3, 1),
    cell(1, 1, '里程'),
    cell(1, 2, '10公里'),
    cell(2, 1, '合格率'),
    cell(3, 1, '成本'),
    cell(3, 2, '5万元'),
  ],
}

describe('a stretch of a table', () => {
  test('keeps spans, and fills what no cell covers', () => {
    const { rows, columns, lines } = stretchOf(form, 1, { from: 1, to: 10 })
    expect([rows, columns]).toEqual([4, 3])
    expect(lines.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ['项目名称', '道路养护'],
      ['产出指标', '里程', '10公里'],
      ['合格率', ''],
      ['成本', '5万元'],
    ])
    expect(lines[0]?.cells[1]).toMatchObject({ row: 1, column: 2, columnSpan: 2 })
    expect(lines[1]?.cells[0]).toMatchObject({ rowSpan: 3 })
  })

  test('shows merged cells that begin above it where they reach in', () => {
    const { lines, from, to } = stretchOf(form, 1, { from: 3, to: 4 })
    expect([from, to]).toEqual([3, 4])
    expect(lines[0]?.cells[0]).toEqual({ row: 3, column: 1, rowSpan: 2, columnSpan: 1, text: '产出指标' })
  })

  test('of a wide table is no wider than a page, and holds the column asked for', () => {
    const wide = { name: null, cells: Array.from({ length: 300 }, (_, at) => cell(0, at, `c${at + 1}`)) }
    const { left, right, columns } = stretchOf(wide, 1, { from: 1, to: 1, column: 250 })
    expect(columns).toBe(300)
    expect(right - left).toBeLessThan(40)
    expect(left <= 250 && 250 <= right).toBe(true)
  })

  test('draws a cell that another overlaps in its own place alone', () => {
    const cells = [cell(0, 1, 'over'), cell(0, 0, 'under', 2, 2), cell(1, 2, 'last')]
    const { lines } = stretchOf({ name: null, cells }, 1, { from: 1, to: 2 })
    expect(lines.map((line) => line.cells.map(({ text }) => text))).toEqual([
      ['under', 'over', ''],
      ['', '', 'last'],
    ])
  })

  test('covers every place once, however cells overlap', () => {
    const cells = fc.array(
      fc.record({
        row: fc.nat(12),
        column: fc.nat(12),
        rowSpan: fc.integer({ min: 1, max: 1_000_000 }),
        columnSpan: fc.integer({ min: 1, max: 16_384 }),
        text: fc.constantFrom('', 'a', 'b'),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(cells, fc.integer({ min: 1, max: 9 }), (drawn, from) => {
        const { lines, left, right, to } = stretchOf({ name: null, cells: drawn }, 1, { from, to: from + 5 })
        const covered = lines.flatMap(({ cells: shown }) =>
          shown.flatMap(({ row, column, rowSpan, columnSpan }) =>
            Array.from({ length: rowSpan * columnSpan }, (_, at) =>
              [row + Math.floor(at / columnSpan), column + (at % columnSpan)].join(),
            ),
          ),
        )
        const places = Math.max(0, to - from + 1) * Math.max(0, right - left + 1)
        expect(covered.length).toBe(places)
        expect(new Set(covered).size).toBe(places)
      }),
      { numRuns: 2000 },
    )
  })
})
