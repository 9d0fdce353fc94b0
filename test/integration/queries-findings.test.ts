import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ruleTitles } from '#app/audit/titles.server.ts'
import { findingLink, findingsByRuleView, namedRules } from '#app/charts/findings.ts'
import type { Finding } from '#app/domain/finding.ts'
import { choices } from '#app/queries/choices.ts'
import { noDecisions } from '#app/queries/decisions.ts'
import { type Filters, noFilters } from '#app/queries/filters.ts'
import {
  findingFigures,
  findingsByDistrict,
  findingsByRule,
  findingTallies,
} from '#app/queries/finding-counts.ts'
import { findings } from '#app/queries/findings.ts'
import { type FindingsAsked, type FindingsScope, findingsAskedOf } from '#app/queries/findings-asked.ts'
import { overviewFigures } from '#app/queries/overview.ts'
import { projectFindings } from '#app/queries/project-findings.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { append, type Connection, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { publishGeneration, withWriterLock } from '#app/warehouse/generations.server.ts'
import { sql } from '#app/warehouse/sql.ts'
import { load } from '#test/load.ts'

const heading =
  '年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,全年预算数（万元）,全年执行数（万元）'

/** Five invented reports, in two districts and two years. */
const reports = `${heading}
2022,临澜区,公路中心,农村公路养护,产出指标,数量指标,养护里程,≥100公里,100公里,50,50,100,90
2023,临澜区,公路中心,农村公路养护,产出指标,数量指标,养护里程,≥100公里,60公里,50,50,100,60
2023,临澜区,公路中心,农村公路养护,产出指标,质量指标,优良路率,≥90%,92%,50,50,100,60
2023,临澜区,图书馆,免费开放,产出指标,数量指标,开放天数,≥300天,310天,50,50,200,200
2023,望澜区,文化馆,惠民演出,产出指标,数量指标,演出场次,≥10场,12场,50,50,20,20
2023,望澜区,博物馆,陈列展览,产出指标,数量指标,展览场次,≥4场,4场,50,50,30,30`

const said = (zh: string, en: string): Finding['message'] => ({ zh, en })
const scoreCell: Finding['evidence'][number] = {
  label: said('养护里程：得分', '养护里程: score'),
  value: '50',
  at: { table: 1, row: 3, column: 11 },
  paragraph: null,
}

/** What an audit might have found, by project and year. */
const found: readonly [string, number, Finding][] = [
  [
    '农村公路养护',
    2023,
    {
      rule: 'full-score-for-miss',
      severity: 'error',
      ordinal: 0,
      message: said('养护里程未达目标，却得满分 50 分。', 'Road length missed, yet all 50 points.'),
      evidence: [scoreCell],
    },
  ],
  ['农村公路养护', 2023, plain('total-is-sum', 'error', '总分多 2 分。')],
  ['农村公路养护', 2023, plain('all-full', 'notice', '全部满分。')],
  ['农村公路养护', 2022, plain('all-full', 'notice', '全部满分。')],
  ['免费开放', 2023, plain('overspent', 'error', '支出超预算。')],
  ['惠民演出', 2023, plain('overshoot', 'warning', '实际远超目标。')],
]

function plain(rule: string, severity: Finding['severity'], zh: string): Finding {
  return { rule, severity, ordinal: null, message: said(zh, `In English: ${rule}.`), evidence: [] }
}

const Reported = z.object({ id: z.string(), projectId: z.string(), project: z.string(), year: z.number() })

/** Puts these findings in the place of those that loading came to. */
async function replaceFindings(connection: Connection) {
  const rows = await rowsOf(
    connection,
    sql`select id, project_id as "projectId", project, year from v_evaluation`,
  )
  const held = Reported.array().parse(rows)
  projectId = held.find(({ project }) => project === '农村公路养护')?.projectId ?? ''
  await connection.run('delete from finding')
  await append(
    connection,
    'finding',
    found.map(([project, year, { rule, severity, ordinal, message, evidence }]) => ({
      id: `${rule}-${project}-${year}`,
      figures: 'as found',
      points: severity === 'error' ? 20 : severity === 'warning' ? 8 : 2,
      further_points: severity === 'error' ? 5 : severity === 'warning' ? 2 : 0.5,
      evaluation: held.find((report) => report.project === project && report.year === year)?.id ?? null,
      ordinal,
      rule,
      severity,
      message: message.zh,
      message_en: message.en,
      evidence: JSON.stringify(evidence),
    })),
  )
}

