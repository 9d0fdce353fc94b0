import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useHere, useSay } from '#app/components/here.ts'
import { pageLink } from '#app/links.ts'
import { completionWords, fieldWords, level1Words, type Words, w } from '#app/words.ts'
import type { Kept } from './hidden.tsx'

const levels = ['output', 'cost', 'benefit', 'satisfaction'] as const
const bounds = ['under:60', 'under:80', 'under:100'] as const

/** What indicators are asked for most, each a click: one first level, and how little of a target was reached. */
export function NarrowIndicators({ keep }: { keep: Kept }) {
  const here = useHere()
  const { level1, completion } = here.filters
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-2 text-sm print:hidden">
      <Choices label={fieldWords.level1}>
        {[null, ...levels].map((level) => (
          <Choice
            key={level}
            words={level === null ? all : level1Words[level]}
            to={pageLink(here, '/indicators', { ...keep, level1: level === null ? [] : [level] })}
            chosen={level === null ? level1.length === 0 : level1.length === 1 && level1[0] === level}
          />
        ))}
      </Choices>
      <Choices label={fieldWords.completion}>
        {[null, ...bounds].map((bound) => (
          <Choice
            key={bound}
            words={bound === null ? all : completionWords(bound)}
            to={pageLink(here, '/indicators', { ...keep, completion: bound })}
            chosen={completion === bound}
          />
        ))}
      </Choices>
    </div>
  )
}

const all = w('全部', 'All')

function Choices({ label, children }: { label: Words; children: ReactNode }) {
  const say = useSay()
  return (
    <nav aria-label={say(label)} className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <span className="text-muted">{say(label)}</span>
      {children}
    </nav>
  )
}

function Choice({ words, to, chosen }: { words: Words; to: string; chosen: boolean }) {
  const say = useSay()
  return (
    <Link
      to={to}
      preventScrollReset
      aria-current={chosen ? 'true' : undefined}
      className={chosen ? 'font-semibold text-ink no-underline' : ''}
    >
      {say(words)}
    </Link>
  )
}
