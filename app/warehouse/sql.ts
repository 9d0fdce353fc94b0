import type { z } from 'zod'

/** A value bound to a `?`: user input reaches the engine in no other way. */
export type Bound = string | number | boolean | null

/** SQL text with `?` for its values, which stand apart and in order. */
export interface Sql {
  text: string
  values: readonly Bound[]
  /** The rollups that it reads; an answer from them is the same as one from the rows that they sum. */
  rollups?: readonly string[]
}

/** The rollups of several fragments, each once. */
const rollupsOf = (fragments: readonly Sql[]): Pick<Sql, 'rollups'> => {
  const rollups = [...new Set(fragments.flatMap((fragment) => fragment.rollups ?? []))]
  return rollups.length === 0 ? {} : { rollups }
}

const isSql = (part: Bound | Sql): part is Sql => typeof part === 'object' && part !== null

/** Tagged template: a nested fragment is spliced in, anything else becomes a bound value. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Bound | Sql)[]): Sql {
  const values: Bound[] = []
  const text = strings.reduce((before, piece, index) => {
    const part = parts[index - 1]
    if (part !== undefined && isSql(part)) {
      values.push(...part.values)
      return before + part.text + piece
    }
    values.push(part ?? null)
    return `${before}?${piece}`
  })
  return { text, values, ...rollupsOf(parts.filter(isSql)) }
}

/** Fragments one after another with `separator` between them. */
export function join(fragments: readonly Sql[], separator: string): Sql {
  return {
    text: fragments.map((fragment) => fragment.text).join(separator),
    values: fragments.flatMap((fragment) => fragment.values),
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
