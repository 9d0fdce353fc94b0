import type { Content } from '#ingest/readers/table.ts'
import { type Draft, type DraftEvaluation, type Layout, noFunds } from './draft.ts'
import { fundBlock } from './fund-block.ts'
import { type IndicatorBlock, indicatorBlocks } from './indicator-rows.ts'
import { gridsOf, kindOf } from './national-form.ts'
import { departmentInProse, fundsInProse, gradeInProse, projectInProse, totalInProse, unitInProse } from './prose.ts'
import { titleOf } from './title.ts'

/** A report in prose with its indicator tables inside: targets first, then targets with outcomes and scores. */
export const report: Layout = {
  id: 'report',
  recognise(content) {
    const blocks = gridsOf(content).flatMap(indicatorBlocks)
    const prose = content.blocks.filter((block) => block.kind === 'paragraph').length
    if (blocks.length === 0) return null
    return `${blocks.length} table(s) of indicators within ${prose} paragraphs of text`
  },
  draft(content) {
    const grids = gridsOf(content)
    const block = fullest(grids.flatMap(indicatorBlocks))
    const title = titleOf(content)
    const lines = linesOf(content)
    const money = grids.map(fundBlock).find((found) => found !== null)
    const table = money?.funds ?? noFunds
    const prose = fundsInProse(lines)
    const evaluation: DraftEvaluation = {
      project: projectInProse(title, lines),
      programme: null,
      unit: unitInProse(title, lines),
      department: departmentInProse(lines),
      sector: null,
      district: null,
      year: null,
      kind: block?.columns.has('actual') ? kindOf(title) : 'target',
      funds: money ? table : prose,
      indicators: block?.indicators ?? [],
      total: { score: block?.total ?? totalInProse(lines), grade: gradeInProse(lines) },
      at: { table: null, row: null, column: null },
    }
    return {
      title,
      evaluations: block ? [evaluation] : [],
      flows: [],
      problems: money?.problems ?? [],
    } satisfies Draft
  },
}

/** The table that says most: with outcomes rather than without, then the longer one, then the later. */
function fullest(blocks: readonly IndicatorBlock[]): IndicatorBlock | null {
  const worth = ({ columns, indicators }: IndicatorBlock) =>
    Number(columns.has('actual')) * 1_000_000 + Number(columns.has('score')) * 100_000 + indicators.length
  return blocks.reduce<IndicatorBlock | null>(
    (best, block) => (best && worth(best) > worth(block) ? best : block),
    null,
  )
}

const linesOf = (content: Content) =>
  content.blocks
    .filter((block) => block.kind === 'paragraph')
    .flatMap((block) => block.text.split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '')
