import { nowhere } from '#app/domain/problem.ts'
import { type DraftFunds, type DraftMoney, noFunds } from './draft.ts'
import { plain } from './grid.ts'
import { labelledLine } from './labels.ts'

/** Endings by which a budget unit is known. */
const unitEnding =
  '(?:局|委员会|委|办公室|中心|厅|站|所|院|馆|校|学校|中学|小学|幼儿园|大学|学院|医院|街道办事处|办事处|镇人民政府|乡人民政府|人民政府|队|社|联合会|协会|总会|公司|集团|处|支队|大队|分局|管委会|政府|法院|检察院|党校|银行|总站|基地)'

const unitAtStart = new RegExp(`^([\\u4e00-\\u9fa5()（）·]{2,30}?${unitEnding})(?=(?:关于)?20\\d\\d|关于|$)`)

/** The unit that a report's title begins with, or that its text calls 我单位（…）; null where neither does. */
export function unitInProse(title: string, lines: readonly string[]): string | null {
  for (const line of title.split('\n')) {
    const found = unitAtStart.exec(plain(line))?.[1]
    if (found !== undefined) return found
  }
  for (const line of lines) {
    const inline = labelledLine(line)
    if (inline?.field === 'unit') return inline.value
    const named = /我(?:单位|局|中心|校|院|委|办|馆|所|站)[(（]([^()（）]{4,30})[)）]/.exec(line)?.[1]
    if (named !== undefined) return named
  }
  return null
}

const department = new RegExp(`主管部门(?:为|是|[:：])?([\\u4e00-\\u9fa5()（）]{2,30}?${unitEnding})(?=[，。,；;、]|$)`)

/** The department in charge, where a sentence names it. */
export function departmentInProse(lines: readonly string[]): string | null {
  return lines.map((line) => department.exec(plain(line))?.[1]).find((found) => found !== undefined) ?? null
}

const projectForms = [
  /项目名称[:：为是]?[“"《]?([^”"》。，,；;\n]{3,50})/,
  /对[“"《]?([^”"》。，,；;\n]{3,40}?)[”"》]?(?:项目)?(?:资金|专项|支出)?(?:开展|实施|进行|组织)了?[^。]{0,20}评价?/,
  /20\d\d年度?[“"《]?([^”"》。，,；;\n]{3,40}?)[”"》]?(?:项目)?(?:支出|资金)?(?:绩效)(?:自评|评价)/,
  /关于[“"《]?([^”"》。，,；;\n]{3,40}?)[”"》]?(?:项目)?(?:支出|资金)?(?:的)?(?:绩效)(?:自评|评价)/,
  /[“"《]([^”"》。，,；;\n]{3,40})[”"》]项目/,
]

/** Words a title may hold in the project's place without naming one. */
const nameless =
  /^(?:重点|财政|部门|单位|预算|专项|项目|整体|支出|资金|绩效|区级|市级|省级|年度|本|该|工作)+$/

/** The project's name as the report gives it, without a closing 项目; null where no sentence names it. */
export function projectInProse(title: string, lines: readonly string[]): string | null {
  for (const line of lines) {
    const inline = labelledLine(line)
    if (inline?.field === 'project') return inline.value
  }
  for (const form of projectForms)
    for (const line of [...title.split('\n'), ...lines]) {
      const name = form
        .exec(plain(line))?.[1]
        ?.replace(/^(?:20\d\d年度?)/, '')
        .replace(/项目$/, '')
      if (name !== undefined && name.length >= 3 && !nameless.test(name)) return name
    }
  return null
}

const amount = '(\\d[\\d,，]*(?:\\.\\d+)?)(亿元|万元|元|万)'
const between = '[^。；;\\d]{0,16}?'

/** One approved sum in a report's prose is its budget (design, dry run); first the surest wording. */
const budgetForms = [
  new RegExp(`年初预算${between}${amount}`),
  new RegExp(`预算(?:安排|批复|资金|金额|总额)${between}${amount}`),
  new RegExp(`(?:项目|专项)资金(?:共计|总计|总额|合计|共|为)${between}${amount}`),
  new RegExp(`(?:批复|安排|下达)(?:资金|经费|预算)${between}${amount}`),
  new RegExp(`申请${between}${amount}`),
]
const arrivedForms = [
  new RegExp(`(?:实际到位|到位资金|资金到位|到账资金|实际到账)${between}${amount}`),
  new RegExp(`${amount}[^。；;]{0,24}(?:到位|到账)`),
]
const spentForms = [
  new RegExp(`(?:实际支出|累计支出|支出资金|已支出|实际使用|共支出|实际执行|执行数|支出)${between}${amount}`),
]
const spentAll =
  /(?:资金|经费|款项)[^。；;]{0,8}(?:已|均已)?全(?:部|额)(?:使用|支出|支付|执行|拨付使用)(?:完毕|到位|完成|完)?|全部(?:使用|支出|执行)完毕/
const rate = /(?:预算|资金)?执行率(?:为|达到|达|是|[:：])?(\d+(?:\.\d+)?[%％])/

/** The money that a report's prose states: budget, arrived, spent; null for what no sentence says. */
export function fundsInProse(lines: readonly string[]): DraftFunds {
  const text = lines.map(plain)
  const budget = firstMatch(budgetForms, text)
  const arrived = firstMatch(arrivedForms, text)
  const everything = text.some((line) => spentAll.test(line)) ? (arrived ?? budget) : null
  const executionRate = text.map((line) => rate.exec(line)?.[1]).find((found) => found !== undefined) ?? null
  return { ...noFunds, budget, arrived, spent: firstMatch(spentForms, text) ?? everything, executionRate }
}

function firstMatch(forms: readonly RegExp[], lines: readonly string[]): DraftMoney | null {
  for (const form of forms)
    for (const line of lines) {
      const [, figure, unit] = form.exec(line) ?? []
      if (figure && unit) return { text: figure, unit: unit === '万' ? '万元' : unit, at: nowhere }
    }
  return null
}

const totalForms = [
  /(?:总分|总得分|自评得分|综合得分|评价得分|最终得分|综合评分|评价结果|结果)(?:为|是|[:：])?(\d{1,3}(?:\.\d+)?)分/,
  /(?:自评|评价|评分|打分)[^。]{0,12}?(\d{1,3}(?:\.\d+)?)分/,
]

/** The total that the conclusion states. */
export function totalInProse(lines: readonly string[]): string | null {
  for (const form of totalForms)
    for (const line of lines) {
      const found = form.exec(plain(line))?.[1]
      if (found !== undefined) return found
    }
  return null
}

const gradeForms = [
  /(?:等级|等次|级别|档次)(?:评定|确定)?(?:为|是|属于|[:：])?[“"]?(优秀|良好|优|良|中等|中|合格|不合格|一般|较差|差)(?![一-龥]*等级)/,
  /(?:评定|评价|自评)(?:结果|结论)?为[“"]?(优秀|良好|优|良|中|合格|不合格|差)[”"]?/,
]

/** The grade that the conclusion states, in its own word. */
export function gradeInProse(lines: readonly string[]): string | null {
  for (const form of gradeForms)
    for (const line of lines) {
      const found = form.exec(plain(line))?.[1]
      if (found !== undefined) return found
    }
  return null
}
