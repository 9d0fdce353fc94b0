import { chosenBy } from '#app/domain/district.ts'
import type { CubeName, ListName } from '#app/queries/cubes.ts'
import type { Filters } from '#app/queries/filters.ts'
import type { Language } from './words.ts'

/** Where a page's links keep to: its language, and the filters it was asked with. */
export interface Here {
  language: Language
  filters: Filters
}

type Value = string | number | null
type Query = Readonly<Record<string, Value | readonly Value[]>>

/** A path with its query: empty values left out, several values repeated. */
function href(path: string, query: Query): string {
  let search = ''
  for (const [name, value] of Object.entries(query)) search += parameters(name, value)
  return search === '' ? path : `${path}?${search.slice(1)}`
}

/** The lists that were written last: those of a page's filters stand in each of its hundreds of links. */
const written = new WeakMap<readonly Value[], { name: string; text: string }>()

/** &district=130102&district=130104. */
function parameters(name: string, value: Value | readonly Value[]): string {
  if (typeof value !== 'object' || value === null) return parameter(name, value)
  const known = written.get(value)
  if (known?.name === name) return known.text
  const text = value.map((one) => parameter(name, one)).join('')
  written.set(value, { name, text })
  return text
}

/** What stands in a query as it is. */
const plain = /^[\w.*-]+$/

function parameter(name: string, value: Value): string {
  if (value === null || value === '') return ''
  // Most values are years, codes and names of ours, which need no care: it takes longer than all the rest.
  if (plain.test(`${value}`)) return `&${name}=${value}`
  return `&${new URLSearchParams([[name, String(value)]])}`
}

/** What a link asks for. */
export const searchOf = (link: string) => link.split('#')[0]?.split('?')[1] ?? ''

const languageOf = ({ language }: Here) => (language === 'zh' ? {} : { lang: language })

/** A page of the product with the filters of this one, some of them changed. */
export const pageLink = (here: Here, path: string, change: Partial<Filters> & Query = {}) =>
  href(path, { ...here.filters, ...change, ...beyond(path), ...languageOf(here) })

/** What a page is narrowed to by a row of a district: that, or its own units where it is called so; if open, as it was. */
export const districtOf = (
  here: Here,
  { district, districtName }: { district: string | null; districtName: string | null },
): string[] => (district === null ? here.filters.district : [chosenBy(district, districtName)])

/** What a page cannot be narrowed by is left out: it would promise what does not hold. */
function beyond(path: string): Query {
  if (path === '/' || path === '') return {}
  return { execution: null, grade: null, ...(path === '/compare/scores' ? {} : { score: null }) }
}

/** Where a form with these values leads that asks a page anew. */
export const formLink = (path: string, values: FormData) =>
  href(path, Object.fromEntries([...values.keys()].map((name) => [name, values.getAll(name).map(String)])))

/** A page in the language of another address: who is sent on goes on reading in theirs. */
export const sameLanguage = (url: string, path: string, query: Query = {}) =>
  href(path, { ...query, lang: new URL(url).searchParams.get('lang') === 'en' ? 'en' : null })

/** The same page without its filters. */
export const clearLink = (here: Here, path: string) => href(path, languageOf(here))

export const isFiltered = ({ filters }: Here) =>
  Object.values(filters).some((value) => (Array.isArray(value) ? value.length > 0 : value !== null))

/** The list of audit findings, past the comparisons above it. */
export const findingsLink = (here: Here, change: Partial<Filters> & Query = {}) =>
  `${pageLink(here, '/findings', change)}#list`

/** What reports name and promise, below the audit's findings. */
export const remarksLink = (here: Here, change: Partial<Filters> & Query = {}) =>
  `${pageLink(here, '/findings', change)}#remarks`

/** What is held of a unit: its indicators, of all years, each with the way to its project and its document. */
export const unitLink = (here: Here, unit: string, district: string[] = here.filters.district) =>
  pageLink(here, '/indicators', { year: [], level1: [], completion: null, q: null, district, unit: [unit] })

/** A project's page; the year chooses the report. */
export const projectLink = (here: Here, id: string, year: number | null = null, row: number | null = null) =>
  href(`/projects/${id}`, { year, ...languageOf(here) }) + (row === null ? '' : `#row-${row}`)

/** A page of this product as it was saved, in the language of this page. */
export const savedLink = (here: Here, url: string) => {
  const [path = '/', search = ''] = url.split('?')
  return href(path, { ...queryOf(search), ...languageOf(here) })
}

/** Where the page that is shown is saved from; its language is the reader's, not the view's. */
export const saveLink = (here: Here, path: string, search: string) =>
  href('/views', {
    save: href(path, { ...queryOf(search), lang: null, saved: null, done: null }),
    ...languageOf(here),
  })

