import type { Evaluation } from '#app/domain/evaluation.ts'
import type { FundFlow } from '#app/domain/fund-flow.ts'
import { normalName } from '#app/domain/names.ts'

type Place = FundFlow['district']

/** Whether two names can be those of one place; what one leaves open does not speak against it. */
const canBeSame = (one: Place, other: Place) => {
  if (one === null || other === null) return true
  return one.code !== null && other.code !== null ? one.code === other.code : one.name === other.name
}

const sameName = (one: string | null, other: string | null) =>
  one !== null && other !== null && normalName(one) === normalName(other)

/**
 * A ledger's movements beside the evaluations they belong to, by project, year, unit and district. A movement
 * without a unit or district goes to the one project of that name and year; where there are several, to none.
 */
export function flowsBeside(evaluations: readonly Evaluation[], flows: readonly FundFlow[]): FundFlow[][] {
  const beside = evaluations.map((): FundFlow[] => [])
  if (flows.length === 0) return beside
  const named = new Map<string, number[]>()
  evaluations.forEach(({ project, year }, index) => {
    if (project === null || year === null) return
    const key = `${normalName(project)}|${year}`
    named.set(key, [...(named.get(key) ?? []), index])
  })
  for (const flow of flows) {
    const candidates = (named.get(`${normalName(flow.project)}|${flow.year}`) ?? []).filter((index) => {
      const one = evaluations[index]
      const isUnit = flow.unit === null || one?.unit === null || sameName(flow.unit, one?.unit ?? null)
      return one !== undefined && isUnit && canBeSame(flow.district, one.district)
    })
    const sure = candidates.filter((index) => sameName(flow.unit, evaluations[index]?.unit ?? null))
    const chosen = sure.length > 0 ? sure : candidates
    const whose = new Set(chosen.map((index) => ownerOf(evaluations[index])))
    if (whose.size === 1) for (const index of chosen) beside[index]?.push(flow)
  }
  return beside
}

const ownerOf = (evaluation: Evaluation | undefined) =>
  [evaluation?.unit, evaluation?.district?.code ?? evaluation?.district?.name].join('|')
