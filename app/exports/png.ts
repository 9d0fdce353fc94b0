import { renderAsync } from '@resvg/resvg-js'
import type { Answer } from './answer.ts'
import { wellFormed } from './parts.ts'
import type { Provenance } from './provenance.ts'
import { svgText } from './svg.ts'
import { typefaceFolder } from './typeface.ts'

/** Sharp on dense screens and in print. */
const pixelsPerUnit = 2

/** The SVG of a view as a picture; null without a chart. */
export async function pngBytes(
  answer: Answer,
  provenance: Provenance,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const svg = svgText(answer, provenance)
  return svg === null ? null : drawnPng(svg)
}

/** An SVG of ours as a picture, off the main thread and with our own face only. */
export async function drawnPng(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const family = 'Noto Sans SC'
  const image = await renderAsync(wellFormed(svg), {
    fitTo: { mode: 'zoom', value: pixelsPerUnit },
    font: {
      loadSystemFonts: false,
      fontDirs: [await typefaceFolder()],
      defaultFontFamily: family,
      sansSerifFamily: family,
    },
  })
  return new Uint8Array(image.asPng())
}
