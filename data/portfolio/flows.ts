import type { FundFlow, FundStage } from '#app/domain/fund-flow.ts'
import { nowhere } from '#app/domain/problem.ts'
import type { Random } from './random.ts'
import type { FundLine, ProjectYear } from './year.ts'

type Movement = Pick<FundFlow, 'stage' | 'source' | 'amountFen'> & { date: string }

const day = (year: number, month: number, date: number) =>
  new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10)

/** A sum in whole hundreds of yuan, over so many payments. */
function instalments(sumFen: number, parts: number, random: Random): number[] {
  let rest = sumFen
  const shares = Array.from({ length: parts }, () => random.between(0.5, 1.5))
  const whole = shares.reduce((total, share) => total + share, 0)
  return shares.map((share, index) => {
    const part = index === parts - 1 ? rest : Math.floor((sumFen * share) / whole / 10_000) * 10_000
    rest -= part
    return part
  })
}

function spending(line: FundLine, { year }: ProjectYear, random: Random): Movement[] {
  const parts = random.whole(2, 4)
  // The last payment follows the autumn's adjustment, so that nothing is spent before it arrives.
  const earlier = random.shuffled([6, 7, 8, 9, 10]).slice(0, parts - 1)
  const months = [...earlier.sort((left, right) => left - right), random.whole(11, 12)]
  return instalments(line.spentFen, parts, random).map((amountFen, index) => ({
    stage: 'spent' as const,
    source: line.source,
    amountFen,
    date: day(year, months[index] ?? 12, random.whole(3, 28)),
  }))
}

function lineMovements(line: FundLine, from: ProjectYear, random: Random): Movement[] {
  const { year, carriedFen } = from
  const { source } = line
  const move = (stage: FundStage, amountFen: number, date: string): Movement => ({
    stage,
    source,
    amountFen,
    date,
  })
  const allottedMonth = random.whole(2, 4)
  const inSpring = Math.min(line.arrivedFen, line.budgetFen)
  const left = line.adjustedFen - line.spentFen
  return [
    move('budget', line.budgetFen, day(year, 1, random.whole(15, 28))),
    move('allotted', line.budgetFen, day(year, allottedMonth, random.whole(1, 28))),
    move('adjusted', line.adjustedFen - line.budgetFen, day(year, 8, random.whole(1, 28))),
    move('allotted', line.adjustedFen - line.budgetFen, day(year, 9, random.whole(1, 15))),
    move('arrived', inSpring, day(year, allottedMonth + 1, random.whole(1, 28))),
    move('arrived', line.arrivedFen - inSpring, day(year, 10, random.whole(1, 28))),
    ...spending(line, from, random),
    move('returned', carriedFen > 0 ? 0 : left, day(year, 12, random.whole(29, 31))),
  ]
}

/** A slip of the ledger: one payment entered without its last digits, so that it misses the evaluation. */
function slipped(movements: Movement[]): Movement[] {
  const spent = movements.filter(({ stage }) => stage === 'spent')
  const largest = Math.max(...spent.map(({ amountFen }) => amountFen))
  const at = movements.findIndex(({ stage, amountFen }) => stage === 'spent' && amountFen === largest)
  return movements.map((entry, index) =>
    index === at ? { ...entry, amountFen: Math.floor(entry.amountFen / 20_000) * 10_000 } : entry,
  )
}

/** The movements of a project's year, by date; they add up to the evaluation's funds, planted slips apart. */
export function fundFlows(from: ProjectYear, random: Random): FundFlow[] {
  const { project, year, story } = from
  const movements = from.lines
    .flatMap((line) => lineMovements(line, from, random))
    .filter(({ amountFen }) => amountFen !== 0)
    .sort((left, right) => left.date.localeCompare(right.date))
  return (story === 'ledgerMismatch' ? slipped(movements) : movements).map((movement) => ({
    project: project.name,
    unit: project.unit,
    district: { code: project.place.code, name: project.place.name },
    year,
    ...movement,
    at: nowhere,
  }))
}
