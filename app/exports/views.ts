import { ruleTitles } from '#app/audit/titles.server.ts'
import * as change from '#app/charts/cost-change.ts'
import { districtYearsView } from '#app/charts/district-years.ts'
import { documentList, documentTally } from '#app/charts/documents.ts'
import { findingsByDistrictView, findingsByRuleView, findingsView, riskView } from '#app/charts/findings.ts'
import { executionProgress } from '#app/charts/fund-progress.ts'
import { fundFlow } from '#app/charts/fund-sankey.ts'
import * as funds from '#app/charts/funds.ts'
import { indicatorsView } from '#app/charts/indicators.ts'
import * as outcomes from '#app/charts/outcomes.ts'
import * as overview from '#app/charts/overview.ts'
import { districtMeasures } from '#app/charts/panels.ts'
import { programmeYearsView } from '#app/charts/programme-years.ts'
import * as project from '#app/charts/project.ts'
import * as reporting from '#app/charts/projects.ts'
import { followedRemarksView, remarksByYearView } from '#app/charts/remarks.ts'
import * as satisfaction from '#app/charts/satisfaction.ts'
import * as satisfactionCases from '#app/charts/satisfaction-cases.ts'
import { satisfactionProgrammes } from '#app/charts/satisfaction-programmes.ts'
import * as scores from '#app/charts/scores.ts'
import * as sides from '#app/charts/side-by-side.ts'
import * as targets from '#app/charts/targets.ts'
import * as unitCost from '#app/charts/unit-cost.ts'
import { unitCostPeersView } from '#app/charts/unit-cost-peers.ts'
import * as unitCostTables from '#app/charts/unit-cost-tables.ts'
import { watchListView } from '#app/charts/watch-list.ts'
import { notReweightedView, reweightedView } from '#app/charts/weighting.ts'
import { costChange, costChangeByDistrict, costChangeCases } from '#app/queries/cost-change.ts'
import type { Decisions } from '#app/queries/decisions.ts'
import { districtYears } from '#app/queries/district-years.ts'
import { documentCounts, documents, documentsAskedOf } from '#app/queries/documents.ts'
import { type Filters, Measure } from '#app/queries/filters.ts'
import { findingsByDistrict, findingsByRule } from '#app/queries/finding-counts.ts'
import { findings } from '#app/queries/findings.ts'
import { findingsAskedOf } from '#app/queries/findings-asked.ts'
import { fundProgress } from '#app/queries/fund-progress.ts'
import { fundSankey } from '#app/queries/fund-sankey.ts'
import { fundsByDistrict } from '#app/queries/funds-by-district.ts'
import { fundsBySource } from '#app/queries/funds-by-source.ts'
import { fundsLeft } from '#app/queries/funds-left.ts'
import { indicatorListOf, indicators } from '#app/queries/indicators.ts'
import { ledgerDifferences } from '#app/queries/ledger-differences.ts'
import { executionBands, gradeCounts, scoreBands } from '#app/queries/outcomes.ts'
import {
  executionAgainstScore,
  gradesByDistrict,
  overviewFigures,
  yearlyTrend,
} from '#app/queries/overview.ts'
import { programmeYears } from '#app/queries/programme-years.ts'
import { projectFlows, projectFunds } from '#app/queries/project-funds.ts'
import { projectIndicators } from '#app/queries/project-indicators.ts'
import { projectYears } from '#app/queries/project-years.ts'
import { projectListOf, projects, reportingByDistrict, reportingByYear } from '#app/queries/projects.ts'
import { followedRemarks, remarksByYear } from '#app/queries/remarks.ts'
import { riskRanking } from '#app/queries/risk.ts'
import {
  satisfactionAgainstScore,
  satisfactionByDistrict,
  satisfactionByProgramme,
  satisfactionGaps,
  satisfactionLeftOut,
  satisfactionRanking,
  satisfactionTrend,
} from '#app/queries/satisfaction.ts'
import { scoreCases, scoreDistribution, scoresByDistrict, scoreTies } from '#app/queries/scores.ts'
import { sideBySide, sideCases, sideYears } from '#app/queries/side-by-side.ts'
import { completionByLevel, completionByYear, widestMisses, widestOvershoots } from '#app/queries/targets.ts'
import { unitCostByDistrict, unitCostCompared, unitCostTrend } from '#app/queries/unit-cost.ts'
import { unitCostCases, unitCostLeftOut } from '#app/queries/unit-cost-cases.ts'
import { unitCostPeers } from '#app/queries/unit-cost-peers.ts'
import { unitCostProgrammes } from '#app/queries/unit-cost-programmes.ts'
import { watchList } from '#app/queries/watch-list.ts'
import { scoresNotReweighted, scoresReweighted } from '#app/queries/weighting.ts'
import { mostRows } from './answer.ts'
import { decided, type Exported, exported, filtered } from './exported.ts'
import {
  oneMeasure,
  oneMeasureOfAllYears,
  oneProject,
  oneReport,
  oneReporting,
  oneSeverity,
  oneState,
  oneStatus,
  reportOf,
} from './limits.ts'

/** The findings that their page shows for this URL. */
const findingsOf = (filters: Filters, search: URLSearchParams, decisions: Decisions) => ({
  ...findingsAskedOf(search, decisions).asked,
  filters,
})

