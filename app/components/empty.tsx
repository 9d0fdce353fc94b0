import { Link, useLocation } from '@remix-run/react'
import { clearLink, isFiltered } from '#app/links.ts'
import { w } from '#app/words.ts'
import { useHere, useSay } from './here.ts'

/** Why nothing is here, and what to do about it. */
export function Empty() {
  const here = useHere()
  const say = useSay()
  const { pathname } = useLocation()
  const filtered = isFiltered(here)
  return (
    <div className="py-10 text-center text-muted text-sm">
      <p>
        {filtered
          ? say(w('当前筛选条件下没有数据。', 'Nothing matches these filters.'))
          : say(w('还没有可比较的数据。', 'There is nothing to compare yet.'))}
      </p>
      {filtered && (
        <Link className="mt-2 inline-block underline" to={clearLink(here, pathname)}>
          {say(w('清除全部筛选', 'Clear all filters'))}
        </Link>
      )}
    </div>
  )
}
