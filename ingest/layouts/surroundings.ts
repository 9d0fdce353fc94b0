import { filledCells, type Grid, lineOf, plain } from './grid.ts'
import { isKnownWord } from './headings.ts'
import { indicatorBlocks } from './tables/indicator-rows.ts'

const label = '(?:填报|填表|报告|编报|编制|报送|上报|提交|制表)(?:日期|时间|日)[:：]?'
const dayLabel = new RegExp(`${label}\\s*(?=\\S)`)
const dayHeading = new RegExp(`^${label}$`)
const written = /(20\d\d)\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*(?:日|号)?(?!\d)/
const alone = new RegExp(`^${written.source}$`)

const signs = '〇一二三四五六七八九'
const chineseDay =
  /(二[〇零○O0][〇零○O0一二三四五六七八九]{2})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]/

/** 十五 is 15, 三十一 31. */
function tensOf(text: string): number {
  const [tens = '', ones = ''] = text.includes('十') ? text.split('十') : ['零', text]
  const ten = tens === '' ? 1 : Math.max(0, signs.indexOf(tens))
  return 10 * ten + Math.max(0, signs.indexOf(ones === '' ? '〇' : ones))
}

/** 二〇二〇年三月十五日 in figures. */
const inFigures = (text: string) =>
  text.replace(chineseDay, (_, year: string, month: string, day: string) => {
    const figures = [...year].map((sign) => Math.max(0, signs.indexOf(sign))).join('')
    return `${figures}年${tensOf(month)}月${tensOf(day)}日`
  })

function isoDay([, year = '', month = '', day = '']: RegExpExecArray): string | null {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null
}

/** Whether a column's heading says that the day of the report stands below it. */
export const isDayHeading = (text: string) => dayHeading.test(plain(text))

/** The day that a cell holds, alone. */
export function dayIn(text: string): string | null {
  const day = alone.exec(inFigures(plain(text)))
  return day && isoDay(day)
}

/** How many lines a cover or a signature has. */
const nearEdge = 12

/**
 * The day that a document gives itself: behind 填报日期 and its kin, else alone in a line at its end or on its
 * cover. A month without a day is none.
 */
export function reportedOnIn(lines: readonly string[], grids: readonly Grid[]): string | null {
  for (const text of [...grids.flatMap(labelledTexts), ...lines]) {
    const found = dayLabel.exec(text)
    const day = found && written.exec(inFigures(text.slice(found.index + found[0].length)).slice(0, 20))
    if (day && day.index <= 2) return isoDay(day)
  }
  const edges = [...lines.slice(-nearEdge).reverse(), ...lines.slice(0, nearEdge)]
  for (const line of edges) {
    const day = dayIn(line)
    if (day !== null) return day
  }
  return null
}

/** Cells that may hold the day, each with what stands beside it; the indicators' own rows are left out. */
function labelledTexts(grid: Grid): string[] {
  const [block] = indicatorBlocks(grid)
  const rows = block
    ? [...grid.rows.slice(0, block.heading.row), ...grid.rows.slice(block.endRow)]
    : grid.rows
  return rows.flatMap((row) => {
    const cells = filledCells(row).map(({ text }) => lineOf(text) ?? '')
    return cells.map((text, index) => (text.length > 60 ? '' : `${text} ${cells[index + 1] ?? ''}`))
  })
}

const goalWords = /^(?:年度|项目|预期|年初设定)?(?:总体|绩效|年度|预期|设定)?目标|完成情况(?:综述)?$/
const otherTerms = /实施期|中期|长期|中长期/
const shortestSentence = 8

/** What a form says in sentences of its goal and what became of it, above its indicators. */
export function goalsIn(grid: Grid, to: number): string[] {
  const rows = grid.rows.slice(0, to).map((row) => filledCells(row))
  const from = rows.findIndex((cells) => cells.some(({ text }) => goalWords.test(plain(text))))
  if (from < 0 || rows.slice(from).some((cells) => cells.some(({ text }) => isOtherTerm(text)))) return []
  const texts = rows.slice(from).flatMap((cells) => cells.map(({ text }) => text.trim()))
  return [...new Set(texts)].filter((text) => text.length >= shortestSentence && !isKnownWord(text))
}

const isOtherTerm = (text: string) => text.length < 20 && otherTerms.test(text)

const persons = /(?:负责人|填报人|填表人|联系人|经办人|审核人|制表人|编制人|电话|手机|盖章|公章|签字|签章)/

/** Remarks that explain the form and say nothing of the project. */
const explains = /^(?:注|备注|说明|填表说明|填报说明)(?:[:：\d]|$)/

/** What stands below a form's indicators, a row a line (存在的问题：…), without persons and the form's own remarks. */
export const remarksIn = (grid: Grid, from: number): string[] =>
  grid.rows
    .slice(from)
    .filter((row, index, all) =>
      row.some((cell) => cell.text !== '' && !(all[index - 1] ?? []).includes(cell)),
    )
    .map((row) => filledCells(row).map(({ text }) => text.trim()))
    .filter((texts) => texts.length > 0 && !explains.test(texts[0] ?? ''))
    .filter((texts) => !texts.some((text) => text.length < 40 && persons.test(text)))
    .map((texts) => texts.join('：').replace(/[:：]{2,}/g, '：'))
