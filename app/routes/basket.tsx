import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { basketCookie, basketOf } from '#app/basket.server.ts'
import { Frame } from '#app/components/comparison.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { changed, itemOf, itemText } from '#app/exports/basket.ts'
import { conditionsInWords } from '#app/exports/provenance.ts'
import { views } from '#app/exports/views.ts'
import { exportLink, gatheredLink, pageLink } from '#app/links.ts'
import { filtersOf } from '#app/queries/filters.ts'
import { decisionsStanding } from '#app/state/decisions.server.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { isLanguage, type Words, w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '素材篮 Basket · 绩尺 Yardstick' }]

export async function loader({ request }: LoaderFunctionArgs) {
  const { ask } = await visitorOf(request)
  const asked = new URL(request.url).searchParams.get('lang')
  const language = isLanguage(asked) ? asked : 'zh'
  const decisions = decisionsStanding()
  const items = (await basketOf(request)).map(async (item) => {
    const search = new URLSearchParams(item.search)
    const here = { language, filters: filtersOf(search).filters }
    const found = await views.get(item.view)?.answer(ask, { search, here, decisions })
    return {
      text: itemText(item),
      view: item.view,
      search: item.search,
      title: found?.answer.title ?? item.view,
      sentence: found?.answer.sentence ?? null,
      filters: conditionsInWords(found?.conditions ?? [], language),
      rows: found?.answer.rows.length ?? 0,
      hasChart: found?.answer.chart != null,
    }
  })
  return { items: await Promise.all(items) }
}

const Asked = z.object({
  what: z.enum(['add', 'remove', 'up', 'down', 'clear']),
  item: z.string().max(4_000).default(''),
  /** The page to return to, within the product. */
  back: z
    .string()
    .regex(/^\/(?![/\\])/)
    .optional(),
})

export async function action({ request }: ActionFunctionArgs) {
  await visitorOf(request, 'keepViews')
  // Another site must not fill or empty somebody's basket.
  if (request.headers.get('Sec-Fetch-Site') === 'cross-site') throw new Response(null, { status: 403 })
  const asked = Asked.safeParse(Object.fromEntries(await request.formData()))
  if (!asked.success) throw new Response(null, { status: 400 })
  const { what, item: text, back } = asked.data
  const item = itemOf(text)
  const items = changed(await basketOf(request), { what, item })
  const header = await basketCookie(items)
  const kept = header !== null && item !== null && items.some((one) => itemText(one) === itemText(item))
  const headers = header === null ? {} : { 'Set-Cookie': header }
  return back === undefined ? data({ kept }, { headers }) : redirect(back, { status: 303, headers })
}

export default function Basket() {
  const { items } = useLoaderData<typeof loader>()
  const say = useSay()
  const here = useHere()
  const all = items.map(({ text }) => text)
  return (
    <Page
      title={w('素材篮', 'Basket')}
      lead={w(
        '把各页的视图收在一起，按此顺序导出为一份演示文稿或简报；每个视图保留自己的筛选条件。内容只存在本浏览器。',
        'Views gathered from the pages, to be had as one deck or briefing in this order, each with its own filters. They are kept in this browser only.',
      )}
    >
      {items.length === 0 ? (
        <Empty />
      ) : (
        <>
          <div className="flex flex-wrap items-baseline gap-x-5 gap-y-1 text-sm print:hidden">
            <Take href={gatheredLink(here, 'pptx', all)}>
              {say(w('导出演示文稿（pptx）', 'Deck (pptx)'))}
            </Take>
            <Take href={gatheredLink(here, 'docx', all)}>
              {say(w('导出简报（docx）', 'Briefing (docx)'))}
            </Take>
            <Ask what="clear" words={w('清空', 'Empty it')} />
          </div>
          <ol className="space-y-4">
            {items.map((item, place) => (
              <li key={item.text}>
                <Kept item={item} first={place === 0} last={place === items.length - 1} />
              </li>
            ))}
          </ol>
        </>
      )}
    </Page>
  )
}

