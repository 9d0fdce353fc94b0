import type { Content } from '#ingest/readers/table.ts'
import { lineOf, tableOf } from '../grid.ts'
import type { Field } from '../headings.ts'
import { ledByLevels, levelsFrom, listed } from '../level-lines.ts'
import { linesOf } from '../sections.ts'
import { levelsInName } from '../tables/levels.ts'

/*
 * Outlines name their levels in lines of their own, and give each indicator in one line with its values behind
 * words: 培训人数：目标 ≥500人；完成 520人；分值 10；得分 10. The words are the headings of a table whose rows are
 * those lines.
 */

const before = '(?:^|(?<=[\\s；;，,、（(|。:：]))'
const apart = '(?:\\s*[:：]\\s*|\\s+)(?=\\S)'
/** 目标值≥500人, 得分8分: behind both its levels a line is no sentence, and a word may lead right to its value. */
const close = `(?:${apart}|为|(?<=[值数])(?=[^:：值数率])|(?<=[分重得])(?=\\d))(?=\\S)`
const words: readonly (readonly [Field, string])[] = [
  [
    'target',
    '(?:年度|年初|全年|绩效|预期|计划|设定)?(?:绩效)?(?:目标|指标)(?:值|数)?|计划(?:完成)?(?:值|数)?',
  ],
  ['actual', '(?:年度|全年|年末)?(?:实际)?(?:实际|完成)(?:完成)?(?:值|数|情况)?'],
  ['weight', '(?:[该本此]项?(?:指标)?)?(?:分值|权重|满分)'],
  ['score', '(?:[该本此]项?(?:指标)?)?(?:(?:自评)?得分?|自评分)'],
  ['reason', '(?:偏差|未完成|未达标)(?:的)?(?:原因|说明)(?:分析)?(?:及改进措施)?|原因(?:分析)?'],
]
const keyedWith = (after: string) =>
  new RegExp(words.map(([field, word]) => `${before}(?<${field}>${word})${after}`).join('|'), 'g')
const keyed = { apart: keyedWith(apart), close: keyedWith(close) }
const headings = [
  '一级指标',
  '二级指标',
  '三级指标',
  '年度指标值',
  '实际完成值',
  '分值',
  '得分',
  '偏差原因分析及改进措施',
]

const leastRows = 3
const leastKeys = 3
const longestLine = 300
const mostLines = 3000

/** The document with such lines as one table where the first stood; null where it has no three of them. */
export function withKeyedLines(content: Content): Content | null {
  if (linesOf(content).length > mostLines) return null
  const blocks: Content['blocks'][number][] = []
  let rows: string[][] = []
  let count = 0
  const parts = content.blocks.flatMap((block): Content['blocks'] =>
    block.kind === 'table'
      ? [block]
      : block.text.split('\n').map((text) => ({ kind: 'paragraph' as const, text: text.trim() })),
  )
  let levels = { level1: '', level2: '' }
  /** Lines below the rows so far, which stand below their table. */
  let below: Content['blocks'][number][] = []
  const endTable = () => {
    blocks.push(...(rows.length > 0 ? [tableOf([headings, ...rows])] : []), ...below)
    rows = []
    below = []
  }
  for (const part of parts) {
    const row = part.kind === 'table' ? null : rowOf(part.text)
    const named = part.kind === 'table' || row !== null ? null : levelsFrom(part.text, levels)
    if (row?.[1]) levels = { level1: row[0] || levels.level1, level2: row[1] }
    // Below the title of another report begin rows of its own.
    if (row !== null && below.some(isTitle)) endTable()
    if (row !== null) {
      rows.push([row[0] || levels.level1, row[1] || levels.level2, ...row.slice(2)])
      count += 1
    } else if (named !== null) levels = named
    else below.push(part)
    if (rows.length === 0 && below.length > 0) blocks.push(...below.splice(0))
  }
  endTable()
  return count < leastRows ? null : { format: content.format, blocks }
}

const isTitle = (block: Content['blocks'][number]) =>
  block.kind === 'paragraph' && /^(?=.*20\d\d年).{4,50}(?:自评|评价)(?:报告|表|情况|结果)$/.test(block.text)

/** 培训人数（10分） is worth what the brackets say. */
const pointsBehind = /[(（](\d{1,2}(?:\.\d+)?)分[)）]$/

/** The cells of a line that names an indicator and gives its values behind their words; null for another. */
function rowOf(written: string): string[] | null {
  if (written.length > longestLine) return null
  const led = ledByLevels(written)
  const line = led?.rest ?? written.replace(listed, '')
  const found = [...line.matchAll(led ? keyed.close : keyed.apart)].map((match) => ({
    field: words.find(([field]) => match.groups?.[field] !== undefined)?.[0],
    start: match.index,
    end: match.index + match[0].length,
  }))
  const [first] = found
  const fields = new Set(found.map(({ field }) => field))
  if (first === undefined || fields.size < leastKeys || fields.size < found.length) return null
  if (!fields.has('target') && !fields.has('actual')) return null
  const name = line.slice(0, first.start)
  const bare = name.replace(/^指标\d{1,2}[:：.、]\s*/, '').replace(/[\s；;，,、（(|：:。—–-]+$/, '')
  const called = lineOf(bare.replace(pointsBehind, ''))
  if (called === null || called.length < 2 || called.length > longestName || /[。；;]/.test(called))
    return null
  const values = words.map(([wanted]) => {
    const at = found.findIndex(({ field }) => field === wanted)
    const end = found[at + 1]?.start
    return at < 0
      ? (wanted === 'weight' && pointsBehind.exec(bare)?.[1]) || ''
      : line
          .slice(found[at]?.end, end)
          .trim()
          .replace(/[\s；;，,、|。]+$|\s+[—–-]+$/, '')
          .replace(/^([^(（]*)[)）]$/, '$1')
  })
  const own = led === null ? levelsInName(called.replace(levelInBrackets, '$1：')) : { ...led, name: called }
  return [own?.level1 ?? '', own?.level2 ?? '', own?.name ?? called, ...values]
}

/** [数量指标] 培训人数 */
const levelInBrackets = /^[[【(（]([^[\]【】()（）]+)[\]】)）]\s*(?=\S)/

const longestName = 40
