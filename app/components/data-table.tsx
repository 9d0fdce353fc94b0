import { Link } from '@remix-run/react'
import { type Printed, printed, type View } from '#app/charts/view.ts'
import { useHere } from './here.ts'

/** A view's rows as a table: one unit a column, in its heading; figures right and aligned. */
export function DataTable<Row extends object>({ view, rows }: { view: View<Row>; rows: readonly Row[] }) {
  const here = useHere()
  const columns = view.columns.map((column) => ({
    name: column.key,
    ...printed(column, rows, here.language),
  }))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="overflow-x-auto" tabIndex={0} aria-label={view.title[here.language]}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-line border-b text-muted">
            {columns.map((column) => (
              <Heading key={column.name} {...column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of an answer have no other identity, and are never reordered in place
            <tr key={index} className="border-line border-b last:border-0 hover:bg-accent-soft/50">
              {columns.map(({ name, cell, numeric }, place) => {
                const href = place === 0 ? (view.link?.(row, here) ?? null) : null
                const text = cell(row[name])
                return (
                  <td key={name} className={`px-2 py-1.5 align-top ${numeric ? 'text-right' : ''}`}>
                    {href === null ? text : <Link to={href}>{text}</Link>}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Heading({ heading, unit, numeric }: Printed) {
  return (
    <th scope="col" className={`px-2 py-1.5 font-normal ${numeric ? 'text-right' : 'text-left'}`}>
      {heading}
      {unit !== null && <span className="whitespace-nowrap text-xs">（{unit}）</span>}
    </th>
  )
}
