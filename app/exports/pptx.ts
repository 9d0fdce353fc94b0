import { createRequire } from 'node:module'
import { setImmediate as turn } from 'node:timers/promises'
import type PptxGenJS from 'pptxgenjs'
import { type Language, w } from '#app/words.ts'
import type { Answer } from './answer.ts'
import { mendedChart } from './native-charts.ts'
import { panelsOf } from './panels.ts'
import { mendedParts } from './parts.ts'
import { footLines, type Section } from './provenance.ts'
import { addCategories, addPoints } from './slide-charts.ts'
import { inks, officeFace, type Slide, sheet } from './slide-look.ts'
import { addGrid, addRows } from './slide-tables.ts'

// Loaders disagree about what its import gives; all agree about its CommonJS form.
const Deck: typeof PptxGenJS = createRequire(import.meta.url)('pptxgenjs')

/** A deck with a slide for each view: its key sentence, its chart as one that can be edited, its sources. */
export async function pptxBytes(sections: readonly Section[]): Promise<Uint8Array<ArrayBuffer>> {
  const deck = new Deck()
  deck.layout = 'LAYOUT_WIDE'
  deck.theme = { headFontFace: officeFace, bodyFontFace: officeFace }
  deck.author = 'Yardstick 绩尺'
  deck.company = 'Yardstick 绩尺'
  deck.title = sections[0]?.answer.title ?? ''
  for (const section of sections) {
    addSlide(deck.addSlide(), section)
    // Others get their turn.
    await turn()
  }
  const written = await deck.write({ outputType: 'uint8array' })
  if (!(written instanceof Uint8Array)) throw new Error('a deck was not written as bytes')
  return mendedParts(written, mendedChart)
}

const wide = { x: sheet.left, w: sheet.width, fontFace: officeFace, margin: 0, fit: 'shrink' } as const

function addSlide(slide: Slide, { answer, provenance }: Section) {
  const { language } = provenance
  const title = answer.sentence ?? answer.title
  slide.addText(title, {
    ...wide,
    y: 0.35,
    h: 0.95,
    fontSize: [...title].length > 56 ? 19 : 23,
    bold: true,
    color: inks.text,
    valign: 'bottom',
  })
  const under = [answer.sentence === null ? null : answer.title, answer.note].filter((part) => part !== null)
  slide.addText(under.join('　'), {
    ...wide,
    y: 1.36,
    h: 0.55,
    fontSize: 11,
    color: inks.muted,
    valign: 'top',
  })
  const lines = [...addBody(slide, answer, language), ...footLines(answer, provenance)]
  slide.addShape('line', {
    x: sheet.left,
    y: 6.55,
    w: sheet.width,
    h: 0,
    line: { color: inks.line, width: 0.75 },
  })
  slide.addText(lines.join('\n'), {
    ...wide,
    y: 6.62,
    w: sheet.width - 0.8,
    h: 0.7,
    fontSize: 8,
    color: inks.muted,
    valign: 'top',
  })
  slide.slideNumber = { x: 12.2, y: 7.02, w: 0.55, h: 0.3, fontSize: 9, color: inks.muted, align: 'right' }
  slide.addNotes([title, ...under, ...lines].join('\n'))
}

const asRows = w(
  '该图没有对应的 PowerPoint 图表，此处列数据表',
  'PowerPoint has no such chart; its rows stand here',
)
const insteadOf = {
  points: w('页面上为点线图，此处以条形图表示', 'Points on a line on the page; here bars'),
  steps: w('页面上为阶梯图，此处以条形图表示各部分', 'Steps on the page; here a bar for each part'),
  flow: w(
    '页面上为流向图，此处以流入、流出两幅条形图表示',
    'A flow on the page; here bars of what came in and went out',
  ),
}

/** More small charts than these cannot be read on a slide. */
const mostPanels = 16

/** The chart, or the rows where there is none that PowerPoint has; returns what to remark about it. */
function addBody(slide: Slide, answer: Answer, language: Language): string[] {
  if (answer.chart === null) return addRows(slide, answer, language)
  const panels = panelsOf(answer.chart.option, language)
  if (panels === null) return [asRows[language], ...addRows(slide, answer, language)]
  if (panels.length > mostPanels) return [asRows[language], ...addRows(slide, answer, language)]
  const across = panels.length <= 4 ? panels.length : Math.ceil(Math.sqrt(panels.length))
  const [width, height] = [sheet.width / across, sheet.bodyHeight / Math.ceil(panels.length / across)]
  const remarks = panels.flatMap((panel, place) => {
    const [x, y] = [
      sheet.left + (place % across) * width,
      sheet.bodyTop + Math.floor(place / across) * height,
    ]
    const box = { x, y, w: width - 0.1, h: height }
    if (panel.kind === 'grid') return addGrid(slide, panel, box, language)
    if (panel.kind === 'points') addPoints(slide, panel, box, answer.title)
    else addCategories(slide, panel, box, answer.title)
    return panel.kind !== 'points' && panel.instead !== null ? [insteadOf[panel.instead][language]] : []
  })
  return [...new Set(remarks)]
}
