import { problemWords } from '#app/charts/document-words.ts'
import { useHere, useSay } from '#app/components/here.ts'
import type { ReportProblem } from '#app/queries/project-documents.ts'
import { PlaceLink } from './place-link.tsx'

/** A reader's own sentences are English and say no more than the words here; those with Chinese quote the document. */
const quotes = /\p{Script=Han}/u

interface Props {
  problems: readonly ReportProblem[]
  /** The document they stand in, where their places are to lead there. */
  document?: string | null
}

/** Problems met while reading, each with its place and the words it is about. */
export function Problems({ problems, document }: Props) {
  const { language } = useHere()
  const say = useSay()
  return (
    <ul className="space-y-1 text-sm">
      {problems.map(({ code, message, table, row, column }) => {
        const words = problemWords[code]
        return (
          <li key={`${code}${table}/${row}/${column}${message}`} className="flex flex-wrap gap-x-3">
            <span>
              <span aria-hidden className="text-warn">
                ▲
              </span>{' '}
              {words ? say(words) : code}
            </span>
            {document != null && <PlaceLink document={document} table={table} row={row} column={column} />}
            {(language === 'en' || quotes.test(message)) && <span className="text-muted">{message}</span>}
          </li>
        )
      })}
    </ul>
  )
}
