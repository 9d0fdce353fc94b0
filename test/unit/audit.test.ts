import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findingsOf, groupFindings, rules } from '#app/audit/index.ts'
import { riskPointsOf } from '#app/audit/risk.ts'
import type { Rule } from '#app/audit/rule.ts'
import { reportedOf, type Sketch } from '#app/audit/sketch.ts'
import { type Subject, subjectOf } from '#app/audit/subject.ts'
import { Thresholds } from '#app/audit/thresholds.ts'
import { Severity } from '#app/domain/finding.ts'
import { RuleSets } from '#app/domain/rule-set.ts'

const reference = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../data/reference/${name}`, import.meta.url), 'utf8'))
const ruleSets = RuleSets.parse(reference('scoring.json'))
const thresholds = Thresholds.parse(reference('audit.json'))

function subjectIn(sketch: Sketch): Subject {
  const subject = subjectOf(reportedOf(sketch), ruleSets)
  return { ...subject, ruleSet: { ...subject.ruleSet, deadline: sketch.deadline ?? null } }
}

const ids = `weights-sum group-weights score-over-weight total-is-sum grade-fits-total score-recomputed
  full-score-for-miss miss-without-reason overshoot execution-rate overspent funds-parts funds-order execution-score
  unit-cost-plan unit-cost-outcome unit-mismatch rate-over-100 date-outside operator-direction unmeasurable too-few
  same-as-target all-full satisfaction-no-survey satisfaction-against-grade problem-without-loss text-against-table
  copied lowered-target duplicate unit-cost-outlier jump late placeholder`

test('the rules are those of the field, each once', () => {
  expect(rules.map(({ id }) => id).sort()).toEqual(ids.split(/\s+/).sort())
})

const cases = rules.flatMap((rule) => [
  ...rule.examples.breaks.map((example, index) => ({
    rule,
    name: `${rule.id} breaks ${index}`,
    example,
    found: true,
  })),
  ...rule.examples.passes.map((example, index) => ({
    rule,
    name: `${rule.id} passes ${index}`,
    example,
    found: false,
  })),
])

function faultsOf(rule: Rule, example: Sketch | readonly Sketch[]) {
  const subjects = (Array.isArray(example) ? example : [example]).map(subjectIn)
  if (rule.scope === 'project') return rule.check(subjects, thresholds)
  if (rule.scope === 'programme') {
    const facts = subjects.map((subject) => rule.factOf(subject, thresholds))
    return rule.check(
      facts.filter((fact) => fact !== null),
      thresholds,
    )
  }
  return subjects.flatMap((subject) =>
    rule.kinds.includes(subject.evaluation.kind) ? rule.check(subject, thresholds) : [],
  )
}

describe('a rule speaks where its examples break it, and is silent where they pass', () => {
  test.each(cases)('$name', ({ rule, example, found }) => {
    const faults = faultsOf(rule, example)
    expect(faults.map(({ message }) => message.zh)).toHaveLength(found ? Math.max(1, faults.length) : 0)
    for (const { message, evidence } of faults) {
      expect(message.zh).toMatch(/^[^。]+。$/)
      expect(message.en).toMatch(/^\S.*\.$/)
      expect(`${message.zh}${message.en}`).not.toMatch(/undefined|null|NaN/)
      expect(evidence.length).toBeGreaterThan(0)
    }
  })

  test.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s has two of each, and says where it comes from',
    (_, rule) => {
      expect(rule.examples.breaks.length).toBeGreaterThanOrEqual(2)
      expect(rule.examples.passes.length).toBeGreaterThanOrEqual(2)
      expect(rule.authority).not.toBe('')
    },
  )
})

/** The seed report: its table and the sentences that repeat its figures. */
const changan: Sketch = {
  unit: '长安区社会保险中心',
  project: '中小企业网上服务经费',
  year: 2019,
  rows: `数量指标 | 支持中小企业数量 | 4000户 | 4800户 | /40 | 10
    质量指标 | 受益对象覆盖率 | 100% | 100% | /40 | 10
    时效指标 | 资金到位及时率 | 100% | 100% | /40 | 10
    成本指标 | 补助标准 | 170元/户 | 170元/户 | /40 | 10
    预算执行率 | 预算执行率 | 100% | 100% | /10 | 10
    社会效益指标 | 政策知晓率 | 90% | 100% | /40 | 20
    经济效益指标 | 减轻参保企业负担 | 100% | 100% | /40 | 20
    满意度指标 | 受益对象满意度 | 95% | 76% | /10 | 8`,
  plan: `数量指标 | 支持中小企业数量 | 4000户
    成本指标 | 补助标准 | 170元/户
    满意度指标 | 受益对象满意度 | 95%`,
  funds: { budget: 500_000, arrived: 500_000, spent: 500_000, rate: 100, weight: 10, score: 10 },
  total: 98,
  grade: '优秀',
  text: [
    '项目资金共计50万元，2019年5月拨付到账，经费来源全部为财政拨款，截止至项目结束项目资金全部使用完毕。',
    '对2019年度参保单位网上申报系统使用情况进行调查，向参保企业询问满意度，核实项目目标完成情况。',
    '年初预算安排50万元，资金全部使用到位，本指标满分10分，得分10分。',
    '项目预计支持企业数量为4000户，实际服务4800余户，单户费用170元/户，所以覆盖率为100%。该指标满分40分，得分40分。',
    '通过对企业、个人等服务对象抽查的方式了解到该项目在服务态度、服务质量等方面还需改进。该指标满分10分，得分8分。',
    '对本项目考评打分，结果为98分，综合评价等级为优秀。',
    '五、存在的问题及改进措施',
    '（一）项目存在的主要问题',
    '参保对象不满意服务方提供的咨询业务，打电话常常无人接听或占线。',
    '针对问题提出具体的改进措施或建议',
    '为解决参保对象的难题，下一步将联系服务商整改，逐步提高参保对象满意度。',
  ],
}

describe('the seed report', () => {
  const subject = subjectIn(changan)
  const found = findingsOf(subject, thresholds)

  test('is found to contradict its own money, and nothing else is wrong with it', () => {
    expect(found.map(({ rule, severity, ordinal }) => [rule, severity, ordinal])).toEqual([
      ['unit-cost-plan', 'error', 3],
      ['unit-cost-outcome', 'error', 3],
      ['satisfaction-against-grade', 'warning', 7],
      ['unmeasurable', 'notice', 6],
    ])
    expect(groupFindings([subject], thresholds)).toEqual([])
  })

  test('says what disagrees with what, in one sentence and both languages', () => {
    expect(found.map(({ message }) => message.zh)).toEqual([
      '补助标准 170 元/户 × 计划 4,000 户 = 68.00 万元，比年初预算数 50.00 万元多 18.00 万元；按年初预算数折算为 125 元/户。',
      '补助标准 170 元/户 × 实际 4,800 户 = 81.60 万元，比实际支出 50.00 万元多 31.60 万元；按实际支出折算为 104.17 元/户。',
      '“受益对象满意度”76%，比目标 95% 低 19 个百分点（按比例应得 8 分），综合评价仍为“优秀”。',
      '“减轻参保企业负担”目标 100% 没有可核对的基数，无法衡量。',
    ])
    expect(found[1]?.message.en).toContain('316,000 yuan more')
    expect(found[1]?.evidence.map(({ value }) => value)).toContain('31.6 万元')
    expect(found[1]?.evidence[0]?.at).toEqual({ table: 1, row: 5, column: 3 })
  })

  test('is scored as it scores itself: 8 of 10 for satisfaction, 98 in all', () => {
    expect(subject.recomputed.rows[7]).toMatchObject({ score: 8, claimed: 8 })
    expect(subject.recomputed).toMatchObject({ total: 98, grade: 'excellent', open: 0 })
  })
})

test('a graver finding adds more to the risk, a further one of its rule less than the first', () => {
  const [error, warning, notice] = Severity.options.map((severity) => riskPointsOf(severity, thresholds))
  expect(error?.points).toBeGreaterThan(warning?.points ?? 0)
  expect(warning?.points).toBeGreaterThan(notice?.points ?? 0)
  expect(error).toEqual({ points: 20, furtherPoints: 5 })
})

test('monitoring in the year is not judged by rules on outcomes', () => {
  const rows = '数量指标 | 培训人数 | ≥300人 | 150人 | 90 | 90'
  const ids = (kind: 'monitoring' | 'selfEvaluation') =>
    findingsOf(subjectIn({ rows, kind }), thresholds).map(({ rule }) => rule)
  expect(ids('selfEvaluation')).toContain('full-score-for-miss')
  expect(ids('monitoring')).toEqual([])
})
