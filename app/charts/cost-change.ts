import type { EChartsOption } from 'echarts'
import { formatMoney, type MoneyScale, moneyScale } from '#app/format.ts'
import { districtOf, type Here, pageLink, projectLink } from '#app/links.ts'
import type { CostChange, CostChangeByDistrict, CostChangeCase, Part } from '#app/queries/cost-change.ts'
import { type Language, type Words, w } from '#app/words.ts'
import { widestDistrict, widestPart, widestProject } from './cost-change-sentences.ts'
import { casesSaid, saying } from './marks.ts'
import { projectColumns } from './report-columns.ts'
import { axisStyle, base, ink, labelsInside, moneyAxis, nameFromLeft, palette } from './theme.ts'
import { type Column, inPrices, type View } from './view.ts'

const path = '/compare/unit-cost'
const changeCasesId = 'cost-change-cases'

const partWords: Readonly<Record<Part, Words>> = {
  before: w('前一年支出', 'Spent before'),
  volume: w('数量影响', 'Volume'),
  price: w('价格影响', 'Price'),
  entered: w('新增项目', 'Entered'),
  departed: w('退出项目', 'Left'),
  unsplit: w('未能分解', 'Not split'),
  after: w('后一年支出', 'Spent after'),
}
const changeWords = w('支出增减', 'Change')
const together = w('全部区县', 'All districts')

/** Told apart by lightness too; a rise is not bad by itself. */
const partColours: Readonly<Record<Part, string>> = {
  before: palette.slate,
  after: palette.slate,
  volume: palette.blue,
  price: palette.orange,
  entered: palette.light,
  departed: palette.red,
  unsplit: palette.faint,
}
const effects = ['volume', 'price', 'entered', 'departed', 'unsplit'] as const

const convention = w(
  '按项目逐个计算后相加（连环替代法，先数量后价格）：数量影响 =（后一年数量 − 前一年数量）× 前一年折算单位成本；价格影响 =（后一年 − 前一年折算单位成本）× 后一年数量。只有一年有支出记录的项目计入新增或退出（含另一年材料未载入的）；两年中有一年不能折算单位成本的，不作分解。各部分之和等于支出增减，精确到分。',
  'Worked out project by project, then summed. Volume: the change in quantity × the earlier implied unit cost. Price: the change in implied unit cost × the later quantity. Projects that report spending in one of the years alone enter or leave, also where the other report was not loaded; those whose unit cost is not known in both are not split. The parts add up to the change exactly, to the fen.',
)

const money = <Row extends { prices: number | null }>(
  key: keyof Row & string,
  heading: Words,
  alike: readonly (keyof Row & string)[],
): Column<Row> => ({ key, heading, format: 'money', prices: 'prices', alike })

const toCases = ({ yearBefore, yearAfter }: { yearBefore: number; yearAfter: number }, here: Here) =>
  `${pageLink(here, path, { year: [yearBefore, yearAfter] })}#${changeCasesId}`

const scaleWords = (scale: MoneyScale, prices: number | null, language: Language) =>
  inPrices(scale.unit, prices, language)

/** From what was spent in one year to what was spent in another. */
export const costChangeView: View<CostChange> = {
  name: 'cost-change',
  title: w('两年支出增减：数量、价格与项目进出', 'Change in spending: volume, price, projects'),
  note: convention,
  sentence: widestPart(partWords),
  columns: [
    { key: 'part', heading: w('构成', 'Part'), format: 'text', words: partWords },
    { key: 'yearBefore', heading: w('前一年', 'From'), format: 'year' },
    { key: 'yearAfter', heading: w('后一年', 'To'), format: 'year' },
    { key: 'amount', heading: w('金额', 'Amount'), format: 'money', prices: 'prices' },
    { key: 'n', heading: w('项目数 n', 'Projects n'), format: 'count', marksFew: true },
  ],
  link: toCases,
  option: stepsOption,
  height: () => 320,
}

