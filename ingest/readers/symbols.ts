/** Box and tick glyphs and signs of the symbol fonts, by font and code. */
const SYMBOLS: Record<string, string> = {
  'symbol:25': '%',
  'symbol:2b': '+',
  'symbol:2d': '-',
  'symbol:3c': '<',
  'symbol:3d': '=',
  'symbol:3e': '>',
  'symbol:7e': '～',
  'symbol:a3': '≤',
  'symbol:b0': '°',
  'symbol:b1': '±',
  'symbol:b3': '≥',
  'symbol:b4': '×',
  'symbol:b9': '≠',
  'symbol:bb': '≈',
  'symbol:d6': '√',
  'symbol:d7': '·',
  'wingdings:6f': '☐',
  'wingdings:a8': '☐',
  'wingdings:fb': '×',
  'wingdings:fc': '√',
  'wingdings:fd': '☒',
  'wingdings:fe': '☑',
  'wingdings 2:50': '√',
  'wingdings 2:52': '☑',
  'wingdings 2:53': '☒',
  'wingdings 2:54': '☒',
  'wingdings 2:a3': '☐',
}

/** The character for a symbol font's glyph, its code in hexadecimal; undefined where none is known. */
export function symbolShown(font: string | undefined, code: string | undefined): string | undefined {
  const known = SYMBOLS[`${font}:${code?.replace(/^f?0*/i, '')}`.toLowerCase()]
  return (
    known ?? (/^(?:00[b-f]|2[0-7]|3[0-3])[\da-f]{1,2}$/i.test(code ?? '') ? characterOf(code) : undefined)
  )
}

/** A sign may be put in by its own code from a font of text: 2265 is ≥. */
const characterOf = (code: string | undefined) => String.fromCharCode(Number.parseInt(code ?? '', 16))

const boxes = ['wingdings', 'wingdings 2']

/** A text with the glyphs of symbol fonts, which stand in a range of their own, as far as they are known: before a figure stands a sign. */
export function withSymbols(text: string): string {
  return text.replace(/[\uf000-\uf0ff]/g, (glyph, at) => {
    const code = glyph.charCodeAt(0).toString(16)
    const isSign = /^\s?\d/.test(text.slice(at + 1, at + 3))
    const fonts = isSign ? ['symbol', ...boxes] : [...boxes, 'symbol']
    return fonts.map((font) => symbolShown(font, code)).find((shown) => shown !== undefined) ?? glyph
  })
}
