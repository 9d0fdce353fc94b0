import type { EChartsOption } from 'echarts'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { costChangeByDistrictView, costChangeView } from '#app/charts/cost-change.ts'
import { districtYearsView } from '#app/charts/district-years.ts'
import { svgOf } from '#app/charts/render.ts'
import { satisfactionMatrix, satisfactionRanking, satisfactionTrend } from '#app/charts/satisfaction.ts'
import { satisfactionScatter } from '#app/charts/satisfaction-cases.ts'
import { scoreDistributionView } from '#app/charts/scores.ts'
import { sideRanksView, sideYearsView } from '#app/charts/side-by-side.ts'
import { completionMatrix, completionTrend, missesList, overshootsList } from '#app/charts/targets.ts'
import { unitCostBars, unitCostLines, unitCostMatrix } from '#app/charts/unit-cost.ts'
import { casesTable, leftOutTable, programmesTable } from '#app/charts/unit-cost-tables.ts'
import { printed, type View } from '#app/charts/view.ts'
import { reweightedView } from '#app/charts/weighting.ts'
import type { Here } from '#app/links.ts'
import { noFilters } from '#app/queries/filters.ts'
import type { SatisfactionCase } from '#app/queries/satisfaction.ts'
import type { SideYear } from '#app/queries/side-by-side.ts'
import type { Reached } from '#app/queries/targets.ts'

const here: Here = { language: 'zh', filters: noFilters }

const Mark = z.object({ value: z.unknown(), says: z.string().optional(), href: z.string().nullable() })
const Drawn = z.object({
  series: z.array(z.object({ name: z.string().optional(), data: z.array(z.unknown()) })),
})

/** The marks of each series; what is not a mark with a value, such as a bare stroke, is left out. */
const seriesOf = (option: EChartsOption) =>
  Drawn.parse(option).series.map(({ data }) =>
    data.flatMap((item) => {
      const mark = Mark.safeParse(item)
      return mark.success ? [mark.data] : []
    }),
  )

function optionOf<Row>(view: View<Row>, rows: readonly Row[], at = here): EChartsOption {
  if (view.option === null) throw new Error(`${view.name} has no chart`)
  return view.option(rows, at)
}

const place = { district: '990102', districtName: '临澜区', per: '户', prices: null }
const threeWays = { planned: 170, reported: 170, implied: 104.1667, n: 1 }
const cell = { ...place, ...threeWays, year: 2019, toMedian: 68, spent: 500_000, served: 4800 }
const emptyCell = { ...cell, year: 2020, implied: null, toMedian: null, planned: null, reported: null, n: 0 }

const reached: Reached = {
  projectId: 'a1',
  project: '路灯维护',
  unit: '路灯所',
  districtName: '临澜区',
  year: 2021,
  level: 'output',
  name: '维护{路灯}数',
  target: '100盏',
  actual: '50盏',
  completion: 50,
  weight: 10,
  score: 5,
  reason: null,
  rowNo: 3,
}

const rate: SatisfactionCase = {
  projectId: 'a1',
  project: '网上服务经费',
  unit: '社保中心',
  districtName: '临澜区',
  year: 2019,
  name: '受益对象满意度',
  target: 95,
  actual: 76,
  gap: -19,
  total: 98,
  grade: 'excellent',
  reason: null,
  rowNo: 9,
  praised: true,
  surveyed: null,
  peers: 1,
  z: null,
  verdict: 'few',
}

const side: SideYear = {
  ...{ side: '990102', label: '临澜区', year: 2021, value: 95, n: 6, per: null, prices: null },
  ...{ before: null, change: null, changePercent: null, median: 94, peers: 8, toMedian: 1 },
  ...{ toMedianPercent: 1, best: 98, bestLabel: '望澜区', toBest: -3, rank: 2, rankBefore: null },
}

const share = { ...place, share: 50, completion: 100, met: 1, n: 2, total: 3, level: 'output' as const }

