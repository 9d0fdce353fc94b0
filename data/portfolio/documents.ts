import type { FundFlow } from '#app/domain/fund-flow.ts'
import { grouped } from '#app/domain/statistics.ts'
import type { BookedYear, Portfolio, SampleEvaluation } from '#data/portfolio.ts'
import { docxBytes } from './docx.ts'
import { flatList } from './flat-list.ts'
import { type LedgerUnit, ledger } from './ledger.ts'
import { nationalForm } from './national-form.ts'
import type { Page } from './page.ts'
import { firstYear } from './places.ts'
import { randomFrom } from './random.ts'
import { report } from './report.ts'
import { type CsvEncoding, csvBytes, txtBytes } from './text.ts'
import { xlsxBytes } from './xlsx.ts'

/** A document of the portfolio before it is written. */
export interface PortfolioDocument {
  /** Relative to the portfolio's folder. */
  path: string
  format: 'docx' | 'xlsx' | 'csv' | 'txt'
  layout: 'report' | 'national-form' | 'flat-list' | 'ledger'
  samples: readonly SampleEvaluation[]
  flows: readonly FundFlow[]
  bytes: () => Promise<Uint8Array>
}

/** Shares of the evaluations: in lists of a district's year, and of the rest in reports. */
const listShare = 0.485
const reportShare = 0.3

const yearOf = ({ evaluation }: SampleEvaluation) => evaluation.year ?? 0

/** The district-years that report in lists, the larger ones first, until their share is reached. */
function inLists({ evaluations, seed }: Portfolio): SampleEvaluation[][] {
  const random = randomFrom(seed, 'lists')
  const years = [
    ...grouped(evaluations, (sample) => `${sample.project.place.code}/${yearOf(sample)}`).values(),
  ]
    .map((samples) => ({ samples, rank: samples.length * random.between(0.6, 1) }))
    .toSorted((left, right) => right.rank - left.rank)
  const lists: SampleEvaluation[][] = []
  let listed = 0
  for (const { samples } of years) {
    if (listed >= evaluations.length * listShare) break
    lists.push(samples)
    listed += samples.length
  }
  return lists
}

const shortName = ({ name, place }: SampleEvaluation['project']) => name.replace(place.name, '')

function singlePath(sample: SampleEvaluation, ending: string): string {
  const { place, town } = sample.project
  const year = yearOf(sample)
  const site = town ? `${town}-` : ''
  return `${year}/${place.name}/${year}年-${place.name}-${site}${shortName(sample.project)}-${ending}`
}

function reportDocument(sample: SampleEvaluation, format: 'docx' | 'txt'): PortfolioDocument {
  return {
    path: singlePath(sample, `自评报告.${format}`),
    format,
    layout: 'report',
    samples: [sample],
    flows: [],
    bytes: async () => (format === 'docx' ? docxBytes(report(sample)) : txtBytes(report(sample))),
  }
}

function formDocument(sample: SampleEvaluation, format: 'docx' | 'xlsx'): PortfolioDocument {
  const page = () => nationalForm(sample)
  return {
    path: singlePath(sample, `自评表.${format}`),
    format,
    layout: 'national-form',
    samples: [sample],
    flows: [],
    bytes: () => (format === 'docx' ? docxBytes(page()) : xlsxBytes(page(), { name: '自评表', lines: true })),
  }
}

/** Reports are written of projects whose budget stayed as it was: their prose gives one approved sum. */
function singles(samples: readonly SampleEvaluation[], seed: number): PortfolioDocument[] {
  const shuffled = randomFrom(seed, 'singles').shuffled(samples)
  const unchanged = shuffled.filter(
    ({ evaluation }) => evaluation.funds.budgetFen === evaluation.funds.adjustedFen,
  )
  const reported = unchanged.slice(0, Math.round(shuffled.length * reportShare))
  const told = new Set(reported)
  const forms = shuffled.filter((sample) => !told.has(sample))
  return [
    ...reported.map((sample, index) => reportDocument(sample, index % 5 < 3 ? 'docx' : 'txt')),
    ...forms.map((sample, index) => formDocument(sample, index % 2 === 0 ? 'docx' : 'xlsx')),
  ]
}

const encodings = ['utf8-bom', 'gb18030', 'utf8'] as const satisfies readonly CsvEncoding[]

/** Alternates between workbooks and text in each encoding; lists in GB18030 begin with their headings. */
function writer(page: Page, index: number): Pick<PortfolioDocument, 'format' | 'bytes'> {
  if (index % 2 === 0) return { format: 'xlsx', bytes: () => xlsxBytes(page, { name: '明细', lines: false }) }
  const encoding = encodings[((index - 1) / 2) % encodings.length] ?? 'utf8'
  const shown = encoding === 'gb18030' ? page.slice(1) : page
  return { format: 'csv', bytes: async () => csvBytes(shown, encoding) }
}

function listDocument(samples: readonly SampleEvaluation[], index: number): PortfolioDocument | [] {
  const [first] = samples
  if (!first) return []
  const year = yearOf(first)
  const { name } = first.project.place
  const written = writer(flatList(samples, `${name}${year}年度项目支出绩效自评指标明细表`), index)
  const path = `${year}/${name}/${year}年-${name}-自评指标明细.${written.format}`
  return { path, layout: 'flat-list', samples, flows: [], ...written }
}

/** Ledgers run over three years each. */
const ledgerPeriod = ({ year }: BookedYear) => Math.floor((year - firstYear) / 3)

function ledgerDocument(booked: readonly BookedYear[], index: number): PortfolioDocument | [] {
  const years = booked.map(({ year }) => year)
  const [from, to] = [Math.min(...years), Math.max(...years)]
  const name = booked[0]?.project.place.name
  if (!name) return []
  const flows = booked.flatMap((one) => one.flows)
  const unit: LedgerUnit = index % 3 === 1 ? '万元' : '元'
  const period = from === to ? `${from}年` : `${from}—${to}年`
  const written = writer(ledger(flows, { title: `${name}${period}项目资金收支台账`, unit }), index)
  return {
    path: `${to}/${name}/${period}-${name}-项目资金台账.${written.format}`,
    layout: 'ledger',
    samples: [],
    flows,
    ...written,
  }
}

/** Every evaluation once, in one of four formats and three layouts, and every movement of money in a ledger. */
export function documents(portfolio: Portfolio): PortfolioDocument[] {
  const lists = inLists(portfolio)
  const listed = new Set(lists.flat())
  const rest = portfolio.evaluations.filter((sample) => !listed.has(sample))
  const booked = portfolio.evaluations.map((sample) => ({ ...sample, year: yearOf(sample) }))
  const ledgers = grouped(
    [...booked, ...portfolio.unreported],
    (one) => `${one.project.place.code}/${ledgerPeriod(one)}`,
  )
  return [
    ...singles(rest, portfolio.seed),
    ...lists.flatMap(listDocument),
    ...[...ledgers.values()].flatMap(ledgerDocument),
  ].toSorted((left, right) => (left.path < right.path ? -1 : 1))
}
