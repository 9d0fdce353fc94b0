import type { EChartsOption } from 'echarts'
import type { Severity } from '#app/domain/finding.ts'
import { formatCount, formatPercent } from '#app/format.ts'
import { districtOf, findingsLink, type Here, pageLink, projectLink } from '#app/links.ts'
import type { Choice } from '#app/queries/choices.ts'
import type { FindingsByDistrict, FindingsByRule } from '#app/queries/finding-counts.ts'
import type { FindingRow } from '#app/queries/findings.ts'
import type { StateAsked } from '#app/queries/findings-asked.ts'
import type { RiskRow } from '#app/queries/risk.ts'
import { type Language, type Words, w } from '#app/words.ts'
import { busiestRule, firstFinding, mostConcerned, riskiest } from './findings-sentences.ts'
import { kindWords } from './indicators.ts'
import { casesSaid, saying } from './marks.ts'
import { matrixHeight, matrixOption } from './matrix.ts'
import { districtColumn, reportColumns, unknownDistrict } from './report-columns.ts'
import { axisStyle, base, ink, labelsInside, palette } from './theme.ts'
import type { View } from './view.ts'

/** What each rule is called, by its id; an unknown rule keeps its id. */
export type RuleTitles = Readonly<Record<string, Words>>

interface SeveritySaid {
  words: Words
  meaning: Words
  /** Tells severities apart without colours. */
  mark: string
  symbol: string
  colour: string
}

/** How findings of each severity are called and marked. */
export const severities: Readonly<Record<Severity, SeveritySaid>> = {
  error: {
    words: w('不成立', 'Cannot be true'),
    meaning: w('所写数字互相矛盾，不可能都对', 'Figures that contradict each other'),
    mark: '■',
    symbol: 'rect',
    colour: palette.red,
  },
  warning: {
    words: w('需说明', 'To be explained'),
    meaning: w('可能有原因，但报告没有写明', 'There may be a reason, but none is given'),
    mark: '▲',
    symbol: 'triangle',
    colour: palette.orange,
  },
  notice: {
    words: w('提示', 'Worth a look'),
    meaning: w('不一定有错，值得看一眼', 'Not wrong in itself'),
    mark: '○',
    symbol: 'emptyCircle',
    colour: palette.faint,
  },
}

export const severityOrder = ['error', 'warning', 'notice'] as const

export const severityWords = {
  error: severities.error.words,
  warning: severities.warning.words,
  notice: severities.notice.words,
}

/** How states of findings are called, and those that need another look. */
export const stateWords: Readonly<Record<StateAsked, Words>> = {
  open: w('待核', 'Open'),
  explained: w('已说明', 'Explained'),
  confirmed: w('属实', 'Confirmed'),
  dismissed: w('排除', 'Dismissed'),
  changed: w('处理后数字有变', 'Changed since'),
}

export const stateOrder = ['open', 'explained', 'confirmed', 'dismissed'] as const

/** All states in which a finding counts. */
export const undismissed = w('未排除', 'Not dismissed')

const marked = (severity: Severity, language: Language) =>
  `${severities[severity].mark} ${severities[severity].words[language]}`

/** Choices with rules called by their titles. */
export const namedRules = (
  choices: readonly Choice[],
  titles: RuleTitles,
  language: Language,
): readonly Choice[] =>
  choices.map((choice) =>
    choice.field === 'rule' ? { ...choice, label: titles[choice.value]?.[language] ?? choice.label } : choice,
  )

/** How often each rule found something, by severity. */
export const findingsByRuleView = (titles: RuleTitles): View<FindingsByRule> => ({
  name: 'findings-by-rule',
  title: w('按核查规则', 'By rule'),
  note: w(
    '核查发现的条数，■ 不成立、▲ 需说明、○ 提示；点规则看它的发现。',
    'Number of findings: ■ cannot be true, ▲ to be explained, ○ worth a look. A rule leads to what it found.',
  ),
  sentence: (rows) => busiestRule(rows, titles),
  columns: [
    { key: 'rule', heading: w('核查规则', 'Rule'), format: 'text', words: titles },
    ...severityOrder.map((key) => ({ key, heading: severities[key].words, format: 'count' as const })),
    { key: 'findings', heading: w('合计', 'Findings'), format: 'count' },
    { key: 'reports', heading: w('涉及报告 n', 'Reports n'), format: 'count' },
  ],
  link: ruleLink,
  option: (rows, here) => ruleBars(rows, here, titles),
  height: (rows) => 52 + 32 * rows.length,
})

