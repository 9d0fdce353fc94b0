import { chineseDigits, chineseNumeral, numeralCharacters } from './chinese-numerals.ts'
import { exact } from './quantity-figures.ts'
import { isUnit } from './units.ts'

/** A sign that every match holds, so that most cells are spared the search; what to look for; what it stands for. */
type Rewriting = [sign: string, pattern: RegExp, by: (groups: string[]) => string | null]

const numeral = `[${numeralCharacters}点]{1,12}`
const longNumeral = `(?:人民币)?[${numeralCharacters}]{1,24}`
const tenth = '一二两三四五六七八九壹贰叁肆伍陆柒捌玖'
const figure = '-?\\d{1,12}(?:\\.\\d{1,6})?%?'

/** Verbs and nouns that leave a value in brackets as the cell's only one: 全部完成（100%）, 完成时间（12月）. */
const announcing = '已|全部|全面|按时|及时|基本|计划|完成|竣工|达标|到位|覆盖|达成|实现|时间|日期|时限|期限'

/** Ways of writing that stand for another: adding one is one entry. A null leaves the text as it is. */
const rewritings: Rewriting[] = [
  // 廿 and 卅 are twenty and thirty, as almanacs write them.
  ['廿', /廿/g, () => '二十'],
  ['卅', /卅/g, () => '三十'],
  ['百分', /百分之百|百分百/g, () => '100%'],
  [
    '分之',
    new RegExp(`([百千万])分之(${numeral}|\\d{1,6}(?:\\.\\d{1,6})?)`, 'g'),
    ([, base = '', part = '']) => shareText(base, part),
  ],
  [
    '分之',
    /([二三四五六七八九十]|[2-9])分之([一二两三四五六七八九]|[1-9])(?![\d十])/g,
    ([, under, over]) => fractionText(under, over),
  ],
  [
    '成',
    /([一二三四五六七八九])成([一二三四五六七八九])?(?=$|以|的|左右|[,;。(])/g,
    ([, tens, ones]) => tenthsText(tens, ones),
  ],
  ['年', /([〇○零一二三四五六七八九]{4})年/g, ([, year = '']) => `${chineseDigits(year)}年`],
  [
    '月',
    /(十[一二]?|[一二三四五六七八九])月(?=[底末前份]|[一二三十])/g,
    ([, month]) => `${numberOf(month)}月`,
  ],
  [
    '月',
    /月([二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]/g,
    ([, day]) => `月${numberOf(day)}日`,
  ],
  [
    '月',
    /(?<=\d年)(十[一二]?|[一二三四五六七八九])月(?=$|[^\d一二三四五六七八九十])/g,
    ([, month]) => `${numberOf(month)}月`,
  ],
  ['月', /^(十[一二]?|[一二三四五六七八九])月份?$/, ([, month]) => `${numberOf(month)}月`],
  ['年', /[较比](?:19|20)\d\d年(?:度|底|末|同期)?(?=\D{2})/, () => '较上年'],
  ['M', /PM(?:2\.5|10)/g, () => 'PM'],
  ['√', /^√(?=.)|(?<=.)√$/g, () => ''],
  ['或', /(?:达到|等于|达)或(?:超过|高于|多于|大于)/g, () => '≥'],
  ['或', /(?:等于)或(?:低于|少于|小于)/g, () => '≤'],
  ['人民币', /(?<=[\d百千万亿元])(元?)人民币(元?)$/, () => '元'],
  ['圆', new RegExp(`^(${longNumeral})圆[整正]?$`), ([, whole]) => capitalText(whole, undefined, undefined)],
  [
    '角',
    new RegExp(`^(${longNumeral})[元圆]零?([${tenth}])角(?:([${tenth}])分)?[整正]?$`),
    ([, whole, tenths, hundredths]) => capitalText(whole, tenths, hundredths),
  ],
  [
    '分',
    new RegExp(`^(${longNumeral})[元圆]零?()([${tenth}])分[整正]?$`),
    ([, whole, , hundredths]) => capitalText(whole, undefined, hundredths),
  ],
  ['.', /^(20\d\d\.\d{1,2})\.$/, ([, month]) => `${month}`],
  ['‱', /(\d{1,6}(?:\.\d{1,6})?)‱/g, ([, part]) => `${exact(Number(part) / 100)}%`],
  // 4 000户 by the thousand; beside a percentage two figures are likelier.
  [
    ' ',
    /^([≥≤<>=约]?)(\d{1,3})((?: \d{3})+)((?:\.\d{1,6})?)(?=[^\d%‰ .]{1,6}$)/,
    ([, op, first, groups = '', rest]) => `${op}${first}${groups.replaceAll(' ', '')}${rest}`,
  ],
  ['等于', /([大小])于\(等于\)/g, ([, way]) => `${way}于等于`],
  ['=', /[≥>]=|=[≥>]/g, () => '≥'],
  ['=', /[≤<]=|=[≤<]/g, () => '≤'],
  ['≥≥', /≥+/g, () => '≥'],
  ['≤≤', /≤+/g, () => '≤'],
  ['==', /=+/g, () => '='],
  ['%%', /%+/g, () => '%'],
  ['(', /(?<=[\d余多万亿])\(([^()\d]{1,8})\)/, ([, unit = '']) => bracketedUnit(unit)],
  ['·次', /(?<=[\d余多万亿]\p{Script=Han})·次/u, () => '次'],
  // What a template leaves for the operator may stand behind the figure: 95%(≥).
  ['≥', /^(\d[^≥≤<>()]{0,11})\(?≥\)?$/, ([, value]) => `≥${value}`],
  ['≤', /^(\d[^≥≤<>()]{0,11})\(?≤\)?$/, ([, value]) => `≤${value}`],
  [
    '等于)',
    /^(\d[^≥≤<>()]{0,11})\(([大小])于或?等于\)$/,
    ([, value, way]) => `${way === '大' ? '≥' : '≤'}${value}`,
  ],
  ['(含)', /\(含\)(?=[-~至到])/, () => ''],
  [
    '之间',
    new RegExp(`^(?:介于|在|处于)?(${figure})[和与到至](${figure})之间$`),
    ([, low, high]) => `${low}~${high}`,
  ],
  [
    '余',
    /(?<![\d一二两三四五六七八九十几数])([百千])余(?=\p{Script=Han})/u,
    ([, base]) => (base === '百' ? '100余' : '1000余'),
  ],
  [
    '近',
    /近([百千万])(?=\p{Script=Han})/u,
    ([, base = '']) => `近${{ 百: '100', 千: '1000', 万: '1万' }[base]}`,
  ],
  ['一', /^一([户亩人台套件次年月个])(?=\d[\d,.]{0,11}万?元$)/, ([, thing]) => `每${thing}`],
  [
    '一',
    new RegExp(
      `^一(年|个?月|周|天|日|个?季度?|个?学期|个?学年)(?=(?:\\d{1,4}|[${numeralCharacters}]{1,4})[次回趟期场]$)`,
    ),
    ([, time]) => `每${time}`,
  ],
  ['最', /(最[高低多少])(补助|补贴|奖励|奖补|资助|支付|发放)(?=\d)/, ([, bound, verb]) => `${verb}${bound}`],
  // Digits that belong to the name of what is counted.
  ['岁', /\d{1,3}(?:[-~至到]\d{1,3})?周?岁(?:及?以[上下])?(?=的?\p{Script=Han}{2}.*\d)/u, () => ''],
  ['G', /(?<![\d.A-Za-z])[345]G(?=\p{Script=Han}{2}.*\d)/u, () => ''],
  ['K', /(?<![\d.A-Za-z])[248]K(?=\p{Script=Han}{2}.*\d)/u, () => ''],
  ['', /(?<![\dA-Za-z])(?:DN|De|C|M|Q|φ|Φ)\d{2,4}(?=\p{Script=Han}{2}.{0,12}\d)/u, () => ''],
  ['热线', /(?<!\d)(?:12\d{3}|96\d{3,4})(?=\p{Script=Han}{0,6}热线)/gu, () => ''],
  ['(每', /\((每[^()\d]{1,6})\)$/, ([, per = '']) => per],
  ['[', new RegExp(`^[[(](${figure})[,~-](${figure})[\\])]`), ([, low, high]) => `${low}~${high}`],
  [']', new RegExp(`^\\((${figure})[,~-](${figure})\\]`), ([, low, high]) => `${low}~${high}`],
  ['≤', new RegExp(`^(${figure})[≤<][^\\d≤<]{1,10}[≤<](?=${figure}$)`), ([, low]) => `${low}~`],
  [
    '≤',
    new RegExp(`^≥(${figure})([^\\d≤,;且并]{0,4})[且并,]?≤(?=${figure}[^\\d]{0,4}$)`),
    ([, low, unit]) => `${low}${unit}~`,
  ],
  [
    '不',
    new RegExp(
      `^不[低少小]于(${figure})([^\\d,;且并]{0,4})[且并,]{0,2}(?:不[高多大]于|不超过)(?=${figure}[^\\d]{0,4}$)`,
    ),
    ([, low, unit]) => `${low}${unit}~`,
  ],
  ['±', new RegExp(`^±(?=(${figure})$)`), ([, bound]) => `-${bound}~`],
  [
    '±',
    /^(\d{1,9}(?:\.\d{1,6})?)±(\d{1,9}(?:\.\d{1,6})?)(?=\D{0,6}$)/,
    ([, middle, around]) => spanText(Number(middle), Number(around)),
  ],
  ['H', /^pH(?=[\d≥≤<>])/i, () => ''],
  ['指标', /^指标\d{1,2}:(?=.)/, () => ''],
  [
    ')',
    new RegExp(`^[^:;。\\d()]{1,20}\\(([^()\\d]{1,8})\\):?([≥≤<>=]?${figure})$`),
    ([, unit = '', value = '']) => (isUnit(unit) ? `${value}${bracketedUnit(unit)}` : null),
  ],
  [':', /^([≥≤<>=]):(?=\d)/, ([, op]) => `${op}`],
  [':', /^(?![^:]*[每均])(?:(?:19|20)\d\d年)?[^:;。\n\d≥≤<>]{1,30}:(?=.)/, () => ''],
  ['(', new RegExp(`^(?:${announcing}){1,5}\\(([^()]+)\\)$`), ([, inner = '']) => inner],
  ['(', /^\(([^()]*)\)$/, ([, inner = '']) => inner],
  ['"', /^"([^"]*)"$/, ([, inner = '']) => inner],
  ['“', /^“([^“”]*)”$/, ([, inner = '']) => inner],
]

/** A tight text with its rarer ways of writing replaced by the common one. */
export function rewritten(text: string): string {
  let result = text
  for (const [sign, pattern, by] of rewritings) {
    if (result.includes(sign)) result = result.replace(pattern, (...groups) => by(groups) ?? groups[0])
  }
  return result
}

const numberOf = (text: string | undefined) => (text === undefined ? null : chineseNumeral(text))

/** 4000（户）; a bracketed 月 is a duration, where 12月 would be December. */
function bracketedUnit(unit: string): string | null {
  if (!isUnit(unit)) return null
  return unit === '月' ? '个月' : unit.replace(/^日$/, '天')
}

function shareText(base: string, part: string): string | null {
  const value = /^\d/.test(part) ? Number(part) : chineseNumeral(part)
  const divisor = { 百: 1, 千: 10, 万: 100 }[base]
  return value === null || divisor === undefined ? null : `${value / divisor}%`
}

/** 壹佰元贰角叁分 as 100.23元. */
function capitalText(
  whole: string | undefined,
  tenths: string | undefined,
  hundredths: string | undefined,
): string | null {
  const yuan = numberOf(whole?.replace('人民币', ''))
  const fen = 10 * (numberOf(tenths || '零') ?? 0) + (numberOf(hundredths || '零') ?? 0)
  return yuan === null ? null : `${exact(yuan + fen / 100)}元`
}

const tenthsText = (tens: string | undefined, ones: string | undefined) =>
  `${numberOf(tens)}${ones === undefined ? 0 : numberOf(ones)}%`

/** What a tolerance leaves room for: 30±5 is 25 to 35. */
const spanText = (middle: number, around: number) => `${exact(middle - around)}~${exact(middle + around)}`

/** A fraction in words to three places, which is how far it is meant. */
function fractionText(under: string | undefined, over: string | undefined): string | null {
  const part = numberOf(over) ?? Number(over)
  const whole = numberOf(under) ?? Number(under)
  return part < whole ? `${Number((part / whole).toFixed(3))}` : null
}
