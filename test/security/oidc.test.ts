import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { environment } from '#app/env.server.ts'
import { identityIn, Jwk, NotBelieved } from '#app/oidc/id-token.ts'
import { loader as goThere } from '#app/routes/login_.oidc.ts'
import { loader as comeBack } from '#app/routes/login_.oidc_.back.ts'
import { action as changePeople } from '#app/routes/people.tsx'
import {
  accountNumbered,
  addAccount,
  identified,
  resetAccount,
  setActive,
} from '#app/state/accounts.server.ts'
import { newestEntries } from '#app/state/audit-log.server.ts'
import { closeState, stateOf } from '#app/state/database.server.ts'
import { accountOf, LinkTaken, link, unlink } from '#app/state/identities.server.ts'
import { beginSession, sessionOf } from '#app/state/sessions.server.ts'
import { jwks, openIssuer, pairs, tokenOf } from './issuer.ts'

const expected = { issuer: 'https://id.example/realm', client: 'yardstick', nonce: 'n'.repeat(43) }
const now = 1_800_000_000_000
const claims = {
  iss: expected.issuer,
  sub: 'person-1',
  aud: expected.client,
  exp: now / 1000 + 300,
  iat: now / 1000,
  nonce: expected.nonce,
  email: 'Li.Si@example.cn',
  email_verified: true,
}
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const [head = '', body = '', signature = ''] = tokenOf(claims).split('.')
const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 })
const otherCurve = generateKeyPairSync('ec', { namedCurve: 'P-384' })

