import { type Options, Presets, SingleBar } from 'cli-progress'

/** How far an ingest has come: a bar with counts and time left on a terminal, plain lines when piped. */
export interface Progress {
  start(total: number): void
  step(tally: Tally): void
  stop(): void
}

export interface Tally {
  loaded: number
  quarantined: number
  alreadyLoaded: number
}

const linesEveryMs = 2_000

/** Writes to `stream`, so that standard output stays free for results. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bar(stream) : lines(stream)
}

function bar(stream: NodeJS.WriteStream): Progress {
  const format =
    '{bar} {value}/{total}  loaded {loaded}  quarantined {quarantined}  already {alreadyLoaded}  left {eta_formatted}'
  const options: Options = { format, stream, hideCursor: true }
  const shown = new SingleBar(options, Presets.shades_classic)
  let whole = 0
  let done = 0
  return {
    start: (total) => {
      whole = total
      shown.start(total, 0, { loaded: 0, quarantined: 0, alreadyLoaded: 0 })
    },
    step: (tally) => {
      done += 1
      // An archive is one file and many documents.
      if (done > whole) shown.setTotal(done)
      shown.increment(1, tally)
    },
    stop: () => shown.stop(),
  }
}

function lines(stream: NodeJS.WriteStream): Progress {
  let total = 0
  let done = 0
  let started = 0
  let written = 0
  return {
    start(all) {
      total = all
      started = Date.now()
      written = started
    },
    step({ loaded, quarantined, alreadyLoaded }) {
      done += 1
      total = Math.max(total, done)
      const now = Date.now()
      if (done < total && now - written < linesEveryMs) return
      written = now
      const left = Math.round((((now - started) / done) * (total - done)) / 1000)
      stream.write(
        `${done}/${total} read: ${loaded} loaded, ${quarantined} quarantined, ${alreadyLoaded} already loaded, ${left} s left\n`,
      )
    },
    stop: () => undefined,
  }
}
