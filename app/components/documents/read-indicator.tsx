import { useSay } from '#app/components/here.ts'
import { formatPercent } from '#app/format.ts'
import type { ReadIndicator } from '#app/queries/project-indicators.ts'
import { w } from '#app/words.ts'
import { Understood } from './quantity.tsx'

const directions = {
  higher: w('越高越好', 'more is better'),
  lower: w('越低越好', 'less is better'),
  equal: w('等于为宜', 'equal is right'),
} as const

const assumed = w('单位沿用目标', 'unit taken from the target')
const about = w('约数', 'approximate')

/** What was understood of an indicator's target. */
export function TargetUnderstood({ row }: { row: ReadIndicator }) {
  const target = {
    kind: row.targetKind,
    op: row.targetOp,
    value: row.targetValue,
    upper: row.targetUpper,
    date: row.targetDate,
    unit: row.targetUnit,
  }
  const direction = row.met === null ? null : row.direction
  return <Understood quantity={target} notes={direction === null ? [] : [directions[direction]]} />
}

/** What was understood of an indicator's outcome. */
export function ActualUnderstood({ row }: { row: ReadIndicator }) {
  const actual = {
    kind: row.actualKind,
    op: row.actualOp,
    value: row.actualValue,
    upper: row.actualUpper,
    date: row.actualDate,
    unit: row.actualUnit,
  }
  return (
    <Understood
      quantity={actual}
      notes={[...(row.unitAssumed ? [assumed] : []), ...(row.approximate ? [about] : [])]}
    />
  )
}

/** Completion, and whether the target was met. */
export function Reached({ row: { completion, met } }: { row: ReadIndicator }) {
  return (
    <>
      {completion !== null && <span className="block">{formatPercent(completion)}</span>}
      <Verdict met={met} />
    </>
  )
}

function Verdict({ met }: { met: boolean | null }) {
  const say = useSay()
  if (met === null)
    return <span className="text-muted text-xs">○ {say(w('不能比较', 'not comparable'))}</span>
  return met ? (
    <span className="text-good text-xs">● {say(w('达标', 'met'))}</span>
  ) : (
    <span className="text-bad text-xs">■ {say(w('未达标', 'missed'))}</span>
  )
}
