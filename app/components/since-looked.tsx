import { Link } from '@remix-run/react'
import { formatCount, formatMoment } from '#app/format.ts'
import { clearLink, findingsLink } from '#app/links.ts'
import { noFilters } from '#app/queries/filters.ts'
import type { Since } from '#app/queries/since.ts'
import { w } from '#app/words.ts'
import { useHere, useSay } from './here.ts'

interface Props {
  /** The generation that one last saw. */
  before: { generation: number; published: string }
  since: Since
}

/** What came since one last looked. */
export function SinceLooked({ before: { generation, published }, since }: Props) {
  const here = useHere()
  const say = useSay()
  const documents = formatCount(since.documents)
  const evaluations = formatCount(since.evaluations)
  const findings = formatCount(since.findings)
  return (
    <section
      aria-label={say(w('上次查看以来', 'Since you last looked'))}
      className="flex flex-wrap gap-x-4 gap-y-1 rounded bg-accent-soft px-3 py-2 text-sm"
    >
      <span>
        {say(
          w(
            `上次查看（第 ${generation} 版，${formatMoment(published)}）以来：`,
            `Since you last looked (generation ${generation}, ${formatMoment(published)}):`,
          ),
        )}
      </span>
      {since.rebuilt ? (
        <span>
          {say(
            w(
              '数据已按新的格式重建，无法逐项比较。',
              'the data was rebuilt in another form; what is new cannot be told.',
            ),
          )}
        </span>
      ) : (
        <>
          <Link to={clearLink(here, '/documents')}>
            {say(w(`新文档 ${documents} 份`, `${documents} new documents`))}
          </Link>
          <Link to={clearLink(here, '/indicators')}>
            {say(w(`新评价 ${evaluations} 份`, `${evaluations} new evaluations`))}
          </Link>
          <Link to={findingsLink({ ...here, filters: noFilters }, { since: generation })}>
            {say(w(`新的核查发现 ${findings} 条`, `${findings} new findings`))}
          </Link>
        </>
      )}
    </section>
  )
}
