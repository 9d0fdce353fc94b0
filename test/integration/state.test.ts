import { spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { noFilters } from '#app/queries/filters.ts'
import {
  findingFigures,
  findingsByDistrict,
  findingsByRule,
  findingTallies,
} from '#app/queries/finding-counts.ts'
import { findingById, findings, findingUnits } from '#app/queries/findings.ts'
import { overviewFigures } from '#app/queries/overview.ts'
import { projectFindings } from '#app/queries/project-findings.ts'
import { projectRisk, riskRanking } from '#app/queries/risk.ts'
import { since } from '#app/queries/since.ts'
import { annotate, annotations, removeAnnotation } from '#app/state/annotations.server.ts'
import { closeState, stateFileOf, stateOf } from '#app/state/database.server.ts'
import {
  type Deciding,
  decide,
  decisionsOnReport,
  decisionsStanding,
  historiesOf,
  savedDecision,
} from '#app/state/decisions.server.ts'
import { changeViews, savedViews } from '#app/state/views.server.ts'
import { lookedBefore } from '#app/visitor.server.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { read } from '#ingest/readers/index.ts'
import { readReference } from '#ingest/reference.ts'
import { audit, rebuild } from '#ingest/run.ts'
import { load } from '#test/load.ts'
import { noticed, temporaryFolder } from '#test/support.ts'

const heading =
  '年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,全年预算数（万元）,全年执行数（万元）'
const roads = (done: string) => `${heading}
2023,临澜区,公路中心,农村公路养护,产出指标,数量指标,养护里程,≥100公里,${done},90,90,100,60
2023,望澜区,文化馆,惠民演出,产出指标,数量指标,演出场次,≥10场,12场,90,90,20,25`

async function stateFolder() {
  const dataDir = await temporaryFolder()
  onTestFinished(() => closeState(dataDir))
  return dataDir
}

/** Loads one list under this name, and gives what was found in its report on roads, by rule. */
async function loaded(dataDir: string, name: string, content: string) {
  const folder = path.join(dataDir, 'sent', name)
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, `${name}.csv`), content)
  await load(dataDir, folder)
  await noticed(dataDir)
  return listed(dataDir)
}

async function listed(dataDir: string, change: Partial<Parameters<typeof findings.sql>[0]> = {}) {
  const scope = {
    filters: noFilters,
    state: null,
    since: null,
    severity: null,
    page: null,
    language: 'zh' as const,
  }
  const decisions = decisionsStanding(stateOf(dataDir))
  return ask(findings, { ...scope, decisions, ...change }, dataDir)
}

const miss = (rows: Awaited<ReturnType<typeof listed>>) => {
  const row = rows.find(({ rule }) => rule === 'full-score-for-miss')
  if (row === undefined) throw new Error('the miss is not found')
  return row
}

async function deciding(dataDir: string, id: string, change: Partial<Deciding> = {}): Promise<Deciding> {
  const [finding] = await ask(findingById, id, dataDir)
  if (finding === undefined) throw new Error('no such finding')
  return { ...finding, state: 'explained', note: '已与公路中心核实', by: '张三', seen: null, ...change }
}

