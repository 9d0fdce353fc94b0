import { Link, type LinkProps } from '@remix-run/react'
import type { MouseEvent } from 'react'
import { useChoose } from './choose.ts'

const isPlain = ({ button, altKey, ctrlKey, metaKey, shiftKey }: MouseEvent) =>
  button === 0 && !altKey && !ctrlKey && !metaKey && !shiftKey

/** A link to this page with other filters: where the browser can answer, it is painted before the URL follows. */
export function ChoiceLink({ to, ...props }: LinkProps & { to: string }) {
  const choose = useChoose()
  return (
    <Link
      {...props}
      to={to}
      preventScrollReset
      onClick={(event) => {
        if (!isPlain(event)) return
        event.preventDefault()
        choose(to)
      }}
    />
  )
}
