import { type Change, fallShort, lowerTo, type Planting, perfect } from './changes.ts'
import { type Draft, figureOf, hundreds, type Key, oneOf, type Row, round, rowOf } from './draft.ts'
import { executionScoreOf, totalOf } from './figures.ts'

/** Makes another indicator of a row, reached and with all its points. */
function replace(draft: Draft, key: Key, row: Partial<Row>) {
  Object.assign(rowOf(draft, key), { reason: null, score: rowOf(draft, key).weight }, row)
}

const measures: Record<string, Planting> = {
  'unit-mismatch': {
    breaks(draft, random) {
      const { served } = draft.programme
      const wrong: readonly [Key, string][] = [
        ['events', '1860人次'],
        ['events', '100%'],
        ['coverage', `${draft.reached}${served.unit}`],
        ['awareness', '92万元'],
      ]
      const [key, actual] = oneOf(random, wrong)
      replace(draft, key, { actual })
    },
    passes(draft, random) {
      const planned = figureOf(rowOf(draft, 'events').target)
      const fine: readonly Partial<Row>[] = [
        { actual: String(planned) },
        { name: '走访企业数量', target: `${planned}家`, actual: `${planned}户` },
        { name: '管护道路长度', target: `${planned}公里`, actual: `${planned * 1000}米` },
        { name: '新建便民站点', target: `${planned}个`, actual: `${planned}处` },
      ]
      replace(draft, 'events', oneOf(random, fine))
    },
  },
  'rate-over-100': {
    breaks(draft, random) {
      const [key, most] = oneOf<readonly [Key, number]>(random, [
        ['coverage', 29],
        ['satisfaction', 9],
        ['awareness', 3],
      ])
      replace(draft, key, { actual: `${round(100.5 + random.between(0, most), 1)}%` })
    },
    passes(draft, random) {
      const fine: readonly [Key, Partial<Row>][] = [
        ['coverage', { actual: '100%' }],
        ['satisfaction', { actual: '100%' }],
        ['coverage', { name: '任务完成比例', target: '100%', actual: '118%' }],
        ['awareness', { name: '带动产值增长率', target: '≥110%', actual: '125%' }],
      ]
      replace(draft, ...oneOf(random, fine))
    },
  },
  'operator-direction': {
    breaks(draft, random) {
      const wrong: readonly [Key, Partial<Row>][] = [
        ['events', { name: '项目管理成本', target: '≥20万元', actual: '21万元' }],
        ['coverage', { name: '有效投诉率', target: '≥2%', actual: '2.2%' }],
        ['awareness', { name: '惠民政策知晓率', target: '≤90%', actual: '86%' }],
      ]
      replace(draft, ...oneOf(random, wrong))
    },
    passes(draft, random) {
      const fine: readonly [Key, Partial<Row>][] = [
        ['events', { name: '项目管理成本', target: '≤20万元', actual: '19.5万元' }],
        ['coverage', { name: '投诉办理率', target: '≥95%', actual: '97%' }],
        ['coverage', { name: '有效投诉率', target: '≤2%', actual: '1.2%' }],
        ['awareness', { name: '运行成本下降率', target: '≥5%', actual: '6%' }],
      ]
      replace(draft, ...oneOf(random, fine))
    },
  },
  'date-outside': {
    breaks(draft, random) {
      const { year } = draft
      if (random.chance(0.5))
        return replace(draft, 'deadline', { actual: `${year - 1}年12月${random.whole(1, 28)}日` })
      const row = rowOf(draft, 'deadline')
      Object.assign(row, {
        actual: `${year + 1}年1月${random.whole(5, 28)}日`,
        score: round(row.weight * 0.8),
        reason: '雨季顺延',
      })
    },
    passes(draft, random) {
      const { year } = draft
      const fine: readonly Partial<Row>[] = [
        { target: `${year}年12月底前`, actual: `${year}年12月31日` },
        { target: `${year + 1}年2月底前`, actual: `${year + 1}年1月${random.whole(5, 28)}日` },
        { actual: '按期完成' },
      ]
      replace(draft, 'deadline', oneOf(random, fine))
    },
  },
  placeholder: {
    forms: ['national', 'list'],
    breaks(draft, random) {
      const wrong: readonly [Key, Partial<Row>][] = [
        ['events', { target: '≥**次' }],
        ['awareness', { actual: 'XX%' }],
        ['events', { name: '指标1：' }],
        ['quality', { reason: '100字以内', score: rowOf(draft, 'quality').score }],
      ]
      replace(draft, ...oneOf(random, wrong))
    },
    passes(draft, random) {
      const fine: readonly [Key, Partial<Row>][] = [
        ['quality', { reason: '受汛期影响，XX村等三个点位顺延', score: rowOf(draft, 'quality').score }],
        ['events', { name: '指标采集点位', target: '≥30个', actual: '32个' }],
        ['coverage', { name: '字典编纂字数', target: '≥5000字', actual: '5200字' }],
      ]
      replace(draft, ...oneOf(random, fine))
    },
  },
}