const signed = (amount: number, scale: MoneyScale) => `${amount > 0 ? '+' : ''}${formatMoney(amount, scale)}`

/** 数量影响 in two lines, so that seven steps stand beside each other on a phone. */
const narrow = (label: string) =>
  label.replace(/(?<=^\p{Script=Han}{2})(?=\p{Script=Han}{2}\n)| (?=[a-z]+\n)/u, '\n')

function stepsOption(rows: readonly CostChange[], here: Here): EChartsOption {
  const { language } = here
  const scale = moneyScale(
    rows.map(({ high }) => high),
    language,
  )
  const isSum = (part: Part) => part === 'before' || part === 'after'
  const nameOf = ({ part, yearBefore, yearAfter }: CostChange) =>
    isSum(part) ? `${part === 'before' ? yearBefore : yearAfter}` : partWords[part][language]
  const written = ({ part, amount }: CostChange) =>
    isSum(part) ? formatMoney(amount, scale) : signed(amount, scale)
  return {
    ...base,
    legend: { show: false },
    tooltip: saying,
    grid: { left: 8, right: 16, top: 36, bottom: 8, ...labelsInside },
    xAxis: {
      type: 'category',
      data: rows.map((row) => `${nameOf(row)}\n${casesSaid(row.n)}`),
      ...axisStyle,
      axisLabel: { ...axisStyle.axisLabel, interval: 0, lineHeight: 16, formatter: narrow },
    },
    yAxis: {
      type: 'value',
      ...axisStyle,
      name: scaleWords(scale, rows[0]?.prices ?? null, language),
      nameTextStyle: nameFromLeft,
      ...moneyAxis(scale),
    },
    series: [
      {
        type: 'bar',
        stack: 'steps',
        silent: true,
        itemStyle: { color: 'transparent' },
        data: rows.map(({ low }) => low),
      },
      {
        type: 'bar',
        stack: 'steps',
        barMaxWidth: 64,
        label: { show: true, color: ink.text, fontSize: 11 },
        data: rows.map((row) => ({
          value: row.high - row.low,
          // What the step says, where it does not stand on the one before.
          figure: row.amount,
          itemStyle: { color: partColours[row.part] },
          // A fall is written below its step, where the figure beside it leaves room on a phone.
          label: { formatter: written(row), position: row.amount < 0 ? 'bottom' : 'top' },
          says: `${nameOf(row)}\n${written(row)} ${scaleWords(scale, row.prices, language)}\n${casesSaid(row.n)}`,
          href: toCases(row, here),
        })),
      },
    ],
  }
}

const sums = ['before', 'volume', 'price', 'entered', 'departed', 'unsplit', 'change', 'after'] as const

/** The same by district. */
export const costChangeByDistrictView: View<CostChangeByDistrict> = {
  name: 'cost-change-by-district',
  title: w('两年支出增减：各区县', 'Change in spending by district'),
  note: w(
    '向右为增加，向左为减少；◆ 为净增减。算法同上，各部分相加等于净增减。',
    'To the right more, to the left less; ◆ is the net change. As above: the parts add up to it.',
  ),
  sentence: widestDistrict,
  columns: [
    { key: 'districtName', heading: w('区县', 'District'), format: 'text', absent: together },
    { key: 'yearBefore', heading: w('前一年', 'From'), format: 'year' },
    { key: 'yearAfter', heading: w('后一年', 'To'), format: 'year' },
    ...sums.map((key) =>
      money<CostChangeByDistrict>(key, key === 'change' ? changeWords : partWords[key], sums),
    ),
    { key: 'splitN', heading: w('分解的项目 n', 'Split n'), format: 'count', marksFew: true },
    { key: 'enteredN', heading: w('新增 n', 'Entered n'), format: 'count' },
    { key: 'departedN', heading: w('退出 n', 'Left n'), format: 'count' },
    { key: 'unsplitN', heading: w('未分解 n', 'Not split n'), format: 'count' },
    { key: 'unknownN', heading: w('支出不明的自评', 'No spending known'), format: 'count' },
  ],
  link: districtLink,
  option: districtsOption,
  height: (rows) => 84 + 30 * rows.length,
}

