import { Form, useLocation } from '@remix-run/react'
import { createContext, useContext } from 'react'
import { stateOrder, stateWords } from '#app/charts/findings.ts'
import { useSay } from '#app/components/here.ts'
import { NameField } from '#app/components/people/name-field.tsx'
import type { Decision, FindingState } from '#app/domain/decision.ts'
import { formatMoment } from '#app/format.ts'
import { decideLink } from '#app/links.ts'
import { type Words, w } from '#app/words.ts'

/** What a page knows of decisions on the findings it shows. */
export interface Decided {
  /** By finding, each from its first entry on. */
  histories: Readonly<Record<string, readonly Decision[]>>
  /** Who looks, as far as they said. */
  name: string | null
  /** The entry that was written just now. */
  saved: Decision | null
  /** What someone else had written while that was being filled in. */
  meanwhile: Decision | null
}

/** The page provides it; findings stand deep within. */
export const DecidedContext = createContext<Decided>({
  histories: {},
  name: null,
  saved: null,
  meanwhile: null,
})

const colours: Readonly<Record<FindingState, string>> = {
  open: 'border-accent text-accent',
  explained: 'border-line text-ink',
  confirmed: 'border-bad text-bad',
  dismissed: 'border-line text-muted line-through',
}

/** What people hold of a finding, in a word. */
export function StateMark({ state }: { state: FindingState }) {
  const say = useSay()
  return (
    <span className={`whitespace-nowrap rounded border px-1.5 text-xs ${colours[state]}`}>
      {say(stateWords[state])}
    </span>
  )
}

interface Props {
  finding: { id: string; figures: string }
}

/** What people hold of a finding, its last note; opens in place to its history and to be decided on. */
export function FindingDecision({ finding }: Props) {
  const say = useSay()
  const { histories, saved } = useContext(DecidedContext)
  const history = histories[finding.id] ?? []
  const last = history.at(-1)
  const changed = last !== undefined && last.figures !== finding.figures
  return (
    <details
      id={`finding-${finding.id}`}
      open={saved?.finding === finding.id}
      className="scroll-mt-4 text-sm"
    >
      <summary className="w-fit">
        <StateMark state={last?.state ?? 'open'} />
        {changed && <span className="ml-2 text-warn text-xs">▲ {say(w('数字有变', 'figures changed'))}</span>}
        {last !== undefined && (
          <span className="ml-2 text-muted text-xs">
            {last.by} {formatMoment(last.at)}
            {last.note !== '' && ` · ${last.note.length > 40 ? `${last.note.slice(0, 40)}…` : last.note}`}
          </span>
        )}
        <span className="ml-2 text-accent text-xs print:hidden">{say(w('处理', 'Decide'))}</span>
      </summary>
      {saved?.finding === finding.id && <SavedDecision />}
      {changed && (
        <p className="mt-1 rounded bg-warn-soft px-2 py-1 text-warn text-xs">
          ▲ {say(w('处理之后，数字有变。当时写的是：', 'The figures have changed since. It then said: '))}
          {say(w(last.message, last.messageEn))}
        </p>
      )}
      <History entries={history} />
      <DecisionForm key={last?.id} finding={finding} last={last} />
    </details>
  )
}

/** Every entry, the newest last: who, when, from what to what, and why. */
function History({ entries }: { entries: readonly Decision[] }) {
  const say = useSay()
  if (entries.length === 0) return null
  return (
    <ol className="mt-2 space-y-1 border-line border-l-2 pl-3" aria-label={say(w('处理记录', 'History'))}>
      {entries.map((entry) => (
        <li key={entry.id}>
          <span className="text-muted text-xs">
            {formatMoment(entry.at)} {entry.by}
            {say(w('：', ': '))}
            {say(changeOf(entry))}
          </span>
          {entry.note !== '' && <p className="whitespace-pre-wrap break-words">{entry.note}</p>}
        </li>
      ))}
    </ol>
  )
}

const changeOf = ({ from, state }: Decision): Words =>
  from === state
    ? w(`仍为${stateWords[state].zh}`, `still ${stateWords[state].en.toLowerCase()}`)
    : w(
        `${stateWords[from].zh} → ${stateWords[state].zh}`,
        `${stateWords[from].en} → ${stateWords[state].en}`,
      )

const field = 'rounded border border-line bg-surface px-2 py-1'

interface FormProps extends Props {
  last: Decision | undefined
}

function DecisionForm({ finding, last }: FormProps) {
  const say = useSay()
  const { name } = useContext(DecidedContext)
  const { pathname, search } = useLocation()
  return (
    <Form
      method="post"
      action={decideLink(finding.id)}
      preventScrollReset
      className="mt-2 max-w-[44em] space-y-2 print:hidden"
    >
      <input type="hidden" name="back" value={`${pathname}${search}`} />
      <input type="hidden" name="seen" value={last?.id ?? ''} />
      <input type="hidden" name="figures" value={finding.figures} />
      <fieldset className="flex flex-wrap gap-x-4">
        <legend className="sr-only">{say(w('处理状态', 'State'))}</legend>
        {stateOrder.map((state) => (
          <label key={state} className="flex items-center gap-1.5">
            <input
              type="radio"
              name="state"
              value={state}
              defaultChecked={state === (last?.state ?? 'open')}
            />
            {say(stateWords[state])}
          </label>
        ))}
      </fieldset>
      <textarea
        name="note"
        rows={2}
        maxLength={2000}
        aria-label={say(w('处理意见', 'Note'))}
        placeholder={say(w('处理意见：依据、与谁核实', 'Note: on what grounds, checked with whom'))}
        className={`${field} block w-full`}
      />
      <div className="flex flex-wrap items-center gap-2">
        <NameField name={name} />
        <button type="submit" className="rounded bg-accent px-3 py-1 text-surface">
          {say(w('保存', 'Save'))}
        </button>
      </div>
    </Form>
  )
}

/** Says it where the finding itself is shown no more, having left the state that the page is of. */
export function SavedElsewhere({ shown }: { shown: readonly { id: string }[] }) {
  const { saved } = useContext(DecidedContext)
  if (saved === null || shown.some(({ id }) => id === saved.finding)) return null
  return (
    <div id={`finding-${saved.finding}`} className="scroll-mt-4">
      <SavedDecision />
    </div>
  )
}

/** Says what was written down just now, and what someone else had written meanwhile. */
function SavedDecision() {
  const say = useSay()
  const { saved, meanwhile } = useContext(DecidedContext)
  if (saved === null) return null
  return (
    <div role="status" className="mt-1 rounded bg-accent-soft px-3 py-2 text-sm">
      <p>
        ● {say(w('已保存：', 'Saved: '))}
        {say(changeOf(saved))}
        {say(w('，', ', '))}
        {saved.by} {formatMoment(saved.at)}
        {saved.note !== '' && ` · ${saved.note}`}
      </p>
      <p className="text-muted">{say(w(saved.message, saved.messageEn))}</p>
      {meanwhile !== null && (
        <p className="text-warn">
          ▲{' '}
          {say(
            w(
              `您填写期间，${meanwhile.by} 已写下：${changeOf(meanwhile).zh} ${meanwhile.note}。两条都已保留。`,
              `Meanwhile ${meanwhile.by} wrote: ${changeOf(meanwhile).en} ${meanwhile.note}. Both are kept.`,
            ),
          )}
        </p>
      )}
    </div>
  )
}
