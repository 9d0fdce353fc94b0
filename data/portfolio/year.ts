import type { FundSource } from '#app/domain/fund-flow.ts'
import { inYear } from './places.ts'
import type { Project } from './projects.ts'
import type { Random } from './random.ts'
import { digits } from './spelling.ts'
import type { Story } from './story.ts'

/** The money of one source in one year of a project, in fen. */
export interface FundLine {
  source: FundSource
  budgetFen: number
  adjustedFen: number
  arrivedFen: number
  spentFen: number
}

/** What a project's year planned and what came of it, before anything is spelled. */
export interface ProjectYear {
  project: Project
  year: number
  story: Story
  /** 2020 kept people from gathering. */
  dip: boolean
  planned: { quantity: number; standardYuan: number }
  reached: { quantity: number; standardYuan: number }
  lines: FundLine[]
  total: Omit<FundLine, 'source'>
  /** What is left and goes into the next year's budget; otherwise it is taken back. */
  carriedFen: number
}

/** Forms print 万元 with two decimals, so sums are whole hundreds of yuan. */
const roundedFen = (fen: number) => Math.round(fen / 10_000) * 10_000

/** Two leading digits, as plans are written; at least one. */
export function roundFigure(value: number): number {
  const step = Math.max(1, 10 ** (Math.floor(Math.log10(Math.max(1, value))) - 1))
  return Math.max(1, Math.round(value / step) * step)
}

function roundStandard(yuan: number): number {
  const step = 10 ** (Math.floor(Math.log10(yuan)) - 1) / 2
  return Number((Math.round(yuan / step) * step).toFixed(1))
}

function budgetShare(story: Story, random: Random): number {
  if (story !== 'costContradiction') return 1
  return random.chance(0.7) ? random.between(0.55, 0.78) : random.between(1.3, 1.6)
}

function executionShare({ project, year, story, dip }: Circumstances, random: Random): number {
  if (dip) return random.between(0.5, 0.8)
  if (story === 'underSpent') return random.between(0.4, 0.8)
  const usual = random.chance(0.35) ? 1 : 1 - random.between(0, 0.09)
  return usual - inYear(project.place.slack, year) * random.between(0.6, 1.2)
}

/** How much was done against the plan: less money buys less, and rising costs buy less for the same. */
function deliveredShare(execution: number, { project, story }: Circumstances, random: Random): number {
  if (story === 'costContradiction') return random.between(1, 1.18)
  if (execution < 0.9) return execution * random.between(0.98, 1.04)
  if (project.place.costDrift > 0.05) return execution * random.between(0.93, 1.01)
  return random.chance(0.8) ? random.between(1, 1.06) : random.between(0.93, 0.995)
}

interface Circumstances {
  project: Project
  year: number
  story: Story
  dip: boolean
  /** Last year's rest, part of this year's budget. */
  broughtFen: number
}

function budgetLines(budgetFen: number, { project, broughtFen }: Circumstances) {
  const fresh = budgetFen - broughtFen
  let rest = fresh
  const lines = project.programme.sources.map(([source, share], index, all) => {
    const part = index === all.length - 1 ? rest : roundedFen(fresh * share)
    rest -= part
    return { source, budgetFen: part }
  })
  return broughtFen > 0 ? [{ source: 'carryOver' as const, budgetFen: broughtFen }, ...lines] : lines
}

/** Fills the sources in order until the sum is used up. */
function poured(sumFen: number, capacitiesFen: number[]): number[] {
  let rest = sumFen
  return capacitiesFen.map((capacity) => {
    const part = Math.min(capacity, rest)
    rest -= part
    return part
  })
}

function fundLines(
  circumstances: Circumstances,
  plan: { budgetFen: number; execution: number },
  random: Random,
) {
  const { budgetFen, execution } = plan
  // A larger change would make standard × quantity miss the budget, which only one story may show.
  const reach = circumstances.story === 'costContradiction' ? 0.12 : 0.04
  const changeFen = random.chance(0.2) ? roundedFen(budgetFen * random.between(-reach, reach)) : 0
  const adjustedFen = budgetFen + changeFen
  const spentFen = roundedFen(adjustedFen * execution)
  const late = execution < 0.9 && random.chance(0.4)
  const arrivedFen = late ? roundedFen(adjustedFen * random.between(execution, 1)) : adjustedFen
  const first = budgetLines(budgetFen, circumstances)
  const largest = Math.max(...first.map((line) => line.budgetFen))
  const changed = first.findIndex((line) => line.budgetFen === largest)
  const adjusted = first.map((line, index) => line.budgetFen + (index === changed ? changeFen : 0))
  const arrived = poured(Math.max(arrivedFen, spentFen), adjusted)
  const spent = poured(spentFen, arrived)
  return first.map((line, index) => ({
    ...line,
    adjustedFen: adjusted[index] ?? 0,
    arrivedFen: arrived[index] ?? 0,
    spentFen: spent[index] ?? 0,
  }))
}

function totalOf(lines: readonly FundLine[]): Omit<FundLine, 'source'> {
  const sum = (part: (line: FundLine) => number) => lines.reduce((total, line) => total + part(line), 0)
  return {
    budgetFen: sum((line) => line.budgetFen),
    adjustedFen: sum((line) => line.adjustedFen),
    arrivedFen: sum((line) => line.arrivedFen),
    spentFen: sum((line) => line.spentFen),
  }
}

/** The cost reported: the standard itself where the money agrees within 2 %, else what the money implies. */
function reportedStandard(standardYuan: number, spentFen: number, quantity: number): number {
  const implied = spentFen / 100 / quantity
  return Math.abs(implied / standardYuan - 1) < 0.02 ? standardYuan : Number(digits(implied))
}

/** One year of a project: plan, money and outcome, which agree with each other unless the story says not. */
export function projectYear(circumstances: Circumstances, random: Random): ProjectYear {
  const { project, year, story, dip } = circumstances
  const { programme, place } = project
  const growth = 1 + 0.02 * (year - 2018)
  const standardYuan = roundStandard(
    programme.standard.yuan * project.price * (1 + place.costDrift) ** (year - 2018),
  )
  const quantity = roundFigure(programme.served.typical * project.size * growth)
  const wantedFen = roundedFen(standardYuan * quantity * 100 * budgetShare(story, random))
  const execution = executionShare(circumstances, random)
  const lines = fundLines(circumstances, { budgetFen: wantedFen, execution }, random)
  const total = totalOf(lines)
  const reached = Math.max(1, Math.round(quantity * deliveredShare(execution, circumstances, random)))
  const leftFen = total.adjustedFen - total.spentFen
  return {
    project,
    year,
    story,
    dip,
    planned: { quantity, standardYuan },
    reached: {
      quantity: reached,
      standardYuan:
        story === 'costContradiction'
          ? standardYuan
          : reportedStandard(standardYuan, total.spentFen, reached),
    },
    lines,
    total,
    carriedFen: leftFen > 0 && leftFen < total.adjustedFen * 0.3 && random.chance(0.35) ? leftFen : 0,
  }
}
