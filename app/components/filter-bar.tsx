import { Form, Link, useLocation, useSubmit } from '@remix-run/react'
import type { FormEvent } from 'react'
import { clearLink, isFiltered, pageLink } from '#app/links.ts'
import type { Choice } from '#app/queries/choices.ts'
import { type Words, w } from '#app/words.ts'
import { useHere, useSay } from './here.ts'

export type FilterField = 'year' | 'district' | 'sector' | 'department' | 'programme' | 'level1'

const fieldWords: Record<FilterField, Words> = {
  year: w('年度', 'Year'),
  district: w('区县', 'District'),
  sector: w('行业', 'Sector'),
  department: w('主管部门', 'Department'),
  programme: w('项目类别', 'Programme'),
  level1: w('一级指标', 'Level 1'),
}

export const level1Words = {
  output: w('产出', 'Output'),
  cost: w('成本', 'Cost'),
  benefit: w('效益', 'Benefit'),
  satisfaction: w('满意度', 'Satisfaction'),
  execution: w('预算执行率', 'Budget execution'),
  decision: w('决策', 'Decision'),
  process: w('过程', 'Process'),
} as const

interface Props {
  fields: readonly FilterField[]
  choices: readonly Choice[]
  /** True where the page searches by words. */
  search?: boolean
}

/** The filters of a page: they stand in the URL, apply at once, and work without scripts. */
export function FilterBar({ fields, choices, search = false }: Props) {
  const here = useHere()
  const say = useSay()
  const submit = useSubmit()
  const apply = (event: FormEvent<HTMLFormElement>) =>
    submit(event.currentTarget, { preventScrollReset: true })
  return (
    <Form method="get" className="flex flex-wrap items-center gap-2 print:hidden" onChange={apply}>
      {here.language === 'en' && <input type="hidden" name="lang" value="en" />}
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
        <FieldChoices key={field} field={field} choices={choicesOf(field, choices, here.language)} />
      ))}
      <noscript>
        <button type="submit" className="rounded border border-line bg-surface px-3 py-1 text-sm">
          {say(w('应用', 'Apply'))}
        </button>
      </noscript>
      <Chips fields={fields} choices={choices} />
    </Form>
  )
}

interface Option {
  value: string
  label: string
  n: number | null
}

function choicesOf(field: FilterField, choices: readonly Choice[], language: 'zh' | 'en'): Option[] {
  if (field !== 'level1') return choices.filter((choice) => choice.field === field)
  return Object.entries(level1Words).map(([value, words]) => ({ value, label: words[language], n: null }))
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
        <span aria-hidden className="ml-1 text-muted text-xs">
          ▾
        </span>
      </summary>
      <div className="absolute z-20 mt-1 max-h-80 min-w-52 overflow-y-auto rounded border border-line bg-surface p-2 shadow-lg">
        {choices.map(({ value, label, n }) => (
          <label
            key={`${value}${chosen.has(value)}`}
            className="flex items-center gap-2 whitespace-nowrap px-1 py-0.5 text-sm"
          >
            <input type="checkbox" name={field} value={value} defaultChecked={chosen.has(value)} />
            <span>{label}</span>
            {n !== null && <span className="ml-auto pl-4 text-muted text-xs">{n}</span>}
          </label>
        ))}
      </div>
    </details>
  )
}

/** One chip for each value that is chosen, each with its own way out. */
function Chips({ fields, choices }: { fields: readonly FilterField[]; choices: readonly Choice[] }) {
  const here = useHere()
  const say = useSay()
  const { pathname } = useLocation()
  if (!isFiltered(here)) return null
  return (
    <>
      {fields.flatMap((field) =>
        here.filters[field].map((value) => {
          const label = choicesOf(field, choices, here.language).find(
            (choice) => choice.value === String(value),
          )?.label
          const rest = here.filters[field].map(String).filter((other) => other !== String(value))
          return (
            <Link
              key={`${field}${value}`}
              to={pageLink(here, pathname, { [field]: rest })}
              preventScrollReset
              className="rounded-full bg-accent-soft px-2.5 py-0.5 text-accent text-sm no-underline"
              aria-label={say(w(`取消筛选 ${label ?? value}`, `Remove filter ${label ?? value}`))}
            >
              {label ?? value} <span aria-hidden>×</span>
            </Link>
          )
        }),
      )}
      <Link to={clearLink(here, pathname)} className="text-sm">
        {say(w('全部清除', 'Clear all'))}
      </Link>
    </>
  )
}
