import { nameAtStart, nameIn, withNames, withoutCoveredNames } from './person-names.ts'
import type { ShownCell, Stretch } from './source-table.ts'

/*
 * What documents say of persons and nobody needs for judging a project: numbers of identity cards, telephones, accounts
 * at banks, and who signed. The law on personal information (art. 28, 51) has it shown to those with a reason alone.
 */

const maskOf = (text: string, front: number, back: number) =>
  text.slice(0, front) + '*'.repeat(Math.max(1, text.length - front - back)) + text.slice(text.length - back)

const digitsOf = (text: string) => text.replace(/\D/g, '')

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Whether 18 characters are an identity number: a day of birth, and a last sign that follows from the others (GB 11643). */
export function isIdentityNumber(text: string): boolean {
  const found = /^[1-9]\d{5}(?:19|20)\d{2}(\d{2})(\d{2})\d{3}[\dX]$/i.exec(text)
  const [month, day] = [Number(found?.[1]), Number(found?.[2])]
  if (found === null || month < 1 || month > 12 || day < 1 || day > 31) return false
  const sum = weights.reduce((total, weight, at) => total + weight * Number(text[at]), 0)
  return '10X98765432'[sum % 11] === text[17]?.toUpperCase()
}

/** Whether digits are an account at a bank by their last one (ISO/IEC 7812). */
export function isAccountNumber(text: string): boolean {
  if (!/^[1-9]\d{15,18}$/.test(text)) return false
  const sum = [...text].reverse().reduce((total, digit, at) => {
    const doubled = at % 2 === 1 ? Number(digit) * 2 : Number(digit)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}

/** Cards of banks at home, and the sixteen digits of those that are good abroad: other long numbers are of documents. */
const isCard = (digits: string) => /^(?:62|9558|[45]\d{15}$)/.test(digits) && isAccountNumber(digits)

const notBefore = '(?<![\\d.,-])'
const notAfter = '(?![\\d*]|[.,]\\d)'
const mobileDigits = '(?:\\+?86[- ]?)?1[3-9]\\d([- ]?)\\d{4}\\1\\d{4}'
const longNumber = new RegExp(
  `${notBefore}(?<!\\*{4})[1-9]\\d{3}(?:[ -]?\\d){11,14}[\\dXx]?(?![A-Za-z])${notAfter}`,
  'g',
)
const mobile = new RegExp(`${notBefore}${mobileDigits}${notAfter}(?!-\\d)`, 'g')
const landline = new RegExp(`${notBefore}(0(?:10|2\\d|[3-9]\\d{2}))([-—])(\\d{7,8})${notAfter}`, 'g')
const labelledAccount = new RegExp(
  `((?:银行)?(?:账号|帐号|卡号|账户)[:：]?\\s*)(\\d[\\d ]{8,24}\\d)${notAfter}`,
  'g',
)
const labelledIdentity = new RegExp(
  `((?:身份证|证件)(?:号码?|编号)?[:：\\s]*)([1-9]\\d{14}(?:\\d{2}[\\dXx])?)${notAfter}`,
  'g',
)
const labelledTelephone = new RegExp(
  `((?:电话|手机|联系方式|传真|座机)[号码为是:：()（）\\s]{0,6})((?:[(（]?0\\d{2,3}[)）]?[- ]?)?\\d{7,8})${notAfter}(?!-\\d)`,
  'g',
)

/** Words before a number that make it one of a document, or a sum. */
const ofDocument = /(?:编号|编码|代码|文号|单号|合同号|批号|凭证号|流水号|发票号|案号|字号|第)[:：]?\s*$/
const ofSum =
  /(?:[≥≤><=＝＞＜￥¥±~～]|(?:金额|资金|预算|支出|拨付|投资|合计|总计|共计|总额|收入|余额|产值|数量|面积)[为是约共达:：]*)\s*$/
const counted =
  /^\s*(?:号(?!码)|[%％‰㎡]|[万亿千百]*元|[万亿]|户|人|平方|立方|公里|千米|米|吨|亩|株|件|次|条(?!件)|册)/
const isAPersons = /(?:电话|手机|联系方式|身份证|证件)[^\d]{0,6}$/

/** Whether what stands around a number says that it counts something or names a document. */
function isFigure(text: string, from: number, to: number): boolean {
  const before = text.slice(Math.max(0, from - 12), from)
  if (isAPersons.test(before)) return false
  return ofDocument.test(before) || ofSum.test(before) || counted.test(text.slice(to, to + 4))
}

const bareFigure = /^[\s≥≤><=≧≦约]*\d{11}\s*$/

/** What can hold anything of persons at all: a quick look spares most texts. */
const worthALook = /[\d０-９](?:[- 　]?[\d０-９]){6}|[人导字名章员长主表][\s:：)）(（|]/

const halfWidth = (text: string) =>
  text.replace(/[０-９Ｘ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))

/** A text with what it says of persons covered: 138****5678, 张**. Eleven digits alone are a figure. */
export const masked = (text: string): string => (bareFigure.test(text) ? text : maskedNumber(text))

/** A text with persons covered, eleven digits alone too. */
export function maskedNumber(written: string): string {
  if (!worthALook.test(written)) return written
  const text = halfWidth(written)
  const covered = withNames(withoutNumbers(text))
  return covered === text ? written : covered
}

function withoutNumbers(text: string): string {
  const unless = (cover: (found: string, ...groups: string[]) => string) =>
    function covering(found: string, ...rest: (string | number)[]) {
      const groups = rest.filter((one): one is string => typeof one === 'string')
      const whole = groups.pop() ?? ''
      const from = Number(rest.find((one) => typeof one === 'number'))
      return isFigure(whole, from, from + found.length) ? found : cover(found, ...groups)
    }
  return text
    .replace(labelledIdentity, (_, label, number) => label + maskOf(number, 3, 4))
    .replace(
      longNumber,
      unless((number) => {
        const bare = number.replace(/[ -]/g, '')
        return isIdentityNumber(bare) || isCard(bare) ? maskOf(number, 3, 4) : number
      }),
    )
    .replace(
      mobile,
      unless((number) =>
        number.endsWith('000000') ? number : number.replace(/\d{4}([- ]?\d{4})$/, '****$1'),
      ),
    )
    .replace(
      labelledAccount,
      unless((_, label = '', number = '') => label + maskOf(digitsOf(number), 0, 4)),
    )
    .replace(
      landline,
      unless((_, area = '', dash = '', number = '') => `${area}${dash}${maskOf(number, 0, 4)}`),
    )
    .replace(
      labelledTelephone,
      unless((_, label = '', number = '') => label + maskOf(number, 0, 4)),
    )
}

const coveredNumber =
  /(?:\+?86[- ]?)?1[3-9]\d[- ]?\*{4}[- ]?\d{4}|0\d{2,3}[-—]\*{3,4}\d{4}|\d{3}\*{8,}\d{3}[\dXx]|(?<=(?:电话|手机|联系方式|传真|座机|账号|帐号|卡号|账户)[号码为是:：()（）\s]{0,6})\*{3,}\d{4}/g

/** A text without what was covered in it: stars that cover persons are none that a template left. */
export const withoutCovered = (text: string): string =>
  text.includes('*') ? withoutCoveredNames(text).replace(coveredNumber, '') : text

const contacts = /电话|手机|联系方式|身份证|证件号|账号|帐号|卡号/

/** Whether what is so called is a number of a person: under such a name eleven digits are none to be counted. */
export const namesContact = (name: string) => contacts.test(name) && !/率|数量|个数|部数|费/.test(name)

/** The value of something that is called so, with persons covered. */
export const maskedValue = (text: string, name: string) =>
  namesContact(name) ? maskedNumber(text) : masked(text)

/** The rows of a table with persons covered, those too whose label stands in the cell before; and whether any was. */
export function maskedStretch(stretch: Stretch): { stretch: Stretch; covers: boolean } {
  let covers = false
  const cover = (cell: ShownCell, before: ShownCell | undefined): ShownCell => {
    const own = maskedNumber(cell.text)
    const label = before?.text.replace(/\s/g, '') ?? ''
    const text = nameIn(label) ? nameAtStart(own.trim()) : own
    const isCovered = text !== cell.text && text !== cell.text.trim()
    covers ||= isCovered
    return isCovered ? { ...cell, text } : cell
  }
  const lines = stretch.lines.map(({ row, cells }) => ({
    row,
    cells: cells.map((cell, at) => cover(cell, cells[at - 1])),
  }))
  return { stretch: { ...stretch, lines }, covers }
}
