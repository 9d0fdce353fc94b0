import type { Origin, View } from '#app/charts/view.ts'
import { type Source, sources } from '#app/queries/sources.ts'
import type { Ask } from '#app/warehouse/sql.ts'
import { type Language, w } from '#app/words.ts'
import { marks } from './provenance.ts'

/** As many rows as a briefing prints. */
export const mostCited = 60

/** For each of the first rows the document and the row that it was read from; empty where rows gather several. */
export async function citations<Row extends object>(
  { origin }: View<Row>,
  rows: readonly Row[],
  ask: Ask,
  language: Language,
): Promise<readonly (string | null)[]> {
  if (origin === undefined || rows.length === 0) return []
  const origins = rows.slice(0, mostCited).map(origin)
  const projects = [...new Set(origins.flatMap((one) => one?.projectId ?? []))]
  if (projects.length === 0) return []
  const read = await ask(sources, projects.sort())
  return origins.map((one) => one && citation(one, read, language))
}

/** 自评表.docx，表 2，第 5 行; where a year has several reports and the row does not say which, all of them. */
function citation(origin: Origin, read: readonly Source[], language: Language): string | null {
  const documents = read
    .filter(({ projectId, year }) => projectId === origin.projectId && year === origin.year)
    .filter(({ kind }) => origin.kind === null || kind === origin.kind)
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
