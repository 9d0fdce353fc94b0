import type { EChartsOption } from 'echarts'
import { decimalsOf, formatAligned, formatCount, formatPercent, formatScore } from '#app/format.ts'
import { districtOf, type Here, pageLink, projectLink } from '#app/links.ts'
import type { ScoreCase, ScoreDistribution, ScoresByDistrict, ScoreTie } from '#app/queries/scores.ts'
import { gradeWords, type Words, w } from '#app/words.ts'
import { boxesOption } from './boxes.ts'
import { casesSaid, saying } from './marks.ts'
import { districtColumn, ofReports, reportColumns } from './report-columns.ts'
import { commonestTie, commonestTotal, lowestMedian } from './score-sentences.ts'
import { axisStyle, base, gradeColours, ink, labelsInside, nameFromLeft } from './theme.ts'
import type { Column, View } from './view.ts'

const scoresPath = '/compare/scores'
const scoreCasesId = 'score-cases'
export const gradeNames: Readonly<Record<string, Words>> = gradeWords
const points = w('分', 'points')

/** The list of those with these totals. */
const toCases = (from: number, to: number, here: Here) =>
  `${pageLink(here, scoresPath, { score: `${formatScore(from)}-${formatScore(to)}` })}#${scoreCasesId}`

/** How many have which total. */
export const scoreDistributionView: View<ScoreDistribution> = {
  name: 'score-distribution',
  title: w('自评总分分布', 'Distribution of totals'),
  note: w(
    '单位自评份数，每份计一次。90 分以上每半分一档，满分 100 单列；90 分以下按等级合并为一档，柱宽不代表分差。点柱查看其中的自评。',
    'Number of self-evaluations, each counted once. Bars are of half a point from 90 on and 100 stands alone; below 90 each grade is one bar, whose width says nothing. Click a bar for its self-evaluations.',
  ),
  sentence: commonestTotal,
  columns: [
    { key: 'from', heading: w('自（含）', 'From'), format: 'score' },
    { key: 'to', heading: w('至（不含）', 'Up to'), format: 'score' },
    { key: 'grade', heading: w('等级', 'Grade'), format: 'text', words: gradeNames },
    { key: 'n', heading: w('份数 n', 'n'), format: 'count' },
    { key: 'share', heading: w('占比', 'Share'), format: 'percent' },
    { key: 'below', heading: w('累计占比', 'Up to here'), format: 'percent' },
  ],
  link: ({ from, to }, here) => toCases(from, to, here),
  option: distributionOption,
  height: () => 320,
}

function bandSaid({ from, to }: ScoreDistribution): string {
  if (from === to) return formatScore(from)
  return from === 0 ? `<${formatScore(to)}` : `${formatScore(from)}–${formatScore(to)}`
}

function distributionOption(rows: readonly ScoreDistribution[], here: Here): EChartsOption {
  const { language } = here
  const gradesIn = [...new Set(rows.map(({ grade }) => grade))]
  return {
    ...base,
    tooltip: saying,
    grid: { left: 8, right: 16, top: 48, bottom: 28, ...labelsInside },
    xAxis: {
      type: 'category',
      data: rows.map((row) => (row.from >= 90 ? formatScore(row.from) : bandSaid(row))),
      ...axisStyle,
      axisLabel: { ...axisStyle.axisLabel, hideOverlap: true },
      name: w('自评总分（90 分起每半分一档）', 'Total, by half points from 90')[language],
      nameLocation: 'middle',
      nameGap: 26,
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      ...axisStyle,
      name: w('份数', 'Self-evaluations')[language],
      nameTextStyle: nameFromLeft,
    },
    series: gradesIn.map((grade) => ({
      type: 'bar',
      name: gradeWords[grade][language],
      stack: 'n',
      barCategoryGap: '12%',
      itemStyle: { color: gradeColours[grade] },
      label: { show: true, position: 'top', color: ink.text, fontSize: 11 },
      data: rows.map((row) =>
        row.grade !== grade || row.n === 0
          ? '-'
          : {
              value: row.n,
              says: `${bandSaid(row)} ${points[language]}\n${casesSaid(row.n)}（${formatPercent(row.share)}）\n${w('累计', 'Up to here')[language]} ${formatPercent(row.below)}`,
              href: toCases(row.from, row.to, here),
            },
      ),
    })),
  }
}

const spreadColumns = <
  Row extends Pick<ScoresByDistrict, 'lowest' | 'lower' | 'median' | 'upper' | 'highest' | 'full' | 'tied'>,
>(): readonly Column<Row>[] => [
  { key: 'lowest', heading: w('最低', 'Lowest'), format: 'score' },
  { key: 'lower', heading: w('下四分位', 'Lower quartile'), format: 'score' },
  { key: 'median', heading: w('中位数', 'Median'), format: 'score' },
  { key: 'upper', heading: w('上四分位', 'Upper quartile'), format: 'score' },
  { key: 'highest', heading: w('最高', 'Highest'), format: 'score' },
  { key: 'full', heading: w('满分份数', 'With all 100'), format: 'count' },
  { key: 'tied', heading: w('与他人同分', 'Tied'), format: 'count' },
]

