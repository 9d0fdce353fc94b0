import type { ShouldRevalidateFunctionArgs } from '@remix-run/react'
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { Here } from '#app/links.ts'
import { type Filters, filtersOf } from '#app/queries/filters.ts'
import { useSettled } from '#app/settled.ts'
import type { PageList } from './listing.ts'
import type { CubeSource } from './source.ts'

/** A page that the browser can answer by itself, and how. */
export interface Answering<Cube, Answer> {
  path: string
  source: CubeSource<Cube>
  /** What it can be asked by. */
  answered: readonly (keyof Filters)[]
  /** What the same questions to the server come to; null where only the server can tell. */
  answerOf(cube: Cube, filters: Filters): Answer | null
  isAnswerable(filters: Filters): boolean
  /** What it lists, each whole; where one is too long to be sent, the server lists. */
  lists: readonly PageList<Cube, Answer>[]
}

const noLists: readonly PageList<never, never>[] = []

/** What the lists come to that are pictures, or those that are not. */
function answerOfLists<Cube, Answer>(
  lists: readonly PageList<Cube, Answer>[],
  arePictures: boolean,
  of: string,
  { cube, counted, filters }: { cube: Cube; counted: Answer; filters: Filters },
): object {
  const listed: object = {}
  for (const list of lists)
    if ((list.isPicture ?? false) === arePictures)
      Object.assign(listed, list.rowsOf(of, filters, counted, cube))
  return listed
}

/**
 * Fetches a cube and then the lists beside it once the page stands: how many of them are there. None until they came,
 * where there are no scripts, and what is too large.
 */
function useHeld(
  source: Pick<CubeSource<unknown>, 'keep'>,
  lists: readonly Pick<PageList<never, never>, 'keep'>[],
  of: string,
) {
  const [held, setHeld] = useState(0)
  useEffect(() => {
    const left = new AbortController()
    const count = (is: boolean) => is && !left.signal.aborted && setHeld((before) => before + 1)
    setHeld(0)
    const fetch = async () => {
      const isHeld = await source.keep(of, left.signal)
      count(isHeld)
      if (isHeld) for (const list of lists) count(await list.keep(of, left.signal))
    }
    // Without a cube the server answers, as it does without scripts.
    fetch().catch(() => undefined)
    return () => left.abort()
  }, [source, lists, of])
  return held
}

/** What a hand is about to choose, until the URL says something else; null where nothing is, or nothing can answer it. */
function useDraft(here: Here, canAnswer: boolean) {
  const [draft, setDraft] = useState<{ filters: Filters; over: Here } | null>(null)
  const preview = useCallback((filters: Filters) => setDraft({ filters, over: here }), [here])
  // Who goes back as soon as the URL follows comes to a page that never saw another one.
  useEffect(() => {
    const forget = () => setDraft(null)
    window.addEventListener('popstate', forget)
    return () => window.removeEventListener('popstate', forget)
  }, [])
  const drafted = draft !== null && draft.over === here && canAnswer ? draft.filters : null
  return { drafted, preview: canAnswer ? preview : null }
}

const isSame = (one: Filters, other: Filters) => JSON.stringify(one) === JSON.stringify(other)

/** What the cube says to the filters of the URL, or to those that a hand is about to choose; null where the server said it. */
function useCounted<Cube, Answer>(
  {
    source,
    answerOf,
    lists = noLists,
  }: Pick<Answering<Cube, Answer>, 'source' | 'answerOf'> & {
    lists?: readonly PageList<Cube, Answer>[]
  },
  here: Here,
  { of, filters }: { of: string; filters: Filters },
) {
  const held = useHeld(source, lists, of)
  const cube = held > 0 && source.held?.of === of ? source.held.cube : null
  const { drafted, preview } = useDraft(here, cube !== null)
  const shown = drafted ?? here.filters
  const isLoaded = drafted === null && isSame(filters, here.filters)
  // biome-ignore lint/correctness/useExhaustiveDependencies: further lists are there as soon as more are held
  const counted = useMemo(() => {
    const counted = cube === null || isLoaded ? null : answerOf(cube, shown)
    if (cube === null || counted === null) return null
    return { ...counted, ...answerOfLists(lists, true, of, { cube, counted, filters: shown }) }
  }, [cube, isLoaded, shown, answerOf, lists, of, held])
  const asked = useMemo(
    () => (cube === null || counted === null ? null : { cube, counted, filters: shown }),
    [cube, counted, shown],
  )
  // What is counted is what a hand on a brush looks at: single cases follow once it rests, or has chosen.
  const rested = useSettled(asked)
  const later = useDeferredValue(drafted === null ? asked : rested)
  // biome-ignore lint/correctness/useExhaustiveDependencies: further lists are there as soon as more are held
  const listed = useMemo(() => later && answerOfLists(lists, false, of, later), [lists, of, later, held])
  return { counted, listed, areBehind: later !== asked, preview, filters: shown }
}

