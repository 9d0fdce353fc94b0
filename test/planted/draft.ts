import { z } from 'zod'
import type { FundSource, FundStage } from '#app/domain/fund-flow.ts'
import { placeProgrammes } from '#data/portfolio/place-programmes.ts'
import type { Place } from '#data/portfolio/places.ts'
import type { Programme } from '#data/portfolio/programme.ts'
import type { Random } from '#data/portfolio/random.ts'
import { socialProgrammes } from '#data/portfolio/social-programmes.ts'
import { type Form, type Look, lookFor } from './look.ts'
import { type Scheme, schemeFor } from './schemes.ts'

export interface Row {
  key: Key
  level1: string
  level2: string
  name: string
  target: string
  actual: string
  weight: number
  score: number
  reason: string | null
}

/** A report before it is set down: sound as it comes, until a plant changes something. */
export interface Draft {
  form: Form
  look: Look
  scheme: Scheme
  programme: Programme
  place: Place
  unit: string
  year: number
  rows: Row[]
  planned: number
  reached: number
  standardYuan: number
  /** Null where nothing was added to the initial budget, or taken from it, in the year. */
  initialYuan: number | null
  adjustedYuan: number
  arrivedYuan: number | null
  spentYuan: number
  /** Null where the rate, its score, the total and the grade are the true ones. */
  rate: number | null
  executionScore: number | null
  total: number | null
  grade: string | null
  /** Prints the points of the first levels beside those of the rows. */
  printsGroups: boolean
  /** Points by which the first level of benefits is off. */
  groupOff: number
  /** The report's section on problems; null where it gives the rows' reasons. */
  problems: string[] | null
  survey: string
  /** What the text says of the output, and what it says besides. */
  output: string | null
  said: string[]
  /** Targets that the report's first table gives otherwise. */
  plan: Partial<Record<Key, string>>
  /** Yuan by which a line of the fund block is off, and in which column; null where the lines add up. */
  partOff: { stage: 'adjusted' | 'spent'; yuan: number } | null
  /** Share of the money that was left from the year before. */
  carried: number
  flows: { date: string; stage: FundStage; yuan: number; source?: FundSource }[]
  reportedOn: string
  printsDay: boolean
}

export interface Wanted {
  forms?: readonly Form[]
  programme?: Programme
  place?: Place
  year?: number
  scheme?: Scheme
}

export const round = (value: number, places = 2) => Number(value.toFixed(places))
export const hundreds = (yuan: number) => Math.round(yuan / 100) * 100

export function oneOf<Choice>(random: Random, choices: readonly Choice[]): Choice {
  const [first] = random.shuffled(choices)
  if (first === undefined) throw new Error('there is nothing to choose from')
  return first
}

export const allProgrammes: readonly Programme[] = [...socialProgrammes, ...placeProgrammes]
const allForms: readonly Form[] = ['national', 'report', 'list']

/** Nothing changed, nothing said besides; anew for each draft, since plants add to it. */
const asItComes = () => ({
  rate: null,
  initialYuan: null,
  arrivedYuan: null,
  executionScore: null,
  total: null,
  grade: null,
  groupOff: 0,
  problems: null,
  output: null,
  said: [],
  plan: {},
  partOff: null,
  flows: [],
  reportedOn: '',
})

/** A sound report: its figures agree, one target is missed and says why. */
export function soundDraft(random: Random, wanted: Wanted = {}): Draft {
  const programme = wanted.programme ?? oneOf(random, allProgrammes)
  const year = wanted.year ?? random.whole(2018, 2023)
  const scheme = wanted.scheme ?? schemeFor(random, year, wanted.place !== undefined)
  const place = wanted.place ?? oneOf(random, scheme.places)
  const form = oneOf(random, wanted.forms ?? allForms)
  const planned = Math.max(200, Math.round(programme.served.typical * random.between(0.6, 1.4)))
  const standardYuan = round(programme.standard.yuan * random.between(0.85, 1.15), 1)
  const draft: Draft = {
    form,
    look: lookFor(form, random),
    scheme,
    programme,
    place,
    unit: `${place.name}${programme.unit}`,
    year,
    rows: [],
    planned,
    reached: Math.ceil(planned * random.between(1, 1.01)),
    standardYuan,
    adjustedYuan: hundreds(standardYuan * planned * random.between(1.005, 1.02)),
    spentYuan: 0,
    ...asItComes(),
    printsGroups: random.chance(0.3),
    carried: random.chance(0.3) ? random.between(0.02, 0.2) : 0,
    printsDay: random.chance(0.5),
    survey: `共发放问卷${random.whole(12, 40) * 10}份，`,
  }
  draft.reportedOn = `${draft.year + 1}-03-0${random.whole(1, 9)}`
  draft.spentYuan = Math.min(
    draft.adjustedYuan - 100,
    hundreds(standardYuan * draft.reached * random.between(0.97, 0.99)),
  )
  draft.rows = soundRows(draft, random)
  return draft
}

