import type { EvaluationKind } from '#app/domain/evaluation.ts'
import { nowhere } from '#app/domain/problem.ts'
import type { Content } from '#ingest/readers/table.ts'
import { type Draft, type DraftEvaluation, type DraftFunds, type Layout, noFunds } from './draft.ts'
import { filledCells, gridsOf, type Row } from './grid.ts'
import { moneyUnitIn } from './headings.ts'
import { kindOf } from './kind.ts'
import { type Labels, labelsIn, labelsOfLines } from './labels.ts'
import {
  departmentInProse,
  gradeInProse,
  officeInTitle,
  projectInProse,
  totalInProse,
  unitInProse,
  yearInProse,
} from './prose.ts'
import { fundsInProse } from './prose-funds.ts'
import { indicatorsInProse } from './prose-indicators.ts'
import { reportsIn } from './report-parts.ts'
import { linesOf, sectionsOf, titleLines, titleOf } from './sections.ts'
import { reportedOnIn } from './surroundings.ts'
import { type FundBlock, fundBlock } from './tables/fund-block.ts'
import { fundPairs } from './tables/fund-pairs.ts'
import type { IndicatorBlock } from './tables/indicator-rows.ts'
import { blocksIn, type IndicatorSet, indicatorSet, keyOf, wholeTotal } from './tables/indicator-set.ts'
import { isWholeLevel } from './tables/levels.ts'
import { totalOfLevels } from './tables/total-row.ts'
import { fundsInLines } from './text/text-funds.ts'
import { departmentReports, headRows, isOfWhole, officesIn, severalOffices, whoIn } from './who.ts'
import { yearAlone } from './year.ts'

/** A report in prose with its indicator tables inside: targets first, then targets with outcomes and scores. */
export const report: Layout = {
  id: 'report',
  recognise(content) {
    const blocks = blocksIn(sectionsOf(content))
    const prose = content.blocks.filter((block) => block.kind === 'paragraph').length
    if (blocks.length === 0 || isOfPointsAlone(blocks, content)) return null
    return `${blocks.length} table(s) of indicators within ${prose} paragraphs of text`
  },
  draft: (content) =>
    inOne(
      reportsIn(content).map(({ content: one, project }) => {
        const draft = reportDraft(one, indicatorSet(blocksIn(sectionsOf(one))))
        for (const evaluation of draft.evaluations) evaluation.project = project ?? evaluation.project
        return draft
      }),
    ),
}

/** Whether tables give no more than points, of levels or of what sentences name and say the values of. */
function isOfPointsAlone(blocks: readonly IndicatorBlock[], content: Content): boolean {
  const rows = blocks.flatMap(({ indicators }) => indicators)
  if (rows.some(({ target, actual }) => target !== null || actual !== null)) return false
  const said = new Set(indicatorsInProse(linesOf(content), false).map(keyOf))
  return said.size > 0 && rows.every((row) => isWholeLevel(row.name, 'level1') || said.has(keyOf(row)))
}

/** What reports one behind the other say, under the first one's title. */
export const inOne = (drafts: readonly Draft[]): Draft => ({
  title: drafts[0]?.title ?? '',
  evaluations: drafts.flatMap(({ evaluations }) => evaluations),
  flows: [],
  problems: drafts.flatMap(({ problems }) => problems),
})

/** What a report says around its indicators: who, when, the money and the conclusion. */
export function reportDraft(content: Content, set: IndicatorSet): Draft {
  const lines = linesOf(content)
  const title = titleIn(content, lines)
  const kind = kindOf(title, set)
  const money = fundsIn(content, lines, kind)
  const labels = labelsOf(content, lines)
  const isWhole = isOfWhole(title)
  const who = whoIn(labels, { isWhole, reports: departmentReports(sectionsOf(content)) })
  const named = labels.has('project') ? who.project : null
  const office = officeInTitle(title)
  const unit = who.unit ?? unitInProse(title, lines) ?? (isWhole ? office : null)
  const over = officesIn(who, office).department
  const department = who.department ?? departmentInProse(lines) ?? over ?? (isWhole ? unit : null)
  const evaluation: DraftEvaluation = {
    title,
    ...who,
    project: named ?? withoutOffice(projectInProse(title, lines), [unit, department]),
    unit,
    department,
    year: who.year ?? yearInProse(title, [...lines, ...yearAlone(rowsOnTop(content))]),
    kind,
    funds: money.funds,
    indicators: set.indicators,
    total: {
      score: wholeTotal(set, totalInProse(lines) ?? labels.get('total') ?? totalInTables(content)),
      grade: set.grade ?? gradeInProse(lines) ?? labels.get('grade') ?? gradeInProse(conclusionsIn(content)),
    },
    around: {
      plan: set.plan,
      narrative: lines,
      goals: [],
      fundParts: money.parts,
      reportedOn: reportedOnIn(lines, gridsOf(content)),
    },
    at: nowhere,
  }
  const isEmpty =
    set.indicators.length === 0 && (evaluation.project === null || evaluation.total.score === null)
  return {
    title,
    evaluations: isEmpty ? [] : [evaluation],
    flows: [],
    problems: [...money.problems, ...severalOffices(sectionsOf(content)), ...set.problems],
  }
}

