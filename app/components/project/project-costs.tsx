import { Link } from '@remix-run/react'
import { threeWays } from '#app/charts/unit-cost.ts'
import { Frame } from '#app/components/comparison.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import {
  formatCount,
  formatMoneyAlone,
  formatPercent,
  formatPoints,
  formatUnitCost,
  pointsUnit,
} from '#app/format.ts'
import { pageLink } from '#app/links.ts'
import type { ProjectCost, ProjectSatisfaction } from '#app/queries/project-costs.ts'
import { type Language, type Words, w } from '#app/words.ts'

interface Props {
  costs: readonly ProjectCost[]
  /** Leads to the same cost in other districts. */
  programme: string | null
}

/** What serving one costs, three ways beside each other, and whether cost × quantity agrees with the money. */
export function ProjectCosts({ costs, programme }: Props) {
  const here = useHere()
  const say = useSay()
  if (costs.length === 0) return null
  return (
    <Frame
      title={w('单位成本对照', 'Unit cost three ways')}
      note={w(
        '计划标准、申报标准为自评所载；折算为支出（或预算）除以数量，假定资金全部用于该数量。相差 5% 以内视为相符。',
        'Planned and reported are as stated; implied is spending (or budget) divided by the quantity, taking all of it as used for that quantity. Within 5% they agree.',
      )}
    >
      <div className="space-y-5">
        {costs.map((cost) => (
          <section key={cost.ordinal} aria-label={cost.name}>
            <h3 className="mb-2 text-sm">
              {cost.name}
              {programme !== null && (
                <Link
                  className="ml-3 underline"
                  to={pageLink(here, '/compare/unit-cost', {
                    year: [],
                    programme: [programme],
                    per: cost.per,
                  })}
                >
                  {say(w('与其他区县比较', 'Compare with other districts'))}
                </Link>
              )}
            </h3>
            <FourCosts cost={cost} />
            <Arithmetic cost={cost} />
          </section>
        ))}
      </div>
    </Frame>
  )
}

function FourCosts({ cost }: { cost: ProjectCost }) {
  const say = useSay()
  const { language } = useHere()
  const { budget, spent, plannedQuantity, actualQuantity, per } = cost
  const shown = [
    { words: threeWays.planned, yuan: cost.planned, of: w('年度指标值', 'the target') },
    { words: threeWays.reported, yuan: cost.reported, of: w('实际完成值', 'the actual') },
    { words: threeWays.implied, yuan: cost.implied, of: divided(spent, actualQuantity, per) },
    {
      words: w('按预算折算', 'Implied by budget'),
      yuan: cost.plannedImplied,
      of: divided(budget, plannedQuantity, per),
    },
  ]
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 lg:grid-cols-4">
      {shown.map(({ words, yuan, of }) => (
        <div key={words.en} className="border-line border-l-2 pl-3">
          <dt className="text-muted text-xs">{say(words)}</dt>
          <dd className="font-semibold text-lg leading-snug">
            {formatUnitCost(yuan)}
            <span className="ml-1 font-normal text-muted text-xs">
              {language === 'zh' ? '元' : 'yuan'}/{per}
            </span>
          </dd>
          <dd className="text-muted text-xs">{say(of)}</dd>
        </div>
      ))}
    </dl>
  )
}

function divided(yuan: number | null, quantity: number | null, per: string): Words {
  if (yuan === null || quantity === null) return w('缺少资金或数量', 'money or quantity is not known')
  const sum = (language: Language) => `${formatMoneyAlone(yuan, language)} ÷ ${formatCount(quantity)} ${per}`
  return w(sum('zh'), sum('en'))
}

const reasons = {
  'no-quantity': (per: string) =>
    w(
      `没有以“${per}”计量的数量指标，支出无法折算。`,
      `No quantity is counted in ${per}, so that the money cannot be divided.`,
    ),
  'several-quantities': (per: string) =>
    w(
      `以“${per}”计量的数量指标不止一个，名称看不出支出对应哪一个。`,
      `Several quantities are counted in ${per}, and no name tells which of them the money was for.`,
    ),
  'no-outcome': (per: string) =>
    w(
      `数量指标的实际完成值缺失、为零或不以“${per}”计量。`,
      `The quantity's outcome is missing, zero or not counted in ${per}.`,
    ),
  'no-funds': () => w('没有支出数，无法折算。', 'No spending is stated, so that there is nothing to divide.'),
} as const

