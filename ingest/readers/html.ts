import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { type Block, textOf } from './block.ts'
import { decoded } from './encoding.ts'
import { withoutFixedWidth } from './fixed-width.ts'
import { htmlTable, type Row } from './html-table.ts'
import { type Content, Unreadable } from './table.ts'
import { readTxt } from './txt.ts'

type Element = DefaultTreeAdapterTypes.Element
type Node = DefaultTreeAdapterTypes.ChildNode

/** Deeper than any editor nests; parts of a page this deep are an attack. */
const DEEPEST = 400

/** A line break that the page asks for, unlike those of its source. */
const BREAK = '\v'

/** What a browser does not show, or shows as struck out or as the frame around the text. */
const UNSEEN = new Set(
  'head script style noscript template nav aside iframe object svg canvas video audio select button del s strike'.split(
    ' ',
  ),
)

const BLOCKS = new Set(
  'p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 section article main header footer center blockquote pre hr form fieldset figure address caption tr td th'.split(
    ' ',
  ),
)

/** At most this share of a paragraph may stand in links: menus and paths are nothing else. */
const LINKED_SHARE = 0.8

/** Whether a text begins as a page does. */
export function isHtml(start: string): boolean {
  return /^\s*(?:<!--(?:(?!-->)[\s\S])*-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|table|meta|title|div|p)[\s>]/i.test(
    start,
  )
}

/** The paragraphs and tables of a web page; `declared` is an encoding told by what the page came in. */
export function readHtml(bytes: Uint8Array, declared: string | null = null): Content {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', 0, 4096)
  const named = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(start)?.[1] ?? declared
  const page = parse(decoded(bytes, named))
  const menus = new Set<Block>()
  const blocks = flowOf(page, menus, 0).filter((block) => !menus.has(block))
  if (blocks.length === 0) throw new Unreadable('no-text', 'a page without text of its own')
  return { format: 'html', blocks: withJoinedRows(blocks) }
}

const leastRows = 3

/** Some pages make each row of a table a table of its own: those right below one another and as wide are one. */
function withJoinedRows(blocks: readonly Block[]): Block[] {
  const joined: Block[] = []
  for (let at = 0; at < blocks.length; ) {
    const first = blocks[at]
    const isRow = (one: Block | undefined) =>
      one?.kind === 'table' && first?.kind === 'table' && one.rows === 1 && one.columns === first.columns
    let end = at
    while (isRow(blocks[end])) end += 1
    const rows = blocks.slice(at, end).flatMap((one) => (one.kind === 'table' ? [one] : []))
    if (first?.kind === 'table' && rows.length >= leastRows) {
      const cells = rows.flatMap((one, row) => one.cells.map((cell) => ({ ...cell, row })))
      joined.push({ ...first, rows: rows.length, cells })
    } else joined.push(...blocks.slice(at, Math.max(end, at + 1)))
    at = Math.max(end, at + 1)
  }
  return joined
}

/** Finished blocks, and the paragraph that is being written: its text, and how much of it stands in links. */
type Flow = {
  blocks: Block[]
  text: string[]
  linked: number
  inLink: number
  depth: number
  /** Paragraphs of all flows that are hardly more than links: cells keep them, the page does not. */
  menus: Set<Block>
}

function flowOf({ childNodes }: Pick<Element, 'childNodes'>, menus: Set<Block>, depth: number): Block[] {
  const flow: Flow = { blocks: [], text: [], linked: 0, inLink: 0, depth, menus }
  for (const child of childNodes) walk(child, flow)
  endParagraph(flow)
  return flow.blocks
}

function walk(node: Node, flow: Flow): void {
  if (flow.depth > DEEPEST) throw new Unreadable('too-large', `elements nested deeper than ${DEEPEST}`)
  if ('value' in node) write(flow, node.value)
  if (!('tagName' in node) || isUnseen(node)) return
  const { tagName } = node
  if (tagName === 'table') {
    endParagraph(flow)
    for (const block of tableBlocks(node, flow)) flow.blocks.push(block)
    return
  }
  if (tagName === 'pre' && !holdsBlocks(node)) {
    endParagraph(flow)
    flow.blocks.push(...readTxt(preformatted(node)).blocks)
    return
  }
  if (tagName === 'dl' && writeList(node, flow)) return
  const rows = rowsWithoutTable(node, flow)
  if (rows !== null) {
    endParagraph(flow)
    flow.blocks.push(...htmlTable(rows))
    return
  }
  if (tagName === 'br') write(flow, BREAK)
  if (tagName === 'input') write(flow, inputShown(node))
  const isBlock = BLOCKS.has(tagName)
  const isApart =
    !isBlock && /display\s*:\s*(?:inline-block|table-cell)/i.test(attribute(node, 'style') ?? '')
  if (isBlock) endParagraph(flow)
  if (isApart) write(flow, ' ')
  if (tagName === 'a') flow.inLink++
  flow.depth++
  for (const child of node.childNodes) walk(child, flow)
  flow.depth--
  if (tagName === 'a') flow.inLink--
  if (isApart) write(flow, ' ')
  if (isBlock) endParagraph(flow)
}

