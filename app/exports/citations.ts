import type { Origin, View } from '#app/charts/view.ts'
import { grouped } from '#app/domain/statistics.ts'
import { type Source, sources } from '#app/queries/sources.ts'
import type { Ask } from '#app/warehouse/sql.ts'
import { type Language, w } from '#app/words.ts'
import { type Answer, columnOf, mostRows } from './answer.ts'
import { marks } from './provenance.ts'

/** Each project that is cited is a value in a question, and questions of many more are slow to plan. */
const mostProjects = 1_000

/** For each of the first rows the document and the row that it was read from; null where rows gather several. */
export async function citations<Row extends object>(
  { origin }: View<Row>,
  rows: readonly Row[],
  ask: Ask,
  language: Language,
): Promise<readonly (string | null)[] | null> {
  if (origin === undefined) return null
  const projects = new Set<string>()
  const origins: (Origin | null)[] = []
  for (const one of rows.slice(0, mostRows).map(origin)) {
    if (one !== null) projects.add(one.projectId)
    if (projects.size > mostProjects) break
    origins.push(one)
  }
  if (projects.size === 0) return origins.map(() => null)
  const read = grouped(await ask(sources, [...projects].sort()), reportOf)
  return origins.map((one) => one && citation(one, read.get(reportOf(one)) ?? [], language))
}

const reportOf = ({ projectId, year }: Pick<Origin, 'projectId' | 'year'>) => `${projectId} ${year}`

/** 自评表.docx，表 2，第 5 行; where a year has several reports and the row does not say which, all of them. */
function citation(origin: Origin, read: readonly Source[], language: Language): string | null {
  const documents = read
    .filter(({ kind }) => (origin.kind === null ? kind !== 'ledger' : kind === origin.kind))
    .map(({ document }) => document)
  const [document, ...others] = [...new Set(documents)]
  if (document === undefined) return null
  if (others.length > 0) return [document, ...others].join(marks[language].comma)
  const { table, row } = origin
  const place = [
    table !== null && w(`表 ${table}`, `table ${table}`)[language],
    row !== null && w(`第 ${row} 行`, `row ${row}`)[language],
  ].filter((part) => part !== false)
  return [document, ...place].join(w('，', ', ')[language])
}

const column = { key: 'origin', heading: w('出处', 'Read from'), format: 'text' } as const

/** An answer with where its rows were read as the last column; as it is where rows gather several. */
export function withOrigins(answer: Answer, language: Language): Answer {
  const { cited, columns, rows } = answer
  if (cited === null) return answer
  const { heading } = columnOf<{ origin: string | null }>(column, [], language)
  return {
    ...answer,
    columns: [...columns, heading],
    rows: rows.map((row, place) => [...row, cited[place] ?? null]),
  }
}
