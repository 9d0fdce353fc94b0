import { readQuantity } from '#app/domain/quantity-reader.ts'
import { plain } from '../grid.ts'
import { type Field, headingOf, levelBeside } from '../headings.ts'
import { isTotalLabel } from '../tables/columns.ts'
import { levelOf } from '../tables/levels.ts'
import { simplerForm } from './glued-forms.ts'
import { fundRow } from './glued-funds.ts'
import { headingsIn } from './glued-headings.ts'
import { partsByLabel } from './glued-labels.ts'
import { rowsInLine } from './glued-lines.ts'
import { type Choice, chooseAlone, chooseTogether } from './glued-points.ts'
import { type Column, hasShortLevels, levelsIn, mostTries, type Tries, waysOf } from './glued-row.ts'

/*
 * Some pages join the cells of a row by nothing at all: 数量指标养护里程≥320公里326公里1010. Headings come apart by
 * their words, rows by what their columns can hold and by the points that all of them make up. What does not come
 * apart in one way stays whole, and is told as unread.
 */

const shortestHeadings = 9
const longestPrefix = 20
/** Longer lines are prose, or made to take for ever. */
const longestLine = 160
/** Forms have some dozens of indicators. */
const mostRows = 400

/** The label of a block of money, which may itself be made of headings. */
const fundLabel =
  /^(?:(?:项目|预算|年度)*资金(?:投入|执行|安排)?(?:情况)?|(?:项目|年度|资金)*预算(?:执行|安排)(?:情况)?)(?:\([^()]{1,6}\)){0,2}(?=[年全初本当调预资截执实\d])/

/** A line of headings, with or without the label of its block before them. */
function headingsOf(line: string): string[] | null {
  if (/[|｜]/.test(line) || line.length < shortestHeadings || line.length > longestLine) return null
  const label = fundLabel.exec(line)?.[0].length ?? 0
  const starts = [label, ...Array.from({ length: longestPrefix }, (_, at) => at)]
  for (const start of starts) {
    const headings = start > line.length - shortestHeadings ? null : headingsIn(line.slice(start))
    if (headings === null || headings.length < 3) continue
    const fields = fieldsOf(headings)
    if (start === 0) return headings
    if (fields[0] === 'level1' || fields.includes('spent')) return [line.slice(0, start), ...headings]
  }
  return null
}

/** What headings mean; 单位 right behind a value is its unit of measure, and 预算资金 before others their label. */
const fieldsOf = (headings: readonly string[]) =>
  headings.map((text, at) => {
    const isLabel = at === 0 && fundLabel.exec(text + (headings[1] ?? ''))?.[0] === text
    const field = isLabel ? null : (headingOf(text)?.field ?? null)
    const before = headingOf(headings[at - 1] ?? '')?.field
    if (text === '单位' && before === 'target') return 'targetUnit'
    return field && levelBeside(field, before)
  })

/** The rows of a form whose cells are joined by nothing, a row a line; null where no line is all headings. */
export function gluedRows(lines: readonly string[]): string[][] | null {
  const form = new GluedForm(lines.some((line) => hasShortLevels(plain(line))))
  for (const line of lines) form.take(line)
  return form.finish()
}

/** Forms in the reading, a line after another: under which headings one is, and what waits to come apart together. */
class GluedForm {
  private readonly rows: string[][] = []
  private heading: readonly string[] = []
  private fields: readonly (Field | null)[] = []
  private lineOf = (line: string) => line
  private indicators: Line[] = []
  private funds: Points | null = null
  private isFound = false
  /** How many rows bore a number so far. */
  private count = 0
  private readonly tries: Tries = { left: mostTries }

  constructor(private readonly isShort: boolean) {}

  take(written: string) {
    const line = plain(written)
    if (this.fields.length > 0 && beginsForm(line)) this.endTable(null)
    const headings = headingsOf(line)
    if (headings) this.takeHeadings(headings)
    else if (line.length > longestLine) this.rows.push([line])
    else if (this.fields.includes('level1')) this.takeIndicator(line, written)
    else if (this.fields.includes('spent')) this.takeFunds(line)
    else this.rows.push(labelRow(line))
  }

  finish(): string[][] | null {
    this.endTable(null)
    return this.isFound ? this.rows : null
  }

  private takeHeadings(announced: readonly string[]) {
    const divided =
      this.indicators.length === 0
        ? (underTarget(this.heading, announced) ?? underLabel(this.heading, announced))
        : null
    if (divided) {
      this.under(divided)
      this.isFound ||= this.fields.includes('level1')
      this.rows[this.rows.length - 1] = [...divided]
      return
    }
    this.endTable(null)
    const { heading, lineOf } = simplerForm(announced)
    this.under(heading)
    this.lineOf = lineOf
    this.count = 0
    this.isFound ||=
      this.fields.includes('level1') && (this.fields.includes('level3') || this.fields.includes('name'))
    this.rows.push([...heading])
  }

