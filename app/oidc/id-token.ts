import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'

/** A key of an issuer as it publishes it (RFC 7517); what we do not know of it is passed over. */
export const Jwk = z.object({
  kty: z.string(),
  kid: z.string().optional(),
  use: z.string().optional(),
  alg: z.string().optional(),
  crv: z.string().optional(),
  n: z.string().optional(),
  e: z.string().optional(),
  x: z.string().optional(),
  y: z.string().optional(),
})
export type Jwk = z.infer<typeof Jwk>

/** The two ways of signing that are taken; none, and none with a secret that both sides know. */
const Header = z.object({
  alg: z.enum(['RS256', 'ES256']),
  kid: z.string().max(200).optional(),
  crit: z.never().optional(),
})

const Claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  aud: z.union([z.string(), z.array(z.string()).min(1)]),
  exp: z.number(),
  iat: z.number(),
  nbf: z.number().optional(),
  azp: z.string().optional(),
  nonce: z.string(),
  email: z.string().max(320).optional(),
  email_verified: z.boolean().optional(),
})

/** Who an issuer says has signed in. The address is there only where the issuer has verified it. */
export interface Identity {
  issuer: string
  subject: string
  email: string | null
}

export interface Expected {
  issuer: string
  client: string
  nonce: string
}

/** A token that is not to be believed; the message says why, to the log alone. */
export class NotBelieved extends Error {}

/** The token names a key that is not among those known: the issuer may have new ones. */
export class UnknownKey extends NotBelieved {}

/** In seconds: how far the clocks of issuer and server may be apart, and how old a token may be. */
const skew = 60
const longest = 10 * 60

const base64url = /^[A-Za-z0-9_-]+$/

function jsonIn(part: string, what: string): unknown {
  if (!base64url.test(part)) throw new NotBelieved(`the ${what} is not base64url`)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url')))
  } catch {
    throw new NotBelieved(`the ${what} is no JSON`)
  }
}

function parsed<Shape extends z.ZodType>(shape: Shape, value: unknown, what: string): z.infer<Shape> {
  const read = shape.safeParse(value)
  if (read.success) return read.data
  throw new NotBelieved(`the ${what}: ${read.error.issues.map(({ path, message }) => `${path}: ${message}`)}`)
}

/** Checks an ID token as OpenID Connect Core 3.1.3.7 has it, and tells whom it is of. */
export function identityIn(
  token: string,
  keys: readonly Jwk[],
  { issuer, client, nonce }: Expected,
  now = Date.now(),
): Identity {
  const parts = token.split('.')
  const [head = '', body = '', signature = ''] = parts
  if (parts.length !== 3 || token.length > 16_384) throw new NotBelieved('it is no signed token')
  const header = parsed(Header, jsonIn(head, 'header'), 'header')
  if (!base64url.test(signature)) throw new NotBelieved('the signature is not base64url')
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key: keyFor(header, keys), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  if (!isSigned) throw new NotBelieved('the signature is not of the issuer')
  const claims = parsed(Claims, jsonIn(body, 'claims'), 'claims')
  const audience = [claims.aud].flat()
  const seconds = now / 1000
  const faults = [
    claims.iss !== issuer && 'it is of another issuer',
    !audience.includes(client) && 'it is for another client',
    (audience.length > 1 || claims.azp !== undefined) &&
      claims.azp !== client &&
      'it was given to another client',
    claims.exp <= seconds - skew && 'it is over',
    (claims.nbf ?? 0) > seconds + skew && 'it is not to be used yet',
    (claims.iat > seconds + skew || claims.iat < seconds - longest) && 'it was made at another time',
    claims.nonce !== nonce && 'it was made for another sign-in',
  ].filter((fault) => fault !== false)
  if (faults.length > 0) throw new NotBelieved(faults.join('; '))
  const email =
    claims.email_verified === true && claims.email !== undefined ? claims.email.toLowerCase() : null
  return { issuer, subject: claims.sub, email }
}

/** The one key that a header may mean: of its kind, of its name where it says one, for signing. */
function keyFor({ alg, kid }: z.infer<typeof Header>, keys: readonly Jwk[]): KeyObject {
  const kind = alg === 'RS256' ? 'RSA' : 'EC'
  const fitting = keys.filter(
    (key) =>
      key.kty === kind &&
      (kid === undefined || key.kid === kid) &&
      (key.use ?? 'sig') === 'sig' &&
      (key.alg ?? alg) === alg &&
      (kind === 'RSA' || key.crv === 'P-256'),
  )
  const [jwk] = fitting
  if (jwk === undefined || fitting.length > 1) throw new UnknownKey(`${fitting.length} keys may be meant`)
  const key = keyObjectOf(jwk)
  if (kind === 'RSA' && (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    throw new NotBelieved('the key is too short')
  return key
}

function keyObjectOf({ kty, crv, n, e, x, y }: Jwk): KeyObject {
  try {
    // What is left out must not stand as undefined.
    const key =
      kty === 'RSA' ? { kty, n: n ?? '', e: e ?? '' } : { kty, crv: crv ?? '', x: x ?? '', y: y ?? '' }
    return createPublicKey({ key, format: 'jwk' })
  } catch {
    throw new NotBelieved('the key is no key')
  }
}
