import { nowhere, type Problem } from '#app/domain/problem.ts'
import type { Content } from '#ingest/readers/table.ts'
import type { Draft, DraftFlow, Layout } from './draft.ts'
import { filledCells, firstOwnCell, type Grid, isOneText, nameOf, placeIn, plain, type Row } from './grid.ts'
import { type Field, headingOf, moneyUnitIn } from './headings.ts'
import { labelsOfLines, placeOf, withoutCode, withoutProjectCode } from './labels.ts'
import { once } from './once.ts'
import { sectionsOf, titleOf } from './sections.ts'
import { type Columns, columnsOf, isSubtotalLabel, isTotalLabel, repeatsHeadings } from './tables/columns.ts'
import { blocksIn } from './tables/indicator-set.ts'
import type { Column } from './tables/same-headings.ts'

const headingWithin = 15

/** A ledger of fund flows, one row a movement of money. */
export const ledger: Layout = {
  id: 'ledger',
  recognise(content) {
    const found = ledgersIn(content)[0]
    // A report may list its payments: its indicators come first.
    if (found === undefined || blocksIn(sectionsOf(content)).length > 0) return null
    const project = found.columns.has('project') ? 'project, ' : ''
    return `row ${found.heading + 1} names ${project}stage and amount; every row below is one movement`
  },
  draft(content) {
    const ledgers = ledgersIn(content)
    const problems = ledgers.filter(({ isTitled }) => isTitled).map(titledProblem)
    return {
      title: ledgers[0]?.title ?? '',
      evaluations: [],
      flows: flowsIn(content),
      problems,
    } satisfies Draft
  },
}

/** The movements of money in all ledgers of a document. */
export const flowsIn = (content: Content): DraftFlow[] => ledgersIn(content).flatMap(flowsOf)

const titledProblem = ({ owner }: Ledger): Problem => ({
  at: nowhere,
  code: 'project-from-title',
  message: `no cell names the project; ${owner.project} was taken from the title`,
})

interface Ledger {
  grid: Grid
  heading: number
  columns: Columns
  moves: readonly Move[]
  /** The columns of year, month and day, where a date stands in three. */
  days: readonly number[] | null
  /** The money unit that is said once for the whole ledger. */
  unit: string | null
  title: string
  /** Whose ledger it is, where that is said once for all rows. */
  owner: Identity
  /** Whether only the title tells the project. */
  isTitled: boolean
}

/** A column of sums. */
interface Move {
  sum: Column
  /** What became of the money, where the column's own heading or the one over it says so. */
  stage: string | null
  /** The column of its day; null where all sums of a row are of one day. */
  date: number | null
  /** Whether a row that leaves it empty lacks something. */
  isNeeded: boolean
}

const ledgersIn = once((content: Content): Ledger[] =>
  sectionsOf(content).flatMap((section) => {
    const { grid, above } = section
    for (const [heading, written] of grid.rows.slice(0, headingWithin).entries()) {
      const over = grid.rows[heading - 1] ?? []
      const divided = movesUnder(over, written)
      // A heading merged over both rows stands in the first alone where merged cells are lost.
      const row = divided
        ? written.map((cell, at) => (cell.text === '' ? (over[at] ?? cell) : cell))
        : written
      const columns = withProject(columnsOf(row))
      const days = daysIn(row)
      if (!isLedgerHeading(columns, days !== null)) continue
      const words = [
        ...above,
        ...grid.rows.slice(0, heading).flatMap((one) => filledCells(one).map(({ text }) => text)),
      ]
      const title = titleOf(section)
      const owner = ownerIn(words, title)
      const isBanded = !columns.has('project') && grid.rows.some((row) => bandIn(row) !== undefined)
      if (!columns.has('project') && owner.project === null && !isBanded) continue
      const unit = words.map(moneyUnitIn).find((found) => found !== null) ?? moneyUnitIn(grid.name ?? '')
      const isTitled =
        !columns.has('project') && !isBanded && labelsOfLines(words).get('project') === undefined
      const moves = divided ?? movesIn(columns)
      return [{ grid, heading, columns, moves, days, unit, title, owner, isTitled }]
    }
    return []
  }),
)

function withProject(columns: Columns): Columns {
  const item = columns.get('item')
  return columns.has('project') || item === undefined ? columns : new Map([...columns, ['project', item]])
}