let dataDir = ''
let projectId = ''

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-findings-'))
  const folder = path.join(dataDir, 'sent')
  await mkdir(folder)
  await writeFile(path.join(folder, 'reports.csv'), reports)
  const { tally } = await load(dataDir, folder)
  expect(tally).toMatchObject({ loaded: 1, quarantined: 0 })
  await withWriterLock(dataDir, () => publishGeneration(dataDir, 'newest', replaceFindings))
})

afterAll(() => rm(dataDir, { recursive: true, force: true }))

const inScope = (scope: Partial<Filters>): Filters => ({ ...noFilters, ...scope })
const scopeOf = (filters: Filters, change: Partial<FindingsScope> = {}): FindingsScope => ({
  filters,
  state: null,
  since: null,
  decisions: noDecisions,
  ...change,
})
const everything: FindingsAsked = { ...scopeOf(noFilters), severity: null, language: 'zh', page: null }
const rulesListed = async (change: Partial<FindingsAsked> = {}) =>
  (await ask(findings, { ...everything, ...change }, dataDir)).map(({ rule }) => rule)

describe('the list of findings', () => {
  test('puts what cannot be true first, then the latest year, then the most money', async () => {
    expect(await rulesListed()).toEqual([
      'overspent',
      'total-is-sum',
      'full-score-for-miss',
      'overshoot',
      'all-full',
      'all-full',
    ])
  })

  test('speaks the language it is asked in', async () => {
    const [zh] = await ask(findings, everything, dataDir)
    const [en] = await ask(findings, { ...everything, language: 'en' }, dataDir)
    expect([zh?.message, en?.message]).toEqual(['支出超预算。', 'In English: overspent.'])
  })

  test('leads to the row that a finding speaks of, and to the report where it speaks of no row', async () => {
    const rows = await ask(findings, everything, dataDir)
    const linked = (rule: string) => {
      const row = rows.find((one) => one.rule === rule)
      return row && findingLink(row, { language: 'zh', filters: noFilters })
    }
    expect(linked('full-score-for-miss')).toBe(`/projects/${projectId}?year=2023#row-3`)
    expect(linked('total-is-sum')).toBe(`/projects/${projectId}?year=2023`)
  })

  test.each<[string, Partial<FindingsAsked>, string[]]>([
    ['a severity', { severity: 'warning' }, ['overshoot']],
    ['a rule', { filters: inScope({ rule: ['all-full'] }) }, ['all-full', 'all-full']],
    ['a year and a rule', { filters: inScope({ year: [2022], rule: ['all-full'] }) }, ['all-full']],
    ['a district', { filters: inScope({ district: ['990103'] }) }, ['overshoot']],
    ['words of a unit', { filters: inScope({ q: '图书馆' }) }, ['overspent']],
    ['words of the sentence', { filters: inScope({ q: '50 分' }) }, ['full-score-for-miss']],
    ['no wildcard', { filters: inScope({ q: '%' }) }, []],
    ['a rule that does not exist', { filters: inScope({ rule: ["x' or 1=1"] }) }, []],
    ['a page beyond the last', { page: 2 }, []],
  ])('narrows to %s', async (_name, change, rules) => {
    expect(await rulesListed(change)).toEqual(rules)
  })

  test('counts what it holds', async () => {
    expect(await ask(findingTallies, everything, dataDir)).toMatchObject([{ states: 6, pages: 1 }])
    expect(await ask(findingTallies, { ...everything, severity: 'error' }, dataDir)).toMatchObject([
      { states: 3, pages: 1 },
    ])
  })

  test('is asked for by the URL; what cannot be meant is named and left out', () => {
    const { asked, ignored } = findingsAskedOf(
      new URLSearchParams('severity=grave&page=0&lang=en&rule=all-full'),
    )
    expect(asked).toMatchObject({ severity: null, page: 1, language: 'en', filters: { rule: ['all-full'] } })
    expect(ignored).toEqual(['severity=grave', 'page=0'])
  })
})

