import { Severity } from '#app/domain/finding.ts'
import { grouped } from '#app/domain/statistics.ts'
import type { Choice } from '#app/queries/choices.ts'
import type { Filters } from '#app/queries/filters.ts'
import type {
  FindingFigures,
  FindingsByDistrict,
  FindingsByRule,
  FindingTallies,
} from '#app/queries/finding-counts.ts'
import { type FindingListed, type FindingRow, unitsListed } from '#app/queries/findings.ts'
import { type FindingsAsked, pageSize, type StateAsked } from '#app/queries/findings-asked.ts'
import { most } from '#app/queries/list-lengths.ts'
import type { FollowedRemark, RemarksOfYear } from '#app/queries/remarks.ts'
import type { RiskRow } from '#app/queries/risk.ts'
import { type Checked, cellsIn, checkedSource, reportsOf } from './checked.ts'
import type { Answering } from './held.ts'
import { type Listing, listSource, pageList, placesIn, rowsIn } from './listing.ts'
import { districtNames, inOrder, inText } from './passing.ts'

type Findings = Listing<FindingListed>
type Places = readonly number[]

/** What a page of findings is asked beside its filters. */
type Asked = Omit<FindingsAsked, 'filters' | 'decisions'>

const reportsIn = ({ columns }: Findings, places: Places) =>
  new Set(places.map((place) => columns.evaluation[place])).size

/** Something of the findings of each severity, under the severities' names. */
const ofSeverities = (
  { columns }: Findings,
  places: Places,
  figure: (places: Places) => number,
): Record<Severity, number> => {
  const of = (severity: Severity) => figure(places.filter((place) => columns.severity[place] === severity))
  return { error: of('error'), warning: of('warning'), notice: of('notice') }
}

const lengthOf = ({ length }: Places) => length

function isInState({ columns }: Findings, asked: StateAsked | null): (place: number) => boolean {
  if (asked === null) return (place) => columns.state[place] !== 'dismissed'
  if (asked === 'changed') return (place) => columns.changedSince[place] !== null
  return (place) => columns.state[place] === asked
}

/** What the same questions to the server come to of the findings, to the last digit. */
function findingsOf(listing: Findings, filters: Filters, asked: Asked, checked: Checked) {
  const { columns } = listing
  const rules = new Set(filters.rule)
  const places = placesIn(
    listing,
    filters,
    (place) => rules.size === 0 || rules.has(columns.rule[place] ?? ''),
  )
  const found = places.filter(isInState(listing, asked.state))
  const isGrave = (place: number) => asked.severity === null || columns.severity[place] === asked.severity
  const page = asked.page ?? 1
  return {
    figures: figuresOf(listing, found, reportsOf(checked, cellsIn(checked, filters))),
    tallies: talliesOf(listing, places, found, isGrave),
    rows: found
      .filter(isGrave)
      .slice((page - 1) * pageSize, page * pageSize)
      .map((place) => rowAt(listing, place, asked.language)),
    units: unitsOf(listing, found),
    rules: rulesOf(listing, found),
    districts: districtsOf(listing, found, checked, filters),
  }
}

function rowAt(listing: Findings, place: number, language: Asked['language']): FindingRow {
  const { messageEn, evaluation, message, ...row } = listing.rowAt(place)
  return { ...row, message: language === 'zh' ? message : messageEn }
}

function figuresOf(listing: Findings, found: Places, n: number): FindingFigures {
  const concerned = ofSeverities(listing, found, (places) => reportsIn(listing, places))
  const reports = reportsIn(listing, found)
  return {
    ...ofSeverities(listing, found, lengthOf),
    findings: found.length,
    errorReports: concerned.error,
    warningReports: concerned.warning,
    noticeReports: concerned.notice,
    reports,
    n,
    share: n === 0 ? null : (100 * reports) / n,
  }
}

function talliesOf(
  listing: Findings,
  places: Places,
  found: Places,
  isGrave: (place: number) => boolean,
): FindingTallies {
  const grave = places.filter(isGrave)
  const inState = (state: StateAsked | null) => grave.filter(isInState(listing, state)).length
  return {
    ...ofSeverities(listing, found, lengthOf),
    severities: found.length,
    open: inState('open'),
    explained: inState('explained'),
    confirmed: inState('confirmed'),
    dismissed: inState('dismissed'),
    changed: inState('changed'),
    states: inState(null),
    pages: Math.ceil(found.filter(isGrave).length / pageSize),
  }
}

