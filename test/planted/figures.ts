import { type Draft, type Row, round } from './draft.ts'

export const rateOf = ({ rate, spentYuan, adjustedYuan }: Draft) =>
  rate ?? round((100 * spentYuan) / adjustedYuan)

export const executionScoreOf = (draft: Draft) =>
  draft.executionScore ?? round((draft.scheme.execution * Math.min(100, rateOf(draft))) / 100)

export const totalOf = (draft: Draft) =>
  draft.total ?? round(draft.rows.reduce((sum, { score }) => sum + score, executionScoreOf(draft)))

export function gradeOf(draft: Draft): string {
  const total = totalOf(draft)
  if (draft.grade !== null) return draft.grade
  if (total >= 90) return '优'
  if (total >= 80) return '良'
  return total >= 60 ? '中' : '差'
}

/** A row of a table; that of budget execution has no key. */
export type Printed = Omit<Row, 'key'> & { key: Row['key'] | null }

export function executionRow(draft: Draft): Printed {
  const rate = rateOf(draft)
  return {
    key: null,
    level1: '预算执行率指标',
    level2: '预算执行率',
    name: '预算执行率',
    target: '100%',
    actual: `${rate}%`,
    weight: draft.scheme.execution,
    score: executionScoreOf(draft),
    reason: rate < 90 ? '部分资金待验收后支付' : null,
  }
}

/** The points that a form prints for a first level: those of the scheme, whatever the rows have. */
export function groupPoints({ rows, scheme, groupOff }: Draft, level1: string): number {
  const whole = rows.length === scheme.weights.length
  return round(
    rows.reduce(
      (sum, row, index) =>
        row.level1 === level1 ? sum + (whole ? (scheme.weights[index] ?? 0) : row.weight) : sum,
      level1 === '效益指标' ? groupOff : 0,
    ),
  )
}

/** Money as a column in this unit prints it. */
export const inUnit = (yuan: number, unit: '元' | '万元') =>
  unit === '元' ? String(round(yuan)) : (yuan / 10_000).toFixed(2)

const wan = (yuan: number) => `${round(yuan / 10_000, 4)}万元`

const withCommas = (yuan: number) => String(yuan).replace(/\B(?=(\d{3})+$)/g, ',')

/** A sum in running text. */
export const spoken = (yuan: number, { look }: Draft) =>
  look.unit === '元' && Number.isInteger(yuan) ? `${withCommas(yuan)}元` : wan(yuan)

export const chineseDay = (iso: string) => {
  const [year, month, day] = iso.split('-').map(Number)
  return `${year}年${month}月${day}日`
}