/** A page as it was, with one more value of a filter chosen. */
export const choosingLink = (here: Here, back: string, field: string, value: string) => {
  const [path = '/', search = ''] = back.split('?')
  const query = queryOf(search)
  const values = [...new Set([...[query[field] ?? []].flat(), value])]
  return href(path, { ...query, page: null, [field]: values, ...languageOf(here) })
}

/** Where the values of a filter are found by their names. */
export const findChoicesLink = (here: Here, asked: { field: string; find: string; back: string }) =>
  href('/choices', { ...asked, ...languageOf(here) })

function queryOf(search: string): Query {
  const params = new URLSearchParams(search)
  return Object.fromEntries([...params.keys()].map((name) => [name, params.getAll(name)]))
}

/** Where a decision on a finding is sent to. */
export const decideLink = (finding: string) => `/findings/${finding}`

/** A page of this product with what its forms came to, past what stands above it. */
export const answeredLink = (back: string, answer: Query, anchor: string) => {
  const [path = '/', search = ''] = back.replace(/#.*/, '').split('?')
  return `${href(path, { ...queryOf(search), ...answer })}#${anchor}`
}

/** A place in a document: table, row and column count from 1; null where the document as a whole is meant. */
export interface DocumentPlace {
  table: number | null
  row: number | null
  column?: number | null
}

/** A document's page, at one of its tables, rows or cells. */
export const documentLink = (here: Here, id: string, place: DocumentPlace | null = null) =>
  href(`/documents/${id}`, {
    table: place?.table ?? null,
    row: place?.row ?? null,
    column: place?.column ?? null,
    ...languageOf(here),
  }) + rowAnchor(place)

const rowAnchor = (place: DocumentPlace | null) =>
  place === null || place.table === null ? '' : place.row === null ? '#tables' : `#at-${place.row}`

/** The page on which a person says what a document's columns mean. */
export const correctLink = (
  here: Here,
  id: string,
  { table, heading }: { table: number | null; heading: number | null } = { table: null, heading: null },
) => href(`/documents/${id}/correct`, { table, heading, ...languageOf(here) })

/** A page of the rows of one of a document's tables. */
export const documentRowsLink = (here: Here, id: string, table: number, page: number) =>
  `${href(`/documents/${id}`, { table, page: page === 1 ? null : page, ...languageOf(here) })}#tables`

/** A project's page with the source of one of its rows opened in place. */
export const projectSourceLink = (
  here: Here,
  { id, year, kind }: { id: string; year: number | null; kind: string | null },
  { table, row, column = null }: DocumentPlace,
) =>
  `${href(`/projects/${id}`, {
    year,
    kind: kind === 'selfEvaluation' ? null : kind,
    table,
    row,
    column,
    ...languageOf(here),
  })}#source-${row}`

/** A view in a file format, with the filters of this page. */
export const exportLink = (here: Here, view: string, suffix: string, change: Query = {}) =>
  href(`/export/${view}.${suffix}`, { ...here.filters, ...change, ...languageOf(here) })

/** The views that were put aside for a deck or a briefing. */
export const basketLink = (here: Here) => href('/basket', languageOf(here))

/** A view with the filters of this page, as the basket knows it. */
export const basketItem = (here: Here, view: string, change: Query = {}) =>
  href(view, { ...here.filters, ...change })

/** Views put aside, as one file; the items stand in the link, so that it gives the same to everyone. */
export const gatheredLink = (here: Here, suffix: string, item: readonly string[]) =>
  href(`/export/basket.${suffix}`, { item, ...languageOf(here) })

/** Where files are sent to. */
export const uploadAddress = (here: Here) => href('/upload/files', languageOf(here))

/** The page of an upload, with what became of each file. */
export const jobLink = (here: Here, id: string) => href(`/uploads/${id}`, languageOf(here))

/** Where columns that a person named are withdrawn. */
export const withdrawAddress = (here: Here, id: string) => href(`/mappings/${id}/withdraw`, languageOf(here))

/** The original bytes of a document. */
export const originalLink = (id: string) => `/documents/${id}/original`

/** What the figures of a page are made of, for the browser to answer from. */
export const cubeLink = (of: CubeName | ListName) => href('/cube.arrow', { of })

/** The data of the overview with the filters of this page, without going there. */
export const overviewData = (here: Here) => `/?index&${pageLink(here, '').slice(1)}`

/** Where a browser is sent to the issuer from, to come back to a page of ours. */
export const oidcLink = (back: string) => `/login/oidc?${new URLSearchParams({ back })}`
