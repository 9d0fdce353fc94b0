import { nowhere, type Problem } from '#app/domain/problem.ts'
import type { Content } from '#ingest/readers/table.ts'
import type { Draft, DraftEvaluation, Layout } from './draft.ts'
import { flatList } from './flat-list.ts'
import { filledCells, gridsOf, plain } from './grid.ts'
import { headingOf, isKnownWord, sums } from './headings.ts'
import { labelOf } from './labels.ts'
import { flowsIn, ledger } from './ledger.ts'
import { nationalForm } from './national-form.ts'
import { projectList, summaries } from './project-list.ts'
import { proseReport } from './prose-report.ts'
import { report } from './report.ts'
import { linesOf } from './sections.ts'
import { isTotalLabel } from './tables/columns.ts'
import { withDittos } from './tables/ditto.ts'
import { withPairedRows } from './tables/paired-rows.ts'
import { withLabelledBands, withNamedSheets, withProjectBands } from './tables/project-bands.ts'
import { withTurnedTables } from './tables/turned-table.ts'
import { yearByYear } from './tables/years-beside.ts'
import { withCards, withPairedCards } from './text/cards.ts'
import { withLabelsBySign } from './text/labels-by-sign.ts'
import { withLedRows } from './text/led-rows.ts'
import { withMarkedRows } from './text/marked-rows.ts'
import { withTextTables } from './text/text-tables.ts'

/** All layouts, the most telling headings first; the first that recognises a document reads it. */
const layouts: readonly Layout[] = [ledger, flatList, nationalForm, report, projectList]

/** The layout that reads a document, and why it was chosen; null where none knows it. */
export function layoutOf(written: Content): { layout: Layout; why: string } | null {
  const found = layoutFor(written)
  return found && { ...found, layout: withLevelsLeft(found.layout) }
}

/** Tells of indicators without a first level among others that have one. */
const withLevelsLeft = (layout: Layout): Layout => ({
  ...layout,
  draft(content) {
    const found = layout.draft(content)
    const left = found.evaluations.flatMap(({ indicators }) =>
      indicators.some(({ level1 }) => level1 !== null)
        ? indicators.filter(({ level1 }) => level1 === null).slice(0, 1)
        : [],
    )
    const told = left.map(({ name, at }): Problem => ({ at, code: 'level-missing', message: name }))
    return { ...found, problems: [...found.problems, ...told] }
  },
})

function layoutFor(written: Content): { layout: Layout; why: string } | null {
  const content = upright(written)
  const years = yearByYear(content, (one) => recognised(one)?.layout ?? null)
  if (years !== null) return { layout: years, why: years.recognise(content) ?? '' }
  const found = recognised(content)
  if (found !== null) return { ...found, layout: withRowsLeft(reading(content, found.layout)) }
  const rebuilt = rebuiltOf(content)
  const again = rebuilt && recognised(rebuilt)
  if (!rebuilt || !again) return inProse(content)
  const { id, recognise } = again.layout
  const told: Problem = {
    at: nowhere,
    code: 'rows-guessed',
    message: 'the table was saved without its lines',
  }
  const layout: Layout = {
    id,
    recognise,
    draft() {
      const found = withRowsLeft(again.layout).draft(rebuilt)
      return { ...found, problems: [told, ...found.problems] }
    },
  }
  return { layout, why: `${again.why}; its rows were told apart by their words` }
}

/** A layout that reads a document as it was set upright. */
const reading = (content: Content, layout: Layout): Layout => ({
  ...layout,
  draft: () => layout.draft(content),
})

/** Tells of headings and rows of indicators among the lines of text and in tables that gave none, and of torn values. */
function withRowsLeft(layout: Layout): Layout {
  return {
    ...layout,
    draft(content) {
      const lines = linesOf(content)
      const torn = lines.filter((_, at) => isTornValue(lines, at)).slice(0, 1)
      const found = layout.draft(content)
      const inText = lines.filter((line) => areHeadings(line) || isRow(line))
      const left = [...inText, ...moneyUnread(lines, found), ...rowsUnread(content, found.evaluations)].slice(
        0,
        1,
      )
      const told = (code: string, messages: readonly string[]): Problem[] =>
        messages.map((message) => ({ at: nowhere, code, message }))
      return {
        ...found,
        problems: [...found.problems, ...told('rows-left', left), ...told('value-torn', torn)],
      }
    },
  }
}

/** Rows of indicators in tables that gave none, of names that no other gave: a table without its headings. */
function rowsUnread(content: Content, evaluations: readonly DraftEvaluation[]): string[] {
  const indicators = evaluations.flatMap((one) => one.indicators)
  const read = new Set(indicators.map(({ at }) => at.table))
  const names = new Set(indicators.map(({ name }) => plain(name)))
  if (indicators.every(({ at }) => at.table === null)) return []
  return gridsOf(content)
    .filter(({ number }) => !read.has(number))
    .flatMap(({ rows }) => rows.map((row) => filledCells(row).map(({ text }) => plain(text))))
    .filter((cells) => isRow(cells.join(' ')) && !cells.some((text) => names.has(text)))
    .map((cells) => cells.join(' '))
}

