import { tableFromIPC } from '@uwdata/flechette'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cells, cubeBytes } from '#app/cube/bytes.server.ts'
import { alikeIn } from '#app/cube/cost-cells.ts'
import { costChangeCasesOf } from '#app/cube/cost-change.ts'
import { comparedIn, leftOutIn as costsLeftOutIn } from '#app/cube/cost-lists.ts'
import { type Cube, cubeOf } from '#app/cube/cube.ts'
import { districtYearsOf } from '#app/cube/district-years.ts'
import { type Listing, listingOf } from '#app/cube/listing.ts'
import { markedIn, overviewOf } from '#app/cube/overview.ts'
import { programmeYearsOf } from '#app/cube/programme-years.ts'
import { casesIn, leftOutIn, satisfactionCubeOf, satisfactionOf } from '#app/cube/satisfaction.ts'
import { scoreListsOf } from '#app/cube/score-lists.ts'
import { scoresCubeOf, scoresOf } from '#app/cube/scores.ts'
import { sidesOf } from '#app/cube/side-by-side.ts'
import { reachedIn, targetsCubeOf, targetsOf } from '#app/cube/targets.ts'
import { costCubeOf, unitCostOf } from '#app/cube/unit-cost.ts'
import { Level1 } from '#app/domain/indicator.ts'
import { type Banded, bands, spanText } from '#app/domain/span.ts'
import {
  type CostChangeProject,
  costChange,
  costChangeByDistrict,
  costChangeCases,
  costChangeProjects,
} from '#app/queries/cost-change.ts'
import { cube } from '#app/queries/cube.ts'
import { districtYears } from '#app/queries/district-years.ts'
import { type Filters, GradeChoice, Measure, mostSides, noFilters, Side } from '#app/queries/filters.ts'
import { most } from '#app/queries/list-lengths.ts'
import { executionBands, gradeCounts, scoreBands } from '#app/queries/outcomes.ts'
import {
  type ExecutionAgainstScore,
  executionAgainstScore,
  executionAgainstScoreListing,
  gradesByDistrict,
  overviewFigures,
  yearlyTrend,
} from '#app/queries/overview.ts'
import { programmeYears } from '#app/queries/programme-years.ts'
import {
  type SatisfactionCase,
  type SatisfactionLeftOut,
  satisfaction,
  satisfactionAgainstScore,
  satisfactionByDistrict,
  satisfactionByProgramme,
  satisfactionCasesListing,
  satisfactionGaps,
  satisfactionLeftOut,
  satisfactionLeftOutListing,
  satisfactionRanking,
  satisfactionTrend,
} from '#app/queries/satisfaction.ts'
import { satisfactionCube } from '#app/queries/satisfaction-cube.ts'
import { type Scored, scoreListing } from '#app/queries/score-listing.ts'
import {
  scoreCases,
  scoreDistribution,
  scoreSummary,
  scoresByDistrict,
  scoreTies,
} from '#app/queries/scores.ts'
import { scoresCube } from '#app/queries/scores-cube.ts'
import { measureOf, sideBySide, sideCases, sideChoices, sideYears } from '#app/queries/side-by-side.ts'
import { type Sided, sideListing } from '#app/queries/side-listing.ts'
import {
  completion,
  completionByLevel,
  completionByYear,
  missesListing,
  overshootsListing,
  type Reached,
  widestMisses,
  widestOvershoots,
} from '#app/queries/targets.ts'
import { targetsCube } from '#app/queries/targets-cube.ts'
import {
  unitCostByDistrict,
  unitCostCompared,
  unitCostMeasure,
  unitCostTrend,
} from '#app/queries/unit-cost.ts'
import {
  type UnitCostCase,
  type UnitCostLeftOutListed,
  unitCostCases,
  unitCostCasesListing,
  unitCostLeftOut,
  unitCostLeftOutListing,
} from '#app/queries/unit-cost-cases.ts'
import { unitCostCube } from '#app/queries/unit-cost-cube.ts'
import { type UnitCostPeer, unitCostPeers, unitCostPeersListing } from '#app/queries/unit-cost-peers.ts'
import { unitCostProgrammesListed } from '#app/queries/unit-cost-programmes.ts'
import { firstWatched, type Watched, watchListing } from '#app/queries/watch-list.ts'
import {
  scoresNotReweighted,
  scoresReweighted,
  wantedWeights,
  weightingSummary,
} from '#app/queries/weighting.ts'
import { type Connection, createSchema, keep, openAside, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { fillAtScale } from '#data/portfolio/at-scale.ts'
import { loadReference } from '#ingest/load.ts'
import { readReference } from '#ingest/reference.ts'

let connection: Connection
let known: Record<'district' | 'sector' | 'department' | 'programme', string[]>
let decisions: string
let undecided: Cube
let decided: Cube

async function answered<Params, Row>(query: Query<Params, Row>, params: Params): Promise<Row[]> {
  return query.row.array().parse(await rowsOf(connection, query.sql(params)))
}

const sent = async (asked: { decisions?: string }) =>
  cubeOf(tableFromIPC(cubeBytes(await answered(cube, asked))))

/** A list as the browser has it. */
async function listed<Row>(
  query: Query<{ decisions?: string }, Cells[number]>,
  decisions?: string,
): Promise<Listing<Row>> {
  const rows = await answered(query, decisions === undefined ? {} : { decisions })
  expect(rows.length).toBeGreaterThan(0)
  return listingOf<Row>(tableFromIPC(cubeBytes(rows)))
}

beforeAll(async () => {
  connection = await (await openAside()).connect()
  await createSchema(connection)
  await loadReference(connection, readReference())
  await fillAtScale(connection, { rows: 200_000, seed: 11 })
  // Of a country as many districts as a province may have.
  await connection.run(
    `delete from evaluation where district not in (select district from evaluation group by district order by count(*) desc, district limit 30)`,
  )
  // Real documents report a project several times in a year, leave figures out, and come from nobody knows where.
  await connection.run(`insert into evaluation by name
    select * replace (id || 'b' as id, 'another' as programme) from evaluation where hash(id) % 40 = 0`)
  await connection.run('update evaluation set adjusted = null, budget = null where hash(id) % 17 = 0')
  await connection.run(
    'update evaluation set spent = null, total_stated = null, total_sum = null where hash(id) % 19 = 0',
  )
  await connection.run(
    'update unit_cost set implied = null where evaluation in (select id from evaluation where spent is null)',
  )
  // What came of them lies on the edges of bands, between them and far beyond them.
  await connection.run(
    'update evaluation set execution_rate = (hash(id) % 1900) / 10 - 10 where hash(id) % 3 = 0',
  )
  await connection.run('update evaluation set total_stated = (hash(id) % 1050) / 10 where hash(id) % 5 = 0')
  await connection.run(
    "update evaluation set grade = case when hash(id) % 2 = 0 then 'poor' end where hash(id) % 7 = 0",
  )
  await connection.run('update evaluation set district = null, district_name = null where hash(id) % 23 = 0')
  await keep(connection)
  const values = async (column: string) =>
    (
      await rowsOf(connection, {
        text: `select distinct ${column} as v from report where ${column} is not null order by 1`,
        values: [],
      })
    ).map(({ v }) => String(v))
  known = {
    district: await values('district'),
    sector: await values('sector'),
    department: await values('department'),
    programme: await values('programme'),
  }
  const findings = await rowsOf(connection, sql`select id from v_finding where hash(id) % 3 = 0 order by id`)
  expect(findings.length).toBeGreaterThan(50)
  const states = ['dismissed', 'explained', 'confirmed']
  decisions = JSON.stringify(
    findings.map(({ id }, place) => ({
      finding: id,
      state: states[place % 3],
      note: '',
      by: '',
      at: '',
      figures: '',
    })),
  )
  undecided = await sent({})
  decided = await sent({ decisions })
})
afterAll(() => connection.closeSync())

const some = (values: readonly string[]) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    fc.uniqueArray(fc.constantFrom(...values), { maxLength: 4 }),
  )

