import { describe, expect, test } from 'vitest'
import { executionBandsView, gradeCountsView } from '#app/charts/outcomes.ts'
import { leastReached } from '#app/charts/project-sentences.ts'
import { mostDue, newestReporting } from '#app/charts/projects-sentences.ts'
import { widestGapCell } from '#app/charts/satisfaction-sentences.ts'
import { againstTarget, pointsApart, sinceLastYear } from '#app/charts/sentences.ts'
import { furthestApart, mostAndLeast, widestMove } from '#app/charts/side-sentences.ts'
import { leastKept } from '#app/charts/targets-sentences.ts'
import { furthestPeer } from '#app/charts/unit-cost-sentences.ts'
import { noFilters } from '#app/queries/filters.ts'

const here = { language: 'zh', filters: noFilters } as const
const told = (words: { zh: string } | null | undefined) => words?.zh.replaceAll('\u00a0', ' ')

test('the way of a difference is said in words, and its size without a sign', () => {
  expect(pointsApart(-19)).toEqual({ zh: '19.0 个百分点', en: '19.0 pp' })
  expect(againstTarget(-8.95).zh).toBe('低于目标 9.0 个百分点')
  expect(againstTarget(0.6).zh).toBe('高于目标 0.6 个百分点')
  expect(sinceLastYear(1.2).zh).toBe('，较上年上升 1.2 个百分点')
  expect(sinceLastYear(-0.3).en).toBe(', 0.3 pp down on the year before')
})

test('a difference that no digit shows is none, and one that is not known is not said', () => {
  expect(againstTarget(-0.04).zh).toBe('与目标持平')
  expect(sinceLastYear(0.01).zh).toBe('，与上年持平')
  expect(sinceLastYear(null)).toEqual({ zh: '', en: '' })
})

test('no indicator is called the least reached where all were', () => {
  const row = { name: '培训人次', targetText: '≥100人次', actualText: '120人次', completion: 120 }
  const said = (completion: number) => leastReached([{ ...row, completion } as never])?.zh
  expect(said(120)).toBe('可计算完成率的指标均已达到目标')
  expect(said(80)).toBe('完成率最低的指标是“培训人次”：80.0%（目标“≥100人次”，实际“120人次”）')
})

describe('what a sentence names of some groups', () => {
  const cell = (districtName: string, year: number, gap: number, n: number) =>
    ({ district: districtName, districtName, year, target: 95, actual: 95 + gap, gap, n, missed: 0 }) as const
  const rows = [cell('甲区', 2019, -19, 1), cell('乙区', 2019, -5.8, 42), cell('丙区', 2023, -2, 12)]

  test('has five cases at least, and it is said that those of fewer are passed over', () => {
    expect(told(widestGapCell(rows, here))).toBe(
      '满意度低于目标最多的是乙区 2019 年：目标 95.0%，实际 89.2%，相差 5.8 个百分点（n = 42，案例少的不计）',
    )
    expect(told(widestGapCell(rows.slice(1), here))).toMatch(/5\.8 个百分点（n = 42）$/)
  })

  test('is named all the same where none has as many, and it is said that they are too few', () => {
    expect(told(widestGapCell(rows.slice(0, 1), here))).toMatch(/19\.0 个百分点（n = 1，案例少，仅供参考）$/)
  })

  test('is of the chosen years', () => {
    const of2023 = { ...here, filters: { ...noFilters, year: [2023] } }
    expect(told(widestGapCell(rows, of2023))).toMatch(/^满意度低于目标最多的是丙区 2023 年：.*（n = 12）$/)
  })
})

test('budget execution is no promise but where it was asked for, and what is left out is said', () => {
  const kept = (level: string, share: number) =>
    ({ districtName: '甲区', level, share, completion: share, met: 0, n: 23, total: 23 }) as never
  const rows = [kept('output', 16.7), kept('execution', 0)]
  expect(told(leastKept(rows, here))).toBe('不含预算执行率，甲区产出指标达标率最低：16.7%（n = 23）')
  const asked = { ...here, filters: { ...noFilters, level1: ['execution' as const] } }
  expect(told(leastKept(rows, asked))).toBe('甲区预算执行率指标达标率最低：0.0%（n = 23）')
})

test('bars that share the most are all named, with how many each holds', () => {
  const band = (from: number, n: number) => ({ from, to: from + 5, year: 2023, n, chosen: true })
  expect(executionBandsView.sentence?.([band(90, 15), band(95, 15), band(100, 14)], here)?.zh).toBe(
    '2023 年预算执行率份数最多的是 90–95%、95–100%：各 15 份',
  )
  const grade = (of: 'excellent' | 'good', n: number) => ({ grade: of, year: 2023, n, chosen: true })
  expect(gradeCountsView.sentence?.([grade('excellent', 42), grade('good', 2)], here)?.zh).toBe(
    '2023 年自评份数最多的等级是“优”：42 份',
  )
})

