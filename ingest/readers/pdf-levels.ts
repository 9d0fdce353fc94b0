/*
 * Labels that stand once for several rows of a table without ruling lines. Which rows are a label's, its place tells:
 * it stands at the middle of them or beside the first. Where both could be, or neither, nobody can tell.
 */

/** Where something stands from the top of the page: a row with all its lines, or a label. */
export type Extent = { top: number; bottom: number }
export type Label = Extent & { text: string }

/** A label with the first and the last of its rows. */
export type Group = { label: Label; from: number; to: number }

/** How far from its place a label may stand, as a share of the distance between rows: half of that is another place. */
const SLACK = 0.25

/** The rows of each label of each column, which cover all rows in order; null where their places do not tell. */
export function groupsOf(columns: Label[][], rows: Extent[], step: number): Group[][] | null {
  const [centred, topped, beside] = [centredGroups, toppedGroups, besideGroups].map((way) => {
    const groups = columns.map((labels) => way(labels, rows, step)).filter((found) => found !== null)
    const areNested = groups.every((found, n) => n === 0 || isNested(groups[n - 1] ?? [], found))
    return groups.length === columns.length && areNested ? groups : null
  })
  if (!centred && !topped) return beside?.some((found) => !couldBeMiddles(found, rows.length)) ? beside : null
  if (!centred || !topped) return centred ?? topped ?? null
  const ends = (groups: Group[][]) => groups.map((found) => found.map(({ to }) => to)).join(';')
  return ends(centred) === ends(topped) ? centred : null
}

function centredGroups(labels: Label[], rows: Extent[], step: number): Group[] | null {
  const groups: Group[] = []
  let from = 0
  for (const label of labels) {
    const middle = (label.top + label.bottom) / 2
    const first = rows[from]
    if (first === undefined) return null
    const distance = ({ bottom }: Extent) => Math.abs((first.top + bottom) / 2 - middle)
    const to = rows.findIndex((row, n) => n >= from && distance(row) <= step * SLACK)
    if (to < 0) return null
    groups.push({ label, from, to })
    from = to + 1
  }
  return from === rows.length ? groups : null
}

const toppedGroups = (labels: Label[], rows: Extent[], step: number) =>
  groupsFrom(labels, rows, (label, row) => Math.abs(row.top - label.top) <= step * SLACK)

/** Where either wraps, the label's middle is beside the middle of the first row. */
const besideGroups = (labels: Label[], rows: Extent[], step: number) =>
  groupsFrom(
    labels,
    rows,
    (label, row) => Math.abs(row.top + row.bottom - label.top - label.bottom) / 2 <= step * SLACK,
  )

function groupsFrom(
  labels: Label[],
  rows: Extent[],
  isBeside: (label: Label, row: Extent) => boolean,
): Group[] | null {
  const starts = labels.map((label) => rows.findIndex((row) => isBeside(label, row)))
  if (starts[0] !== 0 || starts.some((start, n) => start <= (starts[n - 1] ?? -1))) return null
  return labels.map((label, n) => ({
    label,
    from: starts[n] ?? 0,
    to: (starts[n + 1] ?? rows.length) - 1,
  }))
}

/** Whether the rows that groups begin with could as well be the middle ones of as many groups. */
function couldBeMiddles(groups: Group[], rows: number): boolean {
  let from = 0
  for (const { from: middle } of groups) {
    if (middle < from) return false
    from = 2 * middle - from + 1
  }
  return from === rows
}

/** Whether each group of a finer level lies within one of the level before it. */
const isNested = (outer: Group[], inner: Group[]) =>
  inner.every(({ from, to }) => outer.some((group) => group.from <= from && to <= group.to))
