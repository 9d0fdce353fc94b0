import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'

export interface Fact {
  label: string
  value: string
  /** What the value is of, in a few words. */
  beside?: ReactNode
  /** The rows that the value was made of: a page, or a place on this one. */
  href?: string
}

/** A row of facts, each with its name above and what it is of below. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="flex flex-wrap gap-px overflow-hidden rounded-lg border border-line bg-line">
      {facts.map(({ label, value, beside, href }) => (
        <div key={label} className="grow basis-36 print:basis-[30%] bg-surface px-4 py-3">
          <dt className="text-muted text-xs">{label}</dt>
          <dd className="font-semibold text-lg leading-snug">
            {href === undefined ? (
              value
            ) : (
              <Link to={href} className="text-ink decoration-line underline hover:decoration-accent">
                {value}
              </Link>
            )}
          </dd>
          {beside !== undefined && <dd className="text-muted text-xs">{beside}</dd>}
        </div>
      ))}
    </dl>
  )
}