const targets: Record<string, Planting> = {
  unmeasurable: {
    breaks(draft, random) {
      const vague: readonly Partial<Row>[] = [
        { name: '减轻企业负担', target: '100%', actual: '100%' },
        { name: '对经济社会的作用', target: '促进经济社会协调', actual: '已促进' },
        { name: '群众生活', target: '丰富群众文化生活', actual: '文化生活丰富' },
      ]
      replace(draft, 'phrase', oneOf(random, vague))
    },
    passes(draft, random) {
      const fine: readonly Partial<Row>[] = [
        { name: '受益企业比例', target: '100%', actual: '100%' },
        { name: '补助对象', target: '应补尽补', actual: '应补尽补' },
        { name: '减轻企业负担', target: '有效减轻', actual: '有效减轻' },
        { name: '安全事故', target: '0起', actual: '0起' },
      ]
      replace(draft, 'phrase', oneOf(random, fine))
    },
  },
  'too-few': {
    forms: ['national', 'list'],
    breaks(draft, random) {
      const drop: readonly Key[] =
        random.chance(0.5) && draft.scheme.id !== 'hubei'
          ? ['satisfaction']
          : ['events', 'coverage', 'deadline', 'standard', 'awareness', 'phrase']
      keep(draft, (key) => !drop.includes(key))
    },
    passes(draft) {
      keep(draft, (key) => ['served', 'quality', 'awareness', 'satisfaction'].includes(key))
    },
  },
}

/** Keeps some rows, their first levels' points spread over what is left. */
function keep(draft: Draft, isKept: (key: Key) => boolean) {
  draft.rows = draft.rows.filter(({ key }) => isKept(key))
  draft.printsGroups = false
  draft.look.ownPoints = true
  const left = 100 - draft.scheme.execution - draft.rows.reduce((sum, { weight }) => sum + weight, 0)
  const largest = rowOf(draft, 'served')
  largest.weight += left
  largest.score = largest.weight
}

const prose = '项目实施以来，各科室分工明确、密切配合，工作台账完整，档案管理规范。'

const satisfaction: Record<string, Planting> = {
  'satisfaction-no-survey': {
    forms: ['report'],
    breaks(draft) {
      draft.survey = '经了解，'
      draft.said.push(prose)
    },
    passes(draft, random) {
      draft.survey = oneOf(random, ['通过电话回访，', '随机抽取服务对象，', '开展满意度测评，'])
      draft.said.push(prose)
    },
  },
  'satisfaction-against-grade': {
    breaks(draft, random) {
      const target = figureOf(rowOf(draft, 'satisfaction').target)
      fallShort(draft, 'satisfaction', `${round(target - random.between(10, 22), 1)}%`)
    },
    passes(draft, random) {
      const target = figureOf(rowOf(draft, 'satisfaction').target)
      const isGraded = random.chance(0.5)
      fallShort(draft, 'satisfaction', `${round(target - (isGraded ? random.between(5, 9.9) : 14), 1)}%`)
      if (!isGraded) lowerTo(draft, round(random.between(84, 89)))
    },
  },
  'problem-without-loss': {
    forms: ['report', 'national'],
    breaks(draft) {
      perfect(draft)
      draft.problems = ['部分群众反映窗口排队时间长，服务热线时常占线。']
    },
    passes(draft, random) {
      perfect(draft)
      draft.problems = [
        oneOf(random, ['自评未发现需要整改的问题，今后将继续加强管理。', '不存在重大问题。', '无。']),
      ]
    },
  },
}

