/*
 * Some pages run a whole table together in one line. Levels written with 指标 begin its rows, and the words of totals
 * those below them and those of the money.
 */

const first = '(?:产出|效益|满意度|成本)指标'
const second =
  '(?:数量|质量|时效|成本|(?:经济|社会|生态环境)成本|(?:经济|社会|生态)效益|可持续影响|(?:服务对象|社会公众|受益对象)满意度)指标'
const levelled = new RegExp(`(?=${first}${second})|(?<!${first}|经济|社会|环境)(?=${second})`)
const ofTotals = /(?=(?:总分|合计)\d)/
const ofMoney = /(?=年度资金总额|其中[:：])|(?<=\d%?|[-—/])(?=(?:当年|本年)?财政拨款|上年结转|其他资金)/

const leastRows = 3

/** The rows of a table that stands in one line; the line alone where it is none. */
export function rowsOfPage(line: string): string[] {
  const rows = line.split(levelled)
  if (rows.length > leastRows) return rows.flatMap((row) => row.split(ofTotals)).filter(Boolean)
  return /预算数.*执行/.test(line) ? line.split(ofMoney).filter(Boolean) : [line]
}
