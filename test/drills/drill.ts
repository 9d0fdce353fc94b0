/** One thing that was made to go wrong, and what did not hold; no faults where all did. */
export interface Trial {
  what: string
  faults: string[]
  /** What took longer than it may, on a machine that others use too: it fails the command, and not `npm test`. */
  late?: string[]
}

export interface Given {
  count: number
  seed: number
}

/** A fault of the machine or of those who send to it, made on purpose, again and again. */
export interface Drill {
  /** What goes wrong, and what must hold: a line for the help. */
  what: string
  /** How often by command, and in `npm test`. */
  counts: { full: number; short: number }
  run(given: Given): AsyncGenerator<Trial>
}

export const brokenBy = ({ faults, late = [] }: Trial) => [...faults, ...late]

/** Runs a drill to its end and counts; a drill that breaks off itself has failed once. */
export async function runDrill(
  { run }: Drill,
  given: Given,
  tell: (trial: Trial) => void,
): Promise<{ passed: number; failed: number }> {
  const counted = { passed: 0, failed: 0 }
  const take = (trial: Trial) => {
    counted[brokenBy(trial).length === 0 ? 'passed' : 'failed'] += 1
    tell(trial)
  }
  try {
    for await (const trial of run(given)) take(trial)
  } catch (error) {
    take({
      what: 'the drill broke off',
      faults: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    })
  }
  return counted
}
