import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { Hidden } from '#app/components/filters/hidden.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { formatCount } from '#app/format.ts'
import { choosingLink, savedLink } from '#app/links.ts'
import { ownPathOf } from '#app/own-path.ts'
import { choicesFound, FoundField } from '#app/queries/choices.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { fieldWords, w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '查找筛选值 Find a value · 绩尺 Yardstick' }]

const longest = 100

/** The values of a field that hold some words: for the filters as someone types, and as a page without scripts. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { ask } = await visitorOf(request)
  const search = new URL(request.url).searchParams
  const field = FoundField.catch('programme').parse(search.get('field'))
  const find = (search.get('find') ?? '').trim().slice(0, longest)
  return {
    field,
    find,
    back: ownPathOf(search.get('back')),
    found: await ask(choicesFound, { field, find }),
  }
}

export default function Choices() {
  const { field, find, back, found } = useLoaderData<typeof loader>()
  const here = useHere()
  const say = useSay()
  const name = say(fieldWords[field])
  const all = found[0]?.inAll ?? 0
  return (
    <Page
      title={w(`查找${fieldWords[field].zh}`, `Find a ${fieldWords[field].en.toLowerCase()}`)}
      lead={w('选中一项，回到原来的页面并按它筛选。', 'Choose one to go back to the page, filtered by it.')}
    >
      <Form method="get" className="flex flex-wrap items-center gap-2">
        <Hidden values={{ field, back }} />
        <input
          type="search"
          name="find"
          defaultValue={find}
          maxLength={longest}
          aria-label={say(w(`${name}名称`, `Name of the ${name.toLowerCase()}`))}
          className="w-72 max-w-full rounded border border-line bg-surface px-2 py-1 text-sm"
        />
        <button type="submit" className="rounded border border-line bg-surface px-3 py-1 text-sm">
          {say(w('查找', 'Find'))}
        </button>
        <Link to={savedLink(here, back)} className="text-sm">
          {say(w('返回', 'Back'))}
        </Link>
      </Form>
      <p className="text-muted text-sm" role="status">
        {found.length === 0
          ? say(w('没有名称含这些字的，换几个字再试。', 'No name holds these words; try others.'))
          : say(
              w(
                found.length === all
                  ? `共 ${formatCount(all)} 项，自评多的在前。`
                  : `共 ${formatCount(all)} 项，列出自评最多的 ${formatCount(found.length)} 项。`,
                `${formatCount(found.length)} of ${formatCount(all)}, those with most evaluations first.`,
              ),
            )}
      </p>
      <ul className="columns-1 gap-8 text-sm sm:columns-2 lg:columns-3">
        {found.map(({ value, label, n }) => (
          <li key={value} className="flex break-inside-avoid items-baseline gap-2 py-0.5">
            <Link to={choosingLink(here, back, field, value)}>{label}</Link>
            {field === 'district' && <span className="text-muted text-xs">{value}</span>}
            <span className="ml-auto text-muted text-xs">
              {formatCount(n)} {say(w('份自评', 'reports'))}
            </span>
          </li>
        ))}
      </ul>
    </Page>
  )
}
