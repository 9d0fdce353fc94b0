import {
  AlignmentType,
  Document,
  Packer,
  PageOrientation,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx'
import { timeless } from './archive.ts'
import type { Page, PageCell, PageParagraph, PageTable } from './page.ts'

const songti = { ascii: 'Times New Roman', eastAsia: '宋体' }
const half = { title: 32, heading: 24, body: 24, note: 18 } as const

function documentParagraph({ style, text }: PageParagraph): Paragraph {
  const centred = style === 'title'
  return new Paragraph({
    alignment: centred ? AlignmentType.CENTER : AlignmentType.LEFT,
    spacing: { after: 80 },
    indent: style === 'body' ? { firstLine: 480 } : {},
    children: [
      new TextRun({ text, bold: style === 'title' || style === 'heading', size: half[style], font: songti }),
    ],
  })
}

function documentCell(cell: PageCell): TableCell {
  const paragraphs = cell.text.split('\n').map(
    (line) =>
      new Paragraph({
        alignment: cell.align === 'left' ? AlignmentType.LEFT : AlignmentType.CENTER,
        children: [new TextRun({ text: line, bold: cell.bold ?? false, size: 18, font: songti })],
      }),
  )
  return new TableCell({
    children: paragraphs,
    verticalAlign: VerticalAlign.CENTER,
    rowSpan: cell.rowSpan ?? 1,
    columnSpan: cell.columnSpan ?? 1,
  })
}

function documentTable({ widths, rows }: PageTable): Table {
  const whole = widths.reduce((sum, width) => sum + width, 0)
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    columnWidths: widths.map((width) => Math.round((width / whole) * 9_900)),
    rows: rows.map((cells) => new TableRow({ cantSplit: true, children: cells.map(documentCell) })),
  })
}

/** A page as a Word file with real merged cells; equal pages give equal bytes. */
export async function docxBytes(page: Page): Promise<Uint8Array> {
  const document = new Document({
    creator: '示例数据',
    lastModifiedBy: '示例数据',
    sections: [
      {
        properties: {
          page: {
            size: { orientation: PageOrientation.PORTRAIT },
            margin: { top: 1000, bottom: 1000, left: 1000, right: 1000 },
          },
        },
        children: page.map((block) =>
          block.kind === 'table' ? documentTable(block) : documentParagraph(block),
        ),
      },
    ],
  })
  return timeless(await Packer.toBuffer(document))
}
