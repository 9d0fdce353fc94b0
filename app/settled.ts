import { useEffect, useState } from 'react'

/** After so many milliseconds without a change a hand is taken to rest. */
export const settledAfter = 300

/** A value as it was when a hand last came to rest. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const rest = setTimeout(() => setSettled(value), settledAfter)
    return () => clearTimeout(rest)
  }, [value])
  return settled
}
