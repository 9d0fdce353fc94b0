import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Query } from '#app/warehouse/sql.ts'

/** A query of the product, and the type of what it is asked for, as its file has it. */
export interface Question {
  name: string
  asks: string
  query: Query<unknown, unknown>
}

/** Queries that are made for one of several measures. */
const families: Readonly<Record<string, readonly string[]>> = {
  districtYears: ['total', 'execution', 'gap'],
  programmeYears: ['total', 'execution', 'gap'],
  sideYears: ['spent', 'execution', 'unitCost', 'total', 'gap', 'met'],
  sideCases: ['spent', 'execution', 'unitCost', 'total', 'gap', 'met'],
}

const isQuery = (value: unknown): value is Query<unknown, unknown> =>
  typeof value === 'object' && value !== null && 'sql' in value && 'row' in value && 'name' in value

const Module = z.record(z.string(), z.unknown())

/** The first of the types between a pair of angle brackets. */
function firstType(text: string): string {
  let depth = 0
  for (const [place, character] of [...text].entries()) {
    if (character === ',' && depth === 0) return text.slice(0, place).trim()
    if ('<{('.includes(character)) depth += 1
    if ('>})'.includes(character)) depth -= 1
  }
  throw new Error(`no type: ${text.slice(0, 80)}`)
}

/**
 * Every query in app/queries, read from its files: where one says `satisfies Query<…>` and nothing of it is found
 * among what the file exports, that is a fault, so that none is forgotten.
 */
export async function allQuestions(): Promise<Question[]> {
  const folder = path.resolve(import.meta.dirname, '../../app/queries')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts'))
  const questions = await Promise.all(files.sort().map((name) => questionsIn(path.join(folder, name))))
  return questions.flat()
}

async function questionsIn(file: string): Promise<Question[]> {
  const text = await readFile(file, 'utf8')
  const exported = Module.parse(await import(file))
  const claimed = new Set<string>()
  const said = [...text.matchAll(/satisfies Query</g)].map(({ index, 0: found }) => {
    const declared = [...text.slice(0, index).matchAll(/^(?:export )?const (\w+) = /gm)].at(-1)?.[1] ?? ''
    claimed.add(declared)
    return { declared, asks: firstType(text.slice(index + found.length)) }
  })
  return said.flatMap(({ declared, asks }) => {
    const value = exported[declared]
    const found = isQuery(value)
      ? [value]
      : typeof value === 'function'
        ? (families[declared] ?? []).map((measure): unknown => value(measure)).filter(isQuery)
        : Object.entries(exported).flatMap(([name, one]) => (!claimed.has(name) && isQuery(one) ? [one] : []))
    if (found.length === 0) throw new Error(`${file}: nothing is known of ${declared}; a family of queries?`)
    return found.map((query) => ({ name: query.name, asks, query }))
  })
}
