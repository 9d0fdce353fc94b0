import { figureWords, moneyWords } from '#app/domain/figure-words.ts'
import type { FundFlow, FundStage } from '#app/domain/fund-flow.ts'
import { normalName } from '#app/domain/names.ts'
import type { Quantity } from '#app/domain/quantity.ts'
import { cells, computed, words } from './evidence.ts'
import { projectKey } from './groups.ts'
import { concluded, type EvaluationRule, type Fault, type ProgrammeRule, type Rule } from './rule.ts'
import type { Subject } from './subject.ts'

const dateOutside: EvaluationRule = {
  id: 'date-outside',
  scope: 'evaluation',
  kinds: concluded,
  title: words('完成日期不在评价年度内', 'Outcome dated outside its year'),
  severity: 'warning',
  authority: '《预算法》第十八条：预算年度自公历一月一日起，至十二月三十一日止',
  check(subject) {
    const { year, indicators } = subject.evaluation
    const reported = reportDay(subject)
    return indicators.flatMap((row, ordinal) => {
      const day = dayOf(row.actual)
      if (day === null || year === null) return []
      const planned = dayOf(row.target)?.slice(0, 4)
      const isOutside = day.slice(0, 4) !== String(year) && day.slice(0, 4) !== planned
      const isAfterReport = reported !== null && day > reported
      if (!isOutside && !isAfterReport) return []
      return {
        ordinal,
        message: isAfterReport
          ? words(
              `“${row.name}”完成于 ${row.actual.text}，晚于报告日期 ${reported}。`,
              `"${row.name}" was done on ${row.actual.text}, after the report's own date of ${reported}.`,
            )
          : words(
              `“${row.name}”完成于 ${row.actual.text}，不在 ${year} 年度内。`,
              `"${row.name}" was done on ${row.actual.text}, outside the year ${year}.`,
            ),
        evidence: cells(row, 'target', 'actual'),
      }
    })
  },
  examples: {
    breaks: [
      { rows: '时效指标 | 完成时限 | 2019年12月底前 | 2020年3月5日 | 10 | 8' },
      { rows: '时效指标 | 完成时限 | 12月底前 | 2018年11月20日 | 10 | 10' },
      { rows: '时效指标 | 完成时限 | 年底前 | 2019年12月30日 | 10 | 10', reportedOn: '2019-12-20' },
    ],
    passes: [
      { rows: '时效指标 | 完成时限 | 2019年12月底前 | 2019年12月31日 | 10 | 10' },
      { rows: '时效指标 | 完成时限 | 2020年6月底前 | 2020年3月5日 | 10 | 10' },
      { rows: '时效指标 | 完成时限 | 2019年12月底前 | 按期完成 | 10 | 10', reportedOn: '2020-03-01' },
    ],
  },
}

/** ISO day or month of a date, the later end of a span; null for anything else. */
function dayOf({ kind, op, unit, value, upper }: Quantity): string | null {
  if (kind !== 'date' && !(op === 'range' && unit === 'date')) return null
  const day = upper ?? value
  return typeof day === 'string' && /^\d{4}-/.test(day) ? day : null
}

const signature = /^(20\d\d)年(\d{1,2})月(\d{1,2})日$/

/** The day a report was made: as the loader knows it, else the date that stands alone at its end. */
function reportDay({ reportedOn, narrative }: Subject): string | null {
  if (reportedOn !== null) return reportedOn
  for (const line of narrative.slice(-4)) {
    const [, year, month = '', day = ''] = signature.exec(line.replace(/\s/g, '')) ?? []
    if (year !== undefined) return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  }
  return null
}

const fundsOrder: EvaluationRule = {
  id: 'funds-order',
  scope: 'evaluation',
  kinds: concluded,
  title: words('资金先支后到或日期超出年度', 'Funds spent before they arrived, or outside the year'),
  severity: 'warning',
  authority: '《预算法》第十八条：预算年度自公历一月一日起，至十二月三十一日止',
  check(subject, { moneyRoundingYuan }) {
    const { year } = subject.evaluation
    // Budgets may be passed down ahead of their year; money arrives and is spent within it.
    const moved = subject.flows.filter(
      ({ stage, source }) => movements.includes(stage) && source !== 'carryOver',
    )
    const outside = moved.find(({ date }) => date !== null && year !== null && yearOf(date) !== year)
    return [
      ...(outside && year !== null ? [outsideFault(outside, year)] : []),
      ...spentEarly(subject.flows, moneyRoundingYuan * 100),
    ]
  },
  examples: {
    breaks: [
      { flows: '2019-03-10 spent district 400000\n2019-05-10 arrived district 500000' },
      {
        flows:
          '2019-02-10 arrived district 100000\n2019-03-10 spent district 400000\n2019-05-10 arrived district 400000',
      },
      { flows: '2019-05-10 arrived district 500000\n2020-01-15 spent district 400000' },
    ],
    passes: [
      { flows: '2019-02-10 arrived district 500000\n2019-03-10 spent district 400000' },
      { flows: '2019-03-10 arrived district 500000\n2019-03-10 spent district 500000' },
      { flows: '2019-03-10 spent carryOver 400000\n2019-05-10 arrived district 500000' },
      { flows: '2018-12-20 budget district 500000\n2019-03-10 spent district 400000' },
    ],
  },
}

const movements: readonly FundStage[] = ['arrived', 'spent']
const yearOf = (date: string) => Number(date.slice(0, 4))

