import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { ink, palette } from '#app/charts/theme.ts'
import { Frame } from '#app/components/comparison.tsx'
import { useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { Field, Outcome, Send } from '#app/components/people/account-form.tsx'
import { passwordWords, roleWords } from '#app/components/people/people-words.ts'
import { formatMoment } from '#app/format.ts'
import { sameLanguage } from '#app/links.ts'
import { qrCode } from '#app/qr-code.server.ts'
import { accountNumbered, enrol, isOwnPassword, setPassword, unenrol } from '#app/state/accounts.server.ts'
import { attempted, waitFor } from '#app/state/attempts.server.ts'
import { authenticatorLink, base32, fromBase32, newSecret } from '#app/state/one-time-code.ts'
import { passwordFault } from '#app/state/passwords.server.ts'
import { beginSession, endSession, sessionsOf } from '#app/state/sessions.server.ts'
import { addressOf, homeOf, sessionHeader, visitorOf } from '#app/visitor.server.ts'
import { w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '我的账号 My account · 绩尺 Yardstick' }]

export async function loader({ request }: LoaderFunctionArgs) {
  const { account, session } = await visitorOf(request, 'ownAccount')
  if (account === null) return redirect('/')
  return {
    account,
    sessions: sessionsOf(account.id).map(({ id, address, agent, created, seen }) => ({
      id,
      address,
      agent,
      created: new Date(created).toISOString(),
      seen: new Date(seen).toISOString(),
      own: id === session?.id,
    })),
    offered: offer(account.name, newSecret()),
  }
}

/** A secret for an authenticator: to be typed, to be followed, to be photographed. */
function offer(name: string, secret: Buffer) {
  const link = authenticatorLink(name, secret)
  return { secret: base32(secret), link, picture: qrCode(link) }
}

const Change = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('password'), own: z.string().max(256), next: z.string().max(256) }),
  z.object({
    intent: z.literal('enrol'),
    own: z.string().max(256),
    secret: z.string().max(64),
    code: z.string().max(16),
  }),
  z.object({ intent: z.literal('unenrol'), own: z.string().max(256) }),
  z.object({ intent: z.literal('end'), session: z.string().regex(/^[0-9a-f]{64}$/) }),
])

const refuse = (
  fault: 'own' | 'code' | 'wait' | ReturnType<typeof passwordFault>,
  offered: ReturnType<typeof offer> | null = null,
) => data({ fault, codes: null, offered }, { status: fault === 'wait' ? 429 : 400 })

export async function action({ request }: ActionFunctionArgs) {
  const { account, session, note } = await visitorOf(request, 'ownAccount')
  const change = Change.safeParse(Object.fromEntries(await request.formData())).data
  if (account === null || session === null || change === undefined) throw new Response(null, { status: 400 })
  if (account.linked && change.intent !== 'end') throw new Response(null, { status: 400 })
  if (change.intent === 'end') {
    if (sessionsOf(account.id).some(({ id }) => id === change.session)) endSession(change.session)
    note({ action: 'endSession', target: account.name })
    return redirect(sameLanguage(request.url, '/account'), 303)
  }
  // Their authenticator holds this secret by now: after a refusal another would have to be taken in again.
  const secret = change.intent === 'enrol' ? fromBase32(change.secret) : null
  const offered = secret && offer(account.name, secret)
  // Who found an open screen must not lock out whose it is.
  const tried = { name: account.name, address: addressOf(request) }
  if (waitFor(tried) > 0) return refuse('wait', offered)
  const own = await attempted(tried, async () => (await isOwnPassword(account.id, change.own)) || null)
  if (own === null) {
    note({ action: change.intent, target: account.name, result: 'refused' })
    return refuse('own', offered)
  }
  if (change.intent === 'enrol') {
    const codes = secret && secret.length >= 16 ? enrol(account.id, { secret, code: change.code }) : null
    note({ action: 'enrol', target: account.name, result: codes === null ? 'refused' : 'done' })
    return codes === null ? refuse('code', offered) : data({ fault: null, codes, offered: null })
  }
  if (change.intent === 'unenrol') {
    unenrol(account.id)
    note({ action: 'unenrol', target: account.name })
    return redirect(sameLanguage(request.url, '/account'), 303)
  }
  const fault = change.next === change.own ? 'common' : passwordFault(change.next, account.name)
  if (fault !== null) return refuse(fault)
  await setPassword(account.id, change.next, false)
  note({ action: 'changePassword', target: account.name })
  // All sessions have ended, this one too: it goes on under another token.
  const token = beginSession(account.id, from(request))
  return redirect(homeOf(accountNumbered(account.id)), { status: 303, headers: sessionHeader(token) })
}

const from = (request: Request) => ({
  address: addressOf(request),
  agent: request.headers.get('user-agent') ?? '',
})

