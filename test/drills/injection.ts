import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createRequestHandler, type ServerBuild } from '@remix-run/node'
import { z } from 'zod'
import { noFilters } from '#app/queries/filters.ts'
import { closeState, stateOf } from '#app/state/database.server.ts'
import { type Random, randomFrom } from '#data/portfolio/random.ts'
import { pathIn } from '#test/security/noninterference.ts'
import type { Drill } from './drill.ts'
import { faultsOf } from './oracle.ts'
import { signedIn } from './served.ts'
import { loadYears } from './some-generations.ts'

const built = path.resolve('build/server/index.js')

/** What would be taken for a piece of a statement, of a path, of a template or of a type, were it not a value. */
const roots = [
  "'",
  '"',
  "''",
  '\\',
  "' or '1'='1",
  "' or 1=1 --",
  "') or ('1'='1",
  "'; drop table evaluation; --",
  "' union select * from document --",
  "'||(select version())||'",
  '" or ""="',
  '1 or 1=1',
  '1; select 1',
  '1/0',
  '/* */',
  '--',
  '$1',
  '?',
  ':district',
  '%',
  '_',
  '%25',
  '../../etc/passwd',
  '..\\..\\windows',
  "query('select 1')",
  "query_table('document')",
  "read_csv('/etc/passwd')",
  "getenv('HOME')",
  'main.evaluation',
  'duckdb_settings()',
  "pragma_table_info('document')",
  'attach',
  '{{7*7}}',
  '\u0024{7*7}',
  '#{7*7}',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'true',
  'NaN',
  'Infinity',
  '1e309',
  '-1',
  '0',
  '90071992547409931',
  '99999999999999999999',
  '0x10',
  '１２',
  '＇',
  '＂',
  '；',
  '',
  ' ',
  '\u0000',
  '\u202e',
  '\ufeff',
  '\ud800',
  '\r\nX-Injected: 1',
  '%0d%0aX-Injected: 1',
  '🙂',
  '[]',
  '{}',
  '{"a":1}',
  '{"$ne":null}',
  '["a"]',
]

/** Ways in which each may come. */
const ways: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `2019${text}`,
  (text) => `${text}990106`,
  (text) => encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '')),
  (text) => text.toUpperCase(),
]

/** Ways in which a parameter may be put: a value, twice, a list, a thing with parts, and one that is far too long. */
const puts: readonly ((name: string, text: string) => [string, string][])[] = [
  (name, text) => [[name, text]],
  (name, text) => [
    [name, text],
    [name, `${text}${text}`],
  ],
  (name, text) => [[`${name}[]`, text]],
  (name, text) => [[`${name}[a][b]`, text]],
  (name, text) => [[name, text.repeat(Math.ceil(20_000 / Math.max(1, text.length))).slice(0, 20_000)]],
]

const engineWords =
  /(?:Parser|Binder|Conversion|Catalog|Invalid Input|Out of Range|Constraint|Syntax) Error|SQLITE_|v_evaluation|\.server\.ts/
const markup = /<script>alert|<img src=x/i
/** What a document, a project or a finding is known by. */
const identities = /\b[0-9a-f]{16}(?:[0-9a-f]{48})?\b/g

/** Every parameter that the product reads: those of its filters, and those that its build asks for by name. */
async function parameters(): Promise<string[]> {
  const code = await readFile(built, 'utf8')
  const named = code.matchAll(/\b(?:searchParams|form|search)\.(?:get|getAll|has)\("([\w-]+)"\)/g)
  return [...new Set([...Object.keys(noFilters), ...[...named].map(([, name = '']) => name)])].sort()
}

interface Asked {
  url: string
  /** The same address without what was put in. */
  plain: string
  what: string
}

