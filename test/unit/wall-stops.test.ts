import { expect, test } from 'vitest'
import { stopsOf } from '#app/wall-stops.ts'

const views = [
  { id: 1, url: '/funds?year=2023', pinned: false },
  { id: 2, url: '/compare/targets?district=130102', pinned: true },
  { id: 3, url: '/documents', pinned: false },
]
const pages = (search: string, known = views) => [
  ...new Set(stopsOf(new URLSearchParams(search), known).map(({ page }) => page)),
]
const names = (search: string, known = views) =>
  stopsOf(new URLSearchParams(search), known).map(({ item }) => item.view)

test('what the URL names hangs on the wall, with its filters and the page it stands on', () => {
  const item = 'grades-by-district?year=2023'
  expect(stopsOf(new URLSearchParams([['item', item]]), views)).toEqual([
    { item: { view: 'grades-by-district', search: [['year', '2023']] }, page: '/?year=2023' },
  ])
})

test('a view that there is not is left out', () => {
  expect(names('item=nothing&item=fund-progress')).toEqual(['fund-progress'])
  expect(names('item=nothing').length).toBeGreaterThan(0)
})

test('saved views hang where the URL says so, and pinned ones where it says nothing', () => {
  expect(pages('saved=1')).toEqual(['/funds?year=2023'])
  expect(pages('')).toEqual(['/compare/targets?district=130102'])
})

test('where nothing was chosen the usual hangs, filtered as the page was', () => {
  expect(pages('year=2022&every=60&at=3&lang=en', [])).toContain('/?year=2022')
  expect(names('', []).length).toBeGreaterThan(5)
})
