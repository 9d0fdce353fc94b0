import { mkdtemp, rm, statfs, symlink } from 'node:fs/promises'
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

/** A folder that waits for no disk, where the machine has one with room: each refusal is flushed before it is answered. */
export async function quickFolder(name: string): Promise<string> {
  const { bavail, bsize } = await statfs('/dev/shm').catch(() => ({ bavail: 0, bsize: 0 }))
  return mkdtemp(path.join(bavail * bsize > 2 ** 30 ? '/dev/shm' : os.tmpdir(), name))
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
 * but the scope was ever loaded. Data requests stand for pages, which are drawn from them alone. Each turn draws an
 * address for every route and scope, and asks for it as every role, until there are as many cells as are wanted.
 */
export async function compareAll(
  whole: string,
  { cells, seed }: { cells: number; seed: number },
  tell: (compared: Compared) => void = () => undefined,
): Promise<Compared> {
  const root = await quickFolder('yardstick-apart-')
  const before = process.env.YARDSTICK_DATA
  try {
    const build: ServerBuild = await import(built)
    const handle = createRequestHandler(build, 'production')
    const values = await valuesOf(whole)
    const places: { scope: Part; alone: string; people: { role: Role; token: string }[] }[] = []
    for (const [number, scope] of scopesOf(values).entries()) {
      const alone = path.join(root, `alone-${number}`)
      await holdAlone(whole, scope, alone)
      const people: { role: Role; token: string }[] = []
      for (const role of roles)
        people.push({ role, token: await tokenFor(`${role}${number}`, role, scope, whole) })
      await symlink(path.join(whole, 'app'), path.join(alone, 'app'))
      places.push({ scope, alone, people })
    }
    const patterns = Object.values(build.routes)
      .filter(
        (route) =>
          route?.module.loader !== undefined && route.id !== 'root' && !withoutFigures.has(route.path ?? ''),
      )
      .map((route) => pathIn(build, route?.id))
    const compared: Compared = { cells: 0, routes: patterns, statuses: {}, differences: [] }
    const mixed = new Set(await textsIn(whole, readInCommon))
    const turns = Math.ceil(cells / (patterns.length * places.length * roles.length))
    const drawn = patterns.map((pattern) =>
      fc.sample(fc.tuple(pathsOf(pattern, values), searchOf(values)), {
        seed,
        numRuns: turns * places.length,
      }),
    )
    // One of each route and scope after the other: a run that is ended early has seen them all.
    const asked = Array.from({ length: turns }, (_, turn) =>
      drawn.flatMap((addresses) =>
        places.flatMap((place, at) => {
          const address = addresses[turn * places.length + at]
          return address === undefined ? [] : [{ place, address }]
        }),
      ),
    ).flat()
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
    for (const { place, address } of asked) {
      const [pathname, search] = address
      // A document read in common with others is opened to nobody here, whole as it is where it stands alone.
      const document = /^\/documents\/([0-9a-f]{64})/.exec(pathname)?.[1]
      if (document !== undefined && mixed.has(document)) continue
      const isPage = !/^\/(export\/|documents\/[^/]+\/original|healthz|metrics)/.test(pathname)
      const url = `${isPage ? `${pathname === '/' ? '/_root' : pathname}.data` : pathname}?${search}`
      for (const { role, token } of place.people) {
        const [seen, meant] = [await answer(whole, url, token), await answer(place.alone, url, token)]
        compared.cells += 1
        compared.statuses[seen.status] = (compared.statuses[seen.status] ?? 0) + 1
        if (
          seen.status !== meant.status ||
          JSON.stringify(seen.headers) !== JSON.stringify(meant.headers) ||
          seen.body !== meant.body
        )
          compared.differences.push(
            `${role} ${JSON.stringify(place.scope)} ${url}\n${around(seen.body, meant.body)}`,
          )
        if (compared.cells % toldEvery === 0) tell(compared)
      }
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
