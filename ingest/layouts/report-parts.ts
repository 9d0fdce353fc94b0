import type { Content } from '#ingest/readers/table.ts'
import { gridsOf, plain } from './grid.ts'
import { labelsOfLines } from './labels.ts'
import { itemNumber } from './numbering.ts'
import { isName, projectInProse, totalInProse } from './prose.ts'
import { fundsInProse } from './prose-funds.ts'
import { linesOf } from './sections.ts'
import { type IndicatorBlock, indicatorBlocks } from './tables/indicator-rows.ts'
import { keyOf, outcomeOf } from './tables/indicator-set.ts'
import { numberingOf } from './tables/levels.ts'

type Block = Content['blocks'][number]

/** A report, and the project that it names in another place than its title. */
interface Part {
  content: Content
  project: string | null
}

/** A table of indicators, and the lines between it and the table before. */
interface Indicated {
  above: readonly { at: number; text: string }[]
  own: readonly IndicatorBlock[]
}

function indicatedIn(content: Content): Indicated[] {
  const found: Indicated[] = []
  let above: { at: number; text: string }[] = []
  let table = 0
  for (const [at, block] of content.blocks.entries()) {
    if (block.kind === 'paragraph') {
      above.push({ at, text: block.text })
      continue
    }
    const grid = gridsOf(content)[table]
    table += 1
    const own = grid === undefined ? [] : indicatorBlocks(grid)
    if (own.length === 0) continue
    found.push({ above, own })
    above = []
  }
  return found
}

/**
 * Reports one behind the other, each with a project of its own named above its indicators; the whole where there is
 * one. What stands before the first is said of all; tables keep their numbers: those of the others stand empty.
 */
export function reportsIn(content: Content): Part[] {
  const starts: { at: number; project: string }[] = []
  const tables = indicatedIn(content)
  const areHeaded = areProjects(tables)
  for (const [place, { above, own }] of tables.entries()) {
    const texts = above.map(({ text }) => text)
    const named = texts.map(
      (text, index) => projectIn(text) ?? projectHeading(text, texts[index + 1], areHeaded),
    )
    const project = named.find((one) => one !== null) ?? null
    // A title over the first project may be that of all.
    const first = above.find(({ text }, at) => (isTitle(text) && starts.length > 0) || named[at] !== null)
    const isNew = !isSame(project, starts.at(-1)?.project) && !isOutcomeOf(own, tables[place - 1]?.own ?? [])
    if (project !== null && first && isNew) starts.push({ at: first.at, project })
  }
  const cover = starts[0]?.at ?? 0
  if (starts.length < 2) return [{ content, project: null }]
  return starts.map(({ at, project }, index) => {
    const to = starts[index + 1]?.at ?? content.blocks.length
    const blocks = content.blocks.flatMap((block, place): Block[] => {
      if (place < cover || (place >= at && place < to)) return [block]
      return block.kind === 'table' ? [{ ...block, rows: 0, cells: [] }] : []
    })
    return { content: { ...content, blocks }, project }
  })
}

/**
 * Projects one behind the other in a report of sentences, each below its name and with indicators and money or a total
 * of its own; the whole where there is one.
 */
export function proseReportsIn(content: Content, hasIndicators: (part: Content) => boolean): Part[] {
  const blocks = content.blocks.flatMap((block): Block[] =>
    block.kind === 'table' ? [block] : block.text.split(lineOrName).map((text) => ({ ...block, text })),
  )
  const isReport = ({ content: part }: Part) => {
    const lines = linesOf(part)
    return hasIndicators(part) && (totalInProse(lines) ?? fundsInProse(lines).spent) !== null
  }
  for (const starts of startsIn(blocks)) {
    const parts = starts.map(({ at, project }, index): Part => {
      const own = { ...content, blocks: blocks.slice(at, starts[index + 1]?.at) }
      return { content: own, project }
    })
    const areMany = parts.length > 1 && new Set(parts.map(({ project }) => project)).size === parts.length
    if (!areMany || !parts.every(isReport)) continue
    const cover = blocks.slice(0, starts[0]?.at)
    return parts.map((part) => ({
      ...part,
      content: { ...content, blocks: [...cover, ...part.content.blocks] },
    }))
  }
  return [{ content, project: null }]
}