/** One row a line: key, 二级指标, 三级指标, target, actual. */
function linesOf(draft: Draft, random: Random): string {
  const { programme, planned, reached, standardYuan, year } = draft
  const { served, standard, quality } = programme
  const [events, aim, known, liked] = [
    random.whole(20, 90),
    random.whole(88, 97),
    random.whole(80, 92),
    random.whole(85, 94),
  ]
  const cost = `${standardYuan}元/${served.unit}`
  const [phrase, degree] = oneOf(random, phrases)
  const done = `${year}年${random.whole(8, 11)}月${random.whole(3, 28)}日`
  const above = (target: number) => `${round(target + random.between(0.3, 4), 1)}%`
  return `served | 数量指标 | ${served.name} | ${bound(planned, served.unit, random)} | ${reached}${served.unit}
    events | 数量指标 | 现场督导次数 | ${bound(events, '次', random)} | ${Math.ceil(events * random.between(1, 1.15))}次
    quality | 质量指标 | ${quality[0]?.name} | ≥${aim}% | ${round(aim * random.between(0.9, 0.97), 1)}%
    coverage | 质量指标 | 政策宣传覆盖率 | 100% | 100%
    deadline | 时效指标 | 年度任务完成时限 | ${year}年11月底前 | ${done}
    standard | 成本指标 | ${standard.name} | ${cost} | ${cost}
    awareness | 社会效益指标 | 惠民政策知晓率 | ≥${known}% | ${above(known)}
    phrase | 可持续影响指标 | ${phrase} | ${degree} | ${degree}
    satisfaction | 服务对象满意度指标 | 服务对象满意度 | ≥${liked}% | ${above(liked)}`
}

const Key = z.enum([
  'served',
  'events',
  'quality',
  'coverage',
  'deadline',
  'standard',
  'awareness',
  'phrase',
  'satisfaction',
])
export type Key = z.infer<typeof Key>

function soundRows(draft: Draft, random: Random): Row[] {
  const rows = linesOf(draft, random)
    .split('\n')
    .map((line, index): Row => {
      const [key, level2 = '', name = '', target = '', actual = ''] = line
        .split('|')
        .map((cell) => cell.trim())
      const weight = draft.scheme.weights[index] ?? 0
      const isCost = key === 'standard' && draft.scheme.id === 'cost-first-level-2021'
      return {
        key: Key.parse(key),
        level1: isCost ? '成本指标' : level1Of(level2),
        level2: isCost ? '经济成本指标' : level2,
        name,
        target,
        actual,
        weight,
        score: weight,
        reason: null,
      }
    })
  for (const row of rows) if (row.key === 'quality') miss(row, reasonFor(random))
  return rows
}

function level1Of(level2: string): string {
  if (level2.includes('满意度')) return '满意度指标'
  return /效益|影响/.test(level2) ? '效益指标' : '产出指标'
}

const phrases = [
  ['群众办事便利程度', '明显提升'],
  ['长效管理机制', '健全'],
  ['基层服务能力', '有所提高'],
  ['行业规范水平', '良好'],
] as const

const bound = (value: number, unit: string, random: Random) =>
  oneOf(random, [`≥${value}${unit}`, `${value}${unit}`, `不少于${value}${unit}`, `${value}${unit}以上`])

const reasonFor = (random: Random) =>
  oneOf(random, [
    '前期摸底不够细致，今后加强需求调查',
    '项目招标启动较晚，将提前做好准备',
    '个别环节把关不严，将完善考核机制',
    '基层人手紧张，将加强业务培训',
  ])

export const figureOf = (text: string) => Number(/\d+(?:\.\d+)?/.exec(text)?.[0])

/** Gives a row the points that its missed target earns, and a reason. */
export function miss(row: Row, reason: string | null) {
  row.score = round((row.weight * figureOf(row.actual)) / figureOf(row.target))
  row.reason = reason
}

/** The row of a key, which every sound draft has. */
export function rowOf({ rows }: Draft, key: Key): Row {
  const found = rows.find((one) => one.key === key)
  if (found === undefined) throw new Error(`the draft has no row ${key}`)
  return found
}
