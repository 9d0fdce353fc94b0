import type { Random } from '#data/portfolio/random.ts'

/** How a document sets its figures down: with a fund block, in prose with points by group, or one row an indicator. */
export type Form = 'national' | 'report' | 'list'

const formats = {
  national: ['docx', 'xlsx', 'html', 'docx', 'xlsx', 'txt', 'csv'],
  report: ['docx', 'txt', 'html', 'txt'],
  list: ['xlsx', 'csv', 'csv'],
} as const

export type Format = (typeof formats)[Form][number]

/** How a document is written, whatever it says. */
export interface Look {
  format: Format
  /** Of the fund block, the ledger and the list's columns. */
  unit: '元' | '万元'
  /** Which of the forms met in the field, of their headings and of their wordings. */
  variant: number
  wording: number
  /** Level names merged downwards, else in each row. */
  merged: boolean
  /** A table with the points of each row, not of the first levels alone. */
  ownPoints: boolean
  /** Whether a form scores budget execution beside its money, as an indicator, or shows it in both places. */
  execution: 'block' | 'table' | 'both'
  /** Another project of the same unit in the same document. */
  companion: number | null
  /** Order of a list's columns. */
  shuffle: number
  /** A ledger that leaves the unit out. */
  namelessLedger: boolean
  encoding: 'utf8' | 'utf8-bom' | 'gb18030'
}

export const lookFor = (form: Form, random: Random): Look => ({
  format: random.shuffled([...formats[form]])[0] ?? 'docx',
  unit: random.pick(['元', '万元', '万元']),
  variant: random.whole(0, 5),
  wording: random.whole(0, 99),
  merged: random.chance(0.7),
  ownPoints: random.chance(form === 'report' ? 0.3 : 0.85),
  execution: random.pick(['block', 'block', 'block', 'table', 'both']),
  companion: form !== 'report' && random.chance(0.2) ? random.whole(1, 1_000_000) : null,
  shuffle: random.whole(0, 1_000_000),
  namelessLedger: random.chance(0.2),
  encoding: random.pick(['utf8', 'utf8-bom', 'gb18030']),
})
