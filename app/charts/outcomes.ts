import type { BarSeriesOption, EChartsOption } from 'echarts'
import { type Banded, type Span, spanText } from '#app/domain/span.ts'
import { type Here, pageLink } from '#app/links.ts'
import type { BandCount, GradeCount } from '#app/queries/outcomes.ts'
import { gradeChoiceWords, spanWords, type Words, w } from '#app/words.ts'
import { casesSaid, saying } from './marks.ts'
import { choosing } from './overview.ts'
import { leaders } from './sentences.ts'
import { axisStyle, base, gradeColours, ink, labelsInside, ungradedColour } from './theme.ts'
import type { View } from './view.ts'

const path = '/'
const counted = w('单位自评份数。', 'Number of self-evaluations.')
const colours = { ...gradeColours, none: ungradedColour }

/** How many got which grade; a bar chooses its grade. */
export const gradeCountsView: View<GradeCount> = {
  name: 'grade-counts',
  title: w('等级分布', 'Grades'),
  note: w(
    `${counted.zh}等级按报告所写，未写的按总分折算。点柱即按等级筛选全页。`,
    `${counted.en} As stated, else by the total. Click a bar to narrow the page to its grade.`,
  ),
  sentence: (rows) =>
    mostCommon(rows, w('自评份数最多的等级是', 'are graded'), ({ grade }) => {
      const { zh, en } = gradeChoiceWords[grade]
      return w(`“${zh}”`, `"${en.toLowerCase()}"`)
    }),
  columns: [
    {
      key: 'grade',
      heading: w('等级', 'Grade'),
      format: 'text',
      words: gradeChoiceWords,
    },
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    { key: 'n', heading: w('份数 n', 'n'), format: 'count' },
  ],
  link: ({ grade }, here) => choosing(here, 'grade', grade),
  option: (rows, here) =>
    barsOption(
      rows.map((row) => ({
        ...row,
        label: gradeChoiceWords[row.grade][here.language],
        colour: colours[row.grade],
        choose: choosing(here, 'grade', row.grade),
      })),
    ),
  height: () => 190,
}

/** The bar that most stand in, or those that share the most, and how many stand there. */
function mostCommon<Row extends { year: number; n: number }>(
  rows: readonly Row[],
  what: Words,
  nameOf: (row: Row) => Words,
): Words | null {
  const most = leaders(rows, ({ n }) => n)
  const [first, second] = most
  if (first === undefined) return null
  const names = most.map(nameOf)
  const each = second === undefined ? w('', '') : w('各 ', ' each')
  return w(
    `${first.year} 年${what.zh}${names.map(({ zh }) => zh).join('、')}：${each.zh}${first.n} 份`,
    `${first.year}: most self-evaluations ${what.en} ${names.map(({ en }) => en).join(' and ')}: ${first.n}${each.en}`,
  )
}

const bandsView = (
  of: Banded,
  { name, title, note }: { name: string; title: Words; note: Words },
): View<BandCount> => {
  const choosingBands = (here: Here, span: Span) => pageLink(here, path, { [of]: spanText(span) })
  const toggling = (row: BandCount, here: Here) =>
    here.filters[of] === spanText(row) ? pageLink(here, path, { [of]: null }) : choosingBands(here, row)
  return {
    name,
    title,
    note: w(
      `${counted.zh}${note.zh}在图上拖选一段，即按此区间筛选全页；点柱取一档。`,
      `${counted.en} ${note.en} Drag over a range to narrow the page to it; click a bar for one band.`,
    ),
    sentence: (rows) =>
      mostCommon(rows, w(`${title.zh.replace('分布', '')}份数最多的是 `, 'lie at'), (row) =>
        spanWords(of, row),
      ),
    columns: [
      { key: 'from', heading: w('自（含）', 'From'), format: of === 'score' ? 'score' : 'percent' },
      { key: 'to', heading: w('至（不含）', 'Up to'), format: of === 'score' ? 'score' : 'percent' },
      { key: 'year', heading: w('年度', 'Year'), format: 'year' },
      { key: 'n', heading: w('份数 n', 'n'), format: 'count' },
    ],
    link: toggling,
    option: (rows, here) =>
      barsOption(
        rows.map((row) => ({
          ...row,
          label: row.from === null ? `<${row.to ?? ''}` : row.to === null ? `≥${row.from}` : String(row.from),
          says: `${spanWords(of, row)[here.language]}\n${casesSaid(row.n)}`,
          colour: ink.accent,
          choose: toggling(row, here),
        })),
      ),
    brush: (first, last, here) => choosingBands(here, { from: first.from, to: last.to }),
    height: () => 190,
  }
}

/** How many spent which part of their budgets. */
export const executionBandsView = bandsView('execution', {
  name: 'execution-bands',
  title: w('预算执行率分布', 'Execution rates'),
  note: w('每 5 个百分点一档；150% 及以上合为一档。', 'Bands of 5 points; 150% and above is one.'),
})

/** How many gave themselves which total. */
export const scoreBandsView = bandsView('score', {
  name: 'score-bands',
  title: w('自评总分分布', 'Totals'),
  note: w('每 2 分一档；100 分单列。', 'Bands of 2 points; 100 stands alone.'),
})

interface Bar {
  n: number
  chosen: boolean
  label: string
  says?: string
  colour: string
  choose: string
}

/** One bar each; those that the filters leave out stand pale. */
function barsOption(bars: readonly Bar[]): EChartsOption {
  const few = bars.length <= 8
  const series: BarSeriesOption = {
    type: 'bar',
    barCategoryGap: few ? '40%' : '12%',
    label: { show: few, position: 'top', color: ink.text },
    data: bars.map(({ n, chosen, label, says = `${label}\n${casesSaid(n)}`, colour, choose }) => ({
      value: n,
      says,
      choose,
      itemStyle: { color: colour, opacity: chosen ? 1 : 0.25 },
    })),
  }
  return {
    ...base,
    legend: { show: false },
    tooltip: saying,
    grid: { left: 8, right: 8, top: 24, bottom: 8, ...labelsInside },
    xAxis: {
      type: 'category',
      data: bars.map(({ label }) => label),
      ...axisStyle,
      // Every grade is named; of many bands as many as have room.
      axisLabel: { ...axisStyle.axisLabel, ...(few ? { interval: 0 } : { hideOverlap: true }) },
    },
    yAxis: { type: 'value', minInterval: 1, splitNumber: 3, ...axisStyle },
    series: [series],
  }
}
