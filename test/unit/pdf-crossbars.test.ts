import { expect, test } from 'vitest'
import { edgesImplied } from '#ingest/readers/pdf-crossbars.ts'

const across = (at: number, ...ends: number[]) =>
  ends.slice(1).map((to, n) => ({ horizontal: true, at, from: ends[n] ?? 0, to }))
const word = (left: number, right: number, baseline: number) => ({
  left,
  right,
  baseline,
  size: 8,
})
const rows = [10, 30, 50].flatMap((at) => across(at, 0, 40, 80, 120))

test('pieces of the lines between rows tell the edges of cells', () => {
  const texts = [word(5, 30, 20), word(45, 70, 20), word(85, 110, 20), word(5, 30, 40)]
  const edges = edgesImplied(rows, texts)
  expect(edges.filter(({ from }) => from === 10).map(({ at }) => at)).toEqual([0, 40, 80, 120])
  expect(edges.every(({ horizontal, from, to }) => !horizontal && to === from + 20)).toBe(true)
})

test('no edge runs through a text, which stands in a cell of several columns', () => {
  const edges = edgesImplied(rows, [word(50, 100, 20)])
  expect(edges.filter(({ from }) => from === 10).map(({ at }) => at)).toEqual([0, 40, 120])
})

test('a text whose characters are drawn one by one is one', () => {
  const edges = edgesImplied(rows, [word(65, 79, 20), word(81, 100, 20)])
  expect(edges.filter(({ from }) => from === 10).map(({ at }) => at)).toEqual([0, 40, 120])
})

test('a title between two tables parts them', () => {
  const texts = [word(5, 30, 20), word(45, 70, 20), { ...word(45, 75, 40), size: 9 }]
  expect(edgesImplied(rows, texts).some(({ from }) => from === 30)).toBe(false)
})

test('a page with lines down says itself where its cells end, and whole lines say nothing', () => {
  expect(edgesImplied([...rows, { horizontal: false, at: 40, from: 10, to: 50 }], [])).toEqual([])
  expect(
    edgesImplied(
      [10, 30, 50].flatMap((at) => across(at, 0, 120)),
      [],
    ),
  ).toEqual([])
})