function outsideFault({ date, amountFen }: FundFlow, year: number): Fault {
  const sum = moneyWords(amountFen / 100)
  return {
    ordinal: null,
    message: words(
      `${date} 的一笔资金 ${sum.zh} 不在 ${year} 年度内。`,
      `A movement of ${sum.en} is dated ${date}, outside the year ${year}.`,
    ),
    evidence: [computed(words(`台账 ${date}`, `ledger ${date}`), sum.zh)],
  }
}

/** The first day on which more had been spent than had arrived; last year's rest is there from the start. */
function spentEarly(flows: readonly FundFlow[], roundingFen: number): Fault[] {
  const dated = flows.filter(({ date, source }) => date !== null && source !== 'carryOver')
  if (!dated.some(({ stage }) => stage === 'arrived')) return []
  let arrivedFen = 0
  let spentFen = 0
  const inOrder = dated.toSorted((a, b) => order(a).localeCompare(order(b)))
  for (const { date, stage, amountFen } of inOrder) {
    if (stage === 'arrived') arrivedFen += amountFen
    if (stage === 'spent') spentFen += amountFen
    if (stage !== 'spent' || spentFen <= arrivedFen + roundingFen) continue
    const [spent, arrived] = [moneyWords(spentFen / 100), moneyWords(arrivedFen / 100)]
    const message = words(
      `至 ${date} 已支出 ${spent.zh}，当时到位资金仅 ${arrived.zh}。`,
      `By ${date}, ${spent.en} had been spent, when only ${arrived.en} had arrived.`,
    )
    const evidence = [
      computed(words(`至 ${date} 支出`, `spent by ${date}`), spent.zh),
      computed(words(`至 ${date} 到位`, `arrived by ${date}`), arrived.zh),
    ]
    return [{ ordinal: null, message, evidence }]
  }
  return []
}

/** By day, arrivals before what was spent on the same day. */
const order = ({ date, stage }: FundFlow) => `${date} ${stage === 'arrived' ? 0 : 1}`

const late: ProgrammeRule<Reporting> = {
  id: 'late',
  scope: 'programme',
  title: words('逾期上报或未上报', 'Reported late, or not at all'),
  severity: 'notice',
  authority: '当地自评工作通知的报送时限，记在评分标准中',
  factOf(subject) {
    const { year, kind, project } = subject.evaluation
    if (year === null) return null
    return {
      year,
      project,
      key: projectKey(subject),
      isConcluded: concluded.includes(kind),
      deadline: subject.ruleSet.deadline,
      reported: reportDay(subject),
    }
  },
  check(facts) {
    const reportedYears = yearsByProject(facts)
    // A year that nobody has reported yet is not loaded, rather than left out.
    const covered = new Set(facts.map(({ year }) => year))
    return facts.flatMap(({ year, project, key, isConcluded, deadline, reported }, subject) => {
      if (!isConcluded) return []
      const due = deadline && `${year + 1}-${deadline}`
      const faults = due && reported && reported > due ? [lateFault(reported, due)] : []
      const own = reportedYears.get(key ?? '')
      if (own && covered.has(year - 1) && !own.has(year - 1) && own.has(year - 2))
        faults.push(gapFault(normalName(project ?? ''), year - 1))
      return faults.map((fault) => ({ subject, ...fault }))
    })
  },
  examples: {
    breaks: [
      [{ deadline: '03-31', reportedOn: '2020-05-06' }],
      [{ deadline: '03-31', text: ['社会保险中心', '2020年4月8日'] }],
      [{ year: 2018 }, { year: 2020 }, { year: 2019, unit: '临澜区服务中心' }],
    ],
    passes: [
      [{ deadline: '03-31', reportedOn: '2020-03-31' }],
      [{ reportedOn: '2020-05-06' }],
      [{ year: 2018 }, { year: 2019 }, { year: 2020 }],
      [{ year: 2018 }, { year: 2020 }],
    ],
  },
}

/** Whose report is of which year, and on which day it was made. */
interface Reporting {
  year: number
  project: string | null
  key: string | null
  isConcluded: boolean
  /** Month and day of the year after, 03-31. */
  deadline: string | null
  reported: string | null
}

/** The years that each project has reported. */
function yearsByProject(facts: readonly Reporting[]): Map<string, Set<number>> {
  const years = new Map<string, Set<number>>()
  for (const { key, year } of facts) {
    if (key === null) continue
    const known = years.get(key)
    if (known) known.add(year)
    else years.set(key, new Set([year]))
  }
  return years
}

function lateFault(reported: string, due: string): Fault {
  const days = Math.round((Date.parse(reported) - Date.parse(due)) / 86_400_000)
  return {
    ordinal: null,
    message: words(
      `报告日期 ${reported}，晚于规定的 ${due}，逾期 ${figureWords(days)} 天。`,
      `The report is dated ${reported}, ${figureWords(days)} days after the deadline of ${due}.`,
    ),
    evidence: [
      computed(words('报告日期', 'date of the report'), reported),
      computed(words('报送时限', 'deadline'), due),
    ],
  }
}

function gapFault(project: string, year: number): Fault {
  return {
    ordinal: null,
    message: words(
      `“${project}”${year - 1} 年和 ${year + 1} 年都有自评，${year} 年没有上报。`,
      `"${project}" reported for ${year - 1} and ${year + 1}, but not for ${year}.`,
    ),
    evidence: [computed(words('缺少的年度', 'missing year'), String(year))],
  }
}

export const dateRules: readonly Rule[] = [dateOutside, fundsOrder, late]
