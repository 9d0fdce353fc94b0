import type { EChartsOption } from 'echarts'
import { formatPercent } from '#app/format.ts'
import { districtOf, type Here, pageLink, projectLink } from '#app/links.ts'
import type { ProjectRow, Reporting, ReportingByDistrict, ReportingByYear } from '#app/queries/projects.ts'
import { gradeWords, type Words, w } from '#app/words.ts'
import { saying } from './marks.ts'
import { mostDue, newestReporting } from './projects-sentences.ts'
import { projectColumns, unknownDistrict } from './report-columns.ts'
import { axisStyle, base, ink, labelsInside, palette } from './theme.ts'
import type { Column, Origin, View } from './view.ts'

/** Where a project's year stands. */
export const reportingWords: Readonly<Record<Reporting, Words>> = {
  due: w('应报未报', 'Due'),
  unseen: w('上年有报、本年未见', 'Reported the year before only'),
  reported: w('已报', 'Reported'),
}

/** Why a report is looked for. */
export const becauseWords: Readonly<Record<NonNullable<ProjectRow['because']>, Words>> = {
  ledger: w('台账有资金', 'money in the ledger'),
  declared: w('有绩效目标、监控或复核', 'targets, monitoring or a review'),
  before: w('可能已结束', 'may have ended'),
}

const note = w(
  '按项目年度计。应报＝已报自评的＋没有自评、但资金台账有收支或已有绩效目标、监控、复核的；报送率＝已报 ÷ 应报；没有载入台账和这些文档的，应报数不明。上年有自评、本年什么也没有的可能已结束，另列，不计入应报。送来但未能读取的文件（见文档页）按未报计；项目按区县、单位和名称识别，写法不一的会算作两个。',
  'Counted in project-years. Due: reported, or without a self-evaluation where a ledger has money or targets, monitoring or a review are there; rate: reported ÷ due; where none of these is loaded, how many are due is not known. What reported the year before and shows nothing now may have ended: told apart, not due. Files that could not be read (see Documents) count as not reported; a project is known by district, unit and name, and counts as two where these are written differently.',
)

type Figures = Omit<ReportingByYear, 'year'>

const figureColumns: readonly Column<Figures>[] = [
  { key: 'expected', heading: w('应报 n', 'Due in all n'), format: 'count' },
  { key: 'reported', heading: reportingWords.reported, format: 'count' },
  { key: 'due', heading: reportingWords.due, format: 'count' },
  { key: 'rate', heading: w('报送率', 'Rate'), format: 'percent' },
  { key: 'booked', heading: w('未报的台账预算', 'Budget not reported'), format: 'money' },
  { key: 'bookedN', heading: w('有台账预算 n', 'n with a budget'), format: 'count' },
  { key: 'unseen', heading: reportingWords.unseen, format: 'count' },
  { key: 'told', heading: w('台账与其他文档 n', 'Ledgers and other documents n'), format: 'count' },
]

/** In pixels: what stands above and below the bars, and a line each. */
const barsHeight = (rows: readonly Figures[]) => 92 + 26 * rows.length

/** Whose reports of each district came, and whose did not. */
export const reportingByDistrictView: View<ReportingByDistrict> = {
  name: 'reporting-by-district',
  title: w('各区县报送情况', 'Reporting by district'),
  note,
  sentence: mostDue,
  columns: [
    { key: 'districtName', heading: w('区县', 'District'), format: 'text', absent: unknownDistrict },
    ...figureColumns,
  ],
  link: districtLink,
  option: (rows, here) =>
    barsOption(
      rows.map((row) => ({
        ...row,
        label: row.districtName ?? unknownDistrict[here.language],
        href: districtLink(row, here),
      })),
      here,
    ),
  height: barsHeight,
}

function districtLink(row: ReportingByDistrict, here: Here) {
  return row.district === null ? null : pageLink(here, '/projects', { district: districtOf(here, row) })
}

/** The same of each year. */
export const reportingByYearView: View<ReportingByYear> = {
  name: 'reporting-by-year',
  title: w('各年报送情况', 'Reporting by year'),
  note,
  sentence: newestReporting,
  columns: [{ key: 'year', heading: w('年度', 'Year'), format: 'year' }, ...figureColumns],
  link: yearLink,
  option: (rows, here) =>
    barsOption(
      rows.map((row) => ({ ...row, label: String(row.year), href: yearLink(row, here) })),
      here,
    ),
  height: barsHeight,
}

