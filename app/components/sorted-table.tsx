import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import type { Words } from '#app/words.ts'
import { tableLabel } from './data-table.tsx'
import { useSay } from './here.ts'

/** The order that a list stands in. */
export interface Order<Sort> {
  sort: Sort
  dir: 'asc' | 'desc'
}

/** What can be ordered by has a sort; two headings share a column where its cells show one below the other. */
export interface SortHeadingOf<Sort> {
  words: readonly (readonly [Sort | null, Words])[]
  numeric?: boolean
  width: string
}

interface Ordered<Sort> {
  order: Order<Sort>
  /** Where the list stands in another order. */
  to: (order: Order<Sort>) => string
}

interface Props<Sort> extends Ordered<Sort> {
  title: Words
  headings: readonly SortHeadingOf<Sort>[]
  /** Its rows. */
  children: ReactNode
}

/** A long list whose headings order it and stay in sight. */
export function SortedTable<Sort>({ title, headings, order, to, children }: Props<Sort>) {
  const say = useSay()
  return (
    <section
      className="overflow-x-auto min-[1400px]:overflow-visible"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={say(tableLabel(title))}
    >
      <table className="w-full border-collapse text-sm">
        <thead className="sticky top-0 z-20 bg-surface shadow-[0_1px_0_var(--color-line)]">
          <tr className="text-muted">
            {headings.map((heading) => (
              <SortHeading key={heading.words[0]?.[1].en} {...heading} order={order} to={to} />
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}

/** A heading that orders a list by its column. */
function SortHeading<Sort>({ words, numeric, width, order, to }: SortHeadingOf<Sort> & Ordered<Sort>) {
  const isOrdered = words.some(([own]) => own === order.sort)
  return (
    <th
      scope="col"
      aria-sort={isOrdered ? (order.dir === 'asc' ? 'ascending' : 'descending') : undefined}
      className={`px-2 py-1.5 align-bottom font-normal ${numeric ? 'text-right' : 'text-left'} ${width}`}
    >
      {words.map(([sort, heading]) => (
        <SortLink key={heading.en} sort={sort} heading={heading} order={order} to={to} />
      ))}
    </th>
  )
}

interface LinkProps<Sort> extends Ordered<Sort> {
  sort: Sort | null
  heading: Words
}

/** Orders by this column; once more turns the order round. */
function SortLink<Sort>({ sort, heading, order, to }: LinkProps<Sort>) {
  const say = useSay()
  if (sort === null) return <span className="block">{say(heading)}</span>
  const chosen = order.sort === sort
  const dir = chosen && order.dir === 'asc' ? 'desc' : 'asc'
  return (
    <Link
      to={to({ sort, dir })}
      preventScrollReset
      className={`block whitespace-nowrap ${chosen ? 'font-semibold text-ink' : 'text-muted'}`}
    >
      {say(heading)}
      <SortMark dir={chosen ? order.dir : null} />
    </Link>
  )
}

/** Two small triangles: the way that is sorted by stands out, and neither where another column decides. */
function SortMark({ dir }: { dir: 'asc' | 'desc' | null }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 8 12" className="ml-1 inline-block w-1.5 fill-muted">
      <path d="M4 0 8 5H0z" opacity={dir === 'asc' ? 1 : 0.3} />
      <path d="M4 12 0 7h8z" opacity={dir === 'desc' ? 1 : 0.3} />
    </svg>
  )
}
