import { mkdtemp, rm, symlink } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createRequestHandler, type ServerBuild } from '@remix-run/node'
import fc from 'fast-check'
import { z } from 'zod'
import type { Role } from '#app/domain/account.ts'
import type { Part, Scope } from '#app/domain/scope.ts'
import { views } from '#app/exports/views.ts'
import { accountNamed, addAccount } from '#app/state/accounts.server.ts'
import { closeState, stateOf } from '#app/state/database.server.ts'
import { beginSession } from '#app/state/sessions.server.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { load } from '#test/load.ts'
import { holdAlone } from './held-alone.ts'

const built = path.resolve('build/server/index.js')
const roles = ['clerk', 'analyst', 'leader', 'system', 'security', 'audit'] as const satisfies Role[]
const nonce = 'nonce'

/** Of people alone, with what is drawn by lot or written as it happens: they ask the warehouse nothing. */
const withoutFigures = new Set(['account', 'audit-log', 'login/oidc', 'login/oidc/back'])

/** Cells after which a long run says how far it is. */
const toldEvery = 500

export interface Compared {
  cells: number
  routes: string[]
  statuses: Record<number, number>
  differences: string[]
}

const Texts = z.record(z.string(), z.string().nullable())
const textsIn = async (dataDir: string, text: string) => {
  const rows = await ask({ name: 'texts', row: Texts, sql: () => ({ text, values: [] }) }, undefined, dataDir)
  return rows.map((row) => Object.values(row)[0] ?? '')
}

/** Values that questions are asked with: from inside and outside every scope, and from nowhere. */
async function valuesOf(dataDir: string) {
  const column = (name: string, table = 'evaluation') =>
    textsIn(dataDir, `select distinct ${name} from ${table} order by 1`)
  return {
    projects: [...(await column('project_id')), 'nobody'],
    documents: [...(await column('id', 'document')), '0'.repeat(64)],
    districts: await column('district'),
    units: (await column('unit')).filter((unit) => unit !== ''),
    programmes: await column('programme'),
    findings: [...(await column('id', 'finding')), 'none'],
  }
}

type Values = Awaited<ReturnType<typeof valuesOf>>

const scopesOf = ({ units }: Values): readonly Part[] => [
  { districts: [], unit: null },
  ...['130102', '990104', '990106'].map((code) => ({ districts: [code], unit: null })),
  { districts: ['990102', '990108'], unit: null },
  { districts: ['990000'], unit: units[9] ?? null },
]

/** A route's whole path, its parents' before its own. */
export function pathIn(build: ServerBuild, id: string | undefined): string {
  const route = id === undefined ? undefined : build.routes[id]
  if (route === undefined) return ''
  return [pathIn(build, route.parentId), route.path ?? ''].filter((part) => part !== '').join('/')
}

/** Where a route is asked: its path with its parameters filled in. */
function pathsOf(pattern: string, { projects, documents, findings }: Values): fc.Arbitrary<string> {
  const files = [...views.keys()].flatMap((name) => ['csv', 'svg'].map((suffix) => `${name}.${suffix}`))
  const ids: Record<string, readonly string[]> = {
    'projects/:id': projects,
    'documents/:id': documents,
    'documents/:id/original': documents,
    'documents/:id/correct': documents,
    'findings/:finding': findings,
    'export/:file': [...files, 'none.csv'],
    'uploads/:id': ['zzzzzzzz-abcdefgh'],
    'mappings/:id/withdraw': ['none'],
  }
  if (!pattern.includes(':')) return fc.constant(`/${pattern}`)
  const known = ids[pattern]
  if (known === undefined) throw new Error(`the test knows no parameters for the new route ${pattern}`)
  return fc.constantFrom(...known).map((id) => `/${pattern.replace(/:\w+/, encodeURIComponent(id))}`)
}

function searchOf({ districts, units, programmes, projects }: Values): fc.Arbitrary<string> {
  const some = (name: string, values: readonly string[]) =>
    fc.option(
      fc.constantFrom(...values).map((value): [string, string] => [name, value]),
      { nil: null, freq: 2 },
    )
  return fc
    .tuple(
      some('year', ['2018', '2019', '2020', '2021', '2022', '2023']),
      some('district', districts),
      some('unit', units),
      some('programme', programmes),
      some('q', ['服务', '中心', '2021', "' or 1=1 --"]),
      some('page', ['2', '3']),
      some('state', ['open', 'dismissed', 'changed']),
      some('status', ['loaded', 'quarantined', 'superseded']),
      some('since', ['1']),
      some('project', projects),
      some('lang', ['en']),
      some('table', ['1', '2']),
      some('row', ['3', '9']),
    )
    .map((pairs) => new URLSearchParams(pairs.filter((pair) => pair !== null)).toString())
}

/**
 * For every route of the build, role and scope: what is answered on everything equals what is answered where nothing
 * but the scope was ever loaded. Data requests stand for pages, which are drawn from them alone.
 */
