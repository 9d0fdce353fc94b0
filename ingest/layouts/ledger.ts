import type { Content } from '#ingest/readers/table.ts'
import { type Columns, columnsOf, isSubtotalLabel, isTotalLabel, repeatsHeadings } from './columns.ts'
import type { Draft, DraftFlow, Layout } from './draft.ts'
import { filledCells, firstOwnCell, type Grid, nameOf, placeIn, plain, type Row } from './grid.ts'
import { type Field, moneyUnitIn } from './headings.ts'
import { blocksIn } from './indicator-set.ts'
import { placeOf, withoutCode, withoutProjectCode } from './labels.ts'
import { sectionsOf, titleOf } from './sections.ts'

const headingWithin = 15

/** A ledger of fund flows, one row a movement of money. */
export const ledger: Layout = {
  id: 'ledger',
  recognise(content) {
    const found = ledgersIn(content)[0]
    // A report may list its payments: its indicators come first.
    if (found === undefined || blocksIn(sectionsOf(content)).length > 0) return null
    return `row ${found.heading + 1} names project, stage and amount; every row below is one movement`
  },
  draft(content) {
    const title = ledgersIn(content)[0]?.title ?? ''
    return { title, evaluations: [], flows: flowsIn(content), problems: [] } satisfies Draft
  },
}

/** The movements of money in all ledgers of a document. */
export const flowsIn = (content: Content): DraftFlow[] => ledgersIn(content).flatMap(flowsOf)

interface Ledger {
  grid: Grid
  heading: number
  columns: Columns
  /** The money unit that is said once for the whole ledger. */
  unit: string | null
  title: string
}

function ledgersIn(content: Content): Ledger[] {
  return sectionsOf(content).flatMap((section) => {
    const { grid, above } = section
    const read = (row: Row) => withProject(columnsOf(row))
    const heading = grid.rows.slice(0, headingWithin).findIndex((row) => isLedgerHeading(read(row)))
    if (heading < 0) return []
    const words = [
      ...above,
      ...grid.rows.slice(0, heading).flatMap((row) => filledCells(row).map(({ text }) => text)),
    ]
    const unit = words.map(moneyUnitIn).find((found) => found !== null) ?? moneyUnitIn(grid.name ?? '')
    return [{ grid, heading, columns: read(grid.rows[heading] ?? []), unit, title: titleOf(section) }]
  })
}

function withProject(columns: Columns): Columns {
  const item = columns.get('item')
  return columns.has('project') || item === undefined ? columns : new Map([...columns, ['project', item]])
}

/** Columns of money, and the stage that the heading itself gives: 收入 has arrived, 支出 is spent. */
const sumsOfStage = [
  ['amount', null],
  ['income', '收入'],
  ['outgo', '支出'],
  ['arrived', '资金到位'],
  ['spent', '支出'],
] as const satisfies readonly (readonly [Field, string | null])[]

function isLedgerHeading(columns: Columns): boolean {
  const others = (['level1', 'level2', 'level3', 'name', 'target', 'score', 'executionRate'] as const).some(
    (field) => columns.has(field),
  )
  if (others || !columns.has('project')) return false
  if (columns.has('amount')) return columns.has('stage') || columns.has('date')
  if (columns.has('income') && columns.has('outgo')) return true
  return columns.has('date') && (columns.has('arrived') || columns.has('spent'))
}

/** What may be written once, above rows that leave it empty. */
const identity = ['project', 'unit', 'district', 'year'] as const
type Identity = Record<(typeof identity)[number], string | null>

function flowsOf(ledger: Ledger): DraftFlow[] {
  const { grid, columns } = ledger
  const flows: DraftFlow[] = []
  let who: Identity = { project: null, unit: null, district: null, year: null }
  for (let index = ledger.heading + 1; index < grid.rows.length; index += 1) {
    const row = grid.rows[index] ?? []
    const first = firstOwnCell(grid, index)
    if (first === undefined || filledCells(row, 2).length < 2 || repeatsHeadings(row, columns)) continue
    if (isTotalLabel(first.text) || isSubtotalLabel(first.text) || isCarriedForward(row)) continue
    who = identityOf(row, columns, who)
    flows.push(...flowsAt(ledger, index, who))
  }
  return withDisbursement(flows)
}

/** 拨付 pays out what has arrived where a ledger records arrivals too; alone it is the arrival. */
function withDisbursement(flows: readonly DraftFlow[]): DraftFlow[] {
  const arrivals = flows.some(({ stage }) => stage !== null && /到位|到账|拨入|收入/.test(stage))
  const isDisbursed = (stage: string | null) =>
    stage !== null && /^(?:资金|财政)?(?:拨付|拨款|划拨)$/.test(plain(stage))
  return flows.map((flow) => (!arrivals && isDisbursed(flow.stage) ? { ...flow, stage: '资金到位' } : flow))
}

const isCarriedForward = (row: Row) =>
  filledCells(row).some(({ text }) =>
    /^(?:承前页|过次页|本月合计|本年累计|期初余额|上年结转余额|合计|总计)$/.test(plain(text)),
  )

const read = (row: Row, columns: Columns, field: Field) => {
  const column = columns.get(field)
  return column === undefined ? null : nameOf(row[column.from]?.text)
}

function identityOf(row: Row, columns: Columns, before: Identity): Identity {
  return {
    project: withoutProjectCode(read(row, columns, 'project')) ?? before.project,
    unit: withoutCode(read(row, columns, 'unit') ?? read(row, columns, 'reporter')) ?? before.unit,
    district: placeOf(read(row, columns, 'district'), read(row, columns, 'districtCode')) ?? before.district,
    year: read(row, columns, 'year') ?? (columns.has('date') ? null : before.year),
  }
}

function flowsAt({ grid, columns, unit, title }: Ledger, index: number, who: Identity): DraftFlow[] {
  const row = grid.rows[index] ?? []
  const stated = read(row, columns, 'stage')
  return sumsOfStage.flatMap(([field, stage]) => {
    const column = columns.get(field)
    const cell = column && row[column.from]
    const text = nameOf(cell?.text)
    if (
      !column ||
      !cell ||
      (field !== 'amount' && (text === null || /^(?:0+(?:\.0+)?|[-—/]+)$/.test(plain(text))))
    )
      return []
    const at = placeIn(grid, index, cell)
    // 拨付金额 says of itself what the money did; 金额 does not.
    const headed = /拨付|拨款|支付|下达|指标/.exec(plain(column.heading))?.[0] ?? null
    return [
      {
        title,
        ...who,
        stage: stated ?? stage ?? headed,
        source: read(row, columns, 'source'),
        amount: text === null ? null : { text, unit: column.unit ?? unit, at },
        date: read(row, columns, 'date'),
        at,
      },
    ]
  })
}
