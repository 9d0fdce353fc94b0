import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { placeWords } from '#app/charts/document-words.ts'
import { Frame } from '#app/components/comparison.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Pages } from '#app/components/pages.tsx'
import type { Stretch } from '#app/domain/source-table.ts'
import { formatCount } from '#app/format.ts'
import { documentLink, documentRowsLink } from '#app/links.ts'
import type { RowFlow, RowIndicator, RowProblem } from '#app/queries/document-contents.ts'
import { w } from '#app/words.ts'
import { RowReading } from './row-reading.tsx'
import { type RowSigns, SourceTable } from './source-table.tsx'

/** One of a document's tables, as its tabs name it. */
export interface TableSize {
  number: number
  name: string | null
  rows: number
  columns: number
}

interface Props {
  id: string
  tables: readonly TableSize[]
  shown: Stretch
  marked: { row: number | null; column: number | null }
  page: number
  pages: number
  indicators: readonly RowIndicator[]
  flows: readonly RowFlow[]
  problems: readonly RowProblem[]
  /** What stands above a table in which persons are covered. */
  covered: ReactNode
}

/** A document's tables as they were read, a page of rows at a time, beside what was understood of the row chosen. */
export function DocumentTables(props: Props) {
  const { id, tables, shown, marked, page, pages, indicators, flows, problems, covered } = props
  const here = useHere()
  const say = useSay()
  const ofRow = <Value extends { row: number | null }>(values: readonly Value[]) =>
    values.filter(({ row }) => row === marked.row)
  return (
    <Frame
      title={w('读到的表格', 'Tables as they were read')}
      note={w(
        '● 读出了指标或资金的行，▲ 有问题的行；点行号看这一行读出了什么。',
        '● an indicator or fund entry was read from the row; ▲ something was odd. Choose a row by its number.',
      )}
    >
      <div id="tables" className="scroll-mt-4">
        <Tabs id={id} tables={tables} shown={shown.number} />
        <div className="mt-3 grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
          <div className="min-w-0">
            {covered}
            <SourceTable
              table={shown}
              marked={marked}
              signs={signsOf(indicators, flows, problems)}
              toRow={(row) => documentLink(here, id, { table: shown.number, row })}
            />
            <Shown table={shown} />
            {pages > 1 && (
              <Pages page={page} pages={pages} to={(to) => documentRowsLink(here, id, shown.number, to)} />
            )}
          </div>
          <aside
            className="rounded border border-line p-3 max-xl:order-first"
            aria-label={say(w('这一行读出了什么', 'What was understood of the row'))}
          >
            {marked.row === null ? (
              <p className="text-muted text-sm">
                {say(w('点一个行号，这里显示读出的内容。', 'Choose a row to see what was understood.'))}
              </p>
            ) : (
              <>
                <h3 className="mb-2 text-muted text-xs">
                  {say(placeWords(shown.number, marked.row) ?? w('', ''))}
                </h3>
                <RowReading indicators={ofRow(indicators)} flows={ofRow(flows)} problems={ofRow(problems)} />
              </>
            )}
          </aside>
        </div>
      </div>
    </Frame>
  )
}

function signsOf(
  indicators: readonly RowIndicator[],
  flows: readonly RowFlow[],
  problems: readonly RowProblem[],
): ReadonlyMap<number, RowSigns> {
  const read = new Set([...indicators, ...flows].map(({ row }) => row))
  const odd = new Set(problems.map(({ row }) => row))
  const rows = [...read, ...odd].filter((row) => row !== null)
  return new Map(rows.map((row) => [row, { read: read.has(row), odd: odd.has(row) }]))
}

function Tabs({ id, tables, shown }: { id: string; tables: readonly TableSize[]; shown: number }) {
  const here = useHere()
  const say = useSay()
  return (
    <nav
      aria-label={say(w('表格', 'Tables'))}
      className="flex max-h-40 flex-wrap gap-1 overflow-y-auto border-line border-b"
    >
      {tables.map(({ number, name, rows, columns }) => (
        <Link
          key={number}
          to={documentLink(here, id, { table: number, row: null })}
          preventScrollReset
          aria-current={number === shown ? 'page' : undefined}
          className={`-mb-px border-b-2 px-3 py-1.5 text-sm no-underline ${
            number === shown
              ? 'border-accent font-semibold text-accent'
              : 'border-transparent text-ink hover:border-line'
          }`}
        >
          {say(placeWords(number, null) ?? w('', ''))}
          {name !== null && ` ${name}`}
          <span className="ml-1 font-normal text-muted text-xs">
            {formatCount(rows)}×{columns}
          </span>
        </Link>
      ))}
    </nav>
  )
}

/** Which part of the table is shown, where it is not the whole of it. */
function Shown({ table: { rows, columns, from, to, left, right } }: { table: Stretch }) {
  const say = useSay()
  const parts = [
    ...(from > 1 || to < rows
      ? [
          w(
            `第 ${formatCount(from)}–${formatCount(to)} 行，共 ${formatCount(rows)} 行`,
            `rows ${formatCount(from)}–${formatCount(to)} of ${formatCount(rows)}`,
          ),
        ]
      : []),
    ...(left > 1 || right < columns
      ? [
          w(
            `第 ${left}–${right} 列，共 ${formatCount(columns)} 列；其余请看原件`,
            `columns ${left}–${right} of ${formatCount(columns)}; the original has the others`,
          ),
        ]
      : []),
  ]
  if (parts.length === 0) return null
  return <p className="mt-2 text-muted text-sm">{parts.map(say).join(say(w('；', '; ')))}</p>
}
