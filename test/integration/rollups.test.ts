import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { costChange, costChanges } from '#app/queries/cost-change.ts'
import { noDecisions } from '#app/queries/decisions.ts'
import { type Filters, noFilters } from '#app/queries/filters.ts'
import {
  findingFigures,
  findingsByDistrict,
  findingsByRule,
  findingTallies,
} from '#app/queries/finding-counts.ts'
import { findings } from '#app/queries/findings.ts'
import { fundCoverage } from '#app/queries/fund-coverage.ts'
import { fundProgress } from '#app/queries/fund-progress.ts'
import { fundSankey } from '#app/queries/fund-sankey.ts'
import { fundsByDistrict } from '#app/queries/funds-by-district.ts'
import { fundsBySource } from '#app/queries/funds-by-source.ts'
import { fundsLeft } from '#app/queries/funds-left.ts'
import { indicators } from '#app/queries/indicators.ts'
import { executionBands, gradeCounts, scoreBands } from '#app/queries/outcomes.ts'
import {
  executionAgainstScore,
  gradesByDistrict,
  overviewFigures,
  yearlyTrend,
} from '#app/queries/overview.ts'
import { reportingByDistrict, reportingByYear } from '#app/queries/projects.ts'
import { riskRanking } from '#app/queries/risk.ts'
import {
  satisfaction,
  satisfactionAgainstScore,
  satisfactionByDistrict,
  satisfactionByProgramme,
  satisfactionGaps,
  satisfactionLeftOut,
  satisfactionRanking,
  satisfactionTrend,
} from '#app/queries/satisfaction.ts'
import { scoreCases, scoreDistribution, scoreSummary, scoresByDistrict } from '#app/queries/scores.ts'
import { sideBySide, sideChoices, sideYears } from '#app/queries/side-by-side.ts'
import {
  completion,
  completionByLevel,
  completionByYear,
  widestMisses,
  widestOvershoots,
} from '#app/queries/targets.ts'
import {
  unitCostByDistrict,
  unitCostCompared,
  unitCostMeasure,
  unitCostTrend,
} from '#app/queries/unit-cost.ts'
import { unitCostCases, unitCostLeftOut } from '#app/queries/unit-cost-cases.ts'
import { unitCostPeers } from '#app/queries/unit-cost-peers.ts'
import { unitCostProgrammes, unitCostProgrammesListed } from '#app/queries/unit-cost-programmes.ts'
import { firstWatched, watchList } from '#app/queries/watch-list.ts'
import { scoresNotReweighted, scoresReweighted, weightingSummary } from '#app/queries/weighting.ts'
import {
  type Connection,
  countRows,
  createSchema,
  keep,
  openAside,
  rowsOf,
} from '#app/warehouse/duckdb.server.ts'
import { behind, everyKept } from '#app/warehouse/keeping.ts'
import { wholes } from '#app/warehouse/measures.ts'
import { type Sql, sql } from '#app/warehouse/sql.ts'
import { fillAtScale } from '#data/portfolio/at-scale.ts'
import { loadReference } from '#ingest/load.ts'
import { readReference } from '#ingest/reference.ts'
import { keptDigest } from '#test/kept.ts'

let connection: Connection
let known: Record<'district' | 'sector' | 'department' | 'programme', string[]>

beforeAll(async () => {
  connection = await (await openAside()).connect()
  await createSchema(connection)
  await loadReference(connection, readReference())
  await fillAtScale(connection, { rows: 20_000, seed: 7 })
  // Real documents report a project twice in a year, and say of it what they like.
  await connection.run(`insert into evaluation by name
    select * replace (id || 'b' as id, 'another' as programme) from evaluation where hash(id) % 40 = 0`)
  await keep(connection)
  // So that all are newer than none, which no sum tells.
  await connection.run('insert into first_seen select id, 1 from finding')
  const values = async (column: string) =>
    (
      await rowsOf(connection, { text: `select distinct ${column} as v from report order by 1`, values: [] })
    ).map(({ v }) => String(v))
  known = {
    district: await values('district'),
    sector: await values('sector'),
    department: await values('department'),
    programme: await values('programme'),
  }
})
afterAll(() => connection.closeSync())

const some = (values: readonly string[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 }),
  )