interface Fetcher<Loaded> {
  data: Loaded | undefined
  load(href: string): void
}

/**
 * The page for the filters of the URL: figures and charts at once from the cube where the browser has one, and lists
 * from those it has; the rest as it was until the server has answered quietly: its rows are stale so long. While a hand is choosing, what it
 * comes to is shown before the URL has it.
 */
export function useAnswered<
  Loaded extends { of: string; filters: Filters },
  Cube,
  Answer extends Partial<Loaded>,
>(
  page: Answering<Cube, Answer>,
  here: Here,
  loaded: Loaded,
  { data: later, load }: Fetcher<Loaded>,
  asked: string,
): {
  shown: Loaded
  filters: Filters
  preview: ((filters: Filters) => void) | null
  stale: ReadonlySet<unknown>
} {
  const isOfHere = ({ filters }: Loaded) => isSame(filters, here.filters)
  const latest = later && later.of !== loaded.of ? later : loaded
  const { counted, listed, areBehind, preview, filters } = useCounted(page, here, {
    of: latest.of,
    filters: loaded.filters,
  })
  const isAnswered = isOfHere(loaded) || (later !== undefined && isOfHere(later))
  useEffect(() => {
    if (isAnswered) return
    // A hand that is still choosing is not yet asking.
    const settled = setTimeout(() => load(asked), 250)
    return () => clearTimeout(settled)
  }, [isAnswered, asked, load])
  useEffect(() => {
    answering.set(page.path, page)
  }, [page])
  const answersHere = preview !== null
  // Seen in a browser's timeline, and by who has to wait for it.
  useEffect(() => {
    if (answersHere) performance.mark(answersHereMark)
  }, [answersHere])
  const kept = later && !isOfHere(loaded) ? later : loaded
  const isStale = counted !== null && !isSame(kept.filters, filters)
  const stale = useMemo(
    () =>
      isStale
        ? new Set<unknown>([...Object.values(kept), ...(areBehind ? Object.values(listed ?? {}) : [])])
        : nothingStale,
    [isStale, kept, areBehind, listed],
  )
  const shown = counted === null ? kept : { ...kept, ...counted, ...listed }
  // That something is stale is no news for the frame in which figures change.
  return { shown, filters, preview, stale: useDeferredValue(stale) }
}

const nothingStale: ReadonlySet<unknown> = new Set()

type Known = Pick<Answering<unknown, unknown>, 'answered' | 'isAnswerable'> & {
  source: { held: unknown }
}

/** What a page marks in its timeline once the browser answers by itself what is chosen on it. */
export const answersHereMark = 'answers here'

/** The pages that this browser has shown, by their paths. */
const answering = new Map<string, Known>()

const beyond = ({ searchParams }: URL, answered: readonly string[]) =>
  [...searchParams]
    .filter(([name]) => !answered.includes(name))
    .map(String)
    .join('&')

/** True where a page is left for itself with other filters, and the browser has what answers them. */
function isAnsweredHere({ currentUrl, nextUrl, formMethod }: ShouldRevalidateFunctionArgs): boolean {
  const page = answering.get(currentUrl.pathname)
  return (
    page !== undefined &&
    page.source.held !== null &&
    currentUrl.pathname === nextUrl.pathname &&
    currentUrl.search !== nextUrl.search &&
    (formMethod === undefined || formMethod === 'GET') &&
    beyond(currentUrl, page.answered) === beyond(nextUrl, page.answered) &&
    page.isAnswerable(filtersOf(nextUrl.searchParams).filters)
  )
}

/** Asks the server again unless the browser itself has the answer. */
export const unlessAnsweredHere = (change: ShouldRevalidateFunctionArgs) =>
  !isAnsweredHere(change) && change.defaultShouldRevalidate
