import { Link } from '@remix-run/react'
import { type Printed, printed, type View } from '#app/charts/view.ts'
import { bracketed, formatCount } from '#app/format.ts'
import { type Words, w } from '#app/words.ts'
import { useHere } from './here.ts'

/** Apart from the name of the section that the table stands in. */
export const tableLabel = ({ zh, en }: Words) => w(`${zh}：数据表`, `${en}: table`)

/** A view's rows as a table: one unit a column, in its heading; figures right and aligned. */
export function DataTable<Row extends object>({
  view,
  rows: all,
}: {
  view: View<Row>
  rows: readonly Row[]
}) {
  const here = useHere()
  const rows = all.slice(0, most)
  const cells = view.columns.map((column) => {
    const as = printed(column, rows, here.language)
    const texts = as.numeric ? [] : [as.heading, ...rows.map((row) => as.cell(row[column.key]))]
    return { name: column.key, ...as, widest: Math.max(0, ...texts.map(emsOf)) }
  })
  const room = cells.reduce((sum, { widest }) => sum + Math.min(widest, 14), 0)
  const columns = cells.map(({ widest, ...cell }, place) => ({
    ...cell,
    isShort: widest <= shortest,
    minWidth: widthFor(widest, place === 0 ? 10 : room > muchText ? 9 : 14),
  }))
  // A long table scrolls under its headings rather than pushing the rest of the page away.
  const tall = rows.length > 30 ? 'max-h-[40rem]' : ''
  return (
    <section
      className={`overflow-auto print:max-h-none ${tall}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={tableLabel(view.title)[here.language]}
    >
      <table className="w-full border-collapse text-sm">
        <thead className="sticky top-0 z-10 bg-surface">
          <tr className="border-line border-b text-muted">
            {columns.map((column) => (
              <Heading key={column.name} {...column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of an answer have no other identity, and are never reordered in place
            <tr key={index} className="border-line border-b bg-surface last:border-0 hover:bg-accent-soft">
              {columns.map(({ name, cell, numeric, isShort }, place) => {
                const href = place === 0 ? (view.link?.(row, here) ?? null) : null
                const text = cell(row[name])
                return (
                  <td
                    key={name}
                    className={`px-2 py-1.5 align-top ${isShort ? 'whitespace-nowrap' : ''} ${numeric ? 'text-right' : ''} ${place === 0 ? 'sticky left-0 bg-inherit' : ''}`}
                  >
                    {href === null ? text : <Link to={href}>{text}</Link>}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {all.length > most && (
        <p className="px-2 py-1.5 text-muted text-sm">
          {here.language === 'zh'
            ? `列出前 ${most} 行，共 ${formatCount(all.length)} 行；其余见导出的表格。`
            : `The first ${most} of ${formatCount(all.length)} rows; the others are in the exported files.`}
        </p>
      )}
    </section>
  )
}

/** Rows that are read on a page; a file holds them all. */
const most = 200

/** Of more than this beside figures, words take two lines rather than the table a second screen; in em. */
const muchText = 50

/** Headings and columns of no more than this, such as years and districts, keep their words in one line; in em. */
const shortest = 6

const emsOf = (text: string) => [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 1 : 0.6), 0)

/** So wide that a cell's text takes few lines, in em: a Chinese character is one wide, others about half. */
const widthFor = (widest: number, most: number): string | undefined =>
  widest === 0 ? undefined : `calc(${Math.min(most, Math.ceil(widest))}em + 1.1rem)`

function Heading({ heading, unit, numeric, minWidth }: Printed & { minWidth: string | undefined }) {
  const { language } = useHere()
  return (
    <th
      scope="col"
      style={{ minWidth }}
      className={`${emsOf(heading) > shortest ? 'min-w-22' : 'min-w-16'} px-2 py-1.5 align-bottom font-normal ${numeric ? 'text-right' : 'text-left'}`}
    >
      <span className={`inline-block ${emsOf(heading) <= shortest ? 'whitespace-nowrap' : ''}`}>
        {heading}
      </span>
      {unit !== null && (
        <span className="inline-block whitespace-nowrap text-xs">{bracketed(unit, language)}</span>
      )}
    </th>
  )
}
