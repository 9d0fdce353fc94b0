import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { ServerBuild } from '@remix-run/node'
import { Resvg } from '@resvg/resvg-js'
import jsQR from 'jsqr'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusalToServe } from '#app/env.server.ts'
import { accountNamed, addAccount } from '#app/state/accounts.server.ts'
import { newestEntries } from '#app/state/audit-log.server.ts'
import { closeState, stateOf } from '#app/state/database.server.ts'
import { beginSession } from '#app/state/sessions.server.ts'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { type Product, serve } from '#test/browser/product.ts'
import { loadOnce } from '#test/load.ts'
import { rowsIn } from '#test/support.ts'
import { pathIn } from './noninterference.ts'

let dataDir = ''
let product: Product
const cookies: Record<string, string> = {}

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-edge-'))
  await loadOnce(dataDir, ['data/sample/2019'])
  const state = stateOf(dataDir)
  for (const role of ['clerk', 'analyst', 'leader', 'system', 'security', 'audit'] as const) {
    const account = {
      name: role,
      role,
      scope: 'everything',
      password: 'Ranger-Blue-77',
      mustChange: false,
    } as const
    cookies[role] =
      `session=${beginSession(await addAccount(account, state), { address: '', agent: '' }, state)}`
  }
  const elsewhere = {
    name: 'elsewhere',
    role: 'analyst',
    scope: { districts: ['990106'] as string[], unit: null },
    password: 'Ranger-Blue-77',
    mustChange: false,
  } as const
  cookies.elsewhere = `session=${beginSession(await addAccount(elsewhere, state), { address: '', agent: '' }, state)}`
  product = await serve(dataDir, 'app/server.ts')
})
afterAll(async () => {
  await product.stop()
  closeState(dataDir)
  await rm(dataDir, { recursive: true, force: true })
})

const fetched = (url: string, init: RequestInit = {}) =>
  fetch(`${product.address}${url}`, { redirect: 'manual', ...init })

/** The texts of a statement's first column. */
const textsIn = async (text: string) =>
  (await rowsIn(dataDir, { text, values: [] })).map((row) => String(Object.values(row)[0]))

/** Paths of all routes that have what is asked for, with something in place of their parameters. */
async function pathsWith(what: 'loader' | 'action'): Promise<string[]> {
  const build: ServerBuild = await import(path.resolve('build/server/index.js'))
  return Object.values(build.routes)
    .filter((route) => route?.id !== 'root' && route?.module[what] !== undefined)
    .map((route) => `/${pathIn(build, route?.id).replace(/:file/, 'findings.csv').replace(/:\w+/g, 'x')}`)
}

/** What everyone may ask: the way in, and whether the product lives. */
const open = [
  '/login',
  '/login/oidc',
  '/login/oidc/back',
  '/setup',
  '/healthz',
  '/metrics',
  '/logout',
  '/findings/x',
  '/upload/files',
]

describe('without signing in', () => {
  test('every loader leads to the way in and says nothing else, for pages and for data', async () => {
    for (const url of await pathsWith('loader')) {
      if (open.includes(url)) continue
      const page = await fetched(url)
      expect([url, page.status, page.headers.get('location')]).toEqual([
        url,
        302,
        `/login?back=${encodeURIComponent(url)}`,
      ])
      const data = await fetched(`${url === '/' ? '/_root' : url}.data`)
      expect([url, data.status]).toEqual([url, 202])
      expect(await data.text()).toContain('/login')
    }
  })

  test('every action leads there too', async () => {
    for (const url of await pathsWith('action')) {
      // Light or dark is kept in the browser alone.
      if (['/login', '/setup', '/logout', '/theme'].includes(url)) continue
      const headers = { Origin: product.address, 'Sec-Fetch-Site': 'same-origin' }
      const answer = await fetched(url, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ intent: 'add', name: 'x' }),
      })
      expect([url, answer.status, answer.headers.get('location')]).toEqual([url, 303, '/login'])
    }
  })

  test('there is no page of set-up once there are accounts, whatever the code', async () => {
    for (const code of ['', 'x', 'a'.repeat(5_000)])
      expect((await fetched(`/setup?code=${code}`)).status).toBe(404)
  })

  test('health tells nothing of what is held', async () => {
    expect(Object.keys(await (await fetched('/healthz')).json()).sort()).toEqual([
      'generation',
      'published',
      'status',
    ])
  })
})