describe('a decision', () => {
  test('stays with its finding when the document is corrected under another name, and says that figures changed', async () => {
    const dataDir = await stateFolder()
    const state = stateOf(dataDir)
    const before = miss(await loaded(dataDir, 'first', roads('60公里')))
    expect(before).toMatchObject({ state: 'open', note: null, changedSince: null })
    decide(await deciding(dataDir, before.id), state, new Date('2026-03-01T01:30:00Z'))
    expect(miss(await listed(dataDir))).toMatchObject({
      ...{ id: before.id, state: 'explained', note: '已与公路中心核实', by: '张三', at: '2026-03-01 09:30' },
      changedSince: null,
    })
    const after = miss(await loaded(dataDir, 'corrected', roads('70公里')))
    expect(after.message).toContain('70')
    expect(after).toMatchObject({ id: before.id, state: 'explained', by: '张三', changedSince: 'yes' })
    expect((await listed(dataDir, { state: 'changed' })).map(({ id }) => id)).toEqual([before.id])
    // Decided on again, as it now is, it has not changed.
    decide(await deciding(dataDir, after.id, { seen: 1 }), state)
    expect(miss(await listed(dataDir)).changedSince).toBeNull()
    expect(await listed(dataDir, { state: 'changed' })).toEqual([])
  })

  test('stays when the generation is audited again', async () => {
    const dataDir = await stateFolder()
    const before = miss(await loaded(dataDir, 'first', roads('60公里')))
    decide(await deciding(dataDir, before.id), stateOf(dataDir))
    await audit(dataDir, { reference: readReference() })
    await noticed(dataDir)
    expect(miss(await listed(dataDir))).toMatchObject({
      id: before.id,
      state: 'explained',
      changedSince: null,
    })
  })

  test('on a finding that a correction took away stays with its report', async () => {
    const dataDir = await stateFolder()
    const before = miss(await loaded(dataDir, 'first', roads('60公里')))
    decide(await deciding(dataDir, before.id), stateOf(dataDir))
    const rows = await loaded(dataDir, 'corrected', roads('100公里'))
    expect(rows.map(({ id }) => id)).not.toContain(before.id)
    const report = { project: before.projectId, year: 2023, kind: 'selfEvaluation' as const }
    expect(decisionsOnReport(report, stateOf(dataDir))).toMatchObject([
      { finding: before.id, note: '已与公路中心核实', message: before.message },
    ])
  })

  test('moves its finding from list to list at once, though answers are kept', async () => {
    const dataDir = await stateFolder()
    const all = await loaded(dataDir, 'first', roads('60公里'))
    const { id, projectId } = miss(all)
    const tallies = async () => {
      const decisions = decisionsStanding(stateOf(dataDir))
      const scope = {
        filters: noFilters,
        state: null,
        since: null,
        severity: null,
        page: null,
        language: 'zh' as const,
      }
      return (await ask(findingTallies, { ...scope, decisions }, dataDir))[0]
    }
    expect(await tallies()).toMatchObject({ open: all.length, dismissed: 0, states: all.length })
    const asked = { id: projectId, year: 2023, kind: null }
    const risk = async () => {
      const decisions = decisionsStanding(stateOf(dataDir))
      const own = await ask(projectRisk, { ...asked, decisions }, dataDir)
      const worst = await ask(
        riskRanking,
        { filters: noFilters, state: null, since: null, decisions, most: 10 },
        dataDir,
      )
      const ranked = worst.filter((row) => row.projectId === projectId)
      expect(ranked.map(({ rule, points }) => [rule, points])).toEqual(
        own.map(({ rule, points }) => [rule, points]),
      )
      return own
    }
    const [before] = await risk()
    const overview = async () => {
      const decisions = decisionsStanding(stateOf(dataDir))
      return (await ask(overviewFigures, { ...noFilters, decisions }, dataDir))[0]
    }
    expect(await overview()).toMatchObject({ open: all.length, dismissed: 0 })

    decide(await deciding(dataDir, id, { state: 'dismissed' }), stateOf(dataDir))
    expect(await tallies()).toMatchObject({ open: all.length - 1, dismissed: 1, states: all.length - 1 })
    expect((await listed(dataDir)).map((row) => row.id)).not.toContain(id)
    expect((await listed(dataDir, { state: 'dismissed' })).map((row) => row.id)).toEqual([id])
    expect((await risk()).map(({ rule }) => rule)).not.toContain('full-score-for-miss')
    expect((await risk())[0]?.risk ?? 0).toBeLessThan(before?.risk ?? 0)
    expect(await overview()).toMatchObject({ open: all.length - 1, dismissed: 1 })
    const decisions = decisionsStanding(stateOf(dataDir))
    const scope = { filters: noFilters, state: null, since: null, decisions }
    const [figures] = await ask(findingFigures, scope, dataDir)
    expect(figures?.findings).toBe(all.length - 1)
    expect((await ask(findingsByRule, scope, dataDir)).map(({ rule }) => rule)).not.toContain(
      'full-score-for-miss',
    )
    expect(await ask(findingsByDistrict, { ...scope, state: 'dismissed' }, dataDir)).toContainEqual(
      expect.objectContaining({ districtName: '临澜区', severity: 'error', findings: 1 }),
    )
  })
})