function yearLink({ year }: ReportingByYear, here: Here) {
  return pageLink(here, '/projects', { year: [year] })
}

const bars = [
  { key: 'reported', colour: palette.light, label: ink.text },
  { key: 'due', colour: palette.red, label: ink.surface },
  { key: 'unseen', colour: palette.faint, label: ink.text },
] as const satisfies readonly { key: Reporting; colour: string; label: string }[]

interface Bar extends Figures {
  label: string
  href: string | null
}

function barsOption(rows: readonly Bar[], { language }: Here): EChartsOption {
  const shown = [...rows].reverse()
  const saysOf = ({ label, expected, reported, due, rate, unseen }: Bar) => {
    const came =
      expected === null
        ? w(`已报 ${reported}，应报数不明`, `${reported} reported; how many are due is not known`)
        : w(
            `应报 ${expected}，已报 ${reported}（${formatPercent(rate)}），应报未报 ${due}`,
            `${reported} of ${expected} reported (${formatPercent(rate)}), ${due} due`,
          )
    const before = w(`上年有报、本年未见 ${unseen}`, `${unseen} reported the year before only`)
    return [label, came[language], before[language]].join('\n')
  }
  return {
    ...base,
    tooltip: saying,
    grid: { left: 8, right: 24, top: 52, bottom: 8, ...labelsInside },
    xAxis: { type: 'value', minInterval: 1, ...axisStyle },
    yAxis: { type: 'category', data: shown.map(({ label }) => label), ...axisStyle },
    series: bars
      .filter(({ key }) => rows.some((row) => row[key] > 0))
      .map(({ key, colour, label }) => ({
        type: 'bar',
        name: reportingWords[key][language],
        stack: 'reporting',
        barMaxWidth: 18,
        itemStyle: { color: colour, borderColor: ink.surface, borderWidth: 1 },
        label: { show: true, color: label },
        // A bar of nothing has no label either.
        data: shown.map((row) => ({
          value: row[key] === 0 ? '-' : row[key],
          says: saysOf(row),
          href: row.href,
        })),
      })),
  }
}

const money = ['planned', 'spent'] as const

/** The year's report; of what is not reported the ledger, or the documents, by which it is looked for. */
function originOf({ projectId, year, because, reportedBefore }: ProjectRow): Origin {
  const of = { projectId, year, kind: 'selfEvaluation', table: null, row: null } as const
  if (because === 'ledger') return { ...of, kind: 'ledger' }
  if (because === 'declared') return { ...of, kind: null }
  return because === 'before' ? { ...of, year: reportedBefore } : of
}

/** Every project's year, those first whose reports have not come. */
export const projectsView: View<ProjectRow> = {
  name: 'projects',
  title: w('项目一览', 'Projects'),
  note: w(
    '已报的项目，预算、支出、总分取自自评；应报未报的，预算和支出取自资金台账。',
    'Of what is reported, money and totals are those of the self-evaluation; of what is due, the money is that of the ledger.',
  ),
  origin: originOf,
  columns: [
    ...projectColumns,
    { key: 'department', heading: w('主管部门', 'Department'), format: 'text' },
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    { key: 'reporting', heading: w('报送', 'Reporting'), format: 'text', words: reportingWords },
    { key: 'because', heading: w('未报的依据', 'Why it is looked for'), format: 'text', words: becauseWords },
    { key: 'reportedBefore', heading: w('上次自评', 'Last reported'), format: 'year' },
    { key: 'planned', heading: w('预算', 'Planned'), format: 'money', alike: money },
    { key: 'spent', heading: w('支出', 'Spent'), format: 'money', alike: money },
    { key: 'executionRate', heading: w('预算执行率', 'Execution rate'), format: 'percent' },
    { key: 'total', heading: w('总分', 'Total'), format: 'score' },
    { key: 'grade', heading: w('等级', 'Grade'), format: 'text', words: gradeWords },
  ],
  link: ({ projectId, year }, here) => projectLink(here, projectId, year),
  option: null,
  height: () => 0,
}
