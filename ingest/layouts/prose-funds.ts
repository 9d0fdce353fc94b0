import { nowhere } from '#app/domain/problem.ts'
import { type DraftFunds, type DraftMoney, noFunds } from './draft.ts'
import { plain } from './grid.ts'
import { type Field, headingOf, isKnownWord, moneyUnitIn } from './headings.ts'
import { number } from './numbering.ts'

const amount = '(\\d[\\d,，]*(?:\\.\\d+)?)(亿元|万元|元|万)(?![\\/／每])'
const between = '[^。；;\\d]{0,16}?'

/** 全年预算 and 调整后预算 say what there was in the end. */
const ofTheStart = '(?<!全年|调整|调整后|调整后的)'

/** One approved sum in a report's prose is its budget (design, dry run); first the surest wording. */
const budgetForms = [
  new RegExp(`年初预算${between}${amount}`),
  new RegExp(`${ofTheStart}预算(?:安排|批复|资金|金额|总额|数)${between}${amount}`),
  new RegExp(`(?:安排|批复|下达|核定|申请)(?:财政)?(?:专项)?预算${between}${amount}`),
  new RegExp(`(?:项目|专项|财政)(?:总)?资金(?:共计|总计|总额|合计|共|为)${between}${amount}`),
  new RegExp(`(?:项目总投资|总投资|资金总额|项目资金|专项资金|项目经费)${between}${amount}`),
  new RegExp(`(?:批复|安排|下达|核定)(?:财政)?(?:专项)?(?:资金|经费|预算)${between}${amount}`),
  new RegExp(`申请${between}${amount}`),
  new RegExp(`(?:下达|安排|拨付|核定)[^。；;，,]{0,24}?(?:资金|经费|预算|补助)${between}${amount}`),
  new RegExp(`${ofTheStart}预算(?:为|是|共|[:：])?${between}${amount}`),
]
/** What came on top in the year: the sum of the whole year. */
const adjustedForms = [
  new RegExp(`(?:全年预算|调整后(?:的)?(?:全年)?预算|调整预算)(?:数|金额|资金)?${between}${amount}`),
  new RegExp(
    `(?:预算|年中|年内|年末|年底)[^。；;\\d]{0,8}?调[整增减](?:\\d[\\d.,]*(?:亿|万)?元)?(?:预算)?[,，]?后?(?:为|至|到)${between}${amount}`,
  ),
]
const didArrive = '(?<!未(?:能|完全|全部|全额|足额|按时|及时)?)(?:到位|到账)'
const arrivedForms = [
  new RegExp(`(?:实际到位|到位资金|资金到位|到账资金|实际到账|资金实际到位)${between}${amount}`),
  new RegExp(`${amount}[^。；;\\d]{0,24}${didArrive}`),
  new RegExp(`${amount}[^。；;]{0,24}${didArrive}(?!率)`),
]
const spentForms = [
  new RegExp(
    `(?:实际支出|累计支出|支出资金|已支出|实际使用|共支出|实际执行|执行数|全年支出|全年执行|决算(?:数|金额))${between}${amount}`,
  ),
  new RegExp(
    `(?:资金支出|资金使用|使用资金|支出|执行|支付)(?:共计|合计|总计|共|了|为|资金|金额)?${between}${amount}`,
  ),
]
const spentAll =
  /(?:资金|经费|款项)[^。；;]{0,8}(?:已|均已)?全(?:部|额)(?:使用|支出|支付|执行|拨付使用)(?:完毕|到位|完成|完)?|全部(?:使用|支出|执行|支付)完毕/
const rate =
  /(?:预算|资金)?(?:执行率|支出率|使用率|支付率|支[出付]进度|执行进度)(?:为|达到|达|是|[:：])?(\d+(?:\.\d+)?[%％])/

