import { nowhere, type Problem } from '#app/domain/problem.ts'
import type { DraftIndicator } from '../draft.ts'
import { filledCells, type Grid, isOneText, plain } from '../grid.ts'
import { type Levels, levelsFrom } from '../level-lines.ts'
import type { Section } from '../sections.ts'
import { yearIn } from '../year.ts'
import { type Columns, guessedHeadings, unknownHeadings } from './columns.ts'
import { continuedBlock, type IndicatorBlock, indicatorBlocks } from './indicator-rows.ts'
import { isLevelText, isWholeLevel, levelOf } from './levels.ts'

/** The indicators of one evaluation, out of all the tables that show them. */
export interface IndicatorSet {
  indicators: DraftIndicator[]
  /** The same set as it was planned, where a table of its own shows it. */
  plan: DraftIndicator[]
  total: string | null
  grade: string | null
  has(field: 'actual' | 'score' | 'target'): boolean
  /** What heads the outcomes, or the points. */
  heads?(field: 'actual' | 'score'): string | null
  problems: Problem[]
}

/** Blocks of indicators in the order of their tables; a table without headings may go on with the one before. */
export function blocksIn(sections: readonly Section[]): DatedBlock[] {
  const blocks: DatedBlock[] = []
  let levels: Levels = { level1: '', level2: '' }
  const follow = (lines: readonly string[]) => {
    for (const line of lines) levels = levelsFrom(line, levels) ?? levels
  }
  for (const { grid, above } of sections) {
    const year = yearOver(above)
    const over = [...(grid.name === null ? [] : [grid.name]), ...above].map(withoutOutcome)
    follow(over)
    const found = indicatorBlocks(grid).map((block) => {
      const alone = aloneOver(grid, block).map(withoutOutcome)
      follow(alone)
      return { ...underLevels(block, [...over, ...alone].slice(-3), levels), year }
    })
    const before = blocks.at(-1)
    const continued = found.length === 0 && before ? continuedBlock(grid, before) : null
    blocks.push(
      ...(continued
        ? [{ ...continued, year }]
        : found.map((block, at) =>
            at === 0 && !aloneOver(grid, block).some(isLevelText) ? carriedOn(block, before) : block,
          )),
    )
  }
  return blocks
}

interface DatedBlock extends IndicatorBlock {
  /** The year that the line over its table names, or 上年度. */
  year: number | 'last' | null
}

/** Whose year a table is where the heading right over it says so: 二、上年度（2022年度）绩效指标完成情况. */
function yearOver(above: readonly string[]): DatedBlock['year'] {
  const line = above.at(-1) ?? ''
  if (line.length > longestHeading || /[。；;]$/.test(line.trim())) return null
  return yearIn(line) ?? (/上一?年|去年/.test(line) ? 'last' : null)
}
const longestHeading = 40

/** What stands alone in a row over a block's headings, which take one row or two. */
const aloneOver = ({ rows }: Grid, { heading: { row } }: IndicatorBlock): string[] =>
  rows
    .slice(Math.max(0, row - 2), row)
    .flatMap((over) => (isOneText(over) ? filledCells(over, 1).map(({ text }) => text) : []))

const withoutOutcome = (text: string) => text.replace(/(?:完成|自评|评分)?情况表?[:：]?$/, '')

/** Levels may head a table of their own from the lines above it, （一）产出指标（40分）, or as its sheet's name. */
function underLevels(block: IndicatorBlock, lines: readonly string[], over: Levels): IndicatorBlock {
  const isLed = lines.some((line) => levelsFrom(line, over) !== null)
  if (!isLed || over.level1 === '' || block.indicators.some(({ level1 }) => level1 !== null)) return block
  const level1 = over.level1
  const level2 = over.level2 === '' ? null : over.level2
  const head = lines.findLast((line) => isWholeLevel(line, 'level1'))
  const level1Weight = head === undefined ? null : levelOf(head).weight
  return {
    ...block,
    levels: { ...block.levels, level1, level1Weight },
    indicators: block.indicators.map((one) => ({
      ...one,
      level1,
      level1Weight,
      level2: one.level2 ?? level2,
    })),
  }
}

/** A table that goes on under the same headings on a new page leaves the levels blank that were named before. */
function carriedOn(block: DatedBlock, before: DatedBlock | undefined): DatedBlock {
  if (before === undefined || before.total !== null || !isSameHeading(block, before)) return block
  const { levels } = before
  const indicators = block.indicators.map((one) =>
    one.level1 !== null
      ? one
      : {
          ...one,
          level1: levels.level1,
          level2: one.level2 ?? levels.level2,
          level1Weight: one.level1Weight ?? levels.level1Weight,
        },
  )
  return { ...block, indicators }
}

const isSameHeading = ({ heading }: IndicatorBlock, before: IndicatorBlock) =>
  heading.columns.size === before.heading.columns.size &&
  [...heading.columns].every(
    ([field, { heading: words }]) => before.heading.columns.get(field)?.heading === words,
  )

