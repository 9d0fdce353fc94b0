import type { ReactNode } from 'react'

export interface Fact {
  label: string
  value: string
  /** What the value is of, in a few words. */
  beside?: ReactNode
}

/** A row of facts, each with its name above and what it is of below. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="flex flex-wrap gap-px overflow-hidden rounded-lg border border-line bg-line">
      {facts.map(({ label, value, beside }) => (
        <div key={label} className="grow basis-36 bg-surface px-4 py-3">
          <dt className="text-muted text-xs">{label}</dt>
          <dd className="font-semibold text-lg leading-snug">{value}</dd>
          {beside !== undefined && <dd className="text-muted text-xs">{beside}</dd>}
        </div>
      ))}
    </dl>
  )
}
