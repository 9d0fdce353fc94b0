import type { ShouldRevalidateFunctionArgs } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { cubeLink } from '#app/links.ts'
import { filtersOf } from '#app/queries/filters.ts'
import { type Cube, cubeOf } from './cube.ts'
import { isAnswerable, tallyOf } from './overview.ts'

/** The cube that this browser has, and the state of the data that it was made of. */
interface Held {
  cube: Cube
  of: string
}

let held: Held | null = null

/** Fetches the cube once the page stands; null until it came, where there are no scripts, and where it is too large. */
export function useCube(of: string): Cube | null {
  const [cube, setCube] = useState<Cube | null>(null)
  useEffect(() => {
    if (held?.of === of) return setCube(held.cube)
    held = null
    setCube(null)
    const left = new AbortController()
    fetchCube(left.signal).then(
      (fetched) => {
        if (left.signal.aborted || fetched === null) return
        held = { cube: fetched, of }
        setCube(fetched)
      },
      // Without a cube the server answers, as it does without scripts.
      () => undefined,
    )
    return () => left.abort()
  }, [of])
  return cube
}

async function fetchCube(signal: AbortSignal): Promise<Cube | null> {
  const response = await fetch(cubeLink, { signal })
  if (response.status !== 200) return null
  const [{ tableFromIPC }, bytes] = await Promise.all([import('@uwdata/flechette'), response.arrayBuffer()])
  const cube = cubeOf(tableFromIPC(bytes))
  // So that the first choice finds everything counted.
  tallyOf(cube)
  return cube
}

/** What the cube can answer by. */
const answered = new Set([
  'year',
  'district',
  'sector',
  'department',
  'programme',
  'grade',
  'execution',
  'score',
])

const beyond = ({ searchParams }: URL) =>
  [...searchParams]
    .filter(([name]) => !answered.has(name))
    .map(String)
    .join('&')

/** True where a page is left for itself with other filters, and the browser has what answers them. */
const isAnsweredHere = ({ currentUrl, nextUrl, formMethod }: ShouldRevalidateFunctionArgs) =>
  held !== null &&
  currentUrl.pathname === '/' &&
  nextUrl.pathname === '/' &&
  currentUrl.search !== nextUrl.search &&
  (formMethod === undefined || formMethod === 'GET') &&
  beyond(currentUrl) === beyond(nextUrl) &&
  isAnswerable(filtersOf(nextUrl.searchParams).filters)

/** Asks the server again unless the browser itself has the answer. */
export const unlessAnsweredHere = (change: ShouldRevalidateFunctionArgs) =>
  !isAnsweredHere(change) && change.defaultShouldRevalidate
