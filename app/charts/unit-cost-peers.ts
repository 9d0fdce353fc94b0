import type { EChartsOption } from 'echarts'
import { grouped } from '#app/domain/statistics.ts'
import { bracketed, formatCount, formatUnitCost } from '#app/format.ts'
import { type Here, pageLink, projectLink } from '#app/links.ts'
import type { UnitCostPeer } from '#app/queries/unit-cost-peers.ts'
import { w } from '#app/words.ts'
import { boxesOption, verdictWords } from './boxes.ts'
import { casesSaid } from './marks.ts'
import { ofReports, reportColumns } from './report-columns.ts'
import { threeWays } from './unit-cost.ts'
import { furthestPeer } from './unit-cost-sentences.ts'
import { unitCostUnit, type View } from './view.ts'

const median = w('中位数', 'Median')

/** Each case against those of its programme and year. */
export const unitCostPeersView: View<UnitCostPeer> = {
  name: 'unit-cost-peers',
  title: w('同年同类比较：折算单位成本', 'Against peers of the year: implied unit cost'),
  note: w(
    '每点一个项目；箱体为同类别、同年度全部可比案例的上下四分位，横线为中位数，须线至最低与最高，每个案例计一次，不受区县等筛选影响。▲ 为稳健 z 绝对值达 3.5（0.6745 ×（值 − 中位数）÷ MAD）；同年不足 5 个案例只列示，不作判断。最多 500 个。',
    'One point a project; boxes are the quartiles of all comparable cases of the programme in the year, whatever the filters, each counted once; strokes are medians, whiskers reach to the lowest and highest. ▲ robust z of 3.5 or more either way, 0.6745 × (value − median) ÷ MAD; fewer than 5 are shown, not judged. At most 500.',
  ),
  origin: ofReports,
  columns: [
    ...reportColumns,
    { key: 'implied', heading: threeWays.implied, format: 'unitCost', per: 'per', prices: 'prices' },
    { key: 'z', heading: w('稳健 z', 'Robust z'), format: 'count' },
    { key: 'verdict', heading: w('与同类相比', 'Against peers'), format: 'text', words: verdictWords },
    { key: 'peers', heading: w('同年案例 n', 'Peers n'), format: 'count', marksFew: true },
    {
      key: 'lower',
      heading: w('下四分位', 'Lower quartile'),
      format: 'unitCost',
      per: 'per',
      prices: 'prices',
    },
    { key: 'median', heading: median, format: 'unitCost', per: 'per', prices: 'prices' },
    {
      key: 'upper',
      heading: w('上四分位', 'Upper quartile'),
      format: 'unitCost',
      per: 'per',
      prices: 'prices',
    },
    { key: 'mad', heading: w('MAD', 'MAD'), format: 'unitCost', per: 'per', prices: 'prices' },
    { key: 'served', heading: w('实际数量', 'Quantity'), format: 'count', per: 'per' },
  ],
  sentence: furthestPeer,
  link: ({ projectId, year }, here) => projectLink(here, projectId, year),
  option: peersOption,
  height: () => 360,
}

function peersOption(rows: readonly UnitCostPeer[], here: Here): EChartsOption {
  const { language } = here
  const unit = unitCostUnit(rows[0]?.per ?? null, language, rows[0]?.prices)
  const years = [...grouped(rows, ({ year }) => String(year))].toSorted(([a], [b]) => Number(a) - Number(b))
  const boxes = years.flatMap(([key, [peer]]) =>
    peer === undefined
      ? []
      : {
          ...peer,
          key,
          label: `${key}\n${casesSaid(peer.peers)}`,
          says: `${key} · ${casesSaid(peer.peers)}\n${median[language]} ${formatUnitCost(peer.median)} ${unit}\n${formatUnitCost(peer.lower)} – ${formatUnitCost(peer.upper)}`,
          href: pageLink(here, '/compare/unit-cost', { year: [peer.year] }),
        },
  )
  const points = rows.map((row) => ({
    key: String(row.year),
    value: row.implied,
    far: row.verdict === 'far',
    says: `${row.project ?? '–'}${bracketed(`${row.districtName ?? '–'} ${row.year}`, language)}\n${threeWays.implied[language]} ${formatUnitCost(row.implied)} ${unit}\nz = ${formatCount(row.z)} · ${casesSaid(row.peers)}`,
    href: projectLink(here, row.projectId, row.year),
  }))
  return boxesOption(boxes, points, { name: unit, format: formatCount }, language)
}
