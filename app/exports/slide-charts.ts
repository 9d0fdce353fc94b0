import type PptxGenJS from 'pptxgenjs'
import type { CategoryPanel, PointPanel } from './panel.ts'
import { type Box, colour, inks, officeFace, type Slide } from './slide-look.ts'

const calm = {
  catAxisLabelFontFace: officeFace,
  valAxisLabelFontFace: officeFace,
  legendFontFace: officeFace,
  dataLabelFontFace: officeFace,
  catAxisLabelFontSize: 10,
  valAxisLabelFontSize: 9,
  legendFontSize: 10,
  dataLabelFontSize: 9,
  catAxisLabelColor: inks.text,
  // Below or left of bars that reach under nought.
  catAxisLabelPos: 'low',
  valAxisLabelColor: inks.muted,
  legendColor: inks.text,
  dataLabelColor: inks.text,
  catAxisLineColor: inks.line,
  catGridLine: { style: 'none' },
  valGridLine: { color: inks.line, size: 0.5, style: 'dash' },
  valAxisLineShow: false,
  chartArea: { roundedCorners: false },
  displayBlanksAs: 'gap',
  legendPos: 't',
} satisfies PptxGenJS.IChartOpts

const titled = { showTitle: true, titleFontSize: 11, titleColor: inks.muted, titleFontFace: officeFace }

/** More figures than these would lie on each other. */
const mostLabels = { bars: 48, lines: 14 }

/** Bars below each other that leave room for figures of the usual size. */
const mostBars = 24

/** Ranks, the first on top; the library can, though its types say otherwise. */
const fromAbove: object = { valAxisOrientation: 'maxMin' }

/** A gap is no number to the library's types; this one its charts leave empty. */
const gap = Number.NaN

const ends = ({ min, max }: CategoryPanel['bounds']) => ({
  ...(min === null ? {} : { valAxisMinVal: min }),
  ...(max === null ? {} : { valAxisMaxVal: max }),
})

/** Bars or lines over categories, as a chart of PowerPoint's own. */
export function addCategories(slide: Slide, panel: CategoryPanel, box: Box, altText: string) {
  const { kind, title, series, categories, horizontal, stacked, inverse, numberFormat, bounds } = panel
  const labelled = panel.instead !== 'flow' && series.length * categories.length <= mostLabels[kind]
  const data = series.map(({ name, values }) => ({
    name,
    labels: [...categories],
    values: values.map((value) => value ?? gap),
  }))
  slide.addChart(kind === 'lines' ? 'line' : 'bar', data, {
    ...calm,
    ...box,
    altText,
    chartColors: ((series.length === 1 && series[0]?.colours) || series.map((one) => one.colour)).map(colour),
    barDir: horizontal ? 'bar' : 'col',
    barGrouping: stacked ? 'stacked' : 'clustered',
    barGapWidthPct: 45,
    lineSize: 2,
    lineDataSymbolSize: 6,
    showLegend: series.length > 1,
    showValue: labelled,
    dataLabelFormatCode: numberFormat,
    dataLabelPosition: kind === 'lines' ? 't' : stacked ? 'ctr' : 'outEnd',
    valLabelFormatCode: numberFormat,
    valAxisLabelFormatCode: numberFormat,
    valAxisHidden: labelled && kind === 'bars',
    ...(inverse ? fromAbove : {}),
    ...(horizontal && series.length * categories.length > mostBars
      ? { dataLabelFontSize: 7, catAxisLabelFontSize: 8 }
      : {}),
    ...ends(bounds),
    ...(title === null ? {} : { ...titled, title }),
  })
}

/** Points between two axes; each series has its own rows in the workbook, since they share one column of x. */
export function addPoints(slide: Slide, { x, y, series, bounds }: PointPanel, box: Box, altText: string) {
  const all = series.flatMap(({ points }, place) => points.map(([across, up]) => ({ across, up, place })))
  const runs = series.map(({ name }, own) => ({
    name,
    values: all.map(({ up, place }) => (place === own ? up : gap)),
  }))
  slide.addChart('scatter', [{ name: x, values: all.map(({ across }) => across) }, ...runs], {
    ...calm,
    ...box,
    altText,
    chartColors: series.map((one) => colour(one.colour)),
    lineSize: 0,
    lineDataSymbolSize: 7,
    showLegend: series.length > 1,
    showCatAxisTitle: x !== '',
    catAxisTitle: x,
    catAxisTitleFontSize: 10,
    catAxisTitleFontFace: officeFace,
    catAxisTitleColor: inks.muted,
    showValAxisTitle: y !== '',
    valAxisTitle: y,
    valAxisTitleFontSize: 10,
    valAxisTitleFontFace: officeFace,
    valAxisTitleColor: inks.muted,
    valAxisLabelFormatCode: 'General',
    ...ends(bounds),
  })
}
