import type { EChartsOption } from 'echarts'
import { grouped } from '#app/domain/statistics.ts'
import { formatCount, formatPercent, formatUnitCost } from '#app/format.ts'
import { districtOf, type Here, pageLink } from '#app/links.ts'
import type { UnitCostByDistrict, UnitCostCompared, UnitCostTrend } from '#app/queries/unit-cost.ts'
import { type Language, w } from '#app/words.ts'
import { casesSaid, saying, symbols } from './marks.ts'
import { matrixHeight, matrixOption } from './matrix.ts'
import { districtColumn } from './report-columns.ts'
import { axisStyle, base, ink, labelsInside, nameFromLeft, palette, pointedAt, series } from './theme.ts'
import { dearestBar, dearestCell, firstAndLastCost } from './unit-cost-sentences.ts'
import { unitCostUnit, type View } from './view.ts'

const path = '/compare/unit-cost'
const cases = w('可比案例 n', 'Comparable n')
export const threeWays = {
  planned: w('计划标准', 'Planned'),
  reported: w('申报标准', 'Reported'),
  implied: w('按支出折算', 'Implied by spending'),
}

interface Placed {
  district: string | null
  districtName: string | null
  year: number
}

const toPlace = (row: Placed, here: Here) =>
  pageLink(here, path, { district: districtOf(here, row), year: [row.year] })

interface Priced {
  per: string
  prices: number | null
}

const costSaid = (yuan: number | null, { per, prices }: Priced, language: Language) =>
  `${formatUnitCost(yuan)} ${unitCostUnit(per, language, prices)}`

const unitOf = ([first]: readonly Priced[], language: Language) =>
  unitCostUnit(first?.per ?? null, language, first?.prices)

/** One hue, from cheap to dear: dear is not bad by itself. */
const costColours = [palette.mist, palette.pale, palette.blue]

/** Implied unit cost of one programme, by district and year. */
export const unitCostMatrix: View<UnitCostByDistrict> = {
  name: 'unit-cost-by-district',
  title: w('折算单位成本：区县 × 年度', 'Implied unit cost: district × year'),
  note: w(
    '格内为折算单位成本：支出之和 ÷ 实际数量之和，未填价格指数时为当年价。颜色深浅按其与项目类别中位数之比，只示高低，不作评判；空白为没有可比案例。n 为案例数，格内不写的为单个项目，* 为不足 5 个。不受年度筛选影响。',
    'Sum of spending ÷ sum of quantities served, in money of the year unless a price index is given. The shade is per cent of the median of the programme: high or low, no judgement. Blank: no comparable case. n is the number of cases; a cell without one is a single project; * fewer than 5. The year filter does not apply.',
  ),
  sentence: dearestCell,
  columns: [
    districtColumn,
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    { key: 'planned', heading: threeWays.planned, format: 'unitCost', per: 'per', prices: 'prices' },
    { key: 'reported', heading: threeWays.reported, format: 'unitCost', per: 'per', prices: 'prices' },
    { key: 'implied', heading: threeWays.implied, format: 'unitCost', per: 'per', prices: 'prices' },
    { key: 'toMedian', heading: w('为中位数的', 'Of the median'), format: 'percent' },
    { key: 'spent', heading: w('支出合计', 'Spent'), format: 'money', prices: 'prices' },
    { key: 'served', heading: w('实际数量合计', 'Quantity'), format: 'count', per: 'per' },
    { key: 'n', heading: cases, format: 'count', marksFew: true },
  ],
  link: toPlace,
  option: matrixOf,
  height: (rows) =>
    matrixHeight(rows.map(({ district, districtName }) => district ?? districtName)) + secondLine,
}

/** Years stand with their n below them. */
const secondLine = 16

/** A cell is narrow: thousands go without their fen. */
const inCell = (yuan: number | null) =>
  yuan !== null && yuan >= 1000 ? formatCount(Math.round(yuan)) : formatUnitCost(yuan)

function matrixOf(rows: readonly UnitCostByDistrict[], here: Here): EChartsOption {
  const { language } = here
  const shares = rows.flatMap(({ toMedian }) => toMedian ?? [])
  const min = Math.min(80, ...shares)
  const max = Math.max(120, ...shares)
  const ofMedian = (share: number | null) =>
    w(`中位数的 ${formatPercent(share, 0)}`, `${formatPercent(share, 0)} of the median`)[language]
  const casesOf = (year: number) => rows.reduce((sum, row) => sum + (row.year === year ? row.n : 0), 0)
  const cells = rows.map((row) => ({
    row: { key: row.district ?? row.districtName ?? '–', label: row.districtName ?? '–' },
    column: { key: String(row.year), label: `${row.year}\n${casesSaid(casesOf(row.year))}` },
    value: row.toMedian,
    text: row.n > 1 ? `${inCell(row.implied)}\n${casesSaid(row.n)}` : inCell(row.implied),
    says: [
      `${row.districtName ?? '–'} · ${row.year}`,
      `${threeWays.implied[language]} ${costSaid(row.implied, row, language)}`,
      ofMedian(row.toMedian),
      `${threeWays.planned[language]} ${formatUnitCost(row.planned)} · ${threeWays.reported[language]} ${formatUnitCost(row.reported)}`,
      casesSaid(row.n),
    ].join('\n'),
    href: toPlace(row, here),
  }))
  return matrixOption(cells, [...new Set(rows.map(({ year }) => String(year)))].sort(), {
    colours: costColours,
    min,
    max,
    lowest: w(`中位数的 ${formatPercent(min, 0)}`, formatPercent(min, 0))[language],
    highest: w(`中位数的 ${formatPercent(max, 0)}`, formatPercent(max, 0))[language],
    isDark: (share) => share > min + (max - min) * 0.86,
  })
}

