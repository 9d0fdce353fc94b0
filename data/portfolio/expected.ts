import { createHash } from 'node:crypto'
import type { Evaluation } from '#app/domain/evaluation.ts'
import type { Indicator } from '#app/domain/indicator.ts'
import { yuanOfFen } from '#app/domain/money.ts'
import type { SampleEvaluation } from '#data/portfolio.ts'
import type { PortfolioDocument } from './documents.ts'
import { listedIndicators } from './flat-list.ts'
import { level1Points } from './indicators.ts'
import { printsPoints } from './national-form.ts'
import { reportedIndicators } from './report.ts'

/** The rows of a document with what it prints; what it leaves out is null. */
function printedIndicators(sample: SampleEvaluation, layout: PortfolioDocument['layout']): Indicator[] {
  if (layout === 'report') return reportedIndicators(sample)
  if (layout === 'flat-list') return listedIndicators(sample)
  const rows = sample.evaluation.indicators
  if (!printsPoints(sample)) return rows
  return rows.map((row) => ({ ...row, level1Weight: level1Points(rows, row.level1) }))
}

/** The funds a document prints: forms and lists say nothing of arrival, a report has one approved sum. */
function printedFunds({ funds }: Evaluation, layout: PortfolioDocument['layout']) {
  const isReport = layout === 'report'
  return {
    budget: yuanOfFen(funds.budgetFen),
    adjusted: isReport ? null : yuanOfFen(funds.adjustedFen),
    arrived: isReport ? yuanOfFen(funds.arrivedFen) : null,
    spent: yuanOfFen(funds.spentFen),
    executionRate: funds.executionRate,
    weight: funds.weight,
    score: funds.score,
  }
}

/** What a perfect reader makes of a document, in the shape of the dry run; places are left out. */
export function expectedReading(
  { path, format, layout, samples, flows }: PortfolioDocument,
  bytes: Uint8Array,
) {
  return {
    source: { path, sha256: createHash('sha256').update(bytes).digest('hex'), format, layout },
    evaluations: samples.map((sample) => ({
      ...sample.evaluation,
      funds: printedFunds(sample.evaluation, layout),
      indicators: printedIndicators(sample, layout).map(({ at: _, ...row }) => row),
      total: { ...sample.evaluation.total, ...(layout === 'national-form' ? { grade: null } : {}) },
      story: sample.story,
    })),
    fundFlows: flows.map(({ at: _, amountFen, ...flow }) => ({ ...flow, amount: yuanOfFen(amountFen) })),
    problems: [],
  }
}
