import { setTimeout as wait } from 'node:timers/promises'

interface Waited {
  /** What the slowest hundredth of requests took at least, in milliseconds. */
  data: number
  pages: number
  errors: number
}

const thinkMs = 2000
const urls = [
  '/',
  '/?year=2022',
  '/?year=2021',
  '/?district=130000',
  '/?district=440000&year=2023',
  '/?sector=教育',
]

const asData = (url: string) => url.replace(/^\//, '/_root.data')

/** What people do: look at a page or, with scripts, at its data, think, and look at another. */
export async function crowd(
  address: string,
  { users, seconds }: { users: number; seconds: number },
): Promise<Waited> {
  const end = performance.now() + 1000 * seconds
  const waited: Record<'data' | 'pages', number[]> = { data: [], pages: [] }
  let errors = 0
  const one = async (number: number) => {
    await wait((thinkMs * number) / users)
    for (let step = number; performance.now() < end; step += 1) {
      const url = urls[step % urls.length] ?? '/'
      const kind = step % 4 === 0 ? 'pages' : 'data'
      const began = performance.now()
      const answer = await fetch(address + (kind === 'data' ? asData(url) : url)).catch(() => null)
      await answer?.arrayBuffer().catch(() => undefined)
      waited[kind].push(performance.now() - began)
      if (answer?.status !== 200) errors += 1
      await wait(thinkMs)
    }
  }
  await Promise.all(Array.from({ length: users }, (_, number) => one(number)))
  return { data: slowest(waited.data), pages: slowest(waited.pages), errors }
}

function slowest(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length * 0.99)] ?? 0
}
