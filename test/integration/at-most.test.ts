import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express, { type Response as Answer } from 'express'
import { afterEach, expect, test } from 'vitest'
import { atMost } from '#app/serving/at-most.server.ts'

const held: Answer[] = []
const app = express()
  .use(atMost({ everyone: 5, each: 2 }))
  .get('/', (_request, response) => void held.push(response))
const server = app.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo

const asks = (cookie: string, signal?: AbortSignal) =>
  fetch(`http://127.0.0.1:${port}/`, { headers: cookie ? { cookie } : {}, ...(signal && { signal }) })
const until = async (count: number) => {
  while (held.length < count) await new Promise((resolve) => setTimeout(resolve, 5))
}
const answerAll = () => {
  for (const response of held.splice(0)) response.send('answered')
}
afterEach(answerAll)

test('one session has so many requests answered at once, and leaves room for others', async () => {
  const first = [asks('session=a'), asks('session=a')]
  await until(2)
  const refused = await asks('session=a')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
  expect(await refused.text()).toContain('请稍候')
  const others = [asks('session=b'), asks('')]
  await until(4)
  answerAll()
  expect((await Promise.all([...first, ...others])).map(({ status }) => status)).toEqual([200, 200, 200, 200])
  const again = asks('session=a')
  await until(1)
  answerAll()
  expect((await again).status).toBe(200)
})

test('everyone together has so many, and who goes away makes room', async () => {
  const leaving = new AbortController()
  const waiting = [...'abcd'].map((name) => asks(`session=${name}`))
  const left = asks('session=e', leaving.signal).catch(() => 'left')
  await until(5)
  expect((await asks('')).status).toBe(503)
  leaving.abort()
  expect(await left).toBe('left')
  await Promise.all(held.slice(4).map((response) => response.destroyed || once(response, 'close')))
  const next = asks('')
  await until(6)
  answerAll()
  expect((await next).status).toBe(200)
  expect((await Promise.all(waiting)).map((answer) => answer.status)).toEqual([200, 200, 200, 200])
})
