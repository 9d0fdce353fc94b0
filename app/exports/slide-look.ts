import type PptxGenJS from 'pptxgenjs'
import { ink } from '#app/charts/theme.ts'

/** The Chinese face of Office on every system; where it is missing, the theme's own stands in. */
export const officeFace = '微软雅黑'

/** A colour as office files write it. */
export const colour = (hex: string) => hex.replace('#', '').toUpperCase()

export const inks = {
  text: colour(ink.text),
  muted: colour(ink.muted),
  line: colour(ink.line),
}

/** A sheet of 16:9, in inches. */
export const sheet = { left: 0.6, width: 12.13, bodyTop: 2, bodyHeight: 4.35 }

/** A place on a slide, in inches. */
export interface Box {
  x: number
  y: number
  w: number
  h: number
}

export type Slide = ReturnType<PptxGenJS['addSlide']>
