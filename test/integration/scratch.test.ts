import { mkdtemp, readdir } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'
import { ran } from '#test/drills/child.ts'
import { loadYears } from '#test/drills/some-generations.ts'
import { temporaryFolder } from '#test/support.ts'

test('a process leaves nothing in the temporary folder, and takes away what a killed one left', async () => {
  const [dataDir, temporary] = [await temporaryFolder(), await temporaryFolder()]
  await loadYears(dataDir, '2019')
  const { file } = (await currentManifest(dataDir)) ?? { file: '' }
  const generation = path.join(foldersOf(dataDir).generations, file)
  const asking = (how: 'killed' | 'closed') =>
    ran(['test/drills/ask-once.ts', generation, how], { env: { TMPDIR: temporary } })
  const killed = await asking('killed')
  expect(killed.out).toBe('[{"n":0}]\n')
  const [left, ...others] = await readdir(temporary)
  expect(left).toMatch(/^yardstick-.*-\d+-/)
  expect(others).toEqual([])
  const alive = await mkdtemp(path.join(temporary, `yardstick-${os.hostname()}-${process.pid}-`))
  const ended = await asking('closed')
  expect([ended.code, ended.out, ended.err]).toEqual([0, '[{"n":0}]\n', ''])
  expect(await readdir(temporary)).toEqual([path.basename(alive)])
})
