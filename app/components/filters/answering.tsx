import { useLocation } from '@remix-run/react'
import { type ReactNode, useEffect, useMemo } from 'react'
import { useHere } from '#app/components/here.ts'
import { clearLink, isFiltered } from '#app/links.ts'
import type { Filters } from '#app/queries/filters.ts'
import { PreviewContext, ShownContext, StaleContext, useChoose } from './choose.ts'

interface Props {
  /** What the figures are of. */
  filters: Filters
  preview: ((filters: Filters) => void) | null
  /** Rows that are still of other filters. */
  stale: ReadonlySet<unknown>
  children: ReactNode
}

/** A page whose choices the browser answers by itself; Escape takes all of them away. */
export function Answering({ filters, preview, stale, children }: Props) {
  const { language } = useHere()
  const shown = useMemo(() => ({ language, filters }), [language, filters])
  return (
    <PreviewContext.Provider value={preview}>
      <ShownContext.Provider value={shown}>
        <StaleContext.Provider value={stale}>
          <Clearing />
          {children}
        </StaleContext.Provider>
      </ShownContext.Provider>
    </PreviewContext.Provider>
  )
}

/** Escape is left to what is open or being typed. */
function Clearing() {
  const here = useHere()
  const choose = useChoose()
  const { pathname } = useLocation()
  useEffect(() => {
    const clear = ({ key, target }: KeyboardEvent) => {
      const isTyping = target instanceof HTMLInputElement && target.type !== 'checkbox'
      if (key !== 'Escape' || isTyping || !isFiltered(here)) return
      const open = document.querySelector('details[open][name="filter"], details[open][name="export"]')
      if (open) open.removeAttribute('open')
      else choose(clearLink(here, pathname))
    }
    window.addEventListener('keydown', clear)
    return () => window.removeEventListener('keydown', clear)
  }, [here, pathname, choose])
  return null
}
