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

/** Numbers of 15 digits and more, and telephones; a figure with a point or a group of thousands before or after is none. */
const longNumber = /(?<![\d.,])[1-9]\d{15,18}(?:[Xx](?![A-Za-z]))?(?![\d]|[.,]\d)/g
const mobile = /(?<![\d.,-])(?:\+?86[- ]?)?1[3-9]\d([- ]?)\d{4}\1\d{4}(?![\d]|[.,]\d|-\d)/g
const landline = /(?<![\d.,-])(0\d{2,3})([-—])(\d{7,8})(?![\d]|[.,]\d)/g
const labelledAccount = /((?:银行)?(?:账号|帐号|卡号|账户)[:：]?\s*)(\d[\d ]{8,24}\d)/g

const signer =
  '(?:(?:项目|单位|部门|处室|科室|财务|分管|主管|填报|评价)?(?:负责人|联系人|填报人|填表人|经办人|审核人|复核人|制表人|领导)|法定代表人|主要负责人|签字|签名)(?:员)?(?:及电话|[(（]签[字章名][)）])?'
const signed = new RegExp(`(${signer}[:：]\\s*)([\\p{Script=Han}·]{2,4})(?![\\p{Script=Han}])`, 'gu')
const isSigner = new RegExp(`^${signer}[:：]?$`, 'u')
const personName = /^([\p{Script=Han}·]{2,4})(?![\p{Script=Han}])/u

/** A text with what it says of persons covered: 138****5678, 张**. */
export function masked(text: string): string {
  if (!/\d{7}|\d{4}[- ]\d{4}|[人导字名][:：)）]/.test(text)) return text
  return text
    .replace(longNumber, (number) =>
      isIdentityNumber(number) || isAccountNumber(number) ? maskOf(number, 3, 4) : number,
    )
    .replace(mobile, (number) => number.replace(/\d{4}([- ]?\d{4})$/, '****$1'))
    .replace(landline, (_, area, dash, number) => `${area}${dash}${maskOf(number, 0, 4)}`)
    .replace(labelledAccount, (_, label, number) => label + maskOf(digitsOf(number), 0, 4))
    .replace(signed, (_, label, name) => label + maskedName(name))
}

const maskedName = (name: string) => (name[0] ?? '') + '*'.repeat(name.length - 1)

/** The rows of a table with persons covered, those too whose label stands in the cell before; and whether any was. */
export function maskedStretch(stretch: Stretch): { stretch: Stretch; covers: boolean } {
  let covers = false
  const cover = (cell: ShownCell, before: ShownCell | undefined): ShownCell => {
    const own = masked(cell.text)
    const isName = before !== undefined && isSigner.test(before.text.replace(/\s/g, ''))
    const text = isName ? own.trim().replace(personName, maskedName) : own
    covers ||= text !== cell.text
    return text === cell.text ? cell : { ...cell, text }
  }
  const lines = stretch.lines.map(({ row, cells }) => ({
    row,
    cells: cells.map((cell, at) => cover(cell, cells[at - 1])),
  }))
  return { stretch: { ...stretch, lines }, covers }
}
