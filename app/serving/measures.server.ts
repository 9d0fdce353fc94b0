import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { NextFunction, Request, Response } from 'express'
import { generationInUse } from '#app/warehouse/ask.server.ts'

/** Upper bounds of the histogram of answers, in seconds. */
const bounds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Counts answers and how long they took, and where people sign in writes a line of each: no names, addresses or queries. */
export function measures(logs: boolean) {
  const answers = new Map<string, number>()
  const within = new Map<number, number>(bounds.map((bound) => [bound, 0]))
  let [count, seconds] = [0, 0]
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()

  const counting = (request: Request, response: Response, next: NextFunction) => {
    const began = performance.now()
    const { method, path } = request
    response.on('close', () => {
      const took = (performance.now() - began) / 1000
      // Who went away before the answer was whole is told apart.
      const status = response.writableFinished ? String(response.statusCode) : 'aborted'
      const key = `method="${/^[A-Z]{3,7}$/.test(method) ? method : 'OTHER'}",status="${status}"`
      answers.set(key, (answers.get(key) ?? 0) + 1)
      count += 1
      seconds += took
      for (const bound of bounds) if (took <= bound) within.set(bound, (within.get(bound) ?? 0) + 1)
      if (logs && !path.startsWith('/assets/'))
        console.log(
          JSON.stringify({ at: new Date().toISOString(), method, path, status, ms: Math.round(took * 1000) }),
        )
    })
    next()
  }

  const text = async () => {
    const generation = (await generationInUse().catch(() => null))?.generation ?? 0
    const { user, system } = process.cpuUsage()
    return [
      '# TYPE yardstick_answers_total counter',
      ...[...answers].map(([key, n]) => `yardstick_answers_total{${key}} ${n}`),
      '# TYPE yardstick_answer_seconds histogram',
      ...[...within].map(([bound, n]) => `yardstick_answer_seconds_bucket{le="${bound}"} ${n}`),
      `yardstick_answer_seconds_bucket{le="+Inf"} ${count}`,
      `yardstick_answer_seconds_sum ${seconds}`,
      `yardstick_answer_seconds_count ${count}`,
      '# TYPE yardstick_event_loop_p99_seconds gauge',
      `yardstick_event_loop_p99_seconds ${delay.percentile(99) / 1e9}`,
      '# TYPE process_cpu_seconds_total counter',
      `process_cpu_seconds_total ${(user + system) / 1e6}`,
      '# TYPE yardstick_memory_bytes gauge',
      `yardstick_memory_bytes ${process.memoryUsage.rss()}`,
      '# TYPE yardstick_generation gauge',
      `yardstick_generation ${generation}`,
      '',
    ].join('\n')
  }

  /** Prometheus asks from this machine; to anyone else there is no such page. */
  const told = (request: Request, response: Response, next: NextFunction) => {
    const isNear = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '')
    if (!isNear || request.get('x-forwarded-for') !== undefined) return response.status(404).end()
    text().then((body) => response.type('text/plain; version=0.0.4').send(body), next)
  }
  return { counting, told }
}
