import { districtOf, pageLink, projectLink } from '#app/links.ts'
import type { FundsByDistrict } from '#app/queries/funds-by-district.ts'
import type { FundsBySource } from '#app/queries/funds-by-source.ts'
import type { FundsLeft } from '#app/queries/funds-left.ts'
import type { LedgerDifference } from '#app/queries/ledger-differences.ts'
import { w } from '#app/words.ts'
import { sourceWords, totalWords } from './fund-words.ts'
import { largestSource, mostLeft, slowestDistrict, widestDifference } from './funds-sentences.ts'
import { ofReports, reportColumns, unknownDistrict } from './report-columns.ts'
import type { View } from './view.ts'

const districtMoney = ['budget', 'adjusted', 'arrived', 'spent', 'left'] as const

/** What each district's ledgers add up to. */
export const districtFunds: View<FundsByDistrict> = {
  name: 'funds-by-district',
  title: w('分区县资金', 'Funds by district'),
  note: w(
    '按台账合计。全年预算为年初预算加减调整；结余为全年预算减支出；执行率为支出 ÷ 全年预算，到位率为到位 ÷ 下达，均为合计数相除，即按金额加权。没有支出或到位记录的项目年度按未支出、未到位计入。* 不足 5 个，只列示，不作判断。',
    'Sums of the ledgers. Whole-year budget: initial budget with its adjustments; left: that less spent; execution: spent ÷ whole-year budget, arrival: arrived ÷ allotted, both ratios of sums and so weighted by money. A project-year without an entry of spending or arrival counts as nothing spent or arrived. * fewer than 5, shown and not judged.',
  ),
  sentence: slowestDistrict,
  columns: [
    {
      key: 'districtName',
      heading: w('区县', 'District'),
      format: 'text',
      words: { total: totalWords },
      absent: unknownDistrict,
    },
    { key: 'budget', heading: w('年初预算', 'Initial budget'), format: 'money', alike: districtMoney },
    { key: 'adjusted', heading: w('全年预算', 'Whole-year budget'), format: 'money', alike: districtMoney },
    { key: 'arrived', heading: w('到位', 'Arrived'), format: 'money', alike: districtMoney },
    { key: 'spent', heading: w('支出', 'Spent'), format: 'money', alike: districtMoney },
    { key: 'left', heading: w('结余', 'Left'), format: 'money', alike: districtMoney },
    { key: 'executionRate', heading: w('执行率', 'Execution'), format: 'percent' },
    { key: 'arrivalRate', heading: w('到位率', 'Arrival'), format: 'percent' },
    { key: 'projects', heading: w('项目数', 'Projects'), format: 'count', marksFew: true },
    { key: 'n', heading: w('项目年度数 n', 'Project-years n'), format: 'count', marksFew: true },
  ],
  link: (row, here) =>
    row.district === null ? null : pageLink(here, '/funds', { district: districtOf(here, row) }),
  option: null,
  height: () => 0,
}

const stageMoney = ['budget', 'change', 'allotted', 'arrived', 'spent', 'returned'] as const

/** What the ledgers book at each stage, by source. */
export const sourceFunds: View<FundsBySource> = {
  name: 'funds-by-source',
  title: w('资金来源 × 环节', 'Source × stage'),
  note: w(
    '台账在各环节记的数，按资金来源合计；“–”表示该来源没有这一环节的记录。预算调整为追加减调减的净额。',
    'What the ledgers book at each stage, summed by source; a dash where a source has no entry. Adjustments are net.',
  ),
  sentence: largestSource,
  // The districts that a source's money went to, and through them its projects.
  link: (_row, here) => `${pageLink(here, '/funds')}#fund-sankey`,
  columns: [
    {
      key: 'source',
      heading: w('来源', 'Source'),
      format: 'text',
      words: { ...sourceWords, total: totalWords },
    },
    { key: 'budget', heading: w('年初预算', 'Initial budget'), format: 'money', alike: stageMoney },
    { key: 'change', heading: w('预算调整', 'Adjustment'), format: 'money', alike: stageMoney },
    { key: 'allotted', heading: w('指标下达', 'Allotted'), format: 'money', alike: stageMoney },
    { key: 'arrived', heading: w('到位', 'Arrived'), format: 'money', alike: stageMoney },
    { key: 'spent', heading: w('支出', 'Spent'), format: 'money', alike: stageMoney },
    { key: 'returned', heading: w('结余收回', 'Taken back'), format: 'money', alike: stageMoney },
    { key: 'movements', heading: w('笔数', 'Entries'), format: 'count' },
    { key: 'n', heading: w('项目年度数 n', 'Project-years n'), format: 'count' },
  ],
  option: null,
  height: () => 0,
}

