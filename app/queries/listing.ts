import { z } from 'zod'
import { join, type Sql, sql } from '#app/warehouse/sql.ts'
import { isEachPlaceShown } from './project-cells.ts'

/** Of no more reports a browser is sent whole lists, to filter them itself: a city's. The server lists those of more. */
export const mostListed = 20_000

const Text = z.string().nullable()

/** What each row of a whole list can be chosen by, beside its year and its own figures. */
export const listingShape = { byDistrict: Text, bySector: Text, byDepartment: Text, byProgramme: Text }

/** The same out of columns of reports; of those of a table, where another has such columns too. */
export function listingBy(of = ''): Sql {
  const fields = ['district', 'sector', 'department', 'programme'].map(
    (field): Sql => ({
      text: `${of}${field} as "by${field[0]?.toUpperCase()}${field.slice(1)}"`,
      values: [],
    }),
  )
  return join(fields, ', ')
}

/** Whether lists are sent whole. */
export const isListed = sql`${isEachPlaceShown} and (select count(*) from report) <= cast(${mostListed} as integer)`

/** One more than may be sent, so that too many are told from just enough. */
export const atMostListed: Sql = sql`limit cast(${mostListed + 1} as integer)`
