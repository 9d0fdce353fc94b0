import { useLocation } from '@remix-run/react'
import { type ReactNode, useEffect } from 'react'
import { clearLink, isFiltered } from '#app/links.ts'
import type { Filters } from '#app/queries/filters.ts'
import { PreviewContext, StaleContext, useChoose } from './choose.ts'
import { useHere } from './here.ts'

interface Props {
  preview: ((filters: Filters) => void) | null
  /** Rows that are still of other filters. */
  stale: ReadonlySet<unknown>
  children: ReactNode
}

/** A page whose choices the browser answers by itself; Escape takes all of them away. */
export function Answering({ preview, stale, children }: Props) {
  return (
    <PreviewContext.Provider value={preview}>
      <StaleContext.Provider value={stale}>
        <Clearing />
        {children}
      </StaleContext.Provider>
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