const all: readonly Exported[] = [
  decided(overviewFigures, overview.overviewFiguresView),
  decided(watchList, watchListView),
  filtered(gradesByDistrict, overview.gradesByDistrictView),
  filtered(gradeCounts, outcomes.gradeCountsView),
  filtered(scoreBands, outcomes.scoreBandsView),
  filtered(executionBands, outcomes.executionBandsView),
  decided(yearlyTrend, overview.yearlyTrendView),
  filtered(executionAgainstScore, overview.executionAgainstScoreView),
  filtered(completionByLevel, targets.completionMatrix),
  filtered(completionByYear, targets.completionTrend),
  filtered(widestMisses, targets.missesList),
  filtered(widestOvershoots, targets.overshootsList),
  filtered(unitCostProgrammes, unitCostTables.programmesTable),
  filtered(unitCostByDistrict, unitCost.unitCostMatrix, oneMeasureOfAllYears),
  filtered(unitCostCompared, unitCost.unitCostBars, oneMeasure),
  filtered(unitCostTrend, unitCost.unitCostLines, oneMeasureOfAllYears),
  filtered(unitCostCases, unitCostTables.casesTable, oneMeasure),
  filtered(unitCostLeftOut, unitCostTables.leftOutTable, oneMeasure),
  filtered(unitCostPeers, unitCostPeersView, oneMeasure),
  filtered(costChange, change.costChangeView, oneMeasure),
  filtered(costChangeByDistrict, change.costChangeByDistrictView, oneMeasure),
  filtered(costChangeCases, change.costChangeCasesView, oneMeasure),
  filtered(satisfactionByDistrict, satisfaction.satisfactionMatrix),
  filtered(satisfactionByProgramme, satisfactionProgrammes),
  filtered(satisfactionRanking, satisfaction.satisfactionRanking),
  filtered(satisfactionTrend, satisfaction.satisfactionTrend),
  filtered(satisfactionAgainstScore, satisfactionCases.satisfactionScatter),
  filtered(satisfactionGaps, satisfactionCases.satisfactionGapsTable),
  filtered(satisfactionLeftOut, satisfactionCases.satisfactionLeftOutTable),
  filtered(scoreDistribution, scores.scoreDistributionView),
  filtered(scoresByDistrict, scores.scoresByDistrictView),
  filtered(scoreTies, scores.scoreTiesView),
  filtered(scoreCases, scores.scoreCasesView),
  filtered(scoresReweighted, reweightedView),
  filtered(scoresNotReweighted, notReweightedView),
  filtered(sideBySide, sides.sideBySideView),
  ...Measure.options.flatMap((measure) => [
    filtered(sideYears(measure), sides.sideYearsView(measure)),
    filtered(sideYears(measure), sides.sideRanksView(measure)),
    filtered(sideCases(measure), sides.sideCasesView(measure)),
  ]),
  ...districtMeasures.flatMap((measure) => [
    filtered(districtYears(measure), districtYearsView(measure)),
    filtered(programmeYears(measure), programmeYearsView(measure)),
  ]),
  filtered(fundSankey, fundFlow),
  filtered(fundProgress, executionProgress),
  filtered(fundsByDistrict, funds.districtFunds),
  filtered(fundsBySource, funds.sourceFunds),
  filtered(fundsLeft, funds.largestLeft),
  filtered(ledgerDifferences, funds.differences),
  exported(findingsByRule, findingsByRuleView(ruleTitles), { paramsOf: findingsOf, limits: oneState }),
  exported(findingsByDistrict, findingsByDistrictView, { paramsOf: findingsOf, limits: oneState }),
  exported(riskRanking, riskView(ruleTitles), {
    paramsOf: (filters, search, decisions) => ({
      ...findingsOf(filters, search, decisions),
      most: mostRows,
    }),
    limits: oneState,
  }),
  filtered(remarksByYear, remarksByYearView),
  filtered(followedRemarks, followedRemarksView),
  // A file holds a whole list, not a page of it.
  exported(indicators, indicatorsView, {
    paramsOf: (filters, search) => ({ ...indicatorListOf(search).list, filters, page: null }),
  }),
  filtered(reportingByYear, reporting.reportingByYearView),
  filtered(reportingByDistrict, reporting.reportingByDistrictView),
  exported(projects, reporting.projectsView, {
    paramsOf: (filters, search) => ({ ...projectListOf(search).list, filters, page: null }),
    limits: oneReporting,
  }),
  exported(findings, findingsView(ruleTitles), {
    paramsOf: (filters, search, decisions) => ({ ...findingsOf(filters, search, decisions), page: null }),
    limits: async (ask, asked) => [...(await oneState(ask, asked)), ...(await oneSeverity(ask, asked))],
  }),
  exported(documents, documentList, {
    paramsOf: ({ q }, search) => ({ ...documentsAskedOf(search), q, page: null }),
    limits: oneStatus,
  }),
  exported(documentCounts, documentTally, { paramsOf: () => undefined }),
  exported(projectIndicators, project.reportIndicators, { paramsOf: reportOf, limits: oneReport }),
  exported(projectFunds, project.reportFunds, { paramsOf: reportOf, limits: oneReport }),
  exported(projectFlows, project.reportFlows, { paramsOf: reportOf, limits: oneReport }),
  exported(projectYears, project.reportYears, { paramsOf: reportOf, limits: oneProject }),
]

/** Every view that /export has, by name. */
export const views: ReadonlyMap<string, Exported> = new Map(all.map((view) => [view.name, view]))
