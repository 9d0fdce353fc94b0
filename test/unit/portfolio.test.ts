import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { FundFlow } from '#app/domain/fund-flow.ts'
import { changanCase } from '#data/portfolio/changan.ts'
import { documents } from '#data/portfolio/documents.ts'
import { gb18030Bytes } from '#data/portfolio/gb18030.ts'
import { districts } from '#data/portfolio/places.ts'
import { plantedStories } from '#data/portfolio/story.ts'
import { unreadableDocuments } from '#data/portfolio/unreadable.ts'
import { portfolio, type SampleEvaluation } from '#data/portfolio.ts'

const size = { evaluations: 330, seed: 2023 }
const sample = portfolio(size)
const written = documents(sample)
const sampleFolder = new URL('../../data/sample/', import.meta.url)
const committed = (path: string) => readFileSync(new URL(encodeURI(path), sampleFolder))

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const told = (story: SampleEvaluation['story']) => sample.evaluations.filter((entry) => entry.story === story)
const satisfactionGap = ({ evaluation }: SampleEvaluation) => {
  const row = evaluation.indicators.at(-1)
  return Number(row?.actual.value) - Number(row?.target.value)
}
const stageFen = (flows: readonly FundFlow[], ...stages: FundFlow['stage'][]) =>
  sum(flows.filter(({ stage }) => stages.includes(stage)).map(({ amountFen }) => amountFen))
const entryText = (entry: Uint8Array) => new TextDecoder().decode(entry)

/** The words of any of the documents: what is no archive is text in one encoding or the other. */
function wordsOf(bytes: Uint8Array): string {
  if (bytes[0] === 0x50) return Object.values(unzipSync(bytes)).map(entryText).join('')
  return new TextDecoder().decode(bytes) + new TextDecoder('gb18030').decode(bytes)
}
const missed = ({ evaluation }: SampleEvaluation) =>
  evaluation.indicators.filter(({ level2, target, actual }) => {
    return level2 === '质量指标' && Number(actual.value) < Number(target.value)
  })

describe('a portfolio', () => {
  test('is the same for the same seed and another for another', () => {
    expect(portfolio(size)).toEqual(sample)
    expect(portfolio({ ...size, seed: 2024 }).evaluations).not.toEqual(sample.evaluations)
  })

  test.each([1, 17, 330, 2500])(
    'holds exactly the %i evaluations asked for, each project and year once',
    (evaluations) => {
      const entries = portfolio({ evaluations, seed: 1 }).evaluations
      const keys = entries.map(
        ({ project, evaluation }) => `${project.unit}/${project.name}/${evaluation.year}`,
      )
      expect(new Set(keys).size).toBe(evaluations)
    },
  )

  test('has some projects that went on in the last year and have not reported it', () => {
    const reported = new Set(
      sample.evaluations.map(
        ({ project, evaluation }) => `${project.unit}/${project.name}/${evaluation.year}`,
      ),
    )
    expect(sample.unreported.length).toBeGreaterThan(2)
    for (const { project, year, flows } of sample.unreported) {
      expect(reported).not.toContain(`${project.unit}/${project.name}/${year}`)
      expect(reported).toContain(`${project.unit}/${project.name}/${year - 1}`)
      expect(stageFen(flows, 'budget')).toBeGreaterThan(0)
    }
  })

  test('keeps its first projects when it grows', () => {
    const larger = portfolio({ evaluations: 1000, seed: 2023 })
    expect(larger.evaluations.slice(0, 300)).toEqual(sample.evaluations.slice(0, 300))
  })

  test('of common size has the units, projects and years that the pages need', () => {
    expect(new Set(sample.projects.map(({ unit }) => unit)).size).toBeGreaterThanOrEqual(60)
    expect(sample.projects.length).toBeGreaterThanOrEqual(80)
    expect(new Set(sample.evaluations.map(({ evaluation }) => evaluation.year)).size).toBe(6)
  })

  test.each(['中小企业网上服务经费', '居家养老服务补贴'])(
    'runs %s in every district and year',
    (programme) => {
      const run = sample.evaluations.filter(({ evaluation }) => evaluation.programme === programme)
      expect(new Set(run.map(({ evaluation }) => evaluation.district?.name)).size).toBe(districts.length)
      expect(run.length).toBe(districts.length * 6)
    },
  )
})

