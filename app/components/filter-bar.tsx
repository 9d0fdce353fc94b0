import { Form, Link, useLocation, useSubmit } from '@remix-run/react'
import type { FormEvent } from 'react'
import { clearLink, type Here, isFiltered, pageLink } from '#app/links.ts'
import type { Choice } from '#app/queries/choices.ts'
import { completionWords, fieldWords, level1Words, type Words, w } from '#app/words.ts'
import { Chevron } from './chevron.tsx'
import { Checkbox, FindChoice, FindForm } from './find-choice.tsx'
import { useHere, useSay } from './here.ts'
import { Hidden, type Kept } from './hidden.tsx'

export type FilterField =
  | 'year'
  | 'district'
  | 'sector'
  | 'department'
  | 'programme'
  | 'unit'
  | 'level1'
  | 'rule'

interface Props {
  fields: readonly FilterField[]
  choices: readonly Choice[]
  /** True where the page searches by words. */
  search?: boolean
  /** What stays in the URL beside the filters when they change, such as an order. */
  keep?: Kept
}

/** The filters of a page: they stand in the URL, apply at once, and work without scripts. */
export function FilterBar({ fields, choices, search = false, keep = {} }: Props) {
  const here = useHere()
  const say = useSay()
  const submit = useSubmit()
  const apply = (event: FormEvent<HTMLFormElement>) => {
    // Words are searched when they are finished: an input method writes half a word first.
    if (event.target instanceof HTMLInputElement && event.target.type === 'search') return
    submit(event.currentTarget, { preventScrollReset: true })
  }
  return (
    <>
      <Printed fields={fields} choices={choices} />
      <Form method="get" className="flex flex-wrap items-center gap-2 print:hidden" onChange={apply}>
        <Hidden values={keep} />
        {search && (
          <input
            type="search"
            name="q"
            key={here.filters.q}
            defaultValue={here.filters.q ?? ''}
            aria-label={say(w('搜索', 'Search'))}
            placeholder={say(w('搜索项目、单位、指标', 'Project, unit or indicator'))}
            className="w-56 rounded border border-line bg-surface px-2 py-1 text-sm"
          />
        )}
        {fields.map((field) => (
          <FieldChoices key={field} field={field} choices={choicesOf(field, choices, here)} />
        ))}
        <noscript>
          <button type="submit" className="rounded border border-line bg-surface px-3 py-1 text-sm">
            {say(w('应用', 'Apply'))}
          </button>
        </noscript>
        <Chips fields={fields} choices={choices} keep={keep} />
      </Form>
      {fields.map((field) => {
        const options = choicesOf(field, choices, here)
        return isShort(options) ? null : <FindForm key={field} field={field} />
      })}
    </>
  )
}

/** On paper a line says what the page is limited to. */
function Printed({ fields, choices }: Pick<Props, 'fields' | 'choices'>) {
  const here = useHere()
  const say = useSay()
  const comma = say(w('、', ', '))
  const limits = fields.flatMap((field) => {
    const labels = chosenOf(field, choices, here).map(({ label }) => label)
    return labels.length === 0 ? [] : [`${say(fieldWords[field])} ${labels.join(comma)}`]
  })
  const { q, completion } = here.filters
  const all = q === null ? limits : [...limits, `${say(fieldWords.q)} “${q}”`]
  if (completion !== null) all.push(completionSaid(completion, say))
  return (
    // Hidden from view only: type that is never laid out has no face when the page is printed.
    <p className="sr-only text-sm print:not-sr-only">
      {say(w('筛选条件：', 'Filters: '))}
      {all.length === 0 ? say(w('无', 'none')) : all.join(say(w('；', '; ')))}
    </p>
  )
}

const completionSaid = (completion: string, say: (words: Words) => string) =>
  `${say(fieldWords.completion)} ${say(completionWords(completion))}`

/** The values that are chosen of a field, by the names that people know them by. */
const chosenOf = (field: FilterField, choices: readonly Choice[], here: Here) =>
  here.filters[field].map((value) => ({
    value: String(value),
    label:
      choicesOf(field, choices, here).find((choice) => choice.value === String(value))?.label ??
      String(value),
  }))

interface Option {
  value: string
  label: string
  n: number | null
  inAll: number | null
}

/** True where all of a field's values are offered. */
const isShort = (options: readonly Option[]) => (options[0]?.inAll ?? 0) <= options.length

function choicesOf(
  field: FilterField,
  choices: readonly Choice[],
  { filters, language }: Here,
): readonly Option[] {
  if (field !== 'level1') {
    const offered = choices.filter((choice) => choice.field === field)
    if (field !== 'unit' || offered.length > 0) return offered
    return filters.unit.map((value) => ({ value, label: value, n: null, inAll: null }))
  }
  return Object.entries(level1Words).map(([value, words]) => ({
    value,
    label: words[language],
    n: null,
    inAll: null,
  }))
}

function FieldChoices({ field, choices }: { field: FilterField; choices: readonly Option[] }) {
  const here = useHere()
  const say = useSay()
  const chosen = new Set(here.filters[field].map(String))
  return (
    <details name="filter" className="relative">
      <summary className="select-none rounded border border-line bg-surface px-3 py-1 text-sm hover:border-accent">
        {say(fieldWords[field])}
        {chosen.size > 0 && <span className="ml-1 text-accent">{chosen.size}</span>}
        <Chevron />
      </summary>
      <div className="absolute z-20 mt-1 max-h-80 min-w-52 overflow-y-auto rounded border border-line bg-surface p-2 shadow-lg">
        {!isShort(choices) && <FindChoice field={field} listed={choices} />}
        {choices.map((choice) => (
          <Checkbox
            key={`${choice.value}${chosen.has(choice.value)}`}
            field={field}
            choice={choice}
            checked={chosen.has(choice.value)}
          />
        ))}
      </div>
    </details>
  )
}

/** One chip for each value that is chosen, each with its own way out. */
function Chips({ fields, choices, keep }: Required<Pick<Props, 'fields' | 'choices' | 'keep'>>) {
  const here = useHere()
  const say = useSay()
  const { pathname } = useLocation()
  if (!isFiltered(here)) return null
  const chips = fields.flatMap((field) =>
    chosenOf(field, choices, here).map(({ value, label }) => ({
      key: `${field}${value}`,
      label,
      rest: { [field]: here.filters[field].map(String).filter((other) => other !== value) },
    })),
  )
  const { q, completion } = here.filters
  const words: { key: string; label: string; rest: Kept }[] =
    q === null ? [] : [{ key: 'q', label: `“${q}”`, rest: { q: null } }]
  if (completion !== null)
    words.push({ key: 'completion', label: completionSaid(completion, say), rest: { completion: null } })
  return (
    <>
      {[...words, ...chips].map(({ key, label, rest }) => (
        <Link
          key={key}
          to={pageLink(here, pathname, { ...keep, ...rest })}
          preventScrollReset
          className="rounded-full bg-accent-soft px-2.5 py-0.5 text-accent text-sm no-underline"
          aria-label={say(w(`取消筛选 ${label}`, `Remove filter ${label}`))}
        >
          {label} <span aria-hidden>×</span>
        </Link>
      ))}
      <Link to={clearLink(here, pathname)} className="text-sm">
        {say(w('全部清除', 'Clear all'))}
      </Link>
    </>
  )
}