describe('people who ask for the same address', () => {
  const asked = (person: string, url = '/compare/targets.data') =>
    fetched(url, { headers: { Cookie: cookies[person] ?? '' } }).then((answer) => answer.text())
  const inside = /990106/
  const outside = /9901(?:01|02|04|08)/

  test('are never given the answer of another scope, however often and in whatever order they ask', async () => {
    const answers = await Promise.all(
      ['analyst', 'elsewhere', 'analyst', 'elsewhere'].map(async (person) => [person, await asked(person)]),
    )
    for (const [person, answer] of answers)
      expect([person, inside.test(answer ?? ''), outside.test(answer ?? '')]).toEqual([
        person,
        true,
        person === 'analyst',
      ])
    expect(await asked('elsewhere')).toBe(answers[1]?.[1])
  })

  test('see their own names, and no answer that another may not look at', async () => {
    expect(await asked('leader', '/findings')).toContain('leader')
    expect(await asked('analyst', '/findings')).not.toContain('leader')
    const answer = await fetched('/findings', { headers: { Cookie: cookies.system ?? '' } })
    expect(answer.status).toBe(403)
  })

  test('are each written down as often as they looked', async () => {
    const looked = () =>
      newestEntries(1_000, dataDir).filter(({ actor, target }) => actor === 'leader' && target === '/funds')
    const before = looked().length
    for (const url of ['/funds', '/funds', '/funds.data', '/funds.data']) await asked('leader', url)
    expect(looked().length - before).toBe(4)
  })
})

describe('roles', () => {
  const refused: readonly (readonly [string, string])[] = [
    ['system', '/findings'],
    ['security', '/projects/x'],
    ['audit', '/export/findings.csv'],
    ['audit', '/people'],
    ['analyst', '/people'],
    ['leader', '/audit-log'],
    ['system', '/audit-log'],
    ['leader', '/upload'],
    ['leader', '/documents/x/correct'],
    ['clerk', '/documents/x/correct'],
  ]
  test.each(refused)('%s is refused %s', async (role, url) => {
    const answer = await fetched(url, { headers: { Cookie: cookies[role] ?? '' } })
    expect(answer.status).toBe(403)
  })

  test.each([
    ['clerk', '/findings/x', 'state=explained'],
    ['leader', '/findings/x', 'state=explained'],
    ['security', '/people', 'intent=add&name=friend'],
    ['system', '/people', 'intent=grant&id=1&role=analyst&districts=all&unit='],
    ['clerk', '/views', 'intent=annotate&year=2019&district=&note=x&by=x'],
  ])('%s may not send %s %s', async (role, url, body) => {
    const headers = { Cookie: cookies[role] ?? '', Origin: product.address, 'Sec-Fetch-Site': 'same-origin' }
    const answer = await fetched(url, { method: 'POST', headers, body: new URLSearchParams(body) })
    expect(answer.status).toBe(403)
  })
})

test('nobody is asked for a name who has signed in with one', async () => {
  for (const url of ['/findings', '/views?save=%2F']) {
    const text = await (await fetched(url, { headers: { Cookie: cookies.analyst ?? '' } })).text()
    expect(text).toMatch(/<input type="hidden" name="by" value="analyst"\/>/)
    expect(text).not.toContain('autoComplete="name"')
  }
})

describe('two-step sign-in', () => {
  test('is set up by a picture that reads as the link beside it, which a wrong code does not change', async () => {
    const cookie = { Cookie: cookies.analyst ?? '' }
    const page = await (await fetched('/account', { headers: cookie })).text()
    const link = linkOn(page)
    expect(link).toMatch(/^otpauth:\/\/totp\/%E7%BB%A9%E5%B0%BA%3Aanalyst\?secret=[A-Z2-7]{32}&/)
    expect(readPicture(page)).toBe(link)
    const secret = new URL(link).searchParams.get('secret') ?? ''
    const form = { intent: 'enrol', own: 'Ranger-Blue-77', secret, code: 'wrong' }
    const refused = await fetched('/account', {
      method: 'POST',
      headers: { ...cookie, Origin: product.address },
      body: new URLSearchParams(form),
    })
    expect(refused.status).toBe(400)
    const again = await refused.text()
    expect([linkOn(again), readPicture(again)]).toEqual([link, link])
  })

  const linkOn = (page: string) =>
    /href="(otpauth:[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? 'there is no link'

  /** What a camera would read from the page's picture, drawn four pixels to a square. */
  function readPicture(page: string) {
    const svg = /<svg role="img"[^>]*shape-rendering.*?<\/svg>/.exec(page)?.[0] ?? ''
    const drawn = svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    const { pixels, width, height } = new Resvg(drawn, { fitTo: { mode: 'zoom', value: 4 } }).render()
    return jsQR(new Uint8ClampedArray(pixels), width, height)?.data
  }
})

