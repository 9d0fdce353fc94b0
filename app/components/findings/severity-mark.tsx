import { severities } from '#app/charts/findings.ts'
import { useSay } from '#app/components/here.ts'
import type { Severity } from '#app/domain/finding.ts'

const colours: Readonly<Record<Severity, string>> = {
  error: 'text-bad',
  warning: 'text-warn',
  notice: 'text-muted',
}

interface Props {
  severity: Severity
  /** True where the shape stands alone, its word for those who hear the page. */
  short?: boolean
}

/** How grave a finding is, by a shape and a word. */
export function SeverityMark({ severity, short = false }: Props) {
  const say = useSay()
  const { mark, words } = severities[severity]
  return (
    <span className={`whitespace-nowrap ${colours[severity]}`}>
      <span aria-hidden>{mark}</span> <span className={short ? 'sr-only' : ''}>{say(words)}</span>
    </span>
  )
}
