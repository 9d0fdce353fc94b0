import { Form, Link } from '@remix-run/react'
import { Frame } from '#app/components/comparison.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { formatMoment } from '#app/format.ts'
import { documentLink, withdrawAddress } from '#app/links.ts'
import { w } from '#app/words.ts'

/** Columns that a person named, by which later documents are read. */
export interface KeptReading {
  id: string
  document: string
  name: string
  made: string
  unit: string | null
  headings: readonly string[]
}

/** What people have said of columns and still holds for documents to come; each can be withdrawn. */
export function KeptReadings({ readings }: { readings: readonly KeptReading[] }) {
  const here = useHere()
  const say = useSay()
  if (readings.length === 0) return null
  return (
    <Frame
      title={w('人工指定的表式', 'Forms named by hand')}
      note={w(
        '表头相同（并写有该单位）的文件按此读取；停用后，已载入的不变，以后的文件不再按此读取。',
        'Files with the same headings, and naming the unit, are read so; once withdrawn, what is loaded stays as it is.',
      )}
    >
      <ul className="text-sm">
        {readings.map(({ id, document, name, made, unit, headings }) => (
          <li
            key={id}
            className="flex flex-wrap items-baseline gap-x-6 gap-y-1 border-line border-b py-2 last:border-0"
          >
            <Link to={documentLink(here, document)} className="break-words">
              {name}
            </Link>
            <span>{unit ?? say(w('不限单位', 'any unit'))}</span>
            <span className="min-w-0 grow basis-60 break-words text-muted text-xs">
              {headings.filter((text) => text !== '').join(' | ')}
            </span>
            <span className="text-muted text-xs">{formatMoment(made)}</span>
            <Form method="post" action={withdrawAddress(here, id)}>
              <button type="submit" className="text-bad hover:underline">
                {say(w('停用', 'Withdraw'))}
              </button>
            </Form>
          </li>
        ))}
      </ul>
    </Frame>
  )
}
