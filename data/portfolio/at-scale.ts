import { type Connection, rowsOf, run } from '#app/warehouse/duckdb.server.ts'
import { type Sql, sql } from '#app/warehouse/sql.ts'
import { reports, tables } from './at-scale-tables.ts'
import { placeProgrammes } from './place-programmes.ts'
import type { Aim, Programme } from './programme.ts'
import { socialProgrammes } from './social-programmes.ts'

const programmes: readonly Programme[] = [...socialProgrammes, ...placeProgrammes]

const years = { first: 2019, count: 5 }
/** Of a project's years, those that it reports. */
const reported = 0.92
/** Reports written at once: few enough to be held in memory. */
const slice = 100_000

type Served = { kind: 'served' | 'standard'; name: string; typical: number; unit: string }

interface Line {
  programme: number
  ordinal: number
  level: string
  level1: string
  level2: string
  name: string
  kind: Served['kind'] | 'satisfaction' | Aim['kind']
  amount: number
  unit: string | null
  weight: number
}

/** A programme's indicators with their points: output 50, benefit 30, satisfaction 10 (财预〔2020〕10号). */
function linesOf({ served, standard, ...programme }: Programme, index: number): Line[] {
  const output: readonly (readonly [string, Aim | Served])[] = [
    ['数量指标', { ...served, kind: 'served' }],
    ...programme.quantity.map((aim) => ['数量指标', aim] as const),
    ...programme.quality.map((aim) => ['质量指标', aim] as const),
    ...programme.timeliness.map((aim) => ['时效指标', aim] as const),
    ['成本指标', { kind: 'standard', name: standard.name, typical: standard.yuan, unit: served.unit }],
  ]
  const level = (name: string, level1: string, level2: string, weight: number) => ({
    programme: index,
    level: name,
    level1,
    level2,
    weight,
  })
  const lines = [
    ...output.map(([level2, aim]) => ({
      ...level('output', '产出指标', level2, 50 / output.length),
      ...lineOf(aim),
    })),
    ...programme.benefit.map(([level2, aim]) => ({
      ...level('benefit', '效益指标', level2, 30 / programme.benefit.length),
      ...lineOf(aim),
    })),
    {
      ...level('satisfaction', '满意度指标', '服务对象满意度指标', 10),
      name: programme.satisfaction,
      kind: 'satisfaction' as const,
      amount: 90,
      unit: '%',
    },
  ]
  return lines.map((line, ordinal) => ({ ...line, ordinal }))
}

function lineOf(aim: Aim | Served): Pick<Line, 'name' | 'kind' | 'amount' | 'unit'> {
  const { kind, name } = aim
  if (kind === 'count' || kind === 'served' || kind === 'standard')
    return { name, kind, amount: aim.typical, unit: aim.unit }
  if (kind === 'share' || kind === 'limit') return { name, kind, amount: aim.target, unit: '%' }
  if (kind === 'deadline') return { name, kind, amount: aim.month, unit: null }
  return { name, kind, amount: 0, unit: kind === 'zero' ? aim.unit : null }
}

/**
 * Fills a warehouse that knows its districts and nothing else with an invented country of about so many indicator
 * rows, by the engine itself: programmes of the country, its provinces and cities, shared by their districts; units
 * of very different size; reports and figures that are missing; sums that do not fit. The same size and seed give
 * the same figures. The findings of three rules are written as the audit would; records for the audit are left out.
 */
export async function fillAtScale(
  connection: Connection,
  { rows, seed }: { rows: number; seed: number },
): Promise<number> {
  const lines = programmes.flatMap(linesOf)
  await run(connection, { text: `create temp macro seed() as ${Math.trunc(seed)}`, values: [] })
  await place(connection, 'programme_line', lines)
  await place(
    connection,
    'programme',
    programmes.map(({ name, sector, department, unit }, number) => ({
      number,
      name,
      sector,
      department,
      unit,
    })),
  )
  const perReport = lines.length / programmes.length
  const projects = Math.max(1, Math.round(rows / perReport / years.count / reported))
  for (const statement of reports(projects, programmes.length, { ...years, reported }))
    await run(connection, statement)
  const [counted] = await rowsOf(connection, sql`select count(*)::integer as n from report`)
  const all = Number(counted?.n)
  for (let from = 0; from < all; from += slice) {
    await run(connection, partOf(from))
    for (const statement of tables) await run(connection, statement)
  }
  for (const name of [
    'part',
    'outcome',
    'written',
    'quantity',
    'fund',
    'cost',
    'report',
    'project',
    'programme',
    'programme_line',
  ])
    await connection.run(`drop table if exists ${name}`)
  const [filled] = await rowsOf(connection, sql`select count(*)::integer as n from indicator`)
  return Number(filled?.n)
}

const partOf = (from: number): Sql => sql`create or replace temp table part as
  select * from report where place >= cast(${from} as integer) and place < cast(${from + slice} as integer)
  order by place`

/** Makes a temporary table of plain rows. */
async function place(connection: Connection, name: string, rows: readonly object[]) {
  const [first = {}] = rows
  const shape = Object.entries(first).map(
    ([key, value]) => `"${key}":"${typeof value === 'number' ? 'DOUBLE' : 'VARCHAR'}"`,
  )
  await run(connection, {
    text: `create temp table ${name} as
      select unnest(from_json(cast(? as json), '[{${shape.join(',')}}]'), recursive := true)`,
    values: [JSON.stringify(rows)],
  })
}
