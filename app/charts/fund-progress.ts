import type { EChartsOption, LineSeriesOption } from 'echarts'
import { formatPercent } from '#app/format.ts'
import { type Here, pageLink } from '#app/links.ts'
import type { FundProgress } from '#app/queries/fund-progress.ts'
import { w } from '#app/words.ts'
import { latestProgress } from './funds-sentences.ts'
import { axisStyle, base, series as colours, fontFamily, ink, labelsInside } from './theme.ts'
import type { View } from './view.ts'

const timeWords = w('时间进度', 'Time progress')

const monthNames = {
  zh: Array.from({ length: 12 }, (_, index) => `${index + 1}月`),
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
} as const

/** Spending through the year beside the days that have passed. */
export const executionProgress: View<FundProgress> = {
  name: 'fund-progress',
  title: w('序时执行进度', 'Execution through the year'),
  note: w(
    '各月末累计支出 ÷ 全年预算，按金额加权；时间进度为已过天数 ÷ 全年天数。只计支出日期均在当年的项目年度；* 不足 5 个，只列示，不作判断。',
    'Spending to the end of each month ÷ whole-year budget, weighted by money; time progress is days passed ÷ days of the year. Only project-years whose payments are all dated within the year; * fewer than 5, shown and not judged.',
  ),
  sentence: latestProgress,
  columns: [
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    { key: 'month', heading: w('截至月份', 'To the end of month'), format: 'count' },
    { key: 'spent', heading: w('累计支出', 'Spent so far'), format: 'money', alike: ['spent', 'budget'] },
    {
      key: 'budget',
      heading: w('全年预算', 'Whole-year budget'),
      format: 'money',
      alike: ['spent', 'budget'],
    },
    { key: 'rate', heading: w('执行进度', 'Execution'), format: 'percent' },
    { key: 'time', heading: timeWords, format: 'percent' },
    { key: 'ahead', heading: w('快于时间进度', 'Ahead of time'), format: 'points' },
    { key: 'n', heading: w('项目年度数 n', 'Project-years n'), format: 'count', marksFew: true },
  ],
  link: ({ year }, here) => pageLink(here, '/funds', { year: [year] }),
  option: progressOption,
  height: () => 340,
}

const symbols = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect']

function progressOption(rows: readonly FundProgress[], here: Here): EChartsOption {
  const months = monthNames[here.language]
  const years = [...new Set(rows.map(({ year }) => year))]
  const latest = years.at(-1)
  const lines = years.map((year, index) => yearLine({ year, age: years.length - 1 - index, rows, here }))
  return {
    ...base,
    grid: { left: 8, right: 24, top: 56, bottom: 8, ...labelsInside },
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      valueFormatter: (value) => formatPercent(typeof value === 'number' ? value : null),
    },
    xAxis: { type: 'category', data: [...months], ...axisStyle, splitLine: { show: false } },
    yAxis: {
      type: 'value',
      min: 0,
      ...axisStyle,
      axisLabel: { color: ink.muted, fontFamily, formatter: '{value}%' },
    },
    series: [
      ...lines,
      timeLine(
        rows.filter(({ year }) => year === latest),
        here,
      ),
    ],
  }
}

interface YearLine {
  year: number
  /** Years before the latest, which is looked at first. */
  age: number
  rows: readonly FundProgress[]
  here: Here
}

function yearLine({ year, age, rows, here }: YearLine): LineSeriesOption {
  const colour = colours[age % colours.length] ?? ink.accent
  const bold = age === 0
  return {
    name: String(year),
    type: 'line',
    symbol: symbols[age % symbols.length] ?? 'circle',
    symbolSize: bold ? 8 : 6,
    lineStyle: { width: bold ? 3 : 1.5, color: colour },
    itemStyle: { color: colour },
    z: bold ? 4 : 3,
    data: rows
      .filter((row) => row.year === year)
      .map(({ rate }) => ({ value: rate ?? '-', href: pageLink(here, '/funds', { year: [year] }) })),
  }
}

const timeLine = (rows: readonly FundProgress[], { language }: Here): LineSeriesOption => ({
  name: timeWords[language],
  type: 'line',
  symbol: 'none',
  lineStyle: { width: 1.5, type: 'dashed', color: ink.muted },
  itemStyle: { color: ink.muted },
  data: rows.map(({ time }) => time),
})