test('units in scope are offered by how many of their reports have findings, and narrow the list', async () => {
  const dataDir = await stateFolder()
  await loaded(dataDir, 'first', roads('60公里'))
  const scope = {
    filters: noFilters,
    state: null,
    since: null,
    decisions: decisionsStanding(stateOf(dataDir)),
  }
  expect((await ask(findingUnits, scope, dataDir)).map(({ value }) => value)).toEqual(['公路中心', '文化馆'])
  const rows = await listed(dataDir, { filters: { ...noFilters, unit: ['文化馆'] } })
  expect(new Set(rows.map(({ unit }) => unit))).toEqual(new Set(['文化馆']))
})

test('every finding of a generation has an identity of its own', async () => {
  const dataDir = await stateFolder()
  const rows = await loaded(dataDir, 'first', roads('60公里'))
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  const own = await ask(projectFindings, { id: miss(rows).projectId, year: 2023, kind: null }, dataDir)
  expect(own.map(({ id }) => id)).toContain(miss(rows).id)
})

const sample: Deciding = {
  ...{
    finding: 'f',
    project: 'p',
    year: null,
    kind: 'selfEvaluation',
    rule: 'r',
    message: '甲',
    messageEn: 'A',
  },
  ...{ figures: '1', state: 'confirmed', note: '属实', by: '张三', seen: null },
}

describe('a history', () => {
  test('says who, when, from what to what and why, and loses nothing to a second writer', async () => {
    const state = stateOf(await stateFolder())
    const first = decide(sample, state, new Date('2026-01-01T00:00:00Z'))
    const second = decide({ ...sample, state: 'dismissed', by: '李四', note: '口径不同' }, state)
    expect(historiesOf(['f', 'g'], state)).toEqual({ f: [first, second] })
    expect(first).toMatchObject({
      from: 'open',
      state: 'confirmed',
      at: '2026-01-01T00:00:00.000Z',
      previous: null,
    })
    expect(second).toMatchObject({ from: 'confirmed', state: 'dismissed', previous: first.id, seen: null })
    const { saved, meanwhile } = savedDecision(new URLSearchParams({ saved: String(second.id) }), state)
    expect([saved, meanwhile]).toEqual([second, first])
    expect(savedDecision(new URLSearchParams('saved=999'), state)).toEqual({ saved: null, meanwhile: null })
  })

  test('has one entry of a form that was sent twice', async () => {
    const state = stateOf(await stateFolder())
    expect(decide(sample, state)).toEqual(decide(sample, state))
    expect(historiesOf(['f'], state).f).toHaveLength(1)
  })

  test('is found again by a report whose year nobody knows', async () => {
    const state = stateOf(await stateFolder())
    const written = decide(sample, state)
    expect(decisionsOnReport(sample, state)).toEqual([written])
  })

  test('cannot be changed or taken away, by nobody', async () => {
    const state = stateOf(await stateFolder())
    decide(sample, state)
    expect(() => state.exec("update decision set note = ''")).toThrow('a decision is never changed')
    expect(() => state.exec('delete from decision')).toThrow('a decision is never deleted')
  })
})

test('the generation that one saw before is remembered until the next one comes', async () => {
  const at = (generation: number) => ({ generation, published: '2026-03-01T00:00:00Z' })
  const look = (now: ReturnType<typeof at>, cookie: string) =>
    lookedBefore(new Request('http://here/', { headers: { cookie } }), now)
  const cookieOf = ({ headers }: Awaited<ReturnType<typeof look>>) =>
    headers['Set-Cookie'].split(';')[0] ?? ''
  const first = await look(at(1), 'looked=nonsense')
  expect(first.before).toBeNull()
  const second = await look(at(2), cookieOf(first))
  expect(second.before).toEqual(at(1))
  const again = await look(at(2), cookieOf(second))
  expect(again.before).toEqual(at(1))
  expect((await look(at(3), cookieOf(again))).before).toEqual(at(2))
})