/** What the blocks say together: this year's set, with outcomes where any table has them, nothing twice. */
export function indicatorSet(blocks: readonly DatedBlock[]): IndicatorSet {
  const listed = blocks.filter(({ indicators }) => indicators.length > 0)
  const named = listed.filter((block) => !isOfLevels(block))
  const annual = thisYear(named.length > 0 ? named : listed)
  const { kept, left } = withoutRepeats(withOutcomes(annual))
  const planned = new Map(
    blocks.filter((block) => !kept.includes(block)).flatMap(({ indicators }) => [...byName(indicators)]),
  )
  const indicators = withoutNoteMarks(
    kept.flatMap((block) =>
      block.indicators.map((one) => asPlanned(one, planned.get(keyOf(one)) ?? null, block)),
    ),
  )
  const isDone = kept.some(({ heading }) => outcomeOf(heading))
  return {
    indicators,
    plan: annual
      .filter(({ heading }) => isDone && !outcomeOf(heading) && heading.columns.has('target'))
      .flatMap((block) => block.indicators),
    total: [...listed.filter(isOfLevels), ...kept].findLast(({ total }) => total !== null)?.total ?? null,
    grade: kept.findLast(({ grade }) => grade !== null)?.grade ?? null,
    has: (field) => kept.some(({ heading }) => heading.columns.has(field)),
    heads: (field) =>
      kept.find(({ heading }) => heading.columns.has(field))?.heading.columns.get(field)?.heading ?? null,
    problems: [
      ...left,
      ...kept.flatMap(({ heading: { cells, columns }, indicators: rows, beyond, doubts }) => [
        ...doubts.values(),
        ...rows.flatMap((one) => (columns.has('target') ? [] : unsureTarget(one, planned))),
        ...unknownHeadings(cells, columns),
        ...guessedHeadings(columns, rows),
        ...beyond.slice(0, 1).map((message) => ({ at: nowhere, code: 'rows-left', message })),
      ]),
    ],
  }
}

/** 产出指标 | 50 | 48 and no indicator under it: what the levels come to. */
const isOfLevels = ({ indicators }: IndicatorBlock) =>
  indicators.every(({ name }) => isWholeLevel(name, 'level1'))

/** 乔木① refers to a note below the table; 标段① and 标段② are two. */
function withoutNoteMarks(indicators: readonly DraftIndicator[]): DraftIndicator[] {
  const bare = indicators.map(({ name }) => name.replace(/[①-⑳]+\s*$/, ''))
  return indicators.map((one, at) => {
    const name = bare[at] ?? ''
    return name === '' || bare.indexOf(name) !== bare.lastIndexOf(name) ? one : { ...one, name }
  })
}

/** Indicators by their names; null for a name that several have, of which nothing tells one from the others. */
function byName(indicators: readonly DraftIndicator[]): Map<string, DraftIndicator | null> {
  const found = new Map<string, DraftIndicator | null>()
  for (const one of indicators) found.set(keyOf(one), found.has(keyOf(one)) ? null : one)
  return found
}

/** Tells of a target that the plan gives under a name that several of its indicators bear. */
const unsureTarget = (one: DraftIndicator, planned: ReadonlyMap<string, DraftIndicator | null>): Problem[] =>
  one.target === null && planned.get(keyOf(one)) === null
    ? [{ at: one.at, code: 'target-unsure', message: one.name }]
    : []

/** A table of outcomes may leave out the targets, the weights or the levels that the table of the plan gives. */
function asPlanned(
  one: DraftIndicator,
  plan: DraftIndicator | null,
  { heading: { columns } }: IndicatorBlock,
): DraftIndicator {
  if (plan === null) return one
  const { level1, level2, level1Weight } = one.level1 === null && one.level2 === null ? plan : one
  const target = columns.has('target') ? one.target : (one.target ?? plan.target)
  const weight = columns.has('weight') ? one.weight : (one.weight ?? plan.weight)
  return { ...one, level1, level2, level1Weight: one.level1Weight ?? level1Weight, target, weight }
}

/** All points had: a total under indicators that make up 90 points leaves out the budget's, which what is said counts in. */
export function wholeTotal({ total, indicators }: IndicatorSet, said: string | null): string | null {
  if (total === null || said === null) return total ?? said
  const weights = indicators.reduce((sum, { weight }) => sum + (Number.parseFloat(weight ?? '') || 0), 0)
  const sum = Number.parseFloat(total)
  const isPart = weights < 100 && sum <= weights && Number.parseFloat(said) > sum
  return isPart ? said : total
}

/** Tells where a form's head gives another total than the row that closes its indicators. */
export function totalTwice(set: IndicatorSet, labelled: string | null): Problem[] {
  const [closing, over] = [set.total, labelled].map((text) => Number.parseFloat(text ?? ''))
  const isOther = closing !== over && wholeTotal(set, labelled) === set.total
  return isOther && Number.isFinite(closing) && Number.isFinite(over)
    ? [{ at: nowhere, code: 'total-twice', message: `${labelled}, ${set.total}` }]
    : []
}

/** What an indicator goes by in the tables of one evaluation. */
export const keyOf = ({ name }: DraftIndicator) => plain(name)

