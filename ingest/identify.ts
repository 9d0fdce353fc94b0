import type { District } from '#app/domain/district.ts'
import type { DistrictRef } from '#app/domain/evaluation.ts'
import { nowhere, type Problem } from '#app/domain/problem.ts'
import { yearIn, yearOfPeriod } from './layouts/year.ts'
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
interface Identified<Value> {
  value: Value | null
  problems: Problem[]
}

const problem = (code: string, message: string): Problem => ({ at: nowhere, code, message })

/** The year of an evaluation: what its own cell says, else the title, the file's name or the project's. */
export function identifyYear(
  { year: stated, project }: { year: string | null; project: string | null },
  evidence: Evidence,
): Identified<number> {
  const own = yearIn(stated) ?? yearOfPeriod(stated)
  const titled = yearIn(evidence.title)
  const year = own ?? titled ?? yearIn(evidence.path) ?? yearIn(project)
  const problems: Problem[] = []
  if (year === null)
    problems.push(problem('year-unknown', 'no cell, title, file name or project says one year'))
  if (own !== null && titled !== null && own !== titled)
    problems.push(
      problem('year-conflict', `the form says ${own}, the title ${titled}; the form was followed`),
    )
  const filed = (own ?? titled) === null ? null : yearFiled(evidence.path, year)
  if (filed !== null)
    problems.push(
      problem(
        'year-conflict',
        `the document says ${year}, its file's or folder's name ${filed}; the document was followed`,
      ),
    )
  return { value: year, problems }
}

/**
 * The year in a file's name or a folder's that contradicts what the document says. What was done in a year is
 * reported in the next one, which a folder may be named after.
 */
function yearFiled(path: string, year: number | null): number | null {
  const filed = yearIn(path)
  if (filed === null || year === null || filed === year || path.includes(`${year}`)) return null
  return filed === year + 1 && !path.includes(`${filed}年度`) ? null : filed
}

/** Who reports, as far as it tells where: what the form says of its district, and the names of its offices. */
interface Offices {
  district: string | null
  unit: string | null
  department?: string | null
}

/** The district: what its own cell says, else the unit's, the department's, the title's or the file's name. */
export function identifyDistrict(
  { district, unit, department = null }: Offices,
  evidence: Evidence,
  reference: Reference,
): Identified<DistrictRef> {
  // 市本级 says which budget, not which place.
  const stated = district !== null && /^[省市县区州]?本级$/.test(district) ? null : district
  const sources = [stated, unit, department, evidence.title, evidence.path].filter(
    (source) => source !== null,
  )
  const coded = districtCoded(stated, reference)
  if (coded) return { value: refOf(coded), problems: codeConflict(stated, coded, reference) }
  const named = sources.map((source) => mentioned(source, reference)).filter((found) => found.length > 0)
  const [first] = named
  if (first === undefined) return unknownDistrict(stated)
  // A city's name in the unit's gives way to one of its districts in the department's or the title.
  const offices = [department, evidence.title].map((source) =>
    source === null ? [] : mentioned(source, reference),
  )
  const nearer = stated === null ? offices.find((found) => isWithin(found, first)) : undefined
  const found = tellApart(nearer ?? first, [...sources, evidence.words], reference)
  const other = named.find(
    (one) => one[0]?.name !== first[0]?.name && !isWithin(first, one) && !isWithin(one, first),
  )
  if (other?.[0] && found.value && (stated !== null || [first, other].every(isDistrict)))
    found.problems.push(
      problem('district-conflict', `${found.value.name} and ${other[0].name} are both named`),
    )
  return found
}

const refOf = ({ code, name }: District): DistrictRef => ({ code, name })

/** A code of six digits, or the first six of a town's nine or twelve. */
function districtCoded(stated: string | null, { districtOf }: Reference): District | undefined {
  const code = /(?<!\d)(\d{6})(?:\d{3}){0,2}(?!\d)/.exec(stated ?? '')?.[1]
  return code === undefined ? undefined : districtOf.get(code)
}

function codeConflict(stated: string | null, coded: District, reference: Reference): Problem[] {
  const named = mentioned((stated ?? '').replace(/\d+/g, ''), reference)
  if (named.length === 0 || named.some(({ code }) => code === coded.code) || isWithin([coded], named))
    return []
  return [problem('district-conflict', `${stated}: the code is that of ${coded.name}; the code was followed`)]
}

function unknownDistrict(stated: string | null): Identified<DistrictRef> {
  if (stated === null) return { value: null, problems: [problem('district-unknown', 'no district is named')] }
  return {
    value: { code: null, name: stated },
    problems: [problem('district-unknown', `${stated} is in no table`)],
  }
}

/** Whether places lie in others: 长安区 in 石家庄市, 石家庄市 in 河北省. */
const isWithin = (inner: readonly District[], outer: readonly District[]) =>
  outer.some((place) =>
    inner.some(({ code }) => code !== place.code && code.startsWith(place.code.replace(/(?:00){1,2}$/, ''))),
  )

