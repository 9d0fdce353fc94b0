import {
  type ActionFunctionArgs,
  data,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Hidden } from '#app/components/filters/hidden.tsx'
import { useSay } from '#app/components/here.ts'
import { Field, Outcome, Send } from '#app/components/people/account-form.tsx'
import { oidcLink, sameLanguage } from '#app/links.ts'
import { issuerOf } from '#app/oidc/issuer.server.ts'
import { ownPathOf } from '#app/own-path.ts'
import { identified } from '#app/state/accounts.server.ts'
import { attempted, waitFor } from '#app/state/attempts.server.ts'
import { record } from '#app/state/audit-log.server.ts'
import { TooManyAtOnce } from '#app/state/passwords.server.ts'
import { beginSession, endSession } from '#app/state/sessions.server.ts'
import { addressOf, homeOf, sessionHeader, visitorIfKnown } from '#app/visitor.server.ts'
import { type Words, w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '登录 Sign in · 绩尺 Yardstick' }]

/** What came of a sign-in at the issuer. */
const Issuer = z.enum(['refused', 'unlinked', 'failed'])

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorIfKnown(request)
  if (visitor !== null) return redirect(sameLanguage(request.url, homeOf(visitor.account)))
  const search = new URL(request.url).searchParams
  return {
    back: ownPathOf(search.get('back') ?? sameLanguage(request.url, '/')),
    hasIssuer: issuerOf() !== null,
    issuer: Issuer.safeParse(search.get('issuer')).data ?? null,
  }
}

/** Whoever must wait is told for how long on the page, too. */
export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

const SignIn = z.object({
  name: z.string().trim().min(1).max(64),
  password: z.string().min(1).max(256),
  code: z.string().max(64).default(''),
})

type Refusal = { refused: 'wrong' | 'busy' } | { refused: 'wait'; minutes: number }
const refuse = (refusal: Refusal, status: number, headers = {}) => data(refusal, { status, headers })

export async function action({ request }: ActionFunctionArgs) {
  const sent = await request.formData()
  const form = SignIn.safeParse(Object.fromEntries(sent)).data
  if (form === undefined) return refuse({ refused: 'wrong' }, 400)
  const address = addressOf(request)
  const tried = { name: form.name, address }
  const deed = { actor: null, role: null, address, action: 'signIn', target: form.name } as const
  const waitMs = waitFor(tried)
  if (waitMs > 0) {
    record({ ...deed, result: 'refused', detail: 'too many failures' })
    const seconds = Math.ceil(waitMs / 1000)
    return refuse({ refused: 'wait', minutes: Math.ceil(seconds / 60) }, 429, {
      'Retry-After': String(seconds),
    })
  }
  try {
    const account = await attempted(tried, () => identified(form))
    if (account === null) {
      record({ ...deed, result: 'refused' })
      return refuse({ refused: 'wrong' }, 401)
    }
    // Whoever was signed in here before is no more: a session is never taken over.
    const before = await visitorIfKnown(request)
    if (before?.session) endSession(before.session.id)
    const token = beginSession(account.id, { address, agent: request.headers.get('user-agent') ?? '' })
    record({ ...deed, actor: account.name, role: account.role, result: 'done' })
    const home = homeOf(account)
    return redirect(home === '/' ? ownPathOf(sent.get('back')) : sameLanguage(request.url, home), {
      status: 303,
      headers: sessionHeader(token),
    })
  } catch (error) {
    if (error instanceof TooManyAtOnce) return refuse({ refused: 'busy' }, 503, { 'Retry-After': '5' })
    throw error
  }
}

const issuerWords: Readonly<Record<z.infer<typeof Issuer>, Words>> = {
  refused: w(
    '统一身份认证没有通过，请重试。',
    'The sign-in at your organisation was not accepted; try again.',
  ),
  unlinked: w(
    '统一身份认证通过了，但没有账号与之关联，或账号已停用。请找系统管理员关联。',
    'Your organisation knows you, but no open account is linked to you. A system administrator can link one.',
  ),
  failed: w(
    '统一身份认证服务没有应答，请稍后再试，或用用户名和密码登录。',
    "Your organisation's sign-in does not answer; try again shortly, or use a name and password.",
  ),
}

export default function Login() {
  const { back, hasIssuer, issuer } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const say = useSay()
  return (
    <main id="main" className="mx-auto max-w-sm px-4 py-12 sm:py-20">
      <h1 className="font-semibold text-2xl">{say(w('登录绩尺', 'Sign in to Yardstick'))}</h1>
      <p className="mt-1 mb-5 text-muted text-sm">
        {say(
          w(
            '本系统不得存储、处理涉密信息。登录、查看与导出都会记入审计日志。',
            'No classified information may be kept here. Sign-ins, views and exports are written down.',
          ),
        )}
      </p>
      {answer && (
        <Outcome fine={false}>
          {answer.refused === 'wait'
            ? say(
                w(
                  `失败次数过多，请在 ${answer.minutes} 分钟后再试。`,
                  `Too many failures; try again in ${answer.minutes} min.`,
                ),
              )
            : answer.refused === 'busy'
              ? say(w('登录的人太多，请稍后再试。', 'Too many people are signing in; try again shortly.'))
              : say(
                  w(
                    '用户名、密码或验证码不对，或账号已停用。忘记密码请找系统管理员重置。',
                    'Name, password or code is not right, or the account is closed. A system administrator can give you a new password.',
                  ),
                )}
        </Outcome>
      )}
      {issuer && !answer && <Outcome fine={false}>{say(issuerWords[issuer])}</Outcome>}
      {hasIssuer && (
        <a
          href={oidcLink(back)}
          className="mt-4 block rounded bg-accent px-3 py-2 text-center text-surface hover:opacity-90"
        >
          {say(w('统一身份认证登录', 'Sign in with your organisation'))}
        </a>
      )}
      <Form method="post" className="mt-4 space-y-4 rounded-lg border border-line bg-surface p-5">
        <Hidden values={{ back }} />
        <Field label={w('用户名', 'User name')} name="name" autoComplete="username" required maxLength={64} />
        <Field
          label={w('密码', 'Password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={256}
        />
        <Field
          label={w('验证码', 'Code')}
          hint={w(
            '启用了两步验证才填：验证器上的六位数，或一个恢复码。',
            'Only with two-step sign-in: six digits of your authenticator, or a recovery code.',
          )}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={64}
        />
        <Send words={w('登录', 'Sign in')} />
      </Form>
    </main>
  )
}
