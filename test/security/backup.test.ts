import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { backUp, NotRestored, restore } from '#app/backup.server.ts'
import { addAccount, identified } from '#app/state/accounts.server.ts'
import { record, verify } from '#app/state/audit-log.server.ts'
import { closeState, stateOf } from '#app/state/database.server.ts'
import { ask, generationInUse } from '#app/warehouse/ask.server.ts'
import { openOriginal } from '#app/warehouse/originals.server.ts'
import { loadOnce } from '#test/load.ts'

let root = ''
let dataDir = ''
let archive = ''
const account = {
  name: 'leader',
  role: 'leader',
  scope: 'everything',
  password: 'Ranger-Blue-77',
  mustChange: false,
} as const

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'yardstick-backup-'))
  dataDir = path.join(root, 'data')
  archive = path.join(root, 'backup.tar')
  await loadOnce(dataDir, ['data/sample/2019'])
  await addAccount(account, stateOf(dataDir))
  const deed = {
    actor: 'leader',
    role: 'leader',
    address: '',
    action: 'export',
    target: '/',
    result: 'done',
  } as const
  for (let n = 0; n < 20; n += 1) record(deed, dataDir)
  await backUp(dataDir, archive)
})
afterAll(async () => {
  closeState(dataDir)
  await rm(root, { recursive: true, force: true })
})

test('what is restored into an empty folder answers, lets people in, and has every document and entry', async () => {
  const back = path.join(root, 'back')
  await mkdir(back)
  expect(await restore(archive, back)).toMatchObject({ generation: 1 })
  expect((await generationInUse(back)).digest).toBe((await generationInUse(dataDir)).digest)
  const Id = z.object({ id: z.string() })
  const documents = {
    name: 'ids',
    row: Id,
    sql: () => ({ text: 'select id from document order by id', values: [] }),
  }
  const ids = await ask(documents, undefined, back)
  expect(ids.length).toBeGreaterThan(10)
  for (const { id } of ids) expect((await openOriginal(id, back))?.bytes).toBeGreaterThan(0)
  expect(await identified({ ...account, code: '' }, stateOf(back))).toMatchObject({ name: 'leader' })
  expect(verify(back)).toMatchObject({ entries: 20, faults: [] })
  closeState(back)
})

test('a folder that holds anything is left as it is', async () => {
  const full = path.join(root, 'full')
  await mkdir(full)
  await writeFile(path.join(full, 'mine'), 'mine')
  await expect(restore(archive, full)).rejects.toBeInstanceOf(NotRestored)
  expect(await readdir(full)).toEqual(['mine'])
})

test('an archive that is damaged or cut off anywhere restores nothing', async () => {
  const whole = await readFile(archive)
  const damaged = path.join(root, 'damaged.tar')
  const used = whole.length - 1024
  await fc.assert(
    fc.asyncProperty(fc.nat(used - 1), fc.boolean(), async (at, cuts) => {
      const bytes = cuts ? whole.subarray(0, at) : Buffer.from(whole)
      if (!cuts) bytes[at] = (bytes[at] ?? 0) ^ 0x55
      await writeFile(damaged, bytes)
      const target = path.join(root, 'never')
      const outcome = await restore(damaged, target).catch((error: unknown) => error)
      // Padding and the parts of a header that say nothing may change: then all that is restored has its hash.
      if (outcome instanceof Error) expect(await readdir(root)).not.toContain('never')
      else expect(cuts).toBe(false)
      await rm(target, { recursive: true, force: true })
    }),
    { numRuns: 40 },
  )
  expect((await readdir(root)).filter((name) => name.includes('restoring'))).toEqual([])
})

test('a sealed backup shows nothing, opens with its passphrase alone, and tells of one changed bit', async () => {
  const sealed = path.join(root, 'sealed.tar')
  const passphrase = 'correct horse battery'
  await backUp(dataDir, sealed, { passphrase })
  const bytes = await readFile(sealed)
  for (const word of ['ustar', 'app.sqlite', 'CURRENT.json', 'blobs/'])
    expect(bytes.includes(word)).toBe(false)
  const refused = async (file: string, given: string | null) => {
    const back = path.join(root, 'refused')
    await expect(restore(file, back, given)).rejects.toThrow(NotRestored)
    expect(await readdir(back).catch(() => [])).toEqual([])
  }
  await refused(sealed, null)
  await refused(sealed, 'another horse battery')
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 5), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = Buffer.from(bytes)
      changed[at + 4] = (changed[at + 4] ?? 0) ^ flip
      const file = path.join(root, 'changed.tar')
      await writeFile(file, changed)
      await refused(file, passphrase)
    }),
    { numRuns: 8 },
  )
  const back = path.join(root, 'opened')
  expect(await restore(sealed, back, passphrase)).toMatchObject({ generation: 1 })
  expect((await generationInUse(back)).digest).toBe((await generationInUse(dataDir)).digest)
  expect((await readdir(root)).filter((name) => /tmp|opened$|copy|restoring/.test(name))).toEqual(['opened'])
})
