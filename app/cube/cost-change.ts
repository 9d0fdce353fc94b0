import type { CostChange, CostChangeByDistrict, Part } from '#app/queries/cost-change.ts'
import type { Filters } from '#app/queries/filters.ts'
import type { Alike, CostCube } from './cost-cells.ts'
import { inOrder, inText, passing } from './passing.ts'
import { rounded } from './rounded.ts'

/** What a project spent in a year in fen, and whom it served in ten thousandths. */
interface Side {
  spent: number
  served: number | null
  district: string | null
  districtName: string | null
}

/** What a project's change in spending comes from, in fen. */
interface Change extends Readonly<Record<Part, number | null>> {
  district: string | null
  districtName: string | null
}

interface ChangeAnswer {
  change: readonly CostChange[]
  byDistrict: readonly CostChangeByDistrict[]
}

/** What the change in a programme's spending comes from, as the server splits it, to the fen. */
export function costChangeOf(cube: CostCube, filters: Filters, alike: Alike): ChangeAnswer {
  const reports = reportsOf(cube, filters, alike)
  const pair = pairOf(
    reports.filter(({ spent }) => spent !== null).map(({ year }) => year),
    filters,
  )
  if (pair === null) return { change: [], byDistrict: [] }
  const [yearBefore, yearAfter] = pair
  const [before, after] = pair.map((year) => sidesOf(reports.filter((report) => report.year === year)))
  const projects = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])]
  const changes = projects.map((project) => changeOf(before?.get(project), after?.get(project)))
  if (changes.length === 0) return { change: [], byDistrict: [] }
  const spanned = { yearBefore, yearAfter, prices: null }
  const unknown = reports.filter(({ spent, year }) => spent === null && pair.includes(year))
  return {
    change: partsOf(changes).map((part) => ({ ...spanned, ...part })),
    byDistrict: [
      {
        ...spanned,
        all: true,
        district: null,
        districtName: null,
        ...sumsOf(changes),
        unknownN: unknown.length,
      },
      ...placesOf(changes).map((place) => ({
        ...spanned,
        all: false,
        ...place,
        ...sumsOf(changes.filter((change) => isAt(change, place))),
        unknownN: unknown.filter((report) => isAt(report, place)).length,
      })),
    ],
  }
}

type Place = Pick<Change, 'district' | 'districtName'>

const isAt = (one: Place, { district, districtName }: Place) =>
  one.district === district && one.districtName === districtName

const placesOf = (changes: readonly Change[]): Place[] =>
  changes
    .map(({ district, districtName }) => ({ district, districtName }))
    .filter((place, at, all) => all.findIndex((one) => isAt(one, place)) === at)
    .sort((one, other) => inOrder(one.district, other.district))

interface Report extends Place {
  project: number
  year: number
  spent: number | null
  served: number | null
}

/** The programme's reports of all years, each once, with whom it served by what is compared. */
function reportsOf(cube: CostCube, filters: Filters, { programme, per }: Alike): Report[] {
  const { size, numbers, texts } = cube
  const passes = passing(texts, filters)
  const reports: Report[] = []
  for (let cell = 0; cell < size; cell += 1) {
    const isIn = passes[cell] === 1 && texts.programme.codes[cell] === programme && numbers.year[cell] !== 0
    if (!isIn) continue
    if (numbers.first[cell] === 1)
      reports.push({
        project: numbers.project[cell] ?? 0,
        year: numbers.year[cell] ?? 0,
        spent: numbers.paid[cell] === 1 ? (numbers.spent[cell] ?? 0) : null,
        served: null,
        district: texts.district.values[texts.district.codes[cell] ?? 0] ?? null,
        districtName: texts.districtName.values[texts.districtName.codes[cell] ?? 0] ?? null,
      })
    const report = reports.at(-1)
    if (report && texts.per.codes[cell] === per && numbers.implied[cell] === 1)
      report.served = numbers.served[cell] ?? null
  }
  return reports
}

/** The years that are held against each other: those asked for, else the two newest with spending. */
function pairOf(spentIn: readonly number[], { year: asked }: Filters): readonly [number, number] | null {
  const last = Math.max(...asked)
  if (asked.length > 0) return [asked.length === 1 ? last - 1 : Math.min(...asked), last]
  const [newest, before] = [...new Set(spentIn)].sort((one, other) => other - one)
  return newest === undefined || before === undefined ? null : [before, newest]
}

function sidesOf(reports: readonly Report[]): Map<number, Side> {
  const sides = new Map<number, Side>()
  const first = (one: string | null, other: string | null) => (inText(one, other) <= 0 ? one : other)
  for (const { project, spent, served, district, districtName } of reports) {
    if (spent === null) continue
    const side = sides.get(project)
    const isKnown = served !== null && side?.served !== null
    sides.set(project, {
      spent: (side?.spent ?? 0) + spent,
      served: isKnown ? (side?.served ?? 0) + served : null,
      district: side ? first(side.district, district) : district,
      districtName: side ? first(side.districtName, districtName) : districtName,
    })
  }
  return sides
}

function changeOf(b: Side | undefined, a: Side | undefined): Change {
  const [before, after] = [b?.spent ?? null, a?.spent ?? null]
  const change = before === null || after === null ? null : after - before
  const volume = b && a ? volumeOf(b, a) : null
  return {
    district: a?.district ?? b?.district ?? null,
    districtName: a?.districtName ?? b?.districtName ?? null,
    before,
    after,
    volume,
    price: change === null || volume === null ? null : change - volume,
    entered: before === null ? after : null,
    departed: after === null && before !== null ? -before : null,
    unsplit: volume === null ? change : null,
  }
}

/** What more or fewer served would have cost at the earlier unit cost. */
function volumeOf({ spent, served: before }: Side, { served: after }: Side): number | null {
  if (before === null || after === null || before === 0) return null
  return rounded(spent * ((after - before) / 10_000 / (before / 10_000)))
}

const order = ['before', 'volume', 'price', 'entered', 'departed', 'unsplit', 'after'] as const

const known = (changes: readonly Change[], part: Part) => changes.flatMap((change) => change[part] ?? [])
const sum = (fen: readonly number[]) => fen.reduce((all, one) => all + one, 0)

function partsOf(changes: readonly Change[]) {
  let reached = 0
  return order.map((part) => {
    const amounts = known(changes, part)
    const amount = sum(amounts)
    const isEnd = part === 'before' || part === 'after'
    reached += amount
    const [low, high] = isEnd
      ? [0, amount]
      : [Math.min(reached, reached - amount), Math.max(reached, reached - amount)]
    return { part, amount: amount / 100, n: amounts.length, low: low / 100, high: high / 100 }
  })
}

function sumsOf(changes: readonly Change[]) {
  const yuan = (part: Part) => {
    const amounts = known(changes, part)
    return amounts.length === 0 ? null : sum(amounts) / 100
  }
  const n = (part: Part) => known(changes, part).length
  return {
    before: yuan('before'),
    volume: yuan('volume'),
    price: yuan('price'),
    entered: yuan('entered'),
    departed: yuan('departed'),
    unsplit: yuan('unsplit'),
    after: yuan('after'),
    change: (sum(known(changes, 'after')) - sum(known(changes, 'before'))) / 100,
    splitN: n('volume'),
    enteredN: n('entered'),
    departedN: n('departed'),
    unsplitN: n('unsplit'),
  }
}