/** Where views are to be found, and how they get here. */
function Empty() {
  const here = useHere()
  const say = useSay()
  const places: readonly (readonly [string, Words])[] = [
    ['/', w('总览', 'Overview')],
    ['/compare/unit-cost', w('单位成本', 'Unit cost')],
    ['/compare/satisfaction', w('满意度差距', 'Satisfaction gap')],
    ['/funds', w('资金', 'Funds')],
    ['/findings', w('核查发现', 'Findings')],
  ]
  return (
    <div className="rounded-lg border border-line bg-surface px-4 py-10 text-center text-muted text-sm">
      <p>
        {say(
          w(
            '素材篮是空的。先在页面上选好筛选条件，再在图表或表格的标题旁点“加入素材篮”，最多收 20 个。',
            'The basket is empty. Choose the filters on a page, then "Add to basket" beside the title of a chart or table; it holds up to 20.',
          ),
        )}
      </p>
      <p className="mt-2 flex flex-wrap justify-center gap-x-4">
        {places.map(([path, words]) => (
          <Link key={path} to={pageLink(here, path)}>
            {say(words)}
          </Link>
        ))}
      </p>
    </div>
  )
}

const Take = ({ href, children }: { href: string; children: ReactNode }) => (
  <a
    href={href}
    download
    className="rounded border border-accent px-3 py-1 no-underline hover:bg-accent-soft"
  >
    {children}
  </a>
)

interface KeptProps {
  item: ReturnType<typeof useLoaderData<typeof loader>>['items'][number]
  first: boolean
  last: boolean
}

/** One view of the basket: what it says, what it is limited to, and a small picture of it. */
function Kept({ item, first, last }: KeptProps) {
  const here = useHere()
  const say = useSay()
  const title = w(item.title, item.title)
  return (
    <Frame
      title={title}
      files={
        <div className="ml-auto flex gap-3 text-xs print:hidden">
          {!first && <Ask what="up" item={item.text} words={w('上移', 'Up')} of={item.title} />}
          {!last && <Ask what="down" item={item.text} words={w('下移', 'Down')} of={item.title} />}
          <Ask what="remove" item={item.text} words={w('移出', 'Remove')} of={item.title} />
        </div>
      }
    >
      <div className="flex flex-wrap gap-4">
        <div className="min-w-60 flex-1 text-sm">
          {item.sentence !== null && <p>{item.sentence}</p>}
          <p className="text-muted">
            {say(w('筛选条件：', 'Filters: '))}
            {item.filters}
          </p>
          {item.rows === 0 && (
            <p className="text-warn">
              {say(w('当前数据版本中没有符合条件的行。', 'No rows in the present generation.'))}
            </p>
          )}
        </div>
        {item.hasChart && (
          <img
            src={exportLink(here, item.view, 'png', searchOf(item.search))}
            alt={item.title}
            loading="lazy"
            className="h-44 w-80 max-w-full border border-line object-contain object-top"
          />
        )}
      </div>
    </Frame>
  )
}

const searchOf = (pairs: readonly (readonly string[])[]) => {
  const search: Record<string, string[]> = {}
  for (const [name = '', value = ''] of pairs) search[name] = [...(search[name] ?? []), value]
  return search
}

interface AskProps {
  what: z.infer<typeof Asked>['what']
  item?: string
  words: Words
  /** What it is done to, for those who hear buttons apart from their places. */
  of?: string
}

/** A button that changes the basket. */
function Ask({ what, item = '', words, of }: AskProps) {
  const say = useSay()
  const { language } = useHere()
  return (
    <Form method="post" action="/basket" preventScrollReset>
      <input type="hidden" name="what" value={what} />
      <input type="hidden" name="item" value={item} />
      <input type="hidden" name="back" value={language === 'zh' ? '/basket' : '/basket?lang=en'} />
      <button
        type="submit"
        aria-label={of === undefined ? undefined : `${say(words)}：${of}`}
        className="cursor-pointer text-accent hover:underline"
      >
        {say(words)}
      </button>
    </Form>
  )
}
