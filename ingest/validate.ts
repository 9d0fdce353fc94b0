import { type DistrictRef, Evaluation, type Funds } from '#app/domain/evaluation.ts'
import { FundFlow, type FundSource, type FundStage } from '#app/domain/fund-flow.ts'
import type { Indicator } from '#app/domain/indicator.ts'
import { fenOf, isMoneyUnit } from '#app/domain/money.ts'
import { normalName, programmeOf } from '#app/domain/names.ts'
import { nowhere, type Place, type Problem } from '#app/domain/problem.ts'
import { readQuantity } from '#app/domain/quantity-reader.ts'
import { type Evidence, identifyDistrict, identifySector, identifyYear } from './identify.ts'
import type { DraftEvaluation, DraftFlow, DraftFunds, DraftIndicator, DraftMoney } from './layouts/draft.ts'
import { plain } from './layouts/grid.ts'
import { yearIn } from './layouts/year.ts'
import { measured, unitInName } from './measured.ts'
import type { Reference } from './reference.ts'

/** A value, and the faults met on the way to it. */
interface Checked<Value> {
  value: Value
  problems: Problem[]
}

/** A draft evaluation in the model's terms: quantities read, money exact, place and time identified. */
export function evaluationOf(
  draft: DraftEvaluation,
  document: Evidence,
  reference: Reference,
): Checked<Evaluation> {
  const problems: Problem[] = []
  const evidence = { ...document, title: titleOver(draft, document) }
  const year = identifyYear(draft, evidence)
  const district = identifyDistrict(draft, evidence, reference)
  problems.push(...year.problems, ...district.problems)
  const named = (written: string | null) => calledAs(written, reference, problems)
  if (draft.project === null)
    problems.push({
      at: draft.at,
      code: 'project-unknown',
      message: 'no label or sentence names the project',
    })
  const evaluation: Evaluation = {
    project: named(draft.project),
    programme: programmeIn(draft, district.value, reference),
    unit: named(draft.unit),
    department: named(draft.department),
    sector: identifySector(draft, reference),
    district: district.value,
    year: year.value,
    kind: draft.kind,
    funds: fundsOf(draft.funds, problems),
    indicators: draft.indicators.map((indicator) => indicatorOf(indicator, year.value, problems)),
    total: { score: totalOf(draft.total), grade: gradeOf(draft.total.grade) },
  }
  problems.push(...missingColumns(evaluation))
  return { value: Evaluation.parse(withExecutionRow(evaluation)), problems }
}

/** What a report on outcomes cannot be without: where no row has it, its column was not found, or nobody filled it. */
export function missingColumns({ kind, indicators }: Pick<Evaluation, 'kind' | 'indicators'>): Problem[] {
  if (kind === 'target' || indicators.length === 0) return []
  const missing = [
    indicators.every(({ target }) => target.text.trim() === '') && '指标值',
    indicators.every(({ actual }) => actual.text.trim() === '') && '实际完成值',
    kind !== 'monitoring' &&
      indicators.every(({ score }) => score === null) &&
      indicators.some(({ weight }) => weight !== null) &&
      '得分',
  ]
  return missing.flatMap((column) =>
    column === false ? [] : [{ at: nowhere, code: 'column-missing', message: column }],
  )
}

/** The name that an administrator has put a name under; nothing is merged without being told. */
export function calledAs(written: string | null, { names }: Reference, problems: Problem[]): string | null {
  const name = written === null ? undefined : names.get(normalName(written))
  if (name === undefined || name === written) return written
  problems.push({ at: nowhere, code: 'name-merged', message: `${written}: ${name}` })
  return name
}

/** The title over a table; where it says no year, the document's besides. */
const titleOver = ({ title }: { title: string }, document: Evidence) =>
  yearIn(title) === null && title !== document.title ? `${title}\n${document.title}` : title

/** The programme as stated, else the reference's, else derived from the project's name. */
export function programmeIn(
  { programme, project }: Pick<DraftEvaluation, 'programme' | 'project'>,
  district: DistrictRef | null,
  { programmes }: Reference,
) {
  if (programme !== null || project === null) return programme
  return programmes.get(normalName(project)) ?? programmeOf(project, district?.name ?? null)
}

