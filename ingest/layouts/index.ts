import type { Content } from '#ingest/readers/table.ts'
import type { Layout } from './draft.ts'
import { flatList } from './flat-list.ts'
import { ledger } from './ledger.ts'
import { nationalForm } from './national-form.ts'
import { report } from './report.ts'

/** All layouts, the most telling headings first; the first that recognises a document reads it. */
const layouts: readonly Layout[] = [ledger, flatList, nationalForm, report]

/** The layout that reads a document, and why it was chosen; null where none knows it. */
export function layoutOf(content: Content): { layout: Layout; why: string } | null {
  for (const layout of layouts) {
    const why = layout.recognise(content)
    if (why !== null) return { layout, why }
  }
  return null
}
