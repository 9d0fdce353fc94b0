import {
  findingFigures,
  findingsByDistrict,
  findingsByRule,
  findingTallies,
} from './queries/finding-counts.ts'
import { findings, findingUnits } from './queries/findings.ts'
import type { FindingsAsked } from './queries/findings-asked.ts'
import { most } from './queries/list-lengths.ts'
import { followedRemarks, remarksByYear } from './queries/remarks.ts'
import { riskRanking } from './queries/risk.ts'
import type { Ask } from './warehouse/sql.ts'

/** All that a page of findings asks. */
export const findingsPageAsked = (ask: Ask, asked: FindingsAsked) => ({
  figures: async () => (await ask(findingFigures, asked))[0] ?? null,
  tallies: async () => (await ask(findingTallies, asked))[0] ?? null,
  rows: () => ask(findings, asked),
  units: () => ask(findingUnits, asked),
  rules: () => ask(findingsByRule, asked),
  districts: () => ask(findingsByDistrict, asked),
  risks: () => ask(riskRanking, { ...asked, most: most.riskiest }),
  remarks: () => ask(remarksByYear, asked.filters),
  followed: async () => (await ask(followedRemarks, asked.filters)).slice(0, most.followed),
})
