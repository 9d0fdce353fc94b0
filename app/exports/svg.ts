import { svgOf } from '#app/charts/render.ts'
import { fontFamily, ink } from '#app/charts/theme.ts'
import { type Words, w } from '#app/words.ts'
import { type Answer, yearsOf } from './answer.ts'
import { wellFormed } from './parts.ts'
import {
  conditionsLine,
  marks,
  type Provenance,
  sampleWords,
  sourceWords,
  unitsLine,
  versionLine,
} from './provenance.ts'

const chartWidth = 960
const margin = 24

interface Line {
  text: string
  size: number
  colour: string
}

/** A view's chart that stands alone: title above, filters, source and generation below; null without a chart. */
export function svgText(answer: Answer, provenance: Provenance): string | null {
  const { chart, title } = answer
  if (chart === null) return null
  const above = setLines(linesAbove(answer), margin)
  const below = setLines(linesBelow(answer, provenance), above.bottom + chart.height + 16)
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

function linesAbove({ title, note }: Answer): Line[] {
  const small = note === null ? [] : wrapped(note, chartWidth / 12)
  return [
    { text: title, size: 18, colour: ink.text },
    ...small.map((text) => ({ text, size: 12, colour: ink.muted })),
  ]
}

function linesBelow(answer: Answer, provenance: Provenance): Line[] {
  const { language, sample } = provenance
  const { colon, semicolon } = marks[language]
  const stated = ([heading, text]: [Words, string | null]) =>
    text === null ? [] : [heading[language] + colon + text]
  // A chart of money says on its axes in which unit; the table's would contradict it.
  const columns = answer.columns.filter(({ format }) => format !== 'money')
  const lines = [
    [
      ...stated([w('数据年度', 'Years'), yearsOf(answer)]),
      ...stated([w('筛选条件', 'Filters'), conditionsLine(provenance)]),
    ],
    stated([w('单位', 'Units'), unitsLine(columns, language)]),
    [
      ...stated([w('来源', 'Source'), sourceWords[language]]),
      versionLine(provenance),
      ...(sample ? [sampleWords[language]] : []),
    ],
  ]
  return lines
    .flatMap((parts) => wrapped(parts.join(semicolon), chartWidth / 11))
    .map((text) => ({ text, size: 11, colour: ink.muted }))
}

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
