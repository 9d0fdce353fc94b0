import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { placeWords } from '#app/charts/document-words.ts'
import { useSay } from '#app/components/here.ts'
import type { Stretch } from '#app/domain/source-table.ts'
import { w } from '#app/words.ts'

/** What became of a row: ● something was read from it, ▲ something was odd about it. */
export interface RowSigns {
  read: boolean
  odd: boolean
}

interface Props {
  table: Stretch
  /** The row and cell that were asked for. */
  marked: { row: number | null; column: number | null }
  signs?: ReadonlyMap<number, RowSigns>
  /** Where a row's number leads. */
  toRow?: (row: number) => string
  /** What stands above each column. */
  head?: (column: number) => ReactNode
}

const lies = (place: number | null, from: number, span: number) =>
  place !== null && place >= from && place < from + span

/** A table as it was read, with its spans; the row that was asked for is tinted, the cell framed. */
export function SourceTable({ table, marked, signs, toRow, head }: Props) {
  const say = useSay()
  /** The cell is what an address leads to: in a wide table its row may be in view and it may not. */
  const isFramed =
    (row: number) =>
    ({ column, rowSpan, columnSpan }: Stretch['lines'][number]['cells'][number]) =>
      lies(marked.row, row, rowSpan) && lies(marked.column, column, columnSpan)
  return (
    <section
      className="max-h-[70vh] overflow-auto rounded border border-line print:max-h-none"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={say(placeWords(table.number, null) ?? w('表', 'Table'))}
    >
      <table className="w-max border-collapse bg-surface text-sm">
        {head && (
          <thead className="sticky top-0 z-20">
            <tr>
              <td className="border border-line bg-paper" />
              {Array.from({ length: table.right - table.left + 1 }, (_, at) => table.left + at).map(
                (column) => (
                  <td key={column} className="border border-line bg-paper p-1">
                    {head(column)}
                  </td>
                ),
              )}
            </tr>
          </thead>
        )}
        <tbody>
          {table.lines.map(({ row, cells }) => (
            <tr
              key={row}
              id={cells.some(isFramed(row)) ? undefined : `at-${row}`}
              className="scroll-mt-24 align-top"
            >
              <th
                scope="row"
                className={`sticky left-0 z-10 whitespace-nowrap border border-line px-2 py-1 text-right font-normal text-xs ${row === marked.row ? 'bg-warn-soft' : 'bg-paper'}`}
              >
                <Signs signs={signs?.get(row)} />
                {toRow ? (
                  <Link to={toRow(row)} preventScrollReset aria-label={say(w(`第 ${row} 行`, `Row ${row}`))}>
                    {row}
                  </Link>
                ) : (
                  row
                )}
              </th>
              {cells.map((cell) => {
                const { column, rowSpan, columnSpan, text } = cell
                const own = isFramed(row)(cell)
                return (
                  <td
                    key={column}
                    id={own ? `at-${row}` : undefined}
                    rowSpan={rowSpan}
                    colSpan={columnSpan}
                    aria-current={own ? 'location' : undefined}
                    className={`min-w-12 scroll-mt-24 scroll-ml-24 border border-line px-2 py-1 ${own || row === marked.row ? 'bg-warn-soft' : ''} ${own ? 'font-semibold outline-2 outline-warn -outline-offset-2' : ''}`}
                  >
                    <div className="max-w-64 whitespace-pre-line break-words">{text}</div>
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

function Signs({ signs }: { signs: RowSigns | undefined }) {
  const say = useSay()
  if (signs === undefined) return null
  return (
    <>
      {signs.read && (
        <span className="mr-1 text-good" role="img" aria-label={say(w('已读出', 'read'))}>
          ●
        </span>
      )}
      {signs.odd && (
        <span className="mr-1 text-warn" role="img" aria-label={say(w('有问题', 'odd'))}>
          ▲
        </span>
      )}
    </>
  )
}
