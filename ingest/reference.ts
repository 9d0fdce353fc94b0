import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { Thresholds } from '#app/audit/thresholds.ts'
import { District } from '#app/domain/district.ts'
import { normalName } from '#app/domain/names.ts'
import { PriceLevel } from '#app/domain/price-index.ts'
import { RuleSets } from '#app/domain/rule-set.ts'

/** Tables that experts keep in data/reference, checked when read. */
export interface Reference {
  districts: readonly District[]
  districtsNamed: ReadonlyMap<string, readonly District[]>
  districtOf: ReadonlyMap<string, District>
  /** Words in a department's or unit's name, and the sector they mean; the first that fits holds. */
  sectors: readonly { word: string; sector: string }[]
  /** Normalised project names, and the programme an administrator has put them under. */
  programmes: ReadonlyMap<string, string>
  /** Normalised names of units, departments and projects that an administrator has put under another. */
  names: ReadonlyMap<string, string>
  /** How scores are computed, by place, year and form. */
  ruleSets: RuleSets
  /** How dear each year was, on one base; empty until a bureau fills it in. */
  priceIndex: readonly IndexedYear[]
  /** From where on audit rules speak. */
  thresholds: Thresholds
}

const peoples =
  '各族|蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族?|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|塔吉克族?|普米族|怒族|鄂温克族|独龙族|裕固族|保安族'
const ofPeoples = new RegExp(`^(\\p{Script=Han}{2,4}?)(?:${peoples})+自治([县州])$`, 'u')

/**
 * What people call an autonomous county or prefecture: 木垒县 and 木垒自治县 for 木垒哈萨克自治县; none where the name is
 * no such one, or a province's too.
 */
function shortNamesOf(name: string): readonly string[] {
  const [, place, kind] = ofPeoples.exec(name) ?? []
  return place === undefined || /^[河海]南$/.test(place) ? [] : [`${place}${kind}`, `${place}自治${kind}`]
}

const besideThisFile = path.resolve(import.meta.dirname, '../data/reference')

const table = (folder: string, name: string): unknown =>
  parse(readFileSync(path.join(folder, name)), {
    bom: true,
    columns: true,
    skip_empty_lines: true,
    comment: '#',
  })

const json = (folder: string, name: string): unknown =>
  JSON.parse(readFileSync(path.join(folder, name), 'utf8'))

const DistrictRow = z.object({
  code: z.string(),
  name: z.string(),
  level: z.string(),
  parent: z.string().transform((code) => (code === '' ? null : code)),
  order: z.coerce.number(),
})

const IndexedYear = PriceLevel.extend({
  year: z.coerce.number().pipe(PriceLevel.shape.year),
  level: z.coerce.number().pipe(PriceLevel.shape.level),
  source: z.string(),
})
type IndexedYear = z.infer<typeof IndexedYear>

/** Reads data/reference; a row that does not fit is our own mistake and throws. */
export function readReference(folder = besideThisFile): Reference {
  const districts = ['districts.csv', 'sample-districts.csv'].flatMap((name) =>
    District.array().parse(DistrictRow.array().parse(table(folder, name))),
  )
  const sectors = z
    .array(z.object({ pattern: z.string(), sector: z.string() }))
    .parse(table(folder, 'sectors.csv'))
  const programmes = z
    .array(z.object({ project: z.string(), programme: z.string() }))
    .parse(table(folder, 'programmes.csv'))
  const names = z.array(z.object({ name: z.string(), as: z.string() })).parse(table(folder, 'names.csv'))
  const districtsNamed = new Map<string, District[]>()
  for (const district of districts)
    districtsNamed.set(district.name, [...(districtsNamed.get(district.name) ?? []), district])
  for (const district of districts) {
    for (const short of shortNamesOf(district.name))
      if (!districtsNamed.has(short)) districtsNamed.set(short, [district])
  }
  return {
    districts,
    districtsNamed,
    districtOf: new Map(districts.map((district) => [district.code, district])),
    sectors: sectors.map(({ pattern, sector }) => ({ word: pattern, sector })),
    programmes: new Map(programmes.map(({ project, programme }) => [normalName(project), programme])),
    names: new Map(names.map(({ name, as }) => [normalName(name), as])),
    priceIndex: IndexedYear.array().parse(table(folder, 'price-index.csv')),
    ruleSets: RuleSets.parse(json(folder, 'scoring.json')),
    thresholds: Thresholds.parse(json(folder, 'audit.json')),
  }
}
