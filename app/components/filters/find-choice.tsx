import { Form, useFetcher, useLocation } from '@remix-run/react'
import { useHere, useSay } from '#app/components/here.ts'
import { findChoicesLink } from '#app/links.ts'
import type { Choice } from '#app/queries/choices.ts'
import { fieldWords, w } from '#app/words.ts'
import { Hidden } from './hidden.tsx'

interface Named {
  value: string
  label: string
  n: number | null
  inAll: number | null
}

interface CheckboxProps {
  field: string
  choice: Named
  checked: boolean
}

/** A value of a filter, and how many evaluations it has. */
export function Checkbox({ field, choice: { value, label, n }, checked }: CheckboxProps) {
  return (
    <label className="flex items-center gap-2 whitespace-nowrap px-1 py-0.5 text-sm">
      <input type="checkbox" name={field} value={value} defaultChecked={checked} />
      <span>{label}</span>
      {n !== null && <span className="ml-auto pl-4 text-muted text-xs">{n}</span>}
    </label>
  )
}

const formId = (field: string) => `find-${field}`

/** Sends what is typed to the page of matches, where there are no scripts; it stands beside the filters' own form. */
export function FindForm({ field }: { field: string }) {
  const { pathname, search } = useLocation()
  return (
    <Form id={formId(field)} method="get" action="/choices">
      <Hidden values={{ field, back: `${pathname}${search}` }} />
    </Form>
  )
}

interface FindProps {
  field: keyof typeof fieldWords
  listed: readonly Named[]
}

/** A field to find values by their names that are too many to list: as one types, or on a page of their own. */
export function FindChoice({ field, listed }: FindProps) {
  const here = useHere()
  const say = useSay()
  const { pathname, search } = useLocation()
  const fetcher = useFetcher<{ found: readonly Choice[] }>()
  const find = (typed: string) => {
    if (typed.trim() !== '')
      fetcher.load(findChoicesLink(here, { field, find: typed, back: `${pathname}${search}` }))
  }
  const all = listed[0]?.inAll ?? 0
  const known = new Set(listed.map(({ value }) => value))
  const found = fetcher.data?.found.filter(({ value }) => !known.has(value)) ?? []
  return (
    <div className="mb-1 border-line border-b pb-1">
      <div className="flex gap-1">
        <input
          type="search"
          name="find"
          form={formId(field)}
          onChange={(event) => find(event.target.value)}
          aria-label={say(w(`查找${fieldWords[field].zh}`, `Find a ${fieldWords[field].en.toLowerCase()}`))}
          placeholder={say(w(`共 ${all} 项，输入名称查找`, `${all} in all; type a name`))}
          className="min-w-48 grow rounded border border-line bg-surface px-2 py-1 text-sm"
        />
        <button type="submit" form={formId(field)} className="rounded border border-line px-2 text-sm">
          {say(w('查找', 'Find'))}
        </button>
      </div>
      {found.map((choice) => (
        <Checkbox key={choice.value} field={field} choice={choice} checked={false} />
      ))}
    </div>
  )
}
