import type { Filters } from '#app/queries/filters.ts'
import { most } from '#app/queries/list-lengths.ts'
import type { UnitCostMeasure } from '#app/queries/unit-cost.ts'
import type { UnitCostLeftOut, UnitCostLeftOutListed } from '#app/queries/unit-cost-cases.ts'
import { type Listing, placesIn, rowsIn } from './listing.ts'

/** Whether a row is of the programme that is compared. */
function ofProgramme({ by }: Listing<unknown>, { programme }: UnitCostMeasure) {
  const code = by.programme.values.indexOf(programme)
  return (place: number) => by.programme.codes[place] === code
}

/** The rows of what is compared. */
export function comparedIn<Row extends { year: number | null; per: string }>(
  listing: Listing<Row>,
  filters: Filters,
  measure: UnitCostMeasure,
  length: number,
): Row[] {
  const isOf = ofProgramme(listing, measure)
  return rowsIn(
    listing,
    filters,
    length,
    (place) => isOf(place) && listing.columns.per[place] === measure.per,
  )
}

export function leftOutIn(
  listing: Listing<UnitCostLeftOutListed>,
  filters: Filters,
  measure: UnitCostMeasure,
): UnitCostLeftOut[] {
  const isOf = ofProgramme(listing, measure)
  const { byPer, byNoneOf } = listing.columns
  const places = placesIn(
    listing,
    filters,
    (place) =>
      isOf(place) &&
      (byPer[place] === null
        ? byNoneOf[place]?.split('\n').includes(measure.per) === false
        : byPer[place] === measure.per),
  )
  return places.slice(0, most.costs).map((place) => ({ ...listing.rowAt(place), inAll: places.length }))
}
