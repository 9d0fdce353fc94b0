import type { Funds } from '#app/domain/evaluation.ts'
import { moneyWords } from '#app/domain/figure-words.ts'
import type { Indicator } from '#app/domain/indicator.ts'
import type { Quantity } from '#app/domain/quantity.ts'
import { sameUnit } from '#app/domain/units.ts'
import { gradeFaults, rateFaults, totalFaults } from './conclusions.ts'
import { cells, computed, fundWords, inText, words } from './evidence.ts'
import {
  agreement,
  inMeasureOf,
  type Mention,
  measureOf,
  plainSentence,
  type Sentence,
  sentencesOf,
} from './mentions.ts'
import { type EvaluationRule, type Fault, planned, type Rule } from './rule.ts'
import { namedRows, type Role, type Statement, statementsIn } from './statements.ts'
import type { Subject } from './subject.ts'
import type { Thresholds } from './thresholds.ts'
import { planFaults } from './two-tables.ts'

const textAgainstTable: EvaluationRule = {
  id: 'text-against-table',
  scope: 'evaluation',
  kinds: planned,
  title: words('正文与表格数字不一致', 'Text and table differ'),
  severity: 'error',
  authority: '财预〔2020〕10号：自评结果应前后一致、客观真实',
  check(subject, thresholds) {
    const { narrative, goals, plan } = subject
    if (narrative.length + goals.length + plan.length === 0) return []
    const rows = namedRows(subject.evaluation.indicators)
    const { year, funds } = subject.evaluation
    const texts = [
      ...narrative.map((text, index) => ({ text, index })),
      ...goals.map((text) => ({ text, index: null })),
    ]
    const said = texts.flatMap(({ text, index }) =>
      sentencesOf(text).flatMap((sentence) => [
        ...statementsIn(sentence, rows, year).flatMap((statement) =>
          statementFault(statement, { subject, index, thresholds }),
        ),
        ...fundFaults(sentence, funds, { index, thresholds }),
        ...totalFaults(sentence.text, subject, index),
        ...rateFaults(sentence.text, subject, index),
        ...satisfactionFaults(sentence, { subject, index, thresholds }),
        ...standardFaults(sentence, { subject, index, thresholds }),
      ]),
    )
    const graded = texts.flatMap(({ text, index }) => gradeFaults(text, subject, index))
    return [...distinct([...said, ...graded]), ...planFaults(subject)]
  },
  examples: {
    breaks: [
      {
        rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800户 | 10 | 10',
        text: ['产出方面：支持中小企业数量计划4000户，实际5200户。'],
      },
      {
        rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800户 | 10 | 10',
        text: ['项目预计支持企业4000户，实际服务4500余户。'],
      },
      { rows: '满意度指标 | 受益对象满意度 | 95% | 76% | 10 | 8', text: ['受益对象满意度达到96%。'] },
      { funds: { spent: 500000 }, text: ['全年实际支出48万元。'] },
      { rows: '数量指标 | 培训人数 | 300人 | 310人', total: 98, text: ['自评得分为96分，等级为优。'] },
      { rows: '数量指标 | 培训人数 | 300人 | 310人', plan: '数量指标 | 培训人数 | 400人' },
      { rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800户', text: ['共支持中小企业5300户。'] },
      { rows: '满意度指标 | 受益对象满意度 | 95% | 96%', text: ['问卷显示满意度为88%。'] },
      { rows: '成本指标 | 补助标准 | 170元/户 | 170元/户', text: ['按照每户180元的标准补助。'] },
      { funds: { rate: 96 }, text: ['预算执行率为90%。'] },
      { grade: '优', text: ['综合评价等级为良。'] },
      { rows: '数量指标 | 培训人数 | 300人 | 310人', goals: ['培训人数300人', '全年培训人数350人。'] },
    ],
    passes: [
      {
        rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800户 | 10 | 10\n成本指标 | 补助标准 | 170元/户 | 170元/户',
        text: ['项目预计支持企业数量为4000户，实际服务4800余户，单户费用170元/户，所以覆盖率为100%。'],
      },
      {
        rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800户 | 10 | 10',
        text: [
          '辖区共有企业12000户，比上年支持中小企业数量3900户明显增加。',
          '2018年支持中小企业数量3900户。',
        ],
      },
      { rows: '质量指标 | 验收合格率 | ≥95% | 98.53%', text: ['验收合格率为98.5%，高于95%的目标。'] },
      { rows: '数量指标 | 培训人数 | 300人 | 1.2万人', text: ['培训人数实际12000人。'] },
      { funds: { budget: 500000, spent: 498630 }, text: ['年初预算安排50万元，实际支出49.86万元。'] },
      {
        rows: '成本指标 | 总成本 | ≤50万元 | 48万元',
        plan: '成本指标 | 总成本 | ≤500000元',
        total: 97.5,
        text: ['自评得分97.5分。'],
      },
      {
        rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800户\n满意度指标 | 受益对象满意度 | 95% | 96%\n成本指标 | 补助标准 | 170元/户 | 170元/户',
        funds: { rate: 96.25 },
        grade: '优',
        text: [
          '全年支持中小企业4800户，按照每户170元的标准补助，总体满意度为96%，预算执行率96.3%，评价等级为优秀。',
        ],
      },
      { rows: '数量指标 | 培训人数 | 300人 | 310人', goals: ['培训人数300人', '全年培训人数310人。'] },
    ],
  },
}

interface Told {
  /** Of the paragraph; null for a form's own cell. */
  index: number | null
  thresholds: Thresholds
}

const inCells = { target: ['target'], actual: ['actual'], either: ['actual', 'target'] } as const
const roleWords = { target: words('目标值', 'target'), actual: words('完成值', 'outcome') } as const

/** A statement that agrees with none of the cells it may repeat. */
function statementFault({ ordinal, role, mention }: Statement, told: Told & { subject: Subject }): Fault[] {
  const { subject, index, thresholds } = told
  const row = subject.evaluation.indicators[ordinal]
  if (row === undefined) return []
  const [own] = inCells[role]
  const found = inCells[role].flatMap((side) => figuresOf(row, side))
  const values = found.flatMap(({ quantity, value }) => inMeasureOf(mention, quantity, value) ?? [])
  // Without the cell that the words point to there is nothing to compare.
  if (values.length === 0 || figuresOf(row, own).length === 0) return []
  const agreements = values.map((value) => agreement(mention, value, thresholds.approximatePercent))
  if (agreements.includes('same')) return []
  const isNear = agreements.includes('near')
  return [
    {
      ordinal,
      severity: isNear ? 'notice' : 'error',
      message: words(
        `正文称“${row.name}”${spoken(role)}${mention.text}，表中${roleWords[own].zh}为 ${row[own].text}。`,
        `The text gives ${mention.text} for "${row.name}", but the table's ${roleWords[own].en} is ${row[own].text}.`,
      ),
      evidence: [inText(words('正文', 'text'), mention.text, index), ...cells(row, own)],
    },
  ]
}

const spoken = (role: Role) => ({ target: '计划', actual: '实际', either: '' })[role]

/** The figures of a cell, a bare one in its target's unit. */
function figuresOf(row: Indicator, side: 'target' | 'actual'): { quantity: Quantity; value: number }[] {
  const cell = row[side]
  const quantity = cell.kind === 'number' && cell.unit === null ? { ...row.target, ...bare(cell) } : cell
  if (quantity.kind === 'multi') return []
  const values = [measureOf(quantity), typeof quantity.upper === 'number' ? quantity.upper : null]
  return values.filter((value) => value !== null).map((value) => ({ quantity, value }))
}

const bare = ({ value, upper }: Quantity) => ({ value, upper })

const ending = '(?:数|安排|批复|资金|金额|总额|共计|共|总计|为|是|:)*$'
const fundNames: readonly [RegExp, keyof typeof fundWords][] = [
  [new RegExp(`年初预算${ending}`), 'budgetFen'],
  [new RegExp(`项目(?:20\\d\\d)?(?:年度?)?预算${ending}`), 'budgetFen'],
  [new RegExp(`(?:全年预算|调整后预算|调整预算)${ending}`), 'adjustedFen'],
  [new RegExp(`(?:实际到位|资金到位|到位资金|实际到账)${ending}`), 'arrivedFen'],
  [new RegExp(`(?:实际支出|全年支出|累计支出|实际执行|全年执行)${ending}`), 'spentFen'],
  [new RegExp(`(?:全年|年度|项目|资金)(?:共计|共|累计|总计|已)?支出${ending}`), 'spentFen'],
]
const partial = /其中|中央|省级|市级|区级|县级|上级|配套|自筹|结转|人均|上年|去年|截至|月/

/** Sums that the text names like the fund block, and gives otherwise. */
function fundFaults({ text, mentions }: Sentence, funds: Funds, { index, thresholds }: Told): Fault[] {
  return mentions.flatMap((mention): Fault[] => {
    if (mention.quantity.kind !== 'money') return []
    const before = text.slice(0, mention.start)
    const stage = fundNames.find(([pattern]) => pattern.test(before))?.[1]
    if (stage === undefined || partial.test(before)) return []
    const fen = funds[stage]
    // A sum that stands elsewhere in the block is one under another name.
    const known = fundNames.some(([, name]) => isSum(mention, funds[name]))
    if (fen === null || known) return []
    const sum = moneyWords(fen / 100)
    const isNear = agreement(mention, fen / 100, thresholds.approximatePercent) === 'near'
    return [
      {
        ordinal: null,
        severity: isNear ? 'notice' : 'error',
        message: words(
          `正文称${fundWords[stage].zh} ${mention.text}，资金表中为 ${sum.zh}。`,
          `The text gives ${mention.text} for the ${fundWords[stage].en}, but the fund block says ${sum.en}.`,
        ),
        evidence: [inText(words('正文', 'text'), mention.text, index), computed(fundWords[stage], sum.zh)],
      },
    ]
  })
}

const isSum = (mention: Mention, fen: number | null) =>
  fen !== null && agreement(mention, fen / 100, 0) === 'same'

const overall =
  /(?:^|[^\p{Script=Han}]|总体|综合|整体|显示)满意[度率](?:调查)?(?:结果)?(?:为|达到了?|达|是|:)?$/u

/** Satisfaction that the text gives without saying whose, where the table has one alone. */
function satisfactionFaults({ text, mentions }: Sentence, told: Told & { subject: Subject }): Fault[] {
  const [only, another] = told.subject.satisfactionGaps
  if (!only || another || /目标|计划|预期|指标值|上年|去年|20\d\d年/.test(text)) return []
  return mentions
    .filter((mention) => mention.quantity.unit === '%' && overall.test(text.slice(0, mention.start)))
    .flatMap((mention) => statementFault({ ordinal: only.ordinal, role: 'actual', mention }, told))
}

/** A standard that the text gives per head or household, where the table has one cost of that kind alone. */
function standardFaults({ text, mentions }: Sentence, told: Told & { subject: Subject }): Fault[] {
  const { unitCosts, evaluation } = told.subject
  const [cost, another] = unitCosts
  const row = evaluation.indicators[cost?.ordinal ?? -1]
  if (!cost || !row || another || !/标准/.test(text) || text.includes(plainSentence(row.name))) return []
  const sums = mentions.flatMap((mention) => {
    const head = /每(\p{Script=Han}{1,3}?)(?:每年|补助|补贴|发放)?$/u.exec(text.slice(0, mention.start))?.[1]
    if (mention.quantity.kind !== 'money' || !sameUnit(head ?? null, cost.per)) return []
    const unit = `${mention.quantity.unit}/${cost.per}`
    return { ...mention, quantity: { ...mention.quantity, kind: 'unitCost' as const, unit } }
  })
  const [mention, tier] = sums
  if (!mention || tier || /其中|上年|去年|20\d\d年/.test(text)) return []
  return statementFault({ ordinal: cost.ordinal, role: 'either', mention }, told)
}

const distinct = (faults: readonly Fault[]) => [
  ...new Map(faults.map((fault) => [`${fault.ordinal}|${fault.message.zh}`, fault])).values(),
]

export const narrativeRules: readonly Rule[] = [textAgainstTable]
