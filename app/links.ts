import type { Filters } from '#app/queries/filters.ts'
import type { Language } from './words.ts'

/** Where a page's links keep to: its language, and the filters it was asked with. */
export interface Here {
  language: Language
  filters: Filters
}

type Query = Readonly<Record<string, string | number | null | readonly (string | number)[]>>

/** A path with its query: empty values left out, several values repeated. */
function href(path: string, query: Query): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) if (one !== null && one !== '') search.append(name, String(one))
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

const languageOf = ({ language }: Here) => (language === 'zh' ? {} : { lang: language })

/** A page of the product with the filters of this one, some of them changed. */
export const pageLink = (here: Here, path: string, change: Partial<Filters> & Query = {}) =>
  href(path, { ...here.filters, ...change, ...languageOf(here) })

/** The same page without its filters. */
export const clearLink = (here: Here, path: string) => href(path, languageOf(here))

export const isFiltered = ({ filters }: Here) =>
  Object.values(filters).some((value) => value !== null && value.length > 0)

/** The list of audit findings, past the comparisons above it. */
export const findingsLink = (here: Here, change: Partial<Filters> & Query = {}) =>
  `${pageLink(here, '/findings', change)}#list`

/** A project's page; the year chooses the report. */
export const projectLink = (here: Here, id: string, year: number | null = null, row: number | null = null) =>
  href(`/projects/${id}`, { year, ...languageOf(here) }) + (row === null ? '' : `#row-${row}`)

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

/** Where files are sent to. */
export const uploadAddress = (here: Here) => href('/upload/files', languageOf(here))

/** The page of an upload, with what became of each file. */
export const jobLink = (here: Here, id: string) => href(`/uploads/${id}`, languageOf(here))

/** Where columns that a person named are withdrawn. */
export const withdrawAddress = (here: Here, id: string) => href(`/mappings/${id}/withdraw`, languageOf(here))

/** The original bytes of a document. */
export const originalLink = (id: string) => `/documents/${id}/original`