const filters = () =>
  fc.record({
    year: fc.uniqueArray(fc.integer({ min: 2018, max: 2024 }), { maxLength: 2 }),
    district: some(known.district.flatMap((code) => [code, `${code}own`, `${code.slice(0, 2)}0000`])),
    sector: some(known.sector),
    department: some(known.department),
    programme: some(known.programme),
    grade: some(GradeChoice.options),
    execution: span('execution'),
    score: span('score'),
  })

/** Spans whose ends are those of bands, open at either end or not. */
const span = (of: Banded) => {
  const { width, last } = bands[of]
  const edge = fc.option(fc.integer({ min: 0, max: last / width - 1 }).map((band) => band * width))
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    fc.tuple(edge, edge).map(([one, other]) => {
      if (one === null || other === null) return one === other ? null : spanText({ from: one, to: other })
      return spanText({ from: Math.min(one, other), to: Math.max(one, other) + width })
    }),
  )
}

test("the cube's figures are the server's, to the last digit, whatever is chosen and decided", async () => {
  const [watched, watchedDecided, marks] = [
    await listed<Watched>(watchListing),
    await listed<Watched>(watchListing, decisions),
    await listed<ExecutionAgainstScore>(executionAgainstScoreListing),
  ]
  await fc.assert(
    fc.asyncProperty(filters(), fc.boolean(), async (chosen, areDecided) => {
      const asked = { ...noFilters, ...(chosen as Partial<Filters>), ...(areDecided ? { decisions } : {}) }
      const [figures = null] = await answered(overviewFigures, asked)
      expect(overviewOf(areDecided ? decided : undecided, asked)).toStrictEqual({
        figures,
        trend: await answered(yearlyTrend, asked),
        grades: await answered(gradesByDistrict, asked),
        gradeCounts: await answered(gradeCounts, asked),
        scoreBands: await answered(scoreBands, asked),
        executionBands: await answered(executionBands, asked),
      })
      expect(markedIn(areDecided ? watchedDecided : watched, asked, { figures }, most.watched)).toStrictEqual(
        await answered(firstWatched, asked),
      )
      expect(markedIn(marks, asked, { figures }, most.marks)).toStrictEqual(
        await answered(executionAgainstScore, asked),
      )
      expect(districtYearsOf(areDecided ? decided : undecided, asked)).toStrictEqual(
        await answered(districtYears('total'), asked),
      )
      expect(programmeYearsOf(areDecided ? decided : undecided, asked)).toStrictEqual(
        await answered(programmeYears('total'), asked),
      )
    }),
    { numRuns: 40 },
  )
})

