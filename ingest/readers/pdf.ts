import './pdf-unused.ts'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { GlobalWorkerOptions, getDocument, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.min.mjs'
import { z } from 'zod'
import { isPlausible } from './encoding.ts'
import { type Font, type Marks, marksOf } from './pdf-marks.ts'
import { type Page, pageOf } from './pdf-page.ts'
import { blocksOf } from './pdf-pages.ts'
import { readable } from './pdf-text.ts'
import { type Content, Unreadable } from './table.ts'

const MOST_PAGES = 500

/** Fewer characters a page than this are a scanner's mark, not a text. */
const FEWEST_CHARACTERS = 10

/** What a font hands out that has no character for a glyph, and how much of a text must be otherwise. */
const NO_CHARACTER = /[\ue000-\uf8ff\ufffd\p{Cc}]/gu
const KNOWN_SHARE = 0.9

const root = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
GlobalWorkerOptions.workerSrc = pathToFileURL(path.join(root, 'legacy/build/pdf.worker.min.mjs')).href

/** The paragraphs and tables of a PDF with text; tables are rebuilt from their ruling lines. */
export async function readPdf(bytes: Uint8Array): Promise<Content> {
  const loading = getDocument({
    // The package takes the bytes over.
    data: new Uint8Array(bytes),
    cMapUrl: `${path.join(root, 'cmaps')}/`,
    cMapPacked: true,
    standardFontDataUrl: `${path.join(root, 'standard_fonts')}/`,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    // Pictures are never looked at.
    maxImageSize: 1,
    verbosity: 0,
  })
  try {
    const document = await loading.promise
    if (document.numPages > MOST_PAGES) throw new Unreadable('too-large', `${document.numPages} pages`)
    const pages: Page[] = []
    const letters: string[] = []
    for (let n = 1; n <= document.numPages; n++) {
      const marks = await marksOn(await document.getPage(n))
      letters.push(marks.glyphs.map(({ text }) => text).join(''))
      pages.push(pageOf(marks))
    }
    refuseUnwritten(letters)
    return { format: 'pdf', blocks: blocksOf(pages) }
  } catch (fault) {
    throw fault instanceof Unreadable ? fault : refusal(fault)
  } finally {
    await loading.destroy()
  }
}

function refusal(fault: unknown): unknown {
  if (!(fault instanceof Error)) return fault
  if (fault.name === 'PasswordException') return new Unreadable('encrypted', 'a password protects it')
  return new Unreadable('damaged', fault.message.slice(0, 200))
}

/** What a page draws; a page whose text runs sideways is turned and drawn again. */
async function marksOn(page: PDFPageProxy): Promise<Marks> {
  const { fnArray, argsArray } = await page.getOperatorList()
  const drawn = (rotation: number) => {
    const { width, transform } = page.getViewport({ scale: 1, rotation })
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = transform
    const font = (name: string) => fontOf(page, name)
    return marksOf({ fnArray, argsArray, view: [a, b, c, d, e, f], width, font })
  }
  const marks = drawn(page.rotate)
  const turned = marks.turn === 0 ? marks : drawn((page.rotate + 360 - 90 * marks.turn) % 360)
  page.cleanup()
  return turned
}

const FontFacts = z.object({
  vertical: z.boolean().optional(),
  fontMatrix: z.array(z.number()).optional(),
})

function fontOf({ commonObjs }: PDFPageProxy, name: string): Font {
  const facts = FontFacts.safeParse(commonObjs.has(name) ? commonObjs.get(name) : {}).data
  return { vertical: facts?.vertical ?? false, glyphUnit: facts?.fontMatrix?.[0] || 0.001 }
}

/** Refuses pictures of text, and fonts that do not tell which characters they draw. */
function refuseUnwritten(pages: string[]): void {
  const text = readable(pages.join('')).replace(/\s/g, '')
  if (text.length < FEWEST_CHARACTERS * Math.max(1, pages.length))
    throw new Unreadable('no-text', 'a scan: its pages are pictures without text')
  const known = text.replace(NO_CHARACTER, '')
  if (known.length < text.length * KNOWN_SHARE || !isPlausible(known))
    throw new Unreadable('no-text', 'its fonts do not tell which characters they draw')
}
