import type { Evaluation } from '#app/domain/evaluation.ts'
import type { FundFlow } from '#app/domain/fund-flow.ts'
import { normalName } from '#app/domain/names.ts'

type Place = FundFlow['district']

/** What a movement and a report are matched by. */
type Named = Pick<Evaluation, 'project' | 'unit' | 'district' | 'year'>
type Moved = Pick<FundFlow, 'project' | 'unit' | 'district' | 'year'>

/** Whether two names can be those of one place; what one leaves open does not speak against it. */
const canBeSame = (one: Place, other: Place) => {
  if (one === null || other === null) return true
  return one.code !== null && other.code !== null ? one.code === other.code : one.name === other.name
}

/**
 * Finds the evaluations that a ledger's movement belongs to, by project, year, unit and district. A movement
 * without a unit or district goes to the one project of that name and year; where there are several, to none.
 */
export function ownersAmong<Report extends Named>(reports: readonly Report[]) {
  const named = new Map<string, { report: Report; unit: string | null }[]>()
  for (const report of reports) {
    if (report.project === null || report.year === null) continue
    const key = `${normalName(report.project)}|${report.year}`
    // A name is normalized once: a ledger asks for the same project again and again.
    const one = { report, unit: report.unit && normalName(report.unit) }
    const others = named.get(key)
    if (others) others.push(one)
    else named.set(key, [one])
  }
  return (flow: Moved): readonly Report[] => {
    const wanted = flow.unit && normalName(flow.unit)
    const candidates = (named.get(`${normalName(flow.project)}|${flow.year}`) ?? []).filter(
      ({ report, unit }) =>
        (wanted === null || unit === null || wanted === unit) && canBeSame(flow.district, report.district),
    )
    const sure = candidates.filter(({ unit }) => wanted !== null && unit === wanted)
    const chosen = (sure.length > 0 ? sure : candidates).map(({ report }) => report)
    return new Set(chosen.map(ownerOf)).size === 1 ? chosen : []
  }
}

const ownerOf = ({ unit, district }: Named) => [unit, district?.code ?? district?.name].join('|')

/** A ledger's movements beside the evaluations they belong to. */
export function flowsBeside(evaluations: readonly Evaluation[], flows: readonly FundFlow[]): FundFlow[][] {
  const beside = new Map(evaluations.map((evaluation): [Evaluation, FundFlow[]] => [evaluation, []]))
  const ownersOf = ownersAmong(evaluations)
  for (const flow of flows) for (const owner of ownersOf(flow)) beside.get(owner)?.push(flow)
  return evaluations.map((evaluation) => beside.get(evaluation) ?? [])
}
