import type { EChartsOption, SankeySeriesOption } from 'echarts'
import { moneyBeside } from '#app/format.ts'
import { districtOf, type Here, pageLink } from '#app/links.ts'
import type { FundBand, FundNode } from '#app/queries/fund-sankey.ts'
import { type Words, w } from '#app/words.ts'
import { nodeWords } from './fund-words.ts'
import { largestBand } from './funds-sentences.ts'
import { unknownDistrict } from './report-columns.ts'
import { base, fontFamily, ink, palette } from './theme.ts'
import type { View } from './view.ts'

const restOfDistricts = w('其余区县', 'Other districts')

/** Money from its sources through the districts to what became of it; every band in is matched by bands out. */
export const fundFlow: View<FundBand> = {
  name: 'fund-sankey',
  title: w('资金流向：来源 → 区县 → 去向', 'Flow of funds: source → district → outcome'),
  note: w(
    '流入为全年预算：年初预算加减调整；台账没有预算记录的，依次用下达数、到位数。流出为支出、收回，以及次年台账记为“上年结转”的结转；其余，次年台账已载入的列“去向未说明”，未载入的另列，去向尚不能判断；流出多于流入的列“来源未说明”。每个区县流入等于流出；跨年合计时，结转资金在两年各计一次。',
    'In: the whole-year budget (initial budget with its adjustments; where a ledger books neither, what was allotted, else what arrived). Out: spent, taken back, and carried forward as the ledger of the next year confirms; the rest is left unexplained, or, where the next year’s ledger is not loaded, not yet known; what exceeds the money in has an unexplained source. In equals out in every district. Over several years, money carried forward counts in both.',
  ),
  sentence: largestBand,
  columns: [
    {
      key: 'districtName',
      heading: w('区县', 'District'),
      format: 'text',
      words: { rest: restOfDistricts },
      absent: unknownDistrict,
    },
    {
      key: 'side',
      heading: w('方向', 'Direction'),
      format: 'text',
      words: { in: w('流入', 'In'), out: w('流出', 'Out') },
    },
    { key: 'node', heading: w('来源或去向', 'Source or outcome'), format: 'text', words: nodeWords },
    { key: 'amount', heading: w('金额', 'Amount'), format: 'money', alike: ['amount'] },
    { key: 'n', heading: w('项目年度数 n', 'Project-years n'), format: 'count' },
  ],
  link: districtLink,
  option: sankeyOption,
  height: (rows) => 80 + 44 * Math.max(6, new Set(rows.map(({ district }) => district)).size),
}

function districtLink(row: FundBand, here: Here) {
  const isOne = row.district !== null && row.district !== 'rest'
  return isOne ? pageLink(here, '/funds', { district: districtOf(here, row) }) : null
}

const colours: Readonly<Record<FundNode, string>> = {
  central: palette.blue,
  province: palette.steel,
  city: palette.sky,
  district: palette.teal,
  carryOver: palette.violet,
  own: palette.slate,
  other: palette.grey,
  unfunded: palette.red,
  spent: palette.blue,
  returned: palette.orange,
  carried: palette.violet,
  leftOpen: palette.red,
  awaited: palette.grey,
}

interface Node {
  id: string
  words: Words
  colour: string
  href: string | null
}

const sideNode = ({ side, node }: FundBand): Node => ({
  id: `${side} ${node}`,
  words: nodeWords[node],
  colour: colours[node],
  href: null,
})

function districtNode(row: FundBand, here: Here): Node {
  const { district, districtName } = row
  const named = districtName === null ? unknownDistrict : w(districtName, districtName)
  return {
    id: `at ${district}`,
    words: district === 'rest' ? restOfDistricts : named,
    colour: ink.muted,
    href: districtLink(row, here),
  }
}

/** Sources and outcomes in the order of the field, districts in that of the rows. */
function nodesOf(rows: readonly FundBand[], here: Here): Node[] {
  const order = Object.keys(nodeWords)
  const ordered = rows.toSorted((a, b) => order.indexOf(a.node) - order.indexOf(b.node))
  const all = [...ordered.map(sideNode), ...rows.map((row) => districtNode(row, here))]
  return [...new Map(all.map((node) => [node.id, node])).values()]
}

function sankeyOption(rows: readonly FundBand[], here: Here): EChartsOption {
  const nodes = nodesOf(rows, here)
  const named = new Map(nodes.map(({ id, words }) => [id, words[here.language]]))
  const inOneUnit = moneyBeside(
    rows.map(({ amount }) => amount),
    here.language,
  )
  const money = (value: unknown) => inOneUnit(typeof value === 'number' ? value : null)
  const series: SankeySeriesOption = {
    type: 'sankey',
    left: 4,
    right: 4,
    top: 8,
    bottom: 8,
    nodeWidth: 8,
    nodeGap: 18,
    // The order of the rows is kept: districts stand as administrators list them.
    layoutIterations: 0,
    draggable: false,
    emphasis: { focus: 'adjacency' },
    lineStyle: { opacity: 0.22, curveness: 0.5 },
    label: { color: ink.text, fontFamily, textBorderColor: ink.surface, textBorderWidth: 2 },
    levels: [{ depth: 2, label: { position: 'left' } }],
    data: nodes.map(({ id, colour, href }) => ({ name: id, itemStyle: { color: colour }, href })),
    links: rows.map((row) => bandOf(row, here)),
    tooltip: { formatter: (mark) => tooltipOf(mark, named, money) },
  }
  return { baseOption: { ...base, series: [series] }, media: widths(named, money) }
}

/** Where there is no room for the sums, they are left to a touch and to the table. */
function widths(named: ReadonlyMap<string, string>, money: (value: unknown) => string) {
  const labelled = (label: SankeySeriesOption['label']) => ({ series: [{ label }] })
  const nameOf = (id: string) => named.get(id) ?? id
  return [
    { query: { maxWidth: 560 }, option: labelled({ fontSize: 11, formatter: ({ name }) => nameOf(name) }) },
    // Without a rule for the rest, a chart that was narrow once would stay so.
    {
      option: labelled({
        fontSize: 12,
        formatter: ({ name, value }) => `${nameOf(name)}  ${money(value)}`,
      }),
    },
  ]
}

function bandOf(row: FundBand, here: Here) {
  const [outside, place] = [sideNode(row).id, `at ${row.district}`]
  return {
    source: row.side === 'in' ? outside : place,
    target: row.side === 'in' ? place : outside,
    value: row.amount,
    lineStyle: { color: colours[row.node] },
    href: districtLink(row, here),
  }
}

/** 省级财政 → 鹿鸣区: 4,692.03 万元; of a node, its name and sum. */
function tooltipOf(
  mark: unknown,
  named: ReadonlyMap<string, string>,
  money: (value: unknown) => string,
): string {
  if (typeof mark !== 'object' || mark === null || !('name' in mark) || !('value' in mark)) return ''
  const ends = String(mark.name)
    .split(' > ')
    .map((id) => named.get(id) ?? id)
  return `${ends.join(' → ')}\n${money(mark.value)}`
}
