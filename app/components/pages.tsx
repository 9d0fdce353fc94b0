import { Link } from '@remix-run/react'
import { w } from '#app/words.ts'
import { useSay } from './here.ts'

interface Props {
  page: number
  pages: number
  to: (page: number) => string
}

/** The way through a long list, a page at a time. */
export function Pages({ page, pages, to }: Props) {
  const say = useSay()
  const beyond = page > pages
  return (
    <nav className="mt-3 flex flex-wrap items-center gap-4 text-sm" aria-label={say(w('翻页', 'Pages'))}>
      {page > 1 && !beyond && (
        <Link to={to(page - 1)} rel="prev">
          {say(w('← 上一页', '← Previous'))}
        </Link>
      )}
      <span className="text-muted">
        {beyond
          ? say(w(`没有第 ${page} 页，一共 ${pages} 页。`, `There is no page ${page}; there are ${pages}.`))
          : say(w(`第 ${page} / ${pages} 页`, `Page ${page} of ${pages}`))}
      </span>
      {page < pages && (
        <Link to={to(page + 1)} rel="next">
          {say(w('下一页 →', 'Next →'))}
        </Link>
      )}
      {beyond && <Link to={to(1)}>{say(w('回到第 1 页', 'To page 1'))}</Link>}
    </nav>
  )
}