function ruleLink({ rule }: FindingsByRule, here: Here) {
  return findingsLink(here, { rule: [rule] })
}

function ruleBars(rows: readonly FindingsByRule[], here: Here, titles: RuleTitles): EChartsOption {
  const { language } = here
  const shown = [...rows].reverse()
  const titleOf = (rule: string) => titles[rule]?.[language] ?? rule
  const counts = (row: FindingsByRule) =>
    severityOrder
      .filter((key) => row[key] > 0)
      .map((key) => `${severities[key].mark} ${formatCount(row[key])}`)
  const reports = w('涉及报告', 'reports concerned')[language]
  const lastOf = (row: FindingsByRule) => severityOrder.findLast((key) => row[key] > 0)
  return {
    ...base,
    tooltip: saying,
    // The legend takes two lines on a narrow screen.
    grid: { left: 8, right: 72, top: 48, bottom: 0, ...labelsInside },
    xAxis: { type: 'value', minInterval: 1, ...axisStyle, axisLabel: { show: false } },
    yAxis: {
      type: 'category',
      data: shown.map(({ rule }) => titleOf(rule)),
      ...axisStyle,
      axisLabel: { ...axisStyle.axisLabel, interval: 0, width: 170, overflow: 'break', lineHeight: 14 },
    },
    series: severityOrder
      .filter((key) => rows.some((row) => row[key] > 0))
      .map((key) => ({
        type: 'bar',
        name: marked(key, language),
        stack: 'severity',
        barMaxWidth: 16,
        itemStyle: { color: severities[key].colour, borderColor: ink.surface, borderWidth: 1 },
        data: shown.map((row) => ({
          value: row[key] === 0 ? '-' : row[key],
          // The last part of a bar carries the figures of all its parts: many parts are too thin for their own.
          label: {
            show: lastOf(row) === key,
            position: 'right',
            color: ink.text,
            formatter: counts(row).join('  '),
          },
          says: [titleOf(row.rule), counts(row).join('  '), `${reports} ${formatCount(row.reports)}`].join(
            '\n',
          ),
          href: ruleLink(row, here),
        })),
      })),
  }
}

/** From no report to the most. */
const concernedColours = [palette.ivory, palette.rose, palette.red]

/** Where reports do not add up: for each district the share of its reports with such findings. */
export const findingsByDistrictView: View<FindingsByDistrict> = {
  name: 'findings-by-district',
  title: w('区县 × 程度', 'District × severity'),
  note: w(
    '格内为有此类发现的报告占该区县全部报告的比例（%），同一报告只计一次；n 为全部报告份数，* 表示不足 5 份。点格看发现。',
    'Per cent of the reports of a district with such findings, each report counted once; n is the number of all its reports, * fewer than 5. A cell leads to its findings.',
  ),
  sentence: mostConcerned,
  columns: [
    districtColumn,
    { key: 'severity', heading: w('程度', 'Severity'), format: 'text', words: severityWords },
    { key: 'share', heading: w('报告占比', 'Share of reports'), format: 'percent' },
    { key: 'reports', heading: w('有此类发现的报告', 'Reports concerned'), format: 'count' },
    { key: 'n', heading: w('报告数 n', 'Reports n'), format: 'count', marksFew: true },
    { key: 'findings', heading: w('发现条数', 'Findings'), format: 'count' },
  ],
  link: (row, here) => findingsLink(here, { district: districtOf(here, row), severity: row.severity }),
  option: districtMatrix,
  height: (rows) => matrixHeight(rows.map(({ district }) => district)),
}

function districtMatrix(rows: readonly FindingsByDistrict[], here: Here): EChartsOption {
  const { language } = here
  // A district of one or two reports must not stretch the scale for all others.
  const highest = Math.max(10, ...rows.filter(({ n }) => n >= 5).map(({ share }) => share))
  const cells = rows.map((row) => {
    const name = row.districtName ?? unknownDistrict[language]
    const count = `${formatCount(row.reports)} / ${formatCount(row.n)}`
    return {
      row: { key: row.district ?? '', label: `${name} ${casesSaid(row.n)}` },
      column: { key: row.severity, label: marked(row.severity, language) },
      value: Math.min(row.share, highest),
      text: `${row.n < 5 ? '* ' : ''}${formatPercent(row.share).replace('%', '')}`,
      says: [
        `${name} · ${marked(row.severity, language)}`,
        `${w('报告', 'Reports')[language]} ${count}（${formatPercent(row.share)}）`,
        `${w('发现', 'Findings')[language]} ${formatCount(row.findings)}`,
      ].join('\n'),
      href: findingsByDistrictView.link?.(row, here) ?? null,
    }
  })
  return matrixOption(cells, severityOrder, {
    colours: concernedColours,
    min: 0,
    max: highest,
    lowest: '0%',
    highest: `≥ ${formatPercent(highest, 0)}`,
    isDark: (share) => share > 0.92 * highest,
  })
}

