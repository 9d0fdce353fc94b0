import { casesSaid, isFew } from '#app/charts/marks.ts'
import { overviewFiguresView } from '#app/charts/overview.ts'
import {
  formatCount,
  formatPercent,
  formatPoints,
  formatScore,
  many,
  moneyAlone,
  pointsUnit,
} from '#app/format.ts'
import { findingsLink, type Here, pageLink } from '#app/links.ts'
import type { YearFigures } from '#app/queries/overview.ts'
import { type Words, w } from '#app/words.ts'
import { Exports } from './comparison.tsx'
import { changeWords, Figure, type FigureProps } from './figure.tsx'
import { useHere } from './here.ts'

/** The key figures of a year, each with its change on the year before. */
export function KeyFigures({ figures }: { figures: YearFigures }) {
  const here = useHere()
  const shown = [
    faultyFigure(figures, here),
    ...moneyFigures(figures, here),
    ...scoreFigures(figures, here),
    ...satisfactionFigures(figures, here),
    unitCostFigure(figures, here),
  ]
  return (
    <section aria-label={overviewFiguresView.title[here.language]}>
      <header className="mb-2 flex items-baseline gap-4">
        <h2 className="font-semibold text-base">{overviewFiguresView.title[here.language]}</h2>
        <Exports view={overviewFiguresView.name} hasChart={false} />
      </header>
      <ul className="grid grid-cols-2 gap-2 sm:gap-3 xl:grid-cols-4">
        {shown.map((figure) => (
          <Figure key={figure.label.en} {...figure} />
        ))}
      </ul>
    </section>
  )
}

const yearsOf = ({ year, yearBefore }: YearFigures) => ({ year, before: yearBefore })
const page = (figures: YearFigures, here: Here, path: string) =>
  pageLink(here, path, { year: [figures.year] })

const reportsChanged = (change: number) => w(`${formatCount(change)} 份`, formatCount(change))
const percent = (change: number) => w(formatPercent(change), formatPercent(change))
const points = (change: number) =>
  w(`${change.toFixed(1)} ${pointsUnit.zh}`, `${change.toFixed(1)} ${pointsUnit.en}`)
const projects = (change: number) => w(`${formatCount(change)} 个`, formatCount(change))
const scorePoints = (change: number) => w(`${formatScore(change)} 分`, `${formatScore(change)} points`)

/** How a figure was reckoned and of how many; fewer than five are shown, not judged by. */
function ofCases(zh: string, en: string, n: number): Words {
  const few = isFew(n) ? w('，不足 5 个，仅供参考', ', fewer than 5: for reference only') : w('', '')
  return w(`${zh}${casesSaid(n)}${few.zh}`, `${en} ${casesSaid(n)}${few.en}`)
}

function moneyFigures(figures: YearFigures, here: Here): FigureProps[] {
  const years = yearsOf(figures)
  const planned = moneyAlone(figures.planned, here.language)
  const spent = moneyAlone(figures.spent, here.language)
  return [
    {
      label: w('项目', 'Projects'),
      value: formatCount(figures.projects),
      unit: here.language === 'zh' ? '个' : '',
      of: reports(figures),
      change: changeWords(figures.projectsChange, years, projects),
      href: page(figures, here, '/projects'),
    },
    {
      label: w('预算安排', 'Planned'),
      value: planned.figure,
      unit: planned.unit,
      of: ofCases(
        '全年预算数合计，无则用年初预算，',
        'Adjusted budgets, else initial ones,',
        figures.plannedN,
      ),
      change: sumChange(figures, figures.plannedChangePercent),
      href: page(figures, here, '/funds'),
    },
    {
      label: w('实际支出', 'Spent'),
      value: spent.figure,
      unit: spent.unit,
      of: ofCases('全年执行数合计，', 'Total of money spent,', figures.spentN),
      change: sumChange(figures, figures.spentChangePercent),
      href: page(figures, here, '/funds'),
    },
    {
      label: w('预算执行率', 'Execution rate'),
      ...rate(figures.executionRate),
      of: ofCases('支出合计 ÷ 预算合计，', 'Total spent ÷ total planned,', figures.executionN),
      change: changeWords(figures.executionRateChange, years, points),
      href: page(figures, here, '/funds'),
    },
  ]
}

type Covered = Pick<YearFigures, 'year' | 'yearBefore' | 'evaluations' | 'evaluationsBefore'>

/** The change of a sum; where it is of clearly more or fewer reports, they and not the money would be compared. */
export function sumChange(covered: Covered, change: number | null): Words {
  const { year, evaluations, evaluationsBefore, yearBefore } = covered
  if (yearBefore === null || evaluationsBefore === null || isAsCovered(evaluations, evaluationsBefore))
    return changeWords(change, { year, before: yearBefore }, percent)
  const apart = evaluations - evaluationsBefore
  const size = formatCount(Math.abs(apart))
  return w(
    `自评比 ${yearBefore} 年${apart < 0 ? '少' : '多'} ${size} 份，合计不宜直接比`,
    `${size} ${apart < 0 ? 'fewer' : 'more'} self-evaluations than in ${yearBefore}: sums do not compare`,
  )
}

