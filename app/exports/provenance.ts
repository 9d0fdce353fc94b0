import { formatMoment } from '#app/format.ts'
import type { Choice } from '#app/queries/choices.ts'
import { Filters } from '#app/queries/filters.ts'
import { fieldWords, type Language, level1Words, measureWords, sideWords, type Words, w } from '#app/words.ts'
import { type Heading, headingLine } from './answer.ts'

/** What an answer is limited to, in words: 区县, to 鹿鸣区 and 望澜区. */
export interface Condition {
  field: keyof typeof conditionWords
  values: readonly string[]
}

const conditionWords = {
  ...fieldWords,
  project: w('项目', 'Project'),
  unit: w('单位', 'Unit'),
  status: w('状态', 'Status'),
  severity: w('程度', 'Severity'),
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
  for (const code of filters.pick)
    labels.set(`pick ${code}`, labels.get(`district ${code}`) ?? code.replace(/^\d{6} /, ''))
  for (const weight of filters.weight) labels.set(`weight ${weight}`, weightSaid(weight, language))
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
export function conditionsLine({ conditions, language }: Provenance): string {
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
export function unitsLine(columns: readonly Heading[], language: Language): string | null {
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
