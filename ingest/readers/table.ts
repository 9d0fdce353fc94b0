import { z } from 'zod'

/** One cell of a table. `row` and `column` count from 0; a merged cell stands once, at its top left. */
export const Cell = z.object({
  row: z.number().int(),
  column: z.number().int(),
  rowSpan: z.number().int().positive(),
  columnSpan: z.number().int().positive(),
  text: z.string(),
})
export type Cell = z.infer<typeof Cell>

export const Table = z.object({
  kind: z.literal('table'),
  /** The sheet's name, where the format has sheets. */
  name: z.string().nullable(),
  rows: z.number().int(),
  columns: z.number().int(),
  /** Row by row, left to right; empty cells that no span covers may be left out. */
  cells: z.array(Cell),
})
export type Table = z.infer<typeof Table>

export const Paragraph = z.object({ kind: z.literal('paragraph'), text: z.string() })
export type Paragraph = z.infer<typeof Paragraph>

const Held = z.enum(['macros', 'objects', 'calls', 'hidden', 'folded', 'uncalculated'])
export type Held = z.infer<typeof Held>

/** What every reader gives: the paragraphs and tables of a document, in reading order. */
export const Content = z.object({
  format: z.enum(['docx', 'doc', 'xlsx', 'xls', 'pdf', 'html', 'csv', 'txt']),
  blocks: z.array(z.discriminatedUnion('kind', [Paragraph, Table])),
  /**
   * What it holds beside text and tables: macros and objects, and calls to other programs or files, are neither
   * run nor read; what a sheet hides is left out, and what it only folds or filters away is read.
   */
  holds: z.array(Held).optional(),
})
export type Content = z.infer<typeof Content>

/** A document that cannot be read; `code` says why, in words the layouts and pages know. */
export class Unreadable extends Error {
  constructor(
    readonly code: UnreadableCode,
    detail: string,
  ) {
    super(detail)
  }
}

export const UnreadableCode = z.enum([
  'empty-file',
  'unknown-format',
  'unsupported-format',
  'encoding-unknown',
  'no-text',
  'damaged',
  'encrypted',
  'classified',
  'too-large',
  'xml-doctype',
  'timeout',
  'reader-crashed',
])
export type UnreadableCode = z.infer<typeof UnreadableCode>