test('what is new since a generation is counted and listed, also once the warehouse is rebuilt', async () => {
  const dataDir = await stateFolder()
  await loaded(dataDir, 'first', roads('100公里'))
  const before = await listed(dataDir)
  const after = await loaded(dataDir, 'corrected', roads('60公里'))
  const fresh = after.filter(({ id }) => !before.some((row) => row.id === id)).map(({ id }) => id)
  expect(fresh.length).toBeGreaterThan(0)
  const sinceFirst = async () => {
    expect(await ask(since, 1, dataDir)).toEqual([
      { documents: 1, evaluations: 2, findings: fresh.length, rebuilt: false },
    ])
    expect((await listed(dataDir, { since: 1 })).map(({ id }) => id)).toEqual(fresh)
  }
  await sinceFirst()
  await rebuild(dataDir, { read, reference: readReference(), report: () => undefined })
  await noticed(dataDir)
  await sinceFirst()
  expect(await ask(since, 3, dataDir)).toMatchObject([{ documents: 0, findings: 0 }])
})

describe('saved views', () => {
  test('are pinned by each person for themselves, renamed and deleted, pins and all', async () => {
    const state = stateOf(await stateFolder())
    changeViews({ intent: 'save', name: '养老', url: '/findings?year=2019', by: '张三' }, state)
    changeViews({ intent: 'save', name: '道路', url: '/', by: '李四' }, state)
    const of = (by: string | null) => savedViews(by, state).map(({ name, pinned }) => [name, pinned])
    const view = savedViews(null, state).at(-1)?.id ?? 0
    changeViews({ intent: 'pin', view, by: '张三' }, state)
    changeViews({ intent: 'pin', view, by: '张三' }, state)
    changeViews({ intent: 'rename', view, name: '养老补贴' }, state)
    expect(of('张三')).toEqual([
      ['养老补贴', true],
      ['道路', false],
    ])
    expect(of(null)).toEqual([
      ['道路', false],
      ['养老补贴', false],
    ])
    changeViews({ intent: 'delete', view }, state)
    changeViews({ intent: 'pin', view, by: '张三' }, state)
    expect(of('张三')).toEqual([['道路', false]])
    expect(state.prepare('select count(*) as n from pin').all()).toMatchObject([{ n: 0 }])
  })
})

test('a note on a year or district stands until it is removed', async () => {
  const state = stateOf(await stateFolder())
  annotate({ year: 2021, district: null, districtName: null, note: '区划调整', by: '张三' }, state)
  const [note] = annotations(state)
  expect(note).toMatchObject({ year: 2021, note: '区划调整', by: '张三' })
  removeAnnotation(note?.id ?? 0, '李四', state)
  expect(annotations(state)).toEqual([])
})

describe('the file of what people make', () => {
  test('survives a power cut, and is read again as it was left', async () => {
    const dataDir = await stateFolder()
    const state = stateOf(dataDir)
    expect(state.prepare('pragma journal_mode').all()).toMatchObject([{ journal_mode: 'wal' }])
    expect(state.prepare('pragma synchronous').all()).toMatchObject([{ synchronous: 2 }])
    const written = decide(sample, state)
    closeState(dataDir)
    expect(historiesOf(['f'], stateOf(dataDir)).f).toEqual([written])
  })

  test('is refused where a newer Yardstick wrote it', async () => {
    const dataDir = await stateFolder()
    stateOf(dataDir).exec('pragma user_version = 999')
    closeState(dataDir)
    expect(() => stateOf(dataDir)).toThrow('newer Yardstick')
  })

  test('takes the writes of several processes, none of them lost', async () => {
    const dataDir = await stateFolder()
    const program = `
      const { decide } = await import('#app/state/decisions.server.ts')
      const { stateOf } = await import('#app/state/database.server.ts')
      for (let n = 0; n < 20; n += 1) decide({ ...${JSON.stringify(sample)}, note: process.argv[1] + n }, stateOf(${JSON.stringify(dataDir)}))`
    const run = (name: string) =>
      new Promise((resolve) =>
        spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program, name]).on(
          'exit',
          resolve,
        ),
      )
    expect(await Promise.all(['甲', '乙'].map(run))).toEqual([0, 0])
    const history = historiesOf(['f'], stateOf(dataDir)).f ?? []
    expect(history).toHaveLength(40)
    expect(history.slice(1).map(({ previous }) => previous)).toEqual(history.slice(0, -1).map(({ id }) => id))
    expect(stateFileOf(dataDir)).toBe(path.join(dataDir, 'app', 'app.sqlite'))
  })
})
