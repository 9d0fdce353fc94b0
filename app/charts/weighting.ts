import type { EChartsOption } from 'echarts'
import { bracketed, decimalsOf, formatAligned, formatScore } from '#app/format.ts'
import { type Here, projectLink } from '#app/links.ts'
import type { NotReweighted, Reweighted } from '#app/queries/weighting.ts'
import { level1Words, type Words, w } from '#app/words.ts'
import { dumbbellsOption } from './dumbbells.ts'
import { ofReports, reportColumns } from './report-columns.ts'
import { movedMost } from './score-sentences.ts'
import { gradeNames } from './scores.ts'
import type { View } from './view.ts'

const words = { before: w('原权重', 'Own weights'), after: w('新权重', 'These weights') }
const mostDrawn = 25

/** Totals before and after another weighting. */
export const reweightedView: View<Reweighted> = {
  name: 'scores-reweighted',
  title: w('换一种权重，谁的等级会变', 'Whose grade another weighting changes'),
  note: w(
    '原权重：各项申报得分之和 ÷ 分值之和 × 100；新权重：各一级指标申报得分率按新权重加权平均 × 100。等级按全国办法划分。等级下降的在前，其次上升的，再次变动大的；列 200 份，图中画前 25 份。名次在全部可比自评中排列，同分同名次。',
    'Own weights: points claimed ÷ points to be had × 100; these weights: the claimed score rates of the first levels, weighted anew. Grades by the national bands. Grades that fall first, then those that rise, then the widest moves; 200 listed, 25 drawn. Ranks are among all that can be compared; equal totals share one.',
  ),
  origin: ofReports,
  columns: [
    ...reportColumns,
    { key: 'before', heading: words.before, format: 'score' },
    { key: 'after', heading: words.after, format: 'score' },
    { key: 'change', heading: w('变动', 'Change'), format: 'score' },
    { key: 'gradeBefore', heading: w('原等级', 'Grade before'), format: 'text', words: gradeNames },
    { key: 'gradeAfter', heading: w('新等级', 'Grade after'), format: 'text', words: gradeNames },
    { key: 'rankBefore', heading: w('原名次', 'Rank before'), format: 'count' },
    { key: 'rankAfter', heading: w('新名次', 'Rank after'), format: 'count' },
    { key: 'places', heading: w('名次升降', 'Places gained'), format: 'count' },
    { key: 'n', heading: w('参与排名 n', 'Ranked n'), format: 'count', marksFew: true },
  ],
  sentence: movedMost,
  link: ({ projectId, year }, here) => projectLink(here, projectId, year),
  option: reweightedOption,
  height: (rows) => 64 + 30 * Math.min(rows.length, mostDrawn),
}

function reweightedOption(rows: readonly Reweighted[], here: Here): EChartsOption {
  const { language } = here
  const gradeSaid = (grade: string | null) => gradeNames[grade ?? '']?.[language] ?? '–'
  const drawn = rows.slice(0, mostDrawn)
  const decimals = decimalsOf(drawn.map(({ change }) => change))
  const dumbbells = drawn.map((row) => {
    const change = `${row.change > 0 ? '+' : ''}${formatAligned(row.change, decimals)}`
    const grades =
      row.verdict === 'stays' ? '' : `${gradeSaid(row.gradeBefore)} → ${gradeSaid(row.gradeAfter)}  `
    return {
      label: `${row.districtName ?? '–'} ${row.year ?? '–'} ${row.project ?? '–'}`,
      beside: `${grades}${change}`,
      target: row.before,
      actual: row.after,
      says: [
        `${row.project ?? '–'}${bracketed(`${row.districtName ?? '–'} ${row.year ?? '–'}`, language)}`,
        `${words.before[language]} ${formatScore(row.before)} ${gradeSaid(row.gradeBefore)}${bracketed(`${row.rankBefore} / ${row.n}`, language)}`,
        `${words.after[language]} ${formatScore(row.after)} ${gradeSaid(row.gradeAfter)}${bracketed(`${row.rankAfter} / ${row.n}`, language)}`,
      ].join('\n'),
      href: projectLink(here, row.projectId, row.year),
    }
  })
  return dumbbellsOption(dumbbells, { target: words.before[language], actual: words.after[language] }, '')
}

const lacking = Object.fromEntries(
  Object.entries(level1Words).map(([level, { zh, en }]): [string, Words] => [
    level,
    w(`没有${zh}的得分率`, `No score rate of ${en.toLowerCase()}`),
  ]),
)

/** Those that the weights cannot be applied to. */
export const notReweightedView: View<NotReweighted> = {
  name: 'scores-not-reweighted',
  title: w('未能换算的自评', 'Self-evaluations left out'),
  note: w(
    '缺少新权重所需的一级指标，或未写明分值；最多列 200 份。',
    'They lack a level that the weights ask for, or do not state points; at most 200.',
  ),
  origin: ofReports,
  columns: [
    ...reportColumns,
    {
      key: 'reason',
      heading: w('原因', 'Why'),
      format: 'text',
      words: {
        ...lacking,
        'no-points': w(
          '有指标未写明分值或得分，或得分超过分值',
          'Points or scores are not stated, or a score exceeds its points',
        ),
        'no-level': w('有指标未归入一级指标', 'An indicator belongs to no first level'),
      },
    },
  ],
  link: ({ projectId, year }, here) => projectLink(here, projectId, year),
  option: null,
  height: () => 0,
}
