import { givenFields } from '#app/domain/given.ts'
import { type Words, w } from '#app/words.ts'

/** What a column can be said to mean, as a person chooses it. */
export const columnWords: readonly (readonly [string, Words])[] = [
  ['project', w('项目名称', 'Project')],
  ['unit', w('实施单位', 'Unit')],
  ['department', w('主管部门', 'Department')],
  ['district', w('区县', 'District')],
  ['year', w('年度', 'Year')],
  ['level1', w('一级指标', 'Level 1')],
  ['level2', w('二级指标', 'Level 2')],
  ['level3', w('指标名称', 'Indicator')],
  ['operator', w('符号（≥、≤、=）', 'Sign (≥, ≤, =)')],
  ['target', w('年度指标值', 'Target')],
  ['targetUnit', w('计量单位', 'Unit of measure')],
  ['actual', w('实际完成值', 'Actual')],
  ['weight', w('分值', 'Weight')],
  ['score', w('得分', 'Score')],
  ['reason', w('偏差原因', 'Reason')],
  ['budget', w('年初预算数', 'Initial budget')],
  ['adjusted', w('全年预算数', 'Whole-year budget')],
  ['arrived', w('资金到位数', 'Funds arrived')],
  ['spent', w('全年执行数', 'Spent')],
  ['executionRate', w('执行率', 'Execution rate')],
  ['total', w('总分', 'Total')],
  ['grade', w('等级', 'Grade')],
  ['sector', w('行业', 'Sector')],
  ['programme', w('项目类别', 'Programme')],
  ['date', w('台账：日期', 'Ledger: date')],
  ['stage', w('台账：资金环节', 'Ledger: stage')],
  ['source', w('台账：资金来源', 'Ledger: source')],
  ['amount', w('台账：金额', 'Ledger: amount')],
]

/** What a heading may mean beside, as it was read: nobody need choose these. */
export const alsoReadWords: Readonly<Record<string, Words>> = {
  name: w('绩效指标', 'Indicators'),
  level4: w('四级指标', 'Level 4'),
  item: w('子项目', 'Part of a project'),
  reporter: w('填报单位', 'Reporting unit'),
  districtCode: w('区划代码', 'District code'),
  allotted: w('指标下达数', 'Allotted'),
  returned: w('收回数', 'Returned'),
  income: w('台账：收入', 'Ledger: in'),
  outgo: w('台账：支出', 'Ledger: out'),
  ignored: w('不读', 'not read'),
}

/** What can be given by hand where no column says it. */
export const givenWords: readonly (readonly [string, Words])[] = columnWords.filter(([field]) =>
  givenFields.some((given) => given === field),
)
