import { Grade } from '#app/domain/evaluation.ts'
import { Direction } from '#app/domain/indicator.ts'
import type { Problem } from '#app/domain/problem.ts'
import { Block } from './block.ts'

export const directions = Direction.options
export const grades = Grade.options

/** Some of a list's evaluations, as rows of numbers that stand for texts kept once each. */
export class Part {
  readonly evaluations = new Block(
    ['ordinal', 'subject', 'year', 'grade_stated', 'grade', 'surroundings'],
    [
      'budget',
      'adjusted',
      'arrived',
      'spent',
      'rate_stated',
      'rate',
      'weight',
      'score',
      'total_stated',
      'total_sum',
    ],
  )
  readonly indicators = new Block(
    [
      'evaluation',
      'ordinal',
      'measure',
      'target',
      'actual',
      'assumed',
      'direction',
      'met',
      'reason',
      'row_no',
      'column_no',
    ],
    ['completion', 'weight', 'level1_weight', 'score'],
  )
  readonly costs = new Block(
    ['evaluation', 'ordinal', 'name', 'per', 'quantity_ordinal', 'incomparable'],
    ['planned', 'reported', 'implied', 'planned_implied', 'planned_quantity', 'actual_quantity'],
  )
  readonly rates = new Block(['evaluation', 'ordinal', 'name'], ['target', 'actual', 'gap', 'completion'])
  problems: Problem[] = []

  clear() {
    for (const block of [this.evaluations, this.indicators, this.costs, this.rates]) block.clear()
    this.problems = []
  }
}