const narrative: Record<string, Planting> = {
  'text-against-table': {
    forms: ['report', 'report', 'national'],
    breaks(draft, random) {
      oneOf(random, draft.form === 'report' ? [...contradictions, ...betweenTables] : contradictions)(
        draft,
        random,
      )
    },
    passes(draft, random) {
      oneOf(random, draft.form === 'report' ? [...agreements, ...sameTables] : agreements)(draft, random)
    },
  },
}

const said = (draft: Draft, key: Key) => rowOf(draft, key).name
const contradictions: readonly Change[] = [
  (draft, random) => {
    const other = Math.round(draft.reached * (random.chance(0.5) ? 1.08 : 0.91))
    draft.output = `${said(draft, 'served')}计划${rowOf(draft, 'served').target}，实际${other}${draft.programme.served.unit}。`
  },
  (draft) => {
    draft.said.push(`${said(draft, 'satisfaction')}达到99.9%。`)
  },
  (draft) => {
    const { unit } = draft.programme.served
    draft.said.push(`发放标准为每${unit}${round(draft.standardYuan * 1.2, 1)}元。`)
  },
  (draft, random) => {
    draft.said.push(
      `总体满意度为${round(figureOf(rowOf(draft, 'satisfaction').actual) - random.between(4, 9), 1)}%。`,
    )
  },
  (draft) => {
    draft.said.push('综合评定等级为中。')
  },
  (draft) => {
    draft.said.push(`全年实际支出${round((draft.spentYuan * 0.93) / 10_000, 4)}万元。`)
  },
  (draft) => {
    draft.said.push(`经综合评定，总得分${round(totalOf(draft) - 2.3)}分。`)
  },
  (draft) => {
    draft.said.push(`${said(draft, 'events')}实际完成${figureOf(rowOf(draft, 'events').actual) + 4}次。`)
  },
]

/** Targets that the table of targets gives otherwise than the table of outcomes. */
const betweenTables: readonly Change[] = [
  (draft, random) => {
    draft.plan.events = `${figureOf(rowOf(draft, 'events').target) + random.whole(3, 9)}次`
  },
  (draft, random) => {
    draft.plan.awareness = `≥${figureOf(rowOf(draft, 'awareness').target) - random.whole(2, 6)}%`
  },
  (draft) => {
    draft.plan.standard = `${round(draft.standardYuan * 1.1, 1)}元/${draft.programme.served.unit}`
  },
  (draft) => {
    draft.plan.deadline = `${draft.year}年9月底前`
  },
]

/** The same targets in other words. */
const sameTables: readonly Change[] = [
  (draft) => {
    draft.plan.awareness = rowOf(draft, 'awareness').target.replace('≥', '不低于')
    draft.said.push(`其中第一季度支出${round(hundreds(draft.spentYuan * 0.2) / 10_000, 4)}万元。`)
  },
  (draft) => {
    draft.plan.deadline = '11月底前完成'
    draft.plan.standard = `每${draft.programme.served.unit}${draft.standardYuan}元`
  },
]

const agreements: readonly Change[] = [
  (draft) => {
    const { unit } = draft.programme.served
    draft.said.push(`发放标准为每${unit}${draft.standardYuan}元。`)
  },
  (draft) => {
    draft.said.push(`家长满意度为81%，比上年提高3个百分点。`)
  },
  (draft) => {
    const { unit } = draft.programme.served
    const hundred = Math.round(draft.reached / 100) * 100
    draft.said.push(`${said(draft, 'served')}约${hundred}${unit}。`)
  },
  (draft) => {
    const { unit } = draft.programme.served
    const hundred = Math.floor(draft.reached / 100) * 100
    draft.said.push(
      `${said(draft, 'served')}实际${draft.reached}${unit}，比上年的${hundred - 100}${unit}有所增加。`,
    )
  },
  (draft) => {
    draft.said.push(`${draft.year - 1}年${said(draft, 'events')}实际完成3次。`)
  },
  (draft) => {
    const row = rowOf(draft, 'satisfaction')
    draft.said.push(`${row.name}为${Math.round(figureOf(row.actual))}%。`)
  },
  (draft) => {
    draft.said.push(
      `全区共有服务对象${draft.reached * 7}${draft.programme.served.unit}，${said(draft, 'events')}完成${rowOf(draft, 'events').actual}。`,
    )
  },
  (draft) => {
    draft.said.push(`预算执行情况得分${executionScoreOf(draft)}分，满分10分。`)
  },
]

export const wordPlantings = { ...measures, ...targets, ...satisfaction, ...narrative }