/** Planned, reported and implied beside each other. */
export const unitCostBars: View<UnitCostCompared> = {
  name: 'unit-cost-compared',
  title: w('计划、申报与折算', 'Planned, reported, implied'),
  note: w(
    '取筛选范围内最近一年。三者均按实际数量加权：计划、申报为标准 × 实际数量之和 ÷ 实际数量之和，折算为支出之和 ÷ 实际数量之和。',
    'The newest year that the filters leave. All three are weighted by the quantity served: standards × quantity, or spending, over the sum of quantities.',
  ),
  sentence: dearestBar,
  columns: [
    districtColumn,
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    { key: 'planned', heading: threeWays.planned, format: 'unitCost', per: 'per', prices: 'prices' },
    { key: 'reported', heading: threeWays.reported, format: 'unitCost', per: 'per', prices: 'prices' },
    { key: 'implied', heading: threeWays.implied, format: 'unitCost', per: 'per', prices: 'prices' },
    { key: 'n', heading: cases, format: 'count', marksFew: true },
  ],
  link: toPlace,
  option: barsOf,
  height: (rows) => 76 + 58 * rows.length,
}

const wayColours = { planned: palette.grey, reported: palette.orange, implied: palette.blue } as const
const ways = ['planned', 'reported', 'implied'] as const

function barsOf(rows: readonly UnitCostCompared[], here: Here): EChartsOption {
  const { language } = here
  const unit = unitOf(rows, language)
  return {
    ...base,
    tooltip: saying,
    grid: { left: 8, right: 48, top: 36, bottom: 28, ...labelsInside },
    xAxis: {
      type: 'value',
      ...axisStyle,
      name: `${rows[0]?.year ?? '–'} · ${unit}`,
      nameLocation: 'middle',
      nameGap: 28,
    },
    yAxis: {
      type: 'category',
      inverse: true,
      ...axisStyle,
      data: rows.map(({ districtName }) => districtName ?? '–'),
    },
    series: ways.map((way) => ({
      type: 'bar',
      name: threeWays[way][language],
      color: wayColours[way],
      barGap: '20%',
      barCategoryGap: '28%',
      label: { show: true, position: 'right', color: ink.text, fontSize: 11 },
      data: rows.map((row) => ({
        value: row[way],
        label: { formatter: formatUnitCost(row[way]) },
        says: [
          `${row.districtName ?? '–'} · ${row.year}`,
          `${threeWays[way][language]} ${costSaid(row[way], row, language)}`,
          casesSaid(row.n),
        ].join('\n'),
        href: toPlace(row, here),
      })),
    })),
  }
}

const together = w('全部区县', 'All districts')

/** Implied unit cost over the years, one line a district. */
export const unitCostLines: View<UnitCostTrend> = {
  name: 'unit-cost-trend',
  title: w('折算单位成本：历年走势', 'Implied unit cost over the years'),
  note: w(
    '支出之和 ÷ 实际数量之和，未填价格指数时为当年价；粗线为全部区县之和相除。某年没有可比案例则断开。点图例可隐藏一条线。',
    'Sum of spending ÷ sum of quantities, in money of the year unless a price index is given; the heavy line takes all districts together. A year without a case is a gap.',
  ),
  sentence: firstAndLastCost,
  columns: [
    { key: 'districtName', heading: w('区县', 'District'), format: 'text', absent: together },
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    { key: 'implied', heading: threeWays.implied, format: 'unitCost', per: 'per', prices: 'prices' },
    { key: 'n', heading: cases, format: 'count', marksFew: true },
  ],
  link: (row, here) => (row.all ? pageLink(here, path, { year: [row.year] }) : toPlace(row, here)),
  option: linesOf,
  height: (rows) =>
    new Set(rows.map(({ district, districtName }) => district ?? districtName)).size > 5 ? 540 : 340,
}

function linesOf(rows: readonly UnitCostTrend[], here: Here): EChartsOption {
  const { language } = here
  const lines = [
    ...grouped(rows, ({ all, district, districtName }) => (all ? 'all' : `${district}${districtName}`)),
  ]
  const nameOf = (row: UnitCostTrend | undefined) =>
    row?.all ? together[language] : (row?.districtName ?? '–')
  return {
    ...base,
    grid: { left: 8, right: 20, top: 36, bottom: lines.length > 5 ? 88 : 44, ...labelsInside },
    legend: { ...base.legend, top: 'auto', bottom: 0 },
    tooltip: {
      ...pointedAt,
      trigger: 'axis',
      order: 'valueDesc',
      valueFormatter: (yuan) => formatUnitCost(typeof yuan === 'number' ? yuan : null),
    },
    xAxis: { type: 'category', data: [...new Set(rows.map(({ year }) => String(year)))], ...axisStyle },
    yAxis: {
      type: 'value',
      scale: true,
      ...axisStyle,
      name: unitOf(rows, language),
      nameTextStyle: nameFromLeft,
    },
    series: lines.map(([key, points], place) => ({
      type: 'line',
      name: nameOf(points[0]),
      color: key === 'all' ? ink.text : (series[place % series.length] ?? ink.muted),
      lineStyle: { width: key === 'all' ? 3.5 : 1.5, type: place >= series.length ? 'dashed' : 'solid' },
      // A colour that comes again has another shape.
      symbol: symbols[(place + Math.floor(place / series.length)) % symbols.length] ?? 'circle',
      symbolSize: key === 'all' ? 8 : 6,
      emphasis: { focus: 'series' },
      z: key === 'all' ? 3 : 2,
      data: points.map((point) => ({
        value: point.implied,
        href: unitCostLines.link?.(point, here) ?? null,
      })),
    })),
  }
}
