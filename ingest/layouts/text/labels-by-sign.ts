import type { Content } from '#ingest/readers/table.ts'
import { isKnownWord } from '../headings.ts'

/** A label in brackets of its own, right before its value: 【项目名称】. */
const inBrackets = /[【[〔「]([^【】[\]〔〕「」\n]{2,16})[】\]〕」]\s*[:：]?\s*(?=[^\s【[〔「])/g
const begins = new RegExp(`^\\s*(?:\\d{1,2}[、.．]\\s*)?${inBrackets.source}`)

/** A label that another sign than a colon leads to its value: 项目名称 = 增绿补绿, 项目名称→增绿补绿. */
const bySign = /^(\s*)([^\s=＝→：:]{2,16})\s*(?:[=＝]\s*$|(?:[=＝]|→|[-=]+>|——)\s*(?=\S))/
/** [资金（元）], as systems head what they export. */
const section = /^\s*\[([^[\]]{2,30})\]\s*$/

/** The document with such labels written as others write them: 【项目名称】增绿补绿 as 项目名称：增绿补绿. */
export function withLabelsBySign(content: Content): Content {
  const lines = (text: string) => text.split('\n').map(written).join('\n')
  if (!content.blocks.some((block) => block.kind === 'paragraph' && lines(block.text) !== block.text))
    return content
  return {
    ...content,
    blocks: content.blocks.map((block) =>
      block.kind === 'paragraph' ? { ...block, text: lines(block.text) } : block,
    ),
  }
}

function written(line: string): string {
  if (isKnownWord(bySign.exec(line)?.[2] ?? '')) return line.replace(bySign, '$1$2：')
  if (!isKnownWord(begins.exec(line)?.[1] ?? '')) return line.replace(section, '$1')
  return line
    .replace(inBrackets, (whole, label: string) => (isKnownWord(label) ? `；${label}：` : whole))
    .replace('；', '')
}
