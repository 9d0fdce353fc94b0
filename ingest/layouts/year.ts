import { filledCells, plain, type Row } from './grid.ts'

const digits = new Map(
  [...'〇零○O0Ο一二三四五六七八九'].map((sign, at) => [sign, String(Math.max(0, at - 5))]),
)

/** 二〇一九年 and 二０一九年 as 2019年. */
const withFigures = (text: string) =>
  text.replace(/二[〇零○O0Ο][一二三四五六七八九〇零○O0Ο\d]{2}(?=年)/g, (year) =>
    [...year].map((sign) => digits.get(sign) ?? sign).join(''),
  )

/** Years that are not the evaluation's: several years' spans, document numbers, days and months of publication. */
const others =
  /20\d\d年?度?[-—–~～至到、]+20\d\d年?度?|[[(〔【（]20\d\d[\])〕】）](?=\d*号?)(?!年)(?=第?\d)|20\d\d年\d{1,2}月(?:\d{1,2}[日号])?|20\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?(?!\d)/g

/** What speaks for a year, the surest first: 2019年度, 2019年, and a bare 2019. */
const forms = [
  /(?<!\d)(20\d\d)(?:预算|财政|会计|评价)?年度/g,
  /(?<!\d)(20\d\d)年/g,
  /(?<!\d)(20\d\d)(?![\d号])/g,
]

const known = new Map<string, number | null>()
const mostKnown = 1000

/** The one year that a text speaks of; null where it names none, or several with equal right. */
export function yearIn(text: string | null): number | null {
  if (text === null) return null
  const before = known.get(text)
  if (before !== undefined) return before
  if (known.size >= mostKnown) known.clear()
  const year = readYear(text)
  known.set(text, year)
  return year
}

function readYear(text: string): number | null {
  // 附表1 2023年度: the number before the year is none of its digits.
  const apart = text.replace(/(?<=\d)\s+(?=20\d\d年)/g, ',')
  const words = withFigures(apart.split('\n').map(plain).join('\n')).replace(others, ' ')
  const evaluated = yearsOf(words, /(?:评价|自评)(?:年度|年份|期间?)?[:：]?\(?(20\d\d)年/g)
  if (evaluated.length === 1) return Number(evaluated[0])
  for (const form of forms) {
    const years = yearsOf(words, form)
    if (years.length === 1) return Number(years[0])
    if (years.length > 1) return evaluatedYear(words)
  }
  return null
}

const yearsOf = (words: string, form: RegExp) => [
  ...new Set([...words.matchAll(form)].map((match) => match[1] ?? match[2])),
]

/** Of several years, the one that is evaluated: 2022年公开的2021年度绩效自评 is about 2021; a year alone in brackets may be. */
function evaluatedYear(words: string): number | null {
  const years = yearsOf(
    words,
    /(?<=[(（])(20\d\d)年度?(?=[)）])|(20\d\d)年度?[^20。]{0,30}?(?:绩效|自评|评价)/g,
  )
  return years.length === 1 ? Number(years[0]) : null
}

/** The year of a period within one year, 2023年1月1日至2023年8月31日, where it is what a form says of its year. */
export function yearOfPeriod(text: string | null): number | null {
  const years = [...new Set(text?.match(/(?<!\d)20\d\d(?=年|[-./]\d)/g))]
  return years.length === 1 ? Number(years[0]) : null
}

/** The year that stands in cells of its own, as 2022年度, where all such cells of the rows agree; none where they do not. */
export function yearAlone(rows: readonly Row[]): string[] {
  const years = rows.flatMap((row) =>
    filledCells(row).flatMap(({ text }) => /^\(?(20\d\d)年度?\)?$/.exec(plain(text))?.[1] ?? []),
  )
  const [only, another] = new Set(years)
  return only === undefined || another !== undefined ? [] : [`${only}年度`]
}
