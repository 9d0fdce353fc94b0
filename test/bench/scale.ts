import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { choices } from '#app/queries/choices.ts'
import { type Filters, noFilters } from '#app/queries/filters.ts'
import {
  executionAgainstScore,
  gradesByDistrict,
  overviewFigures,
  yearlyTrend,
} from '#app/queries/overview.ts'
import { watchList } from '#app/queries/watch-list.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { openReadOnly, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'
import { digestOf } from '#app/warehouse/seal.server.ts'
import type { Query } from '#app/warehouse/sql.ts'
import { publishAtScale } from '#data/write-warehouse.ts'
import { serve } from '#test/browser/product.ts'
import { load } from '#test/load.ts'
import { benchCrowd, type CrowdAsked } from './crowd.ts'
import { writeDocuments } from './ingest.ts'
import { benchPages } from './pages.ts'
import { memoryOfTree } from './process-tree.ts'
import type { Tell } from './table.ts'

export interface ScaleAsked extends CrowdAsked {
  /** Indicator rows of each warehouse. */
  rows: readonly number[]
}

const overview: readonly Query<Filters, unknown>[] = [
  overviewFigures,
  yearlyTrend,
  gradesByDistrict,
  executionAgainstScore,
  watchList,
  choices,
]
/** Scopes whose answers nobody has asked for yet. */
const scopes: readonly Partial<Filters>[] = [
  {},
  { year: [2021] },
  { district: ['130000'] },
  { sector: ['教育'] },
  { year: [2022], district: ['130100'] },
]

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** 1000000 as 1000 thousand rows; what is no number as it is. */
export const thousands = (rows: number | string) =>
  Number.isNaN(Number(rows)) ? `the ${rows}` : `${Number(rows) / 1000} thousand rows`

/** Warehouses of several sizes, each filled, opened, asked, served and added to. */
export async function benchScale({ rows, ...asked }: ScaleAsked, tell: Tell) {
  let smallest: number | null = null
  for (const size of rows) {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-bench-scale-'))
    try {
      const bare = await benchSize(dataDir, size, tell)
      smallest ??= bare
      tell(`overview's data, ${thousands(size)}`, [bare, 'ms'], 'of the smallest', smallest)
      await benchPages(dataDir, thousands(size), tell)
      await benchServed(dataDir, size, tell)
      await benchAdding(dataDir, size, tell)
      if (size === rows.at(-1)) await benchCrowd(dataDir, asked, tell)
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  }
}

/** Publishes an invented country of so many indicators. */
export const fill = (dataDir: string, rows: number) => publishAtScale({ rows, seed: 2023 }, dataDir)

/** Fills a warehouse and asks it; what the overview's questions take, bare, with nothing filtered. */
async function benchSize(dataDir: string, size: number, tell: Tell): Promise<number> {
  const filled = await timed(() => fill(dataDir, size))
  tell(
    `${thousands(size)} made and published`,
    [filled / 1000, 's'],
    'a minute for ten million',
    (60 * size) / 1e7,
  )
  const file = await newest(dataDir)
  const checked = await timed(() => digestOf(file))
  const opened = await timed(() => ask(choices, noFilters, dataDir))
  tell(`${thousands(size)} opened and asked first`, [opened, 'ms'], 'checking the file', checked)
  const instance = await openReadOnly(file, os.tmpdir())
  const connection = await instance.connect()
  try {
    let [cold, again, bare, unfiltered] = [0, 0, 0, 0]
    for (const scope of scopes) {
      const filters = { ...noFilters, ...scope }
      for (const query of overview) {
        const statement = query.sql(filters)
        await rowsOf(connection, statement)
        const plain = await timed(() => rowsOf(connection, statement))
        if (scope === scopes[0]) unfiltered += plain
        bare += plain
        cold += await timed(() => ask(query, filters, dataDir))
        again += await timed(() => ask(query, filters, dataDir))
      }
    }
    tell(
      `overview's data in ${scopes.length} scopes, asked first, ${thousands(size)}`,
      [cold, 'ms'],
      'the bare queries',
      bare,
    )
    tell(`the same, asked again`, [again, 'ms'], 'the bare queries', bare)
    return unfiltered
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const newest = async (dataDir: string) =>
  path.join(foldersOf(dataDir).generations, (await currentManifest(dataDir))?.file ?? '')

/** The overview as a page, against the data it needs; its weight, and what the server holds. */
async function benchServed(dataDir: string, size: number, tell: Tell) {
  const product = await serve(dataDir)
  try {
    const page = async (url: string) => (await (await fetch(product.address + url)).arrayBuffer()).byteLength
    await page('/?year=2023')
    const data = await timed(() => page('/_root.data?year=2022'))
    const drawn = await timed(() => page('/?year=2020'))
    tell(`overview as a page, asked first, ${thousands(size)}`, [drawn, 'ms'], 'its data alone', data)
    tell(`overview's weight, ${thousands(size)}`, [(await page('/')) / 1e6, 'MB'], 'a megabyte', 1)
    tell(
      `the server's memory, ${thousands(size)}`,
      [await memoryOfTree(product.pid), 'MiB'],
      'the bound',
      4096,
    )
  } finally {
    await product.stop()
  }
}

const added = 100

/** A hundred documents read and published, against writing and checking so large a file. */
async function benchAdding(dataDir: string, size: number, tell: Tell) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'yardstick-bench-added-'))
  try {
    await writeDocuments(folder, added)
    const file = await newest(dataDir)
    const copied = await timed(async () => {
      await writeFile(path.join(folder, 'copy'), await readFile(file)).catch(() => undefined)
      await digestOf(file)
    })
    await rm(path.join(folder, 'copy'), { force: true })
    const published = await timed(() => load(dataDir, folder))
    tell(
      `${added} documents added to ${thousands(size)}`,
      [published / 1000, 's'],
      'copying and checking the file',
      copied / 1000,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