test('a peer is the furthest by its robust z, and none is where peers are too few to judge by', () => {
  const peer = (z: number | null, peers: number) =>
    ({ project: '甲', districtName: '甲区', year: 2022, implied: 9, median: 5, per: '户', z, peers }) as never
  expect(told(furthestPeer([peer(4, 8)]))).toBe(
    '按稳健 z 偏离同类中位数最大的是甲（甲区 2022 年）：折算 9.00 元/户，中位数 5.00 元/户（n = 8）',
  )
  expect(told(furthestPeer([peer(null, 3)]))).toBe('2022 年同类案例只有 3 个：只列示，不作判断')
})

describe('what stands side by side', () => {
  const side = (label: string, year: number, value: number | null, rank: number, rankBefore: number | null) =>
    ({ side: label, label, year, value, n: 8, per: null, prices: null, peers: 8, rank, rankBefore }) as never
  const rows = [
    side('甲区', 2022, 99, 1, null),
    side('甲区', 2023, 80.24, 5, 1),
    side('乙区', 2023, 95, 2, 3),
  ]

  test('is told of the newest year, a rate with one sign of per cent', () => {
    expect(mostAndLeast('execution')(rows, here)?.zh.replaceAll('\u00a0', ' ')).toBe(
      '2023 年支出占预算最高的是乙区：95.0%（n = 8）；最低的是甲区：80.2%（n = 8）',
    )
  })

  test('is told of all years where years are compared', () => {
    const years = [side('2022', 2022, 90, 2, null), side('2023', 2023, 92.5, 1, 2)]
    expect(mostAndLeast('total')(years, here)?.zh).toMatch(
      /^自评总分最高的是 2023 年：92\.5 分（.*）；最低的是 2022 年：90\.0 分/,
    )
  })

  test('names the widest change of rank, or who ranks first where several changed as much or none did', () => {
    expect(widestMove('total')(rows, here)?.zh).toMatch(
      /^2023 年自评总分名次变动最大的是甲区：由第 1 名降至第 5 名/,
    )
    const first = /^2023 年自评总分名次最前的是甲区：第 1 名/
    expect(
      widestMove('total')([side('甲区', 2023, 80, 1, 1), side('乙区', 2023, 70, 2, null)], here)?.zh,
    ).toMatch(first)
    expect(
      widestMove('total')([side('甲区', 2023, 80, 1, 2), side('乙区', 2023, 70, 2, 1)], here)?.zh,
    ).toMatch(first)
  })

  test('is told of by the measure that is compared', () => {
    const sums = (label: string, total: number, gap: number) =>
      ({ label, total, totalN: 8, gap, gapN: 8 }) as never
    const sides = [sums('甲区', 98, -2), sums('乙区', 96, 1)]
    expect(told(furthestApart(sides, here))).toMatch(/^自评总分最高的是甲区：98 分/)
    const byGap = { ...here, filters: { ...noFilters, measure: 'gap' as const } }
    expect(told(furthestApart(sides, byGap))).toMatch(/^满意度差距最高的是乙区：\+1\.0 个百分点/)
  })
})

describe('what is reported', () => {
  const year = (figures: object) => ({
    ...{
      year: 2023,
      reported: 44,
      due: 6,
      told: 50,
      expected: 50,
      rate: 88,
      booked: 9_605_000,
      bookedN: 6,
      unseen: 9,
    },
    ...figures,
  })
  const district = (districtName: string, due: number) => ({
    ...year({ due }),
    district: districtName,
    districtName,
  })

  test('is told of the newest year, with the money that nobody accounts for and what may have ended', () => {
    expect(told(newestReporting([year({ year: 2022 }), year({})]))).toBe(
      '2023 年应报 50 个项目，已报 44 个（88.0%），应报未报 6 个，台账预算合计 960.50 万元；另有 9 个上年有报、本年未见',
    )
    expect(told(newestReporting([year({ due: 0, expected: 44, booked: null, unseen: 0 })]))).toBe(
      '2023 年应报 44 个项目，全部已报',
    )
    expect(newestReporting([])).toBeNull()
  })

  test('is not held against what is due where nothing tells what is', () => {
    const unknown = year({ due: 0, told: 0, expected: null, rate: null, booked: null })
    expect(told(newestReporting([unknown]))).toBe(
      '2023 年已报 44 个项目；没有载入资金台账、绩效目标等，应报数不明',
    )
    const places = ['甲区', '乙区'].map((name) => ({ ...unknown, district: name, districtName: name }))
    expect(mostDue(places)).toBeNull()
  })

  test('names the districts that owe most, unless they are more than a sentence can name', () => {
    expect(told(mostDue([district('甲区', 3), district('乙区', 1)]))).toBe(
      '应报未报最多的是甲区：3 个项目年度',
    )
    expect(told(mostDue([district('甲区', 1), district('乙区', 1), district('丙区', 0)]))).toBe(
      '应报未报最多的是甲区、乙区：各 1 个项目年度',
    )
    expect(told(mostDue([...'甲乙丙丁'].map((name) => district(`${name}区`, 1))))).toBe(
      '应报未报 4 个项目年度，分布在 4 个区县',
    )
    expect(told(mostDue([district('甲区', 0), district('乙区', 0)]))).toBe('应报的项目年度都已报送')
  })
})
