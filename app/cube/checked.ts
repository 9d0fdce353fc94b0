import type { Table } from '@uwdata/flechette'
import type { Filters } from '#app/queries/filters.ts'
import type { CheckedCell } from '#app/queries/finding-counts.ts'
import { type Columns, columnsOf } from './cube.ts'
import { isAsked, passing } from './passing.ts'
import { CubeSource } from './source.ts'

/** Reports that were checked. */
export type Checked = Columns<CheckedCell>

export const checkedSource = new CubeSource(
  'checked',
  (table: Table): Checked =>
    columnsOf<CheckedCell>(
      table,
      ['year', 'n', 'own'],
      ['district', 'districtName', 'sector', 'department', 'programme'],
    ),
)

/** The cells that filters let through. */
export function cellsIn({ texts, numbers, size }: Checked, filters: Filters): number[] {
  const passes = passing(texts, filters)
  return Array.from({ length: size }, (_, cell) => cell).filter(
    (cell) => passes[cell] === 1 && isAsked(filters, numbers.year[cell] ?? 0),
  )
}

/** How many reports there are in cells, or self-evaluations. */
export const reportsOf = ({ numbers }: Checked, cells: readonly number[], which: 'n' | 'own' = 'n') =>
  cells.reduce((sum, cell) => sum + (numbers[which][cell] ?? 0), 0)
