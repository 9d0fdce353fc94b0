/**
 * npm run office [DIR]: writes every view of the sample as a slide, a briefing and a workbook, has LibreOffice open each
 * and the workbooks behind the charts, and compares these with what the charts hold. The pages that it drew stay in DIR.
 */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'
import { strFromU8, unzipSync } from 'fflate'
import { views } from '#app/exports/views.ts'
import { load } from '#test/load.ts'
import { serve } from './product.ts'

const out = path.resolve(process.argv[2] ?? (await mkdtemp(path.join(os.tmpdir(), 'yardstick-office-'))))
const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-'))
const profile = await mkdtemp(path.join(os.tmpdir(), 'yardstick-soffice-'))
const suffixes = ['pptx', 'docx', 'xlsx'] as const

/** Has LibreOffice write files of one folder anew; the answer is how many it could open. */
async function converted(folder: string, to: string, into: string): Promise<string[]> {
  const files = await readdir(folder)
  if (files.length === 0) return []
  await promisify(execFile)(
    'soffice',
    [
      `-env:UserInstallation=file://${profile}`,
      ...['--headless', '--convert-to', to, '--outdir', into],
      ...files.map((file) => path.join(folder, file)),
    ],
    { timeout: 600_000, maxBuffer: 1e8 },
  )
  return readdir(into)
}

/** The figures of a chart by their cells, as its own cache has them. */
function figuresOf(chart: string): [column: number, row: number, value: number][] {
  return [
    ...chart.matchAll(/<c:f>Sheet1!\$([A-Z]+)\$2:[^<]*<\/c:f>\s*<c:numCache>([\s\S]*?)<\/c:numCache>/g),
  ].flatMap(([, letters = '', cache = '']) => {
    const column = [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1
    return [...cache.matchAll(/<c:pt idx="(\d+)"><c:v>([^<]+)/g)].map(
      ([, place, value]): [number, number, number] => [column, Number(place) + 1, Number(value)],
    )
  })
}

await load(dataDir, 'data/sample')
const product = await serve(dataDir)
let faults = 0
try {
  const overview = await (await fetch(product.address)).text()
  const project = /\/projects\/([^"?#]+)/.exec(overview)?.[1] ?? ''
  for (const suffix of [...suffixes, 'books']) await mkdir(path.join(out, suffix), { recursive: true })
  const charts = new Map<string, [number, number, number][]>()
  for (const name of views.keys())
    for (const suffix of suffixes) {
      const answer = await fetch(
        `${product.address}/export/${name}.${suffix}${name.startsWith('project-') ? `?id=${project}` : ''}`,
      )
      const bytes = new Uint8Array(await answer.arrayBuffer())
      await writeFile(path.join(out, suffix, `${name}.${suffix}`), bytes)
      if (suffix !== 'pptx') continue
      const parts = unzipSync(bytes)
      for (const [part, book] of Object.entries(parts)) {
        const number = /embeddings\/\D+(\d+)\.xlsx$/.exec(part)?.[1]
        if (number === undefined) continue
        await writeFile(path.join(out, 'books', `${name}-${number}.xlsx`), book)
        charts.set(
          `${name}-${number}`,
          figuresOf(strFromU8(parts[`ppt/charts/chart${number}.xml`] ?? new Uint8Array())),
        )
      }
    }
  for (const suffix of suffixes) {
    const drawn = await converted(path.join(out, suffix), 'pdf', path.join(out, `${suffix}-pdf`))
    console.log(`${suffix}: LibreOffice opened ${drawn.length} of ${views.size}`)
    faults += views.size - drawn.length
  }
  const rows = path.join(out, 'books-csv')
  const opened = await converted(path.join(out, 'books'), 'csv', rows)
  let [held, figures] = [0, 0]
  for (const [name, chart] of charts) {
    const written = await readFile(path.join(rows, `${name}.csv`)).catch(() => '')
    const cells: string[][] = parse(written, { relax_column_count: true })
    figures += chart.length
    // LibreOffice writes ten digits at most.
    held += chart.filter(([column, row, value]) => {
      const text = cells[row]?.[column] ?? ''
      return text !== '' && Math.abs(Number(text) - value) <= 1e-6 * Math.max(1, Math.abs(value))
    }).length
  }
  console.log(`charts: LibreOffice opened ${opened.length} of ${charts.size} workbooks behind them`)
  console.log(`        ${held} of ${figures} figures of the charts stand in the cells that they refer to`)
  console.log(`pages to look at: ${out}`)
  faults += charts.size - opened.length + figures - held
} finally {
  await product.stop()
  await Promise.all([dataDir, profile].map((folder) => rm(folder, { recursive: true, force: true })))
}
process.exitCode = faults === 0 ? 0 : 1
