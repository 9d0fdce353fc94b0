import { callsOut, told } from './active.ts'
import { type Block, textOf, withoutRepeats } from './block.ts'
import { type GridCell, type GridRow, tableOf } from './grid.ts'
import { mainPart, relationships } from './package.ts'
import { symbolShown } from './symbols.ts'
import { type Content, Unreadable } from './table.ts'
import { type Attributes, readXml } from './xml.ts'
import type { Zip } from './zip.ts'

/** More columns than any word processor allows; a larger span is damage or an attack. */
const MOST_COLUMNS = 1024

/** Deleted or moved text, former properties, the copy for old programs, readings printed above characters. */
const UNSEEN = new Set(['w:del', 'w:moveFrom', 'w:tcPrChange', 'w:trPrChange', 'mc:Fallback', 'w:rt'])

const RUN_TEXT: Record<string, string> = {
  'w:tab': '\t',
  'w:ptab': '\t',
  'w:br': '\n',
  'w:cr': '\n',
  'w:noBreakHyphen': '-',
}

/** The paragraphs and tables of a Word document; headers come first, labels in footers last, text boxes after the block they hang on. */
export function readDocx(zip: Zip): Content {
  const main = mainPart(zip, 'word/document.xml')
  const body = zip.part(main)
  if (!body) throw new Unreadable('damaged', 'no document inside')
  const related = relationships(zip, main)
  const blocksOfAll = (kind: string) =>
    related
      .filter(({ type }) => type === kind)
      .flatMap(({ target }) => {
        const part = zip.part(target)
        return part ? blocksOf(part).blocks : []
      })
  const { blocks, calls } = blocksOf(body)
  // A footer that labels nothing numbers pages.
  const footers = blocksOfAll('footer').filter(
    (block) => block.kind === 'paragraph' && /\p{Script=Han}{2}[:：]/u.test(block.text),
  )
  const all = [...withoutRepeats(blocksOfAll('header')), ...blocks, ...withoutRepeats(footers)]
  return told({ format: 'docx', blocks: all }, { calls })
}

/** Word's XML of 2003, all in one part; programs that fill in templates still write it, by the name of doc. */
export function readWordXml(bytes: Uint8Array): Content {
  const { blocks, calls } = blocksOf(bytes)
  return told({ format: 'doc', blocks }, { calls })
}

type OpenTable = {
  grid: GridRow[]
  deleted: boolean
  joins: boolean
  /** What stands in the last cell. */
  inside: Block[]
}

/** Where finished blocks go: the page itself, a table cell, or a text box. */
type Flow = { within: 'page' | 'cell' | 'box'; blocks: Block[] }

type Writing = {
  /** Names of the open elements, outermost first. */
  path: string[]
  flows: [Flow, ...Flow[]]
  paragraphs: string[][]
  tables: OpenTable[]
  /** Blocks found inside others, waiting for the outermost to end. */
  inner: Block[]
  /** The state of a check box of the old form fields. */
  ticked: boolean
  /** Whether the open run is hidden text, which is neither shown nor printed, or struck out. */
  hidden: boolean
  /** What the open field is told to do, and whether one so far calls another program or file. */
  instruction: string
  calls: boolean
}

function blocksOf(part: Uint8Array): { blocks: Block[]; calls: boolean } {
  const page: Flow = { within: 'page', blocks: [] }
  const writing: Writing = {
    path: [],
    flows: [page],
    paragraphs: [],
    tables: [],
    inner: [],
    ticked: false,
    hidden: false,
    instruction: '',
    calls: false,
  }
  let unseen = 0
  readXml(part, {
    open: (name, attributes) => {
      const marksRow = name === 'w:del' && writing.path.at(-1) === 'w:trPr'
      writing.path.push(name)
      if (unseen > 0 || (UNSEEN.has(name) && !marksRow)) unseen++
      else open(writing, name, attributes)
    },
    close: (name) => {
      writing.path.pop()
      if (unseen > 0) unseen--
      else close(writing, name)
    },
    text: (text) => {
      const at = writing.path.at(-1)
      if (at === 'w:instrText') writing.instruction += text
      if (unseen === 0 && !writing.hidden && (at === 'w:t' || at === 'm:t'))
        writing.paragraphs.at(-1)?.push(text)
    },
  })
  return { blocks: page.blocks.concat(writing.inner), calls: writing.calls }
}

function open(writing: Writing, name: string, attributes: Attributes): void {
  const { flows, paragraphs, tables } = writing
  if (name === 'w:p') paragraphs.push([])
  else if (name === 'w:tc') {
    flows.push({ within: 'cell', blocks: [] })
    tables.at(-1)?.grid.at(-1)?.cells.push({ text: '', columnSpan: 1, merge: null })
  } else if (name === 'w:txbxContent') flows.push({ within: 'box', blocks: [] })
  else if (name === 'w:tbl') tables.push({ grid: [], deleted: false, joins: false, inside: [] })
  else if (name === 'w:tr') tables.at(-1)?.grid.push({ columnsBefore: 0, columnsAfter: 0, cells: [] })
  else if (name === 'w:r') writing.hidden = false
  else if (name === 'w:fldChar' || name === 'w:fldSimple') startField(writing, attributes)
  else if (HIDING.has(name)) hide(writing, attributes)
  else if (writing.path.at(-2) === 'w:r') runText(writing, name, attributes)
  else if (!checkBox(writing, name, attributes)) tableProperty(writing, name, attributes)
}