/** Fewer cells to a row are cards, or labels with what they say. */
const leastCells = 4

/** A table that is made of other elements: rows of as many cells each, right below one another or in a head and a body; null for anything else. */
function rowsWithoutTable(element: Element, { menus, depth }: Flow): Row[] | null {
  if (!BLOCKS.has(element.tagName)) return null
  const parts = elementsIn(element)
  const inParts = parts.flatMap(elementsIn)
  const elements = [parts, inParts].find((rows) => rows.length > 1 && areRows(rows)) ?? []
  const isWhole = [element, ...(elements === inParts ? parts : []), ...elements].every(holdsNoText)
  if (elements.length === 0 || !isWhole || !elements.flatMap(elementsIn).every(isPlain)) return null
  const held = elements.map((row) => elementsIn(row).map((cell) => flowOf(cell, menus, depth + 1)))
  if (held.flat(2).some((block) => menus.has(block))) return null
  return held.map((cells) => ({
    section: 0,
    cells: cells.map((blocks) => ({
      text: blocks.map(textOf).join(''),
      rowSpan: undefined,
      columnSpan: undefined,
    })),
  }))
}

function areRows(elements: readonly Element[]): boolean {
  const lengths = new Set(elements.map((row) => (BLOCKS.has(row.tagName) ? elementsIn(row).length : 0)))
  const [length = 0] = lengths
  return lengths.size === 1 && length >= leastCells
}

/** Whether an element holds one paragraph at most. */
function isPlain(cell: Element): boolean {
  const [only, another] = elementsIn(cell)
  return (
    !holdsBlocks(cell) || (only !== undefined && another === undefined && holdsNoText(cell) && isPlain(only))
  )
}

const holdsNoText = ({ childNodes }: Element) =>
  childNodes.every((node) => !('value' in node) || node.value.trim() === '')

/** Text whose line breaks, spaces and tabs stand as they were written. */
const preformatted = (node: Node): string =>
  'value' in node
    ? node.value
    : !('childNodes' in node) || isUnseen(node)
      ? ''
      : node.tagName === 'br'
        ? '\n'
        : node.childNodes.map(preformatted).join('')

/** Old pages wrap whole articles into one. */
const holdsBlocks = (element: Element): boolean =>
  elementsIn(element).some((one) => BLOCKS.has(one.tagName) || one.tagName === 'table' || holdsBlocks(one))

/** A list of terms, each on a line with what is said of it; false where more than words stand in it. */
function writeList(list: Element, flow: Flow): boolean {
  const items = elementsIn(list).flatMap((one) => (one.tagName === 'div' ? elementsIn(one) : [one]))
  const texts = items.map((item) => ({ item, blocks: flowOf(item, flow.menus, flow.depth + 1) }))
  if (texts.some(({ blocks }) => blocks.length > 1 || blocks[0]?.kind === 'table')) return false
  endParagraph(flow)
  let term = ''
  for (const { item, blocks } of texts) {
    const text = blocks.map(textOf).join('')
    if (item.tagName === 'dt' && term !== '') flow.blocks.push({ kind: 'paragraph', text: term })
    if (item.tagName === 'dt') term = text
    else {
      const label = term === '' ? '' : `${term.replace(/[:：]$/, '')}：`
      flow.blocks.push({ kind: 'paragraph', text: label + text })
      term = ''
    }
  }
  if (term !== '') flow.blocks.push({ kind: 'paragraph', text: term })
  return true
}

function write(flow: Flow, text: string): void {
  flow.text.push(text)
  if (flow.inLink > 0) flow.linked += letters(text)
}

/** Without the signs that stand between links. */
function letters(text: string): number {
  return text.replace(/[\s\p{P}\p{S}]/gu, '').length
}

function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find((one) => one.name === name)?.value
}

function isUnseen(element: Element): boolean {
  const { tagName } = element
  if (UNSEEN.has(tagName)) return true
  if (attribute(element, 'hidden') !== undefined) return true
  if (/display\s*:\s*none/i.test(attribute(element, 'style') ?? '')) return true
  if (tagName === 'a' && isNoteMark(element)) return true
  const isFrame = tagName === 'header' || tagName === 'footer'
  return isFrame && element.parentNode?.nodeName === 'body'
}