describe('what is not known stays a gap', () => {
  const cases: [string, EChartsOption, unknown[][]][] = [
    [
      'a district without a case in the matrix of unit costs',
      optionOf(unitCostMatrix, [cell, emptyCell]),
      [
        [
          ['2019', '990102', 68],
          ['2020', '990102', null],
        ],
      ],
    ],
    [
      'a year without a case in the trend of unit costs',
      optionOf(unitCostLines, [
        { ...place, all: false, year: 2019, implied: 104, n: 1 },
        { ...place, all: false, year: 2020, implied: null, n: 0 },
      ]),
      [[104, null]],
    ],
    [
      'a standard that no report states',
      optionOf(unitCostBars, [{ ...place, ...threeWays, year: 2019, reported: null }]),
      [[170], [null], [104.1667]],
    ],
    [
      'a level of words alone',
      optionOf(completionMatrix, [share, { ...share, level: 'benefit', share: null, n: 0 }]),
      [
        [
          ['output', '990102', 50],
          ['benefit', '990102', null],
        ],
      ],
    ],
    [
      'a year without a comparable indicator',
      optionOf(completionTrend, [
        { ...share, level: 'all', year: 2021, change: null },
        { ...share, level: 'all', year: 2022, change: null, share: null, n: 0 },
      ]),
      [[50, null]],
    ],
    [
      'a year without a satisfaction rate',
      optionOf(satisfactionTrend, [
        { year: 2021, gap: -2, share: 50, change: null, n: 2, met: 1 },
        { year: 2022, gap: null, share: null, change: null, n: 0, met: 0 },
      ]),
      [
        [-2, null],
        [50, null],
      ],
    ],
  ]
  test.each(cases)('%s', (_, option, values) => {
    expect(seriesOf(option).map((marks) => marks.map(({ value }) => value))).toEqual(values)
  })
})

describe('every mark leads to what it stands for', () => {
  const ranked = { district: '990102', place: '临澜区', gap: -19, target: 95, actual: 76, n: 1, missed: 1 }
  const spanned = { yearBefore: 2021, yearAfter: 2022, prices: null }
  const cases: [string, EChartsOption, string][] = [
    [
      'what a change comes from',
      optionOf(costChangeView, [{ ...spanned, part: 'volume', amount: 3_000, low: 0, high: 3_000, n: 1 }]),
      '/compare/unit-cost?year=2021&year=2022#cost-change-cases',
    ],
    [
      'a district’s change',
      optionOf(costChangeByDistrictView, [
        {
          ...{ ...spanned, ...place, all: false, before: 1, after: 3, change: 2, volume: 1, price: 1 },
          ...{ entered: null, departed: null, unsplit: null },
          ...{ splitN: 1, enteredN: 0, departedN: 0, unsplitN: 0, unknownN: 0 },
        },
      ]),
      '/compare/unit-cost?year=2021&year=2022&district=990102',
    ],
    [
      'a bar of totals',
      optionOf(scoreDistributionView, [
        { from: 99.5, to: 100, grade: 'excellent', n: 3, share: 100, below: 100 },
      ]),
      '/compare/scores?score=99.5-100#score-cases',
    ],
    [
      'a total under other weights',
      optionOf(reweightedView, [
        {
          ...{ projectId: 'a1', project: '路灯维护', unit: null, districtName: null, year: 2021 },
          ...{ before: 91, after: 83, change: -8, gradeBefore: 'excellent', gradeAfter: 'good' },
          ...{ rankBefore: 1, rankAfter: 2, places: -1, verdict: 'falls', n: 2 },
        },
      ]),
      '/projects/a1?year=2021',
    ],
    ['a side in a year', optionOf(sideYearsView('total'), [side]), '/?year=2021&district=990102'],
    ['a side’s rank', optionOf(sideRanksView('total'), [side]), '/?year=2021&district=990102'],
    ['a cell', optionOf(unitCostMatrix, [cell]), '/compare/unit-cost?year=2019&district=990102'],
    [
      'a bar',
      optionOf(unitCostBars, [{ ...place, ...threeWays, year: 2019 }]),
      '/compare/unit-cost?year=2019&district=990102',
    ],
    ['a level', optionOf(completionMatrix, [share]), '/compare/targets?district=990102&level1=output'],
    ['a miss', optionOf(missesList, [reached]), '/projects/a1?year=2021#row-3'],
    ['an overshoot', optionOf(overshootsList, [reached]), '/projects/a1?year=2021#row-3'],
    ['a rate', optionOf(satisfactionScatter, [rate]), '/projects/a1?year=2019#row-9'],
    [
      'a district’s satisfaction',
      optionOf(satisfactionMatrix, [
        { ...place, year: 2019, gap: -19, target: 95, actual: 76, n: 1, missed: 1 },
      ]),
      '/compare/satisfaction?year=2019&district=990102',
    ],
    [
      'a district’s rank',
      optionOf(satisfactionRanking, [{ ...ranked, isUnit: false }]),
      '/compare/satisfaction?district=990102',
    ],
    [
      'a unit’s rank',
      optionOf(satisfactionRanking, [{ ...ranked, place: '社保中心', isUnit: true }]),
      `/indicators?level1=satisfaction&q=${encodeURIComponent('社保中心')}`,
    ],
  ]
  test.each(cases)('%s', (_, option, href) => {
    const marks = seriesOf(option).flat()
    expect(marks.length).toBeGreaterThan(0)
    expect(new Set(marks.map((mark) => mark.href))).toEqual(new Set([href]))
  })
})