/** An instruction ends where the field's result or the next field begins. */
function startField(writing: Writing, attributes: Attributes): void {
  writing.calls ||= callsOut(writing.instruction) || callsOut(attributes['w:instr'] ?? '')
  writing.instruction = ''
}

const isOff = (value: string | undefined) => /^(0|false|off)$/.test(value ?? '')

const HIDING = new Set(['w:vanish', 'w:strike', 'w:dstrike'])

function hide(writing: Writing, attributes: Attributes): void {
  const isOfRun = writing.path.at(-2) === 'w:rPr' && writing.path.at(-3) === 'w:r'
  if (isOfRun && !isOff(attributes['w:val'])) writing.hidden = true
}

function runText({ paragraphs, hidden }: Writing, name: string, attributes: Attributes): void {
  if (hidden) return
  const text = name === 'w:sym' ? symbolShown(attributes['w:font'], attributes['w:char']) : RUN_TEXT[name]
  if (text) paragraphs.at(-1)?.push(text)
}

/** The old form field keeps its mark in properties, not in the text; `w:checked` outranks `w:default`. */
function checkBox(writing: Writing, name: string, attributes: Attributes): boolean {
  if (name === 'w:checkBox') writing.ticked = false
  else if (writing.path.at(-2) === 'w:checkBox' && (name === 'w:default' || name === 'w:checked'))
    writing.ticked = !isOff(attributes['w:val'])
  else return false
  return true
}

function tableProperty({ tables }: Writing, name: string, attributes: Attributes): void {
  const table = tables.at(-1)
  const row = table?.grid.at(-1)
  const cell = row?.cells.at(-1)
  const value = attributes['w:val']
  if (!table || !row) return
  if (name === 'w:gridBefore') row.columnsBefore = columnCount(value)
  else if (name === 'w:gridAfter') row.columnsAfter = columnCount(value)
  else if (name === 'w:del') table.deleted = true
  else if (!cell) return
  else if (name === 'w:gridSpan') cell.columnSpan = Math.max(1, columnCount(value))
  else if (/^w:vmerge$/i.test(name)) cell.merge = value === 'restart' ? 'starts' : 'continues'
  else if (/^w:hmerge$/i.test(name)) table.joins = value !== 'restart'
}

function columnCount(value: string | undefined): number {
  const count = Number(value ?? 0)
  if (!Number.isInteger(count) || count < 0 || count > MOST_COLUMNS)
    throw new Unreadable('damaged', `a span of ${value} columns`)
  return count
}

function close(writing: Writing, name: string): void {
  if (name === 'w:p') endParagraph(writing)
  else if (name === 'w:r') writing.hidden = false
  else if (name === 'w:checkBox') writing.paragraphs.at(-1)?.push(writing.ticked ? '☑' : '☐')
  else if (name === 'w:tc') endCell(writing)
  else if (name === 'w:tr') endRow(writing)
  else if (name === 'w:tbl') endTable(writing)
  else if (name === 'w:txbxContent') endFlow(writing, 'box')
}

function endParagraph(writing: Writing): void {
  const text = (writing.paragraphs.pop() ?? []).join('')
  const inCell = writing.flows.at(-1)?.within === 'cell'
  if (inCell || text.trim()) put(writing, { kind: 'paragraph', text: inCell ? text : text.trim() })
  else putInner(writing)
}

function endCell(writing: Writing): void {
  const blocks = endFlow(writing, 'cell')
  const table = writing.tables.at(-1)
  const cells = table?.grid.at(-1)?.cells
  const cell = cells?.at(-1)
  if (!table || !cells || !cell) return
  cell.text = blocks.map(textOf).join('\n').trim()
  table.inside = blocks
  if (table.joins) joinLast(cells)
  table.joins = false
}

/** `hMerge`, the older way of merging sideways: the cell belongs to the one on its left. */
function joinLast(cells: GridCell[]): void {
  const left = cells.at(-2)
  const cell = cells.at(-1)
  if (!left || !cell) return
  left.columnSpan += cell.columnSpan
  cells.pop()
}

function endRow({ tables }: Writing): void {
  const table = tables.at(-1)
  if (table?.deleted) table.grid.pop()
  if (table) table.deleted = false
}

function endTable(writing: Writing): void {
  const open = writing.tables.pop()
  if (open === undefined || open.grid.length === 0) return
  const isFrame = open.grid.length === 1 && open.grid[0]?.cells.length === 1
  // A table of one cell around another is a frame, and no table.
  const framed = isFrame && open.inside.some(({ kind }) => kind === 'table') ? open.inside : null
  writing.inner = writing.inner.filter((block) => !framed?.includes(block))
  for (const block of framed ?? [tableOf(open.grid)])
    if (framed === null || textOf(block).trim() !== '') put(writing, block)
}

/** Text boxes and the tables inside cells come out as blocks of their own, after what they hang on. */
function endFlow(writing: Writing, within: Flow['within']): Block[] {
  if (writing.flows.at(-1)?.within !== within) return []
  const blocks = writing.flows.pop()?.blocks ?? []
  for (const block of blocks) if (within === 'box' || block.kind === 'table') writing.inner.push(block)
  return blocks
}

function put(writing: Writing, block: Block): void {
  const flow = writing.flows.at(-1) ?? writing.flows[0]
  flow.blocks.push(block)
  putInner(writing)
}

function putInner({ flows, inner }: Writing): void {
  const flow = flows.at(-1) ?? flows[0]
  if (flow.within === 'page') for (const block of inner.splice(0)) flow.blocks.push(block)
}
