import { documentLink, pageLink } from '#app/links.ts'
import type { ProjectFlow, ProjectFunds } from '#app/queries/project-funds.ts'
import type { ProjectIndicator } from '#app/queries/project-indicators.ts'
import type { ProjectYear } from '#app/queries/project-years.ts'
import { gradeWords, w } from '#app/words.ts'
import { sourceWords, stageWords } from './fund-words.ts'
import { latestOfProject, leastReached, spentTwice } from './project-sentences.ts'
import type { View } from './view.ts'

const noPicture = { option: null, height: () => 0 }

/** One report's indicators in the order of the official form, with what was understood of them. */
export const reportIndicators: View<ProjectIndicator> = {
  name: 'project-indicators',
  title: w('绩效指标', 'Indicators'),
  note: w(
    '左侧为自评原文，按自评表的顺序；右侧为系统读出的数值。完成率：越高越好的为实际 ÷ 目标，越低越好的为目标 ÷ 实际，等于为宜的为 1 − |实际 − 目标| ÷ 目标，均不封顶；文字与日期只判断是否达标。',
    'On the left as the report prints it, in its order; on the right what was read. Completion: actual ÷ target where more is better, target ÷ actual where less is, 1 − |actual − target| ÷ target where equal is right; never capped. Words and dates have none.',
  ),
  sentence: leastReached,
  origin: ({ projectId, year, kind, table, row }) => ({ projectId, year, kind, table, row }),
  columns: [
    { key: 'level1', heading: w('一级指标', 'Level 1'), format: 'text' },
    { key: 'level2', heading: w('二级指标', 'Level 2'), format: 'text' },
    { key: 'name', heading: w('三级指标', 'Indicator'), format: 'text' },
    { key: 'targetText', heading: w('年度指标值', 'Target'), format: 'text' },
    { key: 'actualText', heading: w('实际完成值', 'Actual'), format: 'text' },
    { key: 'weight', heading: w('分值', 'Weight'), format: 'score' },
    { key: 'score', heading: w('得分', 'Score'), format: 'score' },
    { key: 'reason', heading: w('偏差原因分析及改进措施', 'Reason and measures'), format: 'text' },
    { key: 'targetValue', heading: w('目标读作', 'Target read as'), format: 'count', per: 'targetUnit' },
    { key: 'targetUnit', heading: w('目标单位', 'Target unit'), format: 'text' },
    { key: 'actualValue', heading: w('实际读作', 'Actual read as'), format: 'count', per: 'actualUnit' },
    { key: 'actualUnit', heading: w('实际单位', 'Actual unit'), format: 'text' },
    { key: 'completion', heading: w('完成率', 'Completion'), format: 'percent' },
    { key: 'table', heading: w('表', 'Table'), format: 'count' },
    { key: 'row', heading: w('行', 'Row'), format: 'count' },
  ],
  ...noPicture,
}

export const fundMeasures = { ...stageWords, adjusted: w('全年预算', 'Whole-year budget') }

const fundMoney = ['reported', 'ledger', 'difference'] as const

/** One report's money as it prints it, beside the ledger's. */
export const reportFunds: View<ProjectFunds> = {
  name: 'project-funds',
  title: w('资金', 'Funds'),
  note: w(
    '自评为报告所载数，台账为同一项目同一年度各笔之和，差额为台账减自评。',
    'Report: as printed; ledger: the sum of the entries of the project and year; difference: ledger less report.',
  ),
  sentence: spentTwice,
  columns: [
    {
      key: 'measure',
      heading: w('项', 'Figure'),
      format: 'text',
      words: fundMeasures,
    },
    { key: 'reported', heading: w('自评', 'Report'), format: 'money', alike: fundMoney },
    { key: 'ledger', heading: w('台账', 'Ledger'), format: 'money', alike: fundMoney },
    { key: 'difference', heading: w('差额', 'Difference'), format: 'money', alike: fundMoney },
  ],
  ...noPicture,
}

/** The ledger's entries behind a report. */
export const reportFlows: View<ProjectFlow> = {
  name: 'project-flows',
  title: w('台账明细', 'Ledger entries'),
  columns: [
    { key: 'date', heading: w('日期', 'Date'), format: 'text', absent: w('未注明', 'not given') },
    { key: 'stage', heading: w('环节', 'Stage'), format: 'text', words: stageWords },
    { key: 'source', heading: w('来源', 'Source'), format: 'text', words: sourceWords },
    { key: 'amount', heading: w('金额', 'Amount'), format: 'money', alike: ['amount'] },
    { key: 'row', heading: w('台账行', 'Ledger row'), format: 'count' },
  ],
  link: ({ document, table, row }, here) => documentLink(here, document, { table, row }),
  ...noPicture,
}

const yearMoney = ['planned', 'spent'] as const

/** A project's self-evaluations year by year. */
export const reportYears: View<ProjectYear> = {
  name: 'project-years',
  title: w('历年对照', 'Year by year'),
  note: w(
    '预算为全年预算，无则为年初预算；折算单位成本为支出 ÷ 实际数量，当年价；满意度差距为各项满意度实际减目标的简单平均。',
    'Budget: whole-year, else initial; implied unit cost: spent ÷ actual quantity, in money of the year; satisfaction gap: plain mean of actual less target.',
  ),
  sentence: latestOfProject,
  origin: ({ projectId, year }) => ({ projectId, year, kind: 'selfEvaluation', table: null, row: null }),
  columns: [
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    { key: 'planned', heading: w('预算', 'Budget'), format: 'money', alike: yearMoney },
    { key: 'spent', heading: w('支出', 'Spent'), format: 'money', alike: yearMoney },
    { key: 'executionRate', heading: w('执行率', 'Execution'), format: 'percent' },
    { key: 'implied', heading: w('折算单位成本', 'Implied unit cost'), format: 'unitCost', per: 'per' },
    { key: 'gap', heading: w('满意度差距', 'Satisfaction gap'), format: 'points' },
    { key: 'total', heading: w('总分', 'Total'), format: 'score' },
    { key: 'grade', heading: w('等级', 'Grade'), format: 'text', words: gradeWords },
  ],
  link: ({ projectId, year }, here) => pageLink(here, `/projects/${projectId}`, { year: [year] }),
  ...noPicture,
}