export default function OwnAccount() {
  const { account, sessions, ...fresh } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { secret, link, picture } = answer?.offered ?? fresh.offered
  const say = useSay()
  return (
    <Page
      title={w('我的账号', 'My account')}
      lead={w(
        `${account.name}，${account.role === null ? '还没有角色，请联系安全管理员' : roleWords[account.role].zh}。`,
        `${account.name}, ${account.role === null ? 'without a role yet: ask a security administrator' : roleWords[account.role].en.toLowerCase()}.`,
      )}
    >
      {account.mustChange && (
        <Outcome fine={false}>
          {say(
            w('这是别人给的密码，请先换成自己的。', 'This password was given to you: choose your own first.'),
          )}
        </Outcome>
      )}
      {answer?.fault && <Outcome fine={false}>{say(faultWords(answer.fault))}</Outcome>}
      {answer?.codes && <RecoveryCodes codes={answer.codes} />}
      {account.linked ? (
        <Frame title={w('登录方式', 'How you sign in')}>
          <p className="text-sm">
            {say(
              w(
                '通过统一身份认证登录，这里没有密码可换。',
                'At your organisation: there is no password here to change.',
              ),
            )}
          </p>
        </Frame>
      ) : (
        <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
          <Frame
            title={w('换密码', 'Change the password')}
            note={w('换后其他设备都要重新登录。', 'Everywhere else you are signed out.')}
          >
            <Form method="post" className="max-w-sm space-y-3">
              <input type="hidden" name="intent" value="password" />
              <OwnPassword />
              <Field
                label={w('新密码', 'New password')}
                hint={w('至少 10 个字符，两类以上。', 'At least 10 characters of two kinds.')}
                name="next"
                type="password"
                autoComplete="new-password"
                required
              />
              <Send words={w('换密码', 'Change it')} />
            </Form>
          </Frame>
          <Frame
            title={w('两步验证', 'Two-step sign-in')}
            note={
              account.secondFactor
                ? w(
                    '已启用：登录时要输入验证器上的六位数。',
                    'On: sign-in asks for six digits of your authenticator.',
                  )
                : w(
                    '用手机验证器扫描二维码，或录入下面的密钥，再填它显示的六位数。不需要联网。',
                    'Scan this code with an authenticator on your phone, or enter the key, then the six digits it shows. It needs no network.',
                  )
            }
          >
            <Form method="post" className="max-w-sm space-y-3">
              <input type="hidden" name="intent" value={account.secondFactor ? 'unenrol' : 'enrol'} />
              {!account.secondFactor && (
                <>
                  <QrCode {...picture} />
                  <p className="text-sm">
                    <a href={link}>
                      {say(w('在这台设备的验证器中打开', 'Open in an authenticator on this device'))}
                    </a>
                  </p>
                  <code className="block break-words rounded bg-paper px-3 py-2 text-sm">
                    {secret.match(/.{1,4}/g)?.join(' ')}
                  </code>
                  <input type="hidden" name="secret" value={secret} />
                  <Field
                    label={w('六位数', 'Six digits')}
                    name="code"
                    inputMode="numeric"
                    autoComplete="one-time-code"
                    required
                  />
                </>
              )}
              <OwnPassword />
              {account.secondFactor ? (
                <Send grave words={w('停用两步验证', 'Turn it off')} />
              ) : (
                <Send words={w('启用', 'Turn it on')} />
              )}
            </Form>
          </Frame>
        </div>
      )}
      <Frame title={w('登录的设备', 'Where you are signed in')}>
        <ul className="text-sm">
          {sessions.map(({ id, address, agent, created, seen, own }) => (
            <li
              key={id}
              className="flex flex-wrap items-baseline gap-x-4 border-line border-b py-2 last:border-0"
            >
              <span className="min-w-0 grow basis-64">
                {agent || say(w('未知设备', 'Unknown device'))}
                <span className="block text-muted text-xs">
                  {address} · {say(w('登录', 'since'))} {formatMoment(created)} ·{' '}
                  {say(w('最近', 'last seen'))} {formatMoment(seen)}
                </span>
              </span>
              {own ? (
                <span className="text-muted">{say(w('本次', 'This one'))}</span>
              ) : (
                <Form method="post">
                  <input type="hidden" name="intent" value="end" />
                  <input type="hidden" name="session" value={id} />
                  <Send grave words={w('退出', 'Sign out')} />
                </Form>
              )}
            </li>
          ))}
        </ul>
      </Frame>
    </Page>
  )
}

/** Dark on light by night too: not every camera reads it the other way round. */
function QrCode({ size, outline }: { size: number; outline: string }) {
  const say = useSay()
  return (
    <svg
      role="img"
      aria-label={say(w('验证器的二维码', 'QR code for an authenticator'))}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="w-48 rounded border border-line"
    >
      <rect width={size} height={size} fill={ink.surface} />
      <path d={outline} fill={palette.black} />
    </svg>
  )
}

function OwnPassword() {
  return (
    <Field
      label={w('现在的密码', 'Your password now')}
      name="own"
      type="password"
      autoComplete="current-password"
      required
    />
  )
}

const faultWords = (fault: NonNullable<ReturnType<typeof passwordFault>> | 'own' | 'code' | 'wait') =>
  fault === 'own'
    ? w('现在的密码不对，没有改变。', 'That is not your password now; nothing was changed.')
    : fault === 'code'
      ? w(
          '六位数不对，没有启用；请核对手机时间。',
          'Those are not the six digits; check the clock of your phone.',
        )
      : fault === 'wait'
        ? w('失败次数过多，请稍后再试。', 'Too many failures; try again later.')
        : passwordWords[fault]

function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const say = useSay()
  return (
    <Outcome fine>
      {say(
        w(
          '两步验证已启用。手机丢失时可用下面的恢复码登录，每个一次；只显示这一回，请抄下收好。',
          'Two-step sign-in is on. Should you lose your phone, each of these opens once. They are shown this once: write them down.',
        ),
      )}
      <ul className="mt-2 grid grid-cols-1 gap-x-6 font-mono sm:grid-cols-2 lg:grid-cols-4">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </Outcome>
  )
}
