/*
 * Containers made by hand: just enough of a PDF and of a compound file to hold what a test needs.
 */

const SECTOR = 512
const END = 0xfffffffe
const NONE = 0xffffffff

/** A compound file with these streams at its top; each is as long as it takes not to count as short. */
export function compoundOf(streams: Record<string, Uint8Array>): Buffer {
  const bodies = Object.entries(streams).map(([name, bytes]) => {
    const size = Math.ceil(Math.max(bytes.length, 4096) / SECTOR) * SECTOR
    return { name, body: Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]) }
  })
  const directorySectors = Math.ceil((bodies.length + 1) / 4)
  const header = Buffer.alloc(SECTOR)
  header.write('d0cf11e0a1b11ae1', 'hex')
  header.writeUInt16LE(9, 30)
  header.writeUInt16LE(6, 32)
  header.writeUInt32LE(1, 44)
  header.writeUInt32LE(1, 48)
  header.writeUInt32LE(4096, 56)
  header.writeUInt32LE(END, 60)
  header.writeUInt32LE(END, 68)
  header.fill(0xff, 76)
  header.writeUInt32LE(0, 76)
  const table = Buffer.alloc(SECTOR, 0xff)
  const chain = (from: number, count: number) => {
    for (let n = 0; n < count; n++) table.writeUInt32LE(n === count - 1 ? END : from + n + 1, (from + n) * 4)
  }
  chain(1, directorySectors)
  const directory = Buffer.alloc(directorySectors * SECTOR)
  let next = 1 + directorySectors
  writeEntry(directory, 0, { name: 'Root Entry', type: 5, child: 1, right: NONE, start: END, size: 0 })
  for (const [n, { name, body }] of bodies.entries()) {
    const right = n + 2 <= bodies.length ? n + 2 : NONE
    writeEntry(directory, n + 1, { name, type: 2, child: NONE, right, start: next, size: body.length })
    chain(next, body.length / SECTOR)
    next += body.length / SECTOR
  }
  return Buffer.concat([header, table, directory, ...bodies.map(({ body }) => body)])
}

type Entry = { name: string; type: number; child: number; right: number; start: number; size: number }

function writeEntry(directory: Buffer, n: number, { name, type, child, right, start, size }: Entry): void {
  const at = n * 128
  const length = directory.write(name, at, 'utf16le')
  directory.writeUInt16LE(length + 2, at + 64)
  directory.writeUInt8(type, at + 66)
  directory.writeUInt32LE(NONE, at + 68)
  directory.writeUInt32LE(right, at + 72)
  directory.writeUInt32LE(child, at + 76)
  directory.writeUInt32LE(start, at + 116)
  directory.writeUInt32LE(size, at + 120)
}

type PdfPage = { content: string; rotate?: number; size?: [width: number, height: number] }

/** A PDF whose font, 宋体, is not inside it; `trailer` goes into the file's trailer. */
export function pdfOf(pages: PdfPage[], trailer = ''): Buffer {
  const first = 6
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, n) => `${first + n * 2} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>',
    ...pages.flatMap(({ content, rotate = 0, size: [width, height] = [595, 842] }, n) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Rotate ${rotate} /Resources << /Font << /F 3 0 R >> >> /Contents ${first + n * 2 + 1} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
  ]
  let body = '%PDF-1.7\n'
  const places = objects.map((object, n) => {
    const place = body.length
    body += `${n + 1} 0 obj\n${object}\nendobj\n`
    return `${String(place).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`
  return Buffer.from(
    `${body}${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${body.length}\n%%EOF\n`,
    'latin1',
  )
}

/** Text in 10 points from a place on the page, which counts from the bottom left. */
export function textAt(x: number, y: number, text: string, operators = ''): string {
  const hex = Buffer.from(text, 'utf16le').swap16().toString('hex')
  return `BT /F 10 Tf ${operators} 1 0 0 1 ${x} ${y} Tm <${hex}> Tj ET\n`
}

export function lineBetween(x0: number, y0: number, x1: number, y1: number): string {
  return `${x0} ${y0} m ${x1} ${y1} l S\n`
}

/** A ruled table from its top left: cells' texts row by row, on columns and rows at these places. */
export function ruledTable(columns: number[], rows: number[], texts: string[][]): string {
  const [left = 0, right = 0, top = 0, bottom = 0] = [columns[0], columns.at(-1), rows[0], rows.at(-1)]
  return [
    ...rows.map((y) => lineBetween(left, y, right, y)),
    ...columns.map((x) => lineBetween(x, top, x, bottom)),
    ...texts.flatMap((across, row) =>
      across.map((text, column) => textAt((columns[column] ?? 0) + 4, (rows[row + 1] ?? 0) + 6, text)),
    ),
  ].join('')
}
