/** Figures from the first, which is among them, up to the second, which is not; null where there is no end. */
export interface Span {
  from: number | null
  to: number | null
}

const pattern = /^(\d{1,3}(?:\.\d)?)?-(\d{1,3}(?:\.\d)?)?$/

const figure = (text: string | undefined) => (text === undefined ? null : Number(text))

/** Reads 60-80, 60- and -80; two equal figures mean that one alone. Null for what is none. */
export function readSpan(text: string): Span | null {
  const ends = pattern.exec(text)
  if (ends === null || text === '-') return null
  const [from, to] = [figure(ends[1]), figure(ends[2])]
  return from !== null && to !== null && from > to ? null : { from, to }
}

export const spanText = ({ from, to }: Span) => `${from ?? ''}-${to ?? ''}`

/** What lies within all of them: 60- and -80 are 60-80. Null where nothing can. */
export function overlap(spans: readonly Span[]): Span | null {
  const froms = spans.flatMap(({ from }) => from ?? [])
  const tos = spans.flatMap(({ to }) => to ?? [])
  const from = froms.length === 0 ? null : Math.max(...froms)
  const to = tos.length === 0 ? null : Math.min(...tos)
  return from !== null && to !== null && from > to ? null : { from, to }
}

/** True for a figure that lies in a span; what is not known lies in none. */
export function lies(figure: number | null, span: Span | null): boolean {
  if (figure === null || span === null) return false
  const { from, to } = span
  if (from !== null && from === to) return figure === from
  return (from === null || figure >= from) && (to === null || figure < to)
}

/** What is sorted into bands of one width from 0 to be counted; the last band has no end. */
export const bands = {
  execution: { width: 5, last: 150 },
  score: { width: 2, last: 100 },
} as const
export type Banded = keyof typeof bands

/** The ends of a band by its number; what lies below 0 is in band -1. */
export function bandSpan(of: Banded, band: number): Span {
  const { width, last } = bands[of]
  return {
    from: band < 0 ? null : band * width,
    to: band * width >= last ? null : (band + 1) * width,
  }
}

/** The first and the last band of a span; null where it begins or ends within one. */
export function bandsIn(of: Banded, { from, to }: Span): readonly [number, number] | null {
  const { width, last } = bands[of]
  const isEdge = (end: number | null) => end === null || (end % width === 0 && end <= last)
  if (!isEdge(from) || !isEdge(to) || (from !== null && from === to)) return null
  return [from === null ? -1 : from / width, to === null ? last / width : to / width - 1]
}

/** True where a figure between these ends can lie in a span. */
export function meets({ from, to }: Span, { from: low, to: high }: Span): boolean {
  const [first, second] = [low ?? Number.NEGATIVE_INFINITY, high ?? Number.POSITIVE_INFINITY]
  const [start, end] = [from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY]
  return start === end ? first <= start && start < second : first < end && second > start
}
