import { districts } from '#data/portfolio/places.ts'
import type { Random } from '#data/portfolio/random.ts'
import {
  allProgrammes,
  type Draft,
  figureOf,
  hundreds,
  oneOf,
  round,
  rowOf,
  soundDraft,
} from './planted-draft.ts'

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
      return origin && copy ? [...others, origin, copyOf(origin, copy)] : []
    },
    passes(random) {
      const [origin, copy, ...others] = peers(random, 3)
      if (!origin || !copy) return []
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