const filters = () =>
  fc.record({
    year: fc.uniqueArray(fc.integer({ min: 2018, max: 2024 }), { maxLength: 2 }),
    district: some(known.district.flatMap((code) => [code, `${code}own`, `${code.slice(0, 2)}0000`])),
    sector: some(known.sector),
    department: some(known.department),
    programme: some(known.programme),
  })

const unfiltered = { year: [], district: [], sector: [], department: [], programme: [] }

/** The same question with each rollup's name standing for the rows that it sums. */
function fromRows(statement: Sql): Sql {
  const text = (statement.rollups ?? []).reduce(
    (all, name) =>
      all.replaceAll(new RegExp(`\\bfrom ${name}\\b`, 'g'), `from ${behind.get(name)?.text} ${name}`),
    statement.text,
  )
  return { text, values: statement.values }
}

const firstIndicators = {
  ...indicators,
  sql: (filters: Filters) => indicators.sql({ filters, sort: 'scoreRate', dir: 'asc', page: 1 }),
}

/** A question about findings as one by filters alone. */
const ofFindings = <Asked>(query: { name: string; sql(asked: Asked): Sql }) => ({
  ...query,
  sql: (filters: Filters) =>
    query.sql({
      filters,
      state: null,
      decisions: noDecisions,
      since: null,
      severity: null,
      language: 'zh',
      page: 1,
      most: 10,
    } as Asked),
})

describe('an answer from a rollup is the same as from the rows that it sums', () => {
  test.each([
    { query: overviewFigures, runs: 60 },
    { query: yearlyTrend, runs: 60 },
    { query: gradesByDistrict, runs: 60 },
    { query: completion, runs: 10 },
    { query: completionByLevel, runs: 10 },
    { query: completionByYear, runs: 10 },
    { query: widestMisses, runs: 20 },
    { query: widestOvershoots, runs: 20 },
    { query: firstIndicators, runs: 20 },
    { query: unitCostMeasure, runs: 10 },
    { query: unitCostProgrammes, runs: 10 },
    { query: unitCostProgrammesListed, runs: 10 },
    { query: fundSankey, runs: 10 },
    { query: fundsByDistrict, runs: 10 },
    { query: fundsBySource, runs: 10 },
    { query: fundProgress, runs: 10 },
    { query: fundCoverage, runs: 10 },
    ...[
      ...[
        satisfaction,
        satisfactionByDistrict,
        satisfactionRanking,
        satisfactionTrend,
        satisfactionByProgramme,
      ],
      ...[
        satisfactionGaps,
        satisfactionAgainstScore,
        satisfactionLeftOut,
        gradeCounts,
        executionBands,
        scoreBands,
      ],
      ...[executionAgainstScore, firstWatched, scoreSummary, scoreDistribution, scoresByDistrict, scoreCases],
      ...[sideBySide, sideYears('execution'), sideChoices, costChange],
      ...[findings, findingFigures, findingTallies, findingsByRule, findingsByDistrict, riskRanking].map(
        ofFindings,
      ),
      ...[unitCostByDistrict, unitCostCompared, unitCostTrend],
      ...[fundsLeft, weightingSummary, scoresReweighted, scoresNotReweighted],
      ...[reportingByDistrict, reportingByYear],
    ].map((query) => ({ query, runs: 10 })),
  ])('$query.name', async ({ query, runs }) => {
    let fromRollup = 0
    await fc.assert(
      fc.asyncProperty(filters(), async (asked) => {
        const statement = query.sql({ ...noFilters, ...asked } as Filters)
        if (statement.rollups) fromRollup += 1
        expect(await rowsOf(connection, statement)).toEqual(await rowsOf(connection, fromRows(statement)))
      }),
      { numRuns: runs, examples: [[unfiltered], [{ ...unfiltered, year: [2022] }]] },
    )
    // Chance may leave out the filters that rollups answer; the two examples are always among them.
    expect(fromRollup).toBeGreaterThanOrEqual(2)
  })
})

