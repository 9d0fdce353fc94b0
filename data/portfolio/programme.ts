import type { FundSource } from '#app/domain/fund-flow.ts'

/** What an indicator aims at, before it is spelled. */
export type Aim =
  | { kind: 'count'; name: string; typical: number; unit: string }
  | { kind: 'share'; name: string; target: number }
  | { kind: 'limit'; name: string; target: number }
  | { kind: 'deadline'; name: string; month: number }
  | { kind: 'zero'; name: string; unit: string }
  | { kind: 'phrase'; name: string; met: string; partly: string }

type BenefitLevel2 = '经济效益指标' | '社会效益指标' | '生态效益指标' | '可持续影响指标'

/** What several districts do alike and can be compared in. */
export interface Programme {
  name: string
  sector: string
  /** Without the district's name, which is set before it: 民政局. */
  department: string
  unit: string
  goal: string
  served: { name: string; typical: number; unit: string }
  /** What one unit of `served` is planned to cost, in yuan. */
  standard: { name: string; yuan: number }
  quantity: readonly Aim[]
  quality: readonly Aim[]
  timeliness: readonly Aim[]
  benefit: readonly (readonly [BenefitLevel2, Aim])[]
  /** The satisfaction indicator's name. */
  satisfaction: string
  /** Gathers people, so that 2020 hit it. */
  crowd: boolean
  /** Shares of the budget by source; they add to 1. */
  sources: readonly (readonly [FundSource, number])[]
  /** Districts that run it in a portfolio of common size; 0 where only the city does. */
  districts: number
}

export const count = (name: string, typical: number, unit: string): Aim => ({
  kind: 'count',
  name,
  typical,
  unit,
})
/** Per cent, more is better. */
export const share = (name: string, target: number): Aim => ({ kind: 'share', name, target })
/** Per cent, less is better. */
export const limit = (name: string, target: number): Aim => ({ kind: 'limit', name, target })
/** Done by the end of this month of the year. */
export const deadline = (name: string, month: number): Aim => ({ kind: 'deadline', name, month })
export const zero = (name: string, unit: string): Aim => ({ kind: 'zero', name, unit })
export const phrase = (name: string, met: string, partly: string): Aim => ({
  kind: 'phrase',
  name,
  met,
  partly,
})
