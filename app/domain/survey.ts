import { plainText } from './quantity-text.ts'

/** How many were asked, by what says most: answers that count, then questionnaires sent, then people spoken to. */
const countings: readonly RegExp[] = [
  /(?:收回|回收)(?:到|了)?(?:有效)?(?:调查)?(?:问卷|样本)?\s*([\d,]+)\s*份/,
  /有效(?:问卷|样本|答卷)(?:为|共|计)?\s*([\d,]+)/,
  /样本(?:量|数|总数)?(?:为|共|计)?\s*([\d,]+)/,
  /(?:问卷|调查表|测评表)(?:共|计)?\s*([\d,]+)\s*份/,
  /([\d,]+)\s*份(?:调查|满意度)?(?:问卷|调查表|测评表)/,
  /(?:抽查|抽样|随机|走访|访谈|回访|采访|电话访问|调查|访问)(?:调查)?(?:了)?\s*([\d,]+)\s*(?:余|多)?(?:名|位|人|户|家)/,
]

/** Paragraphs that speak of how satisfaction was found out; a survey of sites is another matter. */
const speaksOfSurvey = /满意|问卷|测评|样本|受访/

/** More than a bureau can ask: figures that ran together. */
const mostAsked = 100_000_000

/** The size of the satisfaction survey that a report's words give; null where they give none. */
export function surveySizeOf(paragraphs: readonly string[]): number | null {
  const told = paragraphs.map(plainText).filter((text) => speaksOfSurvey.test(text))
  for (const counting of countings) {
    const found = told.map((text) => counting.exec(text)?.[1]).find((digits) => digits !== undefined)
    const size = Number(found?.replaceAll(',', '') || Number.NaN)
    if (size <= mostAsked) return size
  }
  return null
}
