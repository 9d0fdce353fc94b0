import type { Content } from '#ingest/readers/table.ts'
import { isKnownWord } from '../headings.ts'

/*
 * Systems export forms as lines of 项目名称=…, below sections in brackets: [资金（元）]. With a colon for the sign, and
 * the sections bare, they are read as any lines of labels.
 */

const keyed = /^\s*(\p{Script=Han}[^=:：\s]{1,19})\s*=(?![=><])\s*(.*)$/u
const section = /^\s*\[([^[\]]{2,30})\]\s*$/
const leastKeys = 6

/** The document with its keys before colons; the same where fewer are labels than a form has. */
export function withIniKeys(content: Content): Content {
  const isKeyed = (text: string) => isKnownWord(keyed.exec(text)?.[1] ?? '')
  const keys = content.blocks.filter((block) => block.kind === 'paragraph' && isKeyed(block.text))
  if (keys.length < leastKeys) return content
  return {
    ...content,
    blocks: content.blocks.map((block) =>
      block.kind === 'paragraph'
        ? { ...block, text: block.text.replace(keyed, '$1：$2').replace(section, '$1') }
        : block,
    ),
  }
}
