/** Away from zero, as the engine rounds; never to a zero with a sign. */
export const rounded = (figure: number) => Math.sign(figure) * Math.round(Math.abs(figure)) + 0

/** A share of something; null of nothing. */
export const over = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