const differenceMoney = ['ledger', 'reported', 'difference'] as const

/** The same project's year, told otherwise by its ledger than by its self-evaluation. */
export const differences: View<LedgerDifference> = {
  name: 'ledger-differences',
  title: w('台账与自评不一致', 'Ledger and self-evaluation disagree'),
  note: w(
    '同一项目同一年度，台账合计与自评所报的支出或全年预算相差超过自评数的 1%；差额为台账减自评，按差额大小排列。',
    'The same project and year, where the sum of the ledger and the reported figure differ by more than 1% of the latter; difference is ledger less report, largest first.',
  ),
  sentence: widestDifference,
  origin: ofReports,
  columns: [
    ...reportColumns,
    {
      key: 'measure',
      heading: w('项', 'Figure'),
      format: 'text',
      words: { spent: w('支出', 'Spent'), budget: w('全年预算', 'Whole-year budget') },
    },
    { key: 'ledger', heading: w('台账', 'Ledger'), format: 'money', alike: differenceMoney },
    { key: 'reported', heading: w('自评', 'Report'), format: 'money', alike: differenceMoney },
    { key: 'difference', heading: w('差额', 'Difference'), format: 'money', alike: differenceMoney },
    { key: 'rate', heading: w('差额 ÷ 自评', 'Difference ÷ report'), format: 'percent' },
  ],
  link: ({ projectId, year }, here) => projectLink(here, projectId, year),
  option: null,
  height: () => 0,
}

const leftMoney = ['adjusted', 'spent', 'left', 'returned', 'carried', 'leftOpen', 'awaited'] as const

/** The project-years with the most money left. */
export const largestLeft: View<FundsLeft> = {
  name: 'funds-left',
  title: w('结余最多的项目', 'Projects with the most money left'),
  note: w(
    '结余（全年预算减支出）最多的 20 个项目年度，以及台账所记的去向。',
    'The 20 project-years with the most money left (whole-year budget less spent), and what the ledgers say became of it.',
  ),
  sentence: mostLeft,
  origin: ({ projectId, year }) => ({ projectId, year, kind: 'ledger', table: null, row: null }),
  columns: [
    ...reportColumns,
    { key: 'adjusted', heading: w('全年预算', 'Whole-year budget'), format: 'money', alike: leftMoney },
    { key: 'spent', heading: w('支出', 'Spent'), format: 'money', alike: leftMoney },
    { key: 'executionRate', heading: w('执行率', 'Execution'), format: 'percent' },
    { key: 'left', heading: w('结余', 'Left'), format: 'money', alike: leftMoney },
    { key: 'returned', heading: w('收回', 'Taken back'), format: 'money', alike: leftMoney },
    { key: 'carried', heading: w('结转下年', 'Carried forward'), format: 'money', alike: leftMoney },
    { key: 'leftOpen', heading: w('去向未说明', 'Not explained'), format: 'money', alike: leftMoney },
    { key: 'awaited', heading: w('次年台账未载入', 'No next ledger'), format: 'money', alike: leftMoney },
  ],
  link: ({ projectId, year }, here) => projectLink(here, projectId, year),
  option: null,
  height: () => 0,
}
