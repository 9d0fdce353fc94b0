import { type Indicator, level1Of, outcomeOf } from '#app/domain/indicator.ts'
import { yuanOfFen } from '#app/domain/money.ts'
import type { Quantity } from '#app/domain/quantity.ts'
import { gridsOf } from './layouts/grid.ts'
import { contentRead } from './layouts/index.ts'
import { headingTexts, type Mapping, mappedLayout, type Reading } from './layouts/mapping.ts'
import { evidenceOf, recordsOf } from './pipeline.ts'
import type { Content } from './readers/table.ts'
import type { Reference } from './reference.ts'

/** Rows below the heading that a preview reads, and how much of what they say it shows. */
const rowsRead = 300
const shown = { evaluations: 5, indicators: 30, flows: 30, problems: 30 }

/** The texts of the heading that a reading names, as later documents are told by them. */
export const headingsOf = (content: Content, { table, heading }: Reading): string[] =>
  headingTexts(gridsOf(contentRead(content))[table - 1]?.rows[heading - 1] ?? [])

interface Sent {
  content: Content
  path: string
  /** The document's own name. */
  name: string
}

/** What would be understood of a document's first rows, were its columns read so; nothing is loaded. */
export function previewOf({ content, path, name }: Sent, reading: Reading, reference: Reference) {
  const said: Pick<Mapping, 'reading' | 'headings' | 'name' | 'made'> = {
    reading,
    headings: headingsOf(content, reading),
    name,
    made: new Date().toISOString(),
  }
  const some = firstRows(contentRead(content), reading.heading + rowsRead)
  const draft = mappedLayout(said, some, true).draft(some)
  const { evaluations, flows, problems } = recordsOf(draft, evidenceOf({ path }, some), reference)
  return {
    evaluations: evaluations.slice(0, shown.evaluations).map(({ funds, indicators, district, ...who }) => ({
      project: who.project,
      unit: who.unit,
      department: who.department,
      district: district?.name ?? null,
      year: who.year,
      kind: who.kind,
      total: who.total,
      budget: yuanOfFen(funds.budgetFen),
      adjusted: yuanOfFen(funds.adjustedFen),
      spent: yuanOfFen(funds.spentFen),
      indicators: indicators.slice(0, shown.indicators).map(readIndicator),
      n: indicators.length,
    })),
    flows: flows
      .slice(0, shown.flows)
      .map(({ amountFen, at, ...flow }) => ({ ...flow, amount: yuanOfFen(amountFen), row: at.row })),
    problems: problems.slice(0, shown.problems).map(({ at, code, message }) => ({ code, message, ...at })),
    n: { evaluations: evaluations.length, flows: flows.length, problems: problems.length },
  }
}

function firstRows(content: Content, rows: number): Content {
  const blocks = content.blocks.map((block) =>
    block.kind === 'paragraph' ? block : { ...block, cells: block.cells.filter(({ row }) => row < rows) },
  )
  return { ...content, blocks }
}

/** An indicator as pages show it. */
function readIndicator(indicator: Indicator, ordinal: number) {
  const { target, actual, at } = indicator
  const { unitAssumed, direction, completion, met } = outcomeOf(indicator)
  return {
    ordinal,
    level: level1Of(indicator),
    level1: indicator.level1,
    level1Weight: indicator.level1Weight,
    level2: indicator.level2,
    name: indicator.name,
    targetText: target.text,
    actualText: actual.text,
    weight: indicator.weight,
    score: indicator.score,
    reason: indicator.reason,
    targetKind: target.kind,
    targetOp: target.op,
    targetValue: figureOf(target.value),
    targetUpper: figureOf(target.upper),
    targetDate: dateOf(target),
    targetUnit: target.unit,
    actualKind: actual.kind,
    actualOp: actual.op,
    actualValue: figureOf(actual.value),
    actualUpper: figureOf(actual.upper),
    actualDate: dateOf(actual),
    actualUnit: actual.unit,
    unitAssumed,
    approximate: target.approximate || actual.approximate,
    direction,
    completion,
    met,
    ...at,
  }
}

const figureOf = (value: Quantity['value']) => (typeof value === 'number' ? value : null)
const dateOf = ({ value }: Quantity) => (typeof value === 'string' ? value : null)