  private under(heading: readonly string[]) {
    this.heading = heading
    this.fields = fieldsOf(heading)
  }

  private takeIndicator(line: string, written: string) {
    if (isRemark(line)) {
      this.endTable(null)
      this.rows.push([line])
      return
    }
    if (isTotalLabel(line)) {
      const { label, ...total } = totalOf(line, this.fields)
      const cells = this.fields.map((field, at) =>
        at === 0 ? label : field === 'score' ? textOf(total.score) : '',
      )
      this.endTable(total)
      this.rows.push(cells)
      return
    }
    const form = { columns: columnsInLine(columnsOf(this.heading)), isShort: this.isShort, tries: this.tries }
    for (const row of rowsInLine(this.lineOf(this.withoutNumber(asWritten(line, written))), form)) {
      if (this.indicators.length < mostRows) this.indicators.push({ line: row, at: this.rows.length })
      this.rows.push([row])
    }
  }

  /** A row without the number that it bears where the first column counts the rows. */
  private withoutNumber(line: string): string {
    const number = String(this.count + 1)
    if (!this.heading.some((text) => /^[序编]号$/.test(text)) || !line.startsWith(number)) return line
    this.count += 1
    return line.slice(number.length)
  }

  private takeFunds(line: string) {
    const cells = fundRow(line, this.fields)
    this.funds ??= cells && pointsOf(cells, this.fields)
    // Figures that do not come apart are no sum.
    this.rows.push(cells ?? (/\d/.test(line) ? [line] : labelRow(line)))
  }

  /** Parts the lines of a table together, once its total is known or it ends without one. */
  private endTable(total: Points | null) {
    const { isShort, funds, tries } = this
    const parted = parts(this.indicators, { columns: columnsOf(this.heading), isShort, total, funds, tries })
    for (const [at, cells] of parted) this.rows[at] = cells
    this.indicators = []
    this.fields = []
  }
}

/** What stands below a table. */
const isRemark = (line: string) => /^(?:(?:填表)?说明|备注|注)(?:无|[:：]|\d[.、]|$)/.test(line)

/** The next form begins with its title, or with its project's name. */
const beginsForm = (line: string) =>
  /^\D{2,40}(?:自评|目标|申报|监控|评价|情况)(?:情况)?表$/.test(line) ||
  /^(?:项目|专项|政策)(?:\([^()]*\))?名称/.test(line)

/** A line of a table of indicators, and the row that it is. */
interface Line {
  line: string
  at: number
}

/** Points that stand in one row: a total's, or those of the budget's execution. */
interface Points {
  weight: number | null
  score: number | null
}

interface Table {
  columns: readonly Column[]
  isShort: boolean
  total: Points | null
  funds: Points | null
  tries: Tries
}

/** The cells of each row of a table, chosen together where its points are known. */
function parts(
  lines: readonly Line[],
  { columns, isShort, total, funds, tries }: Table,
): [number, string[]][] {
  const kept = columnsInLine(columns)
  const choices = lines.map(({ line }): Choice => {
    const { first } = levelsIn(line, isShort)
    const ways = waysOf(line, kept, isShort, tries)
    return { ways, beginsGroup: first !== '', groupWeight: numberOf(levelOf(first).weight) }
  })
  const weight = kept.includes('weight')
    ? [100, 90, ...sumsFor(total?.weight ?? 100, funds?.weight ?? null)]
    : null
  const score = total?.score == null ? null : sumsFor(total.score, funds?.score ?? null)
  const together = chooseTogether(choices, { weight, score })
  // A total may count points of the budget's execution that no line gives: then the weights alone tell.
  const chosen = together ?? (funds === null ? chooseTogether(choices, { weight, score: null }) : null)
  return lines.map(({ line, at }, index) => {
    const way = chosen?.[index] ?? chooseAlone(choices[index]?.ways ?? [])
    const { first, second, rest } = levelsIn(line, isShort)
    const [name, value] = uncut(rest.replace(/^(?:指标\d*|\d{1,2})[:：]/, ''))
    const whole = new Map<Column, string>([
      ['level1', first],
      ['level2', second],
      [kept.includes('level3') ? 'level3' : 'name', name],
      ['target', value],
    ])
    return [at, laidOut(way?.cells ?? kept.map((column) => whole.get(column) ?? ''), columns)]
  })
}

/** Cells from the first level on in their columns; what stands last is a reason where there is a column for it. */
function laidOut(cells: readonly string[], columns: readonly Column[]): string[] {
  const first = Math.max(0, columns.indexOf('level1'))
  const last = columnsInLine(columns).length - 1
  const remark = columns.lastIndexOf('reason')
  return columns.map((_, at) => {
    const place = at - first
    if (remark >= first + last && (at === remark || place === last))
      return at === remark ? (cells[last] ?? '') : ''
    return cells[place] ?? ''
  })
}

