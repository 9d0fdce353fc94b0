import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { environment } from '#app/env.server.ts'
import { type Identity, identityIn, Jwk, NotBelieved, UnknownKey } from './id-token.ts'

/** What an issuer tells of itself (OpenID Connect Discovery 1.0). */
const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
})
type Discovery = z.infer<typeof Discovery>

const Keys = z.object({ keys: z.array(z.unknown()).max(50) })
const Tokens = z.object({ id_token: z.string() })

const answerMs = 5_000
const mostBytes = 256 * 1024
const keptMs = 60 * 60_000
/** An issuer is asked for new keys once in so long, whoever names keys that it does not have. */
const askedAgainMs = 60_000

/** The issuer could not be asked, or says what it may not. */
export class IssuerFailed extends Error {}

/** The one issuer that people may sign in at; null where there is none. */
export function issuerOf(env: NodeJS.ProcessEnv = process.env) {
  const { YARDSTICK_OIDC_ISSUER: issuer, YARDSTICK_OIDC_CLIENT: client, ...rest } = environment(env)
  const { YARDSTICK_ORIGIN: origin, YARDSTICK_OIDC_SECRET: secret } = rest
  if (issuer === undefined || client === undefined || origin === undefined) return null
  return { issuer, client, secret: secret ?? null, back: `${origin}/login/oidc/back` }
}
type Issuer = NonNullable<ReturnType<typeof issuerOf>>

/** Asks the issuer, which may not send us on: the server speaks to nobody else. */
async function asked(url: string, init: RequestInit = {}): Promise<unknown> {
  try {
    const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(answerMs) })
    const parts: Uint8Array[] = []
    let bytes = 0
    const body = answer.body?.getReader()
    for (let part = await body?.read(); part?.value; part = await body?.read()) {
      parts.push(part.value)
      bytes += part.value.length
      if (bytes > mostBytes) throw new Error('it says too much')
    }
    if (!answer.ok) throw new Error(`${answer.status}`)
    return JSON.parse(Buffer.concat(parts).toString())
  } catch (cause) {
    throw new IssuerFailed(`${new URL(url).pathname} of the issuer: ${cause}`, { cause })
  }
}

interface Known {
  discovery: Discovery
  keys: Jwk[]
  at: number
}
const known = new Map<string, Promise<Known>>()

const sameOrigin = (url: string, issuer: string) => new URL(url).origin === new URL(issuer).origin

async function learnt(issuer: string): Promise<Known> {
  const found = Discovery.safeParse(
    await asked(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`),
  )
  if (!found.success) throw new IssuerFailed('the issuer does not tell where it is asked')
  const discovery = found.data
  if (discovery.issuer !== issuer) throw new IssuerFailed('the issuer calls itself otherwise')
  const places = [discovery.authorization_endpoint, discovery.token_endpoint, discovery.jwks_uri]
  if (!places.every((place) => sameOrigin(place, issuer)))
    throw new IssuerFailed('the issuer names a place that is not its own')
  const keys = Keys.safeParse(await asked(discovery.jwks_uri)).data?.keys ?? []
  return { discovery, keys: keys.flatMap((key) => Jwk.safeParse(key).data ?? []), at: Date.now() }
}

/** What is known of an issuer, no older than said. */
async function knownOf(issuer: string, mostMs = keptMs): Promise<Known> {
  const before = known.get(issuer)
  const found = await before?.catch(() => undefined)
  if (found !== undefined && Date.now() - found.at <= mostMs) return found
  if (known.get(issuer) !== before) return knownOf(issuer, mostMs)
  const fresh = learnt(issuer)
  known.set(issuer, fresh)
  fresh.catch(() => known.delete(issuer))
  return fresh
}

const lot = () => randomBytes(32).toString('base64url')

/** What a browser carries from the start of a sign-in to its end; of use to itself alone. */
export const Begun = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  back: z.string(),
})
export type Begun = z.infer<typeof Begun>

/** Where a browser is sent to sign in, and what it is to carry meanwhile (code flow with PKCE). */
export async function begin({ issuer, client, back }: Issuer, after: string) {
  const { discovery } = await knownOf(issuer)
  const begun: Begun = { state: lot(), nonce: lot(), verifier: lot(), back: after }
  const place = new URL(discovery.authorization_endpoint)
  const asking = {
    response_type: 'code',
    client_id: client,
    redirect_uri: back,
    scope: 'openid email',
    state: begun.state,
    nonce: begun.nonce,
    code_challenge: createHash('sha256').update(begun.verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(asking)) place.searchParams.set(name, value)
  return { place: place.href, begun }
}

const Back = z.object({ code: z.string().min(1).max(4096), state: z.string(), iss: z.string().nullable() })

/** Whom the issuer says has come back; refuses whatever is not of the sign-in that this browser began. */
export async function finish(
  { issuer, client, secret, back }: Issuer,
  begun: Begun | null,
  search: URLSearchParams,
): Promise<Identity> {
  const given = Back.safeParse({
    code: search.get('code'),
    state: search.get('state'),
    iss: search.get('iss'),
  }).data
  if (given === undefined) throw new NotBelieved(`no code came back: ${search.get('error')?.slice(0, 100)}`)
  if (begun === null || given.state !== begun.state)
    throw new NotBelieved('this browser did not begin the sign-in')
  if (given.iss !== null && given.iss !== issuer) throw new NotBelieved('the answer is of another issuer')
  const { discovery, keys } = await knownOf(issuer)
  const encoded = (text: string) => encodeURIComponent(text).replace(/%20/g, '+')
  const tokens = await asked(discovery.token_endpoint, {
    method: 'POST',
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/x-www-form-urlencoded',
      ...(secret === null
        ? {}
        : {
            Authorization: `Basic ${Buffer.from(`${encoded(client)}:${encoded(secret)}`).toString('base64')}`,
          }),
    },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: given.code,
      redirect_uri: back,
      client_id: client,
      code_verifier: begun.verifier,
    }).toString(),
  })
  const token = Tokens.safeParse(tokens).data?.id_token
  if (token === undefined) throw new IssuerFailed('the issuer gave no token')
  const expected = { issuer, client, nonce: begun.nonce }
  try {
    return identityIn(token, keys, expected)
  } catch (error) {
    if (!(error instanceof UnknownKey)) throw error
    return identityIn(token, (await knownOf(issuer, askedAgainMs)).keys, expected)
  }
}
