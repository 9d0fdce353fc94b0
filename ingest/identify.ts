import type { District } from '#app/domain/district.ts'
import type { DistrictRef } from '#app/domain/evaluation.ts'
import { nowhere, type Problem } from '#app/domain/problem.ts'
import { yearIn } from './layouts/labels.ts'
import type { Reference } from './reference.ts'

/** What speaks for a document as a whole. */
export interface Evidence {
  title: string
  /** The file's name and the last folders above it. */
  path: string
  /** All its words: names of provinces and cities in them tell districts of one name apart. */
  words: string
}

/** A value found, and what was doubtful about it. */
export interface Identified<Value> {
  value: Value | null
  problems: Problem[]
}

const problem = (code: string, message: string): Problem => ({ at: nowhere, code, message })

/** The year of an evaluation: what its own cell says, else the title, else the file's name. */
export function identifyYear(stated: string | null, evidence: Evidence): Identified<number> {
  const own = yearIn(stated)
  const titled = yearIn(evidence.title)
  const year = own ?? titled ?? yearIn(evidence.path)
  const problems: Problem[] = []
  if (year === null) problems.push(problem('year-unknown', 'no cell, title or file name says one year'))
  if (own !== null && titled !== null && own !== titled)
    problems.push(
      problem('year-conflict', `the form says ${own}, the title ${titled}; the form was followed`),
    )
  return { value: year === null ? null : Number(year), problems }
}

/** The district: what its own cell says, else the unit's name, the title, the file's name; in that order. */
export function identifyDistrict(
  stated: string | null,
  unit: string | null,
  evidence: Evidence,
  reference: Reference,
): Identified<DistrictRef> {
  const sources = [stated, unit, evidence.title, evidence.path].filter((source) => source !== null)
  const code = /^\d{6}$/.exec(stated?.trim() ?? '')?.[0]
  const coded = code === undefined ? undefined : reference.districtOf.get(code)
  if (coded) return { value: { code: coded.code, name: coded.name }, problems: [] }
  const [first, second] = sources
    .map((source) => mentioned(source, reference))
    .filter((found) => found.length > 0)
  if (first === undefined) {
    if (stated === null)
      return { value: null, problems: [problem('district-unknown', 'no district is named')] }
    return {
      value: { code: null, name: stated },
      problems: [problem('district-unknown', `${stated} is in no table`)],
    }
  }
  const found = tellApart(first, [...sources, evidence.words].join(' '), reference)
  const other =
    second && second[0]?.name !== first[0]?.name && !isAncestorOf(first, second) ? second[0] : undefined
  if (other && found.value && stated !== null)
    found.problems.push(problem('district-conflict', `${found.value.name} and ${other.name} are both named`))
  return found
}

const isAncestorOf = (inner: readonly District[], outer: readonly District[]) =>
  outer.some(({ code, level }) =>
    inner.some((district) => level !== 'district' && district.code.startsWith(code.slice(0, 2))),
  )

/** The districts of the longest name that a text holds; districts before cities, cities before provinces. */
function mentioned(text: string, reference: Reference): readonly District[] {
  const known = mentions.get(text)
  if (known) return known
  const names = [...reference.districtsNamed].filter(([name]) => name.length >= 3 && text.includes(name))
  const exact = reference.districtsNamed.get(text.trim())
  const rank = { district: 0, city: 1, province: 2 } as const
  const [best] = names
    .map(([name, districts]) => ({
      name,
      districts,
      rank: Math.min(...districts.map(({ level }) => rank[level])),
    }))
    .sort((a, b) => a.rank - b.rank || b.name.length - a.name.length)
  const found = exact ?? best?.districts ?? []
  if (mentions.size > 10_000) mentions.clear()
  mentions.set(text, found)
  return found
}
const mentions = new Map<string, readonly District[]>()

/** Districts of one name are told apart by the cities and provinces that the document names; else left open. */
function tellApart(
  candidates: readonly District[],
  words: string,
  { districtOf }: Reference,
): { value: DistrictRef | null; problems: Problem[] } {
  const [only] = candidates
  if (only === undefined) return { value: null, problems: [] }
  if (candidates.length === 1) return { value: { code: only.code, name: only.name }, problems: [] }
  const scored = candidates.map((candidate) => ({
    candidate,
    score: ancestorsNamed(candidate, words, districtOf),
  }))
  const best = Math.max(...scored.map(({ score }) => score))
  const winners = scored.filter(({ score }) => score === best)
  const [winner] = winners
  if (best > 0 && winners.length === 1 && winner)
    return { value: { code: winner.candidate.code, name: winner.candidate.name }, problems: [] }
  const places = candidates.map(({ code }) => code).join(', ')
  return {
    value: { code: null, name: only.name },
    problems: [
      problem('district-ambiguous', `${only.name} may be any of ${places}: no city or province is named`),
    ],
  }
}

function ancestorsNamed(
  district: District,
  words: string,
  districtOf: ReadonlyMap<string, District>,
): number {
  const city = districtOf.get(`${district.code.slice(0, 4)}00`)
  const province = districtOf.get(`${district.code.slice(0, 2)}0000`)
  const named = (place: District | undefined) =>
    place !== undefined && words.includes(place.name.replace(/[省市]$/, ''))
  return 2 * Number(named(city)) + Number(named(province))
}

/** The sector: as stated, else by the words of the department's, the unit's or the project's name. */
export function identifySector(
  { sector, department, unit, project }: Record<'sector' | 'department' | 'unit' | 'project', string | null>,
  { sectors }: Reference,
): string | null {
  if (sector !== null) return sector
  for (const name of [department, unit, project]) {
    const found = name !== null && sectors.find(({ word }) => name.includes(word))
    if (found) return found.sector
  }
  return null
}
