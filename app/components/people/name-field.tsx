import { createContext, useContext } from 'react'
import { useSay } from '#app/components/here.ts'
import { w } from '#app/words.ts'

/** Whose account it is, where people sign in; the root provides it. */
export const SignedInContext = createContext<string | null>(null)

/** Whose change it is: asked where there are no accounts, and else known. */
export function NameField({ name }: { name: string | null }) {
  const say = useSay()
  const signedIn = useContext(SignedInContext)
  if (signedIn !== null) return <input type="hidden" name="by" value={signedIn} />
  return (
    <label className="flex items-center gap-2">
      {say(w('姓名', 'Your name'))}
      <input
        name="by"
        required
        pattern=".*\S.*"
        maxLength={40}
        defaultValue={name ?? ''}
        autoComplete="name"
        className="w-28 rounded border border-line bg-surface px-2 py-1"
      />
    </label>
  )
}
