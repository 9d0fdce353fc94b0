import { Link } from '@remix-run/react'
import { placeWords } from '#app/charts/document-words.ts'
import { useHere, useSay } from '#app/components/here.ts'
import { type DocumentPlace, documentLink } from '#app/links.ts'

/** 表 2 第 5 行, as the way to that row of its document; nothing where the document as a whole is meant. */
export function PlaceLink({ document, table, row, column = null }: DocumentPlace & { document: string }) {
  const here = useHere()
  const say = useSay()
  const words = placeWords(table, row)
  if (words === null) return null
  return (
    <Link to={documentLink(here, document, { table, row, column })} className="whitespace-nowrap underline">
      {say(words)}
    </Link>
  )
}
