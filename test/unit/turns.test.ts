import { expect, test } from 'vitest'
import { turns, type Waited } from '#app/serving/turns.ts'

/** In which order those have their turns who come while all are taken. */
async function orderOf(come: readonly Waited[]): Promise<string> {
  const take = turns(1)
  const first = await take('page')
  const order: string[] = []
  const done = come.map(async (kind, number) => {
    const giveBack = await take(kind)
    order.push(`${kind[0]}${number}`)
    giveBack()
  })
  first()
  await Promise.all(done)
  return order.join(' ')
}

test('data come before pages, but not for ever; who came first has the first turn', async () => {
  expect(await orderOf(['page', 'data', 'page', 'data'])).toBe('d1 d3 p0 p2')
  expect(await orderOf(['page', 'data', 'data', 'data', 'data', 'page'])).toBe('d1 d2 d3 p0 d4 p5')
})

test('as many are worked on at once as there are turns', async () => {
  const take = turns(2)
  let [now, most] = [0, 0]
  await Promise.all(
    Array.from({ length: 20 }, async (_, number) => {
      const giveBack = await take(number % 2 ? 'data' : 'page')
      now += 1
      most = Math.max(most, now)
      await new Promise((done) => setTimeout(done, 1))
      now -= 1
      giveBack()
    }),
  )
  expect([now, most]).toEqual([0, 2])
})