test('unit costs that are kept for a part of the country are what its cases come to', async () => {
  // In the prices of years that cost the same nothing is kept, and everything is worked out of the cases.
  const level = Array.from({ length: 7 }, (_, year) => `${2018 + year}:100`).join(',')
  const one = <Value>(values: readonly Value[]) =>
    fc.oneof(fc.constant([]), fc.constantFrom(...values.map((value) => [value])))
  const cells = fc.record({
    year: one([2019, 2020, 2021, 2022, 2023]),
    district: one(known.district.map((code) => `${code.slice(0, 2)}0000`)),
    sector: one(known.sector),
  })
  const answer = async (query: typeof unitCostProgrammes, asked: object) =>
    (await rowsOf(connection, query.sql({ ...noFilters, ...asked }))).map(({ prices, ...row }) => row)
  await fc.assert(
    fc.asyncProperty(cells, async (asked) => {
      for (const query of [
        unitCostMeasure,
        unitCostProgrammes,
        unitCostProgrammesListed,
        unitCostByDistrict,
        unitCostCompared,
        unitCostTrend,
      ]) {
        const plain = { name: query.name, sql: query.sql } as typeof unitCostProgrammes
        expect(await answer(plain, asked)).toEqual(await answer(plain, { ...asked, index: level }))
      }
    }),
    {
      numRuns: 12,
      examples: [
        [{ year: [], district: [], sector: [] }],
        [{ year: [], district: [], sector: known.sector.slice(0, 1) }],
      ],
    },
  )
})

test('unit costs of a measure that was asked for before are those of the one that filters come to', async () => {
  await fc.assert(
    fc.asyncProperty(filters(), async (chosen) => {
      const all = { ...noFilters, ...chosen } as Filters
      const [measured] = (await rowsOf(connection, unitCostMeasure.sql(all))).map(({ programme, per }) => ({
        programme: String(programme),
        per: String(per),
      }))
      for (const query of [
        ...[unitCostProgrammesListed, unitCostByDistrict, unitCostCompared, unitCostTrend],
        ...[unitCostCases, unitCostLeftOut, unitCostPeers, costChanges],
      ])
        expect(await rowsOf(connection, query.sql({ ...all, measured }))).toEqual(
          await rowsOf(connection, query.sql(all)),
        )
    }),
    { numRuns: 4, examples: [[unfiltered], [{ ...unfiltered, year: [2022] }]] },
  )
})

test('what stands for districts of a province, of a city and of the country is kept as it would be worked out', async () => {
  const provinces = [...new Set(known.district.map((code) => `${code.slice(0, 2)}0000`))]
  const city = `${known.district[0]?.slice(0, 4)}00`
  const shown = (district: string[]) => rowsOf(connection, gradesByDistrict.sql({ ...noFilters, district }))
  expect(await shown([])).toEqual(await shown(provinces))
  for (const code of [...provinces.slice(0, 4), city]) {
    const inside = known.district.find((one) => one.startsWith(code.replace(/(00)+$/, '')))
    expect(await shown([code])).toEqual(await shown([code, inside ?? code]))
  }
})

test('reports come to the same by the usual weights, kept, as by those weights asked for', async () => {
  const [usual] = await rowsOf(connection, sql`select weights from rule_set order by place limit 1`)
  const weights: Record<string, number> = JSON.parse(String(usual?.weights))
  const weight = Object.entries(weights).map(([level, points]) => `${level}:${points}`)
  await fc.assert(
    fc.asyncProperty(filters(), async (chosen) => {
      const all = { ...noFilters, ...chosen } as Filters
      for (const query of [weightingSummary, scoresReweighted, scoresNotReweighted])
        expect(await rowsOf(connection, query.sql(all))).toEqual(
          await rowsOf(connection, query.sql({ ...all, weight })),
        )
    }),
    { numRuns: 6, examples: [[unfiltered], [{ ...unfiltered, year: [2022] }]] },
  )
})

test('decisions count the same against what is kept as against every finding', async () => {
  const some = await rowsOf(
    connection,
    sql`select id, figures from finding order by severity, hash(id) limit 40`,
  )
  const states = ['explained', 'confirmed', 'dismissed']
  const decisions = JSON.stringify(
    some.map(({ id, figures }, place) => ({ finding: id, figures, state: states[place % 3], note: '' })),
  )
  const asked = { state: null, decisions, severity: null, language: 'zh', page: 1, most: 10 } as const
  await fc.assert(
    fc.asyncProperty(filters(), async (chosen) => {
      const all = { ...noFilters, ...chosen } as Filters
      for (const query of [
        findings,
        findingFigures,
        findingTallies,
        findingsByRule,
        findingsByDistrict,
        riskRanking,
      ]) {
        const answer = (since: number | null) =>
          rowsOf(connection, query.sql({ ...asked, filters: all, since }))
        expect(await answer(null)).toEqual(await answer(0))
      }
      const plain = ({ sql }: typeof watchList) => rowsOf(connection, sql({ ...all, decisions }))
      expect(await plain(firstWatched)).toEqual((await plain(watchList)).slice(0, 12))
    }),
    { numRuns: 6, examples: [[unfiltered], [{ ...unfiltered, year: [2022] }]] },
  )
})

