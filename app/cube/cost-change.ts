import type {
  CostChange,
  CostChangeByDistrict,
  CostChangeCase,
  CostChangeProject,
  Part,
} from '#app/queries/cost-change.ts'
import type { Filters } from '#app/queries/filters.ts'
import { most } from '#app/queries/list-lengths.ts'
import type { Alike, CostCube } from './cost-cells.ts'
import { firstOf, type Listing } from './listing.ts'
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
  const { reports, pair, changes } = changesOf(cube, filters, alike)
  if (pair === null || changes.length === 0) return { change: [], byDistrict: [] }
  const spanned = spannedBy(pair)
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

type Pair = readonly [number, number]

const spannedBy = ([yearBefore, yearAfter]: Pair) => ({ yearBefore, yearAfter, prices: null })

/** Each project of the programme that spent in one of the two years, with what its change comes from. */
function changesOf(cube: CostCube, filters: Filters, alike: Alike) {
  const reports = reportsOf(cube, filters, alike)
  const pair = pairOf(
    reports.filter(({ spent }) => spent !== null).map(({ year }) => year),
    filters,
  )
  const [before, after] = (pair ?? []).map((year) =>
    sidesOf(reports.filter((report) => report.year === year)),
  )
  const projects = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])]
  const changes = projects.map((project) => {
    const [b, a] = [before?.get(project), after?.get(project)]
    return { project, b, a, ...changeOf(b, a) }
  })
  return { reports, pair, changes }
}

/** The projects that the change is of, as the server lists them. */
export function costChangeCasesOf(
  cube: CostCube,
  filters: Filters,
  alike: Alike,
  { size, columns }: Listing<CostChangeProject>,
): CostChangeCase[] {
  const { pair, changes } = changesOf(cube, filters, alike)
  if (pair === null) return []
  const change = ({ before, after }: Change) => (after ?? 0) - (before ?? 0)
  const first = firstOf(
    changes,
    most.changes,
    (one, other) => Math.abs(change(other)) - Math.abs(change(one)) || one.project - other.project,
  )
  // Of a project and a year.
  const places = new Map<number, number>()
  for (let place = 0; place < size; place += 1)
    places.set((columns.number[place] ?? 0) * 10_000 + (columns.year[place] ?? 0), place)
  return first.map(({ project, b, a, ...parts }) => {
    const [placeBefore, placeAfter] = pair.map((year) => places.get(project * 10_000 + year) ?? -1)
    const named = (name: 'project' | 'unit') =>
      columns[name][placeAfter ?? -1] ?? columns[name][placeBefore ?? -1] ?? null
    const [servedBefore, servedAfter] = [b, a].map((side) =>
      side === undefined || side.served === null ? null : side.served / 10_000,
    )
    const each = (fen: number | null, served: number | null | undefined) =>
      fen === null || !served ? null : fen / 100 / served
    return {
      ...spannedBy(pair),
      projectId: columns.projectId[placeAfter ?? -1] ?? columns.projectId[placeBefore ?? -1] ?? '',
      project: named('project'),
      unit: named('unit'),
      districtName: parts.districtName,
      per: cube.texts.per.values[alike.per] ?? '',
      before: yuan(parts.before),
      after: yuan(parts.after),
      volume: yuan(parts.volume),
      price: yuan(parts.price),
      entered: yuan(parts.entered),
      departed: yuan(parts.departed),
      unsplit: yuan(parts.unsplit),
      change: change(parts) / 100,
      servedBefore: servedBefore ?? null,
      servedAfter: servedAfter ?? null,
      costBefore: each(parts.before, servedBefore),
      costAfter: each(parts.after, servedAfter),
    }
  })
}

const yuan = (fen: number | null) => (fen === null ? null : fen / 100)

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
function pairOf(spentIn: readonly number[], { year: asked }: Filters): Pair | null {
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