const isDistrict = (places: readonly District[]) => places.every(({ level }) => level === 'district')

const rank = { district: 0, city: 1, province: 2 } as const

/** Names that every other text may hold by chance. */
const commonWords = new Set(['市辖区', '城区', '郊区', '矿区', '东区', '西区', '县'])

/** The districts of the longest name that a text holds; districts before cities, cities before provinces. */
function mentioned(text: string, reference: Reference): readonly District[] {
  const known = mentions.get(text)
  if (known) return known
  const exact = reference.districtsNamed.get(text.trim())
  const found = exact ?? longestNamed(text, reference) ?? []
  if (mentions.size > 10_000) mentions.clear()
  mentions.set(text, found)
  return found
}
const mentions = new Map<string, readonly District[]>()

function longestNamed(text: string, reference: Reference): readonly District[] | undefined {
  const starts = namesByStart(reference)
  const found = new Set<string>()
  for (let at = 0; at < text.length; at += 1)
    for (const name of starts.get(text.slice(at, at + 2)) ?? [])
      if (text.startsWith(name, at) && isApart(name, text[at - 1])) found.add(name)
  const [best] = [...found]
    .map((name) => ({ name, districts: reference.districtsNamed.get(name) ?? [] }))
    .map((one) => ({ ...one, rank: Math.min(...one.districts.map(({ level }) => rank[level])) }))
    .sort((a, b) => a.rank - b.rank || b.name.length - a.name.length)
  return best?.districts
}

/** 郏县 may be the end of another word, unless it begins a name or follows its city's. */
const isApart = (name: string, before: string | undefined) =>
  name.length > 2 || before === undefined || /[省市州盟区年度]|\P{Script=Han}/u.test(before)

const indexed = new WeakMap<Reference, Map<string, string[]>>()

/** Names of places by their first two characters, so that a text is gone through once. */
function namesByStart(reference: Reference): Map<string, string[]> {
  const known = indexed.get(reference)
  if (known) return known
  const starts = new Map<string, string[]>()
  for (const name of reference.districtsNamed.keys())
    if (!commonWords.has(name)) starts.set(name.slice(0, 2), [...(starts.get(name.slice(0, 2)) ?? []), name])
  indexed.set(reference, starts)
  return starts
}

/** Districts of one name are told apart by the cities and provinces named nearest to them; else left open. */
function tellApart(
  candidates: readonly District[],
  texts: readonly string[],
  { districtOf }: Reference,
): { value: DistrictRef | null; problems: Problem[] } {
  const [only] = candidates
  if (only === undefined) return { value: null, problems: [] }
  if (candidates.length === 1 || candidates.every((one) => isOneCity(one, only)))
    return { value: refOf(only), problems: [] }
  for (const words of texts) {
    const chosen = chosenBy(words, candidates, districtOf)
    if (chosen) return { value: refOf(chosen), problems: [] }
  }
  const places = candidates.map(({ code }) => code).join(', ')
  return {
    value: { code: null, name: only.name },
    problems: [
      problem('district-ambiguous', `${only.name} may be any of ${places}: no city or province is named`),
    ],
  }
}

/** A city without districts, as 儋州市, stands in the tables as its own district too. */
const isOneCity = (one: District, other: District) => one.code.slice(0, 4) === other.code.slice(0, 4)

const choices = new Map<string, { candidates: readonly District[]; chosen: District | null }>()
const mostChoices = 1000

/** The one whose city, or else whose province, a text names; a list asks the same of its title again and again. */
function chosenBy(
  words: string,
  candidates: readonly District[],
  districtOf: ReadonlyMap<string, District>,
): District | null {
  const known = choices.get(words)
  if (known?.candidates === candidates) return known.chosen
  const scored = candidates.map((candidate) => {
    const [city, province] = ancestorsOf(candidate, districtOf)
    const isNamed = (name: string | null) => Number(name !== null && words.includes(name))
    return { candidate, score: 2 * isNamed(city) + isNamed(province) }
  })
  const best = Math.max(...scored.map(({ score }) => score))
  const [winner, second] = scored.filter(({ score }) => score === best)
  const chosen = best > 0 && winner && second === undefined ? winner.candidate : null
  if (choices.size >= mostChoices) choices.clear()
  choices.set(words, { candidates, chosen })
  return chosen
}

const ancestors = new WeakMap<District, readonly [city: string | null, province: string | null]>()

/** A district's city and province as people call them: 石家庄, 河北, 内蒙古. */
function ancestorsOf(district: District, districtOf: ReadonlyMap<string, District>) {
  const known = ancestors.get(district)
  if (known) return known
  const called = (code: string) => {
    const name = districtOf.get(code)?.name
    if (name === undefined || commonWords.has(name)) return null
    return name.replace(/(?:省|市|(?:壮族|回族|维吾尔)?自治区)$/, '')
  }
  const found = [
    called(`${district.code.slice(0, 4)}00`),
    called(`${district.code.slice(0, 2)}0000`),
  ] as const
  ancestors.set(district, found)
  return found
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
