import { severities, severityOrder, stateWords } from '#app/charts/findings.ts'
import { Figure, type FigureProps } from '#app/components/figure.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import type { Severity } from '#app/domain/finding.ts'
import { formatCount, formatPercent } from '#app/format.ts'
import { findingsLink, type Here } from '#app/links.ts'
import type { FindingFigures as Figures } from '#app/queries/finding-counts.ts'
import type { StateAsked } from '#app/queries/findings-asked.ts'
import { w } from '#app/words.ts'

interface Props {
  figures: Figures
  /** The state that the figures are of; null for all but dismissed. */
  state: StateAsked | null
  /** The generation up to which findings are left out; null for none. */
  since: number | null
}

/** How many findings of each severity, and how many of the checked reports they concern. */
export function FindingFigures({ figures, state, since }: Props) {
  const here = useHere()
  const say = useSay()
  return (
    <ul
      className="grid grid-cols-2 gap-2 sm:gap-3 xl:grid-cols-4"
      aria-label={say(w('核查结果', 'What was found'))}
    >
      {severityOrder.map((severity) => (
        <Figure key={severity} {...severityFigure(severity, { figures, state, since }, here)} />
      ))}
      <Figure {...reportsFigure({ figures, state, since }, here)} />
    </ul>
  )
}

function severityFigure(severity: Severity, { figures, state, since }: Props, here: Here): FigureProps {
  const { mark, words, meaning } = severities[severity]
  const concerned = {
    error: figures.errorReports,
    warning: figures.warningReports,
    notice: figures.noticeReports,
  }
  const reports = formatCount(concerned[severity])
  return {
    label: w(`${mark} ${words.zh}`, `${mark} ${words.en}`),
    value: formatCount(figures[severity]),
    unit: here.language === 'zh' ? '条' : 'findings',
    of: meaning,
    change: w(`涉及 ${reports} 份报告`, `in ${reports} reports`),
    href: findingsLink(here, { severity, state, since }),
  }
}

function reportsFigure({ figures: { reports, n, share }, state, since }: Props, here: Here): FigureProps {
  return {
    label: w('涉及报告', 'Reports concerned'),
    value: formatCount(reports),
    unit: here.language === 'zh' ? '份' : '',
    of:
      state === null
        ? w('至少有一条发现的报告，已排除的不计', 'Reports with at least one finding, dismissed ones aside')
        : w(
            `至少有一条“${stateWords[state].zh}”的发现`,
            `Reports with at least one finding that is ${stateWords[state].en.toLowerCase()}`,
          ),
    change: w(
      `已核查 ${formatCount(n)} 份，占 ${formatPercent(share)}`,
      `${formatPercent(share)} of the ${formatCount(n)} checked`,
    ),
    href: findingsLink(here, { state, since }),
  }
}