/** The list of findings, as files have it. */
export const findingsView = (titles: RuleTitles): View<FindingRow> => ({
  name: 'findings',
  title: w('发现清单', 'Findings'),
  note: w(
    '不成立的在前，再按年度由近到远、支出由大到小；已排除的只在“排除”一栏列出，各处均不计入。点项目看原文所在的行，点状态填写处理意见。',
    'What cannot be true first, then the latest year, then the most money spent. The dismissed stand under "Dismissed" alone and count nowhere else. A project leads to the row as printed; a state opens to be set.',
  ),
  sentence: firstFinding,
  origin: ({ projectId, year, kind, table, row }) => ({ projectId, year, kind, table, row }),
  columns: [
    { key: 'project', heading: w('项目', 'Project'), format: 'text' },
    { key: 'severity', heading: w('程度', 'Severity'), format: 'text', words: severityWords },
    { key: 'rule', heading: w('核查规则', 'Rule'), format: 'text', words: titles },
    { key: 'message', heading: w('发现', 'Finding'), format: 'text' },
    { key: 'indicator', heading: w('所涉指标', 'Indicator'), format: 'text' },
    { key: 'table', heading: w('表', 'Table'), format: 'count' },
    { key: 'row', heading: w('行', 'Row'), format: 'count' },
    { key: 'unit', heading: w('单位', 'Unit'), format: 'text' },
    districtColumn,
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    { key: 'kind', heading: w('文档类别', 'Kind'), format: 'text', words: kindWords },
    { key: 'spent', heading: w('支出', 'Spent'), format: 'money' },
    { key: 'state', heading: w('处理状态', 'State'), format: 'text', words: stateWords },
    { key: 'note', heading: w('处理意见', 'Note'), format: 'text' },
    { key: 'by', heading: w('处理人', 'By'), format: 'text' },
    { key: 'at', heading: w('处理时间', 'At'), format: 'text' },
    {
      key: 'changedSince',
      heading: w('处理后数字有变', 'Figures changed since'),
      format: 'text',
      words: yesWords,
    },
  ],
  link: findingLink,
  option: null,
  height: () => 0,
})

const yesWords = { yes: w('是', 'yes') }

/** The reports with the highest risk and what it comes from, a row for each rule, as files have it. */
export const riskView = (titles: RuleTitles): View<RiskRow> => ({
  name: 'risk-ranking',
  title: w('风险最高的报告', 'Reports with the highest risk'),
  note: w(
    '风险分 0–100，为各规则计分之和，满 100 为止：每条规则按其最严重的发现计分，同一规则另有发现的再加一部分，最多加倍。已排除的发现不计。风险相同的按支出由大到小。',
    'Risk, 0 to 100, is the sum of what its rules add, up to 100: each rule counts by its gravest finding, further ones of the same rule add a share, at most as much again. Dismissed findings do not count. Equal ones by money spent.',
  ),
  sentence: riskiest(titles),
  origin: ({ projectId, year, kind }) => ({ projectId, year, kind, table: null, row: null }),
  columns: [
    ...reportColumns,
    { key: 'kind', heading: w('文档类别', 'Kind'), format: 'text', words: kindWords },
    { key: 'spent', heading: w('支出', 'Spent'), format: 'money' },
    { key: 'risk', heading: w('风险分', 'Risk'), format: 'score' },
    { key: 'rule', heading: w('核查规则', 'Rule'), format: 'text', words: titles },
    { key: 'severity', heading: w('程度', 'Severity'), format: 'text', words: severityWords },
    { key: 'count', heading: w('发现条数', 'Findings'), format: 'count' },
    { key: 'points', heading: w('计分', 'Points'), format: 'score' },
  ],
  link: (row, here) => findingLink({ ...row, row: null }, here),
  option: null,
  height: () => 0,
})

/** The row that a finding speaks of, in the report it was found in. */
export function findingLink(
  { projectId, year, kind, row }: Pick<FindingRow, 'projectId' | 'year' | 'kind' | 'row'>,
  here: Here,
): string {
  if (kind === 'selfEvaluation') return projectLink(here, projectId, year, row)
  return pageLink(here, `/projects/${projectId}`, { year: year === null ? [] : [year], kind })
}
