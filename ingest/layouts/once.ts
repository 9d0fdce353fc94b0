/** A question of an object, answered once: layouts ask the same of a table again and again. */
export function once<Of extends object, Answer extends object | null>(
  answer: (of: Of) => Answer,
): (of: Of) => Answer {
  const known = new WeakMap<Of, Answer>()
  return (of) => {
    const before = known.get(of)
    if (before !== undefined) return before
    const found = answer(of)
    known.set(of, found)
    return found
  }
}