/** Within a twentieth, two years are of about the same projects. */
const isAsCovered = (reports: number, before: number) => Math.abs(reports - before) <= 0.05 * before

/** How many reports the sums are of: fewer reports make smaller sums. */
function reports({ evaluations, evaluationsBefore, yearBefore }: YearFigures): Words {
  const before =
    evaluationsBefore === null
      ? w('', '')
      : w(
          `，${yearBefore} 年 ${formatCount(evaluationsBefore)} 份`,
          `, ${formatCount(evaluationsBefore)} in ${yearBefore}`,
        )
  return w(
    `${formatCount(evaluations)} 份单位自评${before.zh}`,
    `${many(evaluations, 'self-evaluation')}${before.en}`,
  )
}

const rate = (value: number | null) =>
  value === null ? { value: '–', unit: '' } : { value: value.toFixed(1), unit: '%' }

function scoreFigures(figures: YearFigures, here: Here): FigureProps[] {
  return [
    {
      label: w('平均总分', 'Mean total'),
      value: formatScore(figures.meanTotal),
      unit: here.language === 'zh' ? '分' : 'points',
      of: ofCases('自评总分简单平均，', 'Plain mean of stated totals,', figures.totalN),
      change: changeWords(figures.meanTotalChange, yearsOf(figures), scorePoints),
      href: page(figures, here, '/compare/scores'),
    },
  ]
}

function satisfactionFigures(figures: YearFigures, here: Here): FigureProps[] {
  const years = yearsOf(figures)
  const { widestGap, widestProject, widestDistrict } = figures
  const widest = `${formatPoints(widestGap)} ${pointsUnit[here.language]}`
  const where = [widestDistrict, widestProject].filter((text) => text !== null).join(' ')
  return [
    {
      label: w('满意度达标率', 'Satisfaction on target'),
      ...rate(figures.satisfactionMet),
      of: ofCases(
        '达到目标的满意度指标占比，',
        'Share of satisfaction rates on target,',
        figures.satisfactionN,
      ),
      change: changeWords(figures.satisfactionMetChange, years, points),
      href: page(figures, here, '/compare/satisfaction'),
    },
    {
      label: w('满意度平均差距', 'Mean satisfaction gap'),
      value: formatPoints(figures.meanGap),
      unit: pointsUnit[here.language],
      of:
        widestGap === null
          ? ofCases('实际减目标，简单平均，', 'Actual less target, plain mean,', figures.satisfactionN)
          : w(
              `实际减目标，简单平均；最大差距 ${widest}（${where}）`,
              `Plain mean; widest ${widest} (${where})`,
            ),
      change: changeWords(figures.meanGapChange, years, points),
      href: page(figures, here, '/compare/satisfaction'),
    },
  ]
}

function unitCostFigure(figures: YearFigures, here: Here): FigureProps {
  const { contradicted } = figures
  return {
    label: w('单位成本与支出不符', 'Unit cost contradicts money'),
    value: formatCount(contradicted),
    unit: here.language === 'zh' ? '个项目' : contradicted === 1 ? 'project' : 'projects',
    of: ofCases(
      '报告的单位成本与支出折算相差超过 5%；可核对项目 ',
      'Off by over 5%; comparable',
      figures.comparableN,
    ),
    change: changeWords(figures.contradictedChange, yearsOf(figures), projects),
    alert: contradicted === null || contradicted === 0 ? null : w('需核实', 'to check'),
    href: findingsLink(here, { year: [figures.year], rule: ['unit-cost-outcome'] }),
  }
}

/** How many findings still wait for someone to look at them, and what became of the others. */
function statesWords({ open, explained, confirmed, dismissed }: YearFigures): Words {
  return w(
    `核查发现待核 ${formatCount(open)} 条；已说明 ${formatCount(explained)}、属实 ${formatCount(confirmed)}、排除 ${formatCount(dismissed)}`,
    `${many(open, 'finding')} still open; ${formatCount(explained)} explained, ${formatCount(confirmed)} confirmed, ${formatCount(dismissed)} dismissed`,
  )
}

/** The one figure that asks whether the others can be believed. */
function faultyFigure(figures: YearFigures, here: Here): FigureProps {
  const { faulty, faultyShare } = figures
  return {
    label: w('对不上的评价', 'Reports that do not add up'),
    value: formatCount(faulty),
    unit: here.language === 'zh' ? '份' : faulty === 1 ? 'report' : 'reports',
    of: ofCases(
      `至少有一条“不成立”的核查发现（已排除的不计），占单位自评的 ${formatPercent(faultyShare)}，`,
      `With a finding of what cannot be true, dismissed ones aside; ${formatPercent(faultyShare)} of self-evaluations,`,
      figures.evaluations,
    ),
    also: { words: statesWords(figures), href: findingsLink(here, { year: [figures.year], state: 'open' }) },
    change: changeWords(figures.faultyChange, yearsOf(figures), reportsChanged),
    alert: faulty === 0 ? null : w('需核实', 'to check'),
    href: pageLink(here, '/findings', { year: [figures.year], severity: 'error' }),
    wide: true,
  }
}
