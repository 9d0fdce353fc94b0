import { expect, test } from 'vitest'
import { leastReached } from '#app/charts/project-sentences.ts'
import { againstTarget, pointsApart, sinceLastYear } from '#app/charts/sentences.ts'

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
