import { type Page, type PageCell, paragraph, runLength } from '#data/portfolio/page.ts'
import { type Draft, hundreds, rowOf } from './draft.ts'
import {
  chineseDay,
  executionRow,
  executionScoreOf,
  gradeOf,
  groupPoints,
  inUnit,
  type Printed,
  rateOf,
  totalOf,
} from './figures.ts'

const cell = (text: string, spans: Pick<PageCell, 'rowSpan' | 'columnSpan'> = {}): PageCell => ({
  text,
  align: 'center',
  ...spans,
})

type Column = 'target' | 'sign' | 'figure' | 'measure' | 'actual' | 'weight' | 'score' | 'reason' | 'note'

interface Variant {
  title: string
  /** Headings of the fund block between the lines' names and its end; null where it has no initial budget. */
  sums: readonly [budget: string | null, adjusted: string, spent: string]
  rate: string
  columns: readonly (readonly [Column, string])[]
  /** A heading over the three columns of the target. */
  over?: string
}

/** Forms met in the field: the ministry's, one with the points first, two with the target in three columns. */
const variants: readonly Variant[] = [
  {
    title: '项目支出绩效自评表',
    sums: ['年初预算数', '全年预算数', '全年执行数'],
    rate: '执行率',
    columns: [
      ['target', '年度指标值'],
      ['actual', '实际完成值'],
      ['weight', '分值'],
      ['score', '得分'],
      ['reason', '偏差原因分析及改进措施'],
    ],
  },
  {
    title: '绩效目标自评表',
    sums: [null, '全年预算数（A）', '全年执行数（B）'],
    rate: '执行率（B/A）',
    columns: [
      ['weight', '分值'],
      ['target', '年度指标值'],
      ['actual', '全年实际值'],
      ['score', '得分'],
      ['reason', '未完成原因及拟采取的改进措施'],
    ],
  },
  {
    title: '部门预算项目支出绩效自评表',
    sums: ['年初预算', '调整后预算数', '预算执行数'],
    rate: '预算执行率',
    columns: [
      ['sign', '指标性质'],
      ['figure', '指标值'],
      ['measure', '度量单位'],
      ['actual', '完成值'],
      ['weight', '权重'],
      ['score', '自评得分'],
      ['reason', '未完成原因分析'],
    ],
  },
  {
    title: '预算项目绩效自评表',
    sums: ['年初预算数', '全年预算数(A)', '全年执行数(B)'],
    rate: '执行率(B/A)',
    columns: [
      ['target', '年初目标值(A)'],
      ['actual', '实际完成值(B)'],
      ['score', '得分'],
      ['weight', '分值'],
      ['reason', '偏差原因'],
    ],
  },
  {
    title: '项目支出绩效自评表（公开14表）',
    sums: ['年初预算数', '全年预算数（A）', '全年执行数（B）'],
    rate: '执行率（B/A）',
    over: '年度指标值',
    columns: [
      ['sign', '指标性质'],
      ['figure', '指标值'],
      ['measure', '度量单位'],
      ['actual', '实际完成值'],
      ['weight', '分值'],
      ['score', '得分'],
      ['reason', '偏差原因分析及改进措施'],
    ],
  },
  {
    title: '区级预算项目绩效自评情况表',
    sums: ['年初预算金额', '调整预算数', '实际支出数'],
    rate: '预算执行率',
    columns: [
      ['note', '指标说明'],
      ['target', '预期指标值'],
      ['weight', '权重'],
      ['actual', '全年完成值'],
      ['score', '自评得分'],
      ['reason', '未达到指标值原因'],
    ],
  },
]

/** ≥300人 in three cells: its sign, its figure and its unit. */
function splitTarget(text: string): Record<'sign' | 'figure' | 'measure', string> {
  const [, before = '', figure = '', measure = '', after = ''] =
    /^(≥|≤|不少于)?(\d+(?:\.\d+)?)(\D{1,6}?)?(以上)?$/.exec(text) ?? []
  if (figure === '') return { sign: '定性', figure: text, measure: '' }
  const isFloor = before === '不少于' || after !== ''
  return { sign: isFloor ? '≥' : before === '' ? '=' : before, figure, measure }
}

function shownIn(row: Printed, column: Column): string {
  if (column === 'note') return `以${row.level2.replace('指标', '')}台账为准`
  if (column === 'weight' || column === 'score') return String(row[column])
  if (column === 'sign' || column === 'figure' || column === 'measure') return splitTarget(row.target)[column]
  return row[column] ?? ''
}

/** The columns of the fund block's figures, in the unit of its heading. */
function fundRows(draft: Draft, { sums, rate }: Variant, width: number): PageCell[][] {
  const { adjustedYuan, spentYuan, look } = draft
  const carriedYuan = hundreds(adjustedYuan * draft.carried)
  const initialYuan = draft.initialYuan ?? adjustedYuan - carriedYuan
  const isWritten = (text: string | null): text is string => text !== null
  const names = [...sums.filter(isWritten), '分值', rate, '得分']
  const yuan = (stage: 'adjusted' | 'spent', value: number) =>
    inUnit(value + (draft.partOff?.stage === stage ? draft.partOff.yuan : 0), look.unit)
  const line = (name: string, figures: readonly string[]) => [
    cell(name, { columnSpan: 2 }),
    ...figures.slice(0, -1).map((text) => cell(text)),
    cell(figures.at(-1) ?? '', { columnSpan: Math.max(1, width - 2 - names.length) }),
  ]
  const budget = (text: string) => (sums[0] === null ? [] : [text])
  const own = [adjustedYuan - carriedYuan, spentYuan - Math.min(carriedYuan, spentYuan)] as const
  const carried = [carriedYuan, Math.min(carriedYuan, spentYuan)].map((value) => inUnit(value, look.unit))
  const [first = '', second = ''] = carried
  return [
    [cell(`项目资金\n（${look.unit}）`, { rowSpan: 5 }), ...line('', names)],
    line('年度资金总额', [
      ...budget(inUnit(initialYuan, look.unit)),
      inUnit(adjustedYuan, look.unit),
      inUnit(spentYuan, look.unit),
      ...(look.execution === 'table'
        ? ['—', `${rateOf(draft)}%`, '—']
        : [String(draft.scheme.execution), `${rateOf(draft)}%`, String(executionScoreOf(draft))]),
    ]),
    line('其中：当年财政拨款', [
      ...budget(inUnit(initialYuan, look.unit)),
      yuan('adjusted', own[0]),
      yuan('spent', own[1]),
      '—',
      '—',
      '—',
    ]),
    line('上年结转资金', [...budget(''), first, second, '—', '—', '—']),
    line('其他资金', [...budget(''), inUnit(0, look.unit), inUnit(0, look.unit), '—', '—', '—']),
  ]
}

