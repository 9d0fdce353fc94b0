import { districts } from '#data/portfolio/places.ts'
import type { Random } from '#data/portfolio/random.ts'
import { allProgrammes, type Draft, figureOf, hundreds, oneOf, round, rowOf, soundDraft } from './draft.ts'

/** Reports that break a rule together, and reports that come near; the rule is to speak of the last. */
export interface GroupPlanting {
  breaks(random: Random): Draft[]
  passes(random: Random): Draft[]
}

/** A sound report of the year after, by the same unit: targets keep up with what was reached. */
function yearAfter(last: Draft, random: Random): Draft {
  const next = soundDraft(random, {
    programme: last.programme,
    place: last.place,
    year: last.year + 1,
    scheme: last.scheme,
    forms: [last.form],
  })
  next.planned = last.reached
  next.carried = 0
  last.carried = 0
  next.standardYuan = last.standardYuan
  setServed(next, Math.ceil(next.planned * random.between(1, 1.01)))
  setEvents(next, Math.ceil(figureOf(rowOf(last, 'events').actual) * random.between(1, 1.05)), random)
  for (const key of ['quality', 'awareness', 'satisfaction'] as const) {
    const [row, before] = [rowOf(next, key), rowOf(last, key)]
    const target = figureOf(before.target)
    row.target = before.target
    row.actual = `${round(key === 'quality' ? target * random.between(0.9, 0.97) : target + random.between(0.3, 4), 1)}%`
    if (key === 'quality') row.score = round((row.weight * figureOf(row.actual)) / target)
  }
  Object.assign(rowOf(next, 'phrase'), { name: rowOf(last, 'phrase').name })
  return next
}

/** How many were served, for money that fits the standard. */
function setServed(draft: Draft, reached: number) {
  const { unit } = draft.programme.served
  draft.reached = reached
  draft.adjustedYuan = hundreds(draft.standardYuan * draft.planned * 1.012)
  draft.spentYuan = Math.min(draft.adjustedYuan - 100, hundreds(draft.standardYuan * reached * 0.99))
  Object.assign(rowOf(draft, 'served'), { target: `≥${draft.planned}${unit}`, actual: `${reached}${unit}` })
  const standard = `${draft.standardYuan}元/${unit}`
  Object.assign(rowOf(draft, 'standard'), { target: standard, actual: standard })
}

function setEvents(draft: Draft, planned: number, random: Random) {
  const actual = Math.ceil(planned * random.between(1, 1.1))
  Object.assign(rowOf(draft, 'events'), { target: `≥${planned}次`, actual: `${actual}次` })
}

/** The same programme in several districts in one year. */
function peers(random: Random, count: number): Draft[] {
  const programme = oneOf(random, allProgrammes)
  const year = random.whole(2018, 2023)
  return random
    .shuffled(districts)
    .slice(0, count)
    .map((place) => soundDraft(random, { programme, place, year }))
}

function withCost(draft: Draft, yuan: number): Draft {
  draft.standardYuan = round(yuan, 2)
  setServed(draft, draft.reached)
  return draft
}

/** Spread evenly about the programme's usual cost. */
const usual = [0.92, 0.95, 0.98, 1, 1.02, 1.05]

function costly(random: Random, count: number, times: number): Draft[] {
  const drafts = peers(random, count)
  return drafts.map((draft, index) => {
    const share = index === drafts.length - 1 ? times : (usual[index % usual.length] ?? 1)
    return withCost(draft, draft.programme.standard.yuan * share)
  })
}

/** Gives one report's outcomes to another unit. */
function copyOf(origin: Draft, copy: Draft): Draft {
  copy.planned = origin.planned
  copy.standardYuan = origin.standardYuan
  setServed(copy, origin.reached)
  copy.rows = origin.rows.map((row) => ({ ...row }))
  return copy
}

const prose = [
  '项目办公室设在业务科室，抽调骨干三名专职负责，每周召开一次调度会，及时协调解决实施中遇到的困难。',
  '实施过程中坚持公开公平，补助对象由本人申请、社区初审、街道复核，逐级公示无异议后再予确认。',
  '资金实行专账核算，凭合同、验收单和发票支付，内部审计每半年检查一次，没有发现挤占挪用的情况。',
  '通过印发明白纸、开设专栏、进村入户等多种方式宣传政策，群众知道找谁办、怎么办、多久能办成。',
  '项目验收资料完整，档案按户归集，一户一档，接受群众和社会监督，服务热线全年保持畅通。',
]
const endings = ['以上做法形成制度。', '相关经验在全区推广。', '下一年度继续坚持。', '主管部门予以肯定。']
const otherProse = [
  '街道设立受理窗口，由专职人员现场指导填表，材料齐全的当场受理，缺件的一次告知补正内容。',
  '区里与承办机构签订协议，按季度考核服务质量，考核结果与经费拨付挂钩，优者奖励、差者清退。',
  '数据每月与相关部门比对，发现重复享受的立即停发并追回，全年核减不符合条件的对象若干。',
  '老旧设备已列入更新计划，分年度逐步更换，保证服务不中断，群众等候时间比过去明显缩短。',
]

