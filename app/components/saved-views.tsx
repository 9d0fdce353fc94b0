import { Form, Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import type { Annotation } from '#app/domain/annotation.ts'
import { formatMoment } from '#app/format.ts'
import { clearLink, savedLink } from '#app/links.ts'
import type { Choice } from '#app/queries/choices.ts'
import { type Words, w } from '#app/words.ts'
import { aboutWords } from './annotations.tsx'
import { Frame } from './comparison.tsx'
import { useHere, useSay } from './here.ts'
import { NameField } from './people/name-field.tsx'

/** A view as pages show it. */
interface ViewShown {
  id: number
  name: string
  url: string
  by: string
  at: string
  pinned: boolean
}

const field = 'rounded border border-line bg-surface px-2 py-1'
const plain = 'cursor-pointer text-accent hover:underline'

interface ChangeProps {
  intent: string
  values?: Readonly<Record<string, string | number>>
  className?: string
  children: ReactNode
}

/** A form that makes one change and comes back here. */
function Change({ intent, values = {}, className = '', children }: ChangeProps) {
  const here = useHere()
  return (
    <Form method="post" action="/views" className={`flex flex-wrap items-center gap-2 ${className}`}>
      {Object.entries({ intent, back: clearLink(here, '/views'), ...values }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </Form>
  )
}

function SubmitButton({ words }: { words: Words }) {
  const say = useSay()
  return (
    <button type="submit" className="rounded bg-accent px-3 py-1 text-surface">
      {say(words)}
    </button>
  )
}

interface SavedViewsProps {
  views: readonly ViewShown[]
  /** The page that is to be saved; null where none is. */
  url: string | null
  name: string | null
}

/** Asks once who one is: pins are one's own, and notes are signed. */
export function WhoAreYou() {
  const say = useSay()
  return (
    <Change intent="name" className="text-sm">
      <NameField name={null} />
      <SubmitButton words={w('记住', 'Remember')} />
      <span className="text-muted text-xs">
        {say(w('写下姓名后，可以固定视图、删除注释。', 'With your name you can pin views and remove notes.'))}
      </span>
    </Change>
  )
}

/** The saved views, with a form for one more where a page is to be saved. */
export function SavedViews({ views, url, name }: SavedViewsProps) {
  const say = useSay()
  return (
    <Frame
      title={w('保存的视图', 'Saved views')}
      note={w(
        '所有人可见。在任一页点右上角“保存本页”存为视图；固定的显示在自己的首页。',
        'Everyone sees them. "Save this page", at the top of every page, adds one; those you pin stand on your home page.',
      )}
    >
      {url !== null && (
        <Change intent="save" values={{ url }} className="mb-3 rounded bg-accent-soft p-3 text-sm">
          <label className="flex grow items-center gap-2">
            {say(w('视图名称', 'Name'))}
            <input name="name" required pattern=".*\S.*" maxLength={80} className={`${field} min-w-0 grow`} />
          </label>
          <NameField name={name} />
          <SubmitButton words={w('保存', 'Save')} />
          <code className="basis-full break-all text-muted text-xs">{inWords(url)}</code>
        </Change>
      )}
      {views.length === 0 ? (
        <p className="py-4 text-center text-muted text-sm">
          {say(w('还没有保存的视图。', 'No view is saved yet.'))}
        </p>
      ) : (
        <ul className="text-sm">
          {views.map((view) => (
            <View key={`${view.id}${view.name}`} view={view} name={name} />
          ))}
        </ul>
      )}
    </Frame>
  )
}

/** A path and what it asks for, as people read it. */
function inWords(url: string): string {
  const [path = '', search = ''] = url.split('?')
  return [path, ...[...new URLSearchParams(search)].map((pair) => pair.join(' = '))].join('　')
}

function View({ view, name }: { view: ViewShown; name: string | null }) {
  const here = useHere()
  const say = useSay()
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-2 last:border-0">
      <div className="min-w-0 grow basis-64">
        <Link to={savedLink(here, view.url)} className="font-semibold">
          {view.name}
        </Link>
        <span className="block text-muted text-xs">
          {view.by} {formatMoment(view.at)}
        </span>
      </div>
      {name !== null && (
        <Change intent={view.pinned ? 'unpin' : 'pin'} values={{ view: view.id, by: name }}>
          <button type="submit" className={plain}>
            {say(view.pinned ? w('取消固定', 'Unpin') : w('固定到首页', 'Pin'))}
          </button>
        </Change>
      )}
      <details>
        <summary className="text-accent hover:underline">{say(w('改名或删除', 'Rename or delete'))}</summary>
        <div className="mt-1 flex flex-wrap gap-4">
          <Change intent="rename" values={{ view: view.id }}>
            <input
              name="name"
              required
              pattern=".*\S.*"
              maxLength={80}
              defaultValue={view.name}
              aria-label={say(w('新名称', 'New name'))}
              className={field}
            />
            <button type="submit" className={plain}>
              {say(w('改名', 'Rename'))}
            </button>
          </Change>
          <Change intent="delete" values={{ view: view.id }}>
            <button type="submit" className="cursor-pointer text-bad hover:underline">
              {say(w('删除', 'Delete'))}
            </button>
          </Change>
        </div>
      </details>
    </li>
  )
}

interface AnnotationListProps {
  annotations: readonly Annotation[]
  choices: readonly Choice[]
  name: string | null
}

/** What people noted about years and districts, and a form for one more. */
export function AnnotationList({ annotations, choices, name }: AnnotationListProps) {
  const say = useSay()
  return (
    <Frame
      title={w('注释', 'Notes')}
      note={w(
        '写给某个年度、某个区县，或某区县的某一年；凡有它的页面都会显示。',
        'On a year, a district, or a district in a year; every page that has it shows the note.',
      )}
    >
      <Change intent="annotate" className="text-sm">
        <Select name="year" none={w('不限年度', 'Any year')} choices={choices} />
        <Select name="district" none={w('不限区县', 'Any district')} choices={choices} />
        <input
          name="note"
          required
          pattern=".*\S.*"
          maxLength={500}
          aria-label={say(w('注释', 'Note'))}
          placeholder={say(
            w('例如：本年度区划调整，与上年不可比', 'Such as: boundaries changed, not comparable'),
          )}
          className={`${field} min-w-0 grow basis-64`}
        />
        <NameField name={name} />
        <SubmitButton words={w('添加', 'Add')} />
      </Change>
      <ul className="mt-3 text-sm">
        {annotations.map((annotation) => (
          <li
            key={annotation.id}
            className="flex flex-wrap items-baseline gap-x-4 border-line border-b py-2 last:border-0"
          >
            <p className="min-w-0 grow basis-64">
              <span className="font-semibold">{say(aboutWords(annotation))}</span>
              {say(w('：', ': '))}
              {annotation.note}
              <span className="ml-2 text-muted text-xs">
                {annotation.by} {formatMoment(annotation.at)}
              </span>
            </p>
            {name !== null && (
              <Change intent="remove" values={{ annotation: annotation.id, by: name }}>
                <button type="submit" className="cursor-pointer text-bad hover:underline">
                  {say(w('删除', 'Remove'))}
                </button>
              </Change>
            )}
          </li>
        ))}
      </ul>
    </Frame>
  )
}

interface SelectProps {
  name: 'year' | 'district'
  none: Words
  choices: readonly Choice[]
}

function Select({ name, none, choices }: SelectProps) {
  const say = useSay()
  return (
    <select name={name} aria-label={say(none)} className={field}>
      <option value="">{say(none)}</option>
      {choices
        .filter((choice) => choice.field === name)
        .map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
    </select>
  )
}

/** One's pinned views, on the home page. */
export function PinnedViews({ views }: { views: readonly ViewShown[] }) {
  const here = useHere()
  const say = useSay()
  const pinned = views.filter((view) => view.pinned)
  if (pinned.length === 0) return null
  return (
    <nav
      aria-label={say(w('固定的视图', 'Pinned views'))}
      className="flex flex-wrap gap-2 text-sm print:hidden"
    >
      <span className="text-muted">{say(w('固定的视图', 'Pinned'))}</span>
      {pinned.map(({ id, name, url }) => (
        <Link
          key={id}
          to={savedLink(here, url)}
          className="rounded border border-line bg-surface px-2 no-underline hover:border-accent"
        >
          {name}
        </Link>
      ))}
    </nav>
  )
}
