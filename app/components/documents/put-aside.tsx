import { Link, useFetcher, useLocation } from '@remix-run/react'
import { useHere, useSay } from '#app/components/here.ts'
import { basketLink } from '#app/links.ts'
import { w } from '#app/words.ts'

/** Puts a view into the basket: at once with scripts, and by a round trip back to this page without. */
export function PutAside({ item }: { item: string }) {
  const here = useHere()
  const say = useSay()
  const { pathname, search } = useLocation()
  const fetcher = useFetcher<{ kept: boolean }>()
  if (fetcher.data?.kept)
    return <Link to={basketLink(here)}>{say(w('✓ 已在素材篮', '✓ in the basket'))}</Link>
  return (
    <fetcher.Form method="post" action="/basket">
      <input type="hidden" name="what" value="add" />
      <input type="hidden" name="item" value={item} />
      <noscript>
        <input type="hidden" name="back" value={pathname + search} />
      </noscript>
      <button type="submit" className="cursor-pointer text-accent hover:underline">
        {say(
          fetcher.data?.kept === false ? w('素材篮已满', 'Basket is full') : w('加入素材篮', 'Add to basket'),
        )}
      </button>
    </fetcher.Form>
  )
}
