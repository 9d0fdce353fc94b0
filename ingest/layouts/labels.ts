import type { Cell } from '#ingest/readers/table.ts'
import { filledCells, type Grid, lineOf, nameOf, plain } from './grid.ts'
import { type Field, headingOf, isKnownWord, likely } from './headings.ts'
import { itemNumber } from './numbering.ts'
import { once } from './once.ts'
import { unitEnding } from './prose.ts'
import { figureIn } from './tables/total-row.ts'
import { beginsWithLabel, partsByLabel } from './text/glued-labels.ts'

/** Labels that stand beside their value, in a form's head or a line of text. */
const labelled: readonly Field[] = [
  'project',
  'department',
  'unit',
  'reporter',
  'district',
  'districtCode',
  'year',
  'sector',
  'total',
  'grade',
]

export type Labels = Map<Field, string>

/** A label's meaning; beside a value, 自评得分 is the total. */
export function labelOf(text: string): Field | null {
  const field = isKnownWord(text) ? headingOf(text)?.field : undefined
  if (field === undefined) return null
  if (field === 'item' && /^项目[:：]$/.test(plain(text))) return 'project'
  if (field === 'score' && /^(?:自评|评价|综合|项目)/.test(plain(text))) return 'total'
  return labelled.includes(field) ? field : null
}

/** 单位 alone in a cell heads a column of measures as often as it names an office. */
const isGeneric = (text: string) => /^(?:单位|部门|地区|区域)$/.test(plain(text))

const labelLike =
  /^.{0,10}(?:负责人|联系人|电话|联系方式|手机号?)$|^(?:项目|具体|主要)?(?:实施|承担|主管|申报|填报)(?:单位|部门)[及和、].{2,6}$/

/** Whether a cell holds a label of any kind, so that it is not another label's value. */
const isLabel = (text: string) =>
  isKnownWord(text) || /[:：]$/.test(text.trim()) || labelLike.test(plain(text))

/** A label's field with its value; of two labels for one field the surer word holds, then the first. */
interface Labelled {
  field: Field
  value: string
  rank: number
}

function surest(parts: readonly Labelled[]): Labels {
  const best = new Map<Field, Labelled>()
  for (const part of parts)
    if (part.rank < (best.get(part.field)?.rank ?? Number.POSITIVE_INFINITY)) best.set(part.field, part)
  return new Map([...best].map(([field, { value }]) => [field, value]))
}

/** The label and value pairs of a form's head: 项目名称 | 网上服务经费 | 主管部门 | 教育局. */
export function labelsIn(grid: Grid, fromRow = 0, toRow = grid.rows.length): Labels {
  const rows = partsByRow(grid)
  const parts: Labelled[] = []
  for (let index = fromRow; index < Math.min(toRow, grid.rows.length); index += 1) {
    const found = rows[index] ?? partsIn(grid, index)
    rows[index] = found
    parts.push(...found)
  }
  return surest(parts)
}

/** What the rows of a table say that were asked so far. */
const partsByRow = once((_: Grid): Labelled[][] => [])

function partsIn(grid: Grid, index: number): Labelled[] {
  const cells = filledCells(grid.rows[index] ?? [])
  const parts = labelsOver(grid, index)
  cells.forEach((cell, at) => {
    parts.push(...labelledParts(cell.text), ...twoLabels(cell.text, cells[at + 1]?.text))
    parts.push(...spacedParts(cell.text).filter(({ value }) => isOffice(value)))
    if (at <= 1 && areGradeBoxes(cell.text) && !ofOthers.test(cells[0]?.text ?? ''))
      parts.push({ field: 'grade', value: cell.text, rank: likely })
    const meaning = isItemBy(grid, index, at) ? projectItem : meaningOf(cells, at)
    const value =
      meaning?.field === 'total'
        ? totalBeside(cells.slice(at + 1))
        : meaning && valueBeside(cell, cells[at + 1])
    if (meaning !== null && value !== null) parts.push({ ...meaning, value })
    const last = cells.at(-1)?.text ?? ''
    if (meaning?.field === 'total' && isGrade(last)) parts.push({ field: 'grade', value: last, rank: likely })
  })
  return parts
}

