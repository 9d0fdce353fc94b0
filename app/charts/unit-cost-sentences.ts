import { formatMoneyAlone, formatPercent, formatUnitCost, many } from '#app/format.ts'
import type { Here } from '#app/links.ts'
import type { UnitCostByDistrict, UnitCostCompared, UnitCostTrend } from '#app/queries/unit-cost.ts'
import type { UnitCostCase } from '#app/queries/unit-cost-cases.ts'
import type { UnitCostPeer } from '#app/queries/unit-cost-peers.ts'
import type { UnitCostProgramme } from '#app/queries/unit-cost-programmes.ts'
import { type Language, type Words, w } from '#app/words.ts'
import { foremost, greatest, inBrackets, inChosenYears, judged, named, placed } from './sentences.ts'
import { unitCostUnit } from './view.ts'

const cost = (yuan: number | null, per: string | null, language: Language) =>
  `${formatUnitCost(yuan)} ${unitCostUnit(per, language)}`

const dearest = <Row extends { n: number; implied: number | null }>(rows: readonly Row[]) =>
  judged(rows, (some) => greatest(some, ({ implied }) => implied))

/** 折算单位成本最高的是鹤汀县 2023 年：278.69 元/户，为项目类别中位数的 182.1%（n = 3，案例少，仅供参考）. */
export function dearestCell(rows: readonly UnitCostByDistrict[], here: Here): Words | null {
  const found = dearest(inChosenYears(rows, here))
  if (found === null) return null
  const { row, n } = found
  const where = placed(row.districtName, row.year)
  const share = formatPercent(row.toMedian)
  return w(
    `折算单位成本最高的是${where.zh}：${cost(row.implied, row.per, 'zh')}，为项目类别中位数的 ${share}${n.zh}`,
    `${where.en} has the highest implied unit cost: ${cost(row.implied, row.per, 'en')}, ${share} of the programme's median${n.en}`,
  )
}

/** Where the money implies the most, beside what was planned and reported there. */
export function dearestBar(rows: readonly UnitCostCompared[]): Words | null {
  const found = dearest(rows)
  if (found === null) return null
  const { row, n } = found
  const where = placed(row.districtName, row.year)
  const figures = (language: Language) =>
    [row.implied, row.planned, row.reported].map((yuan) => cost(yuan, row.per, language))
  const [zh, en] = [figures('zh'), figures('en')]
  return w(
    `按支出折算的单位成本，${where.zh}最高：折算 ${zh[0]}，计划 ${zh[1]}，申报 ${zh[2]}${n.zh}`,
    `Spending implies the highest unit cost in ${where.en}: ${en[0]}; planned ${en[1]}, reported ${en[2]}${n.en}`,
  )
}

/** The first and the last of the chosen years that are known, of all districts together or of the only one. */
export function firstAndLastCost(rows: readonly UnitCostTrend[], here: Here): Words | null {
  const chosen = inChosenYears(rows, here)
  const together = chosen.filter(({ all }) => all)
  const known = (together.length > 0 ? together : chosen).filter(({ implied }) => implied !== null)
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last) return null
  const [whose, n] = [
    first.all ? w('全部区县', 'All districts') : w(named(first.districtName), named(first.districtName)),
    inBrackets(last.n),
  ]
  const from = (language: Language) => cost(first.implied, first.per, language)
  const to = (language: Language) => cost(last.implied, last.per, language)
  if (first.year === last.year)
    return w(
      `${whose.zh} ${last.year} 年折算单位成本 ${to('zh')}${n.zh}`,
      `${whose.en}: implied unit cost of ${last.year} ${to('en')}${n.en}`,
    )
  return w(
    `${whose.zh}折算单位成本：${first.year} 年 ${from('zh')}，${last.year} 年 ${to('zh')}${n.zh}`,
    `${whose.en}: implied unit cost ${from('en')} in ${first.year}, ${to('en')} in ${last.year}${n.en}`,
  )
}

/** The programme in which most reports disagree with their own spending. */
export function mostDisagreeing(rows: readonly UnitCostProgramme[]): Words | null {
  const found = judged(rows, (some) =>
    foremost(some, ({ disagreeing }) => (disagreeing > 0 ? disagreeing : null)),
  )
  if (found === null) return null
  const { row, n } = found
  return w(
    `申报标准与支出不符最多的是${row.programme}：${row.disagreeing} 项${n.zh}`,
    `Reported standards disagree with spending most often in ${row.programme}: ${row.disagreeing} cases${n.en}`,
  )
}

/** The first case, which has the most money unexplained. */
export function widestCase([row]: readonly UnitCostCase[]): Words | null {
  if (!row || row.reported === null || row.unexplained === null) return null
  const where = placed(row.districtName, row.year)
  const [money, isMore] = [Math.abs(row.unexplained), row.unexplained > 0]
  return w(
    `${named(row.project)}（${where.zh}）申报 ${cost(row.reported, row.per, 'zh')}，按支出折算 ${cost(row.implied, row.per, 'zh')}，申报标准 × 数量比支出${isMore ? '多' : '少'} ${formatMoneyAlone(money, 'zh')}`,
    `${named(row.project)} (${where.en}) reports ${cost(row.reported, row.per, 'en')}, spending implies ${cost(row.implied, row.per, 'en')}: the claim is ${formatMoneyAlone(money, 'en')} ${isMore ? 'more' : 'less'} than was spent`,
  )
}

/** The first case, whose robust z is the furthest from none. */
export function furthestPeer([row]: readonly UnitCostPeer[]): Words | null {
  if (!row || row.median === null || row.implied === row.median) return null
  if (row.z === null)
    return w(
      `${row.year} 年同类案例只有 ${row.peers} 个：只列示，不作判断`,
      `Only ${many(row.peers, 'case')} of the kind in ${row.year}: shown, not judged`,
    )
  const [where, n] = [placed(row.districtName, row.year), inBrackets(row.peers)]
  return w(
    `按稳健 z 偏离同类中位数最大的是${named(row.project)}（${where.zh}）：折算 ${cost(row.implied, row.per, 'zh')}，中位数 ${cost(row.median, row.per, 'zh')}${n.zh}`,
    `${named(row.project)} (${where.en}) is furthest from the median of its kind by its robust z: ${cost(row.implied, row.per, 'en')} against ${cost(row.median, row.per, 'en')}${n.en}`,
  )
}
