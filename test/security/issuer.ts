import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Jwk } from '#app/oidc/id-token.ts'

export const pairs = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token signed as its header says, or by another key. */
export function tokenOf(
  claims: object,
  header: Record<string, unknown> = { alg: 'RS256', kid: 'RS256' },
  key: KeyObject = header.alg === 'ES256' ? pairs.ES256.privateKey : pairs.RS256.privateKey,
): string {
  const signed = `${encoded(header)}.${encoded(claims)}`
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

export const jwks = Object.entries(pairs).map(([alg, { publicKey }]) =>
  Jwk.parse({ ...publicKey.export({ format: 'jwk' }), kid: alg, alg, use: 'sig' }),
)

/** An issuer on this machine that vouches for whoever it is told to, once a code and with its verifier. */
export async function openIssuer() {
  const says: { discovery: object; keys: object[]; claims: object; token: string | null } = {
    discovery: {},
    keys: jwks,
    claims: {},
    token: null,
  }
  const asked: { path: string; body: string; authorization: string | undefined }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { pathname } = new URL(request.url ?? '/', issuer)
    asked.push({ path: pathname, body, authorization: request.headers.authorization })
    const answer = (value: object, status = 200) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
    if (pathname === '/realm/.well-known/openid-configuration') answer({ ...own, ...says.discovery })
    else if (pathname === '/realm/keys') answer({ keys: says.keys })
    else if (pathname === '/realm/token') {
      const form = new URLSearchParams(body)
      const code = form.get('code') ?? ''
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (codes.get(code) !== challenge) return answer({ error: 'invalid_grant' }, 400)
      codes.delete(code)
      answer({ id_token: says.token ?? tokenOf(says.claims) })
    } else answer({}, 404)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realm`
  const own = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
  }
  const codes = new Map<string, string>()
  return {
    issuer,
    says,
    asked,
    /** What the issuer does when someone has signed in there: a code for the place that they were sent to. */
    codeFor(place: string): string {
      const code = `code${codes.size}${Math.random()}`
      codes.set(code, new URL(place).searchParams.get('code_challenge') ?? '')
      return code
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