/** Two reports in prose that tell the same, each of its own unit; or one that shares a part alone. */
function retold(origin: Draft, copy: Draft, inPart = false): Draft[] {
  for (const draft of [origin, copy]) {
    draft.form = 'report'
    draft.look.format = 'txt'
    draft.look.ownPoints = false
    const own = `${draft.unit}高度重视，成立了以主要负责人为组长的领导小组，${draft.place.name}财政部门全程参与指导。`
    draft.said.push(own, ...prose)
    for (const end of endings) draft.said.push(...prose.map((text) => `${text}${end}`))
  }
  if (inPart) copy.said = [...copy.said.slice(0, 3), ...otherProse]
  return [origin, copy]
}

const report: GroupPlanting = {
  breaks(random) {
    const first = soundDraft(random)
    const second = structuredClone(first)
    const row = rowOf(second, 'awareness')
    if (random.chance(0.5)) row.actual = `${round(figureOf(row.actual) + 0.7, 1)}%`
    else second.spentYuan -= 300
    return [first, second]
  },
  passes(random) {
    const first = soundDraft(random)
    return random.chance(0.5) ? [first, structuredClone(first)] : [first, yearAfter(first, random)]
  },
}

export const groupPlantings: Record<string, GroupPlanting> = {
  duplicate: report,
  copied: {
    breaks(random) {
      const [origin, copy, ...others] = peers(random, 3)
      if (origin && copy && random.chance(0.4)) return [...others, ...retold(origin, copy)]
      return origin && copy ? [...others, origin, copyOf(origin, copy)] : []
    },
    passes(random) {
      const [origin, copy, ...others] = peers(random, 3)
      if (!origin || !copy) return []
      if (random.chance(0.3)) return [...others, ...retold(origin, copy, true)]
      const changed = copyOf(origin, copy)
      const row = rowOf(changed, oneOf(random, ['awareness', 'satisfaction']))
      row.actual = `${round(figureOf(row.actual) + 0.1, 1)}%`
      return [...others, origin, changed]
    },
  },
  'lowered-target': {
    breaks(random) {
      const last = soundDraft(random)
      const now = yearAfter(last, random)
      setEvents(now, Math.floor(figureOf(rowOf(last, 'events').actual) * random.between(0.6, 0.85)), random)
      return [last, now]
    },
    passes(random) {
      const last = soundDraft(random)
      const now = yearAfter(last, random)
      setEvents(now, Math.ceil(figureOf(rowOf(last, 'events').actual) * random.between(0.91, 0.99)), random)
      return [last, now]
    },
  },
  jump: {
    breaks(random) {
      const last = soundDraft(random)
      const now = yearAfter(last, random)
      setEvents(now, Math.ceil(figureOf(rowOf(last, 'events').actual) * random.between(1.6, 2.4)), random)
      return [last, now]
    },
    passes(random) {
      const last = soundDraft(random)
      const now = yearAfter(last, random)
      setEvents(now, Math.floor(figureOf(rowOf(last, 'events').actual) * random.between(1.2, 1.34)), random)
      return [last, now]
    },
  },
  'unit-cost-outlier': {
    breaks: (random) => costly(random, random.whole(6, 8), oneOf(random, [0.5, 1.7, 2.2])),
    passes: (random) =>
      random.chance(0.5)
        ? costly(random, random.whole(6, 8), oneOf(random, [0.9, 1.1]))
        : costly(random, 4, 2),
  },
  late: {
    breaks(random) {
      const draft = soundDraft(random)
      if (random.chance(0.5)) {
        draft.printsDay = true
        draft.reportedOn = `${draft.year + 1}-0${random.whole(4, 9)}-1${random.whole(0, 9)}`
        return [draft]
      }
      const skipped = yearAfter(draft, random)
      const other = oneOf(
        random,
        districts.filter(({ code }) => code !== draft.place.code),
      )
      const peer = soundDraft(random, { programme: draft.programme, place: other, year: skipped.year })
      return [peer, draft, yearAfter(skipped, random)]
    },
    passes(random) {
      const draft = soundDraft(random)
      draft.printsDay = true
      draft.reportedOn = `${draft.year + 1}-03-31`
      const following = yearAfter(draft, random)
      return oneOf(random, [[draft], [draft, following], [draft, yearAfter(following, random)]])
    },
  },
}