const totalInTables = (content: Content) =>
  gridsOf(content)
    .map(totalOfLevels)
    .find((total) => total !== null) ?? null

/** A title names the office before its project: 水利局农村饮水安全项目. */
function withoutOffice(project: string | null, offices: readonly (string | null)[]): string | null {
  const office = offices.find((one) => one !== null && project?.startsWith(one))
  const rest = project?.slice(office?.length ?? 0).replace(/^的/, '') ?? ''
  const name = /^[“"《「『]([^“”"《》「」『』]+)[”"》」』]$/.exec(rest)?.[1] ?? rest
  return name.length < shortestName ? project : name
}

const shortestName = 3

function titleIn(content: Content, lines: readonly string[]): string {
  const names = gridsOf(content).flatMap(({ name }) => name ?? [])
  const [first] = lines.length === 0 ? sectionsOf(content) : []
  return [...titleLines(lines), ...(first ? [titleOf(first)] : []), ...names].join('\n')
}

/** Labels of the cover and of tables that tell about the project; one alone in its cell is the heading of a column. */
function labelsOf(content: Content, lines: readonly string[]): Labels {
  const inCells = gridsOf(content).flatMap(({ rows }) =>
    rows
      .slice(0, mostHead)
      .flatMap((row) => filledCells(row).flatMap(({ text }) => labelWithValue.exec(text)?.[0] ?? [])),
  )
  const labels = new Map([...labelsOfLines(inCells), ...labelsOfLines(lines)])
  // One label alone in a table may head a list; above a table's indicators it stands in the head of a form.
  const heads = sectionsOf(content)
    .filter((section) => headRows(section) < section.grid.rows.length)
    .map((section) => labelsIn(section.grid, 0, headRows(section)))
  const tables = gridsOf(content).map((grid) => labelsIn(grid))
  for (const table of [...tables.filter(({ size }) => size >= 2), ...heads])
    for (const [field, value] of table)
      if (!labels.has(field) && (field !== 'year' || heads.includes(table))) labels.set(field, value)
  return labels
}

const mostHead = 5
const labelWithValue = /^[^:：\n]{2,12}[:：]\s*[^\s:：][^:：]*$/

const rowsOnTop = (content: Content) => gridsOf(content).flatMap(({ rows }) => rows.slice(0, mostHead))

/** Rows of one cell above a table's headings are text as what stands outside is. */
const sentencesAbove = (content: Content) => rowsOnTop(content).flatMap(onlyText)

/** The same of a row anywhere that says itself to be the conclusion; remarks tell how grades are given. */
const conclusionsIn = (content: Content) =>
  gridsOf(content).flatMap(({ rows }) =>
    rows.flatMap(onlyText).filter((text) => /(?:自评|评价)(?:结论|结果)/.test(text)),
  )

function onlyText(row: Row): string[] {
  const [only, another] = filledCells(row)
  return only && !another ? [only.text] : []
}

/** A block of money without points has those that a sentence gives to its rate: 预算执行率满分10分，得10分. */
const withPointsSaid = (block: FundBlock, { weight, score }: DraftFunds): FundBlock =>
  block.funds.weight === null && block.funds.score === null
    ? { ...block, funds: { ...block.funds, weight, score } }
    : block

function fundsIn(content: Content, lines: readonly string[], kind: EvaluationKind): FundBlock {
  const unit = lines.map(moneyUnitIn).find((found) => found !== null) ?? null
  const written = fundsInLines(lines)
  const grids = [...gridsOf(content), ...(written ? gridsOf({ ...content, blocks: [written] }) : [])]
  const table = grids.map((grid) => fundBlock(grid, unit)).find((found) => found !== null)
  const said = Object.values(table?.funds ?? noFunds).some((value) => value !== null)
  const prose = fundsInProse([...lines, ...sentencesAbove(content)])
  if (table !== undefined && said) return withPointsSaid(table, prose)
  const pairs = grids.map((grid) => fundPairs(grid, unit, kind)).find((found) => found !== null)
  if (pairs !== undefined) return withPointsSaid(pairs, prose)
  return { parts: [], problems: [], ...table, funds: { ...noFunds, ...prose } }
}
