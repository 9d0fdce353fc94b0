import type { EvaluationKind } from '#app/domain/evaluation.ts'
import { nowhere, type Problem } from '#app/domain/problem.ts'
import type { Content } from '#ingest/readers/table.ts'
import { type Draft, type DraftEvaluation, type Layout, noFunds } from './draft.ts'
import { filledCells, type Grid, plain } from './grid.ts'
import { type Field, moneyUnitIn } from './headings.ts'
import { type Labels, labelsIn, labelsOfLines, placeOf, withoutCode, withoutProjectCode } from './labels.ts'
import { gradeInProse, officeInTitle, totalInProse, yearInProse } from './prose.ts'
import { fundsInProse } from './prose-funds.ts'
import { linesOf, proseOf, type Section, sectionsOf, titleOf } from './sections.ts'
import { goalsIn, remarksIn, reportedOnIn } from './surroundings.ts'
import { type FundBlock, fundBlock } from './tables/fund-block.ts'
import { fundPairs, partsAcross } from './tables/fund-pairs.ts'
import { indicatorBlocks } from './tables/indicator-rows.ts'
import { blocksIn, type IndicatorSet, indicatorSet, wholeTotal } from './tables/indicator-set.ts'

/** The 项目支出绩效自评表 and its kin: a head of labels, a fund block, indicators, a total. */
export const nationalForm: Layout = {
  id: 'national-form',
  recognise(content) {
    const sections = sectionsOf(content)
    if (!sections.some(isForm)) return null
    if (blocksIn(sections).length === 0) return null
    const funds = sections.some(({ grid }) => fundBlock(grid, null) !== null) ? ', a fund block' : ''
    return `a table's head names the project${funds}, and indicators stand below their headings`
  },
  draft: (content) => draftOf(content),
}

const headRows = ({ grid }: Section) => indicatorBlocks(grid)[0]?.heading.row ?? grid.rows.length

const headOf = (section: Section) => labelsIn(section.grid, 0, headRows(section))

const isWhole = (section: Section) => /整体(?:支出|绩效)/.test(plain(titleOf(section)))

/**
 * A table whose head names the project among other things; or, for a whole department's spending, the department.
 * A table that only has a column of 项目名称 is none.
 */
function isForm(section: Section): boolean {
  const head = headOf(section)
  const hasOffice = head.has('reporter') || head.has('department') || head.has('unit')
  if (head.has('project'))
    return hasOffice || indicatorBlocks(section.grid).length > 0 || fundBlock(section.grid, null) !== null
  return isWhole(section) && hasOffice
}

function draftOf(content: Content): Draft {
  const forms = formsIn(content)
  const prose = proseOf(forms)
  const drafted = forms.map((sections, index) => evaluationOf(sections, prose[index] ?? []))
  const evaluations = drafted
    .map(({ evaluation }) => evaluation)
    .filter(({ indicators }) => indicators.length > 0)
    .filter((evaluation, _, all) => all.length === 1 || !isUnused(evaluation))
  const [only] = evaluations
  if (only && evaluations.length === 1) completeFrom(textOf(content), only)
  return {
    title: sectionsOf(content).slice(0, 1).map(titleOf).join(),
    evaluations,
    flows: [],
    problems: drafted.flatMap(({ problems }) => problems),
  }
}

/** The tables of each form; those of a report before the one form that is annexed to it tell about the same. */
function formsIn(content: Content): Section[][] {
  const forms: Section[][] = []
  const sections = sectionsOf(content)
  for (const [at, section] of sections.entries()) {
    const current = forms.at(-1)
    const isNew = isForm(section) || isHeadAlone(section, sections[at + 1])
    if (current === undefined || isNew || isAnother(section, current)) forms.push([section])
    else current.push(section)
  }
  const [first, second, third] = forms
  const isAnnexed = first?.[0] && second?.[0] && !third && !isForm(first[0]) && isForm(second[0])
  return isAnnexed ? [[...second, ...first]] : forms
}

/** A page may end right below the row that names the project: the rest of the form is the next table. */
const isHeadAlone = (section: Section, next: Section | undefined) =>
  next !== undefined &&
  formTitle.test(plain(titleOf(section))) &&
  headOf(section).has('project') &&
  !headOf(next).has('project') &&
  indicatorBlocks(next.grid).length > 0

/** What one form leaves open, the report or the letter around it may say. */
function completeFrom(lines: readonly string[], { funds, total }: DraftEvaluation) {
  total.score ??= totalInProse(lines)
  total.grade ??= gradeInProse(lines)
  const said = Object.values(funds).some((value) => value !== null)
  if (!said) Object.assign(funds, fundsInProse(lines))
}

/** Remarks under a form explain how totals and grades are given, and give none. */
const isRemark = (text: string) => /^(?:注|备注|说明|填表说明|\d+[.、．])/.test(text.trim())
const textOf = (content: Content) => linesOf(content).filter((line) => !isRemark(line))

const formTitle = /(?:自评|目标|申报|监控|评价)表/

/** A table with a form's title above it starts anew once the one before has its indicators. */
const isAnother = (section: Section, current: readonly Section[]) =>
  formTitle.test(plain(titleOf(section))) &&
  indicatorBlocks(section.grid).length > 0 &&
  blocksIn(current).some(({ indicators }) => indicators.length > 0)

const isUnused = ({ project, indicators }: DraftEvaluation) =>
  project === null && indicators.every(({ actual, score }) => actual === null && score === null)

