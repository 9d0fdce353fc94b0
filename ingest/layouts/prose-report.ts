import { nowhere } from '#app/domain/problem.ts'
import type { Content } from '#ingest/readers/table.ts'
import type { Draft, DraftIndicator, Layout } from './draft.ts'
import { plain } from './grid.ts'
import { kindOf } from './kind.ts'
import { totalInProse } from './prose.ts'
import { indicatorsInProse } from './prose-indicators.ts'
import { inOne, reportDraft } from './report.ts'
import { proseReportsIn } from './report-parts.ts'
import { linesOf, sectionsOf, titleLines } from './sections.ts'
import { blocksIn, keyOf } from './tables/indicator-set.ts'

/** A report in prose alone: its indicators in numbered sentences, or no more than its money and its total. */
export const proseReport: Layout = {
  id: 'prose',
  recognise(content) {
    const lines = linesOf(content)
    const indicators = indicatorsIn(content)
    if (!/绩效/.test(plain(titleLines(lines).join(''))) || !isReport(lines)) return null
    if (indicators.length > 0)
      return `${indicators.length} indicators in numbered sentences, and no table of them`
    return totalInProse(lines) === null ? null : 'a report of its total and its money, without indicators'
  },
  draft: (content) =>
    inOne(
      proseReportsIn(content, (part) => indicatorsIn(part).length > 0).map(({ content: one, project }) => {
        const draft = draftOf(one)
        for (const evaluation of draft.evaluations) evaluation.project = project ?? evaluation.project
        return draft
      }),
    ),
}

function draftOf(content: Content): Draft {
  const indicators = withPointsOf(content, indicatorsIn(content))
  return reportDraft(content, {
    indicators,
    plan: [],
    total: null,
    grade: null,
    has: (field) => indicators.some((one) => one[field] !== null),
    problems: [
      { at: nowhere, code: 'indicators-in-prose', message: 'indicators were read out of sentences' },
    ],
  })
}

/** The points that a table gives to what the sentences name. */
function withPointsOf(content: Content, indicators: readonly DraftIndicator[]): DraftIndicator[] {
  const rows = blocksIn(sectionsOf(content)).flatMap((block) => block.indicators)
  const points = new Map(rows.map((row) => [keyOf(row), row]))
  return indicators.map((one) => ({
    ...one,
    weight: one.weight ?? points.get(keyOf(one))?.weight ?? null,
    score: one.score ?? points.get(keyOf(one))?.score ?? null,
  }))
}

/** A notice tells how to evaluate, and has no result of its own. */
const isReport = (lines: readonly string[]) =>
  lines
    .slice(0, 12)
    .some((line) => line.length < 60 && /绩效.{0,12}(?:报告|自评|评价|情况|总结|目标)/.test(plain(line))) &&
  !lines.slice(0, 12).some((line) => line.length < 60 && /(?:通知|通报|办法|方案|会议)$/.test(plain(line)))

function indicatorsIn(content: Content): DraftIndicator[] {
  const lines = linesOf(content)
  const isTarget = kindOf(titleLines(lines).join('\n'), { has: () => true }) === 'target'
  return indicatorsInProse(lines, isTarget)
}
