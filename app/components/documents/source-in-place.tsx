import { Link } from '@remix-run/react'
import { useHere, useSay } from '#app/components/here.ts'
import type { Stretch } from '#app/domain/source-table.ts'
import { documentLink } from '#app/links.ts'
import type { ReportProblem } from '#app/queries/project-documents.ts'
import type { ProjectIndicator } from '#app/queries/project-indicators.ts'
import { w } from '#app/words.ts'
import { Problems } from './problems.tsx'
import { IndicatorReading } from './row-reading.tsx'
import { SourceTable } from './source-table.tsx'

/** The stretch of a document that was asked to be opened beside what was understood of it. */
export interface OpenedSource {
  document: string
  documentName: string
  table: Stretch
  marked: { row: number; column: number | null }
}

interface Props {
  source: OpenedSource
  row: ProjectIndicator
  problems: readonly ReportProblem[]
  /** Where closing it leads. */
  closed: string
}

/** An indicator's row where it stands in its document, the cell marked, beside what was understood. */
export function SourceInPlace({ source, row, problems, closed }: Props) {
  const here = useHere()
  const say = useSay()
  const { document, documentName, table, marked } = source
  const own = problems.filter((problem) => problem.table === table.number && problem.row === marked.row)
  return (
    <div className="sticky left-2 grid w-full max-w-[calc(100vw-5rem)] grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0">
        <p className="mb-1 flex flex-wrap gap-x-4 text-xs">
          <span className="text-muted">
            {say(w('原文：', 'Source: '))}
            {documentName}
          </span>
          <Link to={documentLink(here, document, { table: table.number, ...marked })}>
            {say(w('查看整张表', 'The whole table'))}
          </Link>
          <Link to={closed} preventScrollReset>
            {say(w('收起', 'Close'))}
          </Link>
        </p>
        <SourceTable table={table} marked={marked} />
      </div>
      <div className="space-y-2 text-sm">
        <IndicatorReading row={row} />
        {own.length > 0 && <Problems problems={own} />}
      </div>
    </div>
  )
}
