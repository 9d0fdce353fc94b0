import type { EChartsOption } from 'echarts'
import { grouped } from '#app/domain/statistics.ts'
import { bracketed, formatCount } from '#app/format.ts'
import { districtOf, type Here, pageLink, projectLink } from '#app/links.ts'
import type { Measure } from '#app/queries/filters.ts'
import type { SideBySide, SideCase, SideYear } from '#app/queries/side-by-side.ts'
import { measureWords, type Words, w } from '#app/words.ts'
import { boxesOption } from './boxes.ts'
import { casesSaid, isFew, saying, symbols } from './marks.ts'
import { ofReports, reportColumns } from './report-columns.ts'
import { written } from './side-figures.ts'
import { furthestApart, middlesApart, mostAndLeast, widestMove } from './side-sentences.ts'
import { axisStyle, base, ink, labelsInside, nameFromLeft, series } from './theme.ts'
import type { Column, Format, View } from './view.ts'

/** How a measure's values, and differences between them, are written. */
const formats: Readonly<Record<Measure, readonly [Format, Format]>> = {
  spent: ['money', 'money'],
  execution: ['percent', 'points'],
  unitCost: ['unitCost', 'unitCost'],
  total: ['score', 'score'],
  gap: ['points', 'points'],
  met: ['percent', 'points'],
}

const weighing: Readonly<Record<Measure, Words>> = {
  spent: w(
    '支出合计，未填价格指数时为当年价',
    'total spending, in money of the year unless a price index is given',
  ),
  execution: w(
    '支出之和 ÷ 预算之和，仅计两者皆有的自评',
    'sum of spending ÷ sum of budgets, where both are stated',
  ),
  unitCost: w(
    '支出之和 ÷ 实际数量之和，只计同一项目类别、同一计量单位',
    'sum of spending ÷ sum of quantities, of one programme and unit alone',
  ),
  total: w('自评总分的简单平均', 'a plain mean of totals'),
  gap: w(
    '满意度实际减目标的简单平均，每项指标计一次',
    'a plain mean of actual less target, each rate counted once',
  ),
  met: w(
    '达到目标的指标数 ÷ 可比的指标数（不含预算执行率）',
    'indicators that met their target ÷ those that can be compared, without budget execution',
  ),
}

interface Placed {
  side: string
  label: string
  year?: number | null
}

/** Its own overview, or its indicators where it is a unit. */
function toSide({ side, label, year = null }: Placed, here: Here): string {
  const years = year === null ? here.filters.year : [year]
  const only = { by: null, pick: [], measure: null }
  switch (here.filters.by) {
    case 'unit':
      return pageLink(here, '/indicators', { ...only, q: side.replace(/^\d{6} /, ''), year: years })
    case 'programme':
      return pageLink(here, '/', { ...only, programme: [side], year: years })
    case 'year':
      return pageLink(here, '/', { ...only, year: [Number(side)] })
    default: {
      const isCode = /^\d{6}$/.test(side)
      const district = districtOf(here, { district: isCode ? side : null, districtName: label })
      return pageLink(here, '/', { ...only, district, year: years })
    }
  }
}

const label: Column<{ label: string }> = { key: 'label', heading: w('比较对象', 'Compared'), format: 'text' }

