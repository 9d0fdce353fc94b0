import { useCallback, useState } from 'react'
import type { Cube } from '#app/cube/cube.ts'
import type { Filters } from '#app/queries/filters.ts'
import { useHere } from './here.ts'

/** What a hand is about to choose, until the URL says something else; null where nothing is, or nothing can answer it. */
export function useDraft(cube: Cube | null) {
  const here = useHere()
  const [draft, setDraft] = useState<{ filters: Filters; over: typeof here } | null>(null)
  const preview = useCallback((filters: Filters) => setDraft({ filters, over: here }), [here])
  const drafted = draft !== null && draft.over === here && cube !== null ? draft.filters : null
  return { drafted, preview: cube && preview }
}