/** 总分 | 100 | 98.5 | 优 */
const isGrade = (text: string) => /^(?:优秀?|良好?|中|差)$/.test(plain(text))

/** What those served think is no grade of the whole. */
const ofOthers = /满意|对象|群众|公众/

/** ☑优 □良 □中 □差, whatever the label before them; behind more than a label an indicator says so. */
const areGradeBoxes = (text: string) =>
  text.length < 60 && /优.{1,6}良.{1,6}中.{1,6}差/.test(plain(text)) && /[☐□☑√■✓✔☒]/.test(text)

/** What a cell says of the one beside it: where words alone do not tell, what stands there does. */
function meaningOf(cells: readonly Cell[], at: number): Omit<Labelled, 'value'> | null {
  const text = cells[at]?.text ?? ''
  const isOfOffice = isOffice(cells[at + 1]?.text ?? '')
  if (isItemIn(cells, text)) return projectItem
  const office = isOfOffice ? officeOf(text) : null
  if (office !== null) return { field: office, rank: likely }
  const field = isGeneric(text) && !isOfOffice ? null : labelOf(text)
  return field && { field, rank: headingOf(text)?.rank ?? 0 }
}

/**
 * What an office is beside whose name a label stands that nobody knows: 上级主管单位, 组织承办机构, and 部门单位 or
 * 牵头部门, who reports; others have a part in it alone.
 */
function officeOf(text: string): Field | null {
  if (isKnownWord(text)) return null
  const label = plain(text).replace(/(?:名称|全称)$/, '')
  if (label.length <= 10 && /主管(?:单位|部门|机关)$/.test(label)) return 'department'
  if (label.length <= 10 && /(?:实施|承担|承办|执行|使用|用款)(?:单位|部门|机构|主体)$/.test(label))
    return 'unit'
  return isReporting(text) ? 'reporter' : null
}

const isReporting = (text: string) =>
  /^\p{Script=Han}{2,6}(?:单位|部门)(?:名称|全称)?$/u.test(plain(text)) &&
  !/财政|受益|合作|协作|配合|监督|监管|监理|审核|审计|评价|评审|复核|验收|第三方|施工|设计|中标|供应|供货|采购|收款|付款|承接|服务|上级|下属/.test(
    text,
  )

/** 主管部门/实施单位 | 教育局/第一中学; 主管部门及实施单位 | 教育局 is both. */
function twoLabels(label: string, value = ''): Labelled[] {
  const fields = label.split(/[/／、]|[及和与](?=(?:项目)?(?:主管|实施|承担))/)
  const values = value.split(/[/／、]/)
  if (fields.length !== 2 || values.length > 2) return []
  const named = fields.map((text, at) => ({
    field: nameLabel(text.trim()),
    value: answerOf(values[at] ?? values[0]),
    rank: 0,
  }))
  const areOffices = named.every(({ field }) => field !== null && offices.includes(field))
  if (values.length === 1 && !areOffices) return []
  return named.flatMap(({ field, value, rank }) => (field && value ? [{ field, value, rank }] : []))
}

/** Beside an office 项目 alone names the project, where nothing says so better. */
const isItemIn = (cells: readonly Cell[], label: string) => plain(label) === '项目' && namesOffice(cells)
const projectItem = { field: 'project', rank: likely } as const

/** 项目 | 增绿补绿 over the whole width names the project right above or below an office's row, or right above headings. */
function isItemBy({ rows }: Grid, index: number, at: number): boolean {
  const cells = filledCells(rows[index] ?? [], 3)
  if (at > 0 || cells.length !== 2 || plain(cells[0]?.text ?? '') !== '项目') return false
  const isOverHeadings = filledCells(rows[index + 1] ?? []).filter(({ text }) => isKnownWord(text)).length > 3
  return (
    isOverHeadings || [rows[index - 1], rows[index + 1]].some((row) => namesOffice(filledCells(row ?? [])))
  )
}

