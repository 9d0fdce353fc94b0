import {
  formatCount,
  formatMoneyAlone,
  formatPercent,
  formatPoints,
  formatScore,
  formatUnitCost,
  moneyBeside,
} from '#app/format.ts'
import { projectLink } from '#app/links.ts'
import type { Watched } from '#app/queries/watch-list.ts'
import { gradeWords, type Language, type Words, w } from '#app/words.ts'
import { mostWatched } from './overview-sentences.ts'
import { ofReports, reportColumns } from './report-columns.ts'
import { unitCostUnit, type View } from './view.ts'

/** The watch list as a file has it: the figures that its reasons are told with. */
export const watchListView: View<Watched> = {
  name: 'watch-list',
  title: w('需要关注的项目', 'Projects to look at'),
  note: w(
    '按风险分排列：风险分 0–100，由核查发现按规则和程度计分相加，已排除的发现不计。列入的条件：有“不成立”的发现；单位成本与支出相差超过 5% 或支出超预算；满意度低于目标 10 个百分点以上、执行率低于 80%、总分低于 80 分；有指标未达标且未说明原因。风险分相同的，按关注度（上述条件各计 3、2、1）、支出从大到小。',
    'By risk, 0 to 100: what the audit found, added up by rule and severity; dismissed findings do not count. Listed is what has a finding that cannot be true, a unit cost over 5% off the money or spending over budget, satisfaction 10 points or more below target, execution below 80%, a total below 80, or targets missed without a reason. Equal ones by concern (3, 2 and 1 for these), then by money spent.',
  ),
  sentence: mostWatched,
  origin: ofReports,
  columns: [
    ...reportColumns,
    { key: 'risk', heading: w('风险分', 'Risk'), format: 'score' },
    { key: 'severity', heading: w('关注度', 'Concern'), format: 'count' },
    { key: 'total', heading: w('总分', 'Total'), format: 'score' },
    { key: 'grade', heading: w('等级', 'Grade'), format: 'text', words: gradeWords },
    { key: 'planned', heading: w('预算', 'Planned'), format: 'money' },
    { key: 'spent', heading: w('支出', 'Spent'), format: 'money' },
    { key: 'executionRate', heading: w('预算执行率', 'Execution rate'), format: 'percent' },
    { key: 'gap', heading: w('满意度差距', 'Satisfaction gap'), format: 'points' },
    { key: 'claimed', heading: w('单位成本 × 数量', 'Unit cost × quantity'), format: 'money' },
    { key: 'unexplained', heading: w('与支出之差', 'Less the money spent'), format: 'money' },
    {
      key: 'unexplainedMisses',
      heading: w('未达标且未说明原因', 'Missed without a reason'),
      format: 'count',
    },
  ],
  link: ({ projectId, year }, here) => projectLink(here, projectId, year),
  option: null,
  height: () => 0,
}

interface Reason {
  rule: string
  /** True for figures that may not add up, as far as the audit holds it; the others want an explanation. */
  ofFigures: boolean
  applies: (row: Watched) => boolean
  words: (row: Watched) => Words
}

const both = (write: (language: Language) => string): Words => w(write('zh'), write('en'))

/** Why a project is watched, the gravest first; the thresholds are the query's. */
const reasons: readonly Reason[] = [
  { rule: 'unit-cost', ofFigures: true, applies: ({ contradicts }) => contradicts, words: unitCostWords },
  { rule: 'overspent', ofFigures: true, applies: ({ overspent }) => overspent, words: overspentWords },
  {
    rule: 'satisfaction',
    ofFigures: false,
    applies: ({ dissatisfied }) => dissatisfied,
    words: satisfactionWords,
  },
  { rule: 'execution', ofFigures: false, applies: ({ slow }) => slow, words: executionWords },
  {
    rule: 'total',
    ofFigures: false,
    applies: ({ lowTotal }) => lowTotal,
    words: ({ total }) =>
      w(`总分 ${formatScore(total)}，低于 80 分`, `Total ${formatScore(total)}, below 80 points`),
  },
  {
    rule: 'misses',
    ofFigures: false,
    applies: ({ unexplainedMisses }) => unexplainedMisses > 0,
    words: missWords,
  },
]

