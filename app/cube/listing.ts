import type { Table } from '@uwdata/flechette'
import { half, inJson, type ListName, upper } from '#app/queries/cubes.ts'
import type { Filters } from '#app/queries/filters.ts'
import { coded, type Texts } from './cube.ts'
import { isAsked, type OfProjects, passing } from './passing.ts'
import { CubeSource } from './source.ts'

/** A list as the server has it without any filter: in its order, in columns. */
export interface Listing<Row> {
  size: number
  columns: { readonly [Name in keyof Row]: ArrayLike<Row[Name]> }
  by: OfProjects
  /** A row as the page shows it, without what it is chosen by. */
  rowAt(place: number): Row
}

/** Columns by which rows are chosen alone. */
const isBy = (name: string) => /^by[A-Z]/.test(name)

export function listingOf<Row>(table: Table): Listing<Row> {
  const fields = table.schema.fields.map(({ name }) => name)
  const isHalf = (name: string) => fields.some((other) => upper(other) === name)
  const columns = fields.filter((name) => !isHalf(name)).map((name) => columnOf(table, name, fields))
  const shown = columns.filter(([name]) => !isBy(name))
  const by = (name: string): Texts =>
    fields.includes(name) ? coded(table.getChild(name).toArray()) : { codes: new Int32Array(0), values: [] }
  return {
    size: table.numRows,
    columns: Object.fromEntries(columns) as Listing<Row>['columns'],
    by: {
      district: by('byDistrict'),
      sector: by('bySector'),
      department: by('byDepartment'),
      programme: by('byProgramme'),
    },
    rowAt: (place) => Object.fromEntries(shown.map(([name, values]) => [name, values[place]])) as Row,
  }
}

/** A column under its name, as the server had it before it was sent. */
function columnOf(table: Table, name: string, fields: readonly string[]): [string, ArrayLike<unknown>] {
  const values: ArrayLike<unknown> = table.getChild(name).toArray()
  if (name.endsWith(inJson(''))) {
    const texts = Array.from(values, (text) => JSON.parse(String(text)) as unknown)
    return [name.slice(0, -inJson('').length), texts]
  }
  if (!fields.includes(upper(name))) return [name, values]
  const uppers: ArrayLike<unknown> = table.getChild(upper(name)).toArray()
  return [name, Array.from(values, (lower, place) => Number(lower) + Number(uppers[place]) * half)]
}

/** The places of the rows that filters let through, in order. */
export function placesIn<Row extends { year: number | null }>(
  { size, columns, by }: Listing<Row>,
  filters: Filters,
  isIn: (place: number) => boolean = () => true,
): number[] {
  const passes = passing(by, filters)
  const places: number[] = []
  for (let place = 0; place < size; place += 1)
    if (passes[place] === 1 && isAsked(filters, columns.year[place] ?? 0) && isIn(place)) places.push(place)
  return places
}

/** The first of the rows that filters let through, as the server would list them. */
export const rowsIn = <Row extends { year: number | null }>(
  listing: Listing<Row>,
  filters: Filters,
  most: number,
  isIn?: (place: number) => boolean,
): Row[] => placesIn(listing, filters, isIn).slice(0, most).map(listing.rowAt)

/** The first of some in an order; equal ones as they stand. */
export function firstOf<Value>(
  values: readonly Value[],
  length: number,
  inOrder: (one: Value, other: Value) => number,
): Value[] {
  const first: Value[] = []
  for (const value of values) {
    let [from, to] = [0, first.length]
    while (from < to) {
      const between = Math.floor((from + to) / 2)
      const held = first[between]
      if (held !== undefined && inOrder(value, held) < 0) to = between
      else from = between + 1
    }
    if (from === length) continue
    first.splice(from, 0, value)
    if (first.length > length) first.pop()
  }
  return first
}

/** A list of a page that the browser filters itself, once it has it. */
export interface PageList<Cube, Answer> {
  /** Whether what it comes to is shown in the frame of the figures, not after it as cases are. */
  isPicture?: boolean
  /** Has it held as the data are now; false where it is too long to be sent. */
  keep(of: string, signal: AbortSignal): Promise<boolean>
  /** What of the page it comes to beside the cube and what that says; null while it is not there. */
  rowsOf(of: string, filters: Filters, answer: Answer, cube: Cube): object | null
  /** The same at the server, out of what a browser would be sent. */
  name: ListName
  rowsFrom(sent: object, table: () => Table, filters: Filters, answer: Answer, cube: Cube): object
}

export const listSource = <Row>(name: ListName) =>
  new CubeSource<Listing<Row>, ListName>(name, listingOf<Row>)

export const pageList = <Row, Cube = unknown, Answer = unknown>(
  source: CubeSource<Listing<Row>, ListName>,
  rowsOf: (listing: Listing<Row>, filters: Filters, answer: Answer, cube: Cube) => object,
): PageList<Cube, Answer> => ({
  keep: (of, signal) => source.keep(of, signal),
  rowsOf: (of, filters, answer, cube) =>
    source.held?.of === of ? rowsOf(source.held.cube, filters, answer, cube) : null,
  name: source.name,
  rowsFrom: (sent, table, filters, answer, cube) =>
    rowsOf(source.readFrom(sent, table), filters, answer, cube),
})