const namesOffice = (cells: readonly Cell[]) =>
  cells.some(({ text }) => offices.includes(labelOf(text) ?? 'ignored'))
const offices: readonly Field[] = ['department', 'unit', 'reporter']

/** Points that a label says to be the budget's own: 执行率分值, 执行得分. */
export const budgetPoints = /^(?:预算)?执行率?(?:(?<weight>分值|权重|满分)|(?:自评)?得分)$/

/** Each label of a row of labels with the cell below it, where one row of values stands there; over several they head a list. */
export function labelsWithValues(grid: Grid, index: number): { label: Cell; value: Cell }[] {
  const labels = filledCells(grid.rows[index] ?? [])
  const below = grid.rows[index + 1] ?? []
  const next = filledCells(grid.rows[index + 2] ?? [])
  const known = labels.filter(({ text }) => isKnownWord(text) || budgetPoints.test(plain(text)))
  const areLabels =
    known.length >= 2 &&
    (known.length === labels.length || (known.length > 2 && known.length * 3 >= labels.length * 2))
  const isOneRow = next.length === 0 || (next.length >= 2 && next.every(({ text }) => isLabel(text)))
  if (!areLabels || !isOneRow || labels.some((cell) => cell.rowSpan > 1)) return []
  return labels.flatMap((label) => {
    const value = below[label.column]
    return value === undefined || isLabel(value.text) ? [] : [{ label, value }]
  })
}

function labelsOver(grid: Grid, index: number): Labelled[] {
  return labelsWithValues(grid, index).flatMap(({ label: { text }, value }) => {
    const answer = answerOf(value.text)
    const field = isGeneric(text) && !isOffice(answer ?? '') ? null : labelOf(text)
    return field === null || answer === null
      ? []
      : [{ field, value: answer, rank: headingOf(text)?.rank ?? 0 }]
  })
}

function valueBeside(label: Cell, value: Cell | undefined): string | null {
  if (value === undefined || value.row > label.row + label.rowSpan) return null
  return isLabel(value.text) ? null : answerOf(value.text)
}

/** 总分 | 100 | 96.5: what can be had stands before what was had. */
function totalBeside(cells: readonly Cell[]): string | null {
  const figures = cells.map(({ text }) => figureIn(text))
  const end = figures.indexOf(null)
  return figures.slice(0, end < 0 ? figures.length : end).at(-1) ?? null
}