describe('a token', () => {
  test.each(['RS256', 'ES256'])('signed with %s by the issuer is believed', (alg) => {
    expect(identityIn(tokenOf(claims, { alg, kid: alg }), jwks, expected, now)).toEqual({
      issuer: expected.issuer,
      subject: 'person-1',
      email: 'li.si@example.cn',
    })
    expect(identityIn(tokenOf(claims, { alg }), jwks, expected, now).subject).toBe('person-1')
  })

  test.each([{ email_verified: false }, { email_verified: undefined }, { email: undefined }])(
    'without a verified address gives none: %j',
    (change) => {
      expect(identityIn(tokenOf({ ...claims, ...change }), jwks, expected, now).email).toBeNull()
    },
  )

  const symmetric = { kty: 'oct', kid: 'oct', k: 'c2VjcmV0' }
  const forged: Record<string, string> = {
    'not signed': `${part({ alg: 'none' })}.${body}.`,
    'said not to be signed': `${part({ alg: 'none' })}.${body}.${signature}`,
    'with None': `${part({ alg: 'None' })}.${body}.${signature}`,
    'signed with a shared secret': `${part({ alg: 'HS256', kid: 'RS256' })}.${body}.${signature}`,
    'signed with the other algorithm': `${part({ alg: 'ES256', kid: 'RS256' })}.${body}.${signature}`,
    'signed with PS256': tokenOf(claims, { alg: 'PS256', kid: 'RS256' }),
    'signed with RS512': tokenOf(claims, { alg: 'RS512', kid: 'RS256' }),
    'signed by somebody else': tokenOf(claims, { alg: 'RS256', kid: 'RS256' }, foreign.privateKey),
    'with a key of its own': tokenOf(
      claims,
      { alg: 'RS256', kid: 'RS256', jwk: foreign.publicKey.export({ format: 'jwk' }) },
      foreign.privateKey,
    ),
    'with a place of its own for keys': tokenOf(
      claims,
      { alg: 'RS256', jku: 'https://evil.example/keys', kid: 'evil' },
      foreign.privateKey,
    ),
    'with a key that is too short': tokenOf(claims, { alg: 'RS256', kid: 'short' }, short.privateKey),
    'on another curve': tokenOf(claims, { alg: 'ES256', kid: 'P-384' }, otherCurve.privateKey),
    'with a name of no key': tokenOf(claims, { alg: 'RS256', kid: 'none' }),
    'with the name of a key for secrets': tokenOf(claims, { alg: 'RS256', kid: 'enc' }),
    'with what must be understood': tokenOf(claims, {
      alg: 'RS256',
      kid: 'RS256',
      crit: ['b64'],
      b64: false,
    }),
    'with other claims': `${head}.${part({ ...claims, sub: 'person-2' })}.${signature}`,
    'with a signature cut off': `${head}.${body}.${signature.slice(0, -4)}`,
    'with an empty signature': `${head}.${body}.`,
    'with an ES256 signature in DER': `${part({ alg: 'ES256', kid: 'ES256' })}.${body}.${signature}`,
    'with more parts': `${head}.${body}.${signature}.${signature}`,
    'with fewer parts': `${head}.${body}`,
    'that is empty': '',
    'that is no text': `${head}.${Buffer.from([0xff, 0xfe]).toString('base64url')}.${signature}`,
    'in another base': `${head}.${body}.${signature}=`,
    'with blanks': ` ${head}.${body}.${signature}`,
    'of another issuer': tokenOf({ ...claims, iss: 'https://id.example/other' }),
    'of an issuer with a slash more': tokenOf({ ...claims, iss: `${expected.issuer}/` }),
    'for another client': tokenOf({ ...claims, aud: 'other' }),
    'for nobody': tokenOf({ ...claims, aud: [] }),
    'for others besides, given to one of them': tokenOf({
      ...claims,
      aud: ['yardstick', 'other'],
      azp: 'other',
    }),
    'for others besides, given to nobody': tokenOf({ ...claims, aud: ['yardstick', 'other'] }),
    'given to another client': tokenOf({ ...claims, azp: 'other' }),
    'that is over': tokenOf({ ...claims, exp: now / 1000 - 61 }),
    'without an end': tokenOf({ ...claims, exp: undefined }),
    'with an end in words': tokenOf({ ...claims, exp: '9999999999' }),
    'not to be used yet': tokenOf({ ...claims, nbf: now / 1000 + 120 }),
    'of tomorrow': tokenOf({ ...claims, iat: now / 1000 + 86_400 }),
    'of yesterday': tokenOf({ ...claims, iat: now / 1000 - 86_400 }),
    'of another sign-in': tokenOf({ ...claims, nonce: 'm'.repeat(43) }),
    'of no sign-in': tokenOf({ ...claims, nonce: undefined }),
    'of nobody': tokenOf({ ...claims, sub: '' }),
    'of a number': tokenOf({ ...claims, sub: 7 }),
    'too long': tokenOf({ ...claims, more: 'x'.repeat(20_000) }),
  }
  const keys = Jwk.array().parse([
    ...jwks,
    symmetric,
    { ...short.publicKey.export({ format: 'jwk' }), kid: 'short' },
    { ...otherCurve.publicKey.export({ format: 'jwk' }), kid: 'P-384' },
    { ...pairs.RS256.publicKey.export({ format: 'jwk' }), kid: 'enc', use: 'enc' },
  ])
  test.each(Object.entries(forged))('%s is refused', (_, token) => {
    expect(() => identityIn(token, keys, expected, now)).toThrow(NotBelieved)
  })
})