test('targets are met as the server says, to the last digit', async () => {
  const targets = targetsCubeOf(tableFromIPC(cubeBytes(await answered(targetsCube, {}))))
  const misses = await listed<Reached>(missesListing)
  const overshoots = await listed<Reached>(overshootsListing)
  await fc.assert(
    fc.asyncProperty(filters(), some(Level1.options), async (chosen, level1) => {
      const asked = { ...noFilters, ...(chosen as Partial<Filters>), level1: level1 as Level1[] }
      const [summary] = await answered(completion, asked)
      expect(targetsOf(targets, asked)).toStrictEqual({
        summary,
        levels: await answered(completionByLevel, asked),
        years: await answered(completionByYear, asked),
      })
      expect(reachedIn(misses, asked)).toStrictEqual(await answered(widestMisses, asked))
      expect(reachedIn(overshoots, asked)).toStrictEqual(await answered(widestOvershoots, asked))
    }),
    { numRuns: 20 },
  )
})

test('satisfaction is what the server says, to the last digit', async () => {
  const rates = satisfactionCubeOf(tableFromIPC(cubeBytes(await answered(satisfactionCube, {}))))
  const cases = await listed<SatisfactionCase>(satisfactionCasesListing)
  const leftOut = await listed<SatisfactionLeftOut>(satisfactionLeftOutListing)
  await fc.assert(
    fc.asyncProperty(filters(), async (chosen) => {
      const asked = { ...noFilters, ...(chosen as Partial<Filters>) }
      const [summary] = await answered(satisfaction, asked)
      expect(satisfactionOf(rates, asked)).toStrictEqual({
        summary,
        matrix: await answered(satisfactionByDistrict, asked),
        ranks: await answered(satisfactionRanking, asked),
        years: await answered(satisfactionTrend, asked),
        programmes: await answered(satisfactionByProgramme, asked),
      })
      expect(casesIn(cases, asked)).toStrictEqual({
        gaps: await answered(satisfactionGaps, asked),
        points: await answered(satisfactionAgainstScore, asked),
      })
      expect(leftOutIn(leftOut, asked)).toStrictEqual(await answered(satisfactionLeftOut, asked))
    }),
    { numRuns: 20 },
  )
})

test('scores and other weights come to what the server says, to the last digit', async () => {
  const scores = scoresCubeOf(tableFromIPC(cubeBytes(await answered(scoresCube, {}))))
  const cases = await listed<Scored>(scoreListing)
  const level = fc.tuple(fc.constantFrom(...Level1.options.slice(0, 5)), fc.integer({ min: 0, max: 6000 }))
  const weights = fc
    .uniqueArray(level, { maxLength: 4, selector: ([name]) => name })
    .map((chosen) => chosen.map(([name, points]) => `${name}:${points / 100}`))
  await fc.assert(
    fc.asyncProperty(filters(), weights, async (chosen, weight) => {
      const asked = { ...noFilters, ...(chosen as Partial<Filters>), weight }
      const [summary] = await answered(scoreSummary, asked)
      const [weighting] = await answered(weightingSummary, asked)
      const wanted = await answered(wantedWeights, asked)
      expect(scoresOf(scores, asked, wanted)).toStrictEqual({
        summary,
        weighting,
        distribution: await answered(scoreDistribution, asked),
        byDistrict: await answered(scoresByDistrict, asked),
        ties: await answered(scoreTies, asked),
      })
      expect(scoreListsOf(cases, asked, wanted)).toStrictEqual({
        cases: await answered(scoreCases, asked),
        reweighted: await answered(scoresReweighted, asked),
        leftOut: await answered(scoresNotReweighted, asked),
      })
    }),
    { numRuns: 20 },
  )
})

