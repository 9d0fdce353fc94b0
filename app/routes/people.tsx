import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { networkApart } from '#app/apart.ts'
import { Frame } from '#app/components/comparison.tsx'
import { useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { Field, Outcome, Send } from '#app/components/people/account-form.tsx'
import { roleWords } from '#app/components/people/people-words.ts'
import { type Account, AccountName, may, Role } from '#app/domain/account.ts'
import { Part, type Scope } from '#app/domain/scope.ts'
import { formatMoment } from '#app/format.ts'
import { issuerOf } from '#app/oidc/issuer.server.ts'
import {
  accountNamed,
  accountNumbered,
  accounts,
  addAccount,
  endSessionsOf,
  grant,
  resetAccount,
  setActive,
} from '#app/state/accounts.server.ts'
import { LinkTaken, link, unlink } from '#app/state/identities.server.ts'
import { passwordToGive } from '#app/state/passwords.server.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { type Words, w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '人员 People · 绩尺 Yardstick' }]

export async function loader({ request }: LoaderFunctionArgs) {
  const { account } = await visitorOf(request, 'seeAccounts')
  return {
    people: accounts(),
    own: account?.id ?? null,
    keeps: account !== null && may(account.role, 'keepAccounts'),
    grants: account !== null && may(account.role, 'grant'),
    hasIssuer: issuerOf() !== null,
    isFenced: networkApart().length > 0,
  }
}

const Id = z.coerce.number().int().positive()
const Change = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('add'), name: AccountName }),
  z.object({ intent: z.enum(['close', 'open', 'reset', 'unlink']), id: Id }),
  z.object({ intent: z.literal('link'), id: Id, who: z.string().trim().min(1).max(255) }),
  z.object({
    intent: z.literal('grant'),
    id: Id,
    role: z
      .literal('')
      .transform(() => null)
      .or(Role),
    districts: z.string().max(2_000),
    unit: z.string().trim().max(200),
  }),
  z.object({ intent: z.literal('end'), id: Id }),
])

const isDone = (password: string | null = null, name = '') => data({ fault: null, password, name })
const refuse = (fault: keyof typeof faultWords, status = 400) =>
  data({ fault, password: null, name: '' }, { status })

export async function action({ request }: ActionFunctionArgs) {
  const visitor = await visitorOf(request, 'seeAccounts')
  const change = Change.safeParse(Object.fromEntries(await request.formData())).data
  if (change === undefined) return refuse('form')
  const right = change.intent === 'grant' || change.intent === 'end' ? 'grant' : 'keepAccounts'
  if (visitor.account === null || !visitor.may(right)) {
    visitor.note({
      action: change.intent,
      target: 'name' in change ? change.name : String(change.id),
      result: 'refused',
    })
    throw new Response('not allowed', { status: 403 })
  }
  if (change.intent === 'add') {
    if (accountNamed(change.name)) return refuse('taken', 409)
    const password = passwordToGive()
    await addAccount({ name: change.name, role: null, password, mustChange: true })
    visitor.note({ action: 'addAccount', target: change.name })
    return isDone(password, change.name)
  }
  const target = accountNumbered(change.id)
  if (target === null) throw new Response('no such account', { status: 404 })
  // Nobody closes themselves out, or gives themselves more.
  if (target.id === visitor.account.id) return refuse('own')
  return changed(target, change, (action, detail = '') =>
    visitor.note({ action, target: target.name, detail }),
  )
}

type OfTarget = Exclude<z.infer<typeof Change>, { intent: 'add' }>

/** Makes a change to somebody's account, and writes down which before it is made. */
async function changed(target: Account, change: OfTarget, note: (action: string, detail?: string) => void) {
  if (change.intent === 'grant') {
    const scope = scopeOf(change.districts, change.unit)
    if (scope === null) return refuse('districts')
    note(
      'grant',
      JSON.stringify({ role: change.role, scope, before: { role: target.role, scope: target.scope } }),
    )
    grant(target.id, change.role, scope)
    return isDone()
  }
  if (change.intent === 'reset') {
    note('resetPassword')
    return isDone(await resetAccount(target.id), target.name)
  }
  if (change.intent === 'link') return linked(target, change.who, note)
  if (change.intent === 'unlink') {
    note('unlinkAccount')
    unlink(target.id)
    return isDone()
  }
  note(change.intent === 'end' ? 'endSessions' : change.intent === 'close' ? 'closeAccount' : 'openAccount')
  if (change.intent === 'end') endSessionsOf(target.id)
  else setActive(target.id, change.intent === 'open')
  return isDone()
}

