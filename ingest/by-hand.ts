import type { Layout } from './layouts/draft.ts'
import { gridsOf, plain } from './layouts/grid.ts'
import { contentRead } from './layouts/index.ts'
import { isSame, type Mapping, mappedLayout } from './layouts/mapping.ts'
import type { Content } from './readers/table.ts'

/** Headings are looked for this far down a table. */
const headingWithin = 60

interface Sent {
  sha256: string
  path: string
  /** Where it stands among the documents that came in. */
  sequence: number
}

/** The layout that a person gave a document: on the document itself, or on an earlier one with the same headings. */
export function layoutByHand(
  content: Content,
  { sha256, path: sentAs, sequence }: Sent,
  mappings: readonly Mapping[],
): { layout: Layout; why: string } | null {
  const own = mappings.findLast(({ document }) => document === sha256)
  const found = own ?? mappings.findLast((one) => isInUse(one, sequence) && fits(one, content, sentAs))
  if (found === undefined) return null
  const layout = own ? mappedLayout(own, content, true) : mappedLayout(forOthers(found), content, false)
  return { layout, why: layout.recognise(content) ?? '' }
}

/** The kept mapping that a document would be read by, were it sent now. */
export const mappingFor = (content: Content, sentAs: string, mappings: readonly Mapping[]) =>
  mappings.findLast((one) => isInUse(one, Number.POSITIVE_INFINITY) && fits(one, content, sentAs)) ?? null

const isInUse = ({ kept, sequence: since, retired }: Mapping, sequence: number) =>
  kept !== null && since <= sequence && (retired === null || sequence < retired)

function fits({ headings, kept }: Mapping, content: Content, sentAs: string): boolean {
  const grids = gridsOf(contentRead(content))
  if (!grids.some(({ rows }) => rows.slice(0, headingWithin).some((row) => isSame(row, headings))))
    return false
  const unit = plain(kept?.unit ?? '')
  if (unit === '' || plain(sentAs).includes(unit)) return true
  return content.blocks.some((block) =>
    block.kind === 'paragraph'
      ? plain(block.text).includes(unit)
      : block.cells.some(({ text }) => plain(text).includes(unit)),
  )
}

/** What a person typed is true of that document; of others only who reports, and what a cell says. */
function forOthers(mapping: Mapping): Mapping {
  const { given, ...reading } = mapping.reading
  const lasting = Object.entries(given).filter(
    ([field, value]) => !('text' in value) || ['unit', 'department', 'district'].includes(field),
  )
  return { ...mapping, reading: { ...reading, given: Object.fromEntries(lasting) } }
}
