import { programmeKey, projectKey } from '#app/audit/groups.ts'
import { level1Of } from '#app/domain/indicator.ts'
import { appendTo, type Connection } from '#app/warehouse/duckdb.server.ts'
import { dayIn, numberIn, projectIdOf } from '#ingest/rows.ts'
import type { Assembly } from './assemble.ts'

/** What rows of numbers point to, for as long as a list is loaded. */
const tables = {
  list_subject: {
    id: 'INTEGER',
    project: 'VARCHAR',
    programme: 'VARCHAR',
    unit: 'VARCHAR',
    department: 'VARCHAR',
    sector: 'VARCHAR',
    district: 'VARCHAR',
    district_name: 'VARCHAR',
    project_id: 'VARCHAR',
    kind: 'VARCHAR',
    project_group: 'VARCHAR',
    programme_group: 'VARCHAR',
  },
  list_measure: {
    id: 'INTEGER',
    level: 'VARCHAR',
    level1: 'VARCHAR',
    level2: 'VARCHAR',
    name: 'VARCHAR',
  },
  list_value: {
    id: 'INTEGER',
    text: 'VARCHAR',
    kind: 'VARCHAR',
    op: 'VARCHAR',
    value: 'DOUBLE',
    upper: 'DOUBLE',
    date: 'DATE',
    unit: 'VARCHAR',
    approximate: 'BOOLEAN',
  },
  list_reason: { id: 'INTEGER', text: 'VARCHAR' },
  list_word: { id: 'INTEGER', text: 'VARCHAR' },
} as const

/** Makes the tables of texts. */
export async function createTexts(connection: Connection) {
  for (const [name, columns] of Object.entries(tables)) {
    const named = Object.entries(columns).map(([column, type]) => `${column} ${type}`)
    await connection.run(`create or replace temp table ${name} (${named.join(', ')})`)
  }
}

export async function dropTexts(connection: Connection) {
  for (const name of Object.keys(tables)) await connection.run(`drop table if exists ${name}`)
}

/** Appends what was met since the last time to the tables of texts. */
export function textsOf(connection: Connection, assembly: Assembly, document: string) {
  const written = { list_subject: 0, list_measure: 0, list_value: 0, list_reason: 1, list_word: 1 }
  const { subjects, measures, values, words, reasonOf, reasons } = assembly

  const subject = (id: number) => {
    const one = subjects[id]
    if (one === undefined) return { id }
    const { problems, district, ...who } = one
    return {
      id,
      ...who,
      district: district?.code,
      district_name: district?.name,
      project_id: projectIdOf(one, document),
      project_group: projectKey({ evaluation: one }),
      programme_group: programmeKey({ evaluation: one }),
    }
  }
  const measure = (id: number) => {
    const level1 = words.text(measures.part(id, 0))
    const level2 = words.text(measures.part(id, 1))
    const name = words.text(measures.part(id, 2)) ?? ''
    const level = level1Of({ level1, level2, name })
    return { id, level, level1, level2, name }
  }
  const value = (id: number) => {
    const { quantity } = values.at(id)
    const { text, kind, op, unit, approximate } = quantity
    return {
      id,
      text,
      kind,
      op,
      value: numberIn(quantity.value),
      upper: numberIn(quantity.upper),
      date: dayIn(quantity),
      unit,
      approximate,
    }
  }
  const reason = (id: number) => ({ id, text: reasonOf(id) })
  const word = (id: number) => ({ id, text: words.text(id) })

  const appendNew = async (name: keyof typeof tables, size: number, row: (id: number) => object) => {
    const from = written[name]
    const rows = Array.from({ length: Math.max(0, size - from) }, (_, n) => row(from + n))
    await appendTo(connection, name, { columns: tables[name], rows })
    written[name] = Math.max(from, size)
  }
  return async () => {
    await appendNew('list_subject', subjects.length, subject)
    await appendNew('list_measure', measures.size, measure)
    await appendNew('list_value', values.list.length, value)
    await appendNew('list_reason', reasons, reason)
    await appendNew('list_word', words.texts.length, word)
  }
}