describe('signing in at an issuer', () => {
  let dataDir = ''
  let issuer: Awaited<ReturnType<typeof openIssuer>>
  const origin = 'http://127.0.0.1:3999'
  let id = 0

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-oidc-'))
    const state = stateOf(dataDir)
    const account = {
      role: 'leader',
      scope: 'everything',
      password: 'Ranger-Blue-77',
      mustChange: true,
    } as const
    id = await addAccount({ ...account, name: 'lisi' }, state)
  })
  afterAll(async () => {
    closeState(dataDir)
    await rm(dataDir, { recursive: true, force: true })
  })
  beforeEach(async () => {
    issuer = await openIssuer()
    globalThis.yardstickEntrance = 'accounts'
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    vi.stubEnv('YARDSTICK_DATA', dataDir)
    vi.stubEnv('YARDSTICK_ORIGIN', origin)
    vi.stubEnv('YARDSTICK_OIDC_ISSUER', issuer.issuer)
    vi.stubEnv('YARDSTICK_OIDC_CLIENT', 'yardstick')
    vi.stubEnv('YARDSTICK_OIDC_SECRET', 'a secret: of two')
    stateOf(dataDir).prepare('delete from attempt').run()
    stateOf(dataDir).prepare('delete from identity').run()
  })
  afterEach(async () => {
    globalThis.yardstickEntrance = undefined
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
    await issuer.close()
  })

  const asked = (loader: typeof goThere | typeof comeBack, url: string, cookie = '') =>
    loader({ request: new Request(`${origin}${url}`, { headers: { cookie } }), params: {}, context: {} })

  /** Goes to the issuer; what the browser carries, and where it is. */
  async function gone(back = '/findings?year=2021') {
    const answer = await asked(goThere, `/login/oidc?${new URLSearchParams({ back })}`)
    const place = answer.headers.get('location') ?? ''
    return {
      place,
      search: new URL(place).searchParams,
      cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '',
    }
  }
  const vouched = (nonce: string | null, change: object = {}) => ({
    iss: issuer.issuer,
    sub: 'person-1',
    aud: 'yardstick',
    exp: Date.now() / 1000 + 300,
    iat: Date.now() / 1000,
    nonce,
    email: 'li.si@example.cn',
    email_verified: true,
    ...change,
  })
  /** The whole way; `change` is what the issuer says otherwise. */
  async function through(change: object = {}, back?: string) {
    const { place, search, cookie } = await gone(back)
    issuer.says.claims = vouched(search.get('nonce'), change)
    const answer = { code: issuer.codeFor(place), state: search.get('state') ?? '' }
    return asked(comeBack, `/login/oidc/back?${new URLSearchParams(answer)}`, cookie)
  }
  const sessionIn = (answer: Response) => {
    const token = /(?:^|, )session=([\w-]{43})/.exec(answer.headers.get('set-cookie') ?? '')?.[1]
    return token === undefined ? null : sessionOf(token, stateOf(dataDir))
  }

  test('leads there with a challenge, and back to the page and the account that was linked', async () => {
    link(id, { issuer: issuer.issuer, subject: 'person-1', email: null }, stateOf(dataDir))
    const { place, search } = await gone()
    expect(place.startsWith(`${issuer.issuer}/authorize?`)).toBe(true)
    expect(Object.fromEntries(search)).toMatchObject({
      response_type: 'code',
      client_id: 'yardstick',
      redirect_uri: `${origin}/login/oidc/back`,
      scope: 'openid email',
      code_challenge_method: 'S256',
    })
    const answer = await through()
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/findings?year=2021'])
    expect(sessionIn(answer)?.account.name).toBe('lisi')
    const token = issuer.asked.findLast(({ path }) => path === '/realm/token')
    expect(token?.authorization).toBe(
      `Basic ${Buffer.from('yardstick:a+secret%3A+of+two').toString('base64')}`,
    )
    expect(newestEntries(1, dataDir)[0]).toMatchObject({ actor: 'lisi', action: 'signIn', result: 'done' })
  })

  test('never leads on to another site', async () => {
    link(id, { issuer: issuer.issuer, subject: 'person-1', email: null }, stateOf(dataDir))
    for (const back of ['//evil.example', 'https://evil.example', '/\\evil.example'])
      expect((await through({}, back)).headers.get('location')).toBe('/')
  })

  test('knows who comes first with a verified address by their subject from then on', async () => {
    link(id, { issuer: issuer.issuer, subject: null, email: 'Li.Si@example.cn' }, stateOf(dataDir))
    expect(sessionIn(await through({ email_verified: false }))).toBeNull()
    expect(sessionIn(await through())?.account.name).toBe('lisi')
    expect(sessionIn(await through({ email: 'other@example.cn' }))?.account.name).toBe('lisi')
    // The address was given to somebody else.
    expect(sessionIn(await through({ sub: 'person-2' }))).toBeNull()
  })

  test('opens nothing without a link, to a closed account, or at another issuer', async () => {
    const state = stateOf(dataDir)
    const unlinked = await through()
    expect([sessionIn(unlinked), unlinked.headers.get('location')]).toEqual([null, '/login?issuer=unlinked'])
    link(id, { issuer: 'https://other.example', subject: 'person-1', email: null }, state)
    expect(sessionIn(await through())).toBeNull()
    link(id, { issuer: issuer.issuer, subject: 'person-1', email: null }, state)
    setActive(id, false, state)
    expect(sessionIn(await through())).toBeNull()
    setActive(id, true, state)
    expect(sessionIn(await through())).not.toBeNull()
  })

  test('refuses what is not of the sign-in that this browser began, and says so in the log', async () => {
    link(id, { issuer: issuer.issuer, subject: 'person-1', email: null }, stateOf(dataDir))
    const mine = await gone()
    const other = await gone()
    issuer.says.claims = vouched(mine.search.get('nonce'))
    const code = () => issuer.codeFor(mine.place)
    const state = mine.search.get('state') ?? ''
    const wrong: readonly [Record<string, string>, string][] = [
      [{ code: code(), state }, ''],
      [{ code: code(), state }, other.cookie],
      [{ code: code(), state }, `${mine.cookie.slice(0, -3)}abc`],
      [{ code: code(), state: 'x'.repeat(43) }, mine.cookie],
      [{ code: code() }, mine.cookie],
      [{ state }, mine.cookie],
      [{ error: 'access_denied', state }, mine.cookie],
      [{ code: code(), state, iss: 'https://evil.example' }, mine.cookie],
    ]
    for (const [search, cookie] of wrong) {
      const answer = await asked(comeBack, `/login/oidc/back?${new URLSearchParams(search)}`, cookie)
      expect([search, sessionIn(answer), answer.headers.get('location')]).toEqual([
        search,
        null,
        '/login?issuer=refused',
      ])
      expect(newestEntries(1, dataDir)[0]).toMatchObject({ action: 'signIn', result: 'refused' })
    }
  })

  test('takes a code once, and with its own verifier alone', async () => {
    link(id, { issuer: issuer.issuer, subject: 'person-1', email: null }, stateOf(dataDir))
    const { place, search, cookie } = await gone()
    issuer.says.claims = vouched(search.get('nonce'))
    const url = `/login/oidc/back?${new URLSearchParams({ code: issuer.codeFor(place), state: search.get('state') ?? '' })}`
    expect(sessionIn(await asked(comeBack, url, cookie))).not.toBeNull()
    expect(sessionIn(await asked(comeBack, url, cookie))).toBeNull()
    const stolen = issuer.codeFor((await gone()).place)
    const injected = new URLSearchParams({ code: stolen, state: search.get('state') ?? '' })
    expect(sessionIn(await asked(comeBack, `/login/oidc/back?${injected}`, cookie))).toBeNull()
  })

  test.each([
    ['calls itself otherwise', { issuer: 'https://evil.example' }],
    ['sends codes elsewhere', { token_endpoint: 'https://evil.example/token' }],
    ['sends browsers elsewhere', { authorization_endpoint: 'https://evil.example/' }],
    ['has its keys elsewhere', { jwks_uri: 'http://169.254.169.254/keys' }],
    ['tells nothing', { token_endpoint: 7 }],
  ])('is not begun where the issuer %s', async (_, discovery) => {
    issuer.says.discovery = discovery
    const answer = await asked(goThere, '/login/oidc')
    expect(answer.headers.get('location')).toBe('/login?issuer=failed')
  })

  test('learns new keys of the issuer, and asks for them no more than once a minute', async () => {
    link(id, { issuer: issuer.issuer, subject: 'person-1', email: null }, stateOf(dataDir))
    expect(sessionIn(await through())).not.toBeNull()
    const { place, search, cookie } = await gone()
    issuer.says.token = tokenOf(vouched(search.get('nonce')), { alg: 'RS256', kid: 'new' })
    const url = `/login/oidc/back?${new URLSearchParams({ code: issuer.codeFor(place), state: search.get('state') ?? '' })}`
    expect(sessionIn(await asked(comeBack, url, cookie))).toBeNull()
    expect(issuer.asked.filter(({ path }) => path === '/realm/keys')).toHaveLength(1)
  })

  test('a linked account has no password; reset gives one back', async () => {
    const state = stateOf(dataDir)
    const tried = { name: 'lisi', password: 'Ranger-Blue-77', code: '' }
    expect(await identified(tried, state)).not.toBeNull()
    link(id, { issuer: issuer.issuer, subject: 'person-1', email: null }, state)
    expect(await identified(tried, state)).toBeNull()
    const password = await resetAccount(id, state)
    expect(await identified({ ...tried, password }, state)).not.toBeNull()
    expect(accountOf({ issuer: issuer.issuer, subject: 'person-1', email: null }, state)).toBeNull()
  })

  test('a system administrator links it on the page of accounts, and nobody else', async () => {
    const state = stateOf(dataDir)
    const asked = async (role: 'system' | 'security', body: Record<string, string>) => {
      const account = {
        name: `admin${Math.random()}`,
        role,
        password: 'Ranger-Blue-77',
        mustChange: false,
      } as const
      const token = beginSession(await addAccount(account, state), { address: '', agent: '' }, state)
      const init = {
        method: 'POST',
        headers: { cookie: `session=${token}` },
        body: new URLSearchParams(body),
      }
      return changePeople({ request: new Request(`${origin}/people`, init), params: {}, context: {} })
    }
    const linking = { intent: 'link', id: String(id), who: 'Li.Si@example.cn' }
    await expect(asked('security', linking)).rejects.toMatchObject({ status: 403 })
    expect(accountNumbered(id, state)?.linked).toBe(false)
    await asked('system', linking)
    expect(accountNumbered(id, state)?.linked).toBe(true)
    expect(sessionIn(await through())?.account.name).toBe('lisi')
    await asked('system', { intent: 'unlink', id: String(id) })
    expect(sessionIn(await through())).toBeNull()
  })

  test('one person is one account', async () => {
    const state = stateOf(dataDir)
    const account = { role: null, password: 'Ranger-Blue-77', mustChange: false } as const
    const other = await addAccount({ ...account, name: `other${Math.random()}` }, state)
    link(id, { issuer: issuer.issuer, subject: 'person-1', email: null }, state)
    expect(() => link(other, { issuer: issuer.issuer, subject: 'person-1', email: null }, state)).toThrow(
      LinkTaken,
    )
    unlink(id, state)
    link(other, { issuer: issuer.issuer, subject: 'person-1', email: null }, state)
  })

  test('is not there where it is not set up, or nobody signs in', async () => {
    globalThis.yardstickEntrance = 'open'
    await expect(asked(goThere, '/login/oidc')).rejects.toMatchObject({ status: 404 })
    globalThis.yardstickEntrance = 'accounts'
    for (const name of ['YARDSTICK_OIDC_ISSUER', 'YARDSTICK_OIDC_CLIENT', 'YARDSTICK_OIDC_SECRET'])
      vi.stubEnv(name, undefined)
    for (const loader of [goThere, comeBack])
      await expect(asked(loader, '/login/oidc')).rejects.toMatchObject({ status: 404 })
  })
})

