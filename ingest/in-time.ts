import vm from 'node:vm'
import { Unreadable } from './readers/table.ts'

const context = vm.createContext({})
const script = new vm.Script('work()')

/**
 * What work that waits for nothing comes to. Where it holds the process for longer than so many milliseconds, `timeout`
 * is thrown: no document of a few hundred thousand lines may keep all others waiting.
 */
export function inTime<Result>(longestMs: number, work: () => Result): Result {
  for (let patience = longestMs; ; patience *= 4) {
    const used = process.cpuUsage()
    try {
      const done: { result?: Result } = {}
      context.work = () => {
        done.result = work()
      }
      script.runInContext(context, { timeout: patience })
      return done.result as Result
    } catch (error) {
      if (!isTimeout(error)) throw error
      const { user, system } = process.cpuUsage(used)
      // On a busy machine it had less of the processor than passed by the clock, and is given longer.
      if ((user + system) / 1000 > longestMs / 2)
        throw new Unreadable('timeout', `not understood in ${longestMs} ms`)
    }
  }
}

/** The error comes from the other context, whose `Error` is not ours. */
const isTimeout = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
