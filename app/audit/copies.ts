import { figureWords } from '#app/domain/figure-words.ts'
import type { Indicator } from '#app/domain/indicator.ts'
import { normalName } from '#app/domain/names.ts'
import { isExecutionRow } from '#app/domain/weights.ts'
import { computed, words } from './evidence.ts'
import { grouped } from './groups.ts'
import { concluded, type GroupFault, type ProgrammeRule, type Rule } from './rule.ts'
import type { Subject } from './subject.ts'
import type { Thresholds } from './thresholds.ts'

const rows = (served: string, coverage: string, satisfied: string) =>
  `数量指标 | 支持中小企业数量 | 4000户 | ${served}
   质量指标 | 受益对象覆盖率 | 100% | ${coverage}
   满意度指标 | 受益企业满意度 | ≥95% | ${satisfied}`

const report = [
  '项目由服务中心统一组织，网上办事平台全年稳定运行，企业可以随时申报、查询和下载凭证，不必到窗口排队等候。',
  '中心安排专人解答企业来电，按月汇总常见疑问并反馈给平台的建设单位，多数问题在一周之内得到处理和答复。',
  '财务人员按照合同约定的节点审核票据、支付费用，专款专用，没有发现挤占、挪用资金或者超范围列支的情况。',
  '下一步将继续完善平台功能，增加移动端入口，扩大宣传范围，让更多企业知道并使用这项免费提供的公共服务。',
]

const copied: ProgrammeRule<Print> = {
  id: 'copied',
  scope: 'programme',
  title: words('与其他单位或上年雷同', "Copied from another unit's or an earlier year's report"),
  severity: 'warning',
  authority: '财预〔2020〕10号：单位自评应当客观真实，对自评结果的真实性和准确性负责',
  factOf(subject, { copied: { figures } }) {
    const { evaluation } = subject
    if (!concluded.includes(evaluation.kind)) return null
    const { unit, year, indicators } = evaluation
    return {
      unit,
      year,
      outcomes: indicators.filter((row) => !isExecutionRow(row)).length,
      figures: figuresKey(indicators, figures),
      paragraphs: paragraphsOf(subject),
    }
  },
  check(prints, thresholds) {
    const byFigures = copiedFigures(prints)
    const known = new Set(byFigures.map(({ subject }) => subject))
    const byText = copiedTexts(prints, thresholds).filter(({ subject }) => !known.has(subject))
    return [...byFigures, ...byText]
  },
  examples: {
    breaks: [
      [
        { unit: '临澜区服务中心', rows: rows('4810户', '96.4%', '91.7%') },
        { unit: '望澜区服务中心', rows: rows('4810户', '96.4%', '91.7%') },
      ],
      [
        { year: 2018, rows: rows('4810户', '96.4%', '91.7%') },
        { year: 2019, rows: rows('4810户', '96.4%', '91.7%') },
      ],
      [
        { year: 2018, text: report },
        { year: 2019, text: [...report, '2019年共服务企业4810户。'] },
      ],
      [
        { unit: '临澜区服务中心', text: report.map((text) => `2019年，临澜区服务中心${text}`) },
        { unit: '望澜区服务中心', text: report.map((text) => `2019年，望澜区服务中心${text}`) },
      ],
    ],
    passes: [
      [
        { unit: '临澜区服务中心', rows: rows('4810户', '96.4%', '91.7%') },
        { unit: '望澜区服务中心', rows: rows('4810户', '96.5%', '91.7%') },
      ],
      [
        { unit: '临澜区服务中心', rows: rows('4000户', '100%', '95%') },
        { unit: '望澜区服务中心', rows: rows('4000户', '100%', '95%') },
      ],
      [{ rows: rows('4810户', '96.4%', '91.7%') }, { rows: rows('4810户', '96.4%', '91.7%') }],
      [
        { year: 2018, text: report },
        {
          year: 2019,
          text: [...report.slice(0, 2), '今年改由街道窗口受理企业申请，平台只作查询。'.repeat(6)],
        },
      ],
    ],
  },
}

/** What is compared of a report. */
interface Print {
  unit: string | null
  year: number | null
  /** Indicators with an outcome of their own. */
  outcomes: number
  figures: string | null
  paragraphs: readonly Paragraph[]
}

/** A paragraph by its length and a hash: a programme's reports are not held to be compared. */
interface Paragraph {
  hash: number
  length: number
}

