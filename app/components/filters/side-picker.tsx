import { Form, useLocation } from '@remix-run/react'
import { useHere, useSay } from '#app/components/here.ts'
import { bracketed } from '#app/format.ts'
import { formLink, pageLink } from '#app/links.ts'
import { Measure, mostSides, Side } from '#app/queries/filters.ts'
import { measureOf, type SideBySide, type SideChoice, sideOf } from '#app/queries/side-by-side.ts'
import { measureWords, sideWords, type Words, w } from '#app/words.ts'
import { ChoiceLink } from './choice-link.tsx'
import { useChoose } from './choose.ts'
import { Hidden } from './hidden.tsx'

interface Props {
  choices: readonly SideChoice[]
  shown: readonly SideBySide[]
}

/** What stands side by side, two to six of them, and by which measure. */
export function SidePicker({ choices, shown }: Props) {
  const here = useHere()
  const say = useSay()
  const { pathname } = useLocation()
  const choose = useChoose()
  const [side, measure] = [sideOf(here.filters), measureOf(here.filters)]
  const picked = shown.map((one) => one.side)
  const places = Array.from({ length: Math.min(mostSides, Math.max(2, picked.length + 1)) }, (_, at) => at)
  return (
    <div className="space-y-2 text-sm print:hidden">
      <Choices
        words={w('并排的是', 'Side by side')}
        options={Side.options.map((by) => ({
          words: sideWords[by],
          isChosen: by === side,
          to: { by, pick: [] },
        }))}
      />
      <Form
        method="get"
        className="flex flex-wrap items-center gap-2"
        onChange={(event) => choose(formLink(pathname, new FormData(event.currentTarget)))}
      >
        <Hidden values={{ ...here.filters, pick: null }} />
        {places.map((place) => (
          <select
            key={`${side}${place}${picked[place]}`}
            name="pick"
            defaultValue={picked[place] ?? ''}
            aria-label={`${say(sideWords[side])} ${place + 1}`}
            className="w-44 rounded border border-line bg-surface px-2 py-1"
          >
            <option value="">
              {place < picked.length ? say(w('（移除）', '(remove)')) : say(w('再加一个…', 'add one …'))}
            </option>
            {choices.map((choice) => (
              <option key={choice.side} value={choice.side}>
                {choice.label}
                {bracketed(choice.n, here.language)}
              </option>
            ))}
          </select>
        ))}
        <noscript>
          <button type="submit" className="rounded border border-line bg-surface px-3 py-1">
            {say(w('应用', 'Apply'))}
          </button>
        </noscript>
      </Form>
      <Choices
        words={w('比较口径', 'By')}
        options={Measure.options.map((one) => ({
          words: measureWords[one],
          isChosen: one === measure,
          to: { measure: one },
        }))}
      />
    </div>
  )
}

interface ChoicesProps {
  words: Words
  options: readonly { words: Words; isChosen: boolean; to: Parameters<typeof pageLink>[2] }[]
}

function Choices({ words, options }: ChoicesProps) {
  const here = useHere()
  const say = useSay()
  const { pathname } = useLocation()
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1">
      <span className="text-muted">{say(words)}</span>
      {options.map((option) =>
        option.isChosen ? (
          <strong key={option.words.en} aria-current="true">
            {say(option.words)}
          </strong>
        ) : (
          <ChoiceLink key={option.words.en} to={pageLink(here, pathname, option.to)}>
            {say(option.words)}
          </ChoiceLink>
        ),
      )}
    </p>
  )
}
