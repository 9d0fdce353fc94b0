import type { EvaluationKind } from '#app/domain/evaluation.ts'
import type { Problem } from '#app/domain/problem.ts'
import type { Content } from '#ingest/readers/table.ts'
import { type Draft, type DraftEvaluation, type Layout, noFunds } from './draft.ts'
import { fundBlock } from './fund-block.ts'
import { type Grid, gridOf, plain } from './grid.ts'
import { indicatorBlocks } from './indicator-rows.ts'
import { labelledLine, labelsIn, withoutCode } from './labels.ts'
import { titleOf } from './title.ts'

/** The 项目支出绩效自评表 and its kin: a head of labels, a fund block, indicators, a total. */
export const nationalForm: Layout = {
  id: 'national-form',
  recognise(content) {
    const grids = gridsOf(content)
    if (!grids.some((grid) => headOf(grid).has('project'))) return null
    if (!grids.some((grid) => indicatorBlocks(grid).length > 0)) return null
    const funds = grids.some((grid) => fundBlock(grid) !== null) ? ', a fund block' : ''
    return `a table's head names the project${funds}, and indicators stand below their headings`
  },
  draft: (content) => draftOf(content),
}

export const gridsOf = (content: Content): Grid[] =>
  content.blocks.filter((block) => block.kind === 'table').map((table, index) => gridOf(table, index + 1))

const headOf = (grid: Grid) => labelsIn(grid, 0, indicatorBlocks(grid)[0]?.headingRow ?? grid.rows.length)

function draftOf(content: Content): Draft {
  const problems: Problem[] = []
  const evaluations: DraftEvaluation[] = []
  const title = titleOf(content)
  const above = labelsAbove(content)
  for (const grid of gridsOf(content)) {
    const head = headOf(grid)
    const current = head.has('project') ? undefined : evaluations.at(-1)
    const evaluation = current ?? startEvaluation(new Map([...above, ...head]), kindOf(title))
    addTable(grid, evaluation, problems)
    if (current === undefined) evaluations.push(evaluation)
  }
  const filled = evaluations.filter((evaluation) => evaluation.indicators.length > 0)
  return { title, evaluations: filled, flows: [], problems }
}

/** Labels that stand in lines of text over the first table. */
function labelsAbove(content: Content) {
  const first = content.blocks.findIndex((block) => block.kind === 'table')
  const lines = content.blocks
    .slice(0, Math.max(0, first))
    .flatMap((block) => (block.kind === 'paragraph' ? block.text.split('\n') : []))
  return lines
    .flatMap((line) => line.split(/\s{2,}/))
    .map(labelledLine)
    .filter((found) => found !== null)
    .map(({ field, value }) => [field, value] as const)
}

/** What kind of evaluation a title announces; self-evaluation where it says nothing else. */
export function kindOf(title: string): EvaluationKind {
  const words = plain(title)
  if (/监控/.test(words)) return 'monitoring'
  if (/自评/.test(words)) return 'selfEvaluation'
  if (/目标申报|绩效目标表|目标批复/.test(words)) return 'target'
  return /复核|部门评价|财政评价|重点评价/.test(words) ? 'review' : 'selfEvaluation'
}

function startEvaluation(head: ReturnType<typeof labelsIn>, kind: EvaluationKind): DraftEvaluation {
  return {
    project: head.get('project') ?? null,
    programme: head.get('programme') ?? null,
    unit: withoutCode(head.get('unit') ?? null),
    department: withoutCode(head.get('department') ?? null),
    sector: head.get('sector') ?? null,
    district: head.get('district') ?? null,
    year: head.get('year') ?? null,
    kind,
    funds: noFunds,
    indicators: [],
    total: { score: head.get('total') ?? null, grade: head.get('grade') ?? null },
    at: { table: null, row: null, column: null },
  }
}

function addTable(grid: Grid, evaluation: DraftEvaluation, problems: Problem[]) {
  const money = fundBlock(grid)
  if (money !== null && evaluation.funds === noFunds) {
    evaluation.funds = money.funds
    problems.push(...money.problems)
  }
  for (const block of indicatorBlocks(grid)) {
    evaluation.indicators.push(...block.indicators)
    evaluation.total.score ??= block.total
  }
  const grade = labelsIn(grid).get('grade')
  if (grade !== undefined) evaluation.total.grade ??= grade
}