/** 年 | 月 | 日: a date in three columns side by side. */
function daysIn(row: Row): number[] | null {
  if (!row.some(({ text }) => text.trim() === '日')) return null
  const start = row.findIndex((_, at) =>
    /^(?:20\d\d)?年月日$/.test([0, 1, 2].map((next) => plain(row[at + next]?.text ?? '')).join('')),
  )
  return start < 0 ? null : [start, start + 1, start + 2]
}

/** 低保补助资金使用台账, 2021年度公厕改造项目资金收支明细: whose money it is stands before what the book is. */
const named =
  /^(?:关于)?(?:20\d\d年?度?)?(.{3,40}?)(?:项目)?(?:(?<!专项|[补奖资扶救配]助|补贴|奖补|扶持|引导|救助|配套)资金)?(?:使用|收支|支出|支付|拨付)(?:情况)?(?:台账|明细[账表]?|流水账?|一览表|登记表)(?:[(（].*)?$|^(?:20\d\d年?度?)?(.{3,40}?)(?:项目)?资金台账(?:[(（].*)?$/
const nobodys =
  /^度?(?:.{0,12}(?:省|市|区|县|局|委|办|校|院|中心|政府))?(?:部门|单位|本级)?(?:财政|专项|项目|年度|预算|财政专项)*(?:资金|项目|经费)?$/

/** Whose money a ledger shows that names no project in its rows: as a label above it says, else its title. */
function ownerIn(words: readonly string[], title: string): Identity {
  const labels = labelsOfLines(words)
  const titled = [...title.split('\n'), ...words]
    .map((line) => named.exec(plain(line)))
    .map((found) => found?.[1] ?? found?.[2])
    .find((name) => name !== undefined && !nobodys.test(name))
  return {
    project: labels.get('project') ?? titled ?? null,
    unit: withoutCode(labels.get('unit') ?? null),
    district: null,
    year: null,
  }
}

/** Columns of money, and the stage that the heading itself gives: 收入 has arrived, 支出 is spent. */
const sumsOfStage = [
  ['amount', null],
  ['income', '收入'],
  ['outgo', '支出'],
  ['allotted', '指标下达'],
  ['arrived', '资金到位'],
  ['spent', '支出'],
  ['returned', '退回'],
] as const satisfies readonly (readonly [Field, string | null])[]

const movesIn = (columns: Columns): Move[] =>
  sumsOfStage.flatMap(([field, stage]) => {
    const sum = columns.get(field)
    return sum === undefined ? [] : [{ sum, stage, date: null, isNeeded: field === 'amount' }]
  })

/** 资金到位 | 资金支出, each over 日期 | 金额 of its own; null where fewer than two stages stand so. */
function movesUnder(over: Row, row: Row): Move[] | null {
  let label = ''
  const labels = row.map((_, at) => {
    label = over[at]?.text.trim() || label
    return label
  })
  const moves = row.flatMap(({ text: heading }, at): Move[] => {
    const [stage = '', own] = [labels[at], headingOf(heading)]
    if (own?.field !== 'amount' || !stages.includes(headingOf(stage)?.field ?? 'ignored')) return []
    const date = row.findIndex(
      ({ text }, other) => labels[other] === stage && headingOf(text)?.field === 'date',
    )
    const unit = own.unit ?? moneyUnitIn(stage)
    return [
      { sum: { from: at, to: at, unit, heading }, stage, date: date < 0 ? null : date, isNeeded: false },
    ]
  })
  return moves.length > 1 ? moves : null
}
const stages: readonly Field[] = [
  'budget',
  'adjusted',
  'arrived',
  'spent',
  'income',
  'outgo',
  'allotted',
  'returned',
]

function isLedgerHeading(columns: Columns, hasDays: boolean): boolean {
  const hasAny = (fields: readonly Field[]) => fields.some((field) => columns.has(field))
  if (hasAny(['level1', 'level2', 'level3', 'name', 'target', 'score'])) return false
  if (isBySource(columns)) return true
  if (columns.has('executionRate')) return false
  const isDated = columns.has('date') || hasDays
  if (columns.has('amount')) return (columns.has('stage') && columns.has('project')) || isDated
  if (columns.has('income') && columns.has('outgo')) return columns.has('project') || isDated
  return isDated && (columns.has('arrived') || columns.has('spent') || columns.has('outgo'))
}

/** 项目名称 | 资金来源 | 指标下达 | 资金到位 | 支出: what became of the money of each source, day or no day. */
function isBySource(columns: Columns): boolean {
  const moved = (['allotted', 'arrived', 'spent'] as const).filter((field) => columns.has(field))
  const isSummary = (['budget', 'adjusted', 'total', 'grade'] as const).some((field) => columns.has(field))
  return columns.has('project') && columns.has('source') && moved.length > 1 && !isSummary
}

/** What may be written once, above rows that leave it empty. */
const identity = ['project', 'unit', 'district', 'year'] as const
type Identity = Record<(typeof identity)[number], string | null>

function flowsOf(ledger: Ledger): DraftFlow[] {
  const { grid, columns } = ledger
  const flows: DraftFlow[] = []
  let who = ledger.owner
  for (let index = ledger.heading + 1; index < grid.rows.length; index += 1) {
    const row = grid.rows[index] ?? []
    const first = firstOwnCell(grid, index)
    const band = columns.has('project') ? null : bandIn(row)
    if (band) who = { ...who, project: band }
    if (first === undefined || isOneText(row) || repeatsHeadings(row, columns)) continue
    if (isTotalLabel(first.text) || isSubtotalLabel(first.text) || isCarriedForward(row)) continue
    who = identityOf(row, columns, who)
    flows.push(...flowsAt(ledger, index, who))
  }
  return withDisbursement(flows)
}

/** The project of a row that says across the whole ledger whose movements follow: 项目名称：公厕改造. */
const bandIn = (row: Row) =>
  isOneText(row) ? labelsOfLines(filledCells(row, 1).map(({ text }) => text)).get('project') : undefined

/** 拨付 pays out what has arrived where a ledger records arrivals too; alone it is the arrival. */
function withDisbursement(flows: readonly DraftFlow[]): DraftFlow[] {
  const arrivals = flows.some(({ stage }) => stage !== null && /到位|到账|拨入|收入/.test(stage))
  const isDisbursed = (stage: string | null) =>
    stage !== null && /^(?:资金|财政)?(?:拨付|拨款|划拨)$/.test(plain(stage))
  return flows.map((flow) => (!arrivals && isDisbursed(flow.stage) ? { ...flow, stage: '资金到位' } : flow))
}

const isCarriedForward = (row: Row) =>
  filledCells(row).some(({ text }) =>
    /^(?:承前页|过次页|[本当]月合计|本[年月日]累计|本年合计|[期年月]初余额|上年结转余额|上[年月]余额|合计|总计)$/.test(
      plain(text),
    ),
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

/** The date of a movement, from one cell or from three. */
function dateOf({ date }: Move, row: Row, { columns, days }: Ledger): string | null {
  if (date !== null) return nameOf(row[date]?.text)
  if (days === null) return read(row, columns, 'date')
  const [year, month, day] = days.map((at) => plain(row[at]?.text ?? ''))
  return year && month && day ? `${year}年${month}月${day}日` : null
}

const isNothing = (text: string) => /^(?:0+(?:\.0+)?|[-—/]+)$/.test(plain(text))

function flowsAt(ledger: Ledger, index: number, who: Identity): DraftFlow[] {
  const { grid, columns, moves, unit, title } = ledger
  const row = grid.rows[index] ?? []
  const stated = read(row, columns, 'stage')
  const isFilled = moves.some(({ sum }) => nameOf(row[sum.from]?.text) !== null)
  return moves.flatMap((move) => {
    const { sum, isNeeded } = move
    const cell = row[sum.from]
    const text = nameOf(cell?.text)
    if (!cell || (text === null && (isFilled || !isNeeded)) || (!isNeeded && isNothing(text ?? ''))) return []
    const at = placeIn(grid, index, cell)
    // 拨付金额 says of itself what the money did; 金额 does not.
    const headed = /拨付|拨款|支付|下达|指标/.exec(plain(sum.heading))?.[0] ?? null
    return [
      {
        title,
        ...who,
        stage: (moves.length === 1 || isNeeded ? stated : null) ?? move.stage ?? headed,
        source: read(row, columns, 'source'),
        amount: text === null ? null : { text, unit: sum.unit ?? unit, at },
        date: dateOf(move, row, ledger),
        at,
      },
    ]
  })
}
