import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express, { type Response as Answer } from 'express'
import { afterEach, expect, test, vi } from 'vitest'
import { atMost } from '#app/serving/at-most.server.ts'

const held: Answer[] = []
const app = express()
  .use(atMost({ everyone: 5, each: 2, atWork: 2 }))
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
  expect(await refused.text()).toContain('自动重试')
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

test('of one session so many are at work, and the rest wait in order, whoever of them goes', async () => {
  const own: string[] = []
  const answers = new Map<string, Answer>()
  const closed: string[] = []
  const few = express()
    .use((request, response, next) => {
      response.once('close', () => closed.push(request.path))
      next()
    })
    .use(atMost({ everyone: 9, each: 4, atWork: 1 }))
    .get('/:name', (request, response) => {
      own.push(request.params.name)
      answers.set(request.params.name, response)
    })
  const narrow = few.listen(0, '127.0.0.1')
  await once(narrow, 'listening')
  const at = `http://127.0.0.1:${(narrow.address() as AddressInfo).port}`
  const begun = async (...names: string[]) => {
    await vi.waitFor(() => expect(own).toEqual(names))
  }
  const ask = (name: string, cookie = 'session=a', signal?: AbortSignal) =>
    fetch(`${at}/${name}`, { headers: { cookie }, ...(signal && { signal }) })
  const first = ask('first')
  await begun('first')
  const leaving = new AbortController()
  const gone = ask('gone', 'session=a', leaving.signal).catch(() => 'gone')
  const second = ask('second')
  const other = ask('other', 'session=b')
  await begun('first', 'other')
  leaving.abort()
  expect(await gone).toBe('gone')
  await vi.waitFor(() => expect(closed).toEqual(['/gone']))
  answers.get('first')?.send('answered')
  await begun('first', 'other', 'second')
  for (const name of ['second', 'other']) answers.get(name)?.send('answered')
  expect((await Promise.all([first, second, other])).map(({ status }) => status)).toEqual([200, 200, 200])
  narrow.close()
})
