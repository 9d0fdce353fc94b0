import { useNavigate } from '@remix-run/react'
import { createContext, useCallback, useContext } from 'react'
import { flushSync } from 'react-dom'
import { useHere } from '#app/components/here.ts'
import { type Here, searchOf } from '#app/links.ts'
import { type Filters, filtersOf } from '#app/queries/filters.ts'

/** Shows what other filters come to before the URL has them; null on pages that the server alone answers. */
export const PreviewContext = createContext<((filters: Filters) => void) | null>(null)

/** What is shown, where that may be ahead of the URL. */
export const ShownContext = createContext<Here | null>(null)

/** The language and filters of the figures that are shown: what marks of charts lead on from. */
export function useShown(): Here {
  const here = useHere()
  return useContext(ShownContext) ?? here
}

/** Rows that are of other filters than those chosen, until the server has answered. */
export const StaleContext = createContext<ReadonlySet<unknown>>(new Set())

/** Shows in this very frame what a link of this page comes to. */
export function usePreview(): (to: string) => void {
  const preview = useContext(PreviewContext)
  return useCallback(
    (to) => flushSync(() => preview?.(filtersOf(new URLSearchParams(searchOf(to))).filters)),
    [preview],
  )
}

/** Goes to this page with other filters: where the browser can answer, it is painted first and the URL follows. */
export function useChoose(): (to: string) => void {
  const preview = useContext(PreviewContext)
  const show = usePreview()
  const navigate = useNavigate()
  return useCallback(
    (to) => {
      const go = () => navigate(to, { preventScrollReset: true })
      if (preview === null) return go()
      show(to)
      requestAnimationFrame(() => setTimeout(go))
    },
    [preview, show, navigate],
  )
}
