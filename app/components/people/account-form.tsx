import type { InputHTMLAttributes, ReactNode } from 'react'
import { useSay } from '#app/components/here.ts'
import type { Words } from '#app/words.ts'

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: Words
  hint?: Words
}

/** A labelled input of a form about people. */
export function Field({ label, hint, className = '', ...input }: FieldProps) {
  const say = useSay()
  return (
    <label className={`block text-sm ${className}`}>
      <span className="block">{say(label)}</span>
      <input {...input} className="mt-1 w-full rounded border border-line bg-surface px-3 py-2 text-ink" />
      {hint && <span className="mt-1 block text-muted text-xs">{say(hint)}</span>}
    </label>
  )
}

/** The button that sends a form. */
export function Send({
  words,
  grave = false,
  ...rest
}: {
  words: Words
  grave?: boolean
  name?: string
  value?: string
}) {
  const say = useSay()
  const look = grave
    ? 'border border-line bg-surface text-bad hover:border-bad'
    : 'bg-accent text-surface hover:opacity-90'
  return (
    <button type="submit" {...rest} className={`cursor-pointer rounded px-3 py-1.5 text-sm ${look}`}>
      {say(words)}
    </button>
  )
}

/** What a form came to. */
export function Outcome({ fine, children }: { fine: boolean; children: ReactNode }) {
  return (
    <div
      id="outcome"
      role={fine ? 'status' : 'alert'}
      className={`rounded px-3 py-2 text-sm ${fine ? 'bg-accent-soft' : 'bg-bad-soft text-bad'}`}
    >
      {fine ? '●' : '■'} {children}
    </div>
  )
}
