import type { Format } from '#app/charts/view.ts'
import { fenOf } from '#app/domain/money.ts'
import type { Answer, Cell } from './answer.ts'
import { conditionsLine, type Provenance, periodWords, sampleWords, sourceWords } from './provenance.ts'

/** How a column is kept where types count; money is exact to the fen. */
export type ColumnType = 'VARCHAR' | 'INTEGER' | 'DOUBLE' | 'DECIMAL(18,2)'

/** A column for programs: named alike in both languages, its heading and unit beside it. */
export interface TypedColumn {
  name: string
  type: ColumnType
  heading: string
  unit: string | null
  /** Money in fen, as whole numbers. */
  values: readonly Cell[]
}

const types: Readonly<Record<Format, ColumnType>> = {
  text: 'VARCHAR',
  year: 'INTEGER',
  // What is counted may be 12.5 km.
  count: 'DOUBLE',
  percent: 'DOUBLE',
  points: 'DOUBLE',
  score: 'DOUBLE',
  money: 'DECIMAL(18,2)',
  unitCost: 'DOUBLE',
}

/** An answer column by column. */
export const typedColumns = ({ columns, rows }: Answer): readonly TypedColumn[] =>
  columns.map(({ key, text, unit, format }, place) => {
    const cells = rows.map((row) => row[place] ?? null)
    const values =
      format === 'money' ? cells.map((cell) => (typeof cell === 'number' ? fenOf(cell, '元') : null)) : cells
    return { name: key, type: types[format], heading: text, unit, values }
  })

/** What a file says about itself to whoever opens it with a program. */
export function metadataOf(answer: Answer, provenance: Provenance): Readonly<Record<string, string>> {
  const { language, generation, published, sample } = provenance
  const columns = typedColumns(answer).map(({ name, heading, unit }) => ({ name, heading, unit }))
  return {
    view: answer.name,
    title: answer.title,
    ...(answer.note === null ? {} : { note: answer.note }),
    years: periodWords(answer, language),
    filters: conditionsLine(provenance),
    columns: JSON.stringify(columns),
    rows: String(answer.rows.length),
    cut: String(answer.cut),
    source: sourceWords[language],
    generation: String(generation),
    published,
    ...(sample ? { sample: sampleWords[language] } : {}),
  }
}