/** 1.高龄津贴项目。年初预算…: what a project is called may stand before its first sentence. */
const lineOrName = new RegExp(`\\n|(?<=(?:^|\\n)\\s*${itemNumber}\\s*[^：:，。；\\n]{3,40}项目)[。：:]`)

/** Where the projects may begin, the surest first: below 二、城区绿化养护项目 or 项目二：城区绿化养护, below a label, or below names of no chapter. */
function startsIn(blocks: readonly Block[]) {
  const named = (nameIn: (text: string) => string | null) =>
    blocks.flatMap((block, at) => {
      const project = block.kind === 'paragraph' ? nameIn(block.text.trim()) : null
      return project === null || block.kind !== 'paragraph'
        ? []
        : [{ at, project, numbering: numberingOf(block.text) }]
    })
  const others = named((text) => projectHeading(text, undefined, true))
  const labelled = named((text) => labelsOfLines([text]).get('project') ?? null)
  return [named(projectOver), labelled, others.filter(({ numbering }) => numbering === others[0]?.numbering)]
}

/** 二、城区绿化养护项目 and 项目二：城区绿化养护 name a project. */
function projectOver(text: string): string | null {
  const name = numbered.exec(text)?.[1]?.trim() ?? ''
  return projectHeading(text, undefined, false) ?? (text.startsWith('项目') && isName(name) ? name : null)
}

/** A line with a number that may be a name and nothing more. */
const numbered = new RegExp(
  `^\\s*(?:${itemNumber}\\s*|项目[一二三四五六七八九十]{1,3}[、：:]\\s*)([^：:，。；]{3,40})$`,
)

/** 一、城区绿化养护 over 项目单位：…, or 一、城区绿化养护项目, names a project; others do where all tables are headed so. */
function projectHeading(text: string, next: string | undefined, areHeaded: boolean): string | null {
  const [, name] = numbered.exec(text) ?? []
  if (name === undefined || !isName(name)) return null
  const ofProject = /^(.{3,})项目$/.exec(name)?.[1] ?? null
  if (labelsOfLines([next ?? '']).has('unit')) return ofProject ?? name
  return ofProject ?? (areHeaded && !ofChapter.test(name) ? name : null)
}
/** What chapters of a report are about. */
const ofChapter =
  /绩效|指标|情况|资金|目标|基本|概况|评价|自评|分析|问题|建议|结论|结果|得分|报告|过程|管理|依据|附[件表]/

/** Whether tables are each a project's: each is below a heading of its own, and all have a first level in common. */
function areProjects(tables: readonly Indicated[]): boolean {
  const names = tables.map(({ above }) =>
    above.map(({ text }) => projectHeading(text, undefined, true)).findLast((name) => name !== null),
  )
  const levels = tables.map(({ own }) =>
    own.flatMap(({ indicators }) => indicators.map(({ level1 }) => level1)),
  )
  return (
    new Set(names).size === tables.length &&
    names.every((name) => name !== undefined) &&
    (levels[0] ?? []).some((level) => level !== null && levels.every((of) => of.includes(level)))
  )
}

const isSame = (name: string | null, other: string | undefined) =>
  name !== null && other !== undefined && plain(name) === plain(other)

/** Whether a table tells what became of what the one before only plans: of one project, however each names it. */
function isOutcomeOf(done: readonly IndicatorBlock[], plan: readonly IndicatorBlock[]): boolean {
  const areDone = (blocks: readonly IndicatorBlock[]) => blocks.some(({ heading }) => outcomeOf(heading))
  const planned = new Set(plan.flatMap(({ indicators }) => indicators.map(keyOf)))
  const own = done.flatMap(({ indicators }) => indicators)
  const isMostly = own.filter((one) => planned.has(keyOf(one))).length * 2 > own.length
  return isMostly && areDone(done) && !areDone(plan)
}

const longestTitle = 60
const isTitle = (text: string) =>
  text.length <= longestTitle && /绩效.{0,6}(?:表|报告|情况)$|附[件表]\d*$/.test(plain(text))

/** The project that a title or a label names. */
function projectIn(text: string): string | null {
  const labelled = labelsOfLines(text.split('\n')).get('project') ?? null
  return labelled ?? (isTitle(text) ? projectInProse(text, []) : null)
}