/** Where a form has long-term and annual indicators one below the other, the annual ones. */
function thisYear(blocks: readonly DatedBlock[]): readonly DatedBlock[] {
  const annual = blocks.filter(({ label }) => /年度|当年|本年/.test(label ?? ''))
  const others = blocks.filter(({ label }) => /长期|中期|实施期|总体|总目标/.test(label ?? ''))
  return annual.length > 0 ? blocks.filter((block) => !others.includes(block)) : blocks
}

/** Whether a heading is of what became of indicators, not of their plan alone. */
export const outcomeOf = ({ columns }: { columns: Columns }) => columns.has('actual') || columns.has('score')

function withOutcomes(blocks: readonly DatedBlock[]): readonly DatedBlock[] {
  const done = blocks.filter(({ heading }) => outcomeOf(heading))
  return done.length > 0 ? done : blocks
}

/**
 * Of two tables with the same indicators that of the later year, the one that says more, or else the later one; where
 * each has columns of its own alone, both as one.
 */
function withoutRepeats(blocks: readonly DatedBlock[]): { kept: DatedBlock[]; left: Problem[] } {
  const kept: DatedBlock[] = []
  const left: Problem[] = []
  for (const block of blocks) {
    const names = new Set(block.indicators.map(keyOf))
    const twin = kept.find(({ indicators }) => {
      const again = indicators.filter((one) => names.has(keyOf(one))).length
      return indicators.length > 1 && again > Math.min(indicators.length, names.size) / 2
    })
    if (twin === undefined || areGoals(twin, block)) {
      kept.push(block)
      continue
    }
    const [isOlder, isNewer] = [isBefore(block, twin), isBefore(twin, block)]
    const areOfOneYear = !isOlder && !isNewer
    const isApart = areOfOneYear && columnsBeyond(block, twin).length === valuesOf(block).length
    const isBetter = isNewer || (areOfOneYear && worthOf(block) >= worthOf(twin))
    const [better, other] = isBetter && !isApart ? [block, twin] : [twin, block]
    kept.splice(kept.indexOf(twin), 1, isApart ? withColumnsOf(better, other) : better)
    if (isApart) left.push(...unmatchedIn(other, better))
    else if (areOfOneYear)
      left.push(...columnsBeyond(other, better).flatMap((field) => leftColumn(other, field)))
  }
  return { kept, left }
}

const values = ['target', 'actual', 'weight', 'score', 'reason'] as const
const valuesOf = ({ heading: { columns } }: IndicatorBlock) => values.filter((field) => columns.has(field))

/** The values that a block has columns for and another has none. */
const columnsBeyond = (block: IndicatorBlock, { heading: { columns } }: IndicatorBlock) =>
  valuesOf(block).filter((field) => !columns.has(field))

/** A block with the columns that another adds to its indicators, by names that neither bears twice. */
function withColumnsOf(block: DatedBlock, other: DatedBlock): DatedBlock {
  const [own, others] = [byName(block.indicators), byName(other.indicators)]
  const added = valuesOf(other)
  const { heading } = block
  return {
    ...block,
    heading: { ...heading, columns: new Map([...other.heading.columns, ...heading.columns]) },
    indicators: block.indicators.map((one) => {
      const more = own.get(keyOf(one)) === null ? null : others.get(keyOf(one))
      return more ? { ...one, ...Object.fromEntries(added.map((field) => [field, more[field]])) } : one
    }),
    total: block.total ?? other.total,
    grade: block.grade ?? other.grade,
    beyond: [...block.beyond, ...other.beyond],
    doubts: new Map([...other.doubts, ...block.doubts]),
  }
}

/** Tells of the indicators whose values found no one indicator to go to. */
function unmatchedIn(block: DatedBlock, kept: DatedBlock): Problem[] {
  const [own, others] = [byName(kept.indicators), byName(block.indicators)]
  const open = block.indicators.filter((one) => !own.get(keyOf(one)) || others.get(keyOf(one)) === null)
  return open.map(({ at, name }) => ({ at, code: 'repeat-left', message: name }))
}

/** Tells of a column that only the table has which was not read; what its plan says is read, and an empty one says nothing. */
function leftColumn({ heading, indicators }: DatedBlock, field: (typeof values)[number]): Problem[] {
  const isSaid = field !== 'target' && indicators.some((one) => one[field] !== null)
  const message = plain(heading.columns.get(field)?.heading ?? field)
  return isSaid ? [{ at: nowhere, code: 'repeat-left', message }] : []
}

const isBefore = (one: DatedBlock, other: DatedBlock) =>
  one.year === 'last' ||
  (one.year !== null && other.year !== null && other.year !== 'last' && one.year < other.year)

/** 年度绩效目标1 and 年度绩效目标2 may name the same indicators and mean others. */
const areGoals = (one: IndicatorBlock, other: IndicatorBlock) =>
  one.label !== null && other.label !== null && one.label !== other.label && /目标\d/.test(other.label)

const worthOf = ({ heading: { columns }, indicators }: IndicatorBlock) =>
  Number(columns.has('actual')) * 100_000 + Number(columns.has('score')) * 10_000 + indicators.length
