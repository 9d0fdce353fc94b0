import { Form, useLocation } from '@remix-run/react'
import { type FormEvent, memo } from 'react'
import { Chevron } from '#app/components/chevron.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { type Banded, bands, readSpan, type Span, spanText } from '#app/domain/span.ts'
import { clearLink, formLink, type Here, isFiltered, pageLink } from '#app/links.ts'
import type { Choice } from '#app/queries/choices.ts'
import {
  completionWords,
  fieldWords,
  gradeChoiceWords,
  level1Words,
  spanTextWords,
  type Words,
  w,
} from '#app/words.ts'
import { ChoiceLink } from './choice-link.tsx'
import { useChoose } from './choose.ts'
import { Checkbox, FindChoice, FindForm } from './find-choice.tsx'
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
  | 'grade'

interface Props {
  fields: readonly FilterField[]
  /** Figures that the page can be narrowed to a span of. */
  spans?: readonly Banded[]
  choices: readonly Choice[]
  /** True where the page searches by words. */
  search?: boolean
  /** What stays in the URL beside the filters when they change, such as an order. */
  keep?: Kept
}

/** The filters of a page: they stand in the URL, apply at once, and work without scripts. */
export const FilterBar = memo(function FilterBar({
  fields,
  spans = none,
  choices,
  search = false,
  keep = nothing,
}: Props) {
  const here = useHere()
  const say = useSay()
  const { pathname } = useLocation()
  const choose = useChoose()
  const apply = (event: FormEvent<HTMLFormElement>) => {
    // Words are searched when they are finished: an input method writes half a word first.
    if (event.target instanceof HTMLInputElement && event.target.type === 'search') return
    choose(formLink(pathname, new FormData(event.currentTarget)))
  }
  return (
    <>
      <Printed fields={fields} spans={spans} choices={choices} />
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
        {spans.map((of) => (
          <SpanChoice key={of} of={of} />
        ))}
        <noscript>
          <button type="submit" className="rounded border border-line bg-surface px-3 py-1 text-sm">
            {say(w('应用', 'Apply'))}
          </button>
        </noscript>
        <Chips fields={fields} spans={spans} choices={choices} keep={keep} />
      </Form>
      {fields.map((field) => {
        const options = choicesOf(field, choices, here)
        return isShort(options) ? null : <FindForm key={field} field={field} />
      })}
    </>
  )
})

const none: readonly Banded[] = []
const nothing: Kept = {}

const quoted = (text: string) => w(`“${text}”`, `"${text}"`)

/** On paper a line says what the page is limited to. */
function Printed({ fields, spans, choices }: Required<Pick<Props, 'fields' | 'spans' | 'choices'>>) {
  const here = useHere()
  const say = useSay()
  const comma = say(w('、', ', '))
  const limits = fields.flatMap((field) => {
    const labels = chosenOf(field, choices, here).map(({ label }) => label)
    return labels.length === 0 ? [] : [`${say(fieldWords[field])} ${labels.join(comma)}`]
  })
  const { q, completion } = here.filters
  const all = q === null ? limits : [...limits, `${say(fieldWords.q)} ${say(quoted(q))}`]
  if (completion !== null) all.push(completionSaid(completion, say))
  for (const { said } of spansChosen(spans, here, say)) all.push(said)
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

/** The spans that are chosen, in words: 执行率 60–80%. */
const spansChosen = (spans: readonly Banded[], { filters }: Here, say: (words: Words) => string) =>
  spans.flatMap((of) => {
    const text = filters[of]
    return text === null ? [] : [{ of, said: `${say(fieldWords[of])} ${say(spanTextWords(of, text))}` }]
  })

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
  if (field !== 'level1' && field !== 'grade') {
    const offered = choices.filter((choice) => choice.field === field)
    if (field !== 'unit' || offered.length > 0) return offered
    return filters.unit.map((value) => ({ value, label: value, n: null, inAll: null }))
  }
  return Object.entries(field === 'grade' ? gradeChoiceWords : level1Words).map(([value, words]) => ({
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

/** The two ends of a span, each chosen by itself. */
function SpanChoice({ of }: { of: Banded }) {
  const here = useHere()
  const say = useSay()
  const text = here.filters[of]
  const { from, to } = (text === null ? null : readSpan(text)) ?? { from: null, to: null }
  return (
    <details name="filter" className="relative">
      <summary className="select-none rounded border border-line bg-surface px-3 py-1 text-sm hover:border-accent">
        {say(fieldWords[of])}
        {text !== null && <span className="ml-1 text-accent">1</span>}
        <Chevron />
      </summary>
      <div className="absolute z-20 mt-1 min-w-44 rounded border border-line bg-surface p-2 shadow-lg">
        <End
          of={of}
          words={w('自（含）', 'From')}
          chosen={from}
          spanOf={(edge) => ({ from: edge, to: null })}
        />
        <End
          of={of}
          words={w('至（不含）', 'Up to')}
          chosen={to}
          spanOf={(edge) => ({ from: null, to: edge })}
        />
      </div>
    </details>
  )
}

interface EndProps {
  of: Banded
  words: Words
  chosen: number | null
  spanOf: (edge: number) => Span
}

function End({ of, words, chosen, spanOf }: EndProps) {
  const say = useSay()
  const { width, last } = bands[of]
  const edges = Array.from({ length: last / width + 1 }, (_, band) => band * width)
  const offered = chosen === null || edges.includes(chosen) ? edges : [chosen, ...edges]
  return (
    <label className="flex items-center justify-between gap-2 whitespace-nowrap px-1 py-0.5 text-sm">
      {say(words)}
      <select
        key={chosen}
        name={of}
        defaultValue={chosen === null ? '' : spanText(spanOf(chosen))}
        className="rounded border border-line bg-surface px-1 py-0.5"
      >
        <option value="">{say(w('不限', 'any'))}</option>
        {offered.map((edge) => (
          <option key={edge} value={spanText(spanOf(edge))}>
            {edge}
          </option>
        ))}
      </select>
    </label>
  )
}

/** One chip for each value that is chosen, each with its own way out. */
function Chips({
  fields,
  spans,
  choices,
  keep,
}: Required<Pick<Props, 'fields' | 'spans' | 'choices' | 'keep'>>) {
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
    q === null ? [] : [{ key: 'q', label: say(quoted(q)), rest: { q: null } }]
  if (completion !== null)
    words.push({ key: 'completion', label: completionSaid(completion, say), rest: { completion: null } })
  for (const { of, said } of spansChosen(spans, here, say))
    words.push({ key: of, label: said, rest: { [of]: null } })
  return (
    <>
      {[...words, ...chips].map(({ key, label, rest }) => (
        <ChoiceLink
          key={key}
          to={pageLink(here, pathname, { ...keep, ...rest })}
          className="rounded-full bg-accent-soft px-2.5 py-0.5 text-accent text-sm no-underline"
          aria-label={say(w(`取消筛选 ${label}`, `Remove filter ${label}`))}
        >
          {label} <span aria-hidden>×</span>
        </ChoiceLink>
      ))}
      <ChoiceLink to={clearLink(here, pathname)} className="text-sm">
        {say(w('全部清除', 'Clear all'))}
      </ChoiceLink>
    </>
  )
}