describe('every evaluation', () => {
  test('weighs its indicators and its execution to 100', () => {
    for (const { evaluation } of sample.evaluations) {
      const weights = evaluation.indicators.map(({ weight }) => weight ?? 0)
      expect(sum(weights) + (evaluation.funds.weight ?? 0)).toBe(100)
      expect(evaluation.indicators.length + 1).toBeGreaterThanOrEqual(7)
      expect(evaluation.indicators.length + 1).toBeLessThanOrEqual(14)
    }
  })

  test('states the sum of its scores, unless that slip was planted', () => {
    for (const { evaluation, story } of sample.evaluations) {
      const scores = evaluation.indicators.map(({ score }) => score ?? 0)
      const total = sum(scores) + (evaluation.funds.score ?? 0)
      if (story !== 'wrongTotal') expect(evaluation.total.score).toBeCloseTo(total, 6)
    }
  })

  test('measures satisfaction as a share below 100 %', () => {
    for (const { evaluation } of sample.evaluations) {
      const last = evaluation.indicators.at(-1)
      expect(last).toMatchObject({ level1: '满意度指标', actual: { kind: 'percent' } })
      expect(Number(last?.actual.value)).toBeLessThan(100)
    }
  })

  test('has a cost whose unit is the unit of its first quantity', () => {
    for (const { evaluation, project } of sample.evaluations) {
      const cost = evaluation.indicators.find(({ target }) => target.kind === 'unitCost')
      expect(cost?.target.unit).toBe(`元/${project.programme.served.unit}`)
    }
  })

  test('is told by its flows to the fen, unless the ledger was made to slip', () => {
    for (const { evaluation, flows, story } of sample.evaluations) {
      const { budgetFen, adjustedFen, arrivedFen, spentFen } = evaluation.funds
      expect(stageFen(flows, 'budget')).toBe(budgetFen)
      expect(stageFen(flows, 'budget', 'adjusted')).toBe(adjustedFen)
      expect(stageFen(flows, 'allotted')).toBe(adjustedFen)
      expect(stageFen(flows, 'arrived')).toBe(arrivedFen)
      if (story === 'ledgerMismatch') expect(stageFen(flows, 'spent')).not.toBe(spentFen)
      else expect(stageFen(flows, 'spent')).toBe(spentFen)
    }
  })

  test('spends no more than arrived, and receives no more than its budget', () => {
    for (const { lines } of sample.evaluations) {
      for (const { spentFen, arrivedFen, adjustedFen } of lines) {
        expect(spentFen).toBeLessThanOrEqual(arrivedFen)
        expect(arrivedFen).toBeLessThanOrEqual(adjustedFen)
      }
    }
  })
})

describe('the stories', () => {
  test.each(plantedStories)('%s is told, and seldom enough', (story) => {
    expect(told(story).length).toBeGreaterThan(0)
    expect(told(story).length).toBeLessThan(sample.evaluations.length * 0.15)
  })

  test('underSpent executes less than 81 %', () => {
    for (const { evaluation } of told('underSpent')) expect(evaluation.funds.executionRate).toBeLessThan(81)
  })

  test('satisfactionGap falls 5 points short or more', () => {
    for (const entry of told('satisfactionGap')) {
      expect(satisfactionGap(entry)).toBeLessThan(entry.project.place.name === '青屿区' ? -3 : -4.9)
    }
  })

  test('costContradiction plans a standard that its budget cannot pay', () => {
    for (const { evaluation } of told('costContradiction')) {
      const cost = evaluation.indicators.find(({ target }) => target.kind === 'unitCost')
      const served = evaluation.indicators.find(({ level2 }) => level2 === '数量指标')
      const planned = Number(cost?.target.value) * Number(served?.target.value) * 100
      expect(Math.abs(planned / (evaluation.funds.budgetFen ?? 0) - 1)).toBeGreaterThan(0.2)
    }
  })

  test('other budgets pay their standard for their quantity within 1 %', () => {
    for (const { evaluation } of sample.evaluations.filter(({ story }) => story !== 'costContradiction')) {
      const cost = evaluation.indicators.find(({ target }) => target.kind === 'unitCost')
      const served = evaluation.indicators.find(({ level2 }) => level2 === '数量指标')
      const planned = Number(cost?.target.value) * Number(served?.target.value) * 100
      expect(Math.abs(planned / (evaluation.funds.budgetFen ?? 0) - 1)).toBeLessThan(0.01)
    }
  })

  test('overshoot does 30 % more than was planned, or beyond', () => {
    for (const { evaluation } of told('overshoot')) {
      const shares = evaluation.indicators
        .filter(({ level2 }) => level2 === '数量指标')
        .map(({ target, actual }) => Number(actual.value) / Number(target.value))
      expect(Math.max(...shares)).toBeGreaterThan(1.3)
    }
  })

  test('missWithoutReason and fullScoreForMiss leave a miss unexplained, the latter with full points', () => {
    for (const entry of told('missWithoutReason'))
      expect(missed(entry).some(({ reason }) => reason === null)).toBe(true)
    for (const entry of told('fullScoreForMiss')) {
      expect(missed(entry).some(({ score, weight }) => score === weight)).toBe(true)
    }
  })

  test('wrongTotal misses the sum, and wrongGrade the band', () => {
    for (const { evaluation } of told('wrongTotal')) {
      const scores = evaluation.indicators.map(({ score }) => score ?? 0)
      expect(evaluation.total.score).not.toBeCloseTo(sum(scores) + (evaluation.funds.score ?? 0), 2)
    }
    for (const { evaluation } of told('wrongGrade')) {
      expect(evaluation.total.grade === '优').toBe((evaluation.total.score ?? 0) < 90)
    }
  })

  test('2020 kept people from gathering', () => {
    const dips = sample.evaluations.filter(({ dip }) => dip)
    expect(dips.length).toBeGreaterThan(5)
    for (const { evaluation } of dips) {
      const served = evaluation.indicators.find(({ level2 }) => level2 === '数量指标')
      expect(evaluation.year).toBe(2020)
      expect(Number(served?.actual.value)).toBeLessThan(Number(served?.target.value))
    }
  })

  test('one district becomes loved, and one county dear', () => {
    const gaps = (year: number) => {
      const there = sample.evaluations.filter(({ evaluation }) => evaluation.year === year)
      const own = there
        .filter(({ evaluation }) => evaluation.district?.name === '鹿鸣区')
        .map(satisfactionGap)
      return sum(own) / own.length
    }
    expect(gaps(2018)).toBeLessThan(-5)
    expect(gaps(2023)).toBeGreaterThan(-1)
    const costs = sample.evaluations
      .filter(({ evaluation }) => evaluation.district?.name === '鹤汀县')
      .filter(({ evaluation }) => evaluation.programme === '中小企业网上服务经费')
      .map(
        ({ evaluation }) =>
          evaluation.indicators.find(({ target }) => target.kind === 'unitCost')?.target.value,
      )
    expect(Number(costs.at(-1)) / Number(costs[0])).toBeGreaterThan(1.4)
  })
})