function askedAtRandom(random: Random, patterns: readonly string[], names: readonly string[]): Asked {
  const chosen = <Value>(from: readonly Value[]): Value => {
    const [first, ...others] = from
    if (first === undefined) throw new Error('nothing to choose from')
    return random.pick([first, ...others])
  }
  const pattern = chosen(patterns)
  const text = chosen(ways)(chosen(roots))
  const asData = random.chance(0.7)
  const place = (value: string, file: string) => {
    const filled = `/${pattern.replace(':file', file).replace(/:\w+/, value)}`
    return asData && !filled.includes('.') ? `${filled === '/' ? '/_root' : filled}.data` : filled
  }
  if (pattern.includes(':') && random.chance(0.4)) {
    const value = encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '')) || 'x'
    return {
      url: place(value, `${value}.csv`),
      plain: place('unknown', 'unknown.csv'),
      what: `${pattern} for ${text}`,
    }
  }
  const name = chosen(names)
  const plain = place('unknown', 'findings.csv')
  return {
    url: `${plain}?${new URLSearchParams(chosen(puts)(name, text))}`,
    plain,
    what: `${plain} ${name}=${text}`,
  }
}

/** What only tells who looked when, and of what they were refused. */
const ofAsking = new Set(['session', 'attempt', 'audit_head'])

/** What people made, as one text: no question changes it. */
function heldIn(dataDir: string): string {
  const state = stateOf(dataDir)
  const names = z.array(z.object({ name: z.string() }))
  const tables = names.parse(state.prepare("select name from sqlite_master where type = 'table'").all())
  const held = tables
    .filter(({ name }) => !ofAsking.has(name))
    .map(({ name }) => state.prepare(`select * from ${name}`).all())
  return JSON.stringify(held)
}

export const injection: Drill = {
  what: 'pieces of statements, paths, markup and types in every parameter of every route: none fails, tells of the engine, or shows more',
  counts: { full: 20_000, short: 250 },
  async *run({ count, seed }) {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const random = randomFrom(seed, 'injection')
    const before = process.env.YARDSTICK_DATA
    try {
      await loadYears(dataDir, '2019')
      const headers = { Cookie: await signedIn(dataDir) }
      process.env.YARDSTICK_DATA = dataDir
      globalThis.yardstickEntrance = 'accounts'
      const build: ServerBuild = await import(built)
      const handle = createRequestHandler(build, 'production')
      const patterns = Object.values(build.routes)
        .filter((route) => route?.module.loader !== undefined && route.id !== 'root')
        .map((route) => pathIn(build, route?.id))
      const names = await parameters()
      const held = heldIn(dataDir)
      const answerTo = async (url: string) => {
        const answer = await handle(new Request(`http://127.0.0.1${url}`, { headers }), { nonce: 'nonce' })
        const body = await answer.text()
        return { answer, body, shown: new Set(body.match(identities)) }
      }
      const shownPlain = new Map<string, Set<string>>()
      for (let trial = 0; trial < count; trial += 1) {
        const { url, plain, what } = askedAtRandom(random, patterns, names)
        const known = shownPlain.get(plain) ?? (await answerTo(plain)).shown
        shownPlain.set(plain, known)
        const { answer, body, shown } = await answerTo(url)
        const faults: string[] = []
        if (answer.status >= 500) faults.push(`it was answered with ${answer.status}`)
        if (answer.headers.has('x-injected')) faults.push('it became a header')
        const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false
        if (isPage && markup.test(body)) faults.push('it became markup')
        const told = engineWords.exec(body)?.[0]
        if (told !== undefined) faults.push(`the answer tells of ${told}`)
        const more = [...shown].filter((one) => !known.has(one))
        if (more.length > 0) faults.push(`${more.length} more things are shown, such as ${more[0]}`)
        yield { what: JSON.stringify(what).slice(0, 200), faults }
      }
      const faults = heldIn(dataDir) === held ? [] : ['something was changed by being asked for']
      yield { what: 'what people made is as it was', faults: [...faults, ...(await faultsOf(dataDir))] }
    } finally {
      globalThis.yardstickEntrance = undefined
      if (before === undefined) delete process.env.YARDSTICK_DATA
      else process.env.YARDSTICK_DATA = before
      closeState(dataDir)
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}
