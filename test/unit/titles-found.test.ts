import { describe, expect, test } from 'vitest'
import { blank, tableOf } from '#ingest/layouts/grid.ts'
import { moneyUnitIn } from '#ingest/layouts/headings.ts'
import { layoutOf } from '#ingest/layouts/index.ts'
import { kindOf } from '#ingest/layouts/kind.ts'
import { departmentInProse, officeInTitle, projectInProse, unitInProse } from '#ingest/layouts/prose.ts'
import type { Content } from '#ingest/readers/table.ts'

/** Titles over forms, and money said in a form's head, as documents say them that nobody had seen. */

const headings = ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分']
const trees = ['产出指标', '数量指标', '栽植乔木', '800株', '812株', '100', '100']

function draftOf(...rows: string[][]) {
  const all = [...rows, headings, trees]
  const cells = all.flatMap((texts, row) => texts.map((text, column) => ({ ...blank, row, column, text })))
  const table = { kind: 'table' as const, name: null, rows: all.length, columns: headings.length, cells }
  const content: Content = { format: 'docx', blocks: [table] }
  return layoutOf(content)?.layout.draft(content).evaluations[0]
}

const moneyOf = (...rows: string[][]) => {
  const funds = draftOf(['项目名称', '增绿补绿', '', '实施单位', '园林所', '', ''], ...rows)?.funds
  const sums = [funds?.budget, funds?.adjusted, funds?.spent]
  return [...sums.map((money) => money && `${money.text} ${money.unit}`), funds?.executionRate]
}

describe('money that a head says in words', () => {
  const sums = ['50 万元', '48 万元', '46 万元', '95.83%']

  test('each sum with its label in a cell of its own', () => {
    const row = ['预算安排及执行情况', '年初预算50万元', '全年预算48万元', '全年执行46万元']
    expect(moneyOf([...row, '执行率', '95.83%', ''])).toEqual(sums)
  })

  test('all in one sentence', () => {
    const said = '年初预算50万元，全年预算48万元，全年执行46万元，执行率95.83%'
    expect(moneyOf(['资金情况', said, '', '', '', '', ''])).toEqual(sums)
  })

  test('a goal that names a sum is no budget', () => {
    const goal = '安排资金300万元新建公园，支出全部用于绿化'
    expect(moneyOf(['年度总体目标', goal, '', '', '', '', ''])).toEqual([null, null, null, null])
  })
})

test.each([
  ['实施单位：元谋县图书馆', null],
  ['单位：元氏县财政局', null],
  ['金额单位：元 填报单位：元谋县图书馆', '元'],
  ['单位：万元', '万元'],
])('the unit of money in %j: %s', (text, unit) => {
  expect(moneyUnitIn(text)).toBe(unit)
})

test('the unit of money may stand beside its label', () => {
  const row = ['年初预算数', '50', '全年预算数', '48', '全年执行数', '46', '']
  expect(moneyOf(['预算年度', '2022', '', '金额单位', '万元', '', ''], row).slice(0, 3)).toEqual([
    '50 万元',
    '48 万元',
    '46 万元',
  ])
})

describe('the department of all', () => {
  test('one label in the head of a table whose project the title names', () => {
    const title = ['园林所2022年度增绿补绿绩效自评表', '', '', '', '', '', '']
    const { department, project } = draftOf(title, ['主管部门', '云溪区林业局', '', '', '', '', '']) ?? {}
    expect([department, project]).toEqual(['云溪区林业局', '增绿补绿'])
  })

  test('a line over a list', () => {
    const list = tableOf([
      ['项目名称', ...headings],
      ['增绿补绿', ...trees],
      ['公园养护', ...trees],
    ])
    const blocks = [{ kind: 'paragraph' as const, text: '主管部门：云溪区林业局' }, list]
    const content: Content = { format: 'docx', blocks }
    const found = layoutOf(content)?.layout.draft(content).evaluations
    expect(found?.map(({ department }) => department)).toEqual(['云溪区林业局', '云溪区林业局'])
  })
})

test.each([
  ['金湖县国有林场2021年度护林防火项目绩效自评报告', '金湖县国有林场'],
  ['平泉市供销合作社联合社2021年度冷链物流项目绩效自评报告', '平泉市供销合作社联合社'],
])('the office in %s: %s', (title, unit) => {
  expect(unitInProse(title, [])).toBe(unit)
})

test("a table's caption says no kind where the title does", () => {
  const outcomes = { has: () => true }
  expect(kindOf('2021年度绩效目标及自评情况\n表一：项目绩效目标表', outcomes)).toBe('selfEvaluation')
})

test('an office may stand between the year and the form of a whole department', () => {
  expect(officeInTitle('2022年度汉源县卫生健康局部门整体支出绩效自评表')).toBe('汉源县卫生健康局')
})

test('a unit belongs to its department', () => {
  const line = '项目单位基本情况。园林所隶属于云溪区林业局，为全额拨款事业单位。'
  expect(departmentInProse([line])).toBe('云溪区林业局')
})

describe('the project in a title', () => {
  test.each([
    ['附件2 城区绿化养护项目绩效自评表', '城区绿化养护'],
    ['附表1-2：城区绿化养护项目绩效自评表', '城区绿化养护'],
    ['2020年度城区绿化养护项目绩效指标表', '城区绿化养护'],
    ['2020年城区绿化养护项目支出绩效目标申报表', '城区绿化养护'],
    ['2024年部门预算重点项目绩效目标表', null],
    ['2020年度部门决算\n第五部分 附件\n附件1\n城区绿化养护项目绩效自评表', '城区绿化养护'],
    ['2020年度部门决算\n附件1 项目支出绩效自评表\n城区绿化养护项目绩效自评表', '城区绿化养护'],
    ['2020年度城区\n绿化养护项目绩效自评报告', '城区绿化养护'],
  ])('%j: %s', (title, project) => {
    expect(projectInProse(title, [])).toBe(project)
  })
})

