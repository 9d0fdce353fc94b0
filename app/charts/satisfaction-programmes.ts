import type { EChartsOption } from 'echarts'
import { formatCount, formatPoints, pointsUnit } from '#app/format.ts'
import { type Here, pageLink } from '#app/links.ts'
import type { SatisfactionByProgramme } from '#app/queries/satisfaction.ts'
import { w } from '#app/words.ts'
import { boxesOption } from './boxes.ts'
import { casesSaid } from './marks.ts'
import { widestProgramme } from './score-sentences.ts'
import type { View } from './view.ts'

const median = w('中位数', 'Median')

/** How the gaps of each programme spread. */
export const satisfactionProgrammes: View<SatisfactionByProgramme> = {
  name: 'satisfaction-by-programme',
  title: w('满意度差距：同类之内', 'Satisfaction gap within each programme'),
  note: w(
    '箱体为同一项目类别满意度差距的上下四分位，横线为中位数，须线至最低与最高；每项指标计一次。明显偏离：稳健 z 绝对值达 3.5，不足 5 项（*）不判断。最多列 40 类，指标多者在前。',
    'Boxes are the quartiles of the gaps of a programme, strokes the medians, whiskers the lowest and highest; each rate counted once. Far off: a robust z of 3.5 either way; below 5 (*) not judged. At most 40, most rates first.',
  ),
  sentence: widestProgramme,
  columns: [
    { key: 'programme', heading: w('项目类别', 'Programme'), format: 'text' },
    { key: 'n', heading: w('指标数 n', 'Rates n'), format: 'count', marksFew: true },
    { key: 'met', heading: w('达标项数', 'Met'), format: 'count' },
    { key: 'lowest', heading: w('最低', 'Lowest'), format: 'points' },
    { key: 'lower', heading: w('下四分位', 'Lower quartile'), format: 'points' },
    { key: 'median', heading: median, format: 'points' },
    { key: 'upper', heading: w('上四分位', 'Upper quartile'), format: 'points' },
    { key: 'highest', heading: w('最高', 'Highest'), format: 'points' },
    { key: 'mad', heading: w('MAD', 'MAD'), format: 'points' },
    { key: 'far', heading: w('明显偏离', 'Far off'), format: 'count' },
    { key: 'surveys', heading: w('写明样本数的', 'With a survey size'), format: 'count' },
    { key: 'surveyed', heading: w('样本数合计', 'Surveyed in all'), format: 'count' },
  ],
  link: ({ programme }, here) => pageLink(here, '/compare/satisfaction', { programme: [programme] }),
  option: boxesOf,
  height: (rows) => 76 + 28 * rows.length,
}

function boxesOf(rows: readonly SatisfactionByProgramme[], here: Here): EChartsOption {
  const { language } = here
  const boxes = rows.map((row) => ({
    ...row,
    key: row.programme,
    label: row.programme,
    says: `${row.programme} · ${casesSaid(row.n)}\n${median[language]} ${formatPoints(row.median)} ${pointsUnit[language]}\n${formatPoints(row.lower)} – ${formatPoints(row.upper)}`,
    href: satisfactionProgrammes.link?.(row, here) ?? null,
  }))
  const name = `${w('差距', 'Gap')[language]}（${pointsUnit[language]}）`
  return boxesOption(boxes, [], { name, format: formatCount }, language, true)
}
