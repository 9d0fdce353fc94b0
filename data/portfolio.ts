import type { Evaluation, Funds } from '#app/domain/evaluation.ts'
import type { FundFlow } from '#app/domain/fund-flow.ts'
import type { Indicator } from '#app/domain/indicator.ts'
import { fundFlows } from './portfolio/flows.ts'
import { executionWeight, indicators } from './portfolio/indicators.ts'
import { lastYear } from './portfolio/places.ts'
import { type Project, projects } from './portfolio/projects.ts'
import { randomFrom } from './portfolio/random.ts'
import { digits } from './portfolio/spelling.ts'
import { type Story, story } from './portfolio/story.ts'
import { type FundLine, type ProjectYear, projectYear } from './portfolio/year.ts'

/** One evaluation with all that its documents tell, and the story it was made to show. */
export interface SampleEvaluation {
  project: Project
  evaluation: Evaluation
  goal: string
  lines: FundLine[]
  flows: FundFlow[]
  story: Story
  /** 2020 kept people from gathering. */
  dip: boolean
}

/** A year of a project and the money that its ledger books. */
export interface BookedYear {
  project: Project
  year: number
  flows: FundFlow[]
}

export interface Portfolio {
  seed: number
  projects: Project[]
  evaluations: SampleEvaluation[]
  /** Years whose reports have not come. */
  unreported: BookedYear[]
}

const rounded = (value: number) => Number(digits(value))

function funds({ total }: ProjectYear): Funds {
  const rate = rounded((total.spentFen / total.adjustedFen) * 100)
  return {
    ...total,
    executionRate: rate,
    weight: executionWeight,
    score: rounded((executionWeight * Math.min(100, rate)) / 100),
  }
}

const slips = [-2, -1, 1, 2, 0.5] as const

/** 财预〔2020〕10号: 优 from 90, 良 from 80, 中 from 60. */
function gradeOf(score: number): '优' | '良' | '中' | '差' {
  if (score >= 90) return '优'
  if (score >= 80) return '良'
  return score >= 60 ? '中' : '差'
}

/** The sum of the scores, or one that misses it by the slip. */
function statedTotal(rows: readonly Indicator[], executionScore: number, slip: number): number {
  const sum = rows.reduce((points, row) => points + (row.score ?? 0), executionScore)
  return rounded(sum + slip > 100 ? sum - Math.abs(slip) : sum + slip)
}

function evaluationOf(from: ProjectYear, seed: number): Evaluation {
  const { project, year } = from
  const random = randomFrom(seed, project.unit, project.programme.name, year, 'indicators')
  const withCosts = year >= 2021 && random.chance(0.4)
  const rows = indicators(from, withCosts ? 'withCosts' : 'national', random)
  const money = funds(from)
  const slip = from.story === 'wrongTotal' ? random.pick(slips) : 0
  const score = statedTotal(rows, money.score ?? 0, slip)
  const grade = gradeOf(score)
  return {
    project: project.name,
    programme: project.programme.name,
    unit: project.unit,
    department: project.department,
    sector: project.programme.sector,
    district: { code: project.place.code, name: project.place.name },
    year,
    kind: 'selfEvaluation',
    funds: money,
    indicators: rows,
    total: { score, grade: from.story === 'wrongGrade' ? (grade === '优' ? '良' : '优') : grade },
  }
}

function goalOf({ project, planned }: ProjectYear): string {
  const { goal, served, standard } = project.programme
  const amount = `${served.name}${planned.quantity}${served.unit}`
  return `${goal}。本年度计划${amount}，${standard.name}${planned.standardYuan}元/${served.unit}。`
}

/** A project's evaluations, year after year. */
export function projectEvaluations(project: Project, seed: number): SampleEvaluation[] {
  let broughtFen = 0
  return project.years.map((year) => {
    const random = randomFrom(seed, project.unit, project.programme.name, year)
    const dip = project.programme.crowd && year === 2020
    const told = story(random)
    const from = projectYear({ project, year, story: dip ? 'usual' : told, dip, broughtFen }, random)
    broughtFen = from.carriedFen
    return {
      project,
      evaluation: evaluationOf(from, seed),
      goal: goalOf(from),
      lines: from.lines,
      flows: fundFlows(from, random),
      story: from.story,
      dip,
    }
  })
}

/** Some projects that reported the year before the last went on in the last and have not reported it. */
function unreportedOf(project: Project, seed: number): BookedYear[] {
  const random = randomFrom(seed, project.unit, project.programme.name, 'unreported')
  if (project.years.at(-1) !== lastYear - 1 || !random.chance(0.4)) return []
  const year = lastYear
  const from = projectYear({ project, year, story: 'usual', dip: false, broughtFen: 0 }, random)
  return [{ project, year, flows: fundFlows(from, random) }]
}

/** A whole city's self-evaluations: the same seed and size give the same figures, to the byte. */
export function portfolio({ evaluations, seed }: { evaluations: number; seed: number }): Portfolio {
  const chosen = projects(evaluations, seed)
  return {
    seed,
    projects: chosen,
    evaluations: chosen.flatMap((project) => projectEvaluations(project, seed)),
    unreported: chosen.flatMap((project) => unreportedOf(project, seed)),
  }
}
