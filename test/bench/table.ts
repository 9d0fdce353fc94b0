import os from 'node:os'

/** What is measured, what it came to, and what it is held against in the same run. */
export type Tell = (what: string, ours: readonly [number, string], against: string, bound: number) => void

const figure = (value: number) => value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 })

/** Collects figures, and writes them as the README has them: with the day, and what kind of machine it was. */
export function benchTable(): { tell: Tell; written(): string } {
  const rows: string[] = []
  const tell: Tell = (what, [ours, unit], against, bound) => {
    const cells = [
      what,
      `${figure(ours)} ${unit}`,
      `${against}, ${figure(bound)} ${unit}`,
      (ours / bound).toFixed(2),
    ]
    rows.push(`| ${cells.map((cell) => cell.trim()).join(' | ')} |`)
  }
  const written = () => {
    const day = new Date().toISOString().slice(0, 10)
    const memory = Math.round(os.totalmem() / 2 ** 30)
    const machine = `${os.cpus().length} cores, ${memory} GiB, ${os.platform()} ${os.arch()}, Node ${process.versions.node}`
    const [load = 0] = os.loadavg()
    return `${day}; ${machine}; load ${load.toFixed(1)} at the end.

| measured | ours | held against | ratio |
| --- | ---: | ---: | ---: |
${rows.join('\n')}
`
  }
  return { tell, written }
}