/** What a sentence says of the points for the rate of execution: 预算执行率99%，分值10分，得分9.9分. */
const points = {
  weight:
    /(?:满分|分值|权重|按照?|执行率指标|[该本此]项(?:指标)?|[(（](?=\d+分[,，、;；](?:自评)?得))(?:为|是|[:：])?(\d+(?:\.\d+)?)(?:分|(?=[,，;；]?(?:得分|自评|执行率)))/,
  score: /(?:自评(?:得?分)?|得分|得)(?:为|是|[:：])?(\d+(?:\.\d+)?)(?:分|$)/,
}

/** Whether a sentence says them of the rate that it states, names, or that the sentence before stated: 该项满分10分，得9.2分. */
const isOfPoints = (sentence: string, before: string) =>
  points.score.test(sentence) &&
  (rate.test(sentence) ||
    (points.weight.test(sentence) &&
      (headOfRate.test(sentence) || (/^[该本此]项/.test(sentence) && rate.test(before)))))

const headOfRate = new RegExp(`^${number}(?:项目)?(?:预算|资金)执行(?:率|情况)`)

/** Lines with the points in lines of their own beside the rate joined to it: 执行率：98% over 得分：9.8, below 分值：10. */
function withPoints(lines: readonly string[]): string[] {
  const joined: string[] = []
  for (const line of lines) {
    const before = joined.at(-1)
    const isBeside = (one: string, other: string) => ownPoints.test(one) && rate.test(other)
    if (before !== undefined && (isBeside(line, before) || isBeside(before, line)))
      joined.splice(-1, 1, `${before},${line}`)
    else joined.push(line)
  }
  return joined
}

const ownPoints = /^(?:(?:预算)?执行率)?(?:分值|权重|满分|(?:自评)?得分):?\d+(?:\.\d+)?分?$/

/** 预算执行率 10分 得分9.5 says them without the rate. */
const onlyPoints =
  /^(?:[一二三四五六七八九十\d]{1,2}[、.])?(?:项目)?(?:预算|资金)执行(?:率|情况)?[:(]?(?:分值|满分|权重)?[:：]?(\d{1,2})分?\)?[,，、;；:：]?(?:自评)?得分?[:：]?(\d{1,2}(?:\.\d+)?)分?[。;；]?$/

/** The money that a report's prose states: budget, arrived, spent; null for what no sentence says. */
export function fundsInProse(lines: readonly string[]): DraftFunds {
  const text = lines.map(plain)
  const adjusted = inLabelledLine(text, 'adjusted') ?? behindLabel(lines, 'adjusted')
  const budget =
    inLabelledLine(text, 'budget') ??
    behindLabel(lines, 'budget') ??
    firstMatch(budgetForms, adjusted === null ? text : lines.map((line) => plain(line.replace(ownUnit, ''))))
  const arrived = inLabelledLine(text, 'arrived') ?? firstMatch(arrivedForms, text)
  const everything = text.some((line) => spentAll.test(line)) ? (arrived ?? budget) : null
  const sentences = withPoints(text).flatMap((line) => line.split('。'))
  const rated = sentences.find((sentence, at) => isOfPoints(sentence, sentences[at - 1] ?? ''))
  const [, weight, score] = text.map((line) => onlyPoints.exec(line)).find((found) => found !== null) ?? []
  const executionRate = text.map((line) => rate.exec(line)?.[1]).find((found) => found !== undefined) ?? null
  return {
    ...noFunds,
    budget,
    adjusted: adjusted ?? firstMatch(adjustedForms, text),
    arrived,
    spent: inLabelledLine(text, 'spent') ?? firstMatch(spentForms, text) ?? everything,
    executionRate,
    weight: points.weight.exec(rated ?? '')?.[1] ?? weight ?? null,
    score: points.score.exec(rated ?? '')?.[1] ?? score ?? null,
  }
}

const labelled =
  /(\p{Script=Han}{2,12})(?:\([^()]{0,6}\))?:?(\d+(?:,\d{3})*(?:\.\d+)?)(?=[,，;；。、\p{Script=Han}]|$)/gu

/** Labels and figures in one line whose unit stands once, before them, alone or in a heading: 资金情况（万元）：年初预算数 320，全年执行数 288.6. */
function inLabelledLine(lines: readonly string[], field: Field): DraftMoney | null {
  const ofAll = lines.map((line) => unitOfAll.exec(line)?.[1]).find((unit) => unit !== undefined) ?? null
  for (const line of lines) {
    const unit = line.length > longestLabelled ? null : (moneyUnitIn(line) ?? ofAll)
    if (unit === null) continue
    for (const [, label = '', figure = ''] of line.matchAll(labelled))
      if (shortLabels.get(label) === field || (isKnownWord(label) && headingOf(label)?.field === field))
        return { text: figure, unit, at: nowhere }
  }
  return null
}

/** What labels are shortened to behind the unit of all: 预算资金（万元）：年初 200，执行 190. */
const shortLabels: ReadonlyMap<string, Field> = new Map([
  ['年初', 'budget'],
  ['执行', 'spent'],
])

/** 预算数：180万元, a label of the forms that leads to a sum. */
const ownUnit =
  /(?<!\p{Script=Han})(\p{Script=Han}{2,12})\s*[:：]\s*(\d[\d,]*(?:\.\d+)?)\s*(亿元|万元|元)(?=$|[\s，,；;。、(（])/gu

function behindLabel(lines: readonly string[], field: Field): DraftMoney | null {
  for (const line of lines)
    for (const [, label = '', text = '', unit = ''] of line.matchAll(ownUnit))
      if (isKnownWord(label) && headingOf(label)?.field === field) return { text, unit, at: nowhere }
  return null
}

const longestLabelled = 200
const unitOfAll =
  /(?:单位:|(?:资金|预算|经费)\p{Script=Han}{0,6}(?:情况|安排|概况|明细|构成)?\()((?:亿|万|千)?元)\)?$/u

function firstMatch(forms: readonly RegExp[], lines: readonly string[]): DraftMoney | null {
  for (const form of forms)
    for (const line of lines) {
      const [, figure, unit] = form.exec(line) ?? []
      if (figure && unit) return { text: figure, unit: unit === '万' ? '万元' : unit, at: nowhere }
    }
  return null
}
