import { Link } from '@remix-run/react'
import { type Words, w } from '#app/words.ts'
import { useSay } from './here.ts'

export interface FigureProps {
  label: Words
  value: string
  unit: string
  /** How it was reckoned, with its n. */
  of: Words
  change: Words
  /** Said beside figures that ask for a look. */
  alert?: Words | null
  /** Where the figure comes from. */
  href: string
  /** What goes with the figure, and where it leads by itself. */
  also?: { words: Words; href: string }
  /** True for a figure that stands in a row of its own. */
  wide?: boolean
}

/** One number with its unit, what it is of, and how it changed; the whole card leads to where it comes from. */
export function Figure({
  label,
  value,
  unit,
  of,
  change,
  alert = null,
  href,
  also,
  wide = false,
}: FigureProps) {
  const say = useSay()
  return (
    <li
      className={`relative rounded-lg border border-line bg-surface p-3 focus-within:border-accent hover:border-accent sm:p-4 ${wide ? 'col-span-full' : ''}`}
    >
      <h3 className="flex items-baseline justify-between gap-2 text-muted text-sm">
        <Link to={href} className="text-ink no-underline after:absolute after:inset-0 after:content-['']">
          {say(label)}
        </Link>
        <span aria-hidden className="text-accent">
          →
        </span>
      </h3>
      <div className={wide ? 'sm:flex sm:items-center sm:gap-8' : ''}>
        <p className="mt-1 flex flex-wrap items-baseline gap-x-1.5">
          <span className="font-semibold text-2xl sm:text-3xl">{value}</span>
          <span className="text-muted text-sm">{unit}</span>
          {alert && (
            <span className="ml-1 rounded bg-warn-soft px-1.5 text-sm text-warn">▲ {say(alert)}</span>
          )}
        </p>
        <div>
          <p className="mt-1 break-keep text-sm">{say(change)}</p>
          <p className="text-muted text-xs">{say(of)}</p>
          {also && (
            <Link to={also.href} className="relative text-sm">
              {say(also.words)}
            </Link>
          )}
        </div>
      </div>
    </li>
  )
}

/** A change on the year before in words: an arrow and a size, or why there is none. Neutral: a rise may be good or bad. */
export function changeWords(
  change: number | null,
  years: { year: number; before: number | null },
  size: (change: number) => Words,
): Words {
  const { year, before } = years
  if (before === null)
    return w(`${year - 1} 年没有自评，无从比较`, `No reports of ${year - 1} to compare with`)
  if (change === null) return w(`${before} 年没有可比的数`, `No such figure for ${before}`)
  const { zh, en } = size(Math.abs(change))
  if (Number.parseFloat(zh) === 0) return w(`与 ${before} 年持平`, `Unchanged from ${before}`)
  const arrow = change > 0 ? '↑' : '↓'
  return w(
    `较 ${before} 年 ${unbroken(`${arrow} ${change > 0 ? '增加' : '减少'} ${zh}`)}`,
    `${unbroken(`${arrow} ${change > 0 ? 'up' : 'down'} ${en}`)} ${unbroken(`on ${before}`)}`,
  )
}

/** Kept on one line: an arrow and its size. */
const unbroken = (text: string) => text.replaceAll(' ', '\u00a0')
