import { Form, useLocation } from '@remix-run/react'
import { unitCostUnit } from '#app/charts/view.ts'
import { useHere, useSay } from '#app/components/here.ts'
import { formLink, pageLink } from '#app/links.ts'
import { mostProgrammesListed } from '#app/queries/filters.ts'
import type { UnitCostProgramme } from '#app/queries/unit-cost-programmes.ts'
import { w } from '#app/words.ts'
import { ChoiceLink } from './choice-link.tsx'
import { useChoose } from './choose.ts'
import { Hidden } from './hidden.tsx'

interface Props {
  programmes: readonly UnitCostProgramme[]
  shown: { programme: string; per: string }
}

/** Which programme is compared, and per what: one at a time, since their units differ. */
export function ProgrammePicker({ programmes, shown }: Props) {
  const here = useHere()
  const say = useSay()
  const choose = useChoose()
  const { pathname } = useLocation()
  const names = [...new Set(programmes.map(({ programme }) => programme))]
  return (
    <Form
      method="get"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 print:hidden"
      onChange={(event) => choose(formLink(pathname, new FormData(event.currentTarget)))}
    >
      <Hidden values={{ ...here.filters, programme: null, per: null }} />
      <label className="flex min-w-0 items-center gap-2 text-sm">
        <span className="text-muted">{say(w('比较的项目类别', 'Programme compared'))}</span>
        <select
          key={shown.programme}
          name="programme"
          defaultValue={shown.programme}
          className="min-w-0 max-w-full rounded border border-line bg-surface px-2 py-1 font-semibold text-base"
        >
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <Units programmes={programmes} shown={shown} />
      <a href="#programmes" className="text-sm">
        {say(
          programmes.length < mostProgrammesListed
            ? w(`各类别一览（${programmes.length}）`, `All ${programmes.length} programmes`)
            : w('类别一览', 'List of programmes'),
        )}
      </a>
      <noscript>
        <button type="submit" className="rounded border border-line bg-surface px-3 py-1 text-sm">
          {say(w('应用', 'Apply'))}
        </button>
      </noscript>
    </Form>
  )
}

/** What the programme's cost is per; links where it has several units. */
function Units({ programmes, shown }: Props) {
  const here = useHere()
  const { pathname } = useLocation()
  const units = programmes.filter(({ programme }) => programme === shown.programme)
  return (
    <span className="flex gap-3 text-sm">
      {units.map(({ programme, per }) =>
        per === shown.per ? (
          <strong key={per} aria-current="true">
            {unitCostUnit(per, here.language)}
          </strong>
        ) : (
          <ChoiceLink key={per} to={pageLink(here, pathname, { programme: [programme], per })}>
            {unitCostUnit(per, here.language)}
          </ChoiceLink>
        ),
      )}
    </span>
  )
}
