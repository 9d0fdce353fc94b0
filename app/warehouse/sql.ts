import type { z } from 'zod'

/** A value bound to a `?`: user input reaches the engine in no other way. */
export type Bound = string | number | boolean | null

/** SQL text with `?` for its values, which stand apart and in order. */
interface Spelling {
  text: string
  values: readonly Bound[]
}

/** A question or a piece of one, in the words of DuckDB. */
export interface Sql extends Spelling {
  /** The same in ClickHouse's words; absent where they are the same. */
  clickhouse?: Spelling
  /** The rollups that it reads; an answer from them is the same as one from the rows that they sum. */
  rollups?: readonly string[]
}

/** The rollups of several fragments, each once. */
const rollupsOf = (fragments: readonly Sql[]): Pick<Sql, 'rollups'> => {
  const rollups = [...new Set(fragments.flatMap((fragment) => fragment.rollups ?? []))]
  return rollups.length === 0 ? {} : { rollups }
}

const isSql = (part: Bound | Sql): part is Sql => typeof part === 'object' && part !== null

/** A fragment in the words of the engine that is asked. */
export const inClickHouse = ({ text, values, clickhouse }: Sql): Spelling => clickhouse ?? { text, values }

/** What the two engines have different words for; queries use it through the named functions of dialect.ts. */
export const spelled = (duckdb: Sql, clickhouse: Sql): Sql => ({
  ...duckdb,
  clickhouse: inClickHouse(clickhouse),
})

/** Tagged template: a nested fragment is spliced in, anything else becomes a bound value. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Bound | Sql)[]): Sql {
  const pieces = strings.flatMap((piece, index) => {
    const part = parts[index - 1]
    const text = { text: piece, values: [] }
    if (index === 0) return [text]
    return [part !== undefined && isSql(part) ? part : { text: '?', values: [part ?? null] }, text]
  })
  return join(pieces, '')
}

/** A name or number of our own as it stands: nothing that a document or a person wrote comes here. */
export const named = (text: string): Sql => ({ text, values: [] })

/** Fragments one after another with `separator` between them. */
export function join(fragments: readonly Sql[], separator: string): Sql {
  const joined = (spellings: readonly Spelling[]): Spelling => ({
    text: spellings.map(({ text }) => text).join(separator),
    values: spellings.flatMap(({ values }) => values),
  })
  const isOfBoth = fragments.every(({ clickhouse }) => clickhouse === undefined)
  return {
    ...joined(fragments),
    ...(isOfBoth ? {} : { clickhouse: joined(fragments.map(inClickHouse)) }),
    ...rollupsOf(fragments),
  }
}

/** A question to the warehouse, as a value: its name, the shape of its rows, and its SQL. */
export interface Query<Params, Row> {
  name: string
  row: z.ZodType<Row>
  sql(params: Params): Sql
}

/** Runs a query; those who may not know the engine are given the warehouse's own. */
export type Ask = <Params, Row>(query: Query<Params, Row>, params: Params) => Promise<readonly Row[]>
