import type { Funds } from '#app/domain/evaluation.ts'
import { figureWords, moneyWords } from '#app/domain/figure-words.ts'
import type { Evidence, Words } from '#app/domain/finding.ts'
import type { Indicator } from '#app/domain/indicator.ts'

/** Both languages of a sentence. */
export const words = (zh: string, en: string): Words => ({ zh, en })

/** A figure that was computed, or that stands in no cell. */
export const computed = (label: Words, value: string): Evidence => ({
  label,
  value,
  at: null,
  paragraph: null,
})

/** A figure in running text; paragraphs count from 1, and a form's own cells are none. */
export const inText = (label: Words, value: string, index: number | null): Evidence => ({
  label,
  value,
  at: null,
  paragraph: index === null ? null : index + 1,
})

const cellWords = {
  target: words('目标值', 'target'),
  actual: words('完成值', 'outcome'),
  weight: words('分值', 'points'),
  score: words('得分', 'score'),
} as const

/** Cells of an indicator's row, as printed. */
export function cells(row: Indicator, ...names: readonly (keyof typeof cellWords)[]): Evidence[] {
  return names.map((name) => ({
    label: words(`${row.name}：${cellWords[name].zh}`, `${row.name}: ${cellWords[name].en}`),
    value: printed(row, name),
    at: row.at,
    paragraph: null,
  }))
}

function printed(row: Indicator, name: keyof typeof cellWords): string {
  if (name === 'target' || name === 'actual') return row[name].text
  const points = row[name]
  return points === null ? '' : figureWords(points)
}

export const fundWords = {
  budgetFen: words('年初预算数', 'initial budget'),
  adjustedFen: words('全年预算数', 'adjusted budget'),
  arrivedFen: words('到位资金', 'funds arrived'),
  spentFen: words('实际支出', 'spending'),
} as const satisfies Partial<Record<keyof Funds, Words>>

/** Sums of the fund block that the document states. */
export function sums(funds: Funds, ...names: readonly (keyof typeof fundWords)[]): Evidence[] {
  return names.flatMap((name) => {
    const fen = funds[name]
    return fen === null ? [] : computed(fundWords[name], moneyWords(fen / 100).zh)
  })
}

/** A document's words after ours: 目标不低于95%, but 目标 ≥95%, since only Chinese needs no space between. */
export const after = (word: string, text: string) =>
  /^\p{Script=Han}/u.test(text) ? `${word}${text}` : `${word} ${text}`

/** Names in a sentence, shortened to three. */
export function listed(names: readonly string[]): Words {
  const some = names.slice(0, 3)
  const more = names.length > some.length
  return words(`${some.join('、')}${more ? '等' : ''}`, `${some.join(', ')}${more ? ' and others' : ''}`)
}
