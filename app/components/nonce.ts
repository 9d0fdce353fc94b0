import { createContext } from 'react'

/** What marks this page's own scripts to the content policy; the browser hides it, so only the server knows it. */
export const NonceContext = createContext<string | undefined>(undefined)
