import { type Page, type PageCell, type PageTable, paragraph, runLength } from '#data/portfolio/page.ts'
import { type Draft, rowOf } from './draft.ts'
import {
  chineseDay,
  executionRow,
  gradeOf,
  groupPoints,
  type Printed,
  rateOf,
  spoken,
  totalOf,
} from './figures.ts'

const heading = (text: string) => paragraph('heading', text)
const body = (text: string) => paragraph('body', text)
const cell = (text: string, spans: Pick<PageCell, 'rowSpan' | 'columnSpan'> = {}): PageCell => ({
  text,
  ...spans,
})

/** Budget execution stands before the benefits, as reports have it, or last. */
function rowsOf(draft: Draft): Printed[] {
  const at = draft.look.wording % 2 === 0 ? draft.rows.findIndex(({ level1 }) => level1 === '效益指标') : -1
  const rows: Printed[] = [...draft.rows]
  rows.splice(at < 0 ? rows.length : at, 0, executionRow(draft))
  return rows
}

function levels(draft: Draft, rows: readonly Printed[], index: number, broken: boolean): PageCell[] {
  const [row, before] = [rows[index], rows[index - 1]]
  if (row === undefined) return []
  const sameGroup = (a: Printed, b: Printed) => a.level1 === b.level1
  const sameKind = (a: Printed, b: Printed) => sameGroup(a, b) && a.level2 === b.level2
  const points = row.key === null ? row.weight : groupPoints(draft, row.level1)
  const first = `${row.level1}${broken ? '\n' : ''}（${points}分）`
  return [
    ...(before && sameGroup(before, row)
      ? []
      : [cell(first, { rowSpan: runLength(rows, index, sameGroup) })]),
    ...(before && sameKind(before, row)
      ? []
      : [cell(row.level2, { rowSpan: runLength(rows, index, sameKind) })]),
    cell(row.key === null ? '' : row.name),
  ]
}

const targetHeadings = ['预期指标值', '年度目标值', '年度指标值', '目标值'] as const
const actualHeadings = ['实际完成值', '全年完成值', '实际完成值', '完成值'] as const

function planTable(draft: Draft): PageTable {
  const rows = rowsOf(draft)
  return {
    kind: 'table',
    widths: [14, 16, 24, 16],
    rows: [
      ['一级指标', '二级指标', '三级指标', targetHeadings[draft.look.variant] ?? '目标值'].map((text) =>
        cell(text),
      ),
      ...rows.map((row, index) => [
        ...levels(draft, rows, index, false),
        cell((row.key && draft.plan[row.key]) ?? row.target),
      ]),
    ],
  }
}

function outcomeTable(draft: Draft): PageTable {
  const rows = rowsOf(draft)
  const { ownPoints, variant } = draft.look
  const own = ownPoints ? ['分值'] : []
  return {
    kind: 'table',
    widths: [14, 16, 24, 16, 16, 10],
    rows: [
      [
        ...['一级指标', '二级指标', '三级指标'],
        targetHeadings[variant] ?? '目标值',
        actualHeadings[variant] ?? '完成值',
        ...own,
        '自评得分',
      ].map((text) => cell(text)),
      ...rows.map((row, index) => [
        ...levels(draft, rows, index, true),
        cell(row.target),
        cell(row.actual),
        ...own.map(() => cell(String(row.weight))),
        cell(String(row.score)),
      ]),
      [cell('总分', { columnSpan: 5 + own.length }), cell(String(totalOf(draft)))],
    ],
  }
}

function moneyIn(draft: Draft): string {
  const budget = spoken(draft.adjustedYuan, draft)
  const arrived = spoken(draft.arrivedYuan ?? draft.adjustedYuan, draft)
  const spent = spoken(draft.spentYuan, draft)
  const rate = `预算执行率为${rateOf(draft)}%`
  return (
    [
      `年初预算安排${budget}，实际到位${arrived}，实际支出${spent}。`,
      `${draft.year}年年初预算安排${budget}，自3月起陆续拨付，实际到位${arrived}，实际支出${spent}，${rate}。`,
      `项目年初预算${budget}，分次拨付，实际到位资金${arrived}。截至年底，实际支出${spent}，${rate}。`,
    ][draft.look.wording % 3] ?? ''
  )
}

/** A self-evaluation in prose with its two tables. */
export function reportPage(draft: Draft): Page {
  const { year, unit, programme, look } = draft
  const [served, standard, liked] = (['served', 'standard', 'satisfaction'] as const).map((key) =>
    rowOf(draft, key),
  )
  const reasons = draft.rows.flatMap(({ name, reason }) => (reason === null ? [] : [`${name}：${reason}。`]))
  const output =
    draft.output ??
    `${served?.name}计划${served?.target}，实际${served?.actual}；${standard?.name}为${standard?.actual}；各项任务按照年初制定的实施方案分阶段推进，均已验收。`
  const verdict = look.wording % 2 === 0 ? `评价等级为${gradeOf(draft)}` : `综合评价等级为“${gradeOf(draft)}”`
  return [
    paragraph('title', `${unit}${year}年度`),
    paragraph('title', `${programme.name}项目绩效自评报告`),
    heading('一、项目概况'),
    body(
      `${programme.name}项目由${unit}组织实施，${programme.goal}，项目立项依据充分，管理制度健全，资金专款专用，实施过程规范有序。`,
    ),
    body(moneyIn(draft)),
    heading('二、绩效目标'),
    planTable(draft),
    heading('三、绩效目标完成情况'),
    outcomeTable(draft),
    body(output),
    body(`${draft.survey}${liked?.name}为${liked?.actual}，目标为${liked?.target}。`),
    ...draft.said.map(body),
    heading('四、自评结论'),
    body(`按照评分标准逐项打分，自评得分${totalOf(draft)}分，${verdict}。`),
    heading('五、存在的问题和改进措施'),
    ...(draft.problems ?? (reasons.length > 0 ? reasons : ['自评未发现需要整改的问题。'])).map(body),
    ...(draft.printsDay ? [body(unit), body(chineseDay(draft.reportedOn))] : []),
  ]
}
