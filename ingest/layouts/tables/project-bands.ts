import type { Cell, Content, Table } from '#ingest/readers/table.ts'
import { isFooterText } from '../footers.ts'
import { blank, filledCells, type Grid, gridsOf, isOneText, ownCells, plain } from '../grid.ts'
import { isOffice, labelOf } from '../labels.ts'
import { itemNumber } from '../numbering.ts'
import { columnsOf, isSubtotalLabel, isTotalLabel, textAt } from './columns.ts'
import { isIndicatorHeading } from './indicator-heading.ts'
import { indicatorBlocks } from './indicator-rows.ts'
import { isLevelText } from './levels.ts'

/**
 * The document with projects and their offices in columns of their own, right of all others, where a table of
 * indicators names each project in a row across it and the project's indicators follow.
 */
export function withProjectBands(content: Content): Content {
  const grids = gridsOf(content).values()
  const blocks = content.blocks.map((block) => {
    const grid = block.kind === 'table' ? grids.next().value : undefined
    const bands = grid === undefined ? null : bandsIn(grid)
    return block.kind !== 'table' || bands === null ? block : withColumns(block, bands)
  })
  return blocks.some((block, at) => block !== content.blocks[at]) ? { ...content, blocks } : content
}

interface Bands {
  /** Index of the row of headings. */
  heading: number
  /** The rows that name projects, and what each says. */
  said: ReadonlyMap<number, Band>
}

/** A project, and who carries it out where the row says that too. */
type Band = Partial<Record<'project' | 'unit' | 'department', string>>
const bandHeadings = { project: '项目名称', unit: '实施单位', department: '主管部门' } as const
const bandFields = ['project', 'unit', 'department'] as const

const headingWithin = 15

function bandsIn(grid: Grid): Bands | null {
  const heading = grid.rows.slice(0, headingWithin).findIndex((row) => {
    const columns = columnsOf(row)
    return isIndicatorHeading(columns) && columns.has('level1') && !columns.has('project')
  })
  // The first project stands right below the headings: what else is said across a table stands at its end.
  if (heading < 0 || projectIn(grid, heading + 1) === null) return null
  const said = new Map<number, Band>()
  for (let row = heading + 1; row < grid.rows.length; row += 1) {
    const project = projectIn(grid, row)
    if (project !== null) said.set(row, { project, ...officesBehind(bandText(grid, row)) })
  }
  const isFollowed = [...said.keys()].every((row) => !said.has(row + 1) && ownCells(grid, row + 1).length > 2)
  return said.size > 1 && isFollowed ? { heading, said } : null
}

/** What a row across the table says; cells with a label each are as one. */
function bandText(grid: Grid, row: number): string {
  const [first, ...others] = ownCells(grid, row)
  const isLabelled = others.every(({ text }) => officeBehind.test(` ${text}`))
  return isOneText(grid.rows[row] ?? []) || !isLabelled
    ? (first?.text ?? '')
    : [first, ...others].map((cell) => cell?.text ?? '').join(' ')
}

/** Behind a project's name, in brackets or not: （实施单位：文化馆）. */
const officeBehind = /[\s(（,，;；]+(\p{Script=Han}{2,8})[:：]\s*([^()（）:：,，;；\s]+)\s*[)）]?/u

function officesBehind(text: string): Band {
  const found = [...text.matchAll(new RegExp(officeBehind, 'gu'))]
  return Object.fromEntries(
    found.flatMap(([, label = '', office = '']) => {
      const field = labelOf(`${label}:`)
      return field === 'department' ? [[field, office]] : isOfUnit(field) ? [['unit', office]] : []
    }),
  )
}

const isOfUnit = (field: string | null) => field === 'unit' || field === 'reporter'

/** The project that a row names and nothing else; null where it is a level, a sum or a remark. */
function projectIn(grid: Grid, row: number): string | null {
  const text = bandText(grid, row)
  const isBand = isOneText(grid.rows[row] ?? []) || text !== ownCells(grid, row)[0]?.text
  if (text === '' || !isBand) return null
  const name = plain(text.replace(new RegExp(officeBehind, 'gu'), ''))
    .replace(numbered, '')
    .replace(/(?<=.{4})项目$/, '')
  return isProjectName(name) ? name : null
}

const numbered = new RegExp(`^(?:${itemNumber}|项目(?:名称|[一二三四五六七八九十\\d]{1,3})?[:、])+`)

const isProjectName = (name: string) =>
  /^[\p{Script=Han}\d()+]{4,30}$/u.test(name) &&
  !/目标|指标/.test(name) &&
  ![isLevelText, isTotalLabel, isSubtotalLabel, isFooterText].some((is) => is(name))

