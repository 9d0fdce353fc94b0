import type { Filters } from './queries/filters.ts'
import { fundCoverage } from './queries/fund-coverage.ts'
import { fundProgress } from './queries/fund-progress.ts'
import { fundSankey } from './queries/fund-sankey.ts'
import { fundsByDistrict } from './queries/funds-by-district.ts'
import { fundsBySource } from './queries/funds-by-source.ts'
import { fundsLeft } from './queries/funds-left.ts'
import { ledgerDifferences } from './queries/ledger-differences.ts'
import type { Ask } from './warehouse/sql.ts'

/** All that a page of funds asks. */
export const fundsAsked = (ask: Ask, filters: Filters) => ({
  bands: () => ask(fundSankey, filters),
  progress: () => ask(fundProgress, filters),
  districts: () => ask(fundsByDistrict, filters),
  sources: () => ask(fundsBySource, filters),
  left: () => ask(fundsLeft, filters),
  differing: () => ask(ledgerDifferences, filters),
  coverage: () => ask(fundCoverage, filters),
})
