import { docxBytes } from '#data/portfolio/docx.ts'
import { type Page, type PageTable, placedCells } from '#data/portfolio/page.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { csvBytes, txtBytes } from '#data/portfolio/text.ts'
import { xlsxBytes } from '#data/portfolio/xlsx.ts'
import type { Source } from '#ingest/pipeline.ts'
import { allProgrammes, type Draft, oneOf, soundDraft } from './draft.ts'
import { formPage } from './form.ts'
import { ledgerPage, listPage } from './list.ts'
import type { Format } from './look.ts'
import { reportPage } from './prose.ts'

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>')

function htmlTable(table: PageTable): string {
  const cells = placedCells(table)
  const rows = table.rows.map((_, row) =>
    cells
      .filter((cell) => cell.row === row)
      .map(
        ({ rowSpan, columnSpan, text }) =>
          `<td rowspan="${rowSpan}" colspan="${columnSpan}">${escaped(text)}</td>`,
      )
      .join(''),
  )
  return `<table>${rows.map((row) => `<tr>${row}</tr>`).join('\n')}</table>`
}

const htmlBytes = (page: Page) =>
  new TextEncoder().encode(
    `<!doctype html><html><head><meta charset="utf-8"></head><body>\n${page
      .map((block) => (block.kind === 'table' ? htmlTable(block) : `<p>${escaped(block.text)}</p>`))
      .join('\n')}\n</body></html>`,
  )

/** A table with an empty cell wherever a merged one reaches, as spreadsheets save it to csv. */
function spread(table: PageTable): PageTable {
  const rows: PageTable['rows'] = table.rows.map(() => table.widths.map(() => ({ text: '' })))
  for (const { row, column, text } of placedCells(table)) rows[row]?.splice(column, 1, { text })
  return { ...table, rows }
}

async function written(page: Page, format: Format, { look }: Draft): Promise<Uint8Array> {
  if (format === 'docx') return docxBytes(page)
  if (format === 'xlsx') return xlsxBytes(page, { name: 'Sheet1', lines: false })
  if (format === 'html') return htmlBytes(page)
  if (format === 'txt') return txtBytes(page)
  return csvBytes(
    page.map((block) => (block.kind === 'table' ? spread(block) : block)),
    look.encoding,
  )
}

/** Another project of the same unit, sound, written into the same document. */
function companionOf(draft: Draft): Draft[] {
  const { look, scheme, place, programme, year, form, unit } = draft
  if (look.companion === null) return []
  const random = randomFrom(look.companion)
  const others = allProgrammes.filter((one) => one.name !== programme.name)
  const other = soundDraft(random, { programme: oneOf(random, others), place, year, scheme, forms: [form] })
  return [{ ...other, look, unit, printsDay: draft.printsDay }]
}

const pageOf = (drafts: readonly Draft[]): Page => {
  const [first] = drafts
  if (first === undefined) return []
  if (first.form === 'list') return listPage(drafts)
  return first.form === 'report' ? reportPage(first) : drafts.flatMap(formPage)
}

/** How many evaluations the documents of a draft hold. */
export const evaluationsIn = ({ look }: Draft) => (look.companion === null ? 1 : 2)

/** The documents that a draft is written as: its own, and the ledger of its money. */
export async function filesOf(draft: Draft, index: number): Promise<Source[]> {
  const { look, year, place, programme } = draft
  const drafts = look.wording % 2 === 0 ? [draft, ...companionOf(draft)] : [...companionOf(draft), draft]
  const name = `${index}-${year}年-${place.name}-${programme.name}`
  const own = { path: `${name}.${look.format}`, bytes: await written(pageOf(drafts), look.format, draft) }
  const ledger = ledgerPage(draft)
  if (ledger === null) return [own]
  const format = look.wording % 3 === 0 ? 'xlsx' : 'csv'
  return [own, { path: `${name}-台账.${format}`, bytes: await written(ledger, format, draft) }]
}
