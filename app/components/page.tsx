import type { ReactNode } from 'react'
import type { Choice } from '#app/queries/choices.ts'
import { type Words, w } from '#app/words.ts'
import { Annotations } from './annotations.tsx'
import { FilterBar, type FilterField } from './filter-bar.tsx'
import { useSay } from './here.ts'
import type { Kept } from './hidden.tsx'

interface Props {
  title: Words
  lead: Words
  fields?: readonly FilterField[]
  choices?: readonly Choice[]
  search?: boolean
  /** What stays in the URL beside the filters when they change, such as an order. */
  keep?: Kept
  /** Parts of the URL that could not be meant. */
  ignored?: readonly string[]
  children: ReactNode
}

/** A page: what it answers, its filters, its comparisons. */
export function Page({
  title,
  lead,
  fields = [],
  choices = [],
  search = false,
  keep = {},
  ignored = [],
  children,
}: Props) {
  const say = useSay()
  return (
    <main id="main" className="mx-auto max-w-page space-y-4 px-4 py-5 sm:px-6">
      <header>
        <h1 className="font-semibold text-2xl">{say(title)}</h1>
        <p className="max-w-[60em] text-muted text-sm">{say(lead)}</p>
      </header>
      {(fields.length > 0 || search) && (
        <FilterBar fields={fields} choices={choices} search={search} keep={keep} />
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
