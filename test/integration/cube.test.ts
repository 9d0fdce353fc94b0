import { tableFromIPC } from '@uwdata/flechette'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cubeBytes } from '#app/cube/bytes.server.ts'
import { type Cube, cubeOf } from '#app/cube/cube.ts'
import { districtYearsOf } from '#app/cube/district-years.ts'
import { overviewOf } from '#app/cube/overview.ts'
import { programmeYearsOf } from '#app/cube/programme-years.ts'
import { satisfactionCubeOf, satisfactionOf } from '#app/cube/satisfaction.ts'
import { scoresCubeOf, scoresOf } from '#app/cube/scores.ts'
import { targetsCubeOf, targetsOf } from '#app/cube/targets.ts'
import { costCubeOf, unitCostOf } from '#app/cube/unit-cost.ts'
import { Level1 } from '#app/domain/indicator.ts'
import { type Banded, bands, spanText } from '#app/domain/span.ts'
import { costChange, costChangeByDistrict } from '#app/queries/cost-change.ts'
import { cube } from '#app/queries/cube.ts'
import { districtYears } from '#app/queries/district-years.ts'
import { type Filters, GradeChoice, noFilters } from '#app/queries/filters.ts'
import { executionBands, gradeCounts, scoreBands } from '#app/queries/outcomes.ts'
import { gradesByDistrict, overviewFigures, yearlyTrend } from '#app/queries/overview.ts'
import { programmeYears } from '#app/queries/programme-years.ts'
import {
  satisfaction,
  satisfactionByDistrict,
  satisfactionByProgramme,
  satisfactionRanking,
  satisfactionTrend,
} from '#app/queries/satisfaction.ts'
import { satisfactionCube } from '#app/queries/satisfaction-cube.ts'
import { scoreDistribution, scoreSummary, scoresByDistrict, scoreTies } from '#app/queries/scores.ts'
import { scoresCube } from '#app/queries/scores-cube.ts'
import { completion, completionByLevel, completionByYear } from '#app/queries/targets.ts'
import { targetsCube } from '#app/queries/targets-cube.ts'
import {
  unitCostByDistrict,
  unitCostCompared,
  unitCostMeasure,
  unitCostProgrammesListed,
  unitCostTrend,
} from '#app/queries/unit-cost.ts'
import { unitCostCube } from '#app/queries/unit-cost-cube.ts'
import { wantedWeights, weightingSummary } from '#app/queries/weighting.ts'
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
}, 120_000)
afterAll(() => connection.closeSync())

const some = (values: readonly string[]) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    fc.uniqueArray(fc.constantFrom(...values), { maxLength: 4 }),
  )

const filters = () =>
  fc.record({
    year: fc.uniqueArray(fc.integer({ min: 2018, max: 2024 }), { maxLength: 2 }),
    district: some([...known.district, ...known.district.map((code) => `${code.slice(0, 2)}0000`)]),
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
      expect(districtYearsOf(areDecided ? decided : undecided, asked)).toStrictEqual(
        await answered(districtYears('total'), asked),
      )
      expect(programmeYearsOf(areDecided ? decided : undecided, asked)).toStrictEqual(
        await answered(programmeYears('total'), asked),
      )
    }),
    { numRuns: 100 },
  )
}, 240_000)

test('targets are met as the server says, to the last digit', async () => {
  const targets = targetsCubeOf(tableFromIPC(cubeBytes(await answered(targetsCube, {}))))
  await fc.assert(
    fc.asyncProperty(filters(), some(Level1.options), async (chosen, level1) => {
      const asked = { ...noFilters, ...(chosen as Partial<Filters>), level1: level1 as Level1[] }
      const [summary] = await answered(completion, asked)
      expect(targetsOf(targets, asked)).toStrictEqual({
        summary,
        levels: await answered(completionByLevel, asked),
        years: await answered(completionByYear, asked),
      })
    }),
    { numRuns: 30 },
  )
}, 240_000)

test('satisfaction is what the server says, to the last digit', async () => {
  const rates = satisfactionCubeOf(tableFromIPC(cubeBytes(await answered(satisfactionCube, {}))))
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
    }),
    { numRuns: 30 },
  )
}, 240_000)

test('scores and other weights come to what the server says, to the last digit', async () => {
  const scores = scoresCubeOf(tableFromIPC(cubeBytes(await answered(scoresCube, {}))))
  const level = fc.tuple(fc.constantFrom(...Level1.options.slice(0, 5)), fc.integer({ min: 0, max: 6000 }))
  const weights = fc
    .uniqueArray(level, { maxLength: 4, selector: ([name]) => name })
    .map((chosen) => chosen.map(([name, points]) => `${name}:${points / 100}`))
  await fc.assert(
    fc.asyncProperty(filters(), weights, async (chosen, weight) => {
      const asked = { ...noFilters, ...(chosen as Partial<Filters>), weight }
      const [summary] = await answered(scoreSummary, asked)
      const [weighting] = await answered(weightingSummary, asked)
      expect(scoresOf(scores, asked, await answered(wantedWeights, asked))).toStrictEqual({
        summary,
        weighting,
        distribution: await answered(scoreDistribution, asked),
        byDistrict: await answered(scoresByDistrict, asked),
        ties: await answered(scoreTies, asked),
      })
    }),
    { numRuns: 30 },
  )
}, 240_000)

test('unit costs are what the server says, to the last digit', async () => {
  const costs = costCubeOf(tableFromIPC(cubeBytes(await answered(unitCostCube, {}))))
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
    }),
    { numRuns: 20 },
  )
}, 240_000)

test('a span that cuts a band in two is left to the server', () => {
  expect(overviewOf(undecided, { ...noFilters, score: '99.5-100' })).toBeNull()
  expect(overviewOf(undecided, { ...noFilters, execution: '80-80' })).toBeNull()
  expect(overviewOf(undecided, { ...noFilters, execution: '-160' })).toBeNull()
})
