import { type Bounds, beyond, found, gathering, type Made, type Since, type Step } from './due-rows.ts'
import { byPlace, keptTables, signatures } from './kept-tables.ts'
import { join, named, type Sql, sql } from './sql.ts'

/** Which reports changed since what is kept was made: what was kept of them goes, and what they are now is made. */

/** Reports made at once: few enough to be held in memory, and a whole group of rows, which the engine leaves as it is. */
const slice = 122_880

/** Reports that may have changed, as they are and as they are kept: all, or those that a build says it may have. */
const suspecting = (since?: Since): readonly Sql[] => {
  const columns = sql`id, project_id, year, kind, district, rowid as place`
  if (since === undefined)
    return [
      sql`create or replace temp view suspect as select ${columns} from evaluation`,
      sql`create or replace temp view was as select id, signature, project_id, year from report`,
    ]
  const isOne = found('evaluation', sql`id in (${since.reports})`)
  const isOfProject = sql`project_id in (
    select project_id from evaluation where ${isOne} ${since.projects ? sql`union all ${since.projects}` : sql``})`
  return [
    sql`create or replace temp table suspect as
      select ${columns} from evaluation where ${isOne}
      union select ${columns} from evaluation where ${found('evaluation', isOfProject)}`,
    sql`create or replace temp table was as
      select id, signature, project_id, year from report
      where ${found('report', sql`id in (select id from suspect)`)}`,
  ]
}

/** Reports of one project and year change together: one of them may no longer be `alone`. */
const staleOf = (which: Sql): Sql => sql`create or replace temp table stale as
  select f.id, f.signature, s.place, count(*) over (partition by s.project_id, s.year, s.kind) = 1 as alone,
    (row_number() over (order by s.year, s.district, s.id) - 1) // ${slice} as slice
  from fresh f join suspect s on s.id = f.id ${which}`

/** The statements that find out what changed since what is kept was made, and what of it goes. */
export const comparing = (since?: Since): readonly Sql[] => [
  ...suspecting(since),
  sql`create or replace temp table fresh as ${signatures(since && 'suspect')}`,
  // A signature is of one report alone.
  sql`create or replace temp table changed as
    select id from fresh f anti join was w on w.signature = f.signature
    union all select id from was w anti join fresh f on f.signature = w.signature`,
  sql`create or replace temp table touched as
    with project as (
      select project_id, year from was where id in (select id from changed)
      union select project_id, year from suspect where id in (select id from changed))
    select id from changed
    union select s.id from suspect s join project p
      on s.project_id = p.project_id and s.year is not distinct from p.year`,
  staleOf(sql`join touched t on t.id = f.id`),
  sql`create or replace temp table gone as select id from was where id in (select id from touched)`,
  sql`drop table changed`,
  ...ceasing(since),
]

const ceasing = (since?: Since): readonly Sql[] => [
  ...['was', 'suspect'].map((name) => sql`drop ${named(since ? 'table' : 'view')} ${named(name)}`),
  sql`drop table fresh`,
]

/** The statements that take away what of it goes, and hold it apart. */
export const parting: readonly Step[] = [
  {
    any: sql`from gone limit 1`,
    run: keptTables.flatMap(({ name, report, summed }) => {
      const isGone = sql`${named(report)} in (select id from gone)`
      return [
        sql`create or replace temp table gone_place as select rowid as place from ${named(name)} where ${isGone}`,
        sql`create or replace temp table gone_${named(name)} as
          select ${summed} from ${named(name)} where rowid in (from gone_place)`,
        sql`delete from ${named(name)} where rowid in (from gone_place)`,
      ]
    }),
  },
]

/** The statements by which all reports come and none goes. */
export const beginning: readonly Sql[] = [
  ...suspecting(),
  sql`create or replace temp table fresh as ${signatures()}`,
  sql`create or replace temp table gone as select id from report limit 0`,
  staleOf(sql``),
  ...ceasing(),
]

/** The last row that each kept table has before any is made. */
export const ends: Sql = join(
  keptTables.map(
    ({ name }) =>
      sql`select ${named(`'${name}'`)} as name, coalesce(max(rowid), -1)::double as last from ${named(name)}`,
  ),
  ' union all ',
)

/** Into how many slices what is missing falls, how many reports come and go, and where the first of them stands. */
export const slices = sql`select coalesce(max(slice) + 1, 0)::integer as n, count(*)::integer as came,
  (select count(*) from gone)::integer as gone, coalesce(min(place), 0)::double as first from stale`

/** The statements that gather what a slice of what is missing is made of. */
export const preparing = (place: number, bounds: Bounds): readonly Sql[] => [
  sql`create or replace temp table due as
    select id, signature, alone from stale where slice = ${named(String(place))}`,
  ...gathering(bounds),
]

/** The statements that make it; what came in order stays in it. */
export const making = (isInOrder: boolean): readonly Sql[] =>
  keptTables.map(
    ({ name, rows, order }) =>
      sql`insert into ${named(name)} by name ${rows} ${isInOrder && order === byPlace ? sql`` : order}`,
  )

/** The rows that came, as those that went; where nothing was kept, all. */
export const coming = ({ isFirst, ends }: Made): readonly Sql[] =>
  keptTables.map(({ name, summed }) => {
    const rows = sql`select ${summed} from ${named(name)}`
    return isFirst
      ? sql`create or replace temp view came_${named(name)} as ${rows}`
      : sql`create or replace temp table came_${named(name)} as ${rows} where ${beyond(ends.get(name))}`
  })
