import { z } from 'zod'

export const Theme = z.enum(['light', 'dark'])
export type Theme = z.infer<typeof Theme>

/** What a form asks for; the system's own is to be followed again. */
export const ThemeAsked = z.enum([...Theme.options, 'system'])
export type ThemeAsked = z.infer<typeof ThemeAsked>