function withColumns(table: Table, { heading, said }: Bands): Table {
  const rows = [...said.keys()]
  const fields = bandFields.filter((field) => [...said.values()].some((band) => band[field] !== undefined))
  const columns = fields.flatMap((field, at): Cell[] => {
    const place = { ...blank, column: table.columns + at }
    const cells = rows.map((row, index): Cell => {
      const rowSpan = (rows[index + 1] ?? table.rows) - row - 1
      return { ...place, row: row + 1, rowSpan, text: said.get(row)?.[field] ?? '' }
    })
    return [{ ...place, row: heading, text: bandHeadings[field] }, ...cells]
  })
  const cells = table.cells.filter(({ row }) => !said.has(row))
  return { ...table, columns: table.columns + fields.length, cells: [...cells, ...columns] }
}

/**
 * The document with 项目名称 before each project that one table names in a row across it, right over the row of its
 * offices, where every project has indicators of its own and their offices differ.
 */
export function withLabelledBands(content: Content): Content {
  const grids = gridsOf(content).values()
  const blocks = content.blocks.map((block) => {
    const grid = block.kind === 'table' ? grids.next().value : undefined
    const names = grid === undefined ? null : bandsOverOffices(grid)
    return block.kind !== 'table' || names === null ? block : withLabels(block, names)
  })
  return blocks.some((block, at) => block !== content.blocks[at]) ? { ...content, blocks } : content
}

function bandsOverOffices(grid: Grid): ReadonlyMap<number, string> | null {
  const headings = indicatorBlocks(grid).map(({ heading }) => heading.row)
  if (headings.length < 2) return null
  const fields = grid.rows.map((_, row) => labelOf(ownCells(grid, row)[0]?.text ?? ''))
  const isOfOffice = fields.map((field) => field === 'department' || field === 'unit')
  const first = isOfOffice.flatMap((is, row) => (is && !isOfOffice[row - 1] ? [row] : []))
  const names = first.map((row) => (row === 0 ? null : projectIn(grid, row - 1)))
  const offices = first.map((row) => ownCells(grid, row).map(({ text }) => plain(text)))
  const areHeaded = first.every((row, at) => {
    const end = first[at + 1] ?? grid.rows.length
    return headings.filter((heading) => heading > row && heading < end).length === 1
  })
  const areOthers = new Set(offices.map(String)).size === first.length
  const found = names.flatMap((name, at) => (name === null ? [] : [[(first[at] ?? 0) - 1, name] as const]))
  const areAll = first.length > 1 && found.length === first.length && headings.length === first.length
  return areAll && areHeaded && areOthers && !fields.includes('project') ? new Map(found) : null
}

const withLabels = (table: Table, names: ReadonlyMap<number, string>): Table => ({
  ...table,
  columns: Math.max(2, table.columns),
  cells: [
    ...table.cells.filter(({ row }) => !names.has(row)),
    ...[...names].flatMap(([row, text]) => [
      { ...blank, row, text: '项目名称' },
      { ...blank, row, column: 1, text },
    ]),
  ].sort((one, other) => one.row - other.row || one.column - other.column),
})

/**
 * The document with a head of its own in each sheet of indicators, where each holds a whole set of them and
 * nothing but its name says of which project.
 */
export function withNamedSheets(content: Content): Content {
  const grids = gridsOf(content)
  const sheets = grids.filter((grid) => indicatorsFrom(grid) >= 0)
  const isNamed = sheets.length > 1 && grids.length === content.blocks.length && sheets.every(isProjectSheet)
  if (!isNamed) return content
  const names = sheets.map(({ name }) => name)
  const blocks = content.blocks.map((block) =>
    block.kind === 'table' && names.includes(block.name) ? withHead(block, block.name ?? '') : block,
  )
  return { ...content, blocks }
}

const indicatorsFrom = ({ rows }: Grid) =>
  rows.slice(0, headingWithin).findIndex((cells) => isIndicatorHeading(columnsOf(cells)))

function isProjectSheet(grid: Grid): boolean {
  const name = grid.name ?? ''
  const row = indicatorsFrom(grid)
  if (!isProjectName(name) || ofPlaceTimeOrPaper.test(name) || isOffice(name)) return false
  const columns = columnsOf(grid.rows[row] ?? [])
  const isUnnamed = grid.rows
    .slice(0, row)
    .every((cells) =>
      filledCells(cells).every(({ text }) => labelOf(text.split(/[:：]/, 1)[0] ?? '') !== 'project'),
    )
  const levels = grid.rows.slice(row + 1).flatMap((cells) => textAt(cells, columns, 'level1') ?? [])
  return isUnnamed && !columns.has('project') && new Set(levels.filter(isLevelText)).size > 1
}

const ofPlaceTimeOrPaper = /[省市县区镇乡村旗]$|街道$|年度?$|季度|[上下]半年|\d月|绩效|自评|资金|情况|[表稿]$/

const withHead = (table: Table, name: string): Table => ({
  ...table,
  rows: table.rows + 1,
  columns: Math.max(2, table.columns),
  cells: [
    { ...blank, text: '项目名称' },
    { ...blank, column: 1, text: name },
    ...table.cells.map((cell) => ({ ...cell, row: cell.row + 1 })),
  ],
})