test.each([
  [['编制单位：园林所', '', '', '2022年度', '', '金额单位：元', ''], '2022'],
  [['编制单位：园林所', '', '', '（2022年）', '', '金额单位：元', ''], '2022'],
  [['编制单位：园林所', '', '2021年度', '2022年度', '', '金额单位：元', ''], null],
])('a year in a cell of its own above the labels %j is %s', (over, year) => {
  const title = ['项目支出绩效自评表', '', '', '', '', '', '']
  expect(draftOf(title, over, ['项目名称', '增绿补绿', '', '实施单位', '园林所', '', ''])?.year).toBe(year)
})

test('the office in the title of a whole department is the department that reports', () => {
  const title = ['2022年度汉源县党史研究室部门整体支出绩效自评表', '', '', '', '', '', '']
  const { department, unit } = draftOf(title) ?? {}
  expect([department, unit]).toEqual(['汉源县党史研究室', '汉源县党史研究室'])
})

test("last year's table in a report gives none of this year's figures", () => {
  const tableFor = (actual: string) => {
    const rows = [
      headings,
      ['产出指标', '数量指标', '栽植乔木', '800株', actual, '60', '60'],
      ['产出指标', '质量指标', '成活率', '90%', '92%', '40', '40'],
    ]
    return tableOf(rows)
  }
  const p = (text: string) => ({ kind: 'paragraph' as const, text })
  const content: Content = {
    format: 'docx',
    blocks: [
      p('园林所增绿补绿项目2023年度绩效自评报告'),
      p('一、2023年度绩效指标完成情况'),
      tableFor('812株'),
      p('二、上年度（2022年度）绩效指标完成情况'),
      tableFor('700株'),
    ],
  }
  const [only] = layoutOf(content)?.layout.draft(content).evaluations ?? []
  expect(only?.indicators.map(({ actual }) => actual)).toEqual(['812株', '92%'])
})

test('which of two targets of one name is meant is told to be open', () => {
  const plan = [
    ['二级指标', '三级指标', '指标值'],
    ['数量指标', '栽植', '800株'],
    ['质量指标', '栽植', '90%'],
    ['数量指标', '浇灌', '5次'],
  ]
  const done = [
    ['二级指标', '三级指标', '实际完成值', '得分'],
    ['数量指标', '栽植', '812株', '50'],
    ['数量指标', '浇灌', '6次', '50'],
  ]
  const p = { kind: 'paragraph' as const, text: '园林所增绿补绿项目2023年度绩效自评报告' }
  const content: Content = { format: 'docx', blocks: [p, tableOf(plan), tableOf(done)] }
  const draft = layoutOf(content)?.layout.draft(content)
  expect(draft?.evaluations[0]?.indicators.map(({ target }) => target)).toEqual([null, '5次'])
  expect(draft?.problems.map(({ code, message }) => [code, message])).toContainEqual([
    'target-unsure',
    '栽植',
  ])
})

describe('two tables that show one set of indicators', () => {
  const draftOfBoth = (...tables: string[][][]) => {
    const p = { kind: 'paragraph' as const, text: '园林所增绿补绿项目2023年度绩效自评报告' }
    const content: Content = { format: 'docx', blocks: [p, ...tables.map(tableOf)] }
    const draft = layoutOf(content)?.layout.draft(content)
    return {
      rows: draft?.evaluations[0]?.indicators.map((one) => [
        one.target,
        one.actual,
        one.weight,
        one.score,
        one.reason,
      ]),
      left: draft?.problems.flatMap(({ code, message }) => (code === 'repeat-left' ? [message] : [])),
    }
  }
  const done = [
    ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值'],
    ['产出指标', '数量指标', '栽植乔木', '800株', '812株'],
    ['产出指标', '质量指标', '成活率', '90%', '88%'],
    ['产出指标', '时效指标', '完成时间', '6月底前', '6月'],
  ]
  const points = [
    ['一级指标', '二级指标', '三级指标', '分值', '得分', '扣分原因'],
    ['产出指标', '数量指标', '栽植乔木', '40', '40', ''],
    ['产出指标', '质量指标', '成活率', '40', '39', '天旱'],
    ['产出指标', '时效指标', '完成时间', '20', '20', ''],
  ]

  test.each([[[done, points]], [[points, done]]])(
    'with columns of its own each are read as one',
    (tables) => {
      expect(draftOfBoth(...tables)).toEqual({
        rows: [
          ['800株', '812株', '40', '40', null],
          ['90%', '88%', '40', '39', '天旱'],
          ['6月底前', '6月', '20', '20', null],
        ],
        left: [],
      })
    },
  )

  test('leave open whose points those are of a name that is borne twice, and say so', () => {
    const again = (rows: string[][]) =>
      rows.map((row) => row.map((text) => (text === '完成时间' ? '成活率' : text)))
    const { rows, left } = draftOfBoth(again(done), again(points))
    expect(rows?.map(([, , weight, score]) => [weight, score])).toEqual([
      ['40', '40'],
      [null, null],
      [null, null],
    ])
    expect(left).toEqual(['成活率', '成活率'])
  })

  test('with a column in common are one table twice, and a column of the other is told', () => {
    const full = done.map((row, at) => [...row, ...(points[at]?.slice(3, 5) ?? [])])
    const short = done.map((row, at) => [...row.slice(0, 3), row[4] ?? '', points[at]?.[5] ?? ''])
    const { rows, left } = draftOfBoth(full, short)
    expect(rows?.[1]).toEqual(['90%', '88%', '40', '39', null])
    expect(left).toEqual(['扣分原因'])
  })
})