/** Whether one report may have been copied into another: an earlier year's, or another unit's of the same year. */
function isOrigin(from: Print | undefined, to: Print): boolean {
  if (!from || from.year === null || to.year === null) return false
  return from.year < to.year || (from.year === to.year && from.unit !== to.unit)
}

function copiedFigures(prints: readonly Print[]): GroupFault[] {
  const alike = grouped(prints, ({ figures }) => figures)
  return [...alike.values()].flatMap((indices) =>
    indices.flatMap((subject) => {
      const copy = prints[subject]
      const origin = copy && prints[indices.find((other) => isOrigin(prints[other], copy)) ?? -1]
      if (!copy || !origin) return []
      const count = copy.outcomes
      return copyFault(subject, origin, words(`全部 ${count} 个指标的完成值`, `all ${count} outcomes`))
    }),
  )
}

/** All outcomes in one text; null where too few are figures that two reports would not share by chance. */
function figuresKey(indicators: readonly Indicator[], fewest: number): string | null {
  const telling = indicators.filter(
    ({ target, actual }) =>
      typeof actual.value === 'number' &&
      actual.value !== 0 &&
      actual.value !== 100 &&
      actual.value !== target.value,
  )
  const distinct = new Set(telling.map(({ actual }) => actual.value)).size
  if (distinct < fewest) return null
  // Each unit has its own money: who copies a table still fills in the rate of execution.
  const rest = indicators.filter((row) => !isExecutionRow(row))
  return rest
    .map(({ name, actual }) => `${name}=${actual.text}`)
    .join('|')
    .replace(/\s+/g, '')
}

/** Headings and short lines are alike everywhere. */
const shortestParagraph = 20

function copiedTexts(prints: readonly Print[], { copied: limits }: Thresholds): GroupFault[] {
  const holders = new Map<number, number[]>()
  prints.forEach(({ paragraphs }, index) => {
    for (const { hash } of paragraphs)
      holders.set(hash, [...(holders.get(hash) ?? []).slice(0, limits.boilerplateReports), index])
  })
  return prints.flatMap((copy, subject) => {
    const own = copy.paragraphs.filter(
      ({ hash }) => (holders.get(hash)?.length ?? 0) <= limits.boilerplateReports,
    )
    const length = own.reduce((sum, paragraph) => sum + paragraph.length, 0)
    if (length < limits.characters) return []
    const shared = new Map<number, number>()
    for (const paragraph of own)
      for (const other of holders.get(paragraph.hash) ?? [])
        if (isOrigin(prints[other], copy)) shared.set(other, (shared.get(other) ?? 0) + paragraph.length)
    const [most] = [...shared].sort(([, a], [, b]) => b - a)
    const origin = most && prints[most[0]]
    const percent = most ? (100 * most[1]) / length : 0
    if (!origin || percent < limits.textPercent) return []
    const size = figureWords(Math.round(percent))
    return copyFault(subject, origin, words(`正文 ${size}% 的文字`, `${size}% of the text`))
  })
}

/** Paragraphs without what a copy puts its own of: the unit, its district and the year. */
function paragraphsOf({ narrative, evaluation: { unit, department, district, year } }: Subject): Paragraph[] {
  const own = [unit, department, district?.name ?? null, year === null ? null : String(year)]
    .filter((name) => name !== null)
    .map(normalName)
  const texts = narrative.map((text) =>
    own.reduce((rest, name) => rest.replaceAll(name, ''), normalName(text)),
  )
  return [...new Set(texts.filter((text) => text.length >= shortestParagraph))].map((text) => ({
    hash: hashOf(text),
    length: text.length,
  }))
}

/** 53 bits of a text (cyrb53): two paragraphs of a million meet by chance once in twenty thousand times. */
function hashOf(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 2_654_435_761)
    low = Math.imul(low ^ code, 1_597_334_677)
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0)
}

function copyFault(subject: number, { unit, year }: Print, what: { zh: string; en: string }): GroupFault {
  return {
    subject,
    ordinal: null,
    message: words(
      `${what.zh}与“${unit ?? '另一单位'}”${year} 年的报告相同。`,
      `The report shares ${what.en} with that of "${unit ?? 'another unit'}" for ${year}.`,
    ),
    evidence: [computed(words('相同的报告', 'the report it resembles'), `${unit ?? ''} ${year}`.trim())],
  }
}

export const copyRules: readonly Rule[] = [copied]
