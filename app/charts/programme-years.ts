import { type Here, pageLink } from '#app/links.ts'
import type { DistrictMeasure } from '#app/queries/district-years.ts'
import type { ProgrammeYear } from '#app/queries/programme-years.ts'
import { type Words, w } from '#app/words.ts'
import {
  highestOfNewest,
  measureColumns,
  panelsHeight,
  panelsOption,
  titles,
  withUnit,
  written,
} from './panels.ts'
import { inChosenYears } from './sentences.ts'
import type { View } from './view.ts'

const link = ({ programme, year }: ProgrammeYear, here: Here) =>
  pageLink(here, '/', { programme: [programme], year: [year] })

/** One small panel a programme, all on one scale. */
export const programmeYearsView = (measure: DistrictMeasure): View<ProgrammeYear> => ({
  name: `programme-years-${measure}`,
  title: w(`各项目类别${titles[measure].zh}逐年变化`, `${titles[measure].en} by programme over the years`),
  note: w(
    `自评最多的项目类别每格一个（至多 16 个），纵轴同一尺度（${written[measure].unit.zh}），可直接对比高低；${written[measure].of.zh}（各年合计），* 为不足 5。不受年度筛选影响。`,
    `A panel for each of the programmes with most self-evaluations, 16 at most, all on one scale, in ${written[measure].unit.en}. ${written[measure].of.en} of all years, * fewer than 5. The year filter does not apply.`,
  ),
  sentence: (rows, here) => highest(measure, inChosenYears(rows, here)),
  columns: [{ key: 'programme', heading: w('项目类别', 'Programme'), format: 'text' }, ...measureColumns],
  link,
  option: (rows, here) =>
    panelsOption(
      measure,
      rows.map((row) => ({ ...row, key: row.programme, label: row.programme, href: link(row, here) })),
      here.language,
    ),
  height: (rows) => panelsHeight(rows.map(({ programme }) => ({ key: programme, label: programme }))),
})

/** The programme that stands above the others in the latest of the years. */
function highest(measure: DistrictMeasure, rows: readonly ProgrammeYear[]): Words | null {
  const found = highestOfNewest(measure, rows)
  if (found === null) return null
  const { row, n } = found
  return w(
    `${row.programme} ${row.year} 年${titles[measure].zh}在所列项目类别中最高：${withUnit(measure, row[measure], 'zh')}${n.zh}`,
    `${row.programme} has the highest ${titles[measure].en.toLowerCase()} of the programmes shown in ${row.year}: ${withUnit(measure, row[measure], 'en')}${n.en}`,
  )
}
