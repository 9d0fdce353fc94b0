import { setImmediate as turn } from 'node:timers/promises'
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  FootnoteReferenceRun,
  HeadingLevel,
  ImageRun,
  type IParagraphOptions,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import { svgOf } from '#app/charts/render.ts'
import { ink } from '#app/charts/theme.ts'
import { type Language, w } from '#app/words.ts'
import { type Answer, pageCells } from './answer.ts'
import { mostCited } from './citations.ts'
import { columnShares, pageHeadings } from './columns.ts'
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

/** Chinese type that Office brings: 宋体 to read, 黑体 to find; Latin letters and figures beside them. */
const reading = {
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia: '宋体',
}
const heading = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: '黑体' }
const [text, muted, line] = [ink.text, ink.muted, ink.line].map((colour) => colour.slice(1))

/** The documents that rows were read from, as the footnotes of a briefing, in order. */
type Footnotes = string[]

/** A briefing: each view with its key sentence, chart, table, filters, and footnotes to the documents. */
export async function docxBytes(sections: readonly Section[]): Promise<Uint8Array<ArrayBuffer>> {
  const footnotes: Footnotes = []
  const children: (Paragraph | Table)[] = []
  for (const [place, section] of sections.entries()) {
    children.push(...(await partsOf(section, footnotes, place > 0)))
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
            ...(text ? { color: text } : {}),
            language: { value: 'zh-CN', eastAsia: 'zh-CN' },
          },
        },
        heading1: { run: { font: heading, size: 32, bold: false }, paragraph: { spacing: { after: 120 } } },
      },
    },
    footnotes: Object.fromEntries(
      footnotes.map((note, place) => [place + 1, { children: [new Paragraph({ children: [small(note)] })] }]),
    ),
    sections: [
      {
        properties: {
          page: {
            size: { width: page.width, height: page.height },
            margin: { top: page.margin, bottom: page.margin, left: page.margin, right: page.margin },
          },
        },
        ...(first ? { footers: { default: footerOf(first.provenance) } } : {}),
        children,
      },
    ],
  })
  return mendedParts(new Uint8Array(await Packer.toBuffer(document)))
}

const small = (words: string) => new TextRun({ text: words, size: 16, ...(muted ? { color: muted } : {}) })
const paragraph = (run: TextRun, options: IParagraphOptions = {}) =>
  new Paragraph({ ...options, children: [run] })

async function partsOf({ answer, provenance }: Section, footnotes: Footnotes, onNewPage: boolean) {
  const { language } = provenance
  const { title, sentence, note, rows } = answer
  const shown = rows.slice(0, mostCited)
  return [
    new Paragraph({
      heading: HeadingLevel.HEADING_1,
      pageBreakBefore: onNewPage,
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
    ...(await chartOf(answer)),
    ...(rows.length === 0 ? [] : [tableOf(answer, shown.length, language, footnotes)]),
    ...[...leftOut(shown.length, rows.length, language), ...footLines(answer, provenance).slice(0, 2)].map(
      (words) => paragraph(small(words), { spacing: { before: 60 } }),
    ),
  ]
}

/** As wide as the text, and never taller than leaves room for words, in pixels of a 96th of an inch. */
const [chartWidth, tallest] = [Math.floor((textWidth / 1440) * 96), 760]
const drawnWidth = 960

async function chartOf({ chart, title }: Answer): Promise<Paragraph[]> {
  if (chart === null) return []
  const data = await drawnPng(svgOf(chart.option, { width: drawnWidth, height: chart.height }, title))
  const scale = Math.min(chartWidth / drawnWidth, tallest / chart.height)
  const picture = new ImageRun({
    type: 'png',
    data,
    transformation: { width: Math.round(drawnWidth * scale), height: Math.round(chart.height * scale) },
    altText: { name: title, title, description: title },
  })
  return [new Paragraph({ alignment: AlignmentType.CENTER, spacing: { after: 120 }, children: [picture] })]
}

const rule = { style: BorderStyle.SINGLE, size: 4, color: line ?? 'auto' }
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }

/** The first rows as the page prints them; the first cell of each refers to the document that it was read from. */
function tableOf(answer: Answer, most: number, language: Language, footnotes: Footnotes): Table {
  const { columns, cited } = answer
  const headings = pageHeadings(answer, language)
  const rows = answer.rows.slice(0, most).map((row) => pageCells(answer, row))
  if (rows.length === 1 && columns.length > 6) return listOf(headings, rows[0] ?? [])
  const size = columns.length > 11 ? 12 : columns.length > 7 ? 15 : 18
  const widths = columnShares([headings, ...rows]).map((share) => Math.floor(share * textWidth))
  const cellOf = (words: string, place: number, isHeading: boolean, note: string | null) =>
    new TableCell({
      width: { size: widths[place] ?? 0, type: WidthType.DXA },
      margins: { top: 40, bottom: 40, left: 60, right: 60 },
      borders: { top: none, left: none, right: none, bottom: rule },
      children: [
        new Paragraph({
          alignment: columns[place]?.page.numeric ? AlignmentType.RIGHT : AlignmentType.LEFT,
          children: [
            new TextRun({ text: words, size, font: isHeading ? heading : reading }),
            ...(note === null ? [] : [new FootnoteReferenceRun(footnotes.push(note))]),
          ],
        }),
      ],
    })
  const rowOf = (cells: readonly string[], isHeading: boolean, note: string | null) =>
    new TableRow({
      tableHeader: isHeading,
      cantSplit: true,
      children: cells.map((words, place) => cellOf(words, place, isHeading, place === 0 ? note : null)),
    })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    borders: {
      top: rule,
      bottom: rule,
      left: none,
      right: none,
      insideHorizontal: rule,
      insideVertical: none,
    },
    rows: [
      rowOf(headings, true, null),
      ...rows.map((cells, place) => rowOf(cells, false, cited[place] ?? null)),
    ],
  })
}

/** One row of many figures is read as a list. */
function listOf(headings: readonly string[], cells: readonly string[]): Table {
  const widths = [0.7, 0.3].map((share) => Math.floor(share * textWidth))
  const cellOf = (words: string, place: number) =>
    new TableCell({
      width: { size: widths[place] ?? 0, type: WidthType.DXA },
      margins: { top: 40, bottom: 40, left: 60, right: 60 },
      borders: { top: none, left: none, right: none, bottom: rule },
      children: [
        new Paragraph({
          alignment: place === 1 ? AlignmentType.RIGHT : AlignmentType.LEFT,
          children: [new TextRun({ text: words, size: 18 })],
        }),
      ],
    })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    borders: {
      top: rule,
      bottom: rule,
      left: none,
      right: none,
      insideHorizontal: rule,
      insideVertical: none,
    },
    rows: headings.map((words, place) => new TableRow({ children: [words, cells[place] ?? ''].map(cellOf) })),
  })
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
