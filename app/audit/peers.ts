import { figureWords, unitCostWords } from '#app/domain/figure-words.ts'
import { median, robustZs } from '#app/domain/statistics.ts'
import { computed, words } from './evidence.ts'
import { grouped } from './groups.ts'
import { concluded, type GroupFault, type ProgrammeRule, type Rule } from './rule.ts'
import type { Subject } from './subject.ts'
import type { Thresholds } from './thresholds.ts'

const peer = (spent: number, unit: string) => ({
  unit,
  rows: '数量指标 | 培训人数 | 300人 | 300人\n成本指标 | 培训费标准 | 400元/人 | 400元/人',
  funds: { spent },
})
const usual = [118000, 120000, 121500, 123000, 119000].map((spent, index) =>
  peer(spent, `第${index + 1}中心`),
)

const unitCostOutlier: ProgrammeRule<Implied[]> = {
  id: 'unit-cost-outlier',
  scope: 'programme',
  title: words('单位成本偏离同类项目', 'Unit cost far from its peers'),
  severity: 'warning',
  authority: '财预〔2020〕10号：采用比较法，与同类支出横向比较；稳健统计（中位数与绝对中位差）',
  factOf(subject) {
    const costs = impliedCosts(subject)
    return costs.length > 0 ? costs : null
  },
  check(facts, thresholds) {
    const costs = facts.flatMap((implied, subject) => implied.map((cost) => ({ ...cost, subject })))
    const peers = grouped(costs, ({ year, per }) => `${year}|${per}`)
    return [...peers.values()].flatMap((indices) =>
      outliers(
        indices.flatMap((index) => costs[index] ?? []),
        thresholds,
      ),
    )
  },
  examples: {
    breaks: [
      [...usual, peer(210000, '第六中心')],
      [...usual, peer(60000, '第六中心')],
    ],
    passes: [
      [...usual, peer(126000, '第六中心')],
      [...usual.slice(0, 3), peer(210000, '第六中心')],
      [...usual, { ...peer(210000, '第六中心'), year: 2020 }],
    ],
  },
}

interface Implied {
  ordinal: number
  year: number
  per: string
  yuan: number
}

/** What one served cost by the money, once for each unit it is counted by. */
function impliedCosts({ evaluation, unitCosts }: Subject): Implied[] {
  const { year, kind } = evaluation
  if (year === null || !concluded.includes(kind)) return []
  const costs = unitCosts.flatMap(({ implied, per, ordinal }) =>
    implied === null ? [] : { ordinal, year, per, yuan: implied },
  )
  return costs.filter((cost, index) => costs.findIndex(({ per }) => per === cost.per) === index)
}

function outliers(costs: readonly (Implied & { subject: number })[], { outlier }: Thresholds): GroupFault[] {
  const values = costs.map(({ yuan }) => yuan)
  const [middle, zs] = [median(values), robustZs(values)]
  if (costs.length < outlier.cases || middle === null || zs === null) return []
  return costs.flatMap(({ subject, ordinal, per, yuan }, index) => {
    const z = zs[index] ?? 0
    if (Math.abs(z) < outlier.z) return []
    const [own, usual] = [unitCostWords(yuan, per), unitCostWords(middle, per)]
    const n = costs.length
    return {
      subject,
      ordinal,
      message: words(
        `按支出折算 ${own.zh}，同类 ${n} 个项目的中位数为 ${usual.zh}，明显${z > 0 ? '偏高' : '偏低'}（稳健 z = ${figureWords(z)}）。`,
        `The money implies ${own.en}, far ${z > 0 ? 'above' : 'below'} the median of ${usual.en} among ${n} projects of its kind (robust z = ${figureWords(z)}).`,
      ),
      evidence: [
        computed(words('折算单位成本', 'implied unit cost'), own.zh),
        computed(words(`同类中位数（n = ${n}）`, `median of its kind (n = ${n})`), usual.zh),
        computed(words('稳健 z', 'robust z'), figureWords(z)),
      ],
    }
  })
}

export const peerRules: readonly Rule[] = [unitCostOutlier]
