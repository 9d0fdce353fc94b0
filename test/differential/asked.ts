import { z } from 'zod'
import { ownMark } from '#app/domain/district.ts'
import { EvaluationKind } from '#app/domain/evaluation.ts'
import { Level1 } from '#app/domain/indicator.ts'
import { type Filters, GradeChoice, Measure, noFilters, Side } from '#app/queries/filters.ts'
import type { FindingsScope } from '#app/queries/findings-asked.ts'
import { Sort as IndicatorSort } from '#app/queries/indicators.ts'
import { Sort as ProjectSort, Reporting } from '#app/queries/projects.ts'
import type { Engine } from '#app/warehouse/engine.server.ts'
import { sql } from '#app/warehouse/sql.ts'
import type { Random } from '#data/portfolio/random.ts'
import type { Question } from './questions.ts'

const Values = z.array(z.string().nullable())
const Pools = z.object({
  year: Values,
  district: Values,
  sector: Values,
  department: Values,
  programme: Values,
  unit: Values,
  rule: Values,
  per: Values,
  project: Values,
  document: Values,
  finding: z.array(z.object({ id: z.string(), figures: z.string() })),
})

/** What there is to ask for in a generation; of much, some. */
export type Pools = z.infer<typeof Pools>

export async function poolsOf(engine: Engine): Promise<Pools> {
  const stop = new AbortController().signal
  const values = async (column: string, table: string) => {
    const text = `select distinct ${column}::varchar as value from ${table} where ${column} is not null
      order by hash(value) limit 400`
    return z.array(z.object({ value: z.string() })).parse(await engine.rowsOf({ text, values: [] }, stop))
  }
  const of = async (column: string, table = 'v_evaluation') =>
    (await values(column, table)).map(({ value }) => value)
  return Pools.parse({
    year: await of('year'),
    district: await of('district'),
    sector: await of('sector'),
    department: await of('department'),
    programme: await of('programme'),
    unit: await of('unit'),
    rule: await of('rule', 'finding'),
    per: await of('per', 'unit_cost'),
    project: await of('project_id'),
    document: await of('id', 'document'),
    finding: await engine.rowsOf(sql`select id, figures from v_finding order by hash(id) limit 400`, stop),
  })
}

/** One of the options of an enumeration. */
const choice = <Value>(random: Random, options: readonly Value[]): Value => {
  const chosen = random.shuffled(options)[0]
  if (chosen === undefined) throw new Error('nothing to choose from')
  return chosen
}

const some = <Value>(random: Random, pool: readonly Value[], most = 3): Value[] =>
  pool.length === 0 ? [] : random.shuffled(pool).slice(0, random.whole(1, most))

const one = <Value>(random: Random, pool: readonly Value[]): Value | null => random.shuffled(pool)[0] ?? null

const text = (random: Random, pool: readonly (string | null)[], otherwise = 'unknown') =>
  one(random, pool) ?? otherwise

const texts = (random: Random, pool: readonly (string | null)[], most?: number) =>
  some(random, pool, most).flatMap((value) => value ?? [])

/** A district's code, or its city's or its province's; now and then of its own units alone. */
const code = (random: Random, { district }: Pools) => {
  const whole = text(random, district, '130102')
  return whole.slice(0, random.pick([2, 4, 6])).padEnd(6, '0') + (random.chance(0.1) ? ownMark : '')
}

const words = ['服务', '经费', '学校', 'A', 'ｂ', '%', "'", '维修']
const spans = ['90-', '-60', '60-80', '99.5-100', '100-100', '0-', '-95.25']
const indices = ['2018:100,2019:102.9,2020:105.37', '2019:100,2021:98.2,2022:103.333', '2020:100']

/** Filters as a URL may have them; each that is set leaves something, so that few are. */
function filtersAtRandom(random: Random, pools: Pools): Filters {
  const maybe = <Value>(likely: number, value: () => Value, otherwise: Value): Value =>
    random.chance(likely) ? value() : otherwise
  const by = maybe(0.5, () => choice(random, Side.options), null)
  return {
    ...noFilters,
    year: maybe(0.3, () => texts(random, pools.year).map(Number), []),
    district: maybe(0.3, () => [...new Set(some(random, [1, 2]).map(() => code(random, pools)))], []),
    sector: maybe(0.15, () => texts(random, pools.sector), []),
    department: maybe(0.1, () => texts(random, pools.department), []),
    programme: maybe(0.25, () => texts(random, pools.programme, 2), []),
    unit: maybe(0.05, () => texts(random, pools.unit), []),
    level1: maybe(0.15, () => some(random, Level1.options), []),
    rule: maybe(0.15, () => texts(random, pools.rule), []),
    per: maybe(0.2, () => text(random, pools.per), null),
    q: maybe(0.15, () => text(random, words), null),
    completion: maybe(0.15, () => `under:${random.whole(1, 150)}`, null),
    index: maybe(0.25, () => text(random, indices), null),
    weight: maybe(
      0.2,
      () => some(random, Level1.options, 4).map((level) => `${level}:${random.whole(0, 60)}`),
      [],
    ),
    score: maybe(0.12, () => text(random, spans), null),
    execution: maybe(0.12, () => text(random, spans), null),
    grade: maybe(0.12, () => some(random, GradeChoice.options), []),
    by,
    pick: [],
    measure: maybe(0.5, () => choice(random, Measure.options), null),
  }
}