/** Every side by every measure. */
export const sideBySideView: View<SideBySide> = {
  name: 'side-by-side',
  title: w('并排对照', 'Side by side'),
  note: w(
    '筛选范围内全部年度合计，只计单位自评。支出为合计；占预算、每户支出为两个合计相除；总分、满意度差距为简单平均；达标率不含预算执行率。每户（人）支出只计所列项目类别与单位。* 表示不足 5 份。',
    'All years that the filters leave together; self-evaluations only. Spending is a total; shares of budget and costs per one served are ratios of totals; totals and gaps are plain means; targets met leave out budget execution. Costs per one served are of the programme and unit named. * fewer than 5.',
  ),
  sentence: furthestApart,
  columns: [
    label,
    { key: 'n', heading: w('自评 n', 'n'), format: 'count', marksFew: true },
    { key: 'spent', heading: measureWords.spent, format: 'money', prices: 'prices' },
    { key: 'spentN', heading: w('支出 n', 'n of spending'), format: 'count', marksFew: true },
    { key: 'execution', heading: measureWords.execution, format: 'percent' },
    {
      key: 'executionN',
      heading: w('支出占预算 n', 'n of spending of budget'),
      format: 'count',
      marksFew: true,
    },
    { key: 'unitCost', heading: measureWords.unitCost, format: 'unitCost', per: 'per', prices: 'prices' },
    {
      key: 'programme',
      heading: w('每户（人）支出所属类别', 'Programme of spending per one served'),
      format: 'text',
      absent: w('各自', 'each its own'),
    },
    {
      key: 'unitCostN',
      heading: w('每户（人）支出 n', 'n of spending per one served'),
      format: 'count',
      marksFew: true,
    },
    { key: 'total', heading: measureWords.total, format: 'score' },
    { key: 'totalN', heading: w('总分 n', 'n of totals'), format: 'count', marksFew: true },
    { key: 'gap', heading: measureWords.gap, format: 'points' },
    { key: 'gapN', heading: w('满意度 n', 'n of gaps'), format: 'count', marksFew: true },
    { key: 'met', heading: measureWords.met, format: 'percent' },
    { key: 'metN', heading: w('达标率 n', 'n of targets met'), format: 'count', marksFew: true },
  ],
  link: toSide,
  option: null,
  height: () => 0,
}

const median = w('同类中位数', 'Median of its kind')

function yearColumns(measure: Measure): readonly Column<SideYear>[] {
  const [value, difference] = formats[measure]
  const figure = (key: keyof SideYear & string, heading: Words, format: Format): Column<SideYear> => ({
    key,
    heading,
    format,
    ...(format === 'money' || format === 'unitCost' ? { prices: 'prices' } : {}),
    ...(format === 'unitCost' ? { per: 'per' } : {}),
  })
  const isAmount = measure === 'spent' || measure === 'unitCost'
  const hasBest = measure !== 'spent'
  return [
    label,
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    figure('value', measureWords[measure], value),
    { key: 'n', heading: w('自评 n', 'n'), format: 'count', marksFew: true },
    figure('before', w('上一年', 'Year before'), value),
    figure('change', w('较上年', 'Change'), difference),
    ...(isAmount ? [figure('changePercent', w('较上年（比例）', 'Change in per cent'), 'percent')] : []),
    figure('median', median, value),
    { key: 'peers', heading: w('同类数', 'Of its kind'), format: 'count', marksFew: true },
    figure('toMedian', w('较中位数', 'Against the median'), difference),
    ...(isAmount
      ? [figure('toMedianPercent', w('较中位数（比例）', 'Against it in per cent'), 'percent')]
      : []),
    ...(hasBest
      ? [
          figure('best', w('最好', 'Best'), value),
          figure('bestLabel', w('最好者', 'Which is'), 'text'),
          figure('toBest', w('较最好', 'Against the best'), difference),
        ]
      : []),
    { key: 'rank', heading: w('名次', 'Rank'), format: 'count' },
    { key: 'rankBefore', heading: w('上年名次', 'Rank before'), format: 'count' },
  ]
}

const yearsOf = (rows: readonly SideYear[]) =>
  [...new Set(rows.map(({ year }) => year))].toSorted((a, b) => a - b)
const sidesOf = (rows: readonly SideYear[]) => [...grouped(rows, ({ side }) => side).values()]
const toYear = (row: SideYear, here: Here) => toSide(row, here)

function line(rows: readonly SideYear[], place: number) {
  return {
    type: 'line' as const,
    name: rows[0]?.label ?? '–',
    color: series[place % series.length] ?? ink.muted,
    symbol: symbols[place % symbols.length] ?? 'circle',
    symbolSize: 9,
    lineStyle: { width: 2.5 },
    emphasis: { focus: 'series' as const },
  }
}

