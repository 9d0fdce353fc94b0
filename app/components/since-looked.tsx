import { Link } from '@remix-run/react'
import { formatCount, formatMoment } from '#app/format.ts'
import { clearLink } from '#app/links.ts'
import { type Words, w } from '#app/words.ts'
import { useHere, useSay } from './here.ts'

/** How much a generation held when someone saw it. */
interface Seen {
  generation: number
  published: string
  documents: number
  evaluations: number
  findings: number
}

/** How much there is now of what there was when one last looked. */
export function SinceLooked({ before, now }: { before: Seen; now: Seen }) {
  const here = useHere()
  const say = useSay()
  const changes: readonly (readonly [Words, string, number, number])[] = [
    [w('文档', 'documents'), '/documents', before.documents, now.documents],
    [w('读出的评价', 'evaluations read'), '/indicators', before.evaluations, now.evaluations],
    [w('核查发现', 'findings'), '/findings', before.findings, now.findings],
  ]
  return (
    <section
      aria-label={say(w('上次查看以来', 'Since you last looked'))}
      className="flex flex-wrap gap-x-5 gap-y-1 rounded bg-accent-soft px-3 py-2 text-sm"
    >
      <span>
        {say(
          w(
            `您上次看的是第 ${before.generation} 版（${formatMoment(before.published)}），现为第 ${now.generation} 版：`,
            `You last saw generation ${before.generation} (${formatMoment(before.published)}); this is ${now.generation}:`,
          ),
        )}
      </span>
      {changes.map(([what, path, then, present]) => (
        <Link key={path} to={clearLink(here, path)}>
          {say(what)}{' '}
          {then === present ? formatCount(present) : `${formatCount(then)} → ${formatCount(present)}`}
        </Link>
      ))}
    </section>
  )
}
