import { svgOf } from '#app/charts/render.ts'
import { fontFamily, ink } from '#app/charts/theme.ts'
import type { Answer } from './answer.ts'
import { wellFormed } from './parts.ts'
import { footLines, type Provenance } from './provenance.ts'

const chartWidth = 960
const margin = 24

interface Line {
  text: string
  size: number
  colour: string
}

/** A view's chart that stands alone: title and key sentence above, what it is of below; null without a chart. */
export function svgText(answer: Answer, provenance: Provenance): string | null {
  const { chart, title } = answer
  if (chart === null) return null
  const above = setLines(linesAbove(answer), margin)
  const below = setLines(
    footLines(answer, provenance).flatMap((words) => linesOf(words, 11, ink.muted)),
    above.bottom + chart.height + 16,
  )
  const width = chartWidth + 2 * margin
  const height = Math.ceil(below.bottom + margin / 2)
  // The library counts the charts that it draws: alone in a file, each is the first, and its bytes are always the same.
  const drawn = svgOf(chart.option, { width: chartWidth, height: chart.height }, title).replaceAll(
    /\bzr\d+-/g,
    'zr0-',
  )
  return wellFormed(`<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${fontFamily}">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" fill="${ink.surface}"/>
${above.svg}
${drawn.replace('<svg ', `<svg x="${margin}" y="${above.bottom}" `)}
${below.svg}
</svg>
`)
}

function linesAbove({ title, sentence, note }: Answer): Line[] {
  return [
    { text: title, size: 18, colour: ink.text },
    ...linesOf(sentence ?? '', 14, ink.text),
    ...linesOf(note ?? '', 12, ink.muted),
  ]
}

const linesOf = (words: string, size: number, colour: string): Line[] =>
  wrapped(words, chartWidth / size).map((text) => ({ text, size, colour }))

/** Lines one under another from `top`; `bottom` is where the next thing may stand. */
function setLines(lines: readonly Line[], top: number): { svg: string; bottom: number } {
  let bottom = top
  const texts = lines.map(({ text, size, colour }) => {
    const baseline = bottom + size
    bottom += size * 1.6
    return `<text x="${margin}" y="${baseline.toFixed(1)}" font-size="${size}" fill="${colour}">${escaped(text)}</text>`
  })
  return { svg: texts.join('\n'), bottom }
}

/** A word, or one Chinese character with the marks that may not begin a line. */
const piece = /[!-~]+[，。；：、！？）】》”]*|\s+|[^!-~\s][，。；：、！？）】》”]*/gu

/** Breaks text into lines at most `ems` wide; Latin letters count as 0.55 em, there being no face to measure by. */
function wrapped(text: string, ems: number): string[] {
  const lines: string[] = []
  let line = ''
  let filled = 0
  for (const [word] of text.matchAll(piece)) {
    const wide = [...word].reduce((sum, letter) => sum + (letter < '\u2000' ? 0.55 : 1), 0)
    if (filled + wide > ems && line !== '') {
      lines.push(line.trimEnd())
      line = ''
      filled = 0
    }
    line += line === '' ? word.trimStart() : word
    filled += wide
  }
  return line === '' ? lines : [...lines, line]
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