/** What kind of evaluation a title announces; without a word, a form without outcomes sets targets. */
export function kindOf(title: string, set: Pick<IndicatorSet, 'has'>): EvaluationKind {
  const lines = title.split('\n').map(plain)
  // The form's own name says it before a letter's subject around it or a sheet's name below it.
  const [announced] = [...lines.filter((line) => /表/.test(line)), ...lines].flatMap(
    (line) => kindWords.find(([words]) => words.test(line))?.[1] ?? [],
  )
  return announced ?? (set.has('actual') || set.has('score') ? 'selfEvaluation' : 'target')
}

const kindWords: readonly [RegExp, EvaluationKind][] = [
  // 视频监控租赁费 is rented, not monitored.
  [/(?:绩效|运行|执行|目标|事中|情况).{0,2}监控|监控(?:情况|报告|表|分析|汇总|评价)|跟踪/, 'monitoring'],
  [/自评/, 'selfEvaluation'],
  [/目标(?:申报|批复|申请|表|设定|审核|公开|情况表)|申报表/, 'target'],
  [/复核|部门评价|财政评价|重点评价/, 'review'],
]

function evaluationOf(
  sections: readonly Section[],
  prose: readonly string[],
): { evaluation: DraftEvaluation; problems: Problem[] } {
  const [first] = sections
  const title = first ? titleOf(first) : ''
  const set = indicatorSet(blocksIn(sections))
  const conclusion = sections.flatMap((section) => below(section).words)
  const kind = kindOf(title, set)
  const { funds, parts, problems } = fundsIn(sections, kind)
  const labels = labelsOf(sections)
  const who = whoIn(labels, {
    isWhole: first !== undefined && isWhole(first),
    reports: departmentReports(sections),
  })
  const evaluation: DraftEvaluation = {
    title,
    ...who,
    ...officesIn(who, officeInTitle(title)),
    year: who.year ?? yearInProse(title, first?.above ?? []),
    kind,
    funds,
    indicators: set.indicators,
    total: {
      score: wholeTotal(set, labels.get('total') ?? totalInProse(conclusion)),
      grade: set.grade ?? labels.get('grade') ?? gradeInProse(conclusion),
    },
    around: {
      plan: set.plan,
      narrative: [...prose, ...sections.flatMap(({ grid }) => remarksIn(grid, endOf(grid)))],
      goals: sections.flatMap((section) => goalsIn(section.grid, headRows(section))),
      fundParts: parts,
      reportedOn: reportedOnIn(
        prose,
        sections.map(({ grid }) => grid),
      ),
    },
    at: nowhere,
  }
  return { evaluation, problems: [...problems, ...set.problems] }
}

const endOf = (grid: Grid) => indicatorBlocks(grid).at(-1)?.endRow ?? grid.rows.length

/** What a form says below its indicators: 评价结论. */
function below({ grid }: Section): { words: string[]; labels: Labels } {
  const end = endOf(grid)
  const words = grid.rows.slice(end).flatMap((row) => filledCells(row).map(({ text }) => text))
  return { words: words.filter((text) => !isRemark(text)), labels: labelsIn(grid, end) }
}

/** The head's labels before those of lines above it; a total or a grade may stand below the indicators. */
function labelsOf(sections: readonly Section[]): Labels {
  const labels: Labels = new Map()
  const add = (found: Labels, fields?: readonly Field[]) => {
    for (const [field, value] of found)
      if (!labels.has(field) && (fields?.includes(field) ?? true)) labels.set(field, value)
  }
  for (const section of sections) add(headOf(section))
  for (const { above } of sections) add(labelsOfLines(above))
  for (const section of sections) {
    add(below(section).labels, ['total', 'grade'])
    add(labelsOfLines(section.below), ['total', 'grade'])
  }
  for (const { grid } of sections) add(labelsIn(grid), ['grade'])
  return labels
}

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
    project: withoutProjectCode(labels.get('project') ?? (isWhole ? '部门整体支出' : null)),
    programme: null,
    unit: unit ?? (isWhole ? department : null),
    department,
    sector: labels.get('sector') ?? null,
    district: placeOf(labels.get('district') ?? null, labels.get('districtCode') ?? null),
    year: labels.get('year') ?? null,
  }
}

function fundsIn(sections: readonly Section[], kind: EvaluationKind): FundBlock {
  const elsewhere = unitOfMoney(sections)
  const unitOver = ({ above }: Section) =>
    above.map(moneyUnitIn).findLast((unit) => unit !== null) ?? elsewhere
  for (const section of sections) {
    const found = fundBlock(section.grid, unitOver(section))
    if (found) return found
  }
  for (const section of sections) {
    const funds = fundPairs(section.grid, unitOver(section), kind)
    if (funds) return { funds, parts: partsAcross(section.grid, unitOver(section), kind), problems: [] }
  }
  return { funds: { ...noFunds }, parts: [], problems: [] }
}

/** The one unit that labels of money name in any table of a form: a table within a cell has its label outside. */
function unitOfMoney(sections: readonly Section[]): string | null {
  const labels = sections.flatMap(({ grid }) => grid.rows.flatMap((row) => filledCells(row)))
  const units = labels.flatMap(({ text }) => (moneyLabel.test(plain(text)) ? (moneyUnitIn(text) ?? []) : []))
  const [only, another] = new Set(units)
  return another === undefined ? (only ?? null) : null
}
const moneyLabel = /^\p{Script=Han}{0,6}(?:资金|预算|经费|金额)\p{Script=Han}{0,6}\(/u
