import { awayFrom, fallShort, type Planting, reach } from './changes.ts'
import { type Draft, hundreds, oneOf, round, rowOf } from './draft.ts'
import { rateOf } from './figures.ts'

export const moneyPlantings: Record<string, Planting> = {
  'execution-rate': {
    breaks(draft, random) {
      const rate = awayFrom(rateOf(draft), random, [0.3, 6])
      draft.rate = Number.isInteger(rate) ? rate + 0.27 : Math.min(rate, 99.83)
      if (Math.abs(draft.rate - (100 * draft.spentYuan) / draft.adjustedYuan) < 0.25)
        draft.rate = round(draft.rate - 3.11)
    },
    passes(draft, random) {
      draft.rate = round((100 * draft.spentYuan) / draft.adjustedYuan, random.whole(0, 1))
    },
  },
  overspent: {
    breaks(draft, random) {
      draft.spentYuan = hundreds(draft.adjustedYuan * random.between(1.005, 1.03))
      if (draft.form === 'report' && random.chance(0.5)) {
        draft.arrivedYuan = hundreds(draft.adjustedYuan * 0.97)
        draft.spentYuan = hundreds(draft.adjustedYuan * 0.985)
      }
    },
    passes(draft, random) {
      draft.spentYuan = draft.adjustedYuan
      if (draft.form === 'report' || random.chance(0.4)) return
      // More than at first, and less than after what was added in the year.
      draft.initialYuan = hundreds(draft.adjustedYuan * random.between(0.8, 0.95))
      draft.carried = 0
    },
  },
  'funds-parts': {
    breaks(draft, random) {
      const off = Math.max(1000, hundreds(draft.adjustedYuan * random.between(0.02, 0.2)))
      if (draft.form === 'national' && random.chance(0.6))
        draft.partOff = { stage: oneOf(random, ['adjusted', 'spent']), yuan: random.chance(0.5) ? off : -off }
      else draft.flows = ledger(draft, draft.spentYuan - off)
    },
    passes(draft, random) {
      if (draft.form === 'national' && random.chance(0.5)) draft.carried = random.between(0.05, 0.3)
      else draft.flows = ledger(draft, draft.spentYuan - oneOf(random, [0, 50]))
    },
  },
  'funds-order': {
    breaks(draft, random) {
      const isEarly = random.chance(0.5)
      draft.flows = [
        { date: `${draft.year}-${isEarly ? '07' : '03'}-10`, stage: 'arrived', yuan: draft.adjustedYuan },
        {
          date: `${isEarly ? draft.year : draft.year + 1}-0${random.whole(4, 6)}-12`,
          stage: 'spent',
          yuan: draft.spentYuan,
        },
      ]
    },
    passes(draft, random) {
      const day = `${draft.year}-0${random.whole(3, 9)}-10`
      const carried = hundreds(draft.spentYuan * 0.1)
      draft.carried = 0
      draft.flows = random.chance(0.5)
        ? [
            { date: day, stage: 'spent', yuan: draft.spentYuan },
            { date: day, stage: 'arrived', yuan: draft.adjustedYuan },
          ]
        : [
            { date: `${draft.year}-01-20`, stage: 'spent', yuan: carried, source: 'carryOver' },
            { date: `${draft.year - 1}-12-20`, stage: 'budget', yuan: draft.adjustedYuan },
            { date: day, stage: 'arrived', yuan: draft.adjustedYuan },
            { date: `${draft.year}-11-20`, stage: 'spent', yuan: draft.spentYuan - carried },
          ]
    },
  },
  'unit-cost-plan': {
    breaks(draft, random) {
      const row = rowOf(draft, 'served')
      const unit = draft.programme.served.unit
      // Less was granted than the plan needs, and it bought accordingly less.
      draft.adjustedYuan = hundreds(draft.standardYuan * draft.planned * random.between(0.6, 0.9))
      draft.spentYuan = hundreds(draft.adjustedYuan * 0.99)
      fallShort(draft, 'served', `${Math.floor(draft.spentYuan / draft.standardYuan)}${unit}`)
      row.reason = '预算压减，服务对象相应减少'
    },
    passes(draft, random) {
      draft.adjustedYuan = hundreds(draft.standardYuan * draft.planned * oneOf(random, [0.98, 1.04]))
      draft.spentYuan = hundreds(draft.adjustedYuan * 0.995)
    },
  },
  'unit-cost-outcome': {
    breaks(draft, random) {
      const unit = draft.programme.served.unit
      reach(draft, 'served', `${Math.ceil(draft.planned * random.between(1.1, 1.28))}${unit}`)
    },
    passes(draft, random) {
      const unit = draft.programme.served.unit
      const reached = Math.floor((draft.spentYuan * random.between(1.01, 1.045)) / draft.standardYuan)
      reach(draft, 'served', `${Math.max(draft.planned, reached)}${unit}`)
    },
  },
}

/** Money that came in spring and was spent in summer and autumn. */
function ledger({ year, adjustedYuan }: Draft, spentYuan: number): Draft['flows'] {
  const half = hundreds(spentYuan / 2)
  return [
    { date: `${year}-03-05`, stage: 'arrived', yuan: adjustedYuan },
    { date: `${year}-06-20`, stage: 'spent', yuan: half },
    { date: `${year}-10-15`, stage: 'spent', yuan: spentYuan - half },
  ]
}