test('unit costs are what the server says, to the last digit', async () => {
  const costs = costCubeOf(tableFromIPC(cubeBytes(await answered(unitCostCube, {}))))
  const cases = await listed<UnitCostCase>(unitCostCasesListing)
  const leftOut = await listed<UnitCostLeftOutListed>(unitCostLeftOutListing)
  const peers = await listed<UnitCostPeer>(unitCostPeersListing)
  const projects = await listed<CostChangeProject>(costChangeProjects)
  const per = fc.option(fc.constantFrom(...costs.texts.per.values.filter((value) => value !== null)))
  await fc.assert(
    fc.asyncProperty(filters(), per, async (chosen, per) => {
      const asked = { ...noFilters, ...(chosen as Partial<Filters>), per }
      const [measure = null] = await answered(unitCostMeasure, asked)
      expect(unitCostOf(costs, asked)).toStrictEqual({
        measure,
        programmes: await answered(unitCostProgrammesListed, asked),
        matrix: await answered(unitCostByDistrict, asked),
        compared: await answered(unitCostCompared, asked),
        trend: await answered(unitCostTrend, asked),
        change: await answered(costChange, asked),
        byDistrict: await answered(costChangeByDistrict, asked),
      })
      if (measure === null) return
      expect(comparedIn(cases, asked, measure, most.costs)).toStrictEqual(
        await answered(unitCostCases, asked),
      )
      expect(comparedIn(peers, asked, measure, most.peers)).toStrictEqual(
        await answered(unitCostPeers, asked),
      )
      expect(costsLeftOutIn(leftOut, asked, measure)).toStrictEqual(await answered(unitCostLeftOut, asked))
      expect(costChangeCasesOf(costs, asked, alikeIn(costs, measure), projects)).toStrictEqual(
        await answered(costChangeCases, asked),
      )
    }),
    { numRuns: 20 },
  )
})

test('a span that cuts a band in two is left to the server', () => {
  expect(overviewOf(undecided, { ...noFilters, score: '99.5-100' })).toBeNull()
  expect(overviewOf(undecided, { ...noFilters, execution: '80-80' })).toBeNull()
  expect(overviewOf(undecided, { ...noFilters, execution: '-160' })).toBeNull()
})

test('what stands side by side is what the server says, to the last digit, in the prices of any year', async () => {
  const listing = await listed<Sided>(sideListing)
  const pickable = await Promise.all(
    Side.options.map(async (by) => {
      const choices = await answered(sideChoices, { ...noFilters, by })
      return { by, sides: choices.map(({ side }) => side) }
    }),
  )
  const sides = fc.constantFrom(null, ...pickable).chain((one) =>
    fc.record({
      by: fc.constant(one?.by ?? null),
      pick: some(one?.sides ?? pickable[0]?.sides ?? []).map((pick) => pick.slice(0, mostSides)),
    }),
  )
  const level = fc.tuple(fc.integer({ min: 2018, max: 2024 }), fc.integer({ min: 1, max: 200_000 }))
  const index = fc
    .option(fc.uniqueArray(level, { minLength: 1, maxLength: 6, selector: ([year]) => year }))
    .map((levels) => levels?.map(([year, level]) => `${year}:${level / 1000}`).join(',') ?? null)
  const per = fc.option(
    fc.constantFrom(...new Set(Array.from(listing.columns.per).filter((one) => one !== null))),
  )
  const measure = fc.option(fc.constantFrom(...Measure.options))
  await fc.assert(
    fc.asyncProperty(filters(), sides, measure, index, per, async (chosen, sides, measure, index, per) => {
      const asked = { ...noFilters, ...(chosen as Partial<Filters>), ...sides, measure, index, per }
      expect(sidesOf(listing, asked)).toStrictEqual({
        filters: asked,
        sides: await answered(sideChoices, asked),
        rows: await answered(sideBySide, asked),
        years: await answered(sideYears(measureOf(asked)), asked),
        cases: await answered(sideCases(measureOf(asked)), asked),
      })
    }),
    { numRuns: 20 },
  )
})
