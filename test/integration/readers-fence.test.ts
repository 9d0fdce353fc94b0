import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import net from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { networkApart } from '#app/apart.ts'
import { scratchFolder } from '#app/scratch.ts'
import { openReader } from '#ingest/readers/fence.ts'
import { read } from '#ingest/readers/index.ts'

const script = (name: string) => fileURLToPath(new URL(`../fixtures/readers/${name}`, import.meta.url))
const childScript = fileURLToPath(new URL('../../ingest/readers/child.ts', import.meta.url))
const text = readFileSync(script('cell-lines.txt'))

const opened: ReturnType<typeof openReader>[] = []
function opening(options?: Parameters<typeof openReader>[0]) {
  const reader = openReader(options)
  opened.push(reader)
  return reader
}
afterEach(async () => {
  for (const reader of opened.splice(0)) await reader.close()
})

/** A child that does what the document's name says. */
const misbehaving = {
  script: script('misbehaving-child.ts'),
  deadlineMs: 1500,
}

/** What becomes of a document, by what the child answers. */
const answers: Record<string, string> = {
  hang: 'timeout',
  'half a line': 'timeout',
  exit: 'reader-crashed',
  abort: 'reader-crashed',
  throw: 'reader-crashed',
  'eat the heap': 'reader-crashed',
  garbage: 'reader-crashed',
  'a line without end': 'reader-crashed',
  'wrong types': 'reader-crashed',
  'another id': 'reader-crashed',
  'two answers': 'reader-crashed',
}

describe('the fence', () => {
  test('documents come through as they are read', async () => {
    const reader = opening()
    expect(await reader.read(text, 'a.txt')).toEqual(await read(text, 'a.txt'))
  })

  test('a fault of a document is told by its code, and the child goes on', async () => {
    const reader = opening()
    await expect(reader.read(Buffer.from('GIF89a'), 'a.gif')).rejects.toMatchObject({ code: 'no-text' })
    await expect(reader.read(new Uint8Array(), 'a')).rejects.toMatchObject({ code: 'empty-file' })
    expect((await reader.read(text, 'a.txt')).format).toBe('txt')
  })

  test('documents sent together all come back, by one child or two', async () => {
    const reader = opening({ workers: 2, documentsPerChild: 10 })
    const names = Array.from({ length: 24 }, (_, n) => `第${n}份`)
    const contents = await Promise.all(
      names.map((name) => reader.read(Buffer.from(`${name}\n自评报告`), name)),
    )
    expect(contents.map(({ blocks: [first] }) => first)).toEqual(
      names.map((name) => ({ kind: 'paragraph', text: name })),
    )
  })

  test('a child is replaced whatever it answers', { timeout: 120_000 }, async () => {
    const slow = opening({ ...misbehaving, deadlineMs: 20_000 })
    const quick = opening(misbehaving)
    const outcomes = Object.keys(answers).map(async (name) => {
      const reader = answers[name] === 'timeout' ? quick : slow
      return [name, await reader.read(text, name).catch((fault) => fault.code)]
    })
    expect(Object.fromEntries(await Promise.all(outcomes))).toEqual(answers)
    expect(await slow.read(text, 'well')).toEqual({ format: 'txt', blocks: [] })
    expect(await quick.read(text, 'well')).toEqual({ format: 'txt', blocks: [] })
  })

  test.runIf(process.platform === 'linux')(
    'a child that works is given its time of the processor',
    async () => {
      const byTheClock = String(2 * misbehaving.deadlineMs)
      const read = opening(misbehaving).read(Buffer.from(byTheClock), 'work in spells')
      expect(await read).toEqual({ format: 'txt', blocks: [] })
    },
  )

  test.runIf(process.platform === 'linux')('memory outside the heap is capped too', async () => {
    const reader = opening({ ...misbehaving, deadlineMs: 20_000 })
    await expect(reader.read(text, 'eat buffers')).rejects.toMatchObject({ code: 'reader-crashed' })
  })

  test.runIf(networkApart().length > 0)('a child reaches nobody, not even on this machine', async () => {
    const server = net.createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    const called = await opening(misbehaving).read(Buffer.from(port), 'call out')
    server.close()
    expect(called.blocks).toEqual([{ kind: 'paragraph', text: 'ENETUNREACH' }])
  })

  test('a child reads nothing but its own code, writes nothing and starts nothing', async () => {
    const folder = await scratchFolder('fence')
    const file = path.join(folder, 'another-document')
    writeFileSync(file, 'x')
    const native = createRequire(import.meta.url).resolve('@node-rs/argon2')
    const reader = opening({ ...misbehaving, deadlineMs: 20_000 })
    const becomesOf = async (deed: string, text: string) =>
      (await reader.read(Buffer.from(text), deed)).blocks.map((block) => 'text' in block && block.text)
    for (const secret of [file, childScript, '/etc/passwd', `${script('.')}../../../package.json`])
      expect(await becomesOf('read a file', secret)).toEqual(['ERR_ACCESS_DENIED'])
    expect(await becomesOf('write a file', file)).toEqual(['ERR_ACCESS_DENIED'])
    expect(await becomesOf('write a file', path.join(folder, 'new'))).toEqual(['ERR_ACCESS_DENIED'])
    expect(await becomesOf('link to a file', file)).toEqual(['ERR_ACCESS_DENIED'])
    expect(await becomesOf('start a program', 'true')).toEqual(['ERR_ACCESS_DENIED'])
    expect(await becomesOf('start a thread', '0')).toEqual(['ERR_ACCESS_DENIED'])
    expect(await becomesOf('load native code', native)).not.toEqual(['done'])
    expect(await becomesOf('make code of text', '0')).toEqual(['EvalError'])
    expect(readdirSync(folder)).toEqual(['another-document'])
  })

  test('a child sees no environment, and its pollution stays with it', async () => {
    const reader = opening(misbehaving)
    expect(await reader.read(text, 'environment')).toEqual({
      format: 'txt',
      blocks: [{ kind: 'paragraph', text: 'HOME NODE_ENV PATH' }],
    })
    await reader.read(text, 'pollute')
    expect('polluted' in {}).toBe(false)
  })

  test('a child that died between documents is no document’s fault', async () => {
    const reader = opening(misbehaving)
    await reader.read(text, 'die later')
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect((await reader.read(text, 'well')).format).toBe('txt')
  })

  test('closing ends what is running and refuses what waits', async () => {
    const reader = openReader({ ...misbehaving, deadlineMs: 20_000 })
    const running = reader.read(text, 'hang')
    const waiting = reader.read(text, 'well')
    const outcomes = Promise.allSettled([
      running,
      waiting,
      new Promise((resolve) => setTimeout(resolve, 1000)),
    ])
    await new Promise((resolve) => setTimeout(resolve, 1000))
    await reader.close()
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  })

  test('a child ends with its parent', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', childScript], { stdio: 'pipe' })
    await once(child.stdout, 'data')
    child.stdin.end()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test('a script that does not start is told', async () => {
    const reader = opening({ script: script('no-such-child.ts') })
    await expect(reader.read(text, 'a.txt')).rejects.toMatchObject({ code: 'reader-crashed' })
  })
})