/** Lines of money with several figures in the text around evaluations that have no money at all. */
const moneyUnread = (lines: readonly string[], { evaluations }: Draft) =>
  evaluations.some(({ funds }) => Object.values(funds).some((value) => value !== null))
    ? []
    : lines.filter((line) => /^(?:年度|项目)*资金(?:总额|合计)/.test(line) && line.split(/\s+\d/).length > 2)

/** 站 between two lines of labels is the end of a value above it; of which, the lines do not say. */
function isTornValue(lines: readonly string[], at: number): boolean {
  const labels = (line = '') => line.split(/\s+/).filter((word) => labelOf(word) !== null).length
  const line = lines[at] ?? ''
  return /^\p{Script=Han}{1,10}$/u.test(line) && !isKnownWord(line) && labels(lines[at - 1]) > 1
}

function areHeadings(line: string): boolean {
  const words = line.length > longestHeadings || !/指标/.test(line) ? [] : line.split(/[\s|｜]+/)
  const found = words.flatMap((word) => (isKnownWord(word) ? (headingOf(word)?.field ?? []) : []))
  return found.length >= 4 && found.includes('target') && (found.includes('level1') || found.includes('name'))
}
const longestHeadings = 200

/** 质量指标 成活率 ≥95% 96% 10 10: a name, values and points, apart from each other; of money it says nothing. */
function isRow(line: string): boolean {
  const words = line.length > longestHeadings || /资金|预算|拨款|执行率/.test(line) ? [] : line.split(apart)
  const figures = words.filter((word) => /^[≥≤><=]?\d/.test(word)).length
  const isPoints = (word = '') => /^\d{1,2}(?:\.\d{1,2})?$/.test(word)
  return (
    words.length >= 5 &&
    figures >= 3 &&
    words.some((word, at) => at > 1 && isPoints(word) && isPoints(words[at + 1]) && at + 3 >= words.length) &&
    words.some((word) => /^\p{Script=Han}{3}/u.test(word) && !isTotalLabel(word))
  )
}
const apart = /\s*[|｜／;；]\s*|\s+/

/** What holds no table that anyone knows may still say its indicators in sentences. */
function inProse(content: Content): { layout: Layout; why: string } | null {
  const why = proseReport.recognise(content)
  return why === null ? null : { layout: proseReport, why }
}

/** The document as its layout reads it, to which places refer: with the tables that were rebuilt from its text. */
export function contentRead(written: Content): Content {
  const content = upright(written)
  if (recognised(content) !== null) return content
  return rebuiltOf(content) ?? content
}

/** The document with its tables as the layouts know them. */
const upright = (written: Content) =>
  withNamedSheets(
    withLabelledBands(
      withProjectBands(withPairedRows(withTurnedTables(withDittos(withLabelsBySign(written))))),
    ),
  )

const rebuilds: readonly ((content: Content) => Content | null)[] = [
  withMarkedRows,
  (content) => withLedRows(content, true),
  withPairedCards,
  withCards,
  withTextTables,
  (content) => withLedRows(content, false),
]

/** The document with the tables that its text still tells, the surest way first; null where no layout knows any. */
function rebuiltOf(content: Content): Content | null {
  for (const rebuild of rebuilds) {
    const rebuilt = rebuild(content)
    if (rebuilt !== null && recognised(rebuilt) !== null) return rebuilt
  }
  return null
}

function recognised(content: Content): { layout: Layout; why: string } | null {
  for (const layout of layouts) {
    const why = layout.recognise(content)
    if (why !== null)
      return { layout: workbooks.includes(content.format) ? withOtherSheets(layout) : layout, why }
  }
  return null
}

const workbooks: readonly Content['format'][] = ['xlsx', 'xls']

/** A workbook may keep its ledger, and the sums of its projects, in sheets beside the others. */
function withOtherSheets(layout: Layout): Layout {
  if (layout === ledger) return layout
  return {
    ...layout,
    draft(content) {
      const found = layout.draft(content)
      const summed = summaries(content)
      for (const one of found.evaluations) {
        const [only, another] = summed.filter((summary) => isSameProject(summary, one))
        if (only && !another) completeFrom(one, only)
      }
      return { ...found, flows: [...found.flows, ...flowsIn(content)] }
    },
  }
}

const isSameProject = (one: DraftEvaluation, other: DraftEvaluation) => {
  const same = (field: 'project' | 'unit') => plain(one[field] ?? '') === plain(other[field] ?? '')
  return one.project !== null && same('project') && (same('unit') || one.unit === null || other.unit === null)
}

/** What an evaluation leaves open, the summary says. */
function completeFrom({ funds, total }: DraftEvaluation, summary: DraftEvaluation) {
  for (const sum of sums) funds[sum] ??= summary.funds[sum]
  funds.executionRate ??= summary.funds.executionRate
  total.score ??= summary.total.score
  total.grade ??= summary.total.grade
}
