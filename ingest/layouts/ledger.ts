import type { Cell, Content } from '#ingest/readers/table.ts'
import { type Columns, columnsOf, isTotalLabel, repeatsHeadings, textAt } from './columns.ts'
import type { Draft, DraftFlow, Layout } from './draft.ts'
import { filledCells, type Grid, gridOf, placeOf, plain } from './grid.ts'
import { moneyUnitIn } from './headings.ts'
import { titleOf } from './title.ts'

const headingWithin = 15

/** A ledger of fund flows, one row a movement of money. */
export const ledger: Layout = {
  id: 'ledger',
  recognise(content) {
    const found = ledgersIn(content)[0]
    if (found === undefined) return null
    return `row ${found.heading + 1} names project, stage and amount; every row below is one movement`
  },
  draft(content) {
    const flows = ledgersIn(content).flatMap(flowsOf)
    return { title: titleOf(content), evaluations: [], flows, problems: [] } satisfies Draft
  },
}

interface Ledger {
  grid: Grid
  heading: number
  columns: Columns
  unit: string | null
}

function ledgersIn(content: Content): Ledger[] {
  const tables = content.blocks.filter((block) => block.kind === 'table')
  return tables.flatMap((table, index) => {
    const grid = gridOf(table, index + 1)
    const heading = grid.rows.slice(0, headingWithin).findIndex((row) => isLedgerHeading(columnsOf(row)))
    if (heading < 0) return []
    const above = grid.rows
      .slice(0, heading)
      .flatMap((row) => row.map((cell) => moneyUnitIn(plain(cell.text))))
    const columns = columnsOf(grid.rows[heading] ?? [])
    return [{ grid, heading, columns, unit: above.find((unit) => unit !== null) ?? null }]
  })
}

const isLedgerHeading = (columns: Columns) =>
  columns.has('amount') && columns.has('project') && (columns.has('stage') || columns.has('date'))

function flowsOf({ grid, heading, columns, unit }: Ledger): DraftFlow[] {
  return grid.rows.slice(heading + 1).flatMap((row) => {
    const first = filledCells(row)[0]
    if (first === undefined || isTotalLabel(first.text) || repeatsHeadings(row, columns)) return []
    const flow = flowOf(grid, row, columns, unit)
    return flow === null ? [] : [flow]
  })
}

function flowOf(grid: Grid, row: readonly Cell[], columns: Columns, unit: string | null): DraftFlow | null {
  const column = columns.get('amount')
  const cell = column && row[column.from]
  const text = textAt(row, columns, 'amount')
  if (!column || !cell) return null
  const at = placeOf(grid, cell)
  return {
    project: textAt(row, columns, 'project'),
    unit: textAt(row, columns, 'unit'),
    district: textAt(row, columns, 'district'),
    year: textAt(row, columns, 'year'),
    stage: textAt(row, columns, 'stage'),
    source: textAt(row, columns, 'source'),
    amount: text === null ? null : { text, unit: column.unit ?? unit, at },
    date: textAt(row, columns, 'date'),
    at,
  }
}