/** What each table that is kept holds. */
const allKept = () =>
  Promise.all(everyKept.map(async (name) => [name, await rowsOf(connection, keptDigest(name))] as const))

interface Change {
  statements: readonly string[]
  /** The reports that it changes, where none goes; otherwise all are compared. */
  reports?: Sql
}

const changes: Record<string, Change> = {
  'replaced and amended': {
    statements: [
      `update evaluation set superseded_by = 'later' where document = (select min(id) from document)`,
      `delete from finding where hash(id) % 50 = 0`,
      `update evaluation set spent = spent + 1 where hash(id) % 97 = 0`,
      `update document set batch = 2 where hash(id) % 90 = 0`,
    ],
  },
  'said to be amended': {
    statements: [
      `update evaluation set spent = spent + 2 where hash(id) % 89 = 0`,
      `delete from finding where evaluation in (select id from evaluation where hash(id) % 89 = 0)`,
    ],
    reports: sql`select id from evaluation where hash(id) % 89 = 0`,
  },
  'added, the worst of their kind among them': {
    statements: [
      `insert into evaluation select * replace ('new' || id as id, 'new' || project_id as project_id)
      from evaluation where hash(id) % 60 = 0`,
      `insert into indicator select * replace ('new' || evaluation as evaluation, score / 3 as score,
        completion / 3 as completion, false as met) from indicator where 'new' || evaluation in (select id from evaluation)`,
      `insert into satisfaction select * replace ('new' || evaluation as evaluation)
      from satisfaction where 'new' || evaluation in (select id from evaluation)`,
      `insert into finding select * replace ('new' || evaluation as evaluation, 'new' || id as id)
      from finding where 'new' || evaluation in (select id from evaluation)`,
    ],
  },
  'said to be added': {
    statements: [
      `insert into evaluation select * replace ('further' || id as id) from evaluation
        where hash(id) % 61 = 0 and not starts_with(id, 'new')`,
      ...['indicator', 'unit_cost', 'satisfaction', 'level_score'].map(
        (table) => `insert into ${table} select * replace ('further' || evaluation as evaluation)
          from ${table} where 'further' || evaluation in (select id from evaluation)`,
      ),
    ],
    reports: sql`select id from evaluation where starts_with(id, 'further')`,
  },
  'amended, most of them': {
    statements: [
      `update evaluation set spent = spent + 3 where hash(id) % 3 > 0`,
      `delete from finding where hash(id) % 3 = 0`,
    ],
  },
  'taken away again': {
    statements: [
      ...['indicator', 'satisfaction', 'finding'].map(
        (table) => `delete from ${table} where starts_with(evaluation, 'new')`,
      ),
      `delete from evaluation where starts_with(id, 'new')`,
    ],
  },
}

test.each(Object.entries(changes))(
  'what is kept after reports were %s is what would be made anew',
  async (_, { statements, reports }) => {
    const before = await allKept()
    const rows = await countRows(connection)
    for (const statement of statements) await connection.run(statement)
    await keep(connection, reports && { reports, rows })
    const changed = await allKept()
    expect(changed).not.toEqual(before)
    for (const name of everyKept) await connection.run(`delete from ${name}`)
    await keep(connection)
    expect(await allKept()).toEqual(changed)
  },
)

test('figures are those of the reports themselves', async () => {
  const [plain] = await rowsOf(
    connection,
    sql`select count(distinct project_id)::integer as projects, count(*)::integer as evaluations,
        sum(spent)::double as spent, avg(total) as total,
        (select count(*)::integer from v_finding f where f.year = 2022 and f.evaluation in (
          select id from v_evaluation where kind = 'selfEvaluation')) as findings
      from v_evaluation where kind = 'selfEvaluation' and year = 2022`,
  )
  const [rolled] = await rowsOf(connection, overviewFigures.sql({ ...noFilters, year: [2022] }))
  expect(rolled).toMatchObject({
    projects: plain?.projects,
    evaluations: plain?.evaluations,
    spent: plain?.spent,
    open: plain?.findings,
  })
  expect(Number(rolled?.meanTotal)).toBeCloseTo(Number(plain?.total), 6)
  expect(wholes.text).toContain('planned')
})
