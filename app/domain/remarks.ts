import { z } from 'zod'
import { normalName } from './names.ts'

export const RemarkKind = z.enum(['problem', 'measure'])
export type RemarkKind = z.infer<typeof RemarkKind>

/** What a report says of its own problems, or promises to do about them; `line` is an index into the lines it was read from. */
export interface Remark {
  kind: RemarkKind
  text: string
  line: number
}

const longestHeading = 30
const number = '(?:[(（]?[\\d一二三四五六七八九十]{1,3}[)）.、．:：]+)?\\s*'
const problemHeading =
  /(?:存在|主要|突出)[^。]{0,8}(?:问题|不足|困难)|问题(?:和|与|及|、)|^[^。]{0,8}(?:问题|不足)(?:分析)?[:：]?$/
const measureHeading =
  /(?:改进|整改|完善)(?:措施|计划|意见|建议|方向)|下一步|^(?:针对|措施|对策|意见|建议)|(?:措施|建议|打算)[:：]?$/
/** Such a heading speaks of problems only to say what is done about them. */
const remedy = /^(?:针对|改进|整改|下一步|解决|措施|对策|建议)/
const leadingNumber = new RegExp(`^${number}`)
const problemLabel = new RegExp(
  `^${number}(?:存在的?)?(?:主要)?(?:问题|不足|困难)(?:(?:及|和|与|、)[^:：。]{0,12})?[:：]`,
)
const measureLabel = new RegExp(
  `^${number}(?:下一步)?(?:具体)?(?:改进|整改|工作)?(?:措施|打算|计划|建议)[:：]|^${number}下一步[:：]`,
)
const promise = new RegExp(
  `^${number}(?:一是|二是|三是)?(?:针对|下一步|今后|下阶段|下年度|后续|将|拟|建议|改进措施|整改措施|措施)`,
)
const denial =
  /未发现|没有发现|无(?:明显|重大|突出)?问题|不存在[^。]{0,8}(?:问题|不足)|^(?:暂?无|没有|不涉及|[/—-]+)[。.]?$/
/** Remarks below a report end its last section. */
const foot = /^(?:注|附|附件|附表|备注|说明|日期|示例数据|(?:填报|填表|联系|审核|制表)[^:：]{0,4})\d?[:：]/
/** Where one item of a list ends and the next begins: 一是…；二是…, 1.…2.… */
const itemStart =
  /(?<=^|[。；;：:])\s*(?=(?:[一二三四五六七八九]是|[(（]?\d{1,2}[)）.、．](?!\d)|[(（][一二三四五六七八九十][)）]))/
const opener =
  /^\s*(?:[一二三四五六七八九]是|[(（][\d一二三四五六七八九十]{1,3}[)）]|[\d一二三四五六七八九十]{1,3}(?:[)）、]|[.．](?!\d)))[:：,，]?\s*/

/**
 * The problems that a report names and the measures it promises, item by item: what its section on problems and
 * measures says, and lines that begin 主要问题： or 改进措施：. "未发现问题" is none.
 */
export function remarksIn(lines: readonly string[]): Remark[] {
  const remarks: Remark[] = []
  let open: RemarkKind | null = null
  for (const [line, whole] of lines.entries()) {
    const text = whole.trim()
    if (text === '') continue
    const heading = headingOf(text)
    if (heading !== undefined) open = heading
    else {
      const labelled = labelOf(text)
      const kind: RemarkKind | null = labelled ?? open
      if (kind !== null) for (const item of itemsOf(text, kind)) remarks.push({ ...item, line })
    }
  }
  return remarks
}

/** The kind of remark that a heading opens, null for another heading, undefined for what is none. */
function headingOf(text: string): RemarkKind | null | undefined {
  if (denial.test(text) || foot.test(text)) return null
  const isLabelAlone = /[:：]$/.test(text)
  if (text.length > longestHeading || /[。；;，,]/.test(text)) return undefined
  if (!isLabelAlone && labelOf(text) !== null) return undefined
  const bare = text.replace(leadingNumber, '')
  if (problemHeading.test(bare) && !remedy.test(bare)) return 'problem'
  if (measureHeading.test(bare)) return 'measure'
  // 1.设备老化 is an item, though it ends without a stop; 六、附件 closes the section.
  return /^[(（]?\d/.test(text) ? undefined : null
}

function labelOf(text: string): RemarkKind | null {
  if (problemLabel.test(text)) return 'problem'
  return measureLabel.test(text) ? 'measure' : null
}

function itemsOf(text: string, kind: RemarkKind): Omit<Remark, 'line'>[] {
  const bare = text.replace(kind === 'problem' ? problemLabel : measureLabel, '')
  const parts = bare.split(/(?<=[。；;])(?=\s*(?:下一步|今后|将|拟|改进措施|整改措施|针对(?:上述|以上|此)))/)
  return parts.flatMap((part) =>
    part.split(itemStart).flatMap((piece) => {
      const item = piece.replace(opener, '').trim()
      const isPromise = kind === 'measure' || promise.test(item)
      const said = item.replace(measureLabel, '').replace(/[；;]$/, '')
      if (normalName(said).length < 4 || denial.test(said)) return []
      return [{ kind: isPromise ? ('measure' as const) : kind, text: said }]
    }),
  )
}

export const Standing = z.enum(['repeated', 'remains', 'gone'])
/** What became of a remark in the next report: said again word for word, said again in other words, not said again. */
export type Standing = z.infer<typeof Standing>

/** Shares of pairs of characters in common, from which a remark is taken to say the same; below, another matter. */
const alike = 0.5
const contained = 0.75

/** For each remark of a report what became of it among those of the next, and which of these says the same. */
export function standingsOf(
  remarks: readonly Pick<Remark, 'kind' | 'text'>[],
  next: readonly Pick<Remark, 'kind' | 'text'>[],
): { standing: Standing; by: number | null }[] {
  const later = next.map(({ kind, text }) => ({
    kind,
    about: subjectOf(text),
    words: wordsOf(text),
    pairs: pairsOf(text),
  }))
  return remarks.map(({ kind, text }) => {
    const words = wordsOf(text)
    const same = later.findIndex((one) => one.kind === kind && one.words === words)
    if (same >= 0) return { standing: 'repeated', by: same }
    const [about, pairs] = [subjectOf(text), pairsOf(text)]
    const isOther = (one: string | null) => about !== null && one !== null && about !== one
    const likeness = later.map((one) =>
      one.kind !== kind || isOther(one.about) ? 0 : likenessOf(pairs, one.pairs),
    )
    const best = likeness.indexOf(Math.max(...likeness))
    if (best < 0 || (likeness[best] ?? 0) < alike) return { standing: 'gone', by: null }
    return { standing: 'remains', by: best }
  })
}

/** The indicator that an item begins with: 培训人数：报名不足. */
const subjectOf = (text: string) => /^([^：:，。；]{2,20})[：:]/.exec(normalName(text))?.[1] ?? null

const wordsOf = (text: string) => normalName(text).replace(/[\p{P}\p{S}]/gu, '')

/** Pairs of neighbouring characters; figures may change from year to year. */
function pairsOf(text: string): Set<string> {
  const words = wordsOf(text).replace(/\d+/g, '')
  return new Set([...words].slice(1).map((character, index) => `${[...words][index]}${character}`))
}

function likenessOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0
  const shared = [...one].filter((pair) => other.has(pair)).length
  const dice = (2 * shared) / (one.size + other.size)
  return shared / Math.min(one.size, other.size) >= contained ? Math.max(dice, alike) : dice
}
