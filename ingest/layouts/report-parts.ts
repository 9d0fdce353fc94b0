import type { Content } from '#ingest/readers/table.ts'
import { gridsOf, plain } from './grid.ts'
import { indicatorBlocks } from './indicator-rows.ts'
import { labelsOfLines } from './labels.ts'
import { projectInProse } from './prose.ts'

type Block = Content['blocks'][number]

/**
 * Reports one behind the other, each with a project of its own named above its indicators; the whole where there is
 * one. Tables keep their numbers: those of the other reports stand empty.
 */
export function reportsIn(content: Content): Content[] {
  const starts: { at: number; project: string }[] = []
  let above: { at: number; text: string }[] = []
  let table = 0
  for (const [at, block] of content.blocks.entries()) {
    if (block.kind === 'paragraph') {
      above.push({ at, text: block.text })
      continue
    }
    const grid = gridsOf(content)[table]
    table += 1
    if (grid === undefined || indicatorBlocks(grid).length === 0) continue
    const named = above.flatMap(({ text }) => projectIn(text) ?? [])[0]
    const first = above.find(({ text }) => isTitle(text) || projectIn(text) !== null)
    if (named !== undefined && first && !isSame(named, starts.at(-1)?.project))
      starts.push({ at: first.at, project: named })
    above = []
  }
  if (starts.length < 2) return [content]
  return starts.map(({ at }, index) => {
    const [from, to] = [index === 0 ? 0 : at, starts[index + 1]?.at ?? content.blocks.length]
    const blocks = content.blocks.flatMap((block, place): Block[] => {
      if (place >= from && place < to) return [block]
      return block.kind === 'table' ? [{ ...block, rows: 0, cells: [] }] : []
    })
    return { ...content, blocks }
  })
}

const isSame = (name: string, other: string | undefined) =>
  other !== undefined && plain(name) === plain(other)

const longestTitle = 60
const isTitle = (text: string) =>
  text.length <= longestTitle && /绩效.{0,6}(?:表|报告|情况)$|附[件表]\d*$/.test(plain(text))

/** The project that a title or a label names. */
function projectIn(text: string): string | null {
  const labelled = labelsOfLines(text.split('\n')).get('project') ?? null
  return labelled ?? (isTitle(text) ? projectInProse(text, []) : null)
}
