import { useLocation } from '@remix-run/react'
import type { ReactNode } from 'react'
import type { Banded } from '#app/domain/span.ts'
import { formatYears } from '#app/format.ts'
import { type Here, pageLink, unitLink } from '#app/links.ts'
import type { Choice } from '#app/queries/choices.ts'
import { type Words, w } from '#app/words.ts'
import { Annotations } from './annotations.tsx'
import { FilterBar, type FilterField } from './filters/filter-bar.tsx'
import type { Kept } from './filters/hidden.tsx'
import { useHere, useSay } from './here.ts'
import { namedStep, type Step, Trail } from './trail.tsx'

interface Props {
  title: Words
  lead: Words
  /** What the page lies below, where that is no page of its own filters. */
  above?: readonly Step[]
  fields?: readonly FilterField[]
  /** Figures that the page can be narrowed to a span of. */
  spans?: readonly Banded[]
  choices?: readonly Choice[]
  search?: boolean
  /** What stays in the URL beside the filters when they change, such as an order. */
  keep?: Kept
  /** Parts of the URL that could not be meant. */
  ignored?: readonly string[]
  children: ReactNode
}

// Always the same, so that what stands below need not be drawn again.
const none: readonly never[] = []
const nothing: Kept = {}

/** 区县 → 单位 as far as one of each is chosen, then the page itself. */
function stepsOf(title: Words, choices: readonly Choice[], here: Here, pathname: string): Step[] {
  const { district, unit } = here.filters
  const [code] = district
  const [name] = unit
  const chosen = choices.find(({ field, value }) => field === 'district' && value === code)
  return [
    ...(code === undefined || chosen === undefined || district.length > 1
      ? []
      : [namedStep(chosen.label, pageLink(here, '/', { unit: [] }))]),
    ...(name === undefined || unit.length > 1 ? [] : [namedStep(name, unitLink(here, name))]),
    ...(pathname === '/' ? [] : [{ words: title, href: pageLink(here, pathname) }]),
  ]
}

/** The years that a page's figures are of: those chosen, else all there are. The overview, of one year, says so itself. */
function periodOf(choices: readonly Choice[], { filters }: Here): Words {
  const all = choices.filter(({ field }) => field === 'year').map(({ value }) => Number(value))
  const years = filters.year.length > 0 ? filters.year : all
  const [zh, en] = [formatYears(years, 'zh'), formatYears(years, 'en')]
  return zh === '' ? w('', '') : w(`数据年度：${zh}。`, ` Years: ${en}.`)
}

/** A page: what it answers, its filters, its comparisons. */
export function Page({
  title,
  lead,
  above = none,
  fields = [],
  spans = none,
  choices = [],
  search = false,
  keep = nothing,
  ignored = [],
  children,
}: Props) {
  const here = useHere()
  const say = useSay()
  const { pathname } = useLocation()
  return (
    <main id="main" className="mx-auto max-w-page space-y-4 px-4 py-5 sm:px-6">
      <header>
        <Trail steps={[...above, ...stepsOf(title, choices, here, pathname)]} />
        <h1 className="font-semibold text-2xl">{say(title)}</h1>
        <p className="max-w-[60em] text-muted text-sm">
          {say(lead)}
          {fields.includes('year') && pathname !== '/' && say(periodOf(choices, here))}
        </p>
      </header>
      {(fields.length > 0 || search) && (
        <FilterBar fields={fields} spans={spans} choices={choices} search={search} keep={keep} />
      )}
      {ignored.length > 0 && (
        <p role="status" className="rounded bg-warn-soft px-3 py-2 text-sm text-warn">
          {say(w('以下条件无法识别，已忽略：', 'These conditions are not known and were left out: '))}
          {ignored.join('、')}
        </p>
      )}
      {fields.length > 0 && <Annotations />}
      {children}
    </main>
  )
}