function districtLink(row: CostChangeByDistrict, here: Here): string {
  return pageLink(here, path, { district: districtOf(here, row), year: [row.yearBefore, row.yearAfter] })
}

function districtsOption(all: readonly CostChangeByDistrict[], here: Here): EChartsOption {
  const { language } = here
  // The whole would dwarf its parts.
  const rows = all.filter((row) => !row.all)
  const scale = moneyScale(
    rows.flatMap((row) => sums.slice(1, -1).map((key) => row[key])),
    language,
  )
  const unit = scaleWords(scale, rows[0]?.prices ?? null, language)
  const saidOf = (row: CostChangeByDistrict, words: Words, amount: number) =>
    `${row.districtName ?? '–'} · ${row.yearBefore} → ${row.yearAfter}\n${words[language]} ${signed(amount, scale)} ${unit}`
  const shown = effects.filter((part) => rows.some((row) => row[part] !== null))
  return {
    ...base,
    tooltip: saying,
    grid: { left: 8, right: 24, top: 36, bottom: 28, ...labelsInside },
    xAxis: {
      type: 'value',
      ...axisStyle,
      name: unit,
      nameLocation: 'middle',
      nameGap: 28,
      ...moneyAxis(scale),
    },
    yAxis: {
      type: 'category',
      inverse: true,
      ...axisStyle,
      axisLine: { onZero: false, lineStyle: axisStyle.axisLine.lineStyle },
      data: rows.map(({ districtName }) => districtName ?? '–'),
    },
    series: [
      ...shown.map((part) => ({
        type: 'bar' as const,
        name: partWords[part][language],
        stack: 'change',
        barMaxWidth: 18,
        color: partColours[part],
        data: rows.map((row) => ({
          value: row[part] ?? '-',
          says: saidOf(row, partWords[part], row[part] ?? 0),
          href: districtLink(row, here),
        })),
      })),
      {
        type: 'scatter' as const,
        name: changeWords[language],
        symbol: 'diamond',
        symbolSize: 11,
        itemStyle: { color: ink.surface, borderColor: ink.text, borderWidth: 2 },
        data: rows.map((row, place) => ({
          value: [row.change, place],
          says: saidOf(row, changeWords, row.change),
          href: districtLink(row, here),
        })),
      },
    ],
  }
}

const caseSums = ['before', 'after', 'change', 'volume', 'price', 'entered', 'departed', 'unsplit'] as const

/** The projects that the change is of. */
export const costChangeCasesView: View<CostChangeCase> = {
  name: 'cost-change-cases',
  title: w('两年支出增减：逐个项目', 'Change in spending by project'),
  note: w('增减大者在前，最多 200 个。', 'The widest change first, at most 200.'),
  sentence: widestProject,
  columns: [
    ...projectColumns,
    { key: 'yearBefore', heading: w('前一年', 'From'), format: 'year' },
    { key: 'yearAfter', heading: w('后一年', 'To'), format: 'year' },
    { key: 'servedBefore', heading: w('前一年数量', 'Quantity before'), format: 'count', per: 'per' },
    { key: 'servedAfter', heading: w('后一年数量', 'Quantity after'), format: 'count', per: 'per' },
    {
      key: 'costBefore',
      heading: w('前一年折算', 'Implied before'),
      format: 'unitCost',
      per: 'per',
      prices: 'prices',
    },
    {
      key: 'costAfter',
      heading: w('后一年折算', 'Implied after'),
      format: 'unitCost',
      per: 'per',
      prices: 'prices',
    },
    ...caseSums.map((key) =>
      money<CostChangeCase>(key, key === 'change' ? changeWords : partWords[key], caseSums),
    ),
  ],
  link: ({ projectId, yearAfter }, here) => projectLink(here, projectId, yearAfter),
  option: null,
  height: () => 0,
}
