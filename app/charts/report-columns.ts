import { w } from '#app/words.ts'
import type { Column, Origin } from './view.ts'

/** What stands for a district that no source tells. */
export const unknownDistrict = w('区县不明', 'District unknown')

/** Whose report a row is of. */
interface OfReport {
  project: string | null
  unit: string | null
  districtName: string | null
  year: number | null
}

export const districtColumn: Column<Pick<OfReport, 'districtName'>> = {
  key: 'districtName',
  heading: w('区县', 'District'),
  format: 'text',
  absent: unknownDistrict,
}

const year: Column<OfReport> = { key: 'year', heading: w('年度', 'Year'), format: 'year' }

/** Whose report a row is of, whatever its year. */
export const projectColumns: readonly Column<Omit<OfReport, 'year'>>[] = [
  { key: 'project', heading: w('项目', 'Project'), format: 'text' },
  { key: 'unit', heading: w('实施单位', 'Unit'), format: 'text' },
  districtColumn,
]

/** Whose report of which year a row is of. */
export const reportColumns: readonly Column<OfReport>[] = [...projectColumns, year]

/** A project's reports of a year, where a row is of them and says no more. */
export const ofReports = ({ projectId, year }: Pick<Origin, 'projectId' | 'year'>): Origin => ({
  projectId,
  year,
  kind: null,
  table: null,
  row: null,
})
