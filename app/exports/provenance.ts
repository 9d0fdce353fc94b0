import { formatCount, formatMoment } from '#app/format.ts'
import type { Choice } from '#app/queries/choices.ts'
import { Filters } from '#app/queries/filters.ts'
import {
  completionWords,
  fieldWords,
  gradeChoiceWords,
  type Language,
  level1Words,
  measureWords,
  sideWords,
  spanTextWords,
  type Words,
  w,
} from '#app/words.ts'
import { type Answer, type Heading, headingLine } from './answer.ts'

/** What an answer is limited to, in words: 区县, to 鹿鸣区 and 望澜区. */
export interface Condition {
  field: keyof typeof conditionWords
  values: readonly string[]
}

const conditionWords = {
  ...fieldWords,
  project: w('项目', 'Project'),
  status: w('状态', 'Status'),
  severity: w('程度', 'Severity'),
  state: w('处理状态', 'State'),
  reporting: w('报送', 'Reporting'),
  since: w('新于数据版本', 'Newer than generation'),
}

/** Where a file's figures come from; printed on all that have room for it. */
export interface Provenance {
  language: Language
  conditions: readonly Condition[]
  generation: number
  /** When the generation was published, as ISO 8601. */
  published: string
  /** True where invented documents are among those loaded. */
  sample: boolean
}

/** Filters in words, by the names that people know their values by. */
export function conditionsOf(
  filters: Filters,
  choices: readonly Choice[],
  language: Language,
): readonly Condition[] {
  const labels = new Map(choices.map(({ field, value, label }) => [`${field} ${value}`, label]))
  for (const [level, words] of Object.entries(level1Words)) labels.set(`level1 ${level}`, words[language])
  for (const [side, words] of Object.entries(sideWords)) labels.set(`by ${side}`, words[language])
  for (const [measure, words] of Object.entries(measureWords))
    labels.set(`measure ${measure}`, words[language])
  for (const [grade, words] of Object.entries(gradeChoiceWords)) labels.set(`grade ${grade}`, words[language])
  for (const of of ['execution', 'score'] as const) {
    const text = filters[of]
    if (text !== null) labels.set(`${of} ${text}`, spanTextWords(of, text)[language])
  }
  for (const code of filters.pick)
    labels.set(`pick ${code}`, labels.get(`district ${code}`) ?? code.replace(/^\d{6} /, ''))
  for (const weight of filters.weight) labels.set(`weight ${weight}`, weightSaid(weight, language))
  const { completion } = filters
  if (completion !== null) labels.set(`completion ${completion}`, completionWords(completion)[language])
  return Filters.keyof().options.map((field) => {
    const values = [filters[field]].flat().flatMap((value) => value ?? [])
    return { field, values: values.map((value) => labels.get(`${field} ${value}`) ?? String(value)) }
  })
}

/** output:50 as 产出 50. */
function weightSaid(weight: string, language: Language): string {
  const [level = '', points] = weight.split(':')
  const words = Object.entries(level1Words).find(([name]) => name === level)?.[1]
  return `${words?.[language] ?? level} ${points}`
}

/** The conditions in one line: 年度 2019；区县 鹿鸣区、望澜区. */
export const conditionsLine = ({ conditions, language }: Provenance) =>
  conditionsInWords(conditions, language)

/** The same of conditions that stand apart. */
export function conditionsInWords(conditions: readonly Condition[], language: Language): string {
  if (conditions.length === 0) return w('无', 'none')[language]
  const { comma, semicolon } = marks[language]
  return conditions
    .map(({ field, values }) => `${conditionWords[field][language]} ${values.join(comma)}`)
    .join(semicolon)
}

/** The punctuation of lists in each language. */
export const marks = {
  zh: { colon: '：', comma: '、', semicolon: '；' },
  en: { colon: ': ', comma: ', ', semicolon: '; ' },
} as const

export const sourceWords: Words = w(
  '绩尺 Yardstick，取自各单位绩效自评材料与资金台账',
  'Yardstick, from the self-evaluations and fund ledgers that units wrote',
)

export const sampleWords: Words = w(
  '示例数据：虚构的城市与项目，仅用于演示',
  'Sample data: an invented city, for demonstration only',
)

