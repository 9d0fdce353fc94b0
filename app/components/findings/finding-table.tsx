import { Link } from '@remix-run/react'
import { findingLink, type RuleTitles } from '#app/charts/findings.ts'
import { kindWords } from '#app/charts/indicators.ts'
import { PlaceLink } from '#app/components/documents/place-link.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Prose } from '#app/components/prose.tsx'
import { formatMoneyAlone, formatYear, unknown } from '#app/format.ts'
import { findingsLink } from '#app/links.ts'
import type { FindingRow } from '#app/queries/findings.ts'
import { w } from '#app/words.ts'
import { FindingDecision } from './decisions.tsx'
import { SeverityMark } from './severity-mark.tsx'

const headings = [
  w('程度', 'Severity'),
  w('发现', 'Finding'),
  w('项目', 'Project'),
  w('区县', 'District'),
  w('支出', 'Spent'),
]

interface Props {
  rows: readonly FindingRow[]
  titles: RuleTitles
}

/** Findings, one a row: how grave, what disagrees with what, in whose report, and what people hold of it. */
export function FindingTable({ rows, titles }: Props) {
  const say = useSay()
  return (
    <table className="w-full border-collapse text-sm max-md:block">
      <thead className="max-md:sr-only">
        <tr className="border-line border-b text-left text-muted">
          {headings.map((heading, place) => (
            <th
              key={heading.en}
              scope="col"
              className={`px-2 py-1.5 font-normal ${place === 4 ? 'text-right' : ''}`}
            >
              {say(heading)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-md:block">
        {rows.map((row) => (
          <Row key={row.id} row={row} titles={titles} />
        ))}
      </tbody>
    </table>
  )
}

const cell = 'px-2 py-2 align-top max-md:block max-md:px-0 max-md:py-0.5'

function Row({ row, titles }: { row: FindingRow; titles: RuleTitles }) {
  const here = useHere()
  const say = useSay()
  const { rule, severity, message, project, unit, districtName, year, kind, spent } = row
  const title = titles[rule]
  return (
    <tr className="border-line border-b last:border-0 hover:bg-accent-soft/50 max-md:block max-md:py-2">
      <td className={cell}>
        <SeverityMark severity={severity} />
      </td>
      <td className={cell}>
        <Prose text={message} />
        <span className="block text-muted text-xs">
          <Link to={findingsLink(here, { rule: [rule] })} className="text-muted">
            {title ? say(title) : rule}
          </Link>
          {row.row !== null && (
            <>
              {' · '}
              <PlaceLink document={row.document} table={row.table} row={row.row} />
            </>
          )}
        </span>
        <FindingDecision finding={row} />
      </td>
      <td className={`${cell} md:w-72`}>
        <Link to={findingLink(row, here)}>{project ?? say(w('未写项目名称', 'Unnamed'))}</Link>
        <span className="block text-muted text-xs max-md:inline max-md:pl-2">{unit ?? unknown}</span>
      </td>
      <td className={`${cell} whitespace-nowrap max-md:inline-block max-md:text-xs`}>
        {districtName ?? unknown}
        <span className="block text-muted text-xs max-md:inline max-md:pl-2">
          {formatYear(year)}
          {kind !== 'selfEvaluation' && ` ${say(kindWords[kind])}`}
        </span>
      </td>
      <td
        className={`${cell} whitespace-nowrap text-right max-md:ml-4 max-md:inline-block max-md:text-left max-md:text-xs`}
      >
        <span className="text-muted md:hidden">{say(w('支出', 'Spent'))} </span>
        {formatMoneyAlone(spent, here.language)}
      </td>
    </tr>
  )
}
