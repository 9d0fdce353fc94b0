import { Form, Link } from '@remix-run/react'
import { placeWords } from '#app/charts/document-words.ts'
import { alsoReadWords, columnWords, givenWords } from '#app/charts/reading-words.ts'
import { useHere, useSay } from '#app/components/here.ts'
import type { Stretch } from '#app/domain/source-table.ts'
import { correctLink } from '#app/links.ts'
import { type Words, w } from '#app/words.ts'
import type { TableSize } from './document-tables.tsx'
import { SourceTable } from './source-table.tsx'

/** A value given by hand: typed, or the cell that holds it. */
export interface GivenByHand {
  text: string
  row: number | null
  column: number | null
}

interface Props {
  id: string
  tables: readonly TableSize[]
  shown: Stretch
  heading: number
  columns: readonly (string | null)[]
  moneyUnit: string | null
  moneyUnits: readonly string[]
  given: Readonly<Record<string, GivenByHand>>
  kept: boolean
  keptUnit: string
}

const control = 'rounded border border-line bg-surface px-2 py-1'

/** What an analyst says of a document: its heading's row, what its columns mean, and what it does not say itself. */
export function CorrectForm(props: Props) {
  const { id, tables, shown, heading, columns, moneyUnit, moneyUnits } = props
  const here = useHere()
  const say = useSay()
  return (
    <Form method="get" className="space-y-5 text-sm" preventScrollReset>
      {here.language === 'en' && <input type="hidden" name="lang" value="en" />}
      <input type="hidden" name="table" value={shown.number} />
      <input type="hidden" name="heading" value={heading} />
      <Step number={1} words={w('选表格和表头所在的行', 'Choose the table and the row of its headings')}>
        <TablePicker id={id} tables={tables} shown={shown.number} />
        <p className="my-2 text-muted">
          {say(
            w(
              `现在以第 ${heading} 行为表头；点行号可改。表头有两行的，选下面一行。`,
              `Row ${heading} is the heading; choose another by its number. Of two heading rows choose the lower.`,
            ),
          )}
        </p>
      </Step>
      <Step
        number={2}
        words={w('说明每一列是什么；不需要的列留空', 'Say what each column is; leave out the rest')}
      >
        <SourceTable
          table={shown}
          marked={{ row: heading, column: null }}
          toRow={(row) => correctLink(here, id, { table: shown.number, heading: row })}
          head={(column) => <ColumnMeaning column={column} value={columns[column - 1] ?? null} />}
        />
        <label className="mt-2 block">
          {say(w('金额单位（表头没有写明时）', 'Unit of sums, where headings name none'))}{' '}
          <select name="money" defaultValue={moneyUnit ?? ''} className={control}>
            <option value="">{say(w('按表头', 'as headed'))}</option>
            {moneyUnits.map((unit) => (
              <option key={unit} value={unit}>
                {unit}
              </option>
            ))}
          </select>
        </label>
      </Step>
      <Step number={3} words={w('补充表格列中没有的内容（可不填）', 'Give what no column says (optional)')}>
        <GivenFields given={props.given} />
      </Step>
      <Step number={4} words={w('先预览，再载入', 'Preview it, then load it')}>
        <div className="flex flex-wrap items-center gap-2">
          <label className="flex items-center gap-2">
            <input type="checkbox" name="keep" value="yes" defaultChecked={props.kept} />
            {say(
              w(
                '以后表头相同的文件也这样读，仅限写有这个单位的：',
                'Read later files with the same headings so, where they name this unit:',
              ),
            )}
          </label>
          <input
            name="keep-unit"
            defaultValue={props.keptUnit}
            aria-label={say(w('单位名称，留空则不限', 'Name of the unit; empty for any'))}
            placeholder={say(w('留空则不限单位', 'empty for any unit'))}
            className={`${control} w-48`}
          />
        </div>
        <div className="mt-3 flex flex-wrap gap-3">
          <button
            type="submit"
            name="preview"
            value="yes"
            className="rounded border border-accent px-4 py-1.5 text-accent hover:bg-accent-soft"
          >
            {say(w('预览', 'Preview'))}
          </button>
          <button
            type="submit"
            formMethod="post"
            className="rounded bg-accent px-4 py-1.5 text-surface hover:opacity-90"
          >
            {say(w('载入', 'Load'))}
          </button>
        </div>
      </Step>
    </Form>
  )
}