describe('the figures', () => {
  test('count findings, and each report once', async () => {
    expect(await ask(findingFigures, scopeOf(noFilters), dataDir)).toEqual([
      {
        error: 3,
        warning: 1,
        notice: 2,
        findings: 6,
        errorReports: 2,
        warningReports: 1,
        noticeReports: 2,
        reports: 4,
        n: 5,
        share: 80,
      },
    ])
  })

  test('of a rule are still of all reports that were checked', async () => {
    expect(await ask(findingFigures, scopeOf(inScope({ rule: ['overshoot'] })), dataDir)).toMatchObject([
      { findings: 1, reports: 1, n: 5, share: 20 },
    ])
  })

  test('are nought where reports were checked, and of unknown share where none was', async () => {
    expect(await ask(findingFigures, scopeOf(inScope({ rule: ['late'] })), dataDir)).toMatchObject([
      { findings: 0, reports: 0, n: 5, share: 0 },
    ])
    expect(await ask(findingFigures, scopeOf(inScope({ year: [1999] })), dataDir)).toMatchObject([
      { findings: 0, n: 0, share: null },
    ])
  })
})

test('rules stand by their gravest findings', async () => {
  const rows = await ask(findingsByRule, scopeOf(noFilters), dataDir)
  expect(
    rows.map(({ rule, error, warning, notice, reports }) => [rule, error, warning, notice, reports]),
  ).toEqual([
    ['full-score-for-miss', 1, 0, 0, 1],
    ['overspent', 1, 0, 0, 1],
    ['total-is-sum', 1, 0, 0, 1],
    ['overshoot', 0, 1, 0, 1],
    ['all-full', 0, 0, 2, 2],
  ])
  const [first] = rows
  const link = first && findingsByRuleView(ruleTitles).link?.(first, { language: 'en', filters: noFilters })
  expect(link).toBe('/findings?rule=full-score-for-miss&lang=en#list')
})

test('every district has every severity, with the share of its reports', async () => {
  const rows = await ask(findingsByDistrict, scopeOf(inScope({ year: [2023] })), dataDir)
  expect(
    rows.map(({ districtName, severity, reports, n, share }) => [districtName, severity, reports, n, share]),
  ).toEqual([
    ['临澜区', 'error', 2, 2, 100],
    ['临澜区', 'warning', 0, 2, 0],
    ['临澜区', 'notice', 1, 2, 50],
    ['望澜区', 'error', 0, 2, 0],
    ['望澜区', 'warning', 1, 2, 50],
    ['望澜区', 'notice', 0, 2, 0],
  ])
})

test('rules are chosen by their titles', async () => {
  const named = namedRules(await ask(choices, noFilters, dataDir), ruleTitles, 'zh')
  const rules = named.filter(({ field }) => field === 'rule').map(({ value, label, n }) => [value, label, n])
  expect(rules[0]).toEqual(['all-full', '全部满分', 2])
  expect(rules).toHaveLength(5)
})

test('a project shows the findings of the report that is shown, with where their figures stand', async () => {
  const rows = await ask(projectFindings, { id: projectId, year: 2023, kind: null }, dataDir)
  expect(rows.map(({ rule, ordinal }) => [rule, ordinal])).toEqual([
    ['total-is-sum', null],
    ['all-full', null],
    ['full-score-for-miss', 0],
  ])
  expect(rows[2]?.evidence).toEqual([scoreCell])
})

test('the overview counts the self-evaluations that do not add up, each once, against the year before', async () => {
  expect(await ask(overviewFigures, noFilters, dataDir)).toMatchObject([
    { year: 2023, evaluations: 4, faulty: 2, faultyShare: 50, faultyChange: 2 },
  ])
})
