import type { FundFlow } from '#app/domain/fund-flow.ts'
import { nowhere } from '#app/domain/problem.ts'
import { ledger } from '#data/portfolio/ledger.ts'
import { type Page, paragraph } from '#data/portfolio/page.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import type { Draft } from './draft.ts'
import { executionRow, gradeOf, inUnit, type Printed, rateOf, totalOf } from './figures.ts'

type Value = (draft: Draft, row: Printed) => string

const money =
  (of: (draft: Draft) => number): Value =>
  (draft) =>
    inUnit(of(draft), draft.look.unit)

/** A list's columns: words for their headings, and what stands below. */
const columns: readonly (readonly [headings: readonly string[], value: Value])[] = [
  [['年度', '预算年度'], ({ year }) => String(year)],
  [['区县', '行政区划'], ({ place }) => place.name],
  [['主管部门'], ({ place, programme }) => `${place.name}${programme.department}`],
  [['预算单位', '实施单位'], ({ unit }) => unit],
  [['项目名称'], ({ programme }) => programme.name],
  [['年初预算数'], money(({ initialYuan, adjustedYuan }) => initialYuan ?? adjustedYuan)],
  [['全年预算数', '调整后预算数'], money(({ adjustedYuan }) => adjustedYuan)],
  [['全年执行数', '实际支出数'], money(({ spentYuan }) => spentYuan)],
  [['执行率', '预算执行率'], (draft) => `${rateOf(draft)}%`],
  [['一级指标'], (_, row) => row.level1],
  [['二级指标'], (_, row) => row.level2],
  [['三级指标', '指标名称'], (_, row) => row.name],
  [['年度指标值', '目标值', '预期指标值'], (_, row) => row.target],
  [['实际完成值', '完成值'], (_, row) => row.actual],
  [['分值', '权重'], (_, row) => String(row.weight)],
  [['得分', '指标得分'], (_, row) => String(row.score)],
  [['偏差原因分析及改进措施', '未完成原因'], (_, row) => row.reason ?? ''],
  [['自评总分'], (draft) => String(totalOf(draft))],
  [['自评等级', '评价等级'], gradeOf],
  [['填报日期'], (draft) => draft.reportedOn],
]

const isMoney = (heading: string) => /预算数|执行数|支出数/.test(heading)

/** One row an indicator, of all projects that a document holds. */
export function listPage(drafts: readonly Draft[]): Page {
  const [first] = drafts
  if (first === undefined) return []
  const { look, place, year, printsDay } = first
  const random = randomFrom(look.shuffle)
  const shown = columns
    .filter(([[heading]]) => printsDay || heading !== '填报日期')
    .map(([headings, value]) => ({ heading: random.shuffled([...headings])[0] ?? '', value }))
  const [left, right] = [shown.slice(0, 9), shown.slice(9)]
  const ordered = [
    ...random.shuffled(left),
    ...(look.variant === 0 ? right : swapped(right, random.whole(3, 6))),
  ]
  const head = ordered.map(({ heading }) => ({
    text: isMoney(heading) ? `${heading}（${look.unit}）` : heading,
    bold: true,
  }))
  const rows = drafts.flatMap((draft) =>
    [...draft.rows, executionRow(draft)].map((row) =>
      ordered.map(({ value }) => ({ text: value(draft, row) })),
    ),
  )
  return [
    paragraph('title', `${place.name}${year}年度项目支出绩效自评指标明细表`),
    { kind: 'table', widths: ordered.map(() => 12), rows: [head, ...rows] },
  ]
}

/** Two neighbours change places: the points before the target, the outcome before it. */
function swapped<Entry>(list: readonly Entry[], at: number): Entry[] {
  const [one, other] = [list[at], list[at + 1]]
  return one && other ? [...list.slice(0, at), other, one, ...list.slice(at + 2)] : [...list]
}

/** The ledger of a project's money; null where nothing moved. */
export function ledgerPage(draft: Draft): Page | null {
  const { flows, place, programme, unit, year, look } = draft
  if (flows.length === 0) return null
  const moved = flows.map(
    ({ date, stage, source = 'district', yuan }): FundFlow => ({
      project: programme.name,
      unit: look.namelessLedger ? null : unit,
      district: { code: place.code, name: place.name },
      year,
      stage,
      source,
      amountFen: Math.round(yuan * 100),
      date,
      at: nowhere,
    }),
  )
  return ledger(moved, { title: `${place.name}${year}年项目资金收支台账`, unit: look.unit })
}
