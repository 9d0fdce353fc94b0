import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { AnnotationList, SavedViews, WhoAreYou } from '#app/components/saved-views.tsx'
import { isTold } from '#app/domain/scope.ts'
import { answeredLink } from '#app/links.ts'
import { ownPathOf } from '#app/own-path.ts'
import { choices, placeName } from '#app/queries/choices.ts'
import { noFilters } from '#app/queries/filters.ts'
import { annotate, annotations, removeAnnotation } from '#app/state/annotations.server.ts'
import { changeViews, savedViews } from '#app/state/views.server.ts'
import { remembering, VisitorName, visitorOf } from '#app/visitor.server.ts'
import type { Ask } from '#app/warehouse/sql.ts'
import { type Words, w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '视图与注释 Views and notes · 绩尺 Yardstick' }]

export async function loader({ request }: LoaderFunctionArgs) {
  const { ask, name, scope } = await visitorOf(request)
  const search = new URL(request.url).searchParams
  return {
    name,
    /** The page that is to be saved; null where none is. */
    url: search.has('save') ? ownPathOf(search.get('save')) : null,
    done: Done.safeParse(search.get('done')).data ?? null,
    views: savedViews(name).filter(({ by }) => scope === 'everything' || by === name),
    annotations: annotations().filter(({ district }) => isTold(scope, district)),
    choices: await ask(choices, noFilters),
  }
}

const Id = z.coerce.number().int().positive()
const Title = z.string().trim().min(1).max(80)
const none = z.literal('').transform(() => null)

const Change = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('save'), name: Title, url: z.string().transform(ownPathOf), by: VisitorName }),
  z.object({ intent: z.literal('rename'), view: Id, name: Title }),
  z.object({ intent: z.literal('delete'), view: Id }),
  z.object({ intent: z.enum(['pin', 'unpin']), view: Id, by: VisitorName }),
  z.object({
    intent: z.literal('annotate'),
    year: none.or(z.coerce.number().int().min(1900).max(2099)),
    district: none.or(z.string().regex(/^\d{6}$/)),
    note: z.string().trim().min(1).max(500),
    by: VisitorName,
  }),
  z.object({ intent: z.literal('name'), by: VisitorName }),
  z.object({ intent: z.literal('remove'), annotation: Id, by: VisitorName }),
])

const Done = z.enum(['save', 'rename', 'delete', 'pin', 'unpin', 'annotate', 'remove', 'name', 'nothing'])
type Done = z.infer<typeof Done>

/** Makes one change, and says which; a form that is not whole changes nothing. */
export async function action({ request }: ActionFunctionArgs) {
  const visitor = await visitorOf(request, 'keepViews')
  const { ask, account, scope } = visitor
  const sent = await request.formData()
  const asked = Change.safeParse(Object.fromEntries(sent)).data
  const change = asked && account && 'by' in asked ? { ...asked, by: account.name } : asked
  const done = (what: Done) => answeredLink(ownPathOf(sent.get('back')), { done: what }, 'done')
  if (change === undefined) return redirect(done('nothing'), 303)
  if (account !== null && !isTheirs(change, account.name)) return redirect(done('nothing'), 303)
  if (change.intent === 'annotate') {
    if (!visitor.may('annotate') || !isTold(scope, change.district))
      throw new Response('not allowed', { status: 403 })
    if (change.year === null && change.district === null) return redirect(done('nothing'), 303)
    annotate({ ...change, districtName: await districtNamed(ask, change.district) })
  } else if (change.intent === 'remove') removeAnnotation(change.annotation, change.by)
  else if (change.intent !== 'name') changeViews(change)
  const headers = 'by' in change ? await remembering(change.by) : {}
  return redirect(done(change.intent), { status: 303, headers })
}

/** What others saved or noted stays theirs, where people have accounts. */
function isTheirs(change: z.infer<typeof Change>, by: string): boolean {
  if (change.intent === 'rename' || change.intent === 'delete')
    return savedViews(by).some((view) => view.id === change.view && view.by === by)
  if (change.intent === 'remove')
    return annotations().some((one) => one.id === change.annotation && one.by === by)
  return true
}

async function districtNamed(ask: Ask, code: string | null): Promise<string | null> {
  if (code === null) return null
  const [place] = await ask(placeName, code)
  return place?.name ?? code
}

const doneWords: Readonly<Record<Done, Words>> = {
  save: w('视图已保存。', 'The view is saved.'),
  rename: w('视图已改名。', 'The view has its new name.'),
  delete: w('视图已删除。', 'The view is deleted.'),
  pin: w('已固定在首页。', 'Pinned to the home page.'),
  unpin: w('已从首页取下。', 'Taken from the home page.'),
  annotate: w(
    '注释已保存，显示在有这一年度或区县的页面上。',
    'The note is saved; pages of that year or district show it.',
  ),
  remove: w('注释已删除。', 'The note is removed.'),
  name: w('姓名已记住。', 'Your name is remembered.'),
  nothing: w('没有填完整，什么也没有改变。', 'The form was not whole; nothing was changed.'),
}

export default function Views() {
  const { name, url, done, views, annotations, choices } = useLoaderData<typeof loader>()
  const say = useSay()
  return (
    <Page
      title={w('视图与注释', 'Views and notes')}
      lead={w(
        '存下常看的页面，网址即可分享；给某个年度或区县写注释，让看到它的人都知道。',
        'Keep the pages you return to; their address is what you share. Note what everyone who sees a year or a district should know.',
      )}
    >
      {done !== null && (
        <p
          id="done"
          role="status"
          className={`rounded px-3 py-2 text-sm ${done === 'nothing' ? 'bg-warn-soft text-warn' : 'bg-accent-soft'}`}
        >
          {done === 'nothing' ? '▲' : '●'} {say(doneWords[done])}
        </p>
      )}
      {name === null && url === null && views.length + annotations.length > 0 && <WhoAreYou />}
      <SavedViews views={views} url={url} name={name} />
      <AnnotationList annotations={annotations} choices={choices} name={name} />
    </Page>
  )
}
