import { Link } from '@remix-run/react'
import { districtOf, type Here, pageLink, projectLink, unitLink } from '#app/links.ts'
import { type Words, w } from '#app/words.ts'
import { useHere, useSay } from './here.ts'

/** A place on the way down from the overview. */
export interface Step {
  words: Words
  href: string
}

/** A name out of a document is the same in both languages. */
export const namedStep = (name: string, href: string): Step => ({ words: w(name, name), href })

/** Whose something is, as far as it is known. */
interface Belonging {
  district: string | null
  districtName: string | null
  unit: string | null
  projectId: string
  project: string | null
  year: number | null
}

/** 区县 → 单位 → 项目, each as the way to what is held of it. */
export function stepsTo(
  { district, districtName, unit, projectId, project, year }: Belonging,
  here: Here,
): Step[] {
  const within = districtOf(here, { district, districtName })
  return [
    ...(district === null || districtName === null
      ? []
      : [namedStep(districtName, pageLink(here, '/', { district: within, year: [] }))]),
    ...(unit === null ? [] : [namedStep(unit, unitLink(here, unit, within))]),
    {
      words: project === null ? w('未写项目名称', 'Unnamed project') : w(project, project),
      href: projectLink(here, projectId, year),
    },
  ]
}

/** The way from the overview down to what is shown, each step a way back; the last is where one is. */
export function Trail({ steps }: { steps: readonly Step[] }) {
  const here = useHere()
  const say = useSay()
  if (steps.length === 0) return null
  const all: Step[] = [
    { words: w('总览', 'Overview'), href: pageLink(here, '/', { district: [], unit: [] }) },
    ...steps,
  ]
  return (
    <nav aria-label={say(w('所在位置', 'Where you are'))} className="mb-1 text-muted text-sm">
      <ol className="flex flex-wrap gap-x-1.5">
        {all.map(({ words, href }, place) => (
          <li key={href + words.en} className="flex min-w-0 max-w-[18em] gap-x-1.5">
            {place > 0 && <span aria-hidden>›</span>}
            {place === all.length - 1 ? (
              <span aria-current="location" className="truncate text-ink" title={say(words)}>
                {say(words)}
              </span>
            ) : (
              <Link to={href} className="truncate" title={say(words)}>
                {say(words)}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
