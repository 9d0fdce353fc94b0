import { type Words, w } from './words.ts'

type NamedPage = readonly [path: string, name: Words]

/** Pages that show figures of many reports. */
const ofFigures: readonly NamedPage[] = [
  ['/', w('总览', 'Overview')],
  ['/compare/targets', w('计划与实际', 'Planned and actual')],
  ['/compare/unit-cost', w('单位成本', 'Unit cost')],
  ['/compare/satisfaction', w('满意度差距', 'Satisfaction gap')],
  ['/compare/scores', w('得分分布', 'Scores')],
  ['/compare/side-by-side', w('并排比较', 'Side by side')],
  ['/funds', w('资金', 'Funds')],
  ['/findings', w('核查发现', 'Findings')],
  ['/projects', w('项目', 'Projects')],
  ['/indicators', w('指标', 'Indicators')],
  ['/documents', w('文档', 'Documents')],
]

/** What stands at the head of every page. */
export const navigation: readonly NamedPage[] = [
  ...ofFigures,
  ['/views', w('视图', 'Views')],
  ['/wall', w('大屏', 'Wall')],
]

export const pagesOfFigures = ofFigures.map(([path]) => path)
