import { type Item, itemOf } from './exports/basket.ts'

/** A view as the wall shows it, and the page that it stands on. */
export interface Stop {
  item: Item
  /** A path with its query, without a language; null where no page shows the view. */
  page: string | null
}

/** The views of each page that say the most from afar, the best first. */
const shownOn: Readonly<Record<string, readonly string[]>> = {
  '/': ['overview-figures', 'grades-by-district', 'yearly-trend', 'watch-list', 'execution-against-score'],
  '/compare/targets': ['completion-by-level', 'completion-by-year', 'widest-misses', 'widest-overshoots'],
  '/compare/unit-cost': ['unit-cost-by-district', 'unit-cost-compared', 'unit-cost-trend'],
  '/compare/satisfaction': ['satisfaction-by-district', 'satisfaction-trend', 'satisfaction-ranking'],
  '/compare/scores': ['score-distribution', 'scores-by-district'],
  '/compare/side-by-side': ['side-by-side'],
  '/funds': ['fund-sankey', 'fund-progress', 'funds-by-district', 'funds-by-source'],
  '/findings': ['findings-by-rule', 'findings-by-district'],
  '/projects': ['reporting-by-year', 'reporting-by-district'],
  '/indicators': ['widest-misses'],
}

/** As many views of a saved page as hang on the wall. */
const chosenFrom = 2

/** What hangs where nothing was chosen. */
const standing = [
  'overview-figures',
  'grades-by-district',
  'yearly-trend',
  'completion-by-level',
  'unit-cost-by-district',
  'satisfaction-by-district',
  'fund-progress',
  'findings-by-rule',
]

/** More than anyone waits for. */
const mostStops = 40

/** What a wall's URL says of the wall itself; the rest are filters. */
const own = new Set(['item', 'saved', 'at', 'every', 'lang'])

const withSearch = (path: string, search: string) => (search === '' ? path : `${path}?${search}`)

/** Views by name with their filters, as the basket writes them. */
const named = (items: readonly string[]): Stop[] =>
  items.flatMap((text) => {
    const item = itemOf(text)
    if (item === null) return []
    const page = Object.keys(shownOn).find((path) => shownOn[path]?.includes(item.view))
    const search = new URLSearchParams(item.search).toString()
    return { item, page: page === undefined ? null : withSearch(page, search) }
  })

/** The first views of pages that were saved, with what they were filtered by. */
const saved = (pages: readonly { url: string }[]): Stop[] =>
  pages.flatMap(({ url }) => {
    const [path = '/', search = ''] = url.split('?')
    const views = (shownOn[path] ?? []).slice(0, chosenFrom)
    return views.flatMap((view) => {
      const item = itemOf(withSearch(view, search))
      return item === null ? [] : { item, page: url }
    })
  })

/** What hangs on the wall: what its URL names, else what it says was saved, else one's pinned views, else the usual. */
export function stopsOf(
  search: URLSearchParams,
  views: readonly { id: number; url: string; pinned: boolean }[],
): readonly Stop[] {
  const ids = search.getAll('saved').map(Number)
  const filters = new URLSearchParams([...search].filter(([name]) => !own.has(name))).toString()
  const choices = [
    named(search.getAll('item')),
    saved(views.filter(({ id }) => ids.includes(id))),
    saved(views.filter(({ pinned }) => pinned)),
  ]
  const chosen = choices.find((stops) => stops.length > 0)
  return (chosen ?? named(standing.map((view) => withSearch(view, filters)))).slice(0, mostStops)
}
