import { setTimeout as pause } from 'node:timers/promises'
import { type Random, randomFrom } from '#data/portfolio/random.ts'
import { documents, READY } from '#ingest/readers/wire.ts'

/*
 * A reader that was taken over: what it answers goes by the seed that is a document's name. A document called `well`
 * is answered as it should be.
 */
const say = (words: string | Buffer) => process.stdout.write(words)
const answer = (id: unknown, content: unknown) => `${JSON.stringify({ id, ok: true, content })}\n`
const right = { format: 'txt', blocks: [] }
const bytes = (random: Random, length: number) =>
  Buffer.from(Array.from({ length }, () => random.whole(0, 255)))

const deeds: readonly [
  (id: number, random: Random) => unknown,
  ...((id: number, random: Random) => unknown)[],
] = [
  (_, random) => say(Buffer.concat([bytes(random, random.whole(1, 100_000)), Buffer.from('\n')])),
  (_, random) => say(bytes(random, random.whole(1, 1000)).toString('base64')),
  (id) => say(answer(String(id), right)),
  (id, random) => say(answer(id + random.whole(1, 9), right)),
  (id, random) => say(answer(id, { ...right, format: random.pick(['exe', 7, null, '__proto__']) })),
  (id) =>
    say(
      answer(id, {
        format: 'txt',
        blocks: [{ kind: 'table', name: null, rows: 1e9, columns: 1e9, cells: 'x' }],
      }),
    ),
  (id) => say(answer(id, { format: 'txt', blocks: [{ kind: 'paragraph', text: { toString: 'x' } }] })),
  (_, random) => say(`${'['.repeat(random.whole(1000, 200_000))}\n`),
  (_, random) => say(`{"id":${'9'.repeat(random.whole(20, 100_000))},"ok":true}\n`),
  (id) => say(`{"id":${id},"ok":false,"code":"none of ours","detail":"x"}\n`),
  (id) =>
    say(`{"id":${id},"ok":false,"code":"damaged","detail":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}\n`),
  (id) => say(`${answer(id, right)}${answer(id, right)}`),
  (id) => say(`{"id":${id},"ok":true,"base64":"!!!"}\n`),
  (id) => say(`{"id":${id},"ok":true,"paths":["../../etc/passwd"]}\n`),
  (id) => say(answer(id, right).slice(0, -1)),
  async (_, random) => {
    for (let n = random.whole(65, 80); n > 0; n -= 1) {
      say('x'.repeat(1024 * 1024))
      await pause(1)
    }
  },
  (_, random) => process.exit(random.whole(0, 5)),
  () => process.kill(process.pid, 'SIGSEGV'),
  () => process.stdout.end(),
  () => undefined,
  async () => {
    for (let n = 0; n < 200; n += 1) {
      process.stderr.write(`Error: ${'e'.repeat(100_000)}\n`)
      await pause(1)
    }
    process.exit(1)
  },
  async (id) => {
    for (const letter of answer(id, right).slice(0, -3)) {
      say(letter)
      await pause(60)
    }
  },
]

say(READY)
for await (const { id, name } of documents(process.stdin)) {
  if (name === 'well') say(answer(id, right))
  else {
    const random = randomFrom(name)
    await random.pick(deeds)(id, random)
  }
}