/** 数据版本 3，发布于 2025-03-01 09:30. */
export const versionLine = ({ generation, published, language }: Provenance) =>
  w(
    `数据版本 ${generation}，发布于 ${formatMoment(published)}`,
    `Generation ${generation}, published ${formatMoment(published)}`,
  )[language]

/** 年初预算、支出（元）；执行率（%）. Null where nothing has a unit. */
export function unitsLine(
  columns: readonly Pick<Heading, 'text' | 'unit'>[],
  language: Language,
): string | null {
  const { comma, semicolon } = marks[language]
  const units = [...new Set(columns.flatMap(({ unit }) => unit ?? []))]
  if (units.length === 0) return null
  return units
    .map((unit) => {
      const headings = columns.filter((column) => column.unit === unit).map(({ text }) => text)
      return headingLine({ text: headings.join(comma), unit }, language)
    })
    .join(semicolon)
}

/** 指标数 n：1–14; where no column counts cases, the number of a table's rows, which say nothing of a picture. */
function casesLine({ columns, rows, chart }: Answer, language: Language): string[] {
  const counted = columns.flatMap(({ key, text, marksFew }, place) => {
    const counts = rows.map((row) => row[place]).filter((cell) => typeof cell === 'number')
    if (counts.length === 0 || (key !== 'n' && !marksFew)) return []
    const [least, most] = [Math.min(...counts), Math.max(...counts)].map(formatCount)
    const few = counts.some((n) => n > 0 && n < 5) ? fewWords[language] : ''
    return [`${text}${marks[language].colon}${least === most ? least : `${least}–${most}`}${few}`]
  })
  if (counted.length > 0 || chart !== null) return counted
  return [w(`共 ${rows.length} 行`, `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`)[language]]
}

const fewWords = w('（* 不足 5 个，只列示，不作判断）', ' (* fewer than 5: shown, not judged)')

/** 2018–2023（已载入的全部年度）: which years the figures cover. */
export function periodWords({ period }: Pick<Answer, 'period'>, language: Language): string {
  if (period === null) return w('无', 'none')[language]
  const { years, told } = period
  return told === 'loaded'
    ? w(`${years}（已载入的全部年度）`, `${years} (all that are loaded)`)[language]
    : years
}

export const periodHeading = w('数据年度', 'Years')
export const filtersHeading = w('筛选条件', 'Filters')

/** The years that figures cover and what else they are limited to. */
export function scopeLine(answer: Pick<Answer, 'period'>, provenance: Provenance): string {
  const { language } = provenance
  const { colon, semicolon } = marks[language]
  return [
    periodHeading[language] + colon + periodWords(answer, language),
    filtersHeading[language] + colon + conditionsLine(provenance),
  ].join(semicolon)
}

/** What a figure is measured in and how many cases it has, what it covers, where it comes from: a line each. */
export function footLines(answer: Answer, provenance: Provenance): string[] {
  const { language, sample } = provenance
  const { colon, semicolon } = marks[language]
  const stated = (heading: Words, text: string | null) =>
    text === null ? [] : [heading[language] + colon + text]
  // A chart of money says on its axes in which unit; the table's may be another.
  const columns = answer.columns.filter(
    ({ key, format }) => answer.chart === null || (format !== 'money' && answer.chart.reads.has(key)),
  )
  const units = columns.map(({ text, page }) => ({ text, unit: page.unit }))
  return [
    [...stated(w('单位', 'Units'), unitsLine(units, language)), ...casesLine(answer, language)],
    [scopeLine(answer, provenance)],
    [
      ...stated(w('来源', 'Source'), sourceWords[language]),
      versionLine(provenance),
      ...(sample ? [sampleWords[language]] : []),
    ],
  ].flatMap((parts) => (parts.length === 0 ? [] : [parts.join(semicolon)]))
}

/** A view that stands in a deck or a briefing, with where its figures come from. */
export interface Section {
  answer: Answer
  provenance: Provenance
}

/** What to say where a table stops before its rows do. */
export function leftOut(shown: number, all: number, language: Language): string[] {
  if (shown >= all) return []
  const words = w(
    `表中列前 ${shown} 行，共 ${all} 行，其余 ${all - shown} 行见 xlsx 或 csv`,
    `The first ${shown} of ${all} rows; the other ${all - shown} are in xlsx and csv`,
  )
  return [words[language]]
}