/** Has someone sign in at the issuer: by their address there, or else by their subject. */
function linked({ id }: Account, who: string, note: (action: string, detail: string) => void) {
  const issuer = issuerOf()?.issuer
  if (issuer === undefined) return refuse('form')
  const isEmail = who.includes('@')
  note('linkAccount', who)
  try {
    link(id, { issuer, subject: isEmail ? null : who, email: isEmail ? who : null })
    return isDone()
  } catch (error) {
    if (error instanceof LinkTaken) return refuse('linked', 409)
    throw error
  }
}

/** "all", or codes of districts; null where it is neither. */
function scopeOf(districts: string, unit: string): Scope | null {
  const asked = districts.trim()
  if (['all', '全部'].includes(asked) && unit === '') return 'everything'
  const codes = asked.split(/[\s,，、]+/).filter((code) => code !== '')
  return Part.safeParse({ districts: codes, unit: unit === '' ? null : unit }).data ?? null
}

const faultWords = {
  form: w('没有填完整，什么也没有改变。', 'The form was not whole; nothing was changed.'),
  taken: w('这个用户名已有人用。', 'This user name is taken.'),
  linked: w('这个身份已关联到别的账号。', 'Another account is linked to that identity.'),
  own: w('自己的账号由别的管理员来改。', 'Your own account is for another administrator to change.'),
  districts: w(
    '区县请填六位代码，用空格分开；全部区县填“全部”，此时不填单位。',
    'Give districts as codes of six digits with spaces between, or "all" and no unit.',
  ),
} satisfies Record<string, Words>

export default function People() {
  const { people, own, keeps, grants, hasIssuer, isFenced } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const say = useSay()
  return (
    <Page
      title={w('人员', 'People')}
      lead={w(
        '系统管理员开设、停用账号；安全管理员授予角色和可见范围。改动从对方的下一次请求起生效，并记入审计日志。',
        'System administrators open and close accounts; security administrators grant roles and what may be seen. A change holds from the next request on, and is written down.',
      )}
    >
      {!isFenced && (
        <Outcome fine={false}>
          {say(
            w(
              '本服务器的系统不允许隔离读取程序的网络：文档由能访问网络的进程读取。请允许 unshare；未设置 YARDSTICK_OPEN_READERS=accepted 时，网页不接收文件。',
              "This server's system does not let what reads documents have a network of its own. Allow unshare; without YARDSTICK_OPEN_READERS=accepted pages take no files.",
            ),
          )}
        </Outcome>
      )}
      {answer?.fault && <Outcome fine={false}>{say(faultWords[answer.fault])}</Outcome>}
      {answer && answer.fault === null && (
        <Outcome fine>
          {answer.password === null ? (
            say(w('已保存。', 'Saved.'))
          ) : (
            <>
              {say(
                w(
                  `${answer.name} 的一次性密码，只显示这一回，首次登录必须更换：`,
                  `The password of ${answer.name}, shown this once, to be changed at the first sign-in: `,
                ),
              )}
              <code className="ml-1 font-semibold">{answer.password}</code>
            </>
          )}
        </Outcome>
      )}
      {keeps && (
        <Frame title={w('开设账号', 'Open an account')}>
          <Form method="post" className="flex flex-wrap items-end gap-3">
            <input type="hidden" name="intent" value="add" />
            <Field
              label={w('用户名', 'User name')}
              name="name"
              required
              minLength={2}
              maxLength={32}
              autoComplete="off"
            />
            <Send words={w('开设', 'Open')} />
          </Form>
        </Frame>
      )}
      <Frame title={w(`账号（${people.length}）`, `Accounts (${people.length})`)}>
        <ul>
          {people.map((person) => (
            <li key={person.id} className="border-line border-b py-3 last:border-0">
              <Person person={person} />
              {person.id !== own && (
                <div className="mt-2 flex flex-wrap items-end gap-3">
                  {grants && <Grant person={person} />}
                  {grants && <Act id={person.id} intent="end" words={w('结束其会话', 'End sessions')} />}
                  {keeps && hasIssuer && !person.linked && <LinkTo id={person.id} />}
                  {keeps && person.linked && (
                    <Act id={person.id} intent="unlink" words={w('取消关联', 'Unlink')} />
                  )}
                  {keeps && <Act id={person.id} intent="reset" words={w('重置密码', 'New password')} />}
                  {keeps &&
                    (person.active ? (
                      <Act id={person.id} intent="close" words={w('停用', 'Close')} />
                    ) : (
                      <Act id={person.id} intent="open" words={w('启用', 'Open again')} />
                    ))}
                </div>
              )}
            </li>
          ))}
        </ul>
      </Frame>
    </Page>
  )
}

