import { strFromU8, strToU8 } from 'fflate'
import { mendedParts, type Parts } from './parts.ts'

/** A chart, and the workbook behind it, as PowerPoint expects them and the library does not write them. */
export function mendedChart(name: string, part: Uint8Array, parts: Parts): Uint8Array {
  if (/^ppt\/charts\/chart\d+\.xml$/.test(name)) return strToU8(mendedDrawing(strFromU8(part)))
  const chart = /^ppt\/embeddings\/\D+(\d+)\.xlsx$/.exec(name)?.[1]
  if (chart === undefined) return part
  const cells = cellsOf(strFromU8(parts[`ppt/charts/chart${chart}.xml`] ?? new Uint8Array()))
  return mendedParts(part, (inner, sheet) =>
    inner === 'xl/worksheets/sheet1.xml' ? strToU8(mendedSheet(strFromU8(sheet), cells)) : sheet,
  )
}

/** Gaps are left out, Chinese has its face, axes stand at the edge, and lists are read from above downwards. */
function mendedDrawing(xml: string): string {
  const mended = xml
    .replace(/<c:pt idx="\d+"><c:v><\/c:v><\/c:pt>/g, '')
    .replace(/<a:latin typeface="([^"]+)"\/>(?!\s*<a:ea)/g, '<a:latin typeface="$1"/><a:ea typeface="$1"/>')
    .replace(seriesOf, inOrder)
    .replace(/<c:lineChart>\s*(?!<c:grouping)/, '<c:lineChart><c:grouping val="standard"/>')
    // Charts without depth have two axes.
    .replace(/(<c:axId val="\d+"\/>\s*<c:axId val="\d+"\/>)\s*<c:axId val="\d+"\/>/, '$1')
  if (mended.includes('<c:scatterChart>'))
    return mended.replaceAll('<c:crosses val="autoZero"/>', '<c:crosses val="min"/>')
  // Read from above downwards, with its categories below all the same.
  if (/<c:valAx>[\s\S]*?<c:orientation val="maxMin"\/>/.test(mended))
    return mended
      .replace(/(<c:catAx>[\s\S]*?<c:tickLblPos val=")low/, '$1nextTo')
      .replace(/(<c:catAx>[\s\S]*?<c:crosses val=")autoZero/, '$1max')
  const read = mended.includes('<c:grouping val="stacked"/>') ? mended.replace(seriesOf, readable) : mended
  if (!read.includes('<c:barDir val="bar"/>')) return read
  return read
    .replace(/(<c:catAx>[\s\S]*?<c:orientation val=")minMax/, '$1maxMin')
    .replace(/(<c:valAx>[\s\S]*?<c:crosses val=")autoZero/, '$1max')
}

/** What a series holds, in the order that its schema demands. */
const order = [
  ...[
    'idx',
    'order',
    'tx',
    'spPr',
    'invertIfNegative',
    'marker',
    'dPt',
    'dLbls',
    'cat',
    'xVal',
    'val',
    'yVal',
  ],
  'smooth',
]

/** A series in the order of its schema: programs that are strict about it offer to repair the file. */
function inOrder(series: string, _at: number, chart: string): string {
  const isBars = chart.includes('<c:barChart>')
  const children = [...series.slice('<c:ser>'.length, -'</c:ser>'.length).matchAll(child)].map(
    ([xml, name = '']) => ({ xml, place: order.indexOf(name) }),
  )
  const kept = children.filter(({ xml }) => isBars || !xml.startsWith('<c:invertIfNegative'))
  return `<c:ser>${kept
    .toSorted((one, other) => one.place - other.place)
    .map(({ xml }) => xml)
    .join('')}</c:ser>`
}

/** None of these holds another of its name. */
const child =
  /<c:(idx|order|tx|spPr|invertIfNegative|marker|dPt|dLbls|cat|xVal|val|yVal|smooth)(?:\s[^>]*)?(?:\/>|>[\s\S]*?<\/c:\1>)/g

const seriesOf = /<c:ser>[\s\S]*?<\/c:ser>/g

/** Figures inside a dark bar are white. */
function readable(series: string): string {
  const [, fill = 'FFFFFF'] = /<a:srgbClr val="([0-9A-F]{6})"/.exec(series) ?? []
  const [red = 255, green = 255, blue = 255] = [0, 2, 4].map((at) =>
    Number.parseInt(fill.slice(at, at + 2), 16),
  )
  if (0.3 * red + 0.59 * green + 0.11 * blue > 140) return series
  return series.replace(/(<c:dLbls>[\s\S]*?<a:srgbClr val=")[0-9A-F]{6}/, '$1FFFFFF')
}

/** The figures that a chart keeps, by their cells in its workbook: B2, 278.69. */
function cellsOf(chart: string): Map<string, string> {
  const cells = new Map<string, string>()
  for (const [, column, cache] of chart.matchAll(
    /Sheet1!\$([A-Z]+)\$2:[^<]*<\/c:f>\s*<c:numCache>([\s\S]*?)<\/c:numCache>/g,
  ))
    for (const [, place, value] of (cache ?? '').matchAll(/<c:pt idx="(\d+)"><c:v>([^<]+)<\/c:v>/g))
      cells.set(`${column}${Number(place) + 2}`, value ?? '')
  return cells
}

/** Nought was written as nothing: it is put back, and gaps are left out. */
const mendedSheet = (sheet: string, cells: ReadonlyMap<string, string>) =>
  sheet.replace(/<c r="([A-Z]+\d+)"><v><\/v><\/c>/g, (_, cell: string) => {
    const value = cells.get(cell)
    return value === undefined ? '' : `<c r="${cell}"><v>${value}</v></c>`
  })
