import { Form, useLocation } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import { useHere, useSay } from '#app/components/here.ts'
import { Level1 } from '#app/domain/indicator.ts'
import { formLink, pageLink } from '#app/links.ts'
import { type WeightedRuleSet, weightsOf } from '#app/queries/weighting.ts'
import { level1Words, w } from '#app/words.ts'
import { ChoiceLink } from './choice-link.tsx'
import { useChoose } from './choose.ts'
import { Hidden } from './hidden.tsx'

interface Props {
  ruleSets: readonly WeightedRuleSet[]
  /** The sum of the weights in use. */
  points: number | null
}

const usual = ['output', 'cost', 'benefit', 'satisfaction', 'execution'] as const
const steps = Array.from({ length: 21 }, (_, step) => 5 * step)

const textOf = (weights: Partial<Record<Level1, number>>) =>
  Object.entries(weights).map(([level, points]) => `${level}:${points}`)

/** First-level weights to score by: one choice a level, or those of a rule set. */
export function LevelWeights({ ruleSets, points }: Props) {
  const here = useHere()
  const say = useSay()
  const choose = useChoose()
  const { pathname } = useLocation()
  const asked = weightsOf(here.filters)
  const inUse = new Map<string, number>(
    asked.some((one) => one.points > 0)
      ? asked.map(({ level, points }) => [level, points])
      : Object.entries(ruleSets[0]?.weights ?? {}),
  )
  const levels = Level1.options.filter((level) => usual.some((one) => one === level) || inUse.has(level))
  return (
    <div className="space-y-2 text-sm print:hidden">
      <Form
        method="get"
        className="flex flex-wrap items-end gap-x-4 gap-y-2"
        onChange={(event) => choose(formLink(pathname, new FormData(event.currentTarget)))}
      >
        <Hidden values={{ ...here.filters, weight: null }} />
        {levels.map((level) => (
          <LevelWeight key={level} level={level} inUse={inUse.get(level) ?? 0} />
        ))}
        <noscript>
          <button type="submit" className="rounded border border-line bg-surface px-3 py-1">
            {say(w('应用', 'Apply'))}
          </button>
        </noscript>
        <span className="py-1 text-muted">
          {say(
            points === 100
              ? w('合计 100', '100 in all')
              : w(`合计 ${points ?? 0}，按比例折为 100`, `${points ?? 0} in all, scaled to 100`),
          )}
        </span>
      </Form>
      <p className="flex flex-wrap gap-x-4 text-muted">
        {say(w('评分标准：', 'Rule sets: '))}
        {ruleSets.map(({ id, name, nameEn, authority, weights }) => (
          <ChoiceLink key={id} to={pageLink(here, pathname, { weight: textOf(weights) })} title={authority}>
            {say(w(name, nameEn))}
          </ChoiceLink>
        ))}
      </p>
    </div>
  )
}

/** One level's points; the keyboard stays on it while the page follows. */
function LevelWeight({ level, inUse }: { level: Level1; inUse: number }) {
  const say = useSay()
  const select = useRef<HTMLSelectElement>(null)
  const value = `${level}:${inUse}`
  useEffect(() => {
    if (select.current) select.current.value = value
  }, [value])
  return (
    <label className="flex flex-col gap-1">
      <span className="text-muted">{say(level1Words[level])}</span>
      <select
        ref={select}
        name="weight"
        defaultValue={value}
        className="rounded border border-line bg-surface px-2 py-1"
      >
        {[...new Set([...steps, inUse])]
          .toSorted((a, b) => a - b)
          .map((step) => (
            <option key={step} value={`${level}:${step}`}>
              {step}
            </option>
          ))}
      </select>
    </label>
  )
}