export const scoresExecution = ({ level1, name }: Pick<Indicator, 'level1' | 'name'>) =>
  /执行率/.test(level1 ?? '') || /^(?:预算|资金)执行率/.test(name)

/** Reports that score the execution rate as an indicator say it there: the fund block takes it over. */
export function withExecutionRow(
  evaluation: Evaluation,
  row = evaluation.indicators.find(scoresExecution),
): Evaluation {
  if (row === undefined) return evaluation
  const { funds } = evaluation
  const printed =
    row.actual.kind === 'percent' && typeof row.actual.value === 'number' ? row.actual.value : null
  return {
    ...evaluation,
    funds: {
      ...funds,
      executionRate: funds.executionRate ?? printed,
      weight: funds.weight ?? row.weight ?? row.level1Weight,
      score: funds.score ?? row.score,
    },
  }
}

/** Names that count accidents; 事故处理率 and 事故应急预案 do not. */
const accidents = /事故(?:发生)?(?:数|次数|起数|件数|量|情况)?(?:[(（].*)?$/
export const countsAccidents = (name: string) => accidents.test(name)

/** A row in the model's terms. */
export function indicatorOf(draft: DraftIndicator, year: number | null, problems: Problem[]): Indicator {
  const quantity = (text: string | null) => {
    const { quantity, problems: found } = readingOf(text ?? '', draft.name, year)
    for (const code of found) problems.push({ at: draft.at, code, message: `${draft.name}: ${text}` })
    return quantity
  }
  const points = (text: string | null) => {
    const found = pointsOf(text)
    const isUnread = found === null && /[\d\p{Script=Han}]/u.test(text ?? '') && reasonOf(text) !== null
    return isUnread ? faulty(problems, draft.at, 'points-unread', `${draft.name}: ${text}`) : found
  }
  const weight = points(draft.weight)
  const remarked = withRemark(draft.score)
  const score = points(remarked?.points ?? draft.score)
  const isLost = weight === null || (score !== null && score < weight)
  return {
    ...draft,
    target: quantity(draft.target),
    actual: quantity(draft.actual),
    weight,
    level1Weight: pointsOf(draft.level1Weight),
    score,
    reason: reasonOf(draft.reason) ?? (isLost ? reasonOf(remarked?.remark ?? null) : null),
  }
}

/** 9.5（扣0.5分：进度滞后）and 9.5分，进度滞后 say the points and why others were lost; null where a cell does not. */
function withRemark(text: string | null): { points: string; remark: string } | null {
  const [, points, bracketed, behind] =
    /^\s*(\d{1,3}(?:\.\d+)?)\s*分?\s*(?:[(（](.+)[)）]|[\s,，;；:：。、]\s*(.+))$/s.exec(text ?? '') ?? []
  const remark = bracketed ?? behind
  const isRemark = pointsOf(text) === null && /\p{Script=Han}/u.test(remark ?? '')
  return points !== undefined && remark !== undefined && isRemark ? { points, remark } : null
}

type Reading = ReturnType<typeof readQuantity>

/** What a target's or an outcome's text says under an indicator's name. */
export const readingOf = (text: string, name: string, year: number | null): Reading =>
  measured(
    countsAccidents(name) ? readQuantity(text, { year, ofAccidents: true }) : quantityOf(text, year),
    unitInName(name),
    (whole) => quantityOf(whole, year),
  )

const readings: { year: number | null; known: Map<string, Reading> } = { year: null, known: new Map() }
const mostReadings = 5000

/** Long lists say the same few values again and again: 100%, ≥95%. */
function quantityOf(text: string, year: number | null): Reading {
  if (readings.year !== year || readings.known.size >= mostReadings) readings.known.clear()
  readings.year = year
  const reading = readings.known.get(text) ?? readQuantity(text, { year })
  readings.known.set(text, reading)
  return reading
}

const noReason =
  /^(?:0|[/\\]|无|暂无|没有|无原因|—+|-+|√|×|无偏差|未偏离|不涉及|不存在偏差|无偏差情况|无偏离|N\/?A)[。.]?$|字以内|^\(?请?(?:填写|说明)[^。]{0,20}\)?$|需说明原因/

/** A bare 0, a slash or 无 in the reason column is no reason, and neither is the template's prompt. */
export const reasonOf = (text: string | null) => (text === null || noReason.test(plain(text)) ? null : text)

/** Points such as 10, 10分 or 9.50; null for anything else, and for figures that ran together. */
export function pointsOf(text: string | null): number | null {
  const found = /^(-?\d{1,6}(?:\.\d+)?)(?:分|%|\(分\))?$/.exec(plain(text ?? ''))?.[1]
  return found === undefined ? null : Number(found)
}

/** 96.5（预算执行率得分10） */
const withoutNote = (text: string | null) => text?.replace(/(?<=\d)分?[(（][^()（）]*[)）]$/, '') ?? null

/** The total as a figure; a grade's cell may hold it too: 98分（优秀）. */
export function totalOf({ score, grade }: DraftEvaluation['total']): number | null {
  return pointsOf(withoutNote(score)) ?? pointsOf(pointsWithin(score)) ?? pointsOf(pointsWithin(grade))
}

const pointsWithin = (text: string | null) => /(\d{1,3}(?:\.\d+)?)分/.exec(plain(text ?? ''))?.[1] ?? null

const gradeWord = /优秀|良好|优|良|中等|中|不合格|合格|较差|一般|差/

/** The grade in its own word: the one ticked where all are printed; null where a cell holds no grade. */
export function gradeOf(text: string | null): string | null {
  if (text === null) return null
  const whole = plain(text)
  if (/[☐□☑√■✓✔☒]/.test(whole)) return tickedGrade(whole)
  return whole.length > 20 ? null : (gradeWord.exec(whole)?.[0] ?? (whole.length <= 4 ? whole : null))
}

/** Boxes stand all before or all behind their words; the first sign of the text tells which. */
function tickedGrade(whole: string): string | null {
  const before = /^[☐□☑√■✓✔☒]/.test(whole)
  // 优(√) 良( ): the box is a pair of brackets.
  const marked = /(优秀|良好|优|良|中等|中|合格|差)\([☑√■✓✔☒]\)/.exec(whole)?.[1]
  if (marked !== undefined) return marked
  const pattern = before
    ? /[☑√■✓✔☒](优秀|良好|优|良|中等|中|合格|差)/
    : /(优秀|良好|优|良|中等|中|合格|差)(?:\([^()]*\))?[☑√■✓✔☒]/
  return pattern.exec(whole)?.[1] ?? null
}

function fundsOf(draft: DraftFunds, problems: Problem[]): Funds {
  const money = (amount: DraftMoney | null) => amountFen(amount, problems)
  return {
    budgetFen: money(draft.budget),
    adjustedFen: money(draft.adjusted),
    arrivedFen: money(draft.arrived),
    spentFen: money(draft.spent),
    executionRate: ratePercent(draft.executionRate),
    weight: pointsOf(draft.weight),
    score: pointsOf(draft.score),
  }
}

/** A printed rate in per cent; a bare share such as 0.95 is 95, and longer figures ran together. */
export function ratePercent(text: string | null): number | null {
  const [, figure, sign] = /^(\d{1,9}(?:\.\d+)?)(%)?$/.exec(plain(text ?? '')) ?? []
  if (figure === undefined) return null
  const value = Number(figure)
  return sign === undefined && value <= 1.5 ? Number((value * 100).toFixed(6)) : value
}

const blankSum = /^[-—–/\\]+$|^无$|^不涉及$|^\*+$/
const sum =
  /^[¥￥]?(-|\()?[¥￥]?(\d[\d,，]*(?:\.\d+)?)\)?(?:\((亿元|万元|千元|元)\)|(亿元|万元|千元|元|亿|万))?(?:\((?:其中|含).*\))?$/

/** Fen of a sum by its own unit, else its heading's; null where it is empty, unread or has no unit. */
export function amountFen(money: DraftMoney | null, problems: Problem[]): number | null {
  if (money === null) return null
  const text = onceOnly(money.text)
  if (text === '' || blankSum.test(text)) return null
  const [, sign, figure, bracketed, own] = sum.exec(text) ?? []
  const ending = bracketed ?? own
  const unit = ending === '万' || ending === '亿' ? `${ending}元` : (ending ?? money.unit)
  if (figure === undefined) return faulty(problems, money.at, 'money-unread', money.text)
  if (unit === null || !isMoneyUnit(unit)) return faulty(problems, money.at, 'money-unit-unknown', money.text)
  const fen = fenOf(Number(figure.replaceAll(/[,，]/g, '')), unit)
  // More than all the money there is: figures that ran together.
  if (fen !== null && !Number.isSafeInteger(fen))
    return faulty(problems, money.at, 'money-unread', money.text)
  return fen !== null && sign !== undefined ? -fen : fen
}

/** Some cells print their sum twice. */
function onceOnly(text: string): string {
  const printed = new Set(
    text
      .normalize('NFKC')
      .trim()
      .split(/\s+(?=\d)/),
  )
  const [only] = printed
  return printed.size === 1 && only !== undefined ? plain(only) : plain(text)
}

function faulty(problems: Problem[], at: Place, code: string, message: string): null {
  problems.push({ at, code, message })
  return null
}

const stageWords: readonly [RegExp, FundStage][] = [
  [/调整|追加|调减|调剂/, 'adjusted'],
  [/结余|结转|收回|退回|退款|退还|缴回|上缴/, 'returned'],
  [/到位|到账|收到|收款|收入|拨入/, 'arrived'],
  [/支出|支付|使用|执行|报销|付款/, 'spent'],
  [/指标/, 'allotted'],
  [/预算|批复|年初/, 'budget'],
  [/下达|分配/, 'allotted'],
  [/拨付|拨款|划拨/, 'spent'],
]

const sourceWords: readonly [RegExp, FundSource][] = [
  [/结转|结余/, 'carryOver'],
  [/自筹|自有|单位资金/, 'own'],
  [/中央/, 'central'],
  [/省|自治区|上级/, 'province'],
  [/市/, 'city'],
  [/区|县|本级|旗/, 'district'],
]

const meaningOf = <Meaning>(words: readonly [RegExp, Meaning][], text: string | null): Meaning | null =>
  (text !== null && words.find(([pattern]) => pattern.test(text))?.[1]) || null

/** A ledger's row in the model's terms; null, with the reason, where it cannot be a movement of money. */
export function flowOf(draft: DraftFlow, document: Evidence, reference: Reference): Checked<FundFlow | null> {
  const problems: Problem[] = []
  const evidence = { ...document, title: titleOver(draft, document) }
  const stage = meaningOf(stageWords, draft.stage)
  const amount = amountFen(draft.amount, problems)
  const titled = yearIn(draft.year) ?? yearIn(evidence.title) ?? yearIn(evidence.path)
  const date = draft.date === null ? null : readQuantity(draft.date, { year: titled }).quantity
  const day = date?.kind === 'date' && typeof date.value === 'string' ? date.value : null
  const year = yearIn(draft.year) ?? (day === null ? titled : Number(day.slice(0, 4)))
  const district = identifyDistrict(draft, evidence, reference)
  const missing = [
    draft.project === null && 'a project',
    stage === null && 'a known stage',
    amount === null && 'an amount',
    year === null && 'a year',
  ].filter((what) => what !== false)
  if (draft.project === null || stage === null || amount === null || year === null) {
    const message = `the row has no ${missing.join(', no ')}; it was left out`
    return { value: null, problems: [...problems, { at: draft.at, code: 'flow-incomplete', message }] }
  }
  const flow: FundFlow = {
    project: calledAs(draft.project, reference, problems) ?? draft.project,
    unit: calledAs(draft.unit, reference, problems),
    district: district.value,
    year,
    stage,
    source: meaningOf(sourceWords, draft.source) ?? 'other',
    amountFen: amount,
    // A month alone is no day.
    date: date?.upper === null && date.op === '=' ? day : null,
    at: draft.at,
  }
  return { value: FundFlow.parse(flow), problems }
}
