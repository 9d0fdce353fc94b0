/** What someone waits for: data of a page that stands already, or a page. */
export type Waited = 'data' | 'page'

/** After so many turns of data in a row a page has its turn. */
const dataInARow = 3

/**
 * Lets few be worked on at once, so that each is done soon. Data come before pages, in the order in which they were
 * asked for. A turn is given back by what `take` comes to.
 */
export function turns(most: number) {
  const waiting: Record<Waited, (() => void)[]> = { data: [], page: [] }
  let [taken, inARow] = [0, 0]
  const next = (): Waited => {
    if (waiting.page.length === 0) return 'data'
    return waiting.data.length === 0 || inARow >= dataInARow ? 'page' : 'data'
  }
  const giveBack = () => {
    taken -= 1
    const kind = next()
    inARow = kind === 'data' ? inARow + 1 : 0
    waiting[kind].shift()?.()
  }
  return async (kind: Waited): Promise<() => void> => {
    if (taken >= most) await new Promise<void>((begin) => waiting[kind].push(begin))
    taken += 1
    return giveBack
  }
}