/** One measure over the years, each side against the median of its kind. */
export const sideYearsView = (measure: Measure): View<SideYear> => ({
  name: `side-years-${measure}`,
  title: w(`${measureWords[measure].zh}：逐年对照`, `${measureWords[measure].en} over the years`),
  note: w(
    `${weighing[measure].zh}。虚线为当年全部同类（如全部区县）的中位数，各计一次；最好者与名次亦在全部同类中排列，单位支出以低为好，支出合计不分好坏。比较区县、单位或类别时不受年度筛选影响；比较年度时，同类为范围内的各年度。`,
    `${capital(weighing[measure].en)}. Dashed: the median of all of its kind in the year, each counted once; best and ranks are among them too. Of costs per one served least is best; of spending neither end is. The year filter applies to compared years alone, which are each other's kind.`,
  ),
  sentence: mostAndLeast(measure),
  columns: yearColumns(measure),
  link: toYear,
  option: (rows, here) => yearsOption(measure, rows, here),
  height: () => 340,
})

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function yearsOption(measure: Measure, rows: readonly SideYear[], here: Here): EChartsOption {
  const { language } = here
  const { unit, whole, onAxis, axis } = written(measure, rows, language)
  const years = yearsOf(rows)
  const medians = new Map(rows.map((row) => [row.year, row.median]))
  const saidOf = (row: SideYear) =>
    [
      `${row.label} · ${row.year}`,
      `${measureWords[measure][language]} ${whole(row.value)}`,
      `${median[language]} ${whole(row.median)}`,
      casesSaid(row.n),
    ].join('\n')
  const mark = (row: SideYear) => ({
    value: [String(row.year), row.value],
    says: saidOf(row),
    href: toYear(row, here),
  })
  const isYears = here.filters.by === 'year'
  const sides = isYears ? [rows] : sidesOf(rows)
  return {
    ...base,
    tooltip: saying,
    grid: { left: 8, right: 20, top: 64, bottom: 8, ...labelsInside },
    legend: { ...base.legend, type: 'scroll', show: !isYears },
    xAxis: { type: 'category', data: years.map(String), ...axisStyle },
    yAxis: {
      type: 'value',
      scale: !isYears,
      ...axisStyle,
      name: unit,
      nameTextStyle: nameFromLeft,
      axisLabel: { ...axisStyle.axisLabel, formatter: onAxis },
      ...axis,
    },
    series: [
      ...sides.map((points, place) =>
        isYears
          ? { type: 'bar' as const, barMaxWidth: 48, color: ink.accent, data: points.map(mark) }
          : { ...line(points, place), data: points.map(mark) },
      ),
      {
        type: 'line' as const,
        name: median[language],
        silent: true,
        symbol: 'none',
        color: ink.muted,
        lineStyle: { width: 1.5, type: 'dashed' as const },
        data: years.map((year) => [String(year), medians.get(year) ?? null]),
      },
    ],
  }
}

/** Ranks among all of its kind, from year to year. */
export const sideRanksView = (measure: Measure): View<SideYear> => ({
  ...sideYearsView(measure),
  name: `side-ranks-${measure}`,
  title: w(`${measureWords[measure].zh}：名次变化`, `${measureWords[measure].en}: ranks`),
  note: w(
    '在当年全部同类中的名次，1 在最上；同值同名次。* 表示当年同类不足 5 个，名次意义有限。',
    'The rank among all of its kind in the year, 1 on top; equal values share one. * fewer than 5 of its kind: a rank says little.',
  ),
  sentence: widestMove(measure),
  option: (rows, here) => ranksOption(measure, rows, here),
  // So that ranks next to each other do not touch, as far as a screen goes.
  height: (rows) => Math.min(640, Math.max(340, 80 + 22 * Math.max(0, ...rows.map(({ rank }) => rank ?? 0)))),
})

