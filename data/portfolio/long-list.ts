import { projectEvaluations } from '#data/portfolio.ts'
import { evaluationRows, headings } from './flat-list.ts'
import type { Project } from './projects.ts'
import { projectsWithoutEnd } from './projects.ts'
import { type Random, randomFrom } from './random.ts'
import { quoted } from './text.ts'

/** What units forget to fill in, and how often. */
const forgotten = new Map<string, number>([
  ['年度指标值', 0.004],
  ['实际完成值', 0.02],
  ['分值', 0.006],
  ['得分', 0.015],
  ['年初预算数(万元)', 0.01],
])
const gaps = headings.map((heading) => forgotten.get(heading) ?? 0)

/** Few units report much and many report little: each takes part in its own share of the programmes. */
function takesPart({ unit, programme }: Project, seed: number): boolean {
  const zeal = randomFrom(seed, 'zeal', unit).between(0.15, 1) ** 2
  return randomFrom(seed, 'zeal', unit, programme.name).chance(zeal)
}

const written = (cells: readonly { text: string }[], random: Random) =>
  cells.map(({ text }, column) => (random.chance(gaps[column] ?? 0) ? '' : quoted(text))).join(',')

/** A list of this many indicators as lines of csv, the headings first: the same seed gives the same lines. */
export function* longList(rows: number, seed: number): Generator<string> {
  yield headings.join(',')
  let missing = rows
  for (const project of projectsWithoutEnd(seed)) {
    if (!takesPart(project, seed)) continue
    const random = randomFrom(seed, 'gaps', project.unit, project.programme.name)
    for (const sample of projectEvaluations(project, seed))
      for (const cells of evaluationRows(sample)) {
        if (missing <= 0) return
        yield written(cells, random)
        missing -= 1
      }
  }
}
