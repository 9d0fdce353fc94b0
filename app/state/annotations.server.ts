import { Annotation } from '#app/domain/annotation.ts'
import { type State, stateOf } from './database.server.ts'

/** What people noted about years and districts, the newest first. */
export const annotations = (state = stateOf()): Annotation[] =>
  Annotation.array().parse(
    state
      .prepare(
        `select id, year, district, district_name as districtName, note, by, at
          from annotation where removed_at is null order by id desc`,
      )
      .all(),
  )

/** Notes something about a year, a district, or a district in a year. */
export function annotate(
  { year, district, districtName, note, by }: Omit<Annotation, 'id' | 'at'>,
  state: State = stateOf(),
  now = new Date(),
) {
  state
    .prepare('insert into annotation (year, district, district_name, note, by, at) values (?, ?, ?, ?, ?, ?)')
    .run(year, district, districtName, note, by, now.toISOString())
}

/** Takes a note from the pages; it stays in the file, with who took it away. */
export function removeAnnotation(id: number, by: string, state: State = stateOf(), now = new Date()) {
  state
    .prepare('update annotation set removed_by = ?, removed_at = ? where id = ? and removed_at is null')
    .run(by, now.toISOString(), id)
}
