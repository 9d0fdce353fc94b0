/** Box and tick glyphs of the symbol fonts, by font and code. */
const SYMBOLS: Record<string, string> = {
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
  return SYMBOLS[`${font}:${code?.replace(/^f?0*/i, '')}`.toLowerCase()]
}

/** A text with the glyphs of symbol fonts, which stand in a range of their own, as far as they are known. */
export function withSymbols(text: string): string {
  return text.replace(/[\uf000-\uf0ff]/g, (glyph) => {
    const code = glyph.charCodeAt(0).toString(16)
    return symbolShown('wingdings', code) ?? symbolShown('wingdings 2', code) ?? glyph
  })
}