function unitsOf(listing: Findings, found: Places): Choice[] {
  return [...grouped(found, (place) => listing.columns.unit[place] ?? null)]
    .flatMap(([unit, places]) => (unit === null ? [] : [{ unit, n: reportsIn(listing, places) }]))
    .sort((one, other) => other.n - one.n || inText(one.unit, other.unit))
    .slice(0, unitsListed)
    .map(({ unit, n }) => ({ field: 'unit', value: unit, label: unit, n, inAll: null }))
}

function rulesOf(listing: Findings, found: Places): FindingsByRule[] {
  return [...grouped(found, (place) => listing.columns.rule[place] ?? '')]
    .map(([rule, places]) => ({
      rule,
      ...ofSeverities(listing, places, lengthOf),
      findings: places.length,
      reports: reportsIn(listing, places),
    }))
    .sort(
      (one, other) =>
        other.error - one.error ||
        other.warning - one.warning ||
        other.notice - one.notice ||
        inText(one.rule, other.rule),
    )
}

function districtsOf(
  listing: Findings,
  found: Places,
  checked: Checked,
  filters: Filters,
): FindingsByDistrict[] {
  const { district, districtName } = checked.texts
  const { codes, values } = listing.by.district
  const names = districtNames(district, districtName)
  const here = grouped(found, (place) => values[codes[place] ?? 0] ?? null)
  return [...grouped(cellsIn(checked, filters), (cell) => district.codes[cell] ?? 0)]
    .map(([code, cells]) => ({ code, place: district.values[code] ?? null, n: reportsOf(checked, cells) }))
    .sort((one, other) => inOrder(one.place, other.place))
    .flatMap(({ code, place, n }) => {
      const places = here.get(place) ?? []
      const counts = ofSeverities(listing, places, lengthOf)
      const concerned = ofSeverities(listing, places, (some) => reportsIn(listing, some))
      return Severity.options.map((severity) => ({
        district: place,
        districtName: names[code] ?? null,
        severity,
        findings: counts[severity],
        reports: concerned[severity],
        n,
        share: (100 * concerned[severity]) / n,
      }))
    })
}

/** The reports with the highest risk of those with findings that count, of these rules where any are asked for. */
function risksOf(listing: Listing<RiskRow>, filters: Filters): RiskRow[] {
  const { evaluation, rule } = listing.columns
  const rules = new Set(filters.rule)
  const rows = placesIn(listing, filters)
  const asked = rows.filter((place) => rules.size === 0 || rules.has(rule[place] ?? ''))
  const inScope = new Set(asked.map((place) => evaluation[place]))
  const reports = [...grouped(rows, (place) => evaluation[place])].filter(([report]) => inScope.has(report))
  return reports.slice(0, most.riskiest).flatMap(([, places]) => places.map(listing.rowAt))
}

function remarksOf(listing: Listing<RemarksOfYear>, filters: Filters): RemarksOfYear[] {
  const { year, kind } = listing.columns
  return [...grouped(placesIn(listing, filters), (place) => `${year[place]} ${kind[place]}`).values()].map(
    (places) => {
      const sumOf = (name: 'repeated' | 'remains' | 'gone' | 'open' | 'remarks' | 'reports') =>
        places.reduce((sum, place) => sum + (listing.columns[name][place] ?? 0), 0)
      return {
        ...listing.rowAt(places[0] ?? 0),
        repeated: sumOf('repeated'),
        remains: sumOf('remains'),
        gone: sumOf('gone'),
        open: sumOf('open'),
        remarks: sumOf('remarks'),
        reports: sumOf('reports'),
      }
    },
  )
}

const sources = {
  findings: listSource<FindingListed>('findings'),
  risks: listSource<RiskRow>('risks'),
  remarks: listSource<RemarksOfYear>('remarks'),
  followed: listSource<FollowedRemark>('followed-remarks'),
}

/** How the server answers the page of findings itself; what is new since a generation it has to ask. */
export const findingsAnswering = (
  asked: Asked,
): Pick<Answering<Checked, object>, 'source' | 'answered' | 'answerOf' | 'lists'> => ({
  source: checkedSource,
  answered: ['year', 'district', 'sector', 'department', 'programme', 'rule'],
  answerOf: () => (asked.since === null ? {} : null),
  lists: [
    pageList<FindingListed, Checked>(sources.findings, (listing, filters, _, checked) =>
      findingsOf(listing, filters, asked, checked),
    ),
    // What is told of is the risk that counts, whatever was decided.
    pageList<RiskRow>(sources.risks, (listing, filters) =>
      asked.state === null ? { risks: risksOf(listing, filters) } : {},
    ),
    pageList<RemarksOfYear>(sources.remarks, (listing, filters) => ({
      remarks: remarksOf(listing, filters),
    })),
    pageList<FollowedRemark>(sources.followed, (listing, filters) => ({
      followed: rowsIn(listing, filters, most.followed),
    })),
  ],
})
