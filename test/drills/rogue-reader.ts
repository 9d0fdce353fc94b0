import { fileURLToPath } from 'node:url'
import { openReader } from '#ingest/readers/fence.ts'
import { Unreadable } from '#ingest/readers/table.ts'
import type { Drill } from './drill.ts'

const script = fileURLToPath(new URL('./rogue-child.ts', import.meta.url))
const deadlineMs = 1000
/** Its deadline, and the start of a child before it. */
const longestMs = 30_000 + 5000
/** An answer that is too long is held until it is known to be, with what it is made of. */
const mostHeld = 512 * 1024 * 1024

export const rogueReader: Drill = {
  what: 'a reader that was taken over and prints garbage, too much, nothing or wrong types: its document is kept aside, the next is read',
  counts: { full: 200, short: 5 },
  async *run({ count, seed }) {
    const reader = openReader({ script, deadlineMs })
    const bytes = Buffer.from('自评报告')
    try {
      for (let trial = 1; trial <= count; trial += 1) {
        const before = process.memoryUsage.rss()
        const began = performance.now()
        const ended = await reader.read(bytes, `${seed} ${trial}`).then(
          () => 'read',
          (fault: unknown) => (fault instanceof Unreadable ? fault.code : String(fault)),
        )
        const ms = Math.round(performance.now() - began)
        const grown = process.memoryUsage.rss() - before
        const faults: string[] = []
        if (!['timeout', 'reader-crashed'].includes(ended)) faults.push('that was taken for an answer')
        if (grown > mostHeld) faults.push(`${Math.round(grown / 1024 / 1024)} MiB more are held`)
        const next = await reader.read(bytes, 'well').catch((fault: unknown) => fault)
        if (JSON.stringify(next) !== '{"format":"txt","blocks":[]}') faults.push(`the next one: ${next}`)
        if (Object.keys(Object.prototype).length > 0) faults.push('all objects were changed')
        yield { what: `${ended} after ${ms} ms`, faults, late: ms > longestMs ? [`after ${ms} ms`] : [] }
      }
    } finally {
      await reader.close()
    }
  },
}
