import { spawnSync } from 'node:child_process'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { temporaryFolder } from '#test/support.ts'

const realCase = 'data/sample/长安区-2019-中小企业网上服务经费-自评报告.txt'

function command(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['run.mjs', 'ingest/main.ts', ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('a command is made anew when a source or a package of it changed, and not otherwise', async () => {
  const folder = await temporaryFolder()
  const [script, word] = [path.join(folder, 'says.ts'), path.join(folder, 'word.ts')]
  await writeFile(
    script,
    "import { word } from './word.ts'\nimport { end } from 'end'\nconsole.log(word, import.meta.url, end, new Error().stack)\n",
  )
  const said = () => spawnSync(process.execPath, ['run.mjs', script], { encoding: 'utf8' }).stdout
  await writeFile(word, "export const word: string = 'one'\n")
  const install = async (version: string) => {
    const home = path.join(folder, 'node_modules/end')
    await mkdir(home, { recursive: true })
    await writeFile(path.join(home, 'package.json'), JSON.stringify({ name: 'end', version, type: 'module' }))
    await writeFile(path.join(home, 'index.js'), `export const end = 'end ${version}'\n`)
  }
  await install('1.0.0')
  const first = said()
  expect(first).toContain(`one ${pathToFileURL(script)}`)
  expect(said()).toBe(first)
  await writeFile(word, "export const word: string = 'two'\n")
  expect(said()).toContain('two')
  await install('1.0.1')
  expect(said()).toContain('end 1.0.1')
  for (const name of await readdir('build/programs'))
    if (name.startsWith('says-')) await rm(path.join('build/programs', name), { recursive: true })
})

const DryRun = z.object({
  source: z.object({ path: z.string(), sha256: z.string(), format: z.string(), layout: z.string() }),
  evaluations: z.array(
    z.object({
      project: z.string(),
      district: z.object({ code: z.string(), name: z.string() }),
      year: z.number(),
      funds: z.object({ budget: z.number(), executionRate: z.number() }).loose(),
      indicators: z.array(z.object({ name: z.string() }).loose()),
      total: z.object({ score: z.number(), grade: z.string() }),
    }),
  ),
  problems: z.array(z.unknown()),
})

test('a dry run prints one JSON object a file and loads nothing', async () => {
  const dataDir = await temporaryFolder()
  const { status, stdout } = command('--data', dataDir, '--dry-run', '--json', realCase)
  const [line, ...rest] = stdout.trim().split('\n')
  expect(rest).toEqual([])
  const { source, evaluations, problems } = DryRun.parse(JSON.parse(line ?? ''))
  expect(source.path).toBe(realCase)
  expect(evaluations).toMatchObject([
    {
      project: '中小企业网上服务经费',
      district: { code: '130102', name: '长安区' },
      year: 2019,
      funds: { budget: 500_000, executionRate: 100 },
      total: { score: 98, grade: '优秀' },
    },
  ])
  expect(evaluations[0]?.indicators).toHaveLength(8)
  expect(problems).toEqual([])
  expect(status).toBe(0)
})

test('the exit status says 0 all loaded, 2 something quarantined, 1 could not run', async () => {
  const dataDir = await temporaryFolder()
  const unreadable = path.join(await temporaryFolder(), 'unreadable.docx')
  await writeFile(unreadable, 'PK\u0003\u0004')
  expect(command('--data', dataDir, realCase).status).toBe(0)
  const quarantined = command('--data', dataDir, unreadable)
  expect(quarantined.status).toBe(2)
  expect(quarantined.stderr).toContain('damaged')
  const missing = command('--data', dataDir, 'no-such-folder')
  expect(missing.status).toBe(1)
  expect(missing.stderr).toContain('no such file or folder')
  expect(missing.stderr).toContain('no-such-folder')
})

test('progress goes out as plain lines when piped, with counts and time left', async () => {
  const { stderr } = command('--data', await temporaryFolder(), realCase)
  expect(stderr).toMatch(/^1\/1 read: 1 loaded, 0 quarantined, 0 already loaded, 0 s left$/m)
  expect(stderr).not.toContain('\u001b')
})

test.each([
  [['--help'], 0],
  [[], 1],
  [['--frobnicate'], 1],
] as const)('%j tells how it is used', (args, expected) => {
  const { status, stdout, stderr } = command(...args)
  expect(status).toBe(expected)
  expect(stdout + stderr).toContain('Usage: npm run ingest')
})

test.skipIf(process.platform !== 'linux')(
  'an ingest gives way to people, unless it was given a priority',
  () => {
    const priorities = `import { readdir, readFile } from 'node:fs/promises'
    import { giveWay } from './ingest/give-way.ts'
    await giveWay()
    const threads = (await readdir('/proc/self/task')).map((id) => readFile('/proc/self/task/' + id + '/stat', 'utf8'))
    const niceness = (await Promise.all(threads)).map((line) => line.slice(line.lastIndexOf(')') + 2).split(' ')[16])
    console.log([...new Set(niceness)].join())`
    const evaluated = [process.execPath, '--import', 'tsx', '--input-type', 'module', '--eval', priorities]
    const lowered = (how: string, ...by: string[]) =>
      spawnSync(how, [...by, ...evaluated], { encoding: 'utf8' }).stdout
    expect(lowered('nice', '-n', '0').trim()).toBe(os.getPriority() === 0 ? '10' : String(os.getPriority()))
    expect(lowered('nice', '-n', '3').trim()).toBe(String(Math.min(19, os.getPriority() + 3)))
  },
)
