import { describe, expect, test } from 'vitest'
import { groupsOf, type Label } from '#ingest/readers/pdf-levels.ts'

const rows = [0, 20, 40, 60, 80].map((top) => ({ top, bottom: top }))
const labels = (...tops: number[]): Label[] => tops.map((top) => ({ top, bottom: top, text: `${top}` }))
const ends = (...columns: Label[][]) =>
  groupsOf(columns, rows, 20)?.map((groups) => groups.map(({ from, to }) => `${from}-${to}`).join(' '))

describe('the rows of a label that no line parts from others', () => {
  test.each([
    ['at the middle of its rows', labels(20, 70), ['0-2 3-4']],
    ['beside the first of its rows', labels(0, 60), ['0-2 3-4']],
    ['beside its only row', labels(0, 20, 40, 60, 80), ['0-0 1-1 2-2 3-3 4-4']],
  ])('are told where it stands %s', (_, column, expected) => {
    expect(ends(column)).toEqual(expected)
  })

  test.each([
    ['covers no row as it stands', labels(20, 60)],
    ['leaves rows without one', labels(20)],
    ['may be at the middle or beside the first', labels(0, 40, 80)],
  ])('stay open where one %s', (_, column) => {
    expect(ends(column)).toBeUndefined()
  })

  test('are told by the other column where one may be either', () => {
    expect(ends(labels(0, 60), labels(0, 40, 60, 80))).toEqual(['0-2 3-4', '0-1 2-2 3-3 4-4'])
  })

  test('are told where its middle is beside that of the first row, unless that could be the middle one', () => {
    const wrapped = [
      { top: 0, bottom: 0 },
      { top: 20, bottom: 60 },
      { top: 80, bottom: 80 },
    ]
    const over = (at: number) => ({ top: at - 10, bottom: at + 10, text: '' })
    const endsOf = (found: ReturnType<typeof groupsOf>) =>
      found?.map((groups) => groups.map(({ from, to }) => `${from}-${to}`).join(' '))
    expect(endsOf(groupsOf([[over(0), over(80)]], wrapped, 20))).toEqual(['0-1 2-2'])
    const four = [...wrapped, { top: 100, bottom: 160 }]
    expect(groupsOf([[over(0), over(80)]], four, 20)).toBeNull()
  })

  test('lie within those of the level before', () => {
    expect(ends(labels(20, 70), labels(10, 60))).toBeUndefined()
  })
})
