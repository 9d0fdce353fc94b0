import type { Content } from '#ingest/readers/table.ts'
import { isPageFoot, isPageNumber } from '../footers.ts'
import { lineOf, plain, tableOf } from '../grid.ts'
import { type Field, headingOf, isKnownWord } from '../headings.ts'
import { labelOf } from '../labels.ts'
import { linesOf } from '../sections.ts'
import { isTotalLabel } from '../tables/columns.ts'
import { isWholeLevel } from '../tables/levels.ts'
import { beginsWithLabel } from './glued-labels.ts'
import { rowsOfPage } from './glued-page.ts'
import { gluedRows, isGluedHeading } from './text-glued.ts'
import { rowsOfStream } from './text-rows.ts'

/*
 * Pages copied as text keep a table's words and lose its lines: a row a line with pipes between the cells, a
 * cell a line with a pipe behind it, or cells with nothing but spaces between. What the headings announce tells
 * the rows apart again. Only documents that no layout recognises otherwise come here.
 */

/** The same document with its table's rows told apart again; null where its lines hold no headings of a form. */
export function withTextTables(content: Content): Content | null {
  if (content.blocks.some((block) => block.kind === 'table' && block.cells.length > 8)) return null
  const glued = gluedContent(content)
  if (glued) return glued
  const lines = withWholeLabels(
    withoutPageHeads(linesOf(content).filter((line) => !isPageNumber(line) && !isPageFoot(line))),
  )
    .map(withoutGaps)
    .flatMap((line) => line.split(/\s(?=项目名称[\s:：|])/))
  const first = lines.findIndex(beginsForm)
  const saysLevels = lines.some((line) => /[一二三]级|指标(?:名称|内容)/.test(line))
  if (first < 0 || !(saysLevels || isPipedRows(lines))) return null
  const written = lines.slice(first, first + mostLines)
  const piped = isPipedRows(written)
  const below = piped ? written.splice(written.findLastIndex(isPiped) + 1) : []
  const above = lines
    .slice(0, first)
    .map((text) => ({ kind: 'paragraph' as const, text: text.replace(/[|｜]/g, ' ') }))
  const rest = below.map((text) => ({ kind: 'paragraph' as const, text }))
  return { format: content.format, blocks: [...above, ...blocksOf(written, piped), ...rest] }
}

/** A table whose cells are joined by nothing: it begins with its project's name, or else with its headings. */
function gluedContent(content: Content): Content | null {
  const lines = linesOf(content).flatMap((line) => (isPageFoot(line) ? [] : rowsOfPage(line)))
  const heading = lines.findIndex(isGluedHeading)
  if (heading < 0) return null
  const named = lines.findIndex(beginsWithLabel)
  const first = named < 0 ? heading : Math.min(named, heading)
  const under = lines.findLastIndex(isGluedHeading) + 1
  const rest = lines.slice(under).findIndex((line) => isTotalLabel(line) || isSentence(line))
  const last = Math.max(
    lines.findLastIndex((line) => isTotalLabel(line) || /\d$/.test(line)),
    rest < 0 ? lines.length - 1 : under + rest - 1,
  )
  const rows = gluedRows(lines.slice(first, last + 1))
  const paragraphs = (texts: readonly string[]) => texts.map((text) => ({ kind: 'paragraph' as const, text }))
  return rows === null
    ? null
    : {
        format: content.format,
        blocks: [...paragraphs(lines.slice(0, first)), tableOf(rows), ...paragraphs(lines.slice(last + 1))],
      }
}

/** Tables and the sentences between them; other lines without pipes are what is left of a cell that wraps. */
function blocksOf(lines: readonly string[], isRows: boolean): Content['blocks'] {
  const whole = streamOf(lines, isMostlyPiped(lines))
  const isFramed = !lines.some((line) => /^[^|｜]+[|｜].*[|｜]/.test(line))
  const blocks: Content['blocks'] = []
  let written: string[] = []
  const endTable = () => {
    const rows = isRows
      ? written.filter((line) => !isRule(line)).map(isFramed ? cellsOf : openCellsOf)
      : rowsOfStream(streamOf(written, isMostlyPiped(lines)), whole)
    if (rows.length > 0) blocks.push(tableOf(rows))
    written = []
  }
  for (const line of lines) {
    if (!isSentence(line) && !isTitle(line)) written.push(line)
    else {
      endTable()
      blocks.push({ kind: 'paragraph', text: line })
    }
  }
  endTable()
  return blocks
}

/** Headings that are spread out over their cell, in one piece: 项 目 名 称, 得 分. */
const withoutGaps = (line: string) =>
  line.replace(/(?<!\S)\p{Script=Han}(?:[ \u3000]+\p{Script=Han})+(?!\S)/gu, (spread) =>
    isKnownWord(spread) || isTotalLabel(spread) ? plain(spread) : spread,
  )

