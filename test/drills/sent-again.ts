import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { openReadOnly, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { sha256 } from '#ingest/pipeline.ts'
import { load } from '#test/load.ts'
import type { Drill } from './drill.ts'
import { faultsOf } from './oracle.ts'

const report = (
  project: number,
  planted: number,
) => `年度,区县,预算单位,项目名称,二级指标,三级指标,年度指标值,实际完成值,分值,得分
2021,长安区,园林中心,${project}号绿地养护,数量指标,栽植乔木,800株,${planted}株,50,50
2021,长安区,园林中心,${project}号绿地养护,质量指标,成活率,≥95%,96%,50,50
`

async function statusesIn(dataDir: string) {
  const manifest = await currentManifest(dataDir)
  const file = path.join(foldersOf(dataDir).generations, manifest?.file ?? '')
  const instance = await openReadOnly(file, os.tmpdir())
  const connection = await instance.connect()
  const ask = (text: string) => rowsOf(connection, { text, values: [] })
  const documents = await ask('select id, status from document order by id')
  const counted = await ask(
    'select e.document, count(*)::integer as n from v_evaluation e group by e.document order by 1',
  )
  connection.closeSync()
  instance.closeSync()
  return { documents: documents.map(({ id, status }) => `${id} ${status}`), counted }
}

/** Sends documents of three projects again and again and holds a list of what must be there against the warehouse. */
export const sentAgain: Drill = {
  what: 'documents sent again, as they were, under another name or changed: once each, the later counts, the earlier stays to be seen',
  counts: { full: 120, short: 4 },
  async *run({ count, seed }) {
    const root = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const dataDir = path.join(root, 'data')
    const random = randomFrom(seed, 'sent-again')
    /** What was sent, in order: under which name, of which project; one that came again changes nothing. */
    const sent: { id: string; name: string; project: number }[] = []
    try {
      for (let trial = 1; trial <= count; trial += 1) {
        const before = sent.length === 0 ? undefined : random.pick([sent[0], ...sent])
        const how = before === undefined ? 'new' : random.pick(['as it was', 'renamed', 'changed', 'new'])
        const project = how === 'new' || before === undefined ? random.whole(1, 3) : before.project
        const name = how === 'new' || how === 'renamed' ? `${trial}.csv` : (before?.name ?? `${trial}.csv`)
        const file = path.join(root, name)
        const kept = before && path.join(foldersOf(dataDir).blobs, before.id)
        const bytes =
          how === 'changed' || how === 'new' || kept === undefined
            ? Buffer.from(report(project, trial))
            : await readFile(kept)
        await writeFile(file, bytes)
        const id = sha256(bytes)
        const isKnown = sent.some((one) => one.id === id)
        const { tally } = await load(dataDir, file)
        if (!isKnown) sent.push({ id, name, project })
        const faults = await faultsOf(dataDir)
        if (tally.alreadyLoaded !== Number(isKnown)) faults.push('it was taken for something else')
        const { documents, counted } = await statusesIn(dataDir)
        const lastNamed = new Map(sent.map((one) => [one.name, one.id]))
        const counts = new Map(sent.map((one) => [one.project, one.id]))
        const meant = sent.map(
          (one) => `${one.id} ${lastNamed.get(one.name) === one.id ? 'loaded' : 'superseded'}`,
        )
        if (documents.join() !== meant.sort().join()) faults.push(`documents: ${documents} not ${meant}`)
        const counting = counted.map(({ document }) => document)
        if (counting.join() !== [...counts.values()].sort().join())
          faults.push(`these count: ${counting}, not ${[...counts.values()]}`)
        yield { what: `${name} ${how}`, faults }
      }
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  },
}
