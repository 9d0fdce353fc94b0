import { Fragment } from 'react'
import { placeWords } from '#app/charts/document-words.ts'
import { type RuleTitles, severityOrder } from '#app/charts/findings.ts'
import { Frame } from '#app/components/comparison.tsx'
import { PlaceLink } from '#app/components/documents/place-link.tsx'
import { FindingDecision, SavedElsewhere, StateMark } from '#app/components/findings/decisions.tsx'
import { RiskParts } from '#app/components/findings/risk.tsx'
import { SeverityMark } from '#app/components/findings/severity-mark.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Prose } from '#app/components/prose.tsx'
import type { Decision } from '#app/domain/decision.ts'
import type { Evidence } from '#app/domain/finding.ts'
import { formatMoment, formatScore } from '#app/format.ts'
import type { ProjectFinding } from '#app/queries/project-findings.ts'
import type { ProjectIndicator } from '#app/queries/project-indicators.ts'
import type { Contribution } from '#app/queries/risk.ts'
import { type Words, w } from '#app/words.ts'

/** Findings that stand beside no row of the table of indicators. */
const ofReport = (findings: readonly ProjectFinding[], rows: readonly ProjectIndicator[]) =>
  findings.filter(({ ordinal }) => !rows.some((row) => row.ordinal === ordinal))

interface Props {
  findings: readonly ProjectFinding[]
  /** The document that their places are in. */
  document: string | null
  indicators: readonly ProjectIndicator[]
  /** What the report's risk comes from, the largest part first. */
  risks: readonly Contribution[]
  titles: RuleTitles
  /** Decisions on findings that the report no longer has. */
  gone: readonly Decision[]
}

/** What the audit found in the report as a whole; what it found in a row stands beside that row. */
export function ProjectFindings({ findings, document, indicators, risks, titles, gone }: Props) {
  const say = useSay()
  const own = ofReport(findings, indicators)
  const others = findings.length - own.length
  return (
    <Frame title={w('核查发现', 'Findings')}>
      <SavedElsewhere shown={findings} />
      {findings.length > 0 && <ProjectRisk parts={risks} titles={titles} />}
      {own.length > 0 && <FindingList findings={own} document={document} />}
      <p className={`text-muted text-sm ${own.length > 0 ? 'mt-2' : ''}`}>
        {findings.length === 0 && say(w('● 已核查，没有发现问题。', '● Checked; nothing was found.'))}
        {own.length === 0 && <Tally findings={findings} />}
        {others > 0 &&
          say(
            w(
              own.length > 0
                ? `另有 ${others} 条针对具体指标，列在下表该指标之下。`
                : '均针对具体指标，列在下表该指标之下。',
              own.length > 0
                ? `${others} more on single indicators, each below its row in the table.`
                : 'Each on a single indicator, below its row in the table.',
            ),
          )}
      </p>
      {gone.length > 0 && <Gone decisions={gone} />}
    </Frame>
  )
}

/** The report's risk, and how it adds up. */
function ProjectRisk({ parts, titles }: { parts: readonly Contribution[]; titles: RuleTitles }) {
  const say = useSay()
  return (
    <div className="mb-3 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm">
      <p>
        {say(w('风险分', 'Risk'))}{' '}
        <span className="font-semibold text-lg">{formatScore(parts[0]?.risk ?? 0)}</span>
        <span className="text-muted"> / 100</span>
      </p>
      <RiskParts parts={parts} titles={titles} />
      <p className="text-muted text-xs">{say(w('已排除的发现不计。', 'Dismissed findings do not count.'))}</p>
    </div>
  )
}

/** What was decided on findings that are there no more stays to be read. */
function Gone({ decisions }: { decisions: readonly Decision[] }) {
  const say = useSay()
  return (
    <details className="mt-3 text-sm">
      <summary className="w-fit text-accent hover:underline">
        {say(
          w(
            `此前处理过、现已不再出现的发现（${decisions.length}）`,
            `Decided on before, no longer found (${decisions.length})`,
          ),
        )}
      </summary>
      <ul className="mt-1 space-y-1">
        {decisions.map(({ id, state, message, messageEn, note, by, at }) => (
          <li key={id}>
            <StateMark state={state} /> {say(w(message, messageEn))}
            <span className="block text-muted text-xs">
              {by} {formatMoment(at)}
              {note !== '' && ` · ${note}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** How many of each severity. */
function Tally({ findings }: Pick<Props, 'findings'>) {
  const say = useSay()
  return severityOrder.map((severity) => {
    const n = findings.filter((finding) => finding.severity === severity).length
    if (n === 0) return null
    return (
      <span key={severity} className="mr-4 whitespace-nowrap text-ink">
        <SeverityMark severity={severity} /> {n} {say(w('条', ''))}
      </span>
    )
  })
}

/** Findings with how grave they are, what disagrees with what, and where it stands. */
export function FindingList({ findings, document }: Pick<Props, 'findings' | 'document'>) {
  const { language } = useHere()
  const say = useSay()
  return (
    <ul className="space-y-1.5 text-sm">
      {findings.map((finding) => {
        const { id, severity, message, messageEn, evidence } = finding
        const places = placesOf(evidence)
        return (
          <li key={id} className="flex gap-x-3 max-sm:flex-col">
            <span className="shrink-0 sm:w-32">
              <SeverityMark severity={severity} />
            </span>
            <div className="max-w-[70em] grow">
              <Prose text={language === 'zh' ? message : messageEn} />
              {places.length > 0 && (
                <span className="ml-3 inline-block text-muted text-xs">
                  {say(w('出处：', 'At '))}
                  {places.map(({ words, at }, index) => (
                    <Fragment key={words.zh}>
                      {index > 0 && (language === 'zh' ? '、' : '; ')}
                      {at === null || document === null ? (
                        say(words)
                      ) : (
                        <PlaceLink document={document} {...at} />
                      )}
                    </Fragment>
                  ))}
                </span>
              )}
              <FindingDecision finding={finding} />
            </div>
          </li>
        )
      })}
    </ul>
  )
}

interface FiguresPlace {
  words: Words
  at: Evidence['at']
}

/** Where the figures of a finding stand, each place once. */
function placesOf(evidence: readonly Evidence[]): FiguresPlace[] {
  const places = evidence.flatMap(({ at, paragraph }): FiguresPlace[] => {
    const words = at === null ? null : placeWords(at.table, at.row)
    if (words !== null) return [{ words, at }]
    return paragraph === null
      ? []
      : [{ words: w(`正文第 ${paragraph} 段`, `paragraph ${paragraph}`), at: null }]
  })
  return [...new Map(places.map((place) => [place.words.zh, place])).values()]
}