/** The number of a footnote, as word processors save it: a figure beside it would gain a digit. */
function isNoteMark(link: Element): boolean {
  if (!/^#.*(?:ftn|edn|footnote|endnote)/i.test(attribute(link, 'href') ?? '')) return false
  return /^[[(（【]?(?:\d{1,3}|[ivx]{1,5})[\])）】]?$/.test(textWithin(link).trim())
}

const textWithin = (node: Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textWithin).join('') : ''

/** Boxes to tick and lines to fill in, as they were saved. */
function inputShown(input: Element): string {
  const type = (attribute(input, 'type') ?? 'text').toLowerCase()
  if (type === 'checkbox' || type === 'radio') return attribute(input, 'checked') === undefined ? '☐' : '☑'
  return type === 'text' ? (attribute(input, 'value') ?? '') : ''
}

function endParagraph(flow: Flow): void {
  const text = readable(flow.text.join(''))
  const paragraph = { kind: 'paragraph' as const, text }
  if (flow.linked > letters(text) * LINKED_SHARE) flow.menus.add(paragraph)
  if (text) flow.blocks.push(paragraph)
  flow.text = []
  flow.linked = 0
}

/** White space as a browser shows it: one space, whatever the source has there. */
function readable(text: string): string {
  const lines = text
    .replace(/[\u200b\ufeff]/g, '')
    .replace(/\u2003/g, '\u3000')
    .replace(/[ \t\r\n\f\u00a0\u2002-\u200a]+/g, ' ')
    .split(BREAK)
    .map((line) => line.replace(/^ | $/g, ''))
  return withoutFixedWidth(lines.join('\n'))
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim()
}

/** A table; or, where it only lays out the page or has a single column, what its cells hold. Tables in its cells follow it. */
function tableBlocks(table: Element, { menus, depth }: Flow): Block[] {
  const captions = elementsIn(table).filter(({ tagName }) => tagName === 'caption')
  const rows = rowsOf(table)
  const held = rows.map(({ elements }) => elements.map((cell) => flowOf(cell, menus, depth + 1)))
  const all = held.flat(2)
  const nested = all.filter((block) => block.kind === 'table')
  const isLayout = nested.length > 0 && lengthOf(nested) * 2 > lengthOf(all)
  if (held.every(({ length }) => length === 1)) return all
  const written: Row[] = rows.map(({ elements, section }, row) => ({
    section,
    cells: elements.map((cell, n) => ({
      text: (held[row]?.[n] ?? []).map(textOf).join('\n').trim(),
      rowSpan: attribute(cell, 'rowspan'),
      columnSpan: attribute(cell, 'colspan'),
    })),
  }))
  if (isLayout) return laidOut(held, written)
  return [
    ...captions.flatMap((caption) => flowOf(caption, menus, depth + 1)),
    ...htmlTable(written),
    ...nested,
  ]
}

/** What a table around others holds: its rows of labels and values above and below them, as tables of their own. */
function laidOut(held: Block[][][], written: Row[]): Block[] {
  const blocks: Block[] = []
  let pairs: number[] = []
  const end = () => {
    const rows = pairs.flatMap((row) => written[row] ?? [])
    const alone = rows.flatMap(({ cells }) => cells.map(({ text }) => text)).filter(Boolean)
    blocks.push(
      ...(rows.length > 1
        ? htmlTable(rows)
        : alone.length > 0
          ? [{ kind: 'paragraph' as const, text: alone.join(' ') }]
          : []),
    )
    pairs = []
  }
  for (const [row, cells] of held.entries()) {
    const isPairs =
      cells.flat().every(({ kind }) => kind === 'paragraph') &&
      cells.filter((cell) => cell.length > 0).length > 1
    if (isPairs) pairs.push(row)
    else {
      end()
      blocks.push(...cells.flat())
    }
  }
  end()
  return blocks
}

type TableRow = { elements: Element[]; section: number }

function rowsOf(table: Element): TableRow[] {
  return elementsIn(table).flatMap((part, section) =>
    (part.tagName === 'tr' ? [part] : elementsIn(part))
      .filter(({ tagName }) => tagName === 'tr')
      .map((row) => ({
        elements: elementsIn(row).filter(({ tagName }) => tagName === 'td' || tagName === 'th'),
        section,
      })),
  )
}

function elementsIn({ childNodes }: Element): Element[] {
  return childNodes.flatMap((node) => ('tagName' in node && !isUnseen(node) ? [node] : []))
}

function lengthOf(blocks: Block[]): number {
  return blocks.reduce((sum, block) => sum + textOf(block).length, 0)
}
