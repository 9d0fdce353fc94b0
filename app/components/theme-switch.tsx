import { Form, useLocation } from '@remix-run/react'
import type { Theme, ThemeAsked } from '#app/theme.ts'
import { type Words, w } from '#app/words.ts'
import { useSay } from './here.ts'

/** Each choice with its sign, drawn on 16 × 16. */
const choices: readonly (readonly [ThemeAsked, Words, string])[] = [
  [
    'light',
    w('浅色', 'Light'),
    'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.4 1.4M11.6 11.6 13 13M13 3l-1.4 1.4M4.4 11.6 3 13',
  ],
  ['dark', w('深色', 'Dark'), 'M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3Z'],
  ['system', w('跟随系统', 'As the system has it'), 'M2 3h12v8H2ZM5.5 14h5M8 11v3'],
]

/** Light, dark, or as the system has it; a plain form, so that it works without scripts. */
export function ThemeSwitch({ theme }: { theme: Theme | null }) {
  const say = useSay()
  const { pathname, search } = useLocation()
  return (
    <Form
      method="post"
      action="/theme"
      replace
      preventScrollReset
      aria-label={say(w('浅色或深色', 'Light or dark'))}
      className="flex items-center rounded border border-line"
    >
      <input type="hidden" name="back" value={pathname + search} />
      {choices.map(([choice, words, sign]) => (
        <button
          key={choice}
          type="submit"
          name="theme"
          value={choice}
          aria-pressed={choice === (theme ?? 'system')}
          aria-label={say(words)}
          title={say(words)}
          className="cursor-pointer p-1 text-muted aria-pressed:bg-accent-soft aria-pressed:text-accent"
        >
          <svg aria-hidden viewBox="0 0 16 16" className="size-4 fill-none stroke-current" strokeWidth="1.5">
            <path d={sign} />
          </svg>
        </button>
      ))}
    </Form>
  )
}