/** How far totals spread in each district. */
export const scoresByDistrictView: View<ScoresByDistrict> = {
  name: 'scores-by-district',
  title: w('各区县总分的离散程度', 'Spread of totals by district'),
  note: w(
    '箱体为上下四分位，横线为中位数，须线至最低与最高；每份自评计一次。高报 = 可复算部分的申报得分 − 复算得分，取简单平均。',
    'Boxes are quartiles, strokes medians, whiskers the lowest and highest; each self-evaluation counted once. Claimed above computed: over the parts that can be computed anew, a plain mean.',
  ),
  sentence: lowestMedian,
  columns: [
    districtColumn,
    { key: 'n', heading: w('份数 n', 'n'), format: 'count', marksFew: true },
    ...spreadColumns<ScoresByDistrict>(),
    { key: 'meanInflation', heading: w('平均高报', 'Mean claimed above'), format: 'score' },
    { key: 'inflated', heading: w('高报超过 0.1 分', 'Above by over 0.1'), format: 'count' },
    { key: 'compared', heading: w('可复算 n', 'n computed'), format: 'count', marksFew: true },
  ],
  link: (row, here) => pageLink(here, scoresPath, { district: districtOf(here, row) }),
  option: districtsOption,
  height: (rows) => 56 + 32 * rows.length,
}

function districtsOption(rows: readonly ScoresByDistrict[], here: Here): EChartsOption {
  const { language } = here
  const boxes = rows.map((row) => ({
    ...row,
    key: row.district ?? row.districtName ?? '–',
    label: `${row.districtName ?? '–'} ${casesSaid(row.n)}`,
    says: `${row.districtName ?? '–'} · ${casesSaid(row.n)}\n${w('中位数', 'Median')[language]} ${formatScore(row.median)}\n${formatScore(row.lower)} – ${formatScore(row.upper)}`,
    href: scoresByDistrictView.link?.(row, here) ?? null,
  }))
  const name = w('自评总分', 'Total')[language]
  return boxesOption(boxes, [], { name, format: formatScore }, language, true)
}

/** Totals that several have. */
export const scoreTiesView: View<ScoreTie> = {
  name: 'score-ties',
  title: w('同分最多的总分', 'Most frequent totals'),
  note: w('按两位小数相同计；最多列 20 个。', 'Equal to the hundredth; at most 20.'),
  sentence: commonestTie,
  columns: [
    { key: 'total', heading: w('总分', 'Total'), format: 'score' },
    { key: 'n', heading: w('份数 n', 'n'), format: 'count' },
    { key: 'share', heading: w('占比', 'Share'), format: 'percent' },
  ],
  link: ({ total }, here) => toCases(total, total, here),
  option: null,
  height: () => 0,
}

/** Self-evaluations, those that claim most above what they come to first. */
export const scoreCasesView: View<ScoreCase> = {
  name: 'score-cases',
  title: w('申报得分与复算得分', 'Claimed and computed anew'),
  note: w(
    '只比较能按评分标准复算的部分（定性指标等不能复算的不计）：高报 = 申报得分 − 复算得分。高报多者在前，最多 200 份。',
    'Over the parts that the rule set can compute (not those in words): claimed less computed. Most above first; at most 200.',
  ),
  origin: ofReports,
  columns: [
    ...reportColumns,
    { key: 'total', heading: w('自评总分', 'Total'), format: 'score' },
    { key: 'grade', heading: w('等级', 'Grade'), format: 'text', words: gradeNames },
    { key: 'tied', heading: w('此总分的份数', 'With this total'), format: 'count' },
    { key: 'compared', heading: w('可复算分值', 'Points computed'), format: 'score' },
    { key: 'claimed', heading: w('其申报得分', 'Claimed of them'), format: 'score' },
    { key: 'computed', heading: w('复算得分', 'Computed'), format: 'score' },
    { key: 'inflation', heading: w('高报', 'Claimed above'), format: 'score' },
  ],
  link: ({ projectId, year }, here) => projectLink(here, projectId, year),
  option: null,
  height: () => 0,
}

/** 97.83 分 */
export const pointsSaid = (score: number | null, here: Here) =>
  `${formatScore(score)} ${points[here.language]}`
/** 95.20 – 99.16 分 */
export function pointsBetween(from: number | null, to: number | null, here: Here): string {
  const decimals = decimalsOf([from, to])
  return `${formatAligned(from, decimals)} – ${formatAligned(to, decimals)} ${points[here.language]}`
}
/** 137 / 331 份 */
export const sharesSaid = (n: number, of: number, here: Here) =>
  `${formatCount(n)} / ${formatCount(of)} ${w('份', 'reports')[here.language]}`
