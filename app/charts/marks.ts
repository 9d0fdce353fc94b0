import { fewestPeers } from '#app/domain/statistics.ts'
import { formatCount } from '#app/format.ts'
import { pointedAt } from './theme.ts'

/** What a mark carries besides its value: the words that appear beside it, and where a click leads. */
export interface Said {
  says: string
  href: string | null
}

/** For marks that carry `says`. */
export const saying = { ...pointedAt, formatter: saidBy }

function saidBy(mark: unknown): string {
  if (typeof mark !== 'object' || mark === null || !('data' in mark)) return ''
  const { data } = mark
  if (typeof data !== 'object' || data === null || !('says' in data)) return ''
  return typeof data.says === 'string' ? data.says : ''
}

/** Whether so many cases are shown, not judged by. */
export const isFew = (n: number) => n > 0 && n < fewestPeers

/** n = 12, on one line; few are marked: n = 3 *. */
export const casesSaid = (n: number) =>
  `n = ${formatCount(n)}${isFew(n) ? ' *' : ''}`.replaceAll(' ', '\u00a0')

/** A document's words inside ECharts' rich text, where braces would be markup. */
export const literal = (text: string) => text.replaceAll('{', '｛').replaceAll('}', '｝')

/** Shapes of the points of lines, so that lines are told apart without colours. */
export const symbols = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect'] as const
