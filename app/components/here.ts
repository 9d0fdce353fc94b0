import { createContext, useContext } from 'react'
import type { Here } from '#app/links.ts'
import type { Words } from '#app/words.ts'

/** The language and filters of the page that is shown; the root provides them. */
export const HereContext = createContext<Here | null>(null)

export function useHere(): Here {
  const here = useContext(HereContext)
  if (here === null) throw new Error('a component that needs the page stands outside of it')
  return here
}

/** Says words in the language of the page. */
export function useSay(): (words: Words) => string {
  const { language } = useHere()
  return (words) => words[language]
}