describe('requests of other sites', () => {
  const origins = [
    null,
    'null',
    'http://evil.example',
    'https://127.0.0.1',
    'http://127.0.0.1:1',
    'http://sub.127.0.0.1',
  ]
  test('change nothing, whatever the route, the method and the form of the request', async () => {
    for (const url of await pathsWith('action'))
      for (const origin of origins)
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
          for (const form of ['', '.data']) {
            const headers = { Cookie: cookies.analyst ?? '', ...(origin === null ? {} : { Origin: origin }) }
            const { status } = await fetched(`${url}${form}`, { method, headers, body: 'state=explained' })
            expect([url, origin, method, form, status]).toEqual([url, origin, method, form, 403])
          }
  })

  test('are not believed by what they say of where they come from', async () => {
    const headers = { Cookie: cookies.system ?? '', Origin: product.address, 'Sec-Fetch-Site': 'cross-site' }
    expect((await fetched('/people', { method: 'POST', headers, body: 'intent=add&name=x' })).status).toBe(
      403,
    )
  })
})

describe('the way back after signing in', () => {
  const targets = [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/%0d%0aX: y\r\nX: y',
  ]
  test.each([...targets, '\t//evil.example', '/\t/evil.example', ' /x', 'evil', '@evil.example', '', '/x y'])(
    'is never %j',
    async (back) => {
      const headers = { Origin: product.address, 'Sec-Fetch-Site': 'same-origin' }
      const body = new URLSearchParams({ name: 'leader', password: 'Ranger-Blue-77', back })
      const answer = await fetched('/login', { method: 'POST', headers, body })
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
      expect(answer.headers.get('set-cookie')).toMatch(/^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    },
  )
})

describe('headers', () => {
  const policy =
    /^default-src 'self'; script-src 'self' 'nonce-[\w-]{22}'; .*object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/
  test('stand on pages, data, files and refusals', async () => {
    const pages = (await pathsWith('loader')).flatMap((url) => [url, `${url === '/' ? '/_root' : url}.data`])
    for (const url of ['/nowhere', ...pages])
      for (const cookie of ['', cookies.analyst ?? '']) {
        const { headers } = await fetched(url, { headers: { Cookie: cookie } })
        if (headers.get('content-type')?.startsWith('text/html'))
          expect([url, headers.get('content-security-policy')]).toEqual([url, expect.stringMatching(policy)])
        expect([url, headers.get('x-content-type-options')]).toEqual([url, expect.stringMatching(/^nosniff/)])
        expect([url, headers.get('x-frame-options')]).toEqual([url, 'DENY'])
        expect([url, headers.get('referrer-policy')]).toEqual([url, 'same-origin'])
        expect([url, headers.get('x-powered-by')]).toEqual([url, null])
        expect([url, headers.get('cache-control')]).toEqual([url, expect.stringMatching(/no-store/)])
      }
  })

  test('a request that is too long is not read', async () => {
    const headers = { Origin: product.address, 'Sec-Fetch-Site': 'same-origin' }
    const answer = await fetched('/login', { method: 'POST', headers, body: 'x'.repeat(300_000) })
    expect(answer.status).toBe(413)
  })

  test('nobody says themselves where they come from', async () => {
    const headers = {
      Origin: product.address,
      'Sec-Fetch-Site': 'same-origin',
      'X-Yardstick-Address': '6.6.6.6',
    }
    await fetched('/login', {
      method: 'POST',
      headers,
      body: new URLSearchParams({ name: 'spoof', password: 'x' }),
    })
    const rows = stateOf(dataDir).prepare('select key from attempt').all()
    expect(JSON.stringify(rows)).not.toContain('6.6.6.6')
  })
})

describe('measures', () => {
  test('are told to this machine, in the form of Prometheus and without a name', async () => {
    await fetched('/findings', { headers: { Cookie: cookies.analyst ?? '' } })
    const answer = await fetched('/metrics')
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain;.* version=0\.0\.4/)
    const lines = (await answer.text()).trim().split('\n')
    for (const line of lines)
      expect(line).toMatch(/^(# TYPE \w+ (counter|gauge|histogram)|\w+(\{[^}]*\})? [\d.e+-]+)$/)
    expect(lines.join('\n')).toMatch(/yardstick_answers_total\{method="GET",status="200"\} [1-9]/)
    expect(lines.join('\n')).not.toContain('analyst')
  })

  test('are told to nobody who comes through another server', async () => {
    expect((await fetched('/metrics', { headers: { 'X-Forwarded-For': '10.1.1.1' } })).status).toBe(404)
  })
})

describe('what is not known', () => {
  const payloads = [
    "'",
    "' or '1'='1",
    '"; drop table evaluation; --',
    '../../etc/passwd',
    '\u0000',
    '{{7*7}}',
    '＇',
    '%',
    '🙂',
    '1e309',
    '-1',
    '[]',
    '{"a":1}',
    "query('select 1')",
    'x'.repeat(150),
  ]
  const names = [
    'year',
    'district',
    'sector',
    'department',
    'programme',
    'unit',
    'level1',
    'rule',
    'per',
    'q',
    'index',
    'base',
    'weight',
    'score',
    'by',
    'pick',
    'measure',
    'page',
    'state',
    'severity',
    'since',
    'status',
    'lang',
    'kind',
    'table',
    'row',
    'column',
  ]
  test('is answered as unknown, never with a fault or the engine’s words', async () => {
    const pages = ['/', '/findings', '/documents', '/compare/unit-cost', '/export/findings.csv']
    for (const url of pages)
      for (const payload of payloads) {
        const search = new URLSearchParams(
          names.flatMap((name) => [
            [name, payload],
            [`${name}[]`, payload],
          ]),
        )
        const path = url.startsWith('/export') ? url : `${url === '/' ? '/_root' : url}.data`
        const answer = await fetched(`${path}?${search}`, { headers: { Cookie: cookies.analyst ?? '' } })
        const text = await answer.text()
        expect([url, payload.slice(0, 30), answer.status]).toEqual([url, payload.slice(0, 30), 200])
        expect(text).not.toMatch(/Parser Error|Binder Error|Conversion Error|Catalog Error|v_evaluation/i)
      }
  })

  test.each(['..%2f..%2fetc%2fpasswd', '%00', "x' or 1=1", 'x'.repeat(3_000)])(
    'as a document or project is missing: %s',
    async (id) => {
      for (const url of [`/documents/${id}`, `/documents/${id}/original`, `/projects/${id}`])
        expect((await fetched(url, { headers: { Cookie: cookies.analyst ?? '' } })).status).toBe(404)
    },
  )
})

describe('what nobody should send', () => {
  const ours = () => ({ Origin: product.address, 'Sec-Fetch-Site': 'same-origin' })
  const boundary = 'x'
  const bodies: readonly (readonly [string, string])[] = [
    ['application/x-www-form-urlencoded', ''],
    ['application/x-www-form-urlencoded', '&&&=&==%'],
    ['application/x-www-form-urlencoded', 'intent=add&intent=grant&intent[]=x&intent[a]=b&name=a&name=b'],
    ['application/x-www-form-urlencoded', '__proto__=x&constructor=y&__proto__[polluted]=1&intent=__proto__'],
    ['application/x-www-form-urlencoded', 'intent=%00&name=%00&password=%ff%fe&state=%ed%a0%80&by=%0d%0aX:y'],
    ['application/x-www-form-urlencoded', `intent=save&name=${'名'.repeat(20_000)}&url=${'/'.repeat(9000)}`],
    [
      'application/x-www-form-urlencoded',
      'id=1e309&year=NaN&view=-1&annotation=1.5&account=99999999999999999999',
    ],
    ['application/json', '{"intent":{"$ne":null},"name":["a"],"password":{"length":1}}'],
    ['application/json', '['.repeat(50_000)],
    [
      'multipart/form-data; boundary=x',
      `--${boundary}\r\nContent-Disposition: form-data; name="intent"\r\n\r\nadd`,
    ],
    ['multipart/form-data', '--\r\n'],
    [
      'multipart/form-data; boundary=x',
      `--x\r\nContent-Disposition: form-data; name="name"; filename="../../a"\r\n\r\nx\r\n--x--`,
    ],
    ['text/plain', 'intent=add'],
    ['', 'intent=add'],
  ]
  test('as a form is refused or changes nothing: no action fails on it', async () => {
    const failed: string[] = []
    for (const url of await pathsWith('action'))
      for (const role of ['analyst', 'security', ''])
        for (const [type, body] of bodies) {
          const headers = { ...ours(), 'Content-Type': type, Cookie: cookies[role] ?? '' }
          const { status } = await fetched(url, { method: 'POST', headers, body: Buffer.from(body) })
          if (status >= 500 && status !== 503)
            failed.push(`${role} ${url} ${type} ${body.slice(0, 60)}: ${status}`)
        }
    expect(failed).toEqual([])
  })

  test('as a method is refused: no route fails on it', async () => {
    const failed: string[] = []
    for (const url of new Set([...(await pathsWith('loader')), ...(await pathsWith('action'))]))
      for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PROPFIND']) {
        const { status } = await fetched(url, {
          method,
          headers: { ...ours(), Cookie: cookies.analyst ?? '' },
        })
        if (status >= 500 && status !== 503) failed.push(`${method} ${url}: ${status}`)
      }
    expect(failed).toEqual([])
  })

  test('as where it was asked is not believed: it stands in no answer', async () => {
    const spoofed = {
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      Forwarded: 'host=evil.example',
    }
    for (const url of [
      '/',
      '/login?back=/x',
      '/findings',
      '/documents.data',
      '/nowhere',
      '/export/findings.csv',
    ])
      for (const cookie of ['', cookies.analyst ?? '']) {
        const answer = await fetched(url, { headers: { ...spoofed, Cookie: cookie } })
        expect([url, answer.headers.get('location') ?? '', await answer.text()].join()).not.toContain(
          'evil.example',
        )
      }
  })

  test('as a session opens nothing, and one that was there before signing in is left', async () => {
    const forged = Array.from({ length: 200 }, (_, n) =>
      n % 2 === 0
        ? randomBytes(32).toString('base64url')
        : (cookies.leader ?? '').slice(8, -1) + 'AQgw'[n % 4],
    ).filter((token) => `session=${token}` !== cookies.leader)
    for (const token of [...forged, '', 'null', '%00', "' or 1=1 --", 'x'.repeat(4000)]) {
      const { status } = await fetched('/findings', { headers: { Cookie: `session=${token}` } })
      expect([token, status]).toEqual([token, 302])
    }
    const planted = 'p'.repeat(43)
    const body = new URLSearchParams({ name: 'leader', password: 'Ranger-Blue-77', back: '/' })
    const headers = { ...ours(), Cookie: `session=${planted}` }
    const answer = await fetched('/login', { method: 'POST', headers, body })
    expect(answer.headers.get('set-cookie')).not.toContain(planted)
    expect((await fetched('/findings', { headers: { Cookie: `session=${planted}` } })).status).toBe(302)
  })

  test('as an id of others answers as one of nobody, to the byte', async () => {
    const [foreign] = await textsIn(`select id from document where id in (
      select document from evaluation where district = '990104') order by id`)
    const [project] = await textsIn(`select project_id from evaluation where district = '990104' order by 1`)
    const pairs = [
      ['/documents/', '', foreign, '0'.repeat(64)],
      ['/documents/', '/original', foreign, '0'.repeat(64)],
      ['/documents/', '/correct', foreign, '0'.repeat(64)],
      ['/projects/', '', project, '0'.repeat(16)],
    ] as const
    for (const [before, after, theirs = '', nobodys] of pairs)
      for (const form of ['', '.data']) {
        if (after === '/original' && form !== '') continue
        const answers = [theirs, nobodys].map(async (id) => {
          const url = `${before}${id}${after}${form}`
          const answer = await fetched(url, { headers: { Cookie: cookies.elsewhere ?? '' } })
          const body = (await answer.text())
            .replaceAll(id, 'ID')
            .replace(/nonce="[^"]*"|"nonce","[^"]*"/g, '')
          const told = [...answer.headers].filter(([name]) => name !== 'date')
          const headers = told.map(([name, value]) => [name, value.replace(/'nonce-[^']*'/g, '')])
          return { status: answer.status, headers, body }
        })
        const [seen, meant] = await Promise.all(answers)
        expect([before, after, form, seen]).toEqual([before, after, form, meant])
        expect(seen?.body).not.toMatch(/990104|年-/)
      }
  })
})

describe('where readers cannot be cut off from the network', () => {
  const withoutUnshare = { ...process.env, PATH: '' }
  /** Those that were signed in before may have been signed out. */
  const signedIn = (role: string) => {
    const state = stateOf(dataDir)
    const account = accountNamed(role, state)
    if (account === null) throw new Error(`nobody is ${role}`)
    return `session=${beginSession(account.id, { address: '', agent: '' }, state)}`
  }
  const sending = (address: string) => {
    const body = new FormData()
    body.set('files', new File(['项目支出绩效自评表'], '自评表.txt'))
    const headers = { accept: 'application/json', origin: address, cookie: signedIn('analyst') }
    return fetch(`${address}/upload/files`, { method: 'POST', body, headers })
  }
  test('pages take no files, and say so to who sends them, who administers and who starts the server', async () => {
    const { address, log, stop } = await serve(dataDir, 'app/server.ts', withoutUnshare)
    try {
      const answer = await sending(address)
      expect([answer.status, await answer.json()]).toEqual([503, { refused: 'no-fence' }])
      for (const [path, role] of [
        ['/upload', 'analyst'],
        ['/people', 'system'],
      ] as const) {
        const page = await fetch(`${address}${path}`, { headers: { cookie: signedIn(role) } })
        expect(await page.text()).toContain('YARDSTICK_OPEN_READERS=accepted')
      }
      expect(log()).toContain('YARDSTICK_OPEN_READERS=accepted')
    } finally {
      await stop()
    }
  })

  test('they do where the operator says so', async () => {
    const accepted = { ...withoutUnshare, YARDSTICK_OPEN_READERS: 'accepted' }
    const { address, stop } = await serve(dataDir, 'app/server.ts', accepted)
    try {
      const { job } = await (await sending(address)).json()
      // An ingest outlives its server, and would write into a folder that is being cleared away.
      const end = path.join(foldersOf(dataDir).uploads, job, 'end.json')
      await expect.poll(() => readFile(end, 'utf8').catch(() => null)).toContain('"fault":null')
    } finally {
      await stop()
    }
  })
})

describe('where it serves', () => {
  test.each([
    ['open', { HOST: '0.0.0.0' }, true],
    ['open', { HOST: '192.168.1.5', YARDSTICK_ORIGIN: 'https://a.example' }, true],
    ['open', { HOST: '127.0.0.1' }, false],
    ['accounts', { HOST: '0.0.0.0' }, true],
    ['accounts', { HOST: '0.0.0.0', YARDSTICK_ORIGIN: 'http://a.example' }, true],
    ['accounts', { HOST: '0.0.0.0', YARDSTICK_ORIGIN: 'https://a.example' }, false],
    ['accounts', { HOST: '0.0.0.0', YARDSTICK_PLAIN_HTTP: 'accepted' }, false],
    ['accounts', {}, false],
  ] as const)('%s with %j', (entrance, env, isRefused) => {
    expect(refusalToServe(entrance, { NODE_ENV: 'test', ...env }) !== null).toBe(isRefused)
  })

  test('the program for this machine alone leaves with a reason when it is given another address', async () => {
    const child = spawn(process.execPath, ['run.mjs', 'app/loopback.ts'], {
      env: { ...process.env, HOST: '0.0.0.0', PORT: '0', YARDSTICK_DATA: dataDir },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString()
    })
    const code = await new Promise((resolve) => child.on('exit', resolve))
    expect([code, said]).toEqual([1, expect.stringContaining('npm run serve')])
  })
})
