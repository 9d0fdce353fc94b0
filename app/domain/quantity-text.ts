/** Characters that mean the same in a value; the first of each row is the one the readers know. */
const sameCharacters = [
  '≥≧⩾≮',
  '≤≦⩽≯',
  '>﹥〉',
  '<﹤〈',
  '=═﹦⁼',
  '~—–―─‒〜∼⁓﹏',
  '-−﹣‐‑',
  ':∶﹕',
  ',﹐',
  ';﹔',
  '(﹙',
  ')﹚',
  '[【〔',
  ']】〕',
  '%﹪',
  '·•・‧∙⋅',
  '×✕✖',
  '*﹡∗',
  '/∕⁄',
  '¥￥',
  '√✓✔☑',
  '2²',
  '3³',
  '个個箇',
  '万萬',
  '亿億',
  '户戶',
  '两兩',
  '过過',
  '达達',
  '内內',
  '项項',
  '条條',
  '台臺',
  '辆輛',
  '场場',
  '处處',
  '亩畝',
  '岁歲',
  '时時',
  '点點',
  '数數',
  '于於',
  '总總',
  '标標',
  '满滿',
  '无無',
  '应應',
  '补補',
  '尽盡',
  '优優',
]

const withoutEntities = (text: string) =>
  text.replace(/&(ge|le|gt|lt|nbsp);/g, (_, name: string) => entities[name] ?? ' ')

const entities: Record<string, string> = { ge: '≥', le: '≤', gt: '>', lt: '<' }

const compatible = new Map([
  ['㎡', '平方米'],
  ['㎥', '立方米'],
  ['㎢', '平方公里'],
  ['㎞', '公里'],
  ['㎏', '公斤'],
  ['℃', '摄氏度'],
  ['μ', 'u'],
  ['µ', 'u'],
])
for (const row of sameCharacters) {
  const [first = '', ...others] = row
  for (const other of others) compatible.set(other, first)
}

/** Half-width, one spelling of every sign, single spaces; circled numbers break a line, as they start an item. */
export function plainText(text: string): string {
  let plain = ''
  for (const character of text.includes('&') ? withoutEntities(text) : text) {
    const next = plainCharacter(character)
    if (next !== ' ' || !/\s$/.test(plain)) plain += next
  }
  return plain.trim()
}

/** The same without spaces, but for those that keep two figures apart. */
export function tightText(plain: string): string {
  return plain.replace(/(?<!\d)\s+|\s+(?!\d)/g, '').replace(/\s+/g, ' ')
}

function plainCharacter(character: string): string {
  const code = character.charCodeAt(0)
  if (code > 0x20 && code < 0x7f) return character
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0)
  if (code === 0x0a || code === 0x0d || (code >= 0x2460 && code <= 0x249b)) return '\n'
  if (code <= 0x20 || code === 0x3000 || code === 0xa0 || (code >= 0x2000 && code <= 0x200a)) return ' '
  if (isInvisible(code)) return ''
  return compatible.get(character) ?? character
}

const isInvisible = (code: number) =>
  code === 0xfeff ||
  code === 0xad ||
  (code >= 0x7f && code < 0xa0) ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202f) ||
  (code >= 0x205f && code <= 0x206f) ||
  (code >= 0xfe00 && code <= 0xfe0f)
