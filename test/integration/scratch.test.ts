import { mkdtemp, readdir } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'
import { ran } from '#test/drills/child.ts'
import { loadYears } from '#test/drills/some-generations.ts'
import { temporaryFolder } from '#test/support.ts'

/** What programs left where they put what they need only while they run; the loader of TypeScript keeps its own there. */
const leftIn = async (folder: string) => (await readdir(folder)).filter((name) => !name.startsWith('tsx-'))

test('a process leaves nothing in the temporary folder, and takes away what a killed one left', async () => {
  const [dataDir, temporary] = [await temporaryFolder(), await temporaryFolder()]
  await loadYears(dataDir, '2019')
  const { file } = (await currentManifest(dataDir)) ?? { file: '' }
  const asking = (end: string) =>
    ran(
      [
        '--input-type=module',
        '--eval',
        `const { openEmbedded } = await import('./app/warehouse/engine.server.ts')
         const engine = await openEmbedded(process.env.GENERATION)
         const part = await engine.openPart({ districts: ['130000'], unit: null })
         const asked = { text: 'select count(*)::integer as n from evaluation', values: [] }
         console.log(JSON.stringify(await part.rowsOf(asked, new AbortController().signal)))
         ${end}`,
      ],
      { env: { TMPDIR: temporary, GENERATION: path.join(foldersOf(dataDir).generations, file) } },
    )
  const killed = await asking(`process.kill(process.pid, 'SIGKILL')`)
  expect(killed.out).toBe('[{"n":0}]\n')
  const [left, ...others] = await leftIn(temporary)
  expect(left).toMatch(/^yardstick-.*-\d+-/)
  expect(others).toEqual([])
  const alive = await mkdtemp(path.join(temporary, `yardstick-${os.hostname()}-${process.pid}-`))
  const ended = await asking('part.close()')
  expect([ended.code, ended.out, ended.err]).toEqual([0, '[{"n":0}]\n', ''])
  expect(await leftIn(temporary)).toEqual([path.basename(alive)])
})