export async function compareAll(
  cells: number,
  seed: number,
  tell: (compared: Compared) => void = () => undefined,
): Promise<Compared> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'yardstick-apart-'))
  const whole = path.join(root, 'whole')
  const before = process.env.YARDSTICK_DATA
  try {
    await load(whole, 'data/sample')
    const build: ServerBuild = await import(built)
    const handle = createRequestHandler(build, 'production')
    const values = await valuesOf(whole)
    const scopes = scopesOf(values)
    const people: { token: string; role: Role; scope: Part; alone: string }[] = []
    for (const [number, scope] of scopes.entries()) {
      const alone = path.join(root, `alone-${number}`)
      await holdAlone(whole, scope, alone)
      for (const role of roles) {
        const token = await tokenFor(`${role}${number}`, role, scope, whole)
        people.push({ token, role, scope, alone })
      }
      await symlink(path.join(whole, 'app'), path.join(alone, 'app'))
    }
    const patterns = Object.values(build.routes)
      .filter(
        (route) =>
          route?.module.loader !== undefined && route.id !== 'root' && !withoutFigures.has(route.path ?? ''),
      )
      .map((route) => pathIn(build, route?.id))
    const compared: Compared = { cells: 0, routes: patterns, statuses: {}, differences: [] }
    const mixed = new Set(await textsIn(whole, readInCommon))
    const pick = fc.constantFrom(...people)
    const byRoute = patterns.map((pattern) =>
      fc.sample(fc.tuple(pathsOf(pattern, values), searchOf(values), pick), {
        seed,
        numRuns: Math.ceil(cells / patterns.length),
      }),
    )
    // One of each route after the other: a run that is ended early has seen them all.
    const asked = byRoute.flatMap((some, route) =>
      some.map((one, turn) => ({ one, at: [turn, route] as const })),
    )
    asked.sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1])
    globalThis.yardstickEntrance = 'accounts'
    const answer = async (dataDir: string, url: string, token: string) => {
      process.env.YARDSTICK_DATA = dataDir
      const request = new Request(`http://127.0.0.1${url}`, { headers: { Cookie: `session=${token}` } })
      const response = await handle(request, { nonce })
      // Charts number their styles through the life of the process.
      // Sums of doubles differ in their last digits with the order of the rows.
      const body = unfolded(await response.text())
        .replace(/zr\d+-cls-\d+/g, 'cls')
        .replace(/zr\d+-/g, 'zr-')
        .replace(/-?\d+\.\d{9,}/g, (figure) => String(Number(Number(figure).toPrecision(11))))
      return { status: response.status, headers: [...response.headers], body }
    }
    for (const { one } of asked) {
      const [pathname, search, { token, role, scope, alone }] = one
      if (compared.cells > 0 && compared.cells % toldEvery === 0) tell(compared)
      const isPage = !/^\/(export\/|documents\/[^/]+\/original|healthz|metrics)/.test(pathname)
      const url = `${isPage ? `${pathname === '/' ? '/_root' : pathname}.data` : pathname}?${search}`
      const [seen, meant] = [await answer(whole, url, token), await answer(alone, url, token)]
      compared.cells += 1
      compared.statuses[seen.status] = (compared.statuses[seen.status] ?? 0) + 1
      // A document read in common with others is opened to nobody here, whole as it is where it stands alone.
      const document = /^\/documents\/([0-9a-f]{64})/.exec(pathname)?.[1]
      if (document !== undefined && mixed.has(document)) continue
      if (
        seen.status !== meant.status ||
        JSON.stringify(seen.headers) !== JSON.stringify(meant.headers) ||
        seen.body !== meant.body
      )
        compared.differences.push(`${role} ${JSON.stringify(scope)} ${url}\n${around(seen.body, meant.body)}`)
    }
    return compared
  } finally {
    globalThis.yardstickEntrance = undefined
    if (before === undefined) delete process.env.YARDSTICK_DATA
    else process.env.YARDSTICK_DATA = before
    closeState(whole)
    await rm(root, { recursive: true, force: true })
  }
}

const readInCommon = `select document from (
  select document, district, unit from evaluation union select document, district, unit from fund_flow)
  group by document having count(*) > 1`

async function tokenFor(name: string, role: Role, scope: Scope, dataDir: string): Promise<string> {
  const state = stateOf(dataDir)
  const id =
    accountNamed(name, state)?.id ??
    (await addAccount({ name, role, scope, password: 'a password of the test', mustChange: false }, state))
  return beginSession(id, { address: '127.0.0.1', agent: 'test' }, state)
}

/**
 * The data of a page with each value in its place. As it is sent a value that comes twice is a number of where it
 * stood first, so that one figure's last digit would change all numbers behind it.
 */
function unfolded(sent: string): string {
  if (!sent.startsWith('[{"_')) return sent
  const values = z.array(z.unknown()).parse(JSON.parse(sent.split('\n', 1)[0] ?? ''))
  const at = (place: unknown): unknown => {
    const value = typeof place === 'number' && place >= 0 ? values[place] : place
    if (Array.isArray(value)) return typeof value[0] === 'string' ? value : value.map(at)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, own]) => [at(Number(key.slice(1))), at(own)]))
  }
  return JSON.stringify(at(0))
}

/** Where two answers part. */
function around(a: string, b: string): string {
  const at = [...a].findIndex((letter, index) => letter !== b[index])
  return `${a.slice(Math.max(0, at - 60), at + 60)}\n${b.slice(Math.max(0, at - 60), at + 60)}`
}
