import type { Evaluation } from '#app/domain/evaluation.ts'
import { figureWords, moneyWords } from '#app/domain/figure-words.ts'
import type { Words } from '#app/domain/finding.ts'
import { computed, fundWords, words } from './evidence.ts'
import { isSameProject, rowsByName } from './groups.ts'
import type { ProjectRule, Rule } from './rule.ts'

const duplicate: ProjectRule = {
  id: 'duplicate',
  scope: 'project',
  withReplaced: true,
  title: words('同一项目重复上报且数据不同', 'Reported twice with other figures'),
  severity: 'error',
  authority: '财预〔2020〕10号：一个项目一个年度一份单位自评',
  check(subjects) {
    return subjects.flatMap(({ evaluation }, subject) => {
      const earlier = subjects
        .slice(0, subject)
        .findLast((other) => isSameReport(other.evaluation, evaluation))
      const difference = earlier && differenceOf(earlier.evaluation, evaluation)
      if (!difference) return []
      const { what, before, after } = difference
      return {
        subject,
        ordinal: null,
        message: words(
          `“${evaluation.project}”${evaluation.year} 年重复上报，${what.zh}前后不同：先为 ${before}，后为 ${after}。`,
          `"${evaluation.project}" was reported twice for ${evaluation.year}: ${what.en} is first ${before}, then ${after}.`,
        ),
        evidence: [
          computed(words(`先报：${what.zh}`, `first report: ${what.en}`), before),
          computed(words(`后报：${what.zh}`, `second report: ${what.en}`), after),
        ],
      }
    })
  },
  examples: {
    breaks: [
      [{ total: 98 }, { total: 96 }],
      [{ rows: '数量指标 | 培训人数 | ≥300人 | 310人' }, { rows: '数量指标 | 培训人数 | ≥300人 | 330人' }],
      [{ funds: { spent: 500000 } }, { funds: { spent: 480000 } }],
    ],
    passes: [
      [
        { total: 98, rows: '数量指标 | 培训人数 | ≥300人 | 310人' },
        { total: 98, rows: '数量指标 | 培训人数 | ≥300人 | 310人' },
      ],
      [
        { year: 2018, total: 98 },
        { year: 2019, total: 96 },
      ],
      [
        { kind: 'monitoring', rows: '数量指标 | 培训人数 | ≥300人 | 150人' },
        { rows: '数量指标 | 培训人数 | ≥300人 | 310人' },
      ],
    ],
  },
}

const isSameReport = (a: Evaluation, b: Evaluation) =>
  a.year !== null && a.year === b.year && a.kind === b.kind && isSameProject(a, b)

interface Difference {
  what: Words
  before: string
  after: string
}

/** The first figure that two reports give otherwise; null where they say the same. */
function differenceOf(a: Evaluation, b: Evaluation): Difference | null {
  if (a.total.score !== b.total.score)
    return { what: words('总分', 'the total'), before: points(a), after: points(b) }
  for (const stage of ['budgetFen', 'adjustedFen', 'arrivedFen', 'spentFen'] as const) {
    const [before, after] = [a.funds[stage], b.funds[stage]]
    if (before !== after) return { what: fundWords[stage], before: money(before), after: money(after) }
  }
  const rows = rowsByName(a.indicators)
  for (const [name, { row }] of rowsByName(b.indicators)) {
    const before = rows.get(name)?.row
    if (before !== undefined && before.actual.value !== row.actual.value)
      return {
        what: words(`“${row.name}”`, `"${row.name}"`),
        before: before.actual.text,
        after: row.actual.text,
      }
  }
  return null
}

const points = ({ total: { score } }: Evaluation) => (score === null ? '–' : figureWords(score))
const money = (fen: number | null) => (fen === null ? '–' : moneyWords(fen / 100).zh)

export const duplicateRules: readonly Rule[] = [duplicate]