/** What people may have decided about some findings, as JSON; often nothing. */
function decisionsAtRandom(random: Random, { finding }: Pools): string {
  if (random.chance(0.5)) return '[]'
  return JSON.stringify(
    some(random, finding, 20).map(({ id, figures }) => ({
      finding: id,
      state: random.pick(['explained', 'confirmed', 'dismissed', 'dismissed']),
      note: random.chance(0.5) ? '已核' : null,
      by: 'someone',
      at: `2026-0${random.whole(1, 9)}-1${random.whole(0, 9)}T1${random.whole(0, 9)}:05:09.123Z`,
      figures: random.chance(0.7) ? figures : 'others',
    })),
  )
}

const findingsScope = (random: Random, pools: Pools): FindingsScope => ({
  filters: filtersAtRandom(random, pools),
  state: random.chance(0.4) ? random.pick(['open', 'explained', 'confirmed', 'dismissed', 'changed']) : null,
  decisions: decisionsAtRandom(random, pools),
  since: random.chance(0.1) ? random.whole(0, 2) : null,
})

const page = (random: Random) => (random.chance(0.1) ? null : random.whole(1, 3))

const reportAsked = (random: Random, pools: Pools) => ({
  id: text(random, pools.project),
  year: random.chance(0.5) ? Number(text(random, pools.year, '2020')) : null,
  kind: random.chance(0.3) ? choice(random, EvaluationKind.options) : null,
})

const documentsAsked = (random: Random) => ({
  q: random.chance(0.4) ? text(random, [...words, '2019', 'DOCX']) : null,
  status: random.chance(0.3) ? random.pick(['quarantined', 'loaded', 'superseded']) : null,
  lacks: random.chance(0.2) ? random.pick(['district', 'year']) : null,
  page: page(random),
})

const severity = (random: Random) => (random.chance(0.3) ? random.pick(['error', 'warning', 'notice']) : null)

const projectsAsked = (random: Random, pools: Pools) => ({
  filters: filtersAtRandom(random, pools),
  reporting: random.chance(0.5) ? choice(random, Reporting.options) : null,
})

type AtRandom = (random: Random, pools: Pools, name: string) => unknown

/** Something to ask for, of each type that a query is asked for. */
const byType: Readonly<Record<string, AtRandom>> = {
  void: () => undefined,
  unknown: () => undefined,
  number: (random) => random.whole(0, 3),
  string: (random, pools, name) =>
    name === 'place-name'
      ? code(random, pools)
      : name === 'finding-by-id'
        ? (one(random, pools.finding)?.id ?? 'unknown')
        : text(random, pools.document),
  'readonly string[]': (random, pools) => ['unknown', ...texts(random, pools.project, 20)],
  Filters: filtersAtRandom,
  "Pick<Filters, 'district' | 'department' | 'programme'>": filtersAtRandom,
  Asked: (random, pools) => ({
    ...filtersAtRandom(random, pools),
    decisions: decisionsAtRandom(random, pools),
  }),
  'Filters & WithDecisions': (random, pools) => ({
    ...filtersAtRandom(random, pools),
    decisions: decisionsAtRandom(random, pools),
  }),
  'Filters & Measured': (random, pools) => ({
    ...filtersAtRandom(random, pools),
    measured: random.chance(0.5)
      ? { programme: text(random, pools.programme), per: text(random, pools.per) }
      : undefined,
  }),
  WithDecisions: (random, pools) => ({ decisions: decisionsAtRandom(random, pools) }),
  FindingsScope: findingsScope,
  FindingsAsked: (random, pools) => ({
    ...findingsScope(random, pools),
    severity: severity(random),
    language: random.pick(['zh', 'en']),
    page: page(random),
  }),
  RiskAsked: (random, pools) => ({ ...findingsScope(random, pools), most: random.pick([10, 1000]) }),
  ReportAsked: reportAsked,
  'ReportAsked & { decisions: Decisions }': (random, pools) => ({
    ...reportAsked(random, pools),
    decisions: decisionsAtRandom(random, pools),
  }),
  DocumentsAsked: documentsAsked,
  RowsAsked: (random, pools) => ({
    id: text(random, pools.document),
    table: random.whole(1, 2),
    from: random.whole(1, 10),
    to: random.whole(10, 40),
  }),
  ReplacementsAsked: (random, pools) => ({ document: text(random, pools.document), evaluation: null }),
  ChoicesAsked: (random) => ({
    field: random.pick(['district', 'department', 'programme']),
    find: text(random, [...words, '13', '县', '局', '补']),
  }),
  "Pick<ProjectList, 'filters' | 'reporting'>": projectsAsked,
  ProjectList: (random, pools) => ({
    ...projectsAsked(random, pools),
    sort: choice(random, ProjectSort.options),
    dir: random.pick(['asc', 'desc']),
    page: page(random),
  }),
  IndicatorList: (random, pools) => ({
    filters: filtersAtRandom(random, pools),
    sort: choice(random, IndicatorSort.options),
    dir: random.pick(['asc', 'desc']),
    page: page(random),
  }),
}

/** What a question is asked for this time. */
export function askedAtRandom({ name, asks }: Question, random: Random, pools: Pools): unknown {
  const atRandom = byType[asks]
  if (atRandom === undefined)
    throw new Error(`${name} is asked for ${asks}, of which nothing is made up here`)
  return atRandom(random, pools, name)
}
