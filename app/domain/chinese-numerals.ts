const digits = new Map(
  [...'零一二三四五六七八九'].map((character, value): [string, number] => [character, value]),
)
for (const [index, character] of [...'〇壹贰叁肆伍陆柒捌玖'].entries()) digits.set(character, index)
digits.set('两', 2)

const smallScales = new Map([
  ['十', 10],
  ['拾', 10],
  ['百', 100],
  ['佰', 100],
  ['千', 1_000],
  ['仟', 1_000],
])

/** The characters a Chinese numeral is written in, for a character class. */
export const numeralCharacters = '零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟'

/** The value of a numeral such as 一百二十, 十二万零五 or 三点五; null where it is not well formed. */
export function chineseNumeral(text: string): number | null {
  const [whole = '', fraction, ...more] = text.split('点')
  if (more.length > 0 || fraction === '') return null
  const value = wholeNumeral(whole)
  if (value === null || fraction === undefined) return value
  const decimals = chineseDigits(fraction)
  return decimals === null ? null : Number(`${value}.${decimals}`)
}

/** Characters read one by one, as years are: 二〇一九 is 2019; null where one is not a digit. */
export function chineseDigits(text: string): string | null {
  let result = ''
  for (const character of text) {
    const digit = character === '○' ? 0 : digits.get(character)
    if (digit === undefined) return null
    result += digit
  }
  return result === '' ? null : result
}

function wholeNumeral(text: string): number | null {
  const yi = text.lastIndexOf('亿')
  if (yi >= 0) return joined(wholeNumeral(text.slice(0, yi)), 100_000_000, text.slice(yi + 1))
  const wan = text.lastIndexOf('万')
  if (wan >= 0) return joined(sectionNumeral(text.slice(0, wan)), 10_000, text.slice(wan + 1))
  return sectionNumeral(text)
}

/** A colloquial 一万二 (12,000) leaves out its last scale: it is refused, since 一万零二 looks much the same. */
function joined(head: number | null, scale: number, tail: string): number | null {
  if (head === null || head === 0) return null
  if (tail === '') return head * scale
  const rest = wholeNumeral(tail)
  if (rest === null || rest === 0 || rest >= scale) return null
  const skipsPlace = rest < scale / 10
  return skipsPlace === isZero(tail.charAt(0)) ? head * scale + rest : null
}

/** A numeral below ten thousand: scales must fall, and a skipped place needs its 零. */
function sectionNumeral(text: string): number | null {
  let total = 0
  let digit: number | null = null
  let lastScale = 10_000
  let zero = false
  for (const character of text) {
    const scale = smallScales.get(character)
    if (scale === undefined) {
      const value = digits.get(character)
      if (value === undefined || digit !== null) return null
      if (value === 0 && text.length > 1) zero = true
      else digit = value
      continue
    }
    if (scale >= lastScale || (digit === null && (scale !== 10 || total > 0))) return null
    if (total > 0 && scale < lastScale / 10 && !zero) return null
    total += (digit ?? 1) * scale
    digit = null
    zero = false
    lastScale = scale
  }
  if (text === '' || (zero && digit === null)) return null
  if (digit !== null && total > 0 && lastScale > 10 && !zero) return null
  return total + (digit ?? 0)
}

const isZero = (character: string) => character === '零' || character === '〇'
