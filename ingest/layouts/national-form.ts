import type { EvaluationKind } from '#app/domain/evaluation.ts'
import { nowhere, type Problem } from '#app/domain/problem.ts'
import type { Content } from '#ingest/readers/table.ts'
import type { Draft, DraftEvaluation, DraftFunds, Layout } from './draft.ts'
import { filledCells, type Grid, plain } from './grid.ts'
import { type Field, isKnownWord, moneyUnitIn } from './headings.ts'
import { kindOf } from './kind.ts'
import { type Labels, labelsIn, labelsOfLines } from './labels.ts'
import { gradeInProse, officeInTitle, totalInProse, yearInProse } from './prose.ts'
import { fundsInProse } from './prose-funds.ts'
import { linesOf, proseOf, type Section, sectionsOf, titleOf } from './sections.ts'
import { goalsIn, remarksIn, reportedOnIn } from './surroundings.ts'
import { type FundBlock, fundBlock } from './tables/fund-block.ts'
import { fundPairs } from './tables/fund-pairs.ts'
import { indicatorBlocks } from './tables/indicator-rows.ts'
import { blocksIn, indicatorSet, totalTwice, wholeTotal } from './tables/indicator-set.ts'
import { departmentReports, headRows, isOfWhole, officesIn, severalOffices, whoIn } from './who.ts'
import { yearAlone } from './year.ts'

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

const headOf = (section: Section) => labelsIn(section.grid, 0, headRows(section))

/**
 * A table whose head names the project among other things; or, for a whole department's spending, the department.
 * A table that only has a column of 项目名称 is none.
 */
function isForm(section: Section): boolean {
  const head = headOf(section)
  const hasOffice = head.has('reporter') || head.has('department') || head.has('unit')
  if (head.has('project'))
    return hasOffice || indicatorBlocks(section.grid).length > 0 || fundBlock(section.grid, null) !== null
  return isOfWhole(titleOf(section)) && hasOffice
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
    isWhole: isOfWhole(title),
    reports: departmentReports(sections),
  })
  const evaluation: DraftEvaluation = {
    title,
    ...who,
    ...officesIn(who, officeInTitle(title)),
    year:
      who.year ??
      yearInProse(title, [
        ...(first ? [...first.above, ...yearAlone(rowsOverLabels(first))] : []),
        ...sections.flatMap((section) => section.below),
      ]),
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
  const twice = totalTwice(set, labels.get('total') ?? null)
  return { evaluation, problems: [...problems, ...twice, ...severalOffices(sections), ...set.problems] }
}

/** The rows on top of a form, before the first that begins with a label or a heading. */
function rowsOverLabels({ grid: { rows } }: Section) {
  const end = rows.findIndex((row) => filledCells(row, 1).some(({ text }) => isKnownWord(text)))
  return end < 0 ? [] : rows.slice(0, end)
}

const endOf = (grid: Grid) => indicatorBlocks(grid).at(-1)?.endRow ?? grid.rows.length

/** What a form says below its indicators: 评价结论. */
function below({ grid }: Section): { words: string[]; labels: Labels } {
  const end = endOf(grid)
  const words = grid.rows.slice(end).flatMap((row) => filledCells(row).map(({ text }) => text))
  return { words: words.filter((text) => !isRemark(text)), labels: labelsIn(grid, end) }
}

/** The head's labels before those of lines above it; who reports, a total or a grade may stand below the indicators. */
function labelsOf(sections: readonly Section[]): Labels {
  const labels: Labels = new Map()
  const add = (found: Labels, fields?: readonly Field[]) => {
    for (const [field, value] of found)
      if (!labels.has(field) && (fields?.includes(field) ?? true)) labels.set(field, value)
  }
  for (const section of sections) add(headOf(section))
  for (const { above } of sections) add(labelsOfLines(above))
  for (const section of sections) {
    add(below(section).labels, saidBelow)
    add(labelsOfLines(section.below), saidBelow)
  }
  for (const { grid } of sections) add(labelsIn(grid), ['grade'])
  return labels
}

const saidBelow: readonly Field[] = ['total', 'grade', 'department', 'unit', 'reporter']

function fundsIn(sections: readonly Section[], kind: EvaluationKind): FundBlock {
  const elsewhere = unitOfMoney(sections)
  const unitOver = ({ above }: Section) =>
    above.map(moneyUnitIn).findLast((unit) => unit !== null) ?? elsewhere
  for (const section of sections) {
    const found = fundBlock(section.grid, unitOver(section))
    if (found) return found
  }
  const said = fundsSaid(sections)
  for (const section of sections) {
    const pairs = fundPairs(section.grid, unitOver(section), kind)
    if (pairs) return { ...pairs, funds: withSaid(pairs.funds, said) }
  }
  return { funds: said, parts: [], problems: [] }
}

/** Sentences in the head, behind a label of money: 资金情况 | 年初预算50万元，实际支出48万元. */
function fundsSaid(sections: readonly Section[]): DraftFunds {
  const rows = sections.flatMap((section) => section.grid.rows.slice(0, headRows(section)))
  const texts = rows.map((row) => filledCells(row).map(({ text }) => text))
  return fundsInProse(texts.filter(([label = '']) => isOfMoney(label)).flat())
}
const isOfMoney = (label: string) => label.length < 20 && /资金|预算|经费/.test(plain(label))
const withSaid = (funds: DraftFunds, said: DraftFunds): DraftFunds => ({
  ...said,
  ...Object.fromEntries(Object.entries(funds).filter(([, value]) => value !== null)),
})

/** The one unit that labels of money name in any table of a form: a table within a cell has its label outside. */
function unitOfMoney(sections: readonly Section[]): string | null {
  const labels = sections.flatMap(({ grid }) => grid.rows.flatMap((row) => filledCells(row)))
  const units = labels.flatMap(({ text }) => (moneyLabel.test(plain(text)) ? (moneyUnitIn(text) ?? []) : []))
  const [only, another] = new Set(units)
  return another === undefined ? (only ?? null) : null
}
const moneyLabel = /^\p{Script=Han}{0,6}(?:资金|预算|经费|金额)\p{Script=Han}{0,6}\(/u