describe('the documents', () => {
  test('hold every evaluation once and every movement of money once', () => {
    const evaluations = written.flatMap(({ samples }) => samples)
    expect(evaluations.length).toBe(sample.evaluations.length)
    expect(new Set(evaluations).size).toBe(sample.evaluations.length)
    expect(written.flatMap(({ flows }) => flows).length).toBe(
      sum([...sample.evaluations, ...sample.unreported].map(({ flows }) => flows.length)),
    )
    expect(new Set(written.map(({ path }) => path)).size).toBe(written.length)
  })

  test('come in every layout and format', () => {
    const kinds = new Set(written.map(({ layout, format }) => `${layout}/${format}`))
    expect([...kinds].sort()).toEqual([
      'flat-list/csv',
      'flat-list/xlsx',
      'ledger/csv',
      'ledger/xlsx',
      'national-form/docx',
      'national-form/xlsx',
      'report/docx',
      'report/txt',
    ])
  })

  test('are, as committed, what the program writes: no more files and no fewer', () => {
    const entries = readdirSync(sampleFolder, { recursive: true, withFileTypes: true })
    const own = [...written, ...unreadableDocuments, changanCase]
    expect(entries.filter((entry) => entry.isFile()).length).toBe(own.length)
  })

  test('are the committed bytes when written again', async () => {
    const kinds = new Map(written.map((document) => [`${document.layout}/${document.format}`, document]))
    for (const { path, bytes } of [...kinds.values(), ...unreadableDocuments, changanCase]) {
      expect(committed(path).equals(await bytes()), path).toBe(true)
    }
  })

  test('say that they are invented, and the real case does not', async () => {
    const kinds = new Map(written.map((document) => [`${document.layout}/${document.format}`, document]))
    for (const { path, bytes } of kinds.values()) expect(wordsOf(await bytes()), path).toContain('示例数据')
    expect(wordsOf(await changanCase.bytes())).not.toContain('示例数据')
  })
})

describe('reference tables', () => {
  const rows = (name: string) =>
    z
      .array(z.record(z.string(), z.string()))
      .parse(parse(readFileSync(new URL(`../../data/reference/${name}`, import.meta.url)), { columns: true }))

  test('the invented districts bear no name and no code that exists', () => {
    const real = rows('districts.csv')
    for (const { code, name } of rows('sample-districts.csv')) {
      expect(real.some((row) => row.name === name || row.code === code)).toBe(false)
    }
  })

  test('every department of the portfolio falls into its sector', () => {
    const sectors = rows('sectors.csv')
    for (const { evaluation } of sample.evaluations) {
      for (const name of [evaluation.department, evaluation.unit]) {
        expect(sectors.find(({ pattern }) => pattern && name?.includes(pattern))?.sector).toBe(
          evaluation.sector,
        )
      }
    }
  })
})

test('text in GB18030 reads back as it was written', () => {
  const text = '年度,区县\r\n2021,≥95％ 每户170元（示例）—'
  expect(new TextDecoder('gb18030').decode(gb18030Bytes(text))).toBe(text)
})