/** Heading rows: one, or two where a heading stands over the target's three columns. */
function headings({ columns, over }: Variant): PageCell[][] {
  const levels = ['一级指标', '二级指标', '三级指标']
  if (over === undefined)
    return [[...levels, ...columns.map(([, heading]) => heading)].map((text) => cell(text))]
  const isUnder = (column: Column) => ['sign', 'figure', 'measure'].includes(column)
  const two = { rowSpan: 2 }
  return [
    [
      ...levels.map((text) => cell(text, two)),
      cell(over, { columnSpan: columns.filter(([column]) => isUnder(column)).length }),
      ...columns.filter(([column]) => !isUnder(column)).map(([, heading]) => cell(heading, two)),
    ],
    columns.filter(([column]) => isUnder(column)).map(([, heading]) => cell(heading)),
  ]
}

function indicatorRows(draft: Draft, variant: Variant): PageCell[][] {
  const { columns } = variant
  const { look, printsGroups } = draft
  const rows: Printed[] = [...draft.rows, ...(look.execution === 'block' ? [] : [executionRow(draft)])]
  const points = (level1: string) => {
    if (!printsGroups && look.ownPoints) return ''
    return `（${level1 === '预算执行率指标' ? draft.scheme.execution : groupPoints(draft, level1)}分）`
  }
  const level = (index: number, key: 'level1' | 'level2', text: string): PageCell[] => {
    const same = (a: Printed, b: Printed) =>
      a.level1 === b.level1 && (key === 'level1' || a.level2 === b.level2)
    const [row, before] = [rows[index], rows[index - 1]]
    if (!look.merged || row === undefined) return [cell(text)]
    return before && same(before, row) ? [] : [cell(text, { rowSpan: runLength(rows, index, same) })]
  }
  const [first = [], ...under] = headings(variant)
  return [
    [cell('绩效指标', { rowSpan: rows.length + 1 + under.length }), ...first],
    ...under,
    ...rows.map((row, index) => [
      ...level(index, 'level1', `${row.level1}${points(row.level1)}`),
      ...level(index, 'level2', row.level2),
      cell(row.name),
      ...columns.map(([column]) => cell(shownIn(row, column))),
    ]),
  ]
}

/** What became of the goal, in a sentence that repeats the table's figures. */
function doneIn(draft: Draft): string {
  const served = rowOf(draft, 'served')
  const said = draft.output ?? `${served.name}${served.actual}，资金全部用于项目支出。`
  return [said, ...draft.said].join('')
}

/** 项目支出绩效自评表 and its kin. */
export function formPage(draft: Draft): Page {
  const { look, programme, place, unit, year } = draft
  const chosen =
    variants[look.format === 'txt' || look.format === 'csv' ? look.variant % 4 : look.variant] ?? variants[0]
  if (chosen === undefined) throw new Error('there is no form')
  const variant = look.ownPoints
    ? chosen
    : { ...chosen, columns: chosen.columns.filter(([column]) => column !== 'weight') }
  const width = 4 + variant.columns.length
  const scoreAt = 4 + variant.columns.findIndex(([column]) => column === 'score')
  const remarks = draft.problems ?? []
  return [
    paragraph('title', variant.title),
    paragraph('heading', `（${year}年度）`),
    {
      kind: 'table',
      widths: Array.from({ length: width }, () => 12),
      rows: [
        [cell('项目名称'), cell(programme.name, { columnSpan: width - 1 })],
        [
          cell('主管部门'),
          cell(`${place.name}${programme.department}`, { columnSpan: 3 }),
          cell('实施单位'),
          cell(unit, { columnSpan: width - 5 }),
        ],
        ...fundRows(draft, variant, width - 1),
        [
          cell('年度总体目标', { rowSpan: 2 }),
          cell('预期目标', { columnSpan: 3 }),
          cell('实际完成情况', { columnSpan: width - 4 }),
        ],
        [cell(`${programme.goal}。`, { columnSpan: 3 }), cell(doneIn(draft), { columnSpan: width - 4 })],
        ...indicatorRows(draft, variant),
        [
          cell('总分', { columnSpan: scoreAt }),
          cell(String(totalOf(draft))),
          ...(width > scoreAt + 1 ? [cell('', { columnSpan: width - scoreAt - 1 })] : []),
        ],
        [cell('评价等级'), cell(gradeOf(draft), { columnSpan: width - 1 })],
        ...remarks.map((text) => [cell('存在的主要问题'), cell(text, { columnSpan: width - 1 })]),
      ],
    },
    ...(draft.printsDay
      ? [paragraph('note', `填报人：李某某    填报日期：${chineseDay(draft.reportedOn)}`)]
      : []),
  ]
}