function ranksOption(measure: Measure, rows: readonly SideYear[], here: Here): EChartsOption {
  const { language } = here
  const { whole } = written(measure, rows, language)
  const most = Math.max(2, ...rows.map(({ rank }) => rank ?? 0))
  return {
    ...base,
    tooltip: saying,
    grid: { left: 8, right: 20, top: 44, bottom: 8, ...labelsInside },
    legend: { ...base.legend, type: 'scroll' },
    xAxis: {
      type: 'category',
      data: yearsOf(rows).map(String),
      ...axisStyle,
      // Below the marks of the last rank.
      axisLabel: { ...axisStyle.axisLabel, margin: 16 },
    },
    yAxis: {
      type: 'value',
      inverse: true,
      min: 1,
      max: most,
      ...(most > 12 ? { minInterval: 1 } : { interval: 1 }),
      ...axisStyle,
      axisLine: { show: false },
    },
    series: sidesOf(rows).map((points, place) => ({
      ...line(points, place),
      symbolSize: 20,
      label: { show: true, position: 'inside', color: ink.surface, fontSize: 11, fontWeight: 600 },
      data: points.map((row) => ({
        value: [String(row.year), row.rank],
        label: { formatter: `${isFew(row.peers) ? '*' : ''}${formatCount(row.rank)}` },
        says: `${row.label} · ${row.year}\n${w('名次', 'Rank')[language]} ${formatCount(row.rank)} / ${formatCount(row.peers)}\n${whole(row.value)}`,
        href: toYear(row, here),
      })),
    })),
  }
}

/** The evaluations behind each side. */
export function sideCasesView(measure: Measure): View<SideCase> {
  const [format] = formats[measure]
  const figure = (key: keyof SideCase & string, heading: Words): Column<SideCase> => ({
    key,
    heading,
    format,
    ...(format === 'money' || format === 'unitCost' ? { prices: 'prices' } : {}),
    ...(format === 'unitCost' ? { per: 'per' } : {}),
  })
  return {
    name: `side-cases-${measure}`,
    title: w(`${measureWords[measure].zh}：分布与案例`, `${measureWords[measure].en}: spread and cases`),
    note: w(
      '每点一份自评，点击进入项目；箱体为上下四分位，竖线为中位数，须线至最低与最高，每份计一次。* 表示不足 5 份。每个比较对象最多列 300 份，年度新的优先。',
      'One point a self-evaluation, click for its project; boxes are quartiles, strokes medians, whiskers the lowest and highest, each counted once. * fewer than 5. At most 300 a side, newest first.',
    ),
    sentence: middlesApart(measure),
    origin: ofReports,
    columns: [
      label,
      ...reportColumns,
      figure('value', measureWords[measure]),
      { key: 'n', heading: w('该对象自评 n', 'n of the side'), format: 'count', marksFew: true },
      figure('lower', w('下四分位', 'Lower quartile')),
      figure('median', w('中位数', 'Median')),
      figure('upper', w('上四分位', 'Upper quartile')),
    ],
    link: ({ projectId, year }, here) => projectLink(here, projectId, year),
    option: (rows, here) => casesOption(measure, rows, here),
    height: (rows) => 92 + 44 * new Set(rows.map(({ side }) => side)).size,
  }
}

function casesOption(measure: Measure, rows: readonly SideCase[], here: Here): EChartsOption {
  const { language } = here
  const { unit, write, whole, onAxis } = written(measure, rows, language)
  const boxes = [...grouped(rows, ({ side }) => side)].flatMap(([key, [first]]) =>
    first === undefined
      ? []
      : {
          ...first,
          key,
          label: `${first.label}\n${casesSaid(first.n)}`,
          says: `${first.label} · ${casesSaid(first.n)}\n${w('中位数', 'Median')[language]} ${whole(first.median)}\n${write(first.lower)} – ${write(first.upper)}`,
          href: toSide({ ...first, year: null }, here),
        },
  )
  const points = rows.map((row) => ({
    key: row.side,
    value: row.value,
    far: false,
    says: `${row.project ?? '–'}${bracketed(`${row.districtName ?? '–'} ${row.year ?? '–'}`, language)}\n${whole(row.value)}`,
    href: projectLink(here, row.projectId, row.year),
  }))
  const name = measureWords[measure][language] + bracketed(unit, language)
  return boxesOption(boxes, points, { name, format: onAxis }, language, true)
}