function Step({ number, words, children }: { number: number; words: Words; children: React.ReactNode }) {
  const say = useSay()
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-semibold">
        {number}. {say(words)}
      </legend>
      {children}
    </fieldset>
  )
}

function TablePicker({ id, tables, shown }: { id: string; tables: readonly TableSize[]; shown: number }) {
  const here = useHere()
  const say = useSay()
  if (tables.length < 2) return null
  return (
    <nav aria-label={say(w('表格', 'Tables'))} className="flex max-h-32 flex-wrap gap-x-4 overflow-y-auto">
      {tables.map(({ number, name, rows, columns }) => (
        <Link
          key={number}
          to={correctLink(here, id, { table: number, heading: null })}
          preventScrollReset
          aria-current={number === shown ? 'true' : undefined}
          className={number === shown ? 'font-semibold no-underline' : ''}
        >
          {say(placeWords(number, null) ?? w('', ''))} {name}
          <span className="ml-1 text-muted text-xs">
            {rows}×{columns}
          </span>
        </Link>
      ))}
    </nav>
  )
}

function ColumnMeaning({ column, value }: { column: number; value: string | null }) {
  const say = useSay()
  return (
    <select
      // Another heading row brings other meanings.
      key={`${column}${value}`}
      name={`c${column}`}
      defaultValue={value ?? ''}
      aria-label={say(w(`第 ${column} 列是什么`, `What column ${column} is`))}
      className={`w-32 rounded border px-1 py-0.5 text-xs ${value === null ? 'border-line bg-surface text-muted' : 'border-accent bg-accent-soft'}`}
    >
      <option value="">{say(w('不读', 'not read'))}</option>
      {columnWords.map(([field, words]) => (
        <option key={field} value={field}>
          {say(words)}
        </option>
      ))}
      {value !== null && !columnWords.some(([field]) => field === value) && (
        <option value={value}>{alsoReadWords[value] ? say(alsoReadWords[value]) : value}</option>
      )}
    </select>
  )
}

function GivenFields({ given }: Pick<Props, 'given'>) {
  const say = useSay()
  return (
    <div className="grid grid-cols-1 gap-x-6 gap-y-2 md:grid-cols-2">
      {givenWords.map(([field, words]) => (
        <div key={field} className="flex flex-wrap items-center gap-2">
          <label className="flex min-w-0 grow items-center gap-2">
            <span className="w-24 shrink-0 text-muted">{say(words)}</span>
            <input
              name={`g-${field}`}
              defaultValue={given[field]?.text ?? ''}
              maxLength={200}
              size={12}
              className={`${control} w-full min-w-0`}
            />
          </label>
          <span className="flex items-center gap-1 text-muted text-xs">
            {say(w('或取第', 'or row'))}
            <CellNumber
              name={`r-${field}`}
              value={given[field]?.row ?? null}
              words={w('行', 'row')}
              of={words}
            />
            {say(w('行第', 'column'))}
            <CellNumber
              name={`k-${field}`}
              value={given[field]?.column ?? null}
              words={w('列', 'column')}
              of={words}
            />
            {say(w('列', ''))}
          </span>
        </div>
      ))}
    </div>
  )
}

function CellNumber({
  name,
  value,
  words,
  of,
}: {
  name: string
  value: number | null
  words: Words
  of: Words
}) {
  const say = useSay()
  return (
    <input
      name={name}
      type="number"
      min={1}
      defaultValue={value ?? ''}
      aria-label={`${say(of)} ${say(words)}`}
      className={`${control} w-14 px-1`}
    />
  )
}
