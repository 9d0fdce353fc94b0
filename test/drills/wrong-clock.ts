import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { addAccount } from '#app/state/accounts.server.ts'
import { countFailure, waitFor } from '#app/state/attempts.server.ts'
import { record, verify } from '#app/state/audit-log.server.ts'
import { closeState, stateOf } from '#app/state/database.server.ts'
import { beginSession, sessionOf } from '#app/state/sessions.server.ts'
import { generationInUse } from '#app/warehouse/ask.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'
import { type Random, randomFrom } from '#data/portfolio/random.ts'
import { ingestOf } from './child.ts'
import type { Drill } from './drill.ts'
import { faultsOf } from './oracle.ts'

const hour = 3_600_000
const day = 24 * hour

/** A clock that somebody sets while time goes on: what it shows, and how much time has really gone by. */
function clockOf(random: Random) {
  let [real, off] = [0, 0]
  const start = Date.UTC(2026, 0, 5, 8)
  return {
    real: () => real,
    now: () => start + real + off,
    goOn(ms: number) {
      real += ms
    },
    set() {
      off += random.pick([-2 * hour, -day, -400 * day, 400 * day, 2 * hour, -50_000, 50_000])
    },
  }
}

/** Someone signs in, uses their session every few minutes while the clock is set about, and tries wrong passwords. */
async function faultsOfState(dataDir: string, random: Random, trial: number): Promise<string[]> {
  const faults: string[] = []
  const state = stateOf(dataDir)
  const account = await addAccount(
    {
      name: `clock${trial}`,
      role: 'leader',
      scope: 'everything',
      password: 'Ranger-Blue-77',
      mustChange: false,
    },
    state,
  )
  const clock = clockOf(random)
  const token = beginSession(account, { address: '127.0.0.1', agent: 'drill' }, state, clock.now())
  const tried = { name: `clock${trial}`, address: `10.0.0.${trial % 250}` }
  const deed = {
    actor: null,
    role: null,
    address: '127.0.0.1',
    action: 'drill',
    target: '/',
    result: 'done',
  } as const
  for (let step = 0; step < 200; step += 1) {
    clock.goOn(random.whole(0, 15 * 60_000))
    if (random.chance(0.1)) clock.set()
    record(deed, dataDir, new Date(clock.now()))
    const found = sessionOf(token, state, clock.now())
    if (found !== null && clock.real() > 8 * hour + 5 * 60_000)
      faults.push(`a session lives after ${(clock.real() / hour).toFixed(1)} h`)
    if (step % 3 === 0) countFailure(tried, state, clock.now())
    const wait = waitFor(tried, state, clock.now())
    if (wait > 15 * 60_000 || wait < 0) faults.push(`a name has to wait ${Math.round(wait / 60_000)} min`)
  }
  return [...faults.slice(0, 2), ...verify(dataDir).faults.slice(0, 3)]
}

const report = (n: number) => `年度,区县,预算单位,项目名称,三级指标,年度指标值,实际完成值,分值,得分
2021,长安区,园林中心,${n}号绿地养护,栽植乔木,800株,700株,50,50
2021,长安区,园林中心,${n}号绿地养护,成活率,≥95%,96%,50,50
`

export const wrongClock: Drill = {
  what: 'a clock that is wrong by 400 days or set back at work: generations keep their order, sessions get no longer, the log verifies',
  counts: { full: 60, short: 1 },
  async *run({ count, seed }) {
    const root = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const dataDir = path.join(root, 'data')
    const random = randomFrom(seed, 'wrong-clock')
    try {
      for (let trial = 1; trial <= count; trial += 1) {
        const off = random.pick([-400 * day, 400 * day, 0])
        const jump = random.pick([-2 * hour, 2 * hour, -400 * day])
        const file = path.join(root, `${trial}.csv`)
        await writeFile(file, report(trial))
        const { code, err } = await ingestOf(dataDir, [file], {
          before: ['./test/drills/clock.ts'],
          env: {
            DRILL_CLOCK_MS: `${off}`,
            DRILL_CLOCK_JUMP_MS: `${jump}`,
            DRILL_CLOCK_AFTER_MS: `${random.whole(100, 1000)}`,
          },
        })
        const faults =
          code === 0 ? await faultsOf(dataDir) : [`the ingest ended with ${code}: ${err.slice(-300)}`]
        const manifest = await currentManifest(dataDir)
        if (manifest?.generation !== trial || manifest.rows.document !== trial)
          faults.push(
            `generation ${manifest?.generation} with ${manifest?.rows.document} documents, not ${trial}`,
          )
        // The pointer is looked at every half second.
        globalThis.yardstickDoors?.delete(dataDir)
        if ((await generationInUse(dataDir)).generation !== trial)
          faults.push('an older generation is served')
        faults.push(...(await faultsOfState(dataDir, random, trial)))
        yield { what: `off by ${off / day} days, then set by ${jump / hour} h`, faults }
      }
    } finally {
      closeState(dataDir)
      await rm(root, { recursive: true, force: true })
    }
  },
}