test.each([
  [{ YARDSTICK_OIDC_ISSUER: 'https://id.example' }, 'YARDSTICK_OIDC_CLIENT'],
  [{ YARDSTICK_OIDC_ISSUER: 'https://id.example', YARDSTICK_OIDC_CLIENT: 'y' }, 'YARDSTICK_ORIGIN'],
  [{ YARDSTICK_AUDIT_DAYS: '179' }, 'must be 180 days at least'],
  [{ YARDSTICK_AUDIT_DAYS: 'never' }, 'YARDSTICK_AUDIT_DAYS'],
  [{ YARDSTICK_OIDC_SECRET: 'long enough' }, 'YARDSTICK_OIDC_ISSUER'],
  [{ YARDSTICK_OIDC_ISSUER: 'http://id.example', YARDSTICK_OIDC_CLIENT: 'y' }, 'must begin with https'],
  [{ YARDSTICK_OIDC_ISSUER: 'file:///etc/passwd', YARDSTICK_OIDC_CLIENT: 'y' }, 'YARDSTICK_OIDC_ISSUER'],
  [{ YARDSTICK_OIDC_ISSUER: 'https://id.example?x=1', YARDSTICK_OIDC_CLIENT: 'y' }, 'has no query'],
])('settings that cannot be right are named at the start: %j', (env, words) => {
  expect(() => environment({ NODE_ENV: 'test', ...env })).toThrow(words)
})