/** 170 元/户 × 4,800 户 = 81.60 万元 in a sentence, for the plan and for the outcome. */
function Arithmetic({ cost }: { cost: ProjectCost }) {
  const { incomparable, per } = cost
  const plan = product({
    words: threeWays.planned,
    against: w('预算', 'the budget'),
    per,
    yuan: cost.planned,
    quantity: cost.plannedQuantity,
    approximate: false,
    total: cost.plannedTotal,
    money: cost.budget,
    excess: cost.plannedExcess,
  })
  const outcome = product({
    words: threeWays.reported,
    against: w('支出', 'spending'),
    per,
    yuan: cost.reported,
    quantity: cost.actualQuantity,
    approximate: cost.quantityApproximate ?? false,
    total: cost.reportedTotal,
    money: cost.spent,
    excess: cost.reportedExcess,
  })
  return (
    <ul className="mt-3 space-y-1 text-sm">
      {plan && <Sentence agrees={cost.plannedAgrees} words={plan} />}
      {outcome && <Sentence agrees={cost.reportedAgrees} words={outcome} />}
      {incomparable !== null && <Sentence agrees={null} words={reasons[incomparable](per)} />}
    </ul>
  )
}

interface Product {
  words: Words
  against: Words
  per: string
  yuan: number | null
  quantity: number | null
  approximate: boolean
  total: number | null
  money: number | null
  excess: number | null
}

function product({ words, against, per, yuan, quantity, approximate, total, money, excess }: Product) {
  if (yuan === null || quantity === null || total === null) return null
  const sum = (language: Language, yuanWord: string, about: string) =>
    `${words[language]} ${formatUnitCost(yuan)} ${yuanWord}/${per} × ${about}${formatCount(quantity)} ${per} = ${formatMoneyAlone(total, language)}`
  const zh = sum('zh', '元', approximate ? '约 ' : '')
  const en = sum('en', 'yuan', approximate ? 'about ' : '')
  if (money === null || excess === null) return w(`${zh}。`, `${en}.`)
  const [spentZh, spentEn] = [formatMoneyAlone(money, 'zh'), formatMoneyAlone(money, 'en')]
  const [offZh, offEn] = [formatMoneyAlone(Math.abs(excess), 'zh'), formatMoneyAlone(Math.abs(excess), 'en')]
  if (excess === 0) return w(`${zh}，与${against.zh}一致。`, `${en}, as is ${against.en}.`)
  return excess > 0
    ? w(
        `${zh}，比${against.zh} ${spentZh}多 ${offZh}。`,
        `${en}: ${offEn} above ${against.en} of ${spentEn}.`,
      )
    : w(
        `${zh}，比${against.zh} ${spentZh}少 ${offZh}。`,
        `${en}: ${offEn} below ${against.en} of ${spentEn}.`,
      )
}

function Sentence({ agrees, words }: { agrees: boolean | null; words: Words }) {
  const say = useSay()
  return (
    <li className="flex gap-2">
      <Mark agrees={agrees} />
      <span>{say(words)}</span>
    </li>
  )
}

function Mark({ agrees }: { agrees: boolean | null }) {
  const say = useSay()
  if (agrees === null) return <span className="text-muted">○</span>
  return agrees ? (
    <span className="whitespace-nowrap text-good">● {say(w('相符', 'agrees'))}</span>
  ) : (
    <span className="whitespace-nowrap text-bad">■ {say(w('不符', 'contradicts'))}</span>
  )
}

/** The satisfaction that was promised and the one that was reached. */
export function ProjectSatisfactionGaps({ rates }: { rates: readonly ProjectSatisfaction[] }) {
  const { language } = useHere()
  const say = useSay()
  if (rates.length === 0) return null
  return (
    <Frame
      title={w('满意度差距', 'Satisfaction gap')}
      note={w('实际减目标，单位为百分点。', 'Actual less target, in percentage points.')}
    >
      <ul className="space-y-3">
        {rates.map(({ ordinal, name, target, actual, gap }) => (
          <li key={ordinal} className="text-sm">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span>{name}</span>
              <span className={`font-semibold ${gap < 0 ? 'text-bad' : 'text-good'}`}>
                {gap < 0 ? '■' : '●'} {formatPoints(gap)} {pointsUnit[language]}
              </span>
            </div>
            <Bar target={target} actual={actual} />
            <p className="text-muted text-xs">
              {say(
                w(
                  `目标 ${formatPercent(target)}，实际 ${formatPercent(actual)}`,
                  `target ${formatPercent(target)}, actual ${formatPercent(actual)}`,
                ),
              )}
            </p>
          </li>
        ))}
      </ul>
    </Frame>
  )
}

/** The actual as a bar of 100 %, the target as a stroke across it. */
function Bar({ target, actual }: { target: number; actual: number }) {
  return (
    <div aria-hidden className="relative my-1 h-2.5 rounded-sm bg-paper">
      <div
        className={`h-full rounded-sm ${actual < target ? 'bg-bad' : 'bg-accent'}`}
        style={{ width: `${actual}%`, maxWidth: '100%' }}
      />
      <div className="absolute -top-1 -bottom-1 w-0.5 bg-ink" style={{ left: `min(${target}%, 100%)` }} />
    </div>
  )
}
