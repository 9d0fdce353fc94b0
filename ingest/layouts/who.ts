import { nowhere, type Problem } from '#app/domain/problem.ts'
import type { DraftEvaluation } from './draft.ts'
import { filledCells, plain } from './grid.ts'
import { type Labels, labelsIn, placeOf, withoutCode, withoutProjectCode } from './labels.ts'
import type { Section } from './sections.ts'
import { indicatorBlocks } from './tables/indicator-rows.ts'

/* Who reports on what, as the labels of a form or a report say. */

/** How many rows stand above a table's indicators. */
export const headRows = ({ grid }: Section) => indicatorBlocks(grid)[0]?.heading.row ?? grid.rows.length

/** The bureau of finance collects what others report. */
const ofDepartment = /(?<!财政)(?:[局委厅办]|委员会|办公室|人民政府|联合会|总工会|法院|检察院)$/

/** A form is headed by the one who reports, or by the department that the one who reports belongs to. */
export function officesIn(
  { unit, department }: Pick<Who, 'unit' | 'department'>,
  heading: string | null,
): Pick<Who, 'unit' | 'department'> {
  const isAbove = heading !== unit && ofDepartment.test(heading ?? '')
  return { unit: unit ?? heading, department: department ?? (unit !== null && isAbove ? heading : null) }
}

/** What goes for the project where a department reports on all that it spends. */
export const wholeDepartment = '部门整体支出'

/** Whether a title is of all that a department or unit spends: 部门整体支出绩效自评表. */
export const isOfWhole = (title: string) => /整体(?:支出|绩效)/.test(plain(title))

type Who = Pick<
  DraftEvaluation,
  'project' | 'programme' | 'unit' | 'department' | 'sector' | 'district' | 'year'
>

/** Whether the one who reports does so as a department: 填报部门, 申报部门. */
export const departmentReports = (sections: readonly Section[]) =>
  sections.some((section) => {
    const head = section.grid.rows.slice(0, headRows(section)).flatMap(filledCells)
    return [...section.above, ...head.map(({ text }) => text)].some((text) =>
      reportingDepartment.test(plain(text)),
    )
  })
const reportingDepartment = /^(?:填报|申报|编报|报送|申请)部门(?:\([^()]{1,6}\))?(?::|$)/

/** Who reports on what; 本单位 as the one who carries it out is the one who reports. */
export function whoIn(labels: Labels, { isWhole = false, reports = false } = {}): Who {
  const stated = labels.get('unit')
  const own =
    stated !== undefined && /^本(?:单位|部门|局|级|委|办|中心)$/.test(plain(stated)) ? undefined : stated
  const reporter = withoutCode(labels.get('reporter') ?? null)
  const unit = withoutCode(own ?? null) ?? reporter
  const isDepartment = isWhole || (reports && unit !== reporter)
  const department = withoutCode(labels.get('department') ?? null) ?? (isDepartment ? reporter : null)
  return {
    project: withoutProjectCode(labels.get('project') ?? (isWhole ? wholeDepartment : null)),
    programme: null,
    unit: unit ?? (isWhole ? department : null),
    department,
    sector: labels.get('sector') ?? null,
    district: placeOf(labels.get('district') ?? null, labels.get('districtCode') ?? null),
    year: labels.get('year') ?? null,
  }
}

/** Tells of offices that differ from one block of indicators to the next: these may be of several projects. */
export function severalOffices(sections: readonly Section[]): Problem[] {
  const heads = sections.flatMap(({ grid }) => {
    const blocks = indicatorBlocks(grid)
    return blocks.map(({ heading }, at) => labelsIn(grid, blocks[at - 1]?.endRow ?? 0, heading.row))
  })
  return (['department', 'unit'] as const).flatMap((field) => {
    const names = new Set(heads.flatMap((labels) => withoutCode(labels.get(field) ?? null) ?? []))
    return names.size > 1 ? [{ at: nowhere, code: 'several-offices', message: [...names].join(', ') }] : []
  })
}
