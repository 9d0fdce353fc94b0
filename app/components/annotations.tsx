import { createContext, useContext } from 'react'
import { type Annotation, concerns } from '#app/domain/annotation.ts'
import { formatMoment } from '#app/format.ts'
import { type Words, w } from '#app/words.ts'
import { useHere, useSay } from './here.ts'

/** What people noted about years and districts; the root provides it. */
export const AnnotationsContext = createContext<readonly Annotation[]>([])

/** What a note is about: 2021 年度 · 临澜区. */
export const aboutWords = ({ year, districtName }: Pick<Annotation, 'year' | 'districtName'>): Words => {
  const about = (language: 'zh' | 'en') =>
    [year === null ? null : { zh: `${year} 年度`, en: String(year) }[language], districtName]
      .filter((text) => text !== null)
      .join(' · ')
  return w(about('zh'), about('en'))
}

/** The notes on the years and districts that the page's figures are of. */
export function Annotations() {
  const { filters } = useHere()
  const say = useSay()
  const shown = useContext(AnnotationsContext).filter((annotation) => concerns(annotation, filters))
  if (shown.length === 0) return null
  return (
    <details className="text-sm" open={shown.length <= 3}>
      <summary className="w-fit text-accent hover:underline">
        {say(w(`注释（${shown.length}）`, `Notes (${shown.length})`))}
      </summary>
      <ul className="mt-1 space-y-1 border-line border-l-2 pl-3">
        {shown.map((annotation) => (
          <li key={annotation.id}>
            <span className="font-semibold">{say(aboutWords(annotation))}</span>
            {say(w('：', ': '))}
            {annotation.note}
            <span className="ml-2 text-muted text-xs">
              {annotation.by} {formatMoment(annotation.at)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
