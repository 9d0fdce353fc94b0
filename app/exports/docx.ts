import { setImmediate as turn } from 'node:timers/promises'
import {
  AlignmentType,
  Document,
  Footer,
  HeadingLevel,
  ImageRun,
  type IParagraphOptions,
  type ISectionOptions,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  TextRun,
} from 'docx'
import { svgOf } from '#app/charts/render.ts'
import { ink } from '#app/charts/theme.ts'
import { w } from '#app/words.ts'
import type { Answer } from './answer.ts'
import { briefingTable, type Footnotes, heading, reading } from './briefing-table.ts'
import { mendedParts } from './parts.ts'
import { drawnPng } from './png.ts'
import {
  footLines,
  leftOut,
  type Provenance,
  type Section,
  sampleWords,
  sourceWords,
  versionLine,
} from './provenance.ts'

/** A4 with its margins, in twentieths of a point. */
const page = { width: 11_906, height: 16_838, margin: 1_134 }
const textWidth = page.width - 2 * page.margin
const across = page.height - 2 * page.margin

/** More columns than these have no room beside each other on an upright sheet. */
const upright = 9
const liesAcross = ({ columns, rows }: Answer) => columns.length > upright && rows.length > 1

/** More rows than these nobody reads on paper. */
const mostPrinted = 60

/** An A4 sheet, upright or lying. */
const sheetOf = (isAcross: boolean) => ({
  size: {
    width: page.width,
    height: page.height,
    orientation: isAcross ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
  },
  margin: { top: page.margin, bottom: page.margin, left: page.margin, right: page.margin },
})

const [text, muted] = [ink.text.slice(1), ink.muted.slice(1)]

/** A briefing: each view with its key sentence, chart, table, filters, and footnotes to the documents. */
export async function docxBytes(sections: readonly Section[]): Promise<Uint8Array<ArrayBuffer>> {
  const footnotes: Footnotes = []
  const written: ISectionOptions[] = []
  for (const section of sections) {
    const isAcross = liesAcross(section.answer)
    written.push({
      properties: { page: sheetOf(isAcross) },
      footers: { default: footerOf(section.provenance) },
      children: await partsOf(section, footnotes, isAcross ? across : textWidth),
    })
    // Others get their turn.
    await turn()
  }
  const [first] = sections
  const document = new Document({
    creator: 'Yardstick 绩尺',
    title: first?.answer.title ?? '',
    styles: {
      default: {
        document: {
          run: {
            font: reading,
            size: 21,
            color: text,
            language: { value: 'zh-CN', eastAsia: 'zh-CN' },
          },
        },
        heading1: { run: { font: heading, size: 32, bold: false }, paragraph: { spacing: { after: 120 } } },
      },
    },
    footnotes: Object.fromEntries(
      footnotes.map((note, place) => [place + 1, { children: [new Paragraph({ children: [small(note)] })] }]),
    ),
    sections: written,
  })
  return mendedParts(new Uint8Array(await Packer.toBuffer(document)))
}

const small = (words: string) => new TextRun({ text: words, size: 16, color: muted })
const paragraph = (run: TextRun, options: IParagraphOptions = {}) =>
  new Paragraph({ ...options, children: [run] })

async function partsOf({ answer, provenance }: Section, footnotes: Footnotes, width: number) {
  const { language } = provenance
  const { title, sentence, note, rows } = answer
  const shown = rows.slice(0, mostPrinted)
  return [
    new Paragraph({
      heading: HeadingLevel.HEADING_1,
      children: [new TextRun(title)],
    }),
    ...(sentence === null
      ? []
      : [
          paragraph(new TextRun({ text: sentence, font: heading, size: 24 }), {
            spacing: { line: 360, after: 120 },
          }),
        ]),
    ...(note === null ? [] : [paragraph(small(note), { spacing: { after: 120 } })]),
    ...(await chartOf(answer, width)),
    ...(rows.length === 0 ? [] : [briefingTable(answer, { most: mostPrinted, width, language, footnotes })]),
    ...[...leftOut(shown.length, rows.length, language), ...footLines(answer, provenance).slice(0, -1)].map(
      (words) => paragraph(small(words), { spacing: { before: 60 } }),
    ),
  ]
}

/** As wide as upright text, and never taller than leaves room for words, in pixels of a 96th of an inch. */
const chartWidth = Math.floor((textWidth / 1440) * 96)
const tallest = { upright: 760, across: 420 }
const drawnWidth = 960

async function chartOf({ chart, title }: Answer, width: number): Promise<Paragraph[]> {
  if (chart === null) return []
  const data = await drawnPng(svgOf(chart.option, { width: drawnWidth, height: chart.height }, title))
  const scale = Math.min(
    chartWidth / drawnWidth,
    (width === across ? tallest.across : tallest.upright) / chart.height,
  )
  const picture = new ImageRun({
    type: 'png',
    data,
    transformation: { width: Math.round(drawnWidth * scale), height: Math.round(chart.height * scale) },
    altText: { name: title, title, description: title },
  })
  return [new Paragraph({ alignment: AlignmentType.CENTER, spacing: { after: 120 }, children: [picture] })]
}

function footerOf(provenance: Provenance): Footer {
  const { language, sample } = provenance
  const words = [sourceWords[language], versionLine(provenance), ...(sample ? [sampleWords[language]] : [])]
  const pages = new TextRun({
    size: 16,
    children: [
      w('　第 ', '  Page ')[language],
      PageNumber.CURRENT,
      w(' 页，共 ', ' of ')[language],
      PageNumber.TOTAL_PAGES,
      w(' 页', '')[language],
    ],
  })
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [small(words.join(w('；', '; ')[language])), pages],
      }),
    ],
  })
}