test('two districts of one name are two rows', () => {
  const option = optionOf(unitCostMatrix, [cell, { ...cell, district: '990199' }])
  expect(
    seriesOf(option)
      .flat()
      .map(({ value }) => value),
  ).toEqual([
    ['2019', '990102', 68],
    ['2019', '990199', 68],
  ])
})

test('fewer than five cases are marked, in cells as in tables', () => {
  const drawn = svgOf(
    optionOf(completionMatrix, [share, { ...share, level: 'cost', n: 5 }]),
    { width: 600, height: 200 },
    '',
  )
  expect(drawn).toContain('>* 50<')
  expect(drawn).toContain('>50<')
  const column = completionMatrix.columns.find(({ key }) => key === 'n')
  expect(column && printed(column, [share], 'zh').cell(2)).toBe('* 2')
})

test('a document’s braces are words in a chart, not markup', () => {
  expect(svgOf(optionOf(missesList, [reached]), { width: 600, height: 200 }, '')).toContain('维护｛路灯｝数')
})

test('high satisfaction gaps with the highest grade stand apart', () => {
  const [others, praised] = seriesOf(
    optionOf(satisfactionScatter, [rate, { ...rate, gap: 1, praised: false }]),
  )
  expect([others?.map(({ value }) => value), praised?.map(({ value }) => value)]).toEqual([
    [[1, 98]],
    [[-19, 98]],
  ])
})

test('a unit cost prints with what it is per, where all rows agree on it', () => {
  const headingOf = (key: string, rows: readonly { per: string }[]) => {
    const column = unitCostBars.columns.find((candidate) => candidate.key === key)
    return (
      column &&
      printed(
        column,
        rows.map((row) => ({ ...place, ...threeWays, year: 2019, ...row })),
        'zh',
      ).unit
    )
  }
  expect(headingOf('implied', [{ per: '户' }, { per: '户' }])).toBe('元/户')
  expect(headingOf('implied', [{ per: '户' }, { per: '人·月' }])).toBe('元')
})

test('programmes of different units share no chart', () => {
  expect([programmesTable.option, casesTable.option, leftOutTable.option]).toEqual([null, null, null])
})

test('a missing reason is said in the language of the page', () => {
  const column = missesList.columns.find(({ key }) => key === 'reason')
  expect(
    column && (['zh', 'en'] as const).map((language) => printed(column, [reached], language).cell(null)),
  ).toEqual(['未说明原因', 'No reason given'])
})

describe('districts over the years in small panels', () => {
  const year = {
    district: '990102',
    districtName: '临澜区',
    n: 9,
    execution: 96,
    executionN: 9,
    gap: -3,
    gapN: 7,
  }
  const rows = [
    { ...year, year: 2022, total: 97.2, totalN: 9 },
    { ...year, year: 2023, total: null, totalN: 0 },
    { ...year, district: '990103', districtName: '望澜区', year: 2023, total: 71, totalN: 3 },
  ]
  const Scales = z.object({
    yAxis: z.array(z.object({ name: z.string(), min: z.number(), max: z.number() })),
  })

  test('stand on one scale, and each says its n', () => {
    const { yAxis } = Scales.parse(optionOf(districtYearsView('total'), rows))
    expect(yAxis).toMatchObject([
      { name: '临澜区\nn\u00a0=\u00a09', min: 70, max: 100 },
      { name: '望澜区\nn\u00a0=\u00a03\u00a0*', min: 70, max: 100 },
    ])
  })

  test('hold zero where they are of gaps', () => {
    const { yAxis } = Scales.parse(optionOf(districtYearsView('gap'), rows))
    for (const { min, max } of yAxis) expect([min, max]).toEqual([-5, 0])
  })

  test('leave out what is not known, and lead to what a mark is of', () => {
    const [first] = seriesOf(optionOf(districtYearsView('total'), rows))
    expect(first).toMatchObject([{ value: ['2022', 97.2] }, { value: ['2023', '-'] }])
    expect(first?.[0]?.href).toBe('/?year=2022&district=990102')
    expect(first?.[0]?.says).toContain('97.2 分')
  })
})
