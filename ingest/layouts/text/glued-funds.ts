import { type Field, moneyFields } from '../headings.ts'

/*
 * A line of money whose figures are joined by nothing: 年度资金总额50.0050.0048.7697.52%109.75. They come apart where
 * the rate is what was spent of the budget, and the score what the rate earns of its weight.
 */

const longestFigures = 44
const mostWays = 20_000
/** The rate was spent of the budget, nearly enough. */
const leastWorth = 1.5

/** A fund line whose figures come apart in one way best: the rate is what was spent, the score what the rate earns. */
export function fundRow(line: string, fields: readonly (Field | null)[]): string[] | null {
  const [, label = '', figures = ''] = /^(\D*[^\d.,-])([\d.,%]+)$/.exec(line) ?? []
  const isForecast = fields.at(-1) === 'ignored'
  const named: (Field | null)[] = fields.filter(
    (field, at) =>
      (field !== null && moneyFields.includes(field)) || (isForecast && at === fields.length - 1),
  )
  if (label === '' || figures.length > longestFigures) return null
  const ways = fundWays(figures, named, new Map())
    .map((cells) => ({ cells, worth: fundWorth(cells) }))
    .sort((one, other) => other.worth - one.worth)
  const [best, another] = ways
  if (best === undefined || best.worth < leastWorth || best.worth === another?.worth) return null
  const first = fields.findIndex((field) => named.includes(field))
  return fields.map((field, at) => (at === 0 && first > 0 ? label : (best.cells.get(field) ?? '')))
}

type Cells = ReadonlyMap<Field | null, string>

const rateForm = /^(?:0|[1-9]\d{0,2})(?:\.\d{1,4})?%?$/
const sumForm = /^(?:(?:0|[1-9]\d*)(?:\.\d{1,6})?|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,4})?)$/
const pointsForm = /^(?:0|[1-9]\d?|100)(?:\.\d{1,2})?$/

const formOf = (field: Field | null) =>
  field === 'executionRate' ? rateForm : field === 'weight' || field === 'score' ? pointsForm : sumForm

/** Every way in which figures come apart whose rate, where there is one, is what was spent. */
function fundWays(rest: string, fields: readonly (Field | null)[], cut: Cells): Cells[] {
  const [field, ...more] = fields
  if (field === undefined) return rest === '' ? [cut] : []
  const form = formOf(field)
  const ways: Cells[] = []
  for (let end = 1; end <= rest.length - more.length && ways.length <= mostWays; end += 1) {
    const cell = rest.slice(0, end)
    if (!form.test(cell)) continue
    const cells = new Map([...cut, [field, cell]])
    if (isSpentRate(cells)) ways.push(...fundWays(rest.slice(end), more, cells))
  }
  return ways
}

const figureOf = (cells: Cells, field: Field) =>
  Number.parseFloat((cells.get(field) ?? '').replaceAll(',', ''))

const isNear = (one: number, other: number) => Math.abs(one - other) < 0.06

/** Whether the rate is what was spent of the budget, as far as that is known yet. */
function isSpentRate(cells: Cells): boolean {
  const [rate, spent] = [figureOf(cells, 'executionRate'), figureOf(cells, 'spent')]
  const budget = planned(cells)
  if (Number.isNaN(rate) || Number.isNaN(spent) || Number.isNaN(budget)) return true
  // Next to nothing of a sum made too long is no rate.
  return isNear((spent / budget) * 100, rate) && (rate > 0 || spent === 0)
}

function fundWorth(cells: Cells): number {
  const [rate, weight, score] = (['executionRate', 'weight', 'score'] as const).map((field) =>
    figureOf(cells, field),
  )
  const decimals = [cells.get('budget'), cells.get('adjusted'), cells.get('spent')]
    .filter((text) => text !== undefined)
    .map((text) => text.split('.')[1]?.length ?? 0)
  return (
    2 * Number(cells.has('executionRate') && cells.has('spent')) -
    Number(rate === 0) / 2 -
    offRate(cells) +
    likenessOfSums(cells) +
    Number(isNear(((weight ?? 0) * (rate ?? 0)) / 100, score ?? Number.NaN)) +
    Number(new Set(decimals).size === 1) +
    Number([5, 10, 15, 20].includes(weight ?? 0)) / 2
  )
}

const planned = (cells: Cells) => figureOf(cells, cells.has('adjusted') ? 'adjusted' : 'budget')

/** How far the printed rate is from what was spent, where both ways are near. */
function offRate(cells: Cells): number {
  const off = Math.abs((figureOf(cells, 'spent') / planned(cells)) * 100 - figureOf(cells, 'executionRate'))
  return Number.isFinite(off) ? Math.min(off, 0.1) * 5 : 0
}

/** A budget is seldom adjusted to less than half or more than twice of it, nor is a forecast far off. */
function likenessOfSums(cells: Cells): number {
  const ratios = (['budget', 'ignored'] as const).map((field) => planned(cells) / figureOf(cells, field))
  return ratios.filter((ratio) => ratio >= 0.5 && ratio <= 2).length / 2
}
