import { describe, expect, test } from 'vitest'
import { leastReached } from '#app/charts/project-sentences.ts'
import { againstTarget, pointsApart, sinceLastYear } from '#app/charts/sentences.ts'
import { mostAndLeast, widestMove } from '#app/charts/side-sentences.ts'

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

describe('what stands side by side', () => {
  const side = (label: string, year: number, value: number | null, rank: number, rankBefore: number | null) =>
    ({ side: label, label, year, value, n: 8, per: null, prices: null, peers: 8, rank, rankBefore }) as never
  const rows = [
    side('甲区', 2022, 99, 1, null),
    side('甲区', 2023, 80.24, 5, 1),
    side('乙区', 2023, 95, 2, 3),
  ]

  test('is told of the newest year, a rate with one sign of per cent', () => {
    expect(mostAndLeast('execution')(rows)?.zh.replaceAll('\u00a0', ' ')).toBe(
      '2023 年支出占预算最高的是乙区：95.0%（n = 8）；最低的是甲区：80.2%（n = 8）',
    )
  })

  test('is told of all years where years are compared', () => {
    const years = [side('2022', 2022, 90, 2, null), side('2023', 2023, 92.5, 1, 2)]
    expect(mostAndLeast('total')(years)?.zh).toMatch(
      /^自评总分最高的是 2023 年：92\.5 分（.*）；最低的是 2022 年：90 分/,
    )
  })

  test('names the widest change of rank, or who ranks first where several changed as much or none did', () => {
    expect(widestMove('total')(rows)?.zh).toMatch(
      /^2023 年自评总分名次变动最大的是甲区：由第 1 名降至第 5 名/,
    )
    const first = /^2023 年自评总分名次最前的是甲区：第 1 名/
    expect(widestMove('total')([side('甲区', 2023, 80, 1, 1), side('乙区', 2023, 70, 2, null)])?.zh).toMatch(
      first,
    )
    expect(widestMove('total')([side('甲区', 2023, 80, 1, 2), side('乙区', 2023, 70, 2, 1)])?.zh).toMatch(
      first,
    )
  })
})
