import { Link } from '@remix-run/react'
import { formatCount } from '#app/format.ts'
import type { Words } from '#app/words.ts'
import { useSay } from './here.ts'

interface Tab {
  words: Words
  /** What stands behind the words: how many the part has, or what it is. */
  aside: Words | number | null
  to: string
  chosen: boolean
}

/** Parts of what is shown below, one of them chosen. */
export function Tabs({ label, tabs }: { label: Words; tabs: readonly Tab[] }) {
  const say = useSay()
  return (
    <nav aria-label={say(label)} className="flex flex-wrap gap-1 border-line border-b">
      {tabs.map(({ words, aside, to, chosen }) => (
        <Link
          key={to}
          to={to}
          preventScrollReset
          aria-current={chosen ? 'page' : undefined}
          className={`-mb-px border-b-2 px-3 py-1.5 text-sm no-underline ${
            chosen
              ? 'border-accent font-semibold text-accent'
              : 'border-transparent text-ink hover:border-line'
          }`}
        >
          {say(words)}
          {aside !== null && (
            <span className="ml-1 font-normal text-muted text-xs">
              {typeof aside === 'number' ? formatCount(aside) : say(aside)}
            </span>
          )}
        </Link>
      ))}
    </nav>
  )
}
