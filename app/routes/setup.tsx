import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useSay } from '#app/components/here.ts'
import { Field, Outcome, Send } from '#app/components/people/account-form.tsx'
import { passwordWords, roleWords } from '#app/components/people/people-words.ts'
import { AccountName } from '#app/domain/account.ts'
import { sameLanguage } from '#app/links.ts'
import { addAccount, endSetup, opensSetup } from '#app/state/accounts.server.ts'
import { record } from '#app/state/audit-log.server.ts'
import { passwordFault } from '#app/state/passwords.server.ts'
import { addressOf } from '#app/visitor.server.ts'
import { type Words, w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '首次设置 Set-up · 绩尺 Yardstick' }]

const administrators = ['system', 'security', 'audit'] as const

const duties: Readonly<Record<(typeof administrators)[number], Words>> = {
  system: w('开设、停用账号，重置密码。', 'Opens and closes accounts, gives new passwords.'),
  security: w('授予角色、区县和单位，结束会话。', 'Grants roles, districts and units; ends sessions.'),
  audit: w('查看审计日志。', 'Reads the audit log.'),
}

/** Where there is nothing to set up, or the code is not the one that was printed, there is no such page. */
function checkCode(code: string | null) {
  if (!opensSetup(code ?? '')) throw new Response('no such page', { status: 404 })
}

export function loader({ request }: LoaderFunctionArgs) {
  const code = new URL(request.url).searchParams.get('code')
  checkCode(code)
  return { code: code ?? '' }
}

const text = (value: FormDataEntryValue | null) => (typeof value === 'string' ? value : '')

export async function action({ request }: ActionFunctionArgs) {
  const sent = await request.formData()
  checkCode(text(sent.get('code')))
  const wanted = administrators.map((role) => ({
    role,
    name: AccountName.safeParse(sent.get(`${role}-name`)).data ?? null,
    password: text(sent.get(`${role}-password`)),
  }))
  const names = new Set(wanted.map(({ name }) => name?.toLowerCase()))
  if (wanted.some(({ name }) => name === null) || names.size < wanted.length)
    return data({ fault: 'names' as const }, { status: 400 })
  for (const { name, password } of wanted) {
    const fault = passwordFault(password, name ?? '')
    if (fault !== null) return data({ fault }, { status: 400 })
  }
  for (const { role, name, password } of wanted) {
    await addAccount({ role, name: name ?? '', password, mustChange: false })
    record({
      actor: null,
      role: null,
      address: addressOf(request),
      action: 'setup',
      target: name ?? '',
      result: 'done',
      detail: role,
    })
  }
  endSetup()
  return redirect(sameLanguage(request.url, '/login'), 303)
}

export default function Setup() {
  const { code } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const say = useSay()
  return (
    <main id="main" className="mx-auto max-w-5xl px-4 py-10">
      <h1 className="font-semibold text-2xl">{say(w('首次设置', 'First set-up'))}</h1>
      <p className="mt-1 mb-5 max-w-[60em] text-muted text-sm">
        {say(
          w(
            '系统、安全、审计三个管理员相互独立，都看不到业务数据。由三人各自填写密码；之后由系统管理员开设其他账号，由安全管理员授权。',
            'Three administrators, each apart from the others; none sees figures. Let three people type their own passwords; then the system administrator opens further accounts, and the security administrator grants them what they may see.',
          ),
        )}
      </p>
      {answer && (
        <Outcome fine={false}>
          {say(
            answer.fault === 'names'
              ? w(
                  '三个用户名都要填，互不相同：2 至 32 个字母、汉字或数字。',
                  'All three user names are needed, each another: 2 to 32 letters or figures.',
                )
              : passwordWords[answer.fault],
          )}
        </Outcome>
      )}
      <Form method="post" className="mt-4">
        <input type="hidden" name="code" value={code} />
        <div className="mb-4 grid grid-cols-1 gap-x-4 md:grid-cols-3">
          {administrators.map((role) => (
            // Rows of its neighbours, which a fieldset cannot take: fields stand side by side whatever stands above them.
            <section
              key={role}
              aria-label={say(roleWords[role])}
              className="row-span-4 mb-4 grid grid-rows-subgrid gap-y-3 rounded-lg border border-line bg-surface p-4"
            >
              <h2 className="font-semibold">{say(roleWords[role])}</h2>
              <p className="text-muted text-sm">{say(duties[role])}</p>
              <Field
                label={w('用户名', 'User name')}
                name={`${role}-name`}
                autoComplete="off"
                required
                minLength={2}
                maxLength={32}
              />
              <Field
                label={w('密码', 'Password')}
                hint={w('至少 10 个字符，两类以上。', 'At least 10 characters of two kinds.')}
                name={`${role}-password`}
                type="password"
                autoComplete="new-password"
                required
                minLength={10}
                maxLength={128}
              />
            </section>
          ))}
        </div>
        <Send words={w('设立三个管理员', 'Make the three administrators')} />
      </Form>
    </main>
  )
}
