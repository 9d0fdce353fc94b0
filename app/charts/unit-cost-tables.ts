import { pageLink, projectLink } from '#app/links.ts'
import type { UnitCostCase, UnitCostLeftOut } from '#app/queries/unit-cost-cases.ts'
import type { UnitCostProgramme } from '#app/queries/unit-cost-programmes.ts'
import { w } from '#app/words.ts'
import { ofReports, reportColumns } from './report-columns.ts'
import { threeWays } from './unit-cost.ts'
import { mostDisagreeing, widestCase } from './unit-cost-sentences.ts'
import type { View } from './view.ts'

/** The programmes to choose from; their units differ, so they share no chart. */
export const programmesTable: View<UnitCostProgramme> = {
  name: 'unit-cost-programmes',
  title: w('项目类别一览', 'Programmes'),
  note: w(
    '各类别单位不同，只列表，不同图比较；页面按可比案例列出至多 200 类，其余在筛选中按名称查找。折算为支出之和 ÷ 实际数量之和；中位数每个可比案例计一次。* 表示可比案例不足 5 项，只列示，不作判断。',
    'Their units differ, so they are listed and not charted together; a page lists the 200 with most cases, the others are found by name in the filters. Implied: sum of spending ÷ sum of quantities; the median counts each case once. * fewer than 5 cases: shown, not judged.',
  ),
  sentence: mostDisagreeing,
  columns: [
    { key: 'programme', heading: w('项目类别', 'Programme'), format: 'text' },
    { key: 'per', heading: w('计量单位', 'Per'), format: 'text' },
    { key: 'evaluations', heading: w('列有单位成本的评价', 'Evaluations'), format: 'count' },
    { key: 'n', heading: w('可比案例 n', 'Comparable n'), format: 'count', marksFew: true },
    { key: 'districts', heading: w('区县数', 'Districts'), format: 'count' },
    { key: 'years', heading: w('年度', 'Years'), format: 'text' },
    { key: 'planned', heading: threeWays.planned, format: 'unitCost', prices: 'prices' },
    { key: 'reported', heading: threeWays.reported, format: 'unitCost', prices: 'prices' },
    { key: 'implied', heading: threeWays.implied, format: 'unitCost', prices: 'prices' },
    { key: 'median', heading: w('折算中位数', 'Median implied'), format: 'unitCost', prices: 'prices' },
    { key: 'disagreeing', heading: w('申报与折算相差超过 5%', 'Off by over 5%'), format: 'count' },
  ],
  link: ({ programme, per }, here) => pageLink(here, '/compare/unit-cost', { programme: [programme], per }),
  option: null,
  height: () => 0,
}

/** Every case of a programme, with what its money does not explain. */
export const casesTable: View<UnitCostCase> = {
  name: 'unit-cost-cases',
  title: w('逐项对照', 'Case by case'),
  note: w(
    '未能解释金额 = 申报标准 × 实际数量 − 支出：正数为支出不足以支撑所报标准。按其大小排列，最多 200 项。折算假定支出全部用于该数量。',
    'Unexplained = reported × actual quantity − spent: above zero, spending does not reach for the standard reported. Widest first, at most 200. Implied costs take all spending as made for that quantity.',
  ),
  sentence: widestCase,
  origin: ({ projectId, year, rowNo }) => ({ projectId, year, kind: null, table: null, row: rowNo }),
  columns: [
    ...reportColumns,
    { key: 'quantityName', heading: w('除以的数量指标', 'Divided by'), format: 'text' },
    { key: 'plannedQuantity', heading: w('计划数量', 'Planned quantity'), format: 'count', per: 'per' },
    { key: 'actualQuantity', heading: w('实际数量', 'Actual quantity'), format: 'count', per: 'per' },
    { key: 'planned', heading: threeWays.planned, format: 'unitCost', per: 'per', prices: 'prices' },
    { key: 'reported', heading: threeWays.reported, format: 'unitCost', per: 'per', prices: 'prices' },
    { key: 'implied', heading: threeWays.implied, format: 'unitCost', per: 'per', prices: 'prices' },
    {
      key: 'plannedImplied',
      heading: w('按预算折算', 'Implied by budget'),
      format: 'unitCost',
      per: 'per',
      prices: 'prices',
    },
    { key: 'spent', heading: w('支出', 'Spent'), format: 'money', prices: 'prices' },
    { key: 'difference', heading: w('申报高于折算', 'Reported over implied'), format: 'percent' },
    { key: 'unexplained', heading: w('未能解释金额', 'Unexplained'), format: 'money', prices: 'prices' },
  ],
  link: ({ projectId, year, rowNo }, here) => projectLink(here, projectId, year, rowNo),
  option: null,
  height: () => 0,
}

/** What could not be compared, and why. */
export const leftOutTable: View<UnitCostLeftOut> = {
  name: 'unit-cost-left-out',
  title: w('未列入比较的评价', 'Evaluations left out'),
  note: w(
    '同一项目类别中无法折算单位成本的评价及其原因；最多列 200 项。',
    'Evaluations of the programme whose unit cost cannot be worked out, and why; at most 200.',
  ),
  origin: ofReports,
  columns: [
    ...reportColumns,
    {
      key: 'reason',
      heading: w('原因', 'Why'),
      format: 'text',
      words: {
        'no-quantity': w('没有与该单位一致的数量指标', 'No quantity is counted in that unit'),
        'several-quantities': w(
          '同一单位的数量指标不止一个，名称看不出对应哪一个',
          'Several quantities are counted in that unit, and no name tells which',
        ),
        'no-outcome': w(
          '数量指标的实际完成值缺失、为零或单位不同',
          "The quantity's outcome is missing, zero or in another unit",
        ),
        'no-index': w('价格指数没有该年度', 'The price index lacks the year'),
        'other-kind': w('不是单位自评', 'Not a self-evaluation'),
        'no-funds': w('没有支出数', 'No spending is stated'),
        'other-unit': w('按另一单位计价，另行比较', 'Stated per another unit, compared apart'),
        'no-unit-cost': w('没有带计量单位的单位成本指标', 'No cost indicator is stated per unit'),
      },
    },
    { key: 'otherPer', heading: w('另一单位', 'Other unit'), format: 'text' },
    { key: 'planned', heading: threeWays.planned, format: 'unitCost', prices: 'prices' },
    { key: 'reported', heading: threeWays.reported, format: 'unitCost', prices: 'prices' },
  ],
  link: ({ projectId, year }, here) => projectLink(here, projectId, year),
  option: null,
  height: () => 0,
}
