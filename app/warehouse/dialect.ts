import { join, named, type Sql, spelled, sql } from './sql.ts'

/**
 * What DuckDB and ClickHouse have different words for, each under one name. Everything else in the queries is read
 * alike by both, ClickHouse with the settings that its client is given.
 */

const words = (names: readonly string[]) => named(names.join(', '))

/** All columns, of a table or of all, but some. */
export const allBut = (columns: readonly string[], of = ''): Sql =>
  spelled(sql`${named(of)}* exclude (${words(columns)})`, sql`${named(of)}* except (${words(columns)})`)

/** Interpolated between the two nearest values, as domain/statistics has it; over a window where one is given. */
export const quantile = (value: Sql, share: 0.25 | 0.5 | 0.75): Sql =>
  spelled(
    sql`quantile_cont(${value}, ${named(String(share))})`,
    sql`quantileExactInclusive(${named(String(share))})(${value})`,
  )

/** One of the three quartiles of a group, which are found together. */
export const quartile = (value: Sql, share: 0.25 | 0.5 | 0.75): Sql =>
  spelled(
    sql`quantile_cont(${value}, [0.25, 0.5, 0.75])[${named(String(share * 4))}]`,
    sql`quantileExactInclusive(${named(String(share))})(${value})`,
  )

export const median = (value: Sql): Sql => quantile(value, 0.5)

/** To some places behind the point, halves away from nought. */
export const rounded = (value: Sql, places: number): Sql => {
  const scale = named(`1e${places}`)
  return spelled(
    places === 0 ? sql`round(${value})` : sql`round(${value}, ${named(String(places))})`,
    sql`(sign(${value}) * floor(abs(${value}) * ${scale} + 0.5) / ${scale})`,
  )
}

/** A figure as a decimal of so many places, whose sums are the same whichever way they are added up. */
export const decimal = (figure: Sql, places: 2 | 4): Sql => {
  const scale = named(places === 2 ? '100' : '10000')
  // ClickHouse works out what lies under a null too, which may be no number.
  const known = sql`ifNull(${figure}, 0)`
  return spelled(
    sql`(${figure})::decimal(${named(places === 2 ? '38' : '18')}, ${named(String(places))})`,
    sql`if(${figure} is null, null,
      toDecimal128(sign(${known}) * floor(abs(${known}::double) * ${scale} + 0.5), ${named(String(places))}) / ${scale})`,
  )
}

/** Whether a text begins with another. */
export const begins = (text: Sql, start: Sql | string): Sql =>
  spelled(sql`starts_with(${text}, ${start})`, sql`startsWith(${text}, ${start})`)

/** Whether a text has words in it, in capitals or not. */
export const holds = (text: Sql, sought: Sql | string | null): Sql =>
  spelled(
    sql`contains(lower(${text}), lower(${sought}))`,
    sql`(position(lowerUTF8(${text}), lowerUTF8(${sought})) > 0)`,
  )

/** Whole numbers from one to another, both among them; none where either is null. A row for each. */
export const wholeNumbers = (from: Sql, to: Sql): Sql =>
  sql`unnest(range(coalesce(${from}, 1), coalesce(${to} + 1, 1)))::integer`

/** What tells the rows of `report` apart, and finds them again soonest. */
export const reportRow = spelled(named('rowid'), named('id'))

/** A value of named parts, whose order is that of its parts. */
export const record = (
  parts: readonly (readonly [name: string, value: Sql, type: 'String' | 'Float64'])[],
): Sql =>
  spelled(
    sql`{ ${join(
      parts.map(([name, value]) => sql`${named(`'${name}'`)}: ${value}`),
      ', ',
    )} }`,
    sql`cast(tuple(${join(
      parts.map(([, value]) => value),
      ', ',
    )}), ${named(`'Tuple(${parts.map(([name, , type]) => `${name} Nullable(${type})`).join(', ')})'`)})`,
  )

/** Records of a group in an order. */
export const listed = (value: Sql, order: { duckdb: Sql; clickhouse: Sql }): Sql =>
  spelled(
    sql`list(${value} order by ${order.duckdb})`,
    sql`arraySort(${order.clickhouse}, groupArray(${value}))`,
  )

/** The list where it is known, else none. */
export const orNone = (list: Sql): Sql => spelled(sql`coalesce(${list}, [])`, list)

/** The different values of a group that a condition leaves, in order. */
export const distinctOf = (value: Sql, where: Sql): Sql =>
  spelled(
    sql`list_sort(list(distinct ${value}) filter (where ${where}))`,
    sql`arraySort(groupUniqArrayIf(${value}, coalesce(${where}, false)))`,
  )

/** How many different values a group of lists has. */
export const distinctIn = (lists: Sql): Sql =>
  spelled(
    sql`coalesce(len(list_distinct(flatten(list(${lists}) filter (where ${lists} is not null)))), 0)::integer`,
    sql`length(arrayDistinct(arrayFlatten(groupArray(${lists}))))::integer`,
  )

/** A list of texts as lines. */
export const lines = (list: Sql): Sql =>
  spelled(sql`coalesce(array_to_string(${list}, chr(10)), '')`, sql`arrayStringConcat(${list}, char(10))`)

/** Rows of texts out of a JSON array of objects. */
export const rowsOfJson = (json: string, columns: readonly string[]): Sql => {
  const shape = JSON.stringify([Object.fromEntries(columns.map((column) => [column, 'VARCHAR']))])
  const types = columns.map((column) => `${column} Nullable(String)`).join(', ')
  return spelled(
    sql`select unnest(from_json(cast(${json} as json), ${shape}), recursive := true)`,
    sql`select ${named(columns.map((column) => `item.${column} as ${column}`).join(', '))} from (
      select arrayJoin(JSONExtract(${json}, ${named(`'Array(Tuple(${types}))'`)})) as item)`,
  )
}

/** The names of a JSON object and their figures, from a table's column: columns `key` and `value`. */
export const entriesOf = (table: Sql, column: string): Sql =>
  spelled(
    sql`select key, value::double as value from ${table}, json_each(${named(column)})`,
    sql`select entry.1 as key, entry.2 as value from (
      select arrayJoin(JSONExtractKeysAndValues(assumeNotNull(${named(column)}), 'Float64')) as entry from ${table})`,
  )

/** The sum of a JSON object's figures. */
export const sumOfEntries = (column: Sql): Sql =>
  spelled(
    sql`(select sum(value::double) from json_each(${column}))`,
    sql`arraySum(JSONExtractKeysAndValues(assumeNotNull(${column}), 'Float64').2)`,
  )

/** The first day of a month. */
export const firstDay = (year: Sql, month: Sql | number): Sql => {
  const numbered = typeof month === 'number' ? named(String(month)) : month
  return spelled(sql`make_date(${year}, ${numbered}, 1)`, sql`makeDate32(${year}, ${numbered}, 1)`)
}

/** A moment in ISO 8601 as day and time by the clocks of China. */
export const chinaTime = (moment: Sql): Sql =>
  spelled(
    sql`strftime(cast(${moment} as timestamptz), '%Y-%m-%d %H:%M')`,
    sql`formatDateTime(parseDateTimeBestEffortOrNull(${moment}), '%Y-%m-%d %H:%i', 'Asia/Shanghai')`,
  )
