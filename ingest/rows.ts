import { createHash } from 'node:crypto'
import { programmeKey, projectKey } from '#app/audit/groups.ts'
import type { Evaluation, Surroundings } from '#app/domain/evaluation.ts'
import type { FundFlow } from '#app/domain/fund-flow.ts'
import { type Indicator, level1Of, outcomeOf } from '#app/domain/indicator.ts'
import { normalName } from '#app/domain/names.ts'
import type { Problem } from '#app/domain/problem.ts'
import type { Quantity } from '#app/domain/quantity.ts'
import { remarksIn } from '#app/domain/remarks.ts'
import type { RuleSet } from '#app/domain/rule-set.ts'
import { satisfactionGapsOf } from '#app/domain/satisfaction.ts'
import { gradeOfTotal, gradeOfWords } from '#app/domain/scoring.ts'
import { surveySizeOf } from '#app/domain/survey.ts'
import { unitCostsOf } from '#app/domain/unit-cost.ts'
import type { Row } from '#app/warehouse/schema.ts'
import type { Outcome } from './pipeline.ts'

export const idOf = (...parts: readonly (string | number | null)[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)

const projectIds = new Map<string, string>()
const mostProjectIds = 10_000

/** One project over all its years: its district, its unit and its name; unnamed ones stay apart. */
export function projectIdOf(
  { district, unit, project }: Pick<Evaluation, 'district' | 'unit' | 'project'>,
  document: string,
): string {
  if (project === null) return idOf(document)
  const place = district?.code ?? district?.name ?? null
  // A ledger names the same few projects again and again.
  const named = JSON.stringify([place, unit, project])
  const known = projectIds.get(named)
  if (known !== undefined) return known
  const id = idOf(place, unit && normalName(unit), normalName(project))
  if (projectIds.size >= mostProjectIds) projectIds.clear()
  projectIds.set(named, id)
  return id
}

/** A document's row; quarantined ones keep their reason. */
export function documentRow({ source, sample, quarantined }: Outcome, batch: number): Row<'document'> {
  return {
    id: source.sha256,
    name: source.path.split(/[\\/]/).at(-1) ?? source.path,
    path: source.path,
    format: source.format,
    layout: source.layout,
    layout_why: source.why,
    bytes: source.bytes,
    sample,
    status: quarantined === null ? 'loaded' : 'quarantined',
    reason: quarantined?.reason ?? null,
    detail: quarantined?.detail ?? null,
    batch,
  }
}

export const problemRow = ({ at, code, message }: Problem, document: string): Row<'problem'> => ({
  document,
  table_no: at.table,
  row_no: at.row,
  column_no: at.column,
  code,
  message,
})

interface Numbered {
  evaluation: Evaluation
  surroundings: Surroundings
  ordinal: number
  document: string
  id: string
}

/** An evaluation as it was understood, whole, and the groups it is audited in: its document is not read again. */
export const recordRow = ({ id, evaluation, surroundings }: Numbered): Row<'record'> => ({
  evaluation: id,
  record: JSON.stringify(evaluation),
  surroundings: JSON.stringify(surroundings),
  project_group: projectKey({ evaluation }),
  programme_group: programmeKey({ evaluation }),
})

export function evaluationRow({ evaluation, ordinal, document, id }: Numbered): Row<'evaluation'> {
  const { funds, total, district } = evaluation
  const sum = totalSumOf(evaluation)
  return {
    id,
    document,
    ordinal,
    project_id: projectIdOf(evaluation, document),
    project: evaluation.project,
    programme: evaluation.programme,
    unit: evaluation.unit,
    department: evaluation.department,
    sector: evaluation.sector,
    district: district?.code ?? null,
    district_name: district?.name ?? null,
    year: evaluation.year,
    kind: evaluation.kind,
    budget: funds.budgetFen,
    adjusted: funds.adjustedFen,
    arrived: funds.arrivedFen,
    spent: funds.spentFen,
    execution_rate_stated: funds.executionRate,
    execution_rate: executionRateOf(funds),
    execution_weight: funds.weight,
    execution_score: funds.score,
    total_stated: total.score,
    total_sum: sum,
    grade_stated: total.grade,
    grade: gradeOfWords(total.grade) ?? gradeOfTotal(total.score ?? sum),
    superseded_by: null,
  }
}

/** Spent ÷ adjusted budget, else ÷ initial budget, per cent. */
export function executionRateOf({ adjustedFen, budgetFen, spentFen }: Evaluation['funds']): number | null {
  const planned = adjustedFen ?? budgetFen
  return spentFen === null || !planned ? null : (100 * spentFen) / planned
}

/** Points of all indicators, and of the fund block where no indicator scores execution; null without scores. */
export function totalSumOf({ indicators, funds }: Evaluation): number | null {
  if (!indicators.some(({ score }) => score !== null)) return null
  const scoredBelow = !funds.score || indicators.some((indicator) => level1Of(indicator) === 'execution')
  const sum = indicators.reduce((points, { score }) => points + (score ?? 0), 0)
  return Number((scoredBelow ? sum : sum + (funds.score ?? 0)).toFixed(4))
}

export function indicatorRow(indicator: Indicator, evaluation: string, ordinal: number): Row<'indicator'> {
  const { target, actual, at } = indicator
  const outcome = outcomeOf(indicator)
  return {
    evaluation,
    ordinal,
    level: level1Of(indicator),
    level1: indicator.level1,
    level2: indicator.level2,
    name: indicator.name,
    target_text: target.text,
    target_kind: target.kind,
    target_op: target.op,
    target_value: numberIn(target.value),
    target_upper: numberIn(target.upper),
    target_date: dayIn(target),
    target_unit: target.unit,
    actual_text: actual.text,
    actual_kind: actual.kind,
    actual_op: actual.op,
    actual_value: numberIn(actual.value),
    actual_upper: numberIn(actual.upper),
    actual_date: dayIn(actual),
    actual_unit: actual.unit,
    actual_unit_assumed: outcome.unitAssumed,
    approximate: target.approximate || actual.approximate,
    direction: outcome.direction,
    completion: outcome.completion,
    met: outcome.met,
    weight: indicator.weight,
    level1_weight: indicator.level1Weight,
    score: indicator.score,
    reason: indicator.reason,
    table_no: at.table,
    row_no: at.row,
    column_no: at.column,
  }
}

export const numberIn = (value: Quantity['value']) => (typeof value === 'number' ? value : null)
export const dayIn = ({ kind, value }: Quantity) =>
  kind === 'date' && typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : null

export function unitCostRows(evaluation: Evaluation, id: string): Row<'unit_cost'>[] {
  return unitCostsOf(evaluation).map((cost) => ({
    evaluation: id,
    ordinal: cost.ordinal,
    name: cost.name,
    per: cost.per,
    planned: cost.planned,
    reported: cost.reported,
    implied: cost.implied,
    planned_implied: cost.plannedImplied,
    planned_quantity: cost.plannedQuantity,
    actual_quantity: cost.actualQuantity,
    quantity_ordinal: cost.quantityOrdinal,
    incomparable: cost.incomparable,
  }))
}

export function satisfactionRows({ evaluation, surroundings, id }: Numbered): Row<'satisfaction'>[] {
  const { indicators } = evaluation
  const surveyed = surveySizeOf(surroundings.narrative)
  return satisfactionGapsOf(indicators).map(({ ordinal, name, target, actual, gapPoints, completion }) => ({
    evaluation: id,
    ordinal,
    name,
    target,
    actual,
    gap: gapPoints,
    completion,
    surveyed,
  }))
}

/** What the report's text says of problems and measures; paragraphs count from 1. */
export const remarkRows = ({ id, surroundings }: Numbered): Row<'remark'>[] =>
  remarksIn(surroundings.narrative).map(({ kind, text, line }, ordinal) => ({
    evaluation: id,
    ordinal,
    kind,
    text,
    paragraph: line + 1,
  }))

export function flowRow(flow: FundFlow, document: string): Row<'fund_flow'> {
  return {
    document,
    project_id: projectIdOf(flow, document),
    project: flow.project,
    unit: flow.unit,
    district: flow.district?.code ?? null,
    district_name: flow.district?.name ?? null,
    year: flow.year,
    stage: flow.stage,
    source: flow.source,
    amount: flow.amountFen,
    date: flow.date,
    table_no: flow.at.table,
    row_no: flow.at.row,
  }
}

export const ruleSetRow = (
  { id, name, authority, firstLevelWeights }: RuleSet,
  place: number,
): Row<'rule_set'> => ({
  id,
  name: name.zh,
  name_en: name.en,
  authority,
  weights: JSON.stringify(firstLevelWeights),
  place,
})
