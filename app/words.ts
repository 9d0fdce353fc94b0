import type { Grade } from './domain/evaluation.ts'
import type { Level1 } from './domain/indicator.ts'
import { type Banded, readSpan, type Span } from './domain/span.ts'
import type { Filters, GradeChoice, Measure, Side } from './queries/filters.ts'

/** The two languages of the interface; Chinese is the first. */
export type Language = 'zh' | 'en'

/** One text of the interface in both languages. */
export type Words = Readonly<Record<Language, string>>

/** Short for writing words down: `w('总览', 'Overview')`. */
export const w = (zh: string, en: string): Words => ({ zh, en })

/** What can be filtered by. */
export const fieldWords: Readonly<Record<keyof Filters, Words>> = {
  year: w('年度', 'Year'),
  district: w('区县', 'District'),
  sector: w('行业', 'Sector'),
  department: w('主管部门', 'Department'),
  programme: w('项目类别', 'Programme'),
  unit: w('单位', 'Unit'),
  level1: w('一级指标', 'Level 1'),
  rule: w('核查规则', 'Rule'),
  per: w('计量单位', 'Per'),
  q: w('搜索', 'Search'),
  completion: w('完成率', 'Completion'),
  index: w('价格指数', 'Price index'),
  base: w('价格基年', 'Prices of'),
  weight: w('一级指标权重', 'First-level weights'),
  score: w('总分', 'Total'),
  execution: w('执行率', 'Execution rate'),
  grade: w('等级', 'Grade'),
  by: w('并排比较', 'Side by side'),
  pick: w('比较对象', 'Compared'),
  measure: w('比较口径', 'Measure'),
}

/** under:60 as 低于 60%. */
export const completionWords = (completion: string): Words => {
  const percent = completion.replace('under:', '')
  return w(`低于 ${percent}%`, `under ${percent}%`)
}

/** Level 1 of the national indicator form, with the execution rate that stands above it. */
export const level1Words: Readonly<Record<Level1, Words>> = {
  output: w('产出', 'Output'),
  cost: w('成本', 'Cost'),
  benefit: w('效益', 'Benefit'),
  satisfaction: w('满意度', 'Satisfaction'),
  execution: w('预算执行率', 'Budget execution'),
  decision: w('决策', 'Decision'),
  process: w('过程', 'Process'),
}

/** What can stand side by side. */
export const sideWords: Readonly<Record<Side, Words>> = {
  district: w('区县', 'Districts'),
  unit: w('单位', 'Units'),
  programme: w('项目类别', 'Programmes'),
  year: w('年度', 'Years'),
}

/** What it can be compared by. */
export const measureWords: Readonly<Record<Measure, Words>> = {
  spent: w('支出', 'Spending'),
  execution: w('支出占预算', 'Spending of budget'),
  unitCost: w('每户（人）支出', 'Spending per one served'),
  total: w('自评总分', 'Total score'),
  gap: w('满意度差距', 'Satisfaction gap'),
  met: w('达标率', 'Targets met'),
}

/** Grades of a total score. */
export const gradeWords: Readonly<Record<Grade, Words>> = {
  excellent: w('优', 'Excellent'),
  good: w('良', 'Good'),
  fair: w('中', 'Fair'),
  poor: w('差', 'Poor'),
}

/** Grades that can be chosen. */
export const gradeChoiceWords: Readonly<Record<GradeChoice, Words>> = {
  ...gradeWords,
  none: w('未评等级', 'No grade'),
}

const bandUnits: Readonly<Record<Banded, Words>> = { execution: w('%', ' %'), score: w(' 分', ' points') }

/** 60–80%, 60% 及以上, 低于 80%. */
export function spanWords(of: Banded, { from, to }: Span): Words {
  const { zh, en } = bandUnits[of]
  if (from !== null && to !== null)
    return from === to ? w(`${from}${zh}`, `${from}${en}`) : w(`${from}–${to}${zh}`, `${from}–${to}${en}`)
  if (from !== null) return w(`${from}${zh} 及以上`, `${from}${en} or more`)
  return to === null ? w('不限', 'any') : w(`低于 ${to}${zh}`, `under ${to}${en}`)
}

/** The same of a span as the URL has it. */
export const spanTextWords = (of: Banded, text: string): Words =>
  spanWords(of, readSpan(text) ?? { from: null, to: null })

export const isLanguage = (text: string | null): text is Language => text === 'zh' || text === 'en'
