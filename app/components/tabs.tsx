import { Link } from '@remix-run/react'
import { formatCount } from '#app/format.ts'
import type { Words } from '#app/words.ts'
import { useSay } from './here.ts'

interface Tab {
  words: Words
  n: number
  to: string
  chosen: boolean
}

/** Parts of a list, each with how many it has. */
export function Tabs({ label, tabs }: { label: Words; tabs: readonly Tab[] }) {
  const say = useSay()
  return (
    <nav aria-label={say(label)} className="mb-1 flex flex-wrap gap-1 border-line border-b print:hidden">
      {tabs.map(({ words, n, to, chosen }) => (
        <Link
          key={words.en}
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
          <span className="ml-1 font-normal text-muted text-xs">{formatCount(n)}</span>
        </Link>
      ))}
    </nav>
  )
}