/** A line of prose or the heading of a chapter. */
const isSentence = (line: string) =>
  !isPiped(line) &&
  (/^\S{12,}[。；]$/.test(line) ||
    /[(（](?:单位[:：])?万?元[)）][:：].*\d.*[，,；;].*\d|^\p{Script=Han}\S*\d(?:亿|万)?元[，,；;]\S*\d/u.test(
      line,
    ) ||
    /^(?:[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十]{1,2}[)）])\S*$/.test(line))

/** The title of the next form, or the year under it. */
const isTitle = (line: string) =>
  !isPiped(line) &&
  (/^\S{2,40}(?:自评|目标|申报|监控|评价|情况)(?:情况)?表$/.test(plain(line)) ||
    /^[(（]\s*(?:19|20)\d\d\s*年度?\s*[)）]$/.test(line.trim()))

/** A title that stands again over the same headings heads the next page of its form, not another form. */
const withoutPageHeads = (lines: readonly string[]) =>
  lines.filter(
    (line, at) =>
      !isTitle(line) || lines.indexOf(line) === at || lines.indexOf(lines[at + 1] ?? '') === at + 1,
  )

/** A form fills a page or two; what comes after thousands of lines is none. */
const mostLines = 3000

/** A form begins with its project's or department's name, or with a heading where nothing names them. */
const beginsForm = (line: string) => {
  const [label] = line.split(/[|｜:：\s]/, 1)
  const field = (headingOf(line) ?? headingOf(label ?? ''))?.field
  return field === 'project' || field === 'reporter' || field === 'department' || field === 'level1'
}

/** The line of dashes that Markdown draws below a header. */
const isRule = (line: string) => line.includes('-') && /^[\s|｜:+-]+$/.test(line)

const isPiped = (line: string) => /[|｜]/.test(line)

/** Most lines with pipes hold several cells: then each is a row. */
function isPipedRows(lines: readonly string[]): boolean {
  const piped = lines.filter(isPiped)
  const wide = piped.filter((line) => cellsOf(line).length > 2)
  return piped.length >= 4 && wide.length > piped.length / 2
}

/** The cells between pipes; the first and last pipe of a line may be its border. */
const cellsOf = (line: string) =>
  line
    .trim()
    .replace(/^[|｜]|[|｜]$/g, '')
    .split(/[|｜]/)
    .map((cell) => cell.trim())

/** Cells with pipes between them alone: a line that begins with one begins with an empty cell. */
const openCellsOf = (line: string) => line.split(/[|｜]/).map((cell) => cell.trim())

const isMostlyPiped = (lines: readonly string[]) => lines.filter(isPiped).length > lines.length / 2

/** Cells in reading order; null ends a line where cells stand apart by spaces alone, and empty ones are lost. */
function streamOf(lines: readonly string[], isPipedCells: boolean): (string | null)[] {
  if (isPipedCells) return lines.flatMap(cellsOf)
  // Where hardly any line has a space, each is a cell.
  const written = lines.map((line) => lineOf(line) ?? '')
  if (written.filter((line) => line.includes(' ')).length * 4 < written.length)
    return upright(written.flatMap(labelledCells))
  // Where most lines have wider gaps, these part the cells, and single spaces stand inside them.
  const gap = lines.filter((line) => wideGap.test(line)).length * 2 > lines.length ? wideGap : /[ \u3000\t]/
  return lines.flatMap((line) => [
    ...line
      .trim()
      .split(gap)
      .map((cell) => lineOf(cell) ?? ''),
    null,
  ])
}

/** A label and its value may share a line where every other cell has its own: 项目名称 增绿补绿. */
function labelledCells(line: string): string[] {
  const words = line.split(' ')
  const isLabelled = words.length % 2 === 0 && words.every((word, at) => at % 2 > 0 || labelOf(word) !== null)
  return isLabelled ? words : [line]
}

const wideGap = /[ \u3000\t]{2,}/

const torn: readonly (Field | null)[] = ['project', 'department', 'unit']

/** 主管, 部门 on two lines is one label. */
function withWholeLabels(lines: readonly string[]): string[] {
  const whole: string[] = []
  for (const line of lines) {
    const before = whole.at(-1) ?? ''
    const isTorn =
      before !== '' && before.length < 5 && line.length < 5 && torn.includes(labelOf(before + line))
    if (isTorn && labelOf(before) === null) whole[whole.length - 1] = before + line
    else whole.push(line)
  }
  return whole
}

/** Levels that were written from top to bottom, a character or two a line, in one piece: 产, 出, 指, 标. */
function upright(lines: readonly string[]): string[] {
  const whole: string[] = []
  for (let at = 0; at < lines.length; ) {
    const lengths = [6, 5, 4, 3, 2].filter((length) => {
      const parts = lines.slice(at, at + length)
      return (
        parts.every((part) => /^\p{Script=Han}{1,3}$/u.test(part)) && isWholeLevel(parts.join(''), 'level1')
      )
    })
    const length = lengths[0] ?? 1
    whole.push(lines.slice(at, at + length).join(''))
    at += length
  }
  return whole
}