function Person({ person }: { person: Account }) {
  const say = useSay()
  const { name, role, scope, active, secondFactor, linked, created } = person
  return (
    <p className="flex flex-wrap items-baseline gap-x-4 text-sm">
      <span className="font-semibold">{name}</span>
      <span>{say(role === null ? w('还没有角色', 'No role yet') : roleWords[role])}</span>
      {role !== null && may(role, 'look') && <span>{say(scopeWords(scope))}</span>}
      <span className={active ? 'text-muted' : 'text-bad'}>
        {say(active ? w('在用', 'Open') : w('已停用', 'Closed'))}
      </span>
      <span className="text-muted">
        {say(
          linked
            ? w('统一身份认证', 'At your organisation')
            : secondFactor
              ? w('两步验证', 'Two-step sign-in')
              : w('仅密码', 'Password alone'),
        )}
      </span>
      <span className="text-muted text-xs">
        {say(w(`开设于 ${formatMoment(created)}`, `since ${formatMoment(created)}`))}
      </span>
    </p>
  )
}

function scopeWords(scope: Scope): Words {
  if (scope === 'everything') return w('全部区县', 'All districts')
  const { districts, unit } = scope
  if (districts.length === 0) return w('看不到任何数据', 'Sees no figures')
  const codes = districts.join(' ')
  return w(
    `区县 ${codes}${unit === null ? '' : `，${unit}`}`,
    `Districts ${codes}${unit === null ? '' : `, ${unit}`}`,
  )
}

function Grant({ person: { id, role, scope } }: { person: Account }) {
  const say = useSay()
  const { districts, unit } =
    scope === 'everything' ? { districts: [say(w('全部', 'all'))], unit: null } : scope
  return (
    <Form method="post" className="flex flex-wrap items-end gap-3 text-sm">
      <input type="hidden" name="intent" value="grant" />
      <input type="hidden" name="id" value={id} />
      <label>
        <span className="block">{say(w('角色', 'Role'))}</span>
        <select
          name="role"
          defaultValue={role ?? ''}
          className="mt-1 rounded border border-line bg-surface px-2 py-2"
        >
          <option value="">{say(w('无', 'None'))}</option>
          {Role.options.map((one) => (
            <option key={one} value={one}>
              {say(roleWords[one])}
            </option>
          ))}
        </select>
      </label>
      <Field
        label={w('区县代码，或“全部”', 'District codes, or "all"')}
        name="districts"
        defaultValue={districts.join(' ')}
      />
      <Field label={w('单位（空为全部）', 'Unit (empty for all)')} name="unit" defaultValue={unit ?? ''} />
      <Send words={w('授予', 'Grant')} />
    </Form>
  )
}

/** Has someone sign in at the issuer alone. */
function LinkTo({ id }: { id: number }) {
  return (
    <Form method="post" className="flex flex-wrap items-end gap-3 text-sm">
      <input type="hidden" name="intent" value="link" />
      <input type="hidden" name="id" value={id} />
      <Field
        label={w('统一身份认证的标识或邮箱', 'Subject or e-mail at your organisation')}
        name="who"
        required
        maxLength={255}
        autoComplete="off"
      />
      <Send words={w('关联', 'Link')} />
    </Form>
  )
}

function Act({ id, intent, words }: { id: number; intent: string; words: Words }) {
  return (
    <Form method="post">
      <input type="hidden" name="id" value={id} />
      <Send grave words={words} name="intent" value={intent} />
    </Form>
  )
}
