import { placeProgrammes } from './place-programmes.ts'
import { city, districts, firstYear, lastYear, type Place } from './places.ts'
import type { Programme } from './programme.ts'
import { type Random, randomFrom } from './random.ts'
import { socialProgrammes } from './social-programmes.ts'

/** One programme as one unit runs it. */
export interface Project {
  name: string
  programme: Programme
  place: Place
  unit: string
  /** The town or street that runs it, in portfolios larger than the city's own units. */
  town: string | null
  department: string
  years: number[]
  /** This project's size and its price level against the programme's common ones. */
  size: number
  price: number
}

interface Site {
  programme: Programme
  place: Place
  town: string | null
}

const programmes = [...socialProgrammes, ...placeProgrammes]
const everywhere = programmes.filter((programme) => programme.districts === districts.length)
const some = programmes.filter(({ districts: n }) => n > 0 && n < districts.length)
const cityOnly = programmes.filter((programme) => programme.districts === 0)

const townHeads = [...'安和永兴福宁清平长泰瑞康德新']
const townTails = [...'澜溪桥堤湾庄坪岭门塘渡阁']
const townSides = ['', ...'东西南北上下']

function townName(index: number): string {
  const head = townHeads[index % townHeads.length] ?? ''
  const tail = townTails[Math.floor(index / townHeads.length) % townTails.length] ?? ''
  const round = Math.floor(index / (townHeads.length * townTails.length))
  const side = townSides[round % townSides.length] ?? ''
  const number = Math.floor(round / townSides.length)
  return `${side}${head}${tail}${number > 0 ? `第${number}` : ''}`
}

/** The districts that run a programme, the likeliest first. */
const ranked = (programme: Programme, seed: number) =>
  randomFrom(seed, 'districts', programme.name).shuffled(districts)

function* rounds(seed: number, from: (programme: Programme) => number, to: (programme: Programme) => number) {
  for (let rank = 0; rank < districts.length; rank += 1) {
    for (const programme of some) {
      const place = ranked(programme, seed)[rank]
      if (place && rank >= from(programme) && rank < to(programme)) yield { programme, place, town: null }
    }
  }
}

/** Where programmes run, without end: the city's own units first, its towns when more are asked for. */
function* sites(seed: number): Generator<Site> {
  for (const programme of everywhere) for (const place of districts) yield { programme, place, town: null }
  for (const programme of cityOnly) yield { programme, place: city, town: null }
  yield* rounds(
    seed,
    () => 0,
    (programme) => programme.districts,
  )
  yield* rounds(
    seed,
    (programme) => programme.districts,
    () => districts.length,
  )
  for (let index = 0; ; index += 1) {
    for (const place of districts) {
      for (const programme of [...everywhere, ...some]) yield { programme, place, town: townName(index) }
    }
  }
}

function yearsOf({ programme, town }: Site, random: Random): number[] {
  const all = Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index)
  const always = programme.districts === districts.length || programme.districts === 0
  if (always && !town) return all
  const length = random.pick([2, 3, 3, 3, 3, 4])
  const latest = all.length - length
  // Reaching past both ends keeps the first and the last years from being thin.
  const start = Math.min(latest, Math.max(0, Math.round(random.between(-1.2, latest + 1.4))))
  return all.slice(start, start + length)
}

function unitName({ programme, place, town }: Site): string {
  if (!town) return `${place.name}${programme.unit}`
  return `${place.name}${town}${place.name.endsWith('县') ? '镇人民政府' : '街道办事处'}`
}

function project(site: Site, seed: number): Project {
  const { programme, place, town } = site
  const unit = unitName(site)
  const random = randomFrom(seed, unit, programme.name)
  const years = yearsOf(site, random)
  const isShared = programme.districts === districts.length
  return {
    name: !isShared && random.chance(0.2) ? `${place.name}${programme.name}` : programme.name,
    programme,
    place,
    unit,
    town,
    department: `${place.name}${programme.department}`,
    years,
    size: place.size * random.between(0.75, 1.25) * (town ? 0.08 : 1),
    price: random.between(0.88, 1.14),
  }
}

/** Projects without end, the city's own first. */
export function* projectsWithoutEnd(seed: number): Generator<Project> {
  for (const site of sites(seed)) yield project(site, seed)
}

/** Projects whose years add up to exactly this many evaluations; the last one is cut short to fit. */
export function projects(evaluations: number, seed: number): Project[] {
  const chosen: Project[] = []
  let missing = evaluations
  for (const next of projectsWithoutEnd(seed)) {
    if (missing <= 0) break
    const years = next.years.slice(0, missing)
    chosen.push({ ...next, years })
    missing -= years.length
  }
  return chosen
}