/** Why a row stands on the watch list, in words with its figures; grave is what cannot be true as written. */
export function reasonsOf(row: Watched) {
  const told = reasons
    .filter(({ applies }) => applies(row))
    .map(({ rule, ofFigures, words }) => ({ rule, grave: ofFigures && row.impossible, words: words(row) }))
  return row.impossible && !told.some(({ grave }) => grave) ? [foundImpossible, ...told] : told
}

const foundImpossible = {
  rule: 'impossible',
  grave: true,
  words: w('有“不成立”的核查发现', 'The audit found what cannot be true as written'),
}

function unitCostWords({ reportedCost, impliedCost, per, quantity, claimed, spent, unexplained }: Watched) {
  const excess = unexplained !== null && unexplained > 0
  return both((language) => {
    const money = moneyBeside([claimed, spent, unexplained], language)
    const unit = unitCostUnit(per, language)
    const difference = money(unexplained === null ? null : Math.abs(unexplained))
    const product = `${formatUnitCost(reportedCost)} ${unit} × ${formatCount(quantity)} ${per} = ${money(claimed)}`
    return language === 'zh'
      ? `单位成本与支出不符：${product}，比支出 ${money(spent)}${excess ? '多' : '少'} ${difference}；按支出折算为 ${formatUnitCost(impliedCost)} ${unit}`
      : `Unit cost contradicts the money: ${product}, ${difference} ${excess ? 'more' : 'less'} than the ${money(spent)} spent; the money implies ${formatUnitCost(impliedCost)} ${unit}`
  })
}

function overspentWords({ spent, planned, overspentBy }: Watched) {
  return both((language) => {
    const money = moneyBeside([spent, planned], language)
    const over = formatMoneyAlone(overspentBy, language)
    return language === 'zh'
      ? `支出 ${money(spent)}，超出预算 ${money(planned)}，多支 ${over}`
      : `Spent ${money(spent)}, ${over} over the budget of ${money(planned)}`
  })
}

function satisfactionWords({ satisfactionActual, satisfactionTarget, gap, grade }: Watched) {
  const actual = formatPercent(satisfactionActual)
  const target = formatPercent(satisfactionTarget)
  const graded = grade === 'excellent' ? w('，自评等级仍为优', ', yet graded excellent') : w('', '')
  return w(
    `满意度 ${actual}，目标 ${target}，差距 ${formatPoints(gap)} 个百分点${graded.zh}`,
    `Satisfaction ${actual} against ${target}: ${formatPoints(gap)} points${graded.en}`,
  )
}

function executionWords({ executionRate, planned, spent }: Watched) {
  return both((language) => {
    const money = moneyBeside([spent, planned], language)
    return language === 'zh'
      ? `预算执行率 ${formatPercent(executionRate)}：预算 ${money(planned)}，支出 ${money(spent)}`
      : `Execution ${formatPercent(executionRate)}: ${money(spent)} of ${money(planned)} spent`
  })
}

function missWords({ unexplainedMisses: n, worstMiss, worstCompletion }: Watched) {
  const least = n > 1 ? w('最低为', 'the least ') : w('', '')
  const completion = formatPercent(worstCompletion)
  const worst =
    worstMiss === null
      ? w('', '')
      : w(
          `（${least.zh}${worstMiss}，完成率 ${completion}）`,
          ` (${least.en}${worstMiss}, ${completion} complete)`,
        )
  return w(
    `${n} 项指标未达标且未说明原因${worst.zh}`,
    `${n} ${n === 1 ? 'target' : 'targets'} missed without a reason${worst.en}`,
  )
}
