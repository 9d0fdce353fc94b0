import { z } from 'zod'
import { networkApart } from './apart.ts'

const loopback = ['127.0.0.1', '::1', '[::1]', 'localhost']

/** An issuer is asked over TLS; on this machine, as in tests, without. */
const isTrustworthy = (issuer: string) => {
  const { protocol, hostname } = new URL(issuer)
  return protocol === 'https:' || loopback.includes(hostname)
}

const Environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  YARDSTICK_DATA: z.string().default('var/data'),
  /** The address that browsers use, https://… behind a server that speaks TLS. */
  YARDSTICK_ORIGIN: z
    .url({ protocol: /^https?$/ })
    .transform((text) => new URL(text).origin)
    .optional(),
  /** A ClickHouse server or cluster that answers instead of this machine: https://USER:PASSWORD@HOST:8443?cluster=NAME */
  YARDSTICK_CLICKHOUSE: z
    .url({ protocol: /^https?$/ })
    .regex(/^[^?#]*(?:\?cluster=\w+)?$/, 'a URL, with ?cluster=NAME at most')
    .optional(),
  /** What backups are sealed with. */
  YARDSTICK_BACKUP_PASSPHRASE: z.string().min(12).optional(),
  /** What an operator says who has passwords sent in the clear. */
  YARDSTICK_PLAIN_HTTP: z.literal('accepted').optional(),
  /** What an operator says where the system does not let what reads documents have a network of its own. */
  YARDSTICK_OPEN_READERS: z.literal('accepted').optional(),
  /** How long the audit log is kept; for good where nothing is said. The law on network security asks for six months. */
  YARDSTICK_AUDIT_DAYS: z.coerce
    .number()
    .int()
    .min(180, 'must be 180 days at least, as the law on network security has it')
    .optional(),
  /** An issuer of OpenID Connect that people may sign in at, as it calls itself, and what it calls this product. */
  YARDSTICK_OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine(isTrustworthy, 'must begin with https://')
    .refine((issuer) => !/[?#]/.test(issuer), 'has no query')
    .optional(),
  YARDSTICK_OIDC_CLIENT: z.string().min(1).max(200).optional(),
  YARDSTICK_OIDC_SECRET: z.string().min(8).optional(),
})

const ofIssuer = ['YARDSTICK_OIDC_ISSUER', 'YARDSTICK_OIDC_CLIENT', 'YARDSTICK_OIDC_SECRET'] as const
/** What has to be said where any of it is: the issuer sends browsers back to the origin. */
const needed = ['YARDSTICK_OIDC_ISSUER', 'YARDSTICK_OIDC_CLIENT', 'YARDSTICK_ORIGIN'] as const

/** The settings of this process; a wrong one is named, with what it may be. */
export function environment(env: NodeJS.ProcessEnv = process.env) {
  const read = Environment.safeParse(env)
  const half =
    read.success && ofIssuer.some((name) => read.data[name] !== undefined)
      ? needed.filter((name) => read.data[name] === undefined)
      : []
  if (read.success && half.length === 0) return read.data
  const faults = read.success
    ? half.map((name) => `${name}: is needed to sign in at an issuer`)
    : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new Error(`the environment is not usable: ${faults.join('; ')}`)
}

/** Whether an address is reached from this machine alone. */
const isLoopback = (host: string) => loopback.includes(host)

/** Whether browsers come over TLS. */
export const isSecure = (env: NodeJS.ProcessEnv = process.env) =>
  environment(env).YARDSTICK_ORIGIN?.startsWith('https:') ?? false

/** Why figures must not be served with these settings, and what to do; null where they may. */
export function refusalToServe(
  entrance: 'accounts' | 'open',
  env: NodeJS.ProcessEnv = process.env,
): string | null {
  const { HOST, YARDSTICK_ORIGIN: origin, YARDSTICK_PLAIN_HTTP: plain } = environment(env)
  if (isLoopback(HOST)) return null
  if (entrance === 'open')
    return `without accounts only this machine is served, not ${HOST}: use npm run serve, or unset HOST`
  if (origin?.startsWith('https:') || plain === 'accepted') return null
  return `passwords would cross the network in the clear: set YARDSTICK_ORIGIN=https://… to the address that a server with TLS answers in front, or YARDSTICK_PLAIN_HTTP=accepted`
}

/**
 * Whether files of outside hands may be sent by the page: not where what reads them would reach the network, unless the
 * operator said so, or who sends them runs this for themselves.
 */
export const mayTakeFiles = (isOpen: boolean, env: NodeJS.ProcessEnv = process.env) =>
  isOpen || networkApart().length > 0 || environment(env).YARDSTICK_OPEN_READERS === 'accepted'
