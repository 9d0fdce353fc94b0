import type { EChartsOption } from 'echarts'
import type { RemarkKind, Standing } from '#app/domain/remarks.ts'
import { formatCount, many } from '#app/format.ts'
import { type Here, projectLink, remarksLink } from '#app/links.ts'
import type { FollowedRemark, RemarksOfYear } from '#app/queries/remarks.ts'
import { type Words, w } from '#app/words.ts'
import { saying } from './marks.ts'
import { districtColumn } from './report-columns.ts'
import { inBrackets } from './sentences.ts'
import { axisStyle, base, ink, labelsInside, palette } from './theme.ts'
import type { View } from './view.ts'

export const remarkKinds: Readonly<Record<RemarkKind, Words>> = {
  problem: w('问题', 'Problem'),
  measure: w('整改承诺', 'Promise'),
}

interface StandingSaid {
  words: Words
  mark: string
  colour: string
}

/** How what became of a remark is called and marked; told apart without colours by the mark. */
export const standings: Readonly<Record<Standing | 'open', StandingSaid>> = {
  repeated: { words: w('下年逐字重复', 'repeated word for word'), mark: '■', colour: palette.red },
  remains: { words: w('下年仍提到', 'still named'), mark: '▲', colour: palette.orange },
  gone: { words: w('下年不再提', 'no longer named'), mark: '●', colour: palette.blue },
  open: { words: w('尚无下年报告可对照', 'no next report to tell'), mark: '○', colour: palette.faint },
}

const standingOrder = ['repeated', 'remains', 'gone', 'open'] as const

const standingWords = {
  repeated: standings.repeated.words,
  remains: standings.remains.words,
  gone: standings.gone.words,
}

/** What became of the problems of the newest year that a next report can tell of. */
function saidAgain(rows: readonly RemarksOfYear[]): Words | null {
  const row = rows.findLast(({ kind, remarks, open }) => kind === 'problem' && open < remarks)
  if (row === undefined) return null
  const n = inBrackets(row.reports)
  return w(
    `${row.year} 年自评写的 ${row.remarks} 条问题，下年逐字重复 ${row.repeated} 条，仍提到 ${row.remains} 条${n.zh}`,
    `Of ${many(row.remarks, 'problem')} that self-evaluations of ${row.year} name, the next repeat ${row.repeated} word for word and still name ${row.remains}${n.en}`,
  )
}

/** What units named and promised year by year, and what the next reports say of it. */
export const remarksByYearView: View<RemarksOfYear> = {
  name: 'remarks-by-year',
  title: w('问题与整改承诺：下一年怎样了', 'Problems and promises: what became of them'),
  note: w(
    '自评报告“存在问题和改进措施”部分逐条与同一项目下一份自评对照；“尚无”指没有下一份，或下一份未写问题。不再提不等于已解决。',
    "Each item of a self-evaluation's section on problems set against the project's next one. Not named again is not the same as solved.",
  ),
  columns: [
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    { key: 'kind', heading: w('类别', 'Kind'), format: 'text', words: remarkKinds },
    ...standingOrder.map((key) => ({ key, heading: standings[key].words, format: 'count' as const })),
    { key: 'remarks', heading: w('合计', 'Items'), format: 'count' },
    { key: 'reports', heading: w('报告数 n', 'Reports n'), format: 'count' },
  ],
  sentence: saidAgain,
  link: ({ year }, here) => remarksLink(here, { year: [year] }),
  option: yearBars,
  height: (rows) => 64 + 30 * rows.length,
}

function yearBars(rows: readonly RemarksOfYear[], here: Here): EChartsOption {
  const { language } = here
  const shown = [...rows].reverse()
  const labelOf = ({ year, kind }: RemarksOfYear) => `${year} ${remarkKinds[kind][language]}`
  return {
    ...base,
    tooltip: saying,
    grid: { left: 8, right: 24, top: 52, bottom: 0, ...labelsInside },
    xAxis: { type: 'value', minInterval: 1, ...axisStyle },
    yAxis: { type: 'category', data: shown.map(labelOf), ...axisStyle },
    series: standingOrder
      .filter((key) => rows.some((row) => row[key] > 0))
      .map((key) => ({
        type: 'bar',
        name: `${standings[key].mark} ${standings[key].words[language]}`,
        stack: 'standing',
        barMaxWidth: 16,
        itemStyle: { color: standings[key].colour, borderColor: ink.surface, borderWidth: 1 },
        data: shown.map((row) => ({
          value: row[key] === 0 ? '-' : row[key],
          label: {
            show: row[key] > 0,
            color: key === 'open' ? ink.text : ink.surface,
            formatter: `${standings[key].mark} ${formatCount(row[key])}`,
          },
          says: `${labelOf(row)}\n${standings[key].mark} ${standings[key].words[language]} ${formatCount(row[key])} / ${formatCount(row.remarks)}`,
          href: remarksLink(here, { year: [row.year] }),
        })),
      })),
  }
}

/** Each remark beside what the next report says. */
export const followedRemarksView: View<FollowedRemark> = {
  name: 'followed-remarks',
  title: w('逐条对照', 'Item by item'),
  note: w(
    '逐字重复的在前；只列有下一份自评可对照的条目，页面列出前 50 条，导出文件为全部。',
    'Repeated ones first; only items that a next report can tell of. The page shows the first 50, files hold all.',
  ),
  columns: [
    { key: 'project', heading: w('项目', 'Project'), format: 'text' },
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    { key: 'kind', heading: w('类别', 'Kind'), format: 'text', words: remarkKinds },
    { key: 'text', heading: w('原文', 'As written'), format: 'text' },
    { key: 'paragraph', heading: w('正文段', 'Paragraph'), format: 'count' },
    { key: 'standing', heading: w('结果', 'Outcome'), format: 'text', words: standingWords },
    { key: 'laterYear', heading: w('对照年度', 'Next'), format: 'year' },
    { key: 'laterText', heading: w('下一份自评的说法', 'What the next says'), format: 'text' },
    { key: 'unit', heading: w('单位', 'Unit'), format: 'text' },
    districtColumn,
    { key: 'spent', heading: w('支出', 'Spent'), format: 'money' },
  ],
  link: ({ projectId, year }, here) => `${projectLink(here, projectId, year)}#remarks`,
  option: null,
  height: () => 0,
}