/** All points but those that the budget's execution may have. */
const sumsFor = (total: number, funds: number | null) => [total, ...(funds === null ? [] : [total - funds])]

const numberOf = (text: string | null) => (text === null || text === '' ? null : Number(text))
const textOf = (points: number | null) => (points === null ? '' : String(points))

/** What columns hold; of a forecast no more is known than that it is a value. */
const columnsOf = (heading: readonly string[]) =>
  fieldsOf(heading).map(
    (field, at): Column => (/预计/.test(heading[at] ?? '') ? 'forecast' : (field ?? 'ignored')),
  )

/** The columns that a line holds: from the first level on, the reasons and remarks at the end as one. */
function columnsInLine(all: readonly Column[]): Column[] {
  const columns = all.slice(Math.max(0, all.indexOf('level1')))
  const isRemark = (column: Column) => column === 'ignored' || column === 'reason'
  const last = columns.findLastIndex((column) => !isRemark(column))
  const tail = columns.slice(last + 1)
  const kept = columns.slice(0, last + 1)
  return tail.length === 0 ? kept : [...kept, tail.includes('reason') ? 'reason' : 'ignored']
}

/** A second row of headings that divides the target that stands above it: 指标性质, 指标值, 度量单位. */
function underTarget(heading: readonly string[], second: readonly string[]): string[] | null {
  const target = fieldsOf(heading).indexOf('target')
  const own = fieldsOf(second)
  if (target < 0 || own.length < 2) return null
  if (own.every((field) => field === 'ignored')) return [...heading]
  if (!own.every((field) => field === 'operator' || field === 'target' || field === 'targetUnit')) return null
  return [...heading.slice(0, target), ...second, ...heading.slice(target + 1)]
}

/** A second row of headings that names the levels below 绩效指标, which stands over all of them. */
function underLabel(heading: readonly string[], second: readonly string[]): string[] | null {
  const own = fieldsOf(second)
  const isLevels = own[0] === 'level1' && own.every((field) => field?.startsWith('level') || field === 'name')
  return isLevels && fieldsOf(heading)[0] === 'name' ? [...second, ...heading.slice(1)] : null
}

/** What does not come apart in one way: its figures stay together, so that the value is told as unread. */
function uncut(rest: string): [name: string, value: string] {
  const at = rest.search(/[\d≥≤<>=]/)
  if (at < 2) return [rest, '']
  const value = rest.slice(at)
  // Points run together may read as a number: 1513部分资料未归档 is no 1513部.
  const isTold = readQuantity(value).problems.includes('unread')
  return isTold ? [rest.slice(0, at), value] : [rest, '']
}

/** 总分10098.5, 总分9089: what can be had before what was had. */
function totalOf(line: string, fields: readonly (Field | null)[]): Points & { label: string } {
  const [, label = line, digits = ''] = /^(\D+)([\d.]*)/.exec(line) ?? []
  if (Number(digits) <= 100) return { label, weight: null, score: numberOf(digits) }
  const [, weight = null, score = null] = /^(100|[1-9]\d)(0|[1-9]\d*(?:\.\d+)?)$/.exec(digits) ?? []
  const isBoth = Number(score) <= Number(weight)
  return {
    label,
    weight: isBoth && fields.includes('weight') ? numberOf(weight) : null,
    score: isBoth ? numberOf(score) : null,
  }
}

/** The points of a row of money. */
function pointsOf(cells: readonly string[], fields: readonly (Field | null)[]): Points {
  const points = (field: Field) => {
    const at = fields.indexOf(field)
    return at < 0 ? null : numberOf(cells[at] ?? null)
  }
  return { weight: points('weight'), score: points('score') }
}

/** A sum that stands alone behind its label: 项目资金(元)年度资金总额:1625000. */
const sumBehindLabel =
  /^(项目资金\([^()]{1,6}\))?(\D*(?:总额|合计|拨款|资金):?)(\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d+(?:\.\d{1,6})?)$/

/** 项目名称X主管部门Y as its labels and values; a sum behind its label. */
const labelRow = (line: string) =>
  sumBehindLabel
    .exec(line)
    ?.slice(1)
    .filter((text) => text !== undefined && text !== '') ?? partsByLabel(line)

/** A line in the signs it was written with: where figures change their width, one cell ends. */
function asWritten(line: string, written: string): string {
  const original = written.replace(/\s+/g, '')
  return original.length === line.length ? original : line
}

/** Whether a text is made of headings alone, as the head of a table whose cells are joined by nothing. */
export const isGluedHeading = (line: string) => {
  // Where spaces stand between the headings, they stand between the cells too.
  if (line.length > longestLine || /\s/.test(line.trim())) return false
  const headings = headingsOf(plain(line))
  return headings?.some((text) => headingOf(text)?.field === 'level1') ?? false
}
