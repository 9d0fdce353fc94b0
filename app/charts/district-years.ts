import { districtOf, type Here, pageLink } from '#app/links.ts'
import type { DistrictMeasure, DistrictYear } from '#app/queries/district-years.ts'
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
import { districtColumn, unknownDistrict } from './report-columns.ts'
import { inChosenYears, placed } from './sentences.ts'
import type { Column, View } from './view.ts'

const columns: readonly Column<DistrictYear>[] = [districtColumn, ...measureColumns]

const link = (row: DistrictYear, here: Here) =>
  pageLink(here, '/', { district: districtOf(here, row), year: [row.year] })

const keyOf = ({ district }: DistrictYear) => district ?? ''

/** One small panel a district, all on one scale. */
export const districtYearsView = (measure: DistrictMeasure): View<DistrictYear> => ({
  name: `district-years-${measure}`,
  title: w(`各区县${titles[measure].zh}逐年变化`, `${titles[measure].en} by district over the years`),
  note: w(
    `每格一个区县，纵轴同一尺度（${written[measure].unit.zh}），可直接对比高低；${written[measure].of.zh}（各年合计），* 为不足 5。不受年度筛选影响。${measure === 'gap' ? '横实线为零，即恰好达到目标。' : ''}`,
    `A panel a district, all on one scale, in ${written[measure].unit.en}. ${written[measure].of.en} of all years, * fewer than 5. The year filter does not apply.${measure === 'gap' ? ' The solid line is zero: the promise just kept.' : ''}`,
  ),
  sentence: (rows, here) => highest(measure, inChosenYears(rows, here)),
  columns,
  link,
  option: (rows, here) =>
    panelsOption(
      measure,
      rows.map((row) => ({
        ...row,
        key: keyOf(row),
        label: row.districtName ?? unknownDistrict[here.language],
        href: link(row, here),
      })),
      here.language,
    ),
  height: (rows) =>
    panelsHeight(rows.map((row) => ({ key: keyOf(row), label: row.districtName ?? unknownDistrict.en }))),
})

/** The district that stands above the others in the latest of the years. */
function highest(measure: DistrictMeasure, rows: readonly DistrictYear[]): Words | null {
  const found = highestOfNewest(measure, rows)
  if (found === null) return null
  const { row, n } = found
  const where = placed(row.districtName, row.year)
  return w(
    `${where.zh}${titles[measure].zh}在各区县中最高：${withUnit(measure, row[measure], 'zh')}${n.zh}`,
    `${where.en} has the highest ${titles[measure].en.toLowerCase()} of all districts: ${withUnit(measure, row[measure], 'en')}${n.en}`,
  )
}
