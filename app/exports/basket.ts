import { z } from 'zod'
import { views } from './views.ts'

/** A view that was put aside, with the parameters of its URL. */
export const Item = z.object({
  view: z.string().refine((name) => views.has(name)),
  search: z.array(z.tuple([z.string().max(40), z.string().max(200)])).max(60),
})
export type Item = z.infer<typeof Item>

/** As many views as a deck may have. */
export const mostItems = 20

/** unit-cost-trend?district=130102, as it stands in a URL. */
export const itemText = ({ view, search }: Item) => {
  const text = new URLSearchParams(search).toString()
  return text === '' ? view : `${view}?${text}`
}

/** Reads `<view>?<parameters>`; null where there is no such view. The language is the reader's, not the item's. */
export function itemOf(text: string): Item | null {
  const mark = text.indexOf('?')
  const view = mark < 0 ? text : text.slice(0, mark)
  const search = [...new URLSearchParams(mark < 0 ? '' : text.slice(mark))].filter(
    ([name, value]) => name !== 'lang' && value !== '',
  )
  return Item.safeParse({ view, search }).data ?? null
}

/** What a form asks to be done to the basket. */
export interface Change {
  what: 'add' | 'remove' | 'up' | 'down' | 'clear'
  item: Item | null
}

/** The basket after a change: what is added twice stands once, and what does not fit is left out. */
export function changed(items: readonly Item[], { what, item }: Change): readonly Item[] {
  if (what === 'clear') return []
  if (item === null) return items
  const place = items.findIndex((one) => itemText(one) === itemText(item))
  if (what === 'add') return place >= 0 || items.length >= mostItems ? items : [...items, item]
  if (place < 0) return items
  const rest = items.toSpliced(place, 1)
  if (what === 'remove') return rest
  return rest.toSpliced(Math.max(0, what === 'up' ? place - 1 : place + 1), 0, item)
}