/** What stands in an answer's place without being one: prompts of the template, dashes, XX; 万元 after 单位. */
const moneyUnit = /^(?:人民币)?[亿百万千]*元(?:[、,，/（(].*)?$/
const prompt =
  /^[(（[【]?[^。]{0,20}(?:请?填写|请?填列|请填|请选择|字以内|字左右|据实填报)[^。]{0,20}[)）\]】]?$|^(?:详?见附[表件页]).{0,4}$|^[\s/\\—\-_＿…*＊.xX×□]+$/

/** A text on one line; null where it is empty or only the template's prompt. */
function answerOf(text: string | null | undefined): string | null {
  const line = nameOf((text ?? '').replace(/[_＿]{2,}/g, ' '))
  return line === null || prompt.test(line) || moneyUnit.test(line) ? null : line
}

const labelStart =
  /(?<=^|[\s，。；;、()（）|])((?:[\p{Script=Han}/]|[(（][\p{Script=Han}/、]{1,8}[)）]){2,16})\s*[:：]\s*/gu

/** 项 目 单 位（盖章）： is drawn out over its line. */
const spacedLabel =
  /(?<=^|\s)(?:\p{Script=Han}[^\S\n]+){1,9}\p{Script=Han}(?=\s*(?:[(（][^()（）]*[)）])?\s*[:：])/gu

/** What stands behind a value in its line: the year, or a label that is none of a form's head. */
const nextInLine = /\s+(?=[(（]?20\d\d年|(?:金额)?单位[:：]|\p{Script=Han}{2,8}[:：])/u

/** Every label with its value in one text: 单位名称：档案馆 填报日期：2021年4月. */
function labelledParts(written: string): Labelled[] {
  if (written.length > 600 || !/[:：]/.test(written)) return []
  const text = written.replace(spacedLabel, (label) => label.replace(/\s+/g, ''))
  const starts = [...text.matchAll(labelStart)].filter((match) => isKnownWord(match[1] ?? ''))
  return starts.flatMap((match, index) => {
    const from = match.index + match[0].length
    const value = answerOf(
      text
        .slice(from, starts[index + 1]?.index)
        .split('\n')[0]
        ?.split(nextInLine, 1)[0]
        ?.split(/。|[；;](?=\p{Script=Han}{2,12}[:：])/u, 1)[0]
        ?.replace(/[；;，,]+$/, '')
        .replace(/^([^(（]+)[)）].*$/, '$1'),
    )
    const field = labelOf(`${match[1]}:`)
    const rank = headingOf(match[1] ?? '')?.rank ?? 0
    return field === null || value === null || value.length > 80 ? [] : [{ field, value, rank }]
  })
}

const names: readonly Field[] = ['project', 'department', 'unit']
const longestName = 60

/** A label of who or what, in the words of the forms and nothing else. */
function nameLabel(text: string | undefined): Field | null {
  const field = text === undefined || isGeneric(text) || text.length < 4 ? null : labelOf(text)
  return field !== null && names.includes(field) ? field : null
}

const leadingNumber = new RegExp(`^\\s*${itemNumber}\\s*`)

/** Labels that only a space, a pipe or a comma parts from their values: 主管部门 民政局 实施单位 救助站. */
function spacedParts(line: string): Labelled[] {
  if (line.length > longestName * 2 || /[:：]/.test(line)) return []
  const words = line
    .replace(leadingNumber, '')
    .replace(/^([^,，]{2,12})[,，]/, '$1 ')
    .split(/[\s|｜]+/)
    .filter(Boolean)
  const [label = '', ...figures] = words
  // 总分 100 96.5 等级 优
  const isPoint = (text: string) => /^\d{1,3}(?:\.\d+)?分?$/.test(text)
  const [grade, its, ...more] = figures.filter((text) => !isPoint(text))
  const isGraded =
    grade === undefined || (labelOf(grade) === 'grade' && its !== undefined && more.length === 0)
  if (labelOf(label) === 'total' && /分$/.test(label) && isGraded)
    return [
      ...figures
        .filter(isPoint)
        .slice(-1)
        .map((value) => ({ field: 'total', value, rank: likely }) as const),
      ...(its === undefined ? [] : [{ field: 'grade', value: its, rank: likely } as const]),
    ]
  if (nameLabel(label) === null) return []
  return words.flatMap((word, at) => {
    const field = nameLabel(word)
    const end = words.findIndex((one, next) => next > at && isLabel(one))
    const value = answerOf(words.slice(at + 1, end < 0 ? undefined : end).join(' '))
    return field === null || value === null ? [] : [{ field, value, rank: headingOf(word)?.rank ?? 0 }]
  })
}

/** Labels that nothing parts from values or from each other: 主管部门民政局实施单位救助站. */
function gluedParts(line: string): Labelled[] {
  if (line.length > longestName * 2 || /[:：\s，,。；]/.test(line) || !beginsWithLabel(line)) return []
  const parts = partsByLabel(line)
  return parts.flatMap((word, at) => {
    const field = nameLabel(word)
    const value = answerOf(parts[at + 1])
    const isValue = value !== null && !isLabel(value) && (field === 'project' || isOffice(value))
    return field !== null && isValue ? [{ field, value, rank: headingOf(word)?.rank ?? 0 }] : []
  })
}

/** A label alone in its line names the line below it. */
function partBelow(line: string, next: string | undefined): Labelled[] {
  const field = nameLabel(line.trim().replace(/[:：]$/, ''))
  if (field === null || next === undefined || next.length > longestName) return []
  const value = isLabel(next) || /[。；;:：]/.test(next) ? null : answerOf(next)
  return value === null ? [] : [{ field, value, rank: headingOf(line)?.rank ?? 0 }]
}

/** Labels that stand in lines of text, as on a cover or over a table. */
export const labelsOfLines = (lines: readonly string[]): Labels =>
  surest(
    lines.flatMap((line, at) => [
      ...labelledParts(line.trim().replace(/^[(（]([^()（）]+)[)）]$/, '$1')),
      ...spacedParts(line),
      ...gluedParts(line),
      ...partBelow(line, lines[at + 1]),
    ]),
  )

const officeEnding = new RegExp(`${unitEnding}(?:[(（].*)?$`)

/** Whether a text ends as the names of offices do. */
export const isOffice = (text: string) => officeEnding.test(text)

const personLabel =
  /[,，;；、\s(（]*(?:项目)?(?:负责人|联系人|经办人|填报人|填表人|联系方式|联系电话|电话|手机)[及和]?(?:电话|联系方式)?[:：\s]*.*$/
const telephone = /[(（]?(?<!\d)(?:0\d{2,3}[-—\s]?\d{7,8}|1[3-9]\d{9}|\d{7,8})(?!\d)[)）]?/g

/** Leaves persons and their telephones out of an office's name; null where nothing else stands there. */
function withoutPerson(name: string): string | null {
  const bare = name.replace(personLabel, '').replace(telephone, ' ').trim()
  const words = bare.split(/[\s,，、;；]+/).filter((word) => word !== '')
  const last = words.at(-1) ?? ''
  const isPerson = /^\p{Script=Han}{2,4}$/u.test(last) && !isOffice(last)
  const hadPerson = bare !== name.trim() || /某/.test(last) || isOffice(words.at(-2) ?? '')
  if (!isPerson || !hadPerson) return lineOf(bare)
  return lineOf(bare.slice(0, bare.lastIndexOf(last)).replace(/[\s,，、;；]+$/, ''))
}

/** Drops the codes that forms print with names: 教育局（205）, 205-教育局, 219001池州市教育局. */
export function withoutCode(written: string | null): string | null {
  const name = written === null ? null : withoutPerson(written)
  if (name === null) return null
  return lineOf(
    name
      .replace(/\s*[(（](?:盖章|公章|签章|章|单位盖章|单位公章)[)）]\s*$/, '')
      .replace(
        /^\s*(?:[[【(（]\d[\dA-Za-z]{2,}[\]】)）]\s*[-—_|:：]?|\d[\dA-Za-z]{2,}\s*[-—_|:：\s])\s*(?=\S)/,
        '',
      )
      .replace(/^\s*\d{6,}\s*(?=[^\d\s年月日号])/, '')
      .replace(/\s*[[【(（]\s*\d[\dA-Za-z-]{2,}\s*[\]】)）]\s*$|[-—_|\s]+\d{3,}\s*$|(?<=\D)\d{6,}\s*$/, ''),
  )
}

/** Drops a project's code before its name: 51092324T000010263357-2023年安可替代补助资金. */
export function withoutProjectCode(name: string | null): string | null {
  if (name === null) return null
  return lineOf(
    name
      .replace(/^\s*\d{5,7}\s*[-—_|]\s*(?=\p{Script=Han})/u, '')
      .replace(/^\s*[[【(（]?(?=[\dA-Za-z_]*\d{4})[\dA-Za-z_]{8,}[\]】)）]?\s*[-—:：|\s]?\s*(?=\S)/, '')
      .replace(/\s*[[【(（](?=[\dA-Za-z_-]*\d{4})[\dA-Za-z_-]{8,}[\]】)）]\s*$/, ''),
  )
}

/** A district by the name and the code that stand for it, as one text; null where neither does. */
export const placeOf = (name: string | null, code: string | null) =>
  name === null ? code : code === null || name.includes(code) ? name : `${name} ${code}`
