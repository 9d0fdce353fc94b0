import { Form, Link, useLocation, useSubmit } from '@remix-run/react'
import { Level1 } from '#app/domain/indicator.ts'
import { pageLink } from '#app/links.ts'
import { type WeightedRuleSet, weightsOf } from '#app/queries/weighting.ts'
import { level1Words, w } from '#app/words.ts'
import { useHere, useSay } from './here.ts'
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
  const submit = useSubmit()
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
        onChange={(event) => submit(event.currentTarget, { preventScrollReset: true })}
      >
        <Hidden values={{ ...here.filters, weight: null }} />
        {levels.map((level) => (
          <label key={level} className="flex flex-col gap-1">
            <span className="text-muted">{say(level1Words[level])}</span>
            <select
              key={`${level}${inUse.get(level)}`}
              name="weight"
              defaultValue={`${level}:${inUse.get(level) ?? 0}`}
              className="rounded border border-line bg-surface px-2 py-1"
            >
              {[...new Set([...steps, inUse.get(level) ?? 0])]
                .toSorted((a, b) => a - b)
                .map((step) => (
                  <option key={step} value={`${level}:${step}`}>
                    {step}
                  </option>
                ))}
            </select>
          </label>
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
          <Link
            key={id}
            to={pageLink(here, pathname, { weight: textOf(weights) })}
            preventScrollReset
            title={authority}
          >
            {say(w(name, nameEn))}
          </Link>
        ))}
      </p>
    </div>
  )
}
