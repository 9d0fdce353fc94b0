import { Link, useMatches } from '@remix-run/react'
import { z } from 'zod'
import { formatCount, formatMoment } from '#app/format.ts'
import { pageLink } from '#app/links.ts'
import type { Partial } from '#app/queries/partial.ts'
import { type Words, w } from '#app/words.ts'
import { useHere, useSay } from './here.ts'

/** That a page is on its way: what is shown stays in its place below. */
export function UnderWay({ busy }: { busy: boolean }) {
  const say = useSay()
  return (
    <div className="fixed inset-x-0 top-0 z-50 h-0.5 print:hidden" aria-live="polite">
      {busy && (
        <div className="h-full animate-pulse bg-accent">
          <span className="sr-only">{say(w('正在载入…', 'Loading…'))}</span>
        </div>
      )}
    </div>
  )
}

export interface Serving {
  number: number
  published: string
  /** Why a newer generation is not served; null where none was refused. */
  fault: string | null
}

/** Says in the head of every page that newer data is there and is not shown. */
export function Stale({ generation }: { generation: Serving | null }) {
  const say = useSay()
  if (generation === null || generation.fault === null) return null
  const { number } = generation
  const published = formatMoment(generation.published)
  return (
    <p role="status" className="bg-warn-soft px-4 py-2 text-center text-sm text-warn print:hidden">
      ▲{' '}
      {say(
        w(
          `显示的不是最新数据：较新的版本未能通过校验，仍为数据版本 ${number}（${published} 发布）。请告诉管理员。`,
          `This is not the newest data: a newer generation failed its check, and generation ${number} of ${published} is shown still. Tell whoever runs Yardstick.`,
        ),
      )}
    </p>
  )
}

const Answered = z.object({ told: z.object({ rollups: z.number(), rows: z.number() }) })

/** How many of a page's answers were read from sums and lists kept with the generation, and how many from rows. */
export function AnsweredFrom() {
  const say = useSay()
  const { rollups, rows } = Answered.safeParse(useMatches().at(-1)?.data).data?.told ?? {
    rollups: 0,
    rows: 0,
  }
  const all = rollups + rows
  if (all === 0) return null
  return (
    <p>
      {say(
        w(
          `本页 ${all} 项查询：${rollups} 项取自随数据版本保存的汇总，${rows} 项取自明细；两者结果相同。`,
          `This page's ${all} questions: ${rollups} answered from summaries kept with the generation, ${rows} from its rows; either gives the same answer.`,
        ),
      )}
    </p>
  )
}

/** In one quiet line: what the figures of all pages are without, each with the way to it. */
export function Without({ partial }: { partial: Partial | null }) {
  const here = useHere()
  const say = useSay()
  if (partial === null) return null
  const { quarantined, noDistrict, noYear } = partial
  const [aside, placeless, undated] = [quarantined, noDistrict, noYear].map(formatCount)
  const all: readonly (readonly [number, Record<string, string>, Words])[] = [
    [quarantined, { status: 'quarantined' }, w(`${aside} 份文档被隔离`, `documents put aside: ${aside}`)],
    [
      noDistrict,
      { lacks: 'district' },
      w(`${placeless} 份评价区县不明`, `evaluations without a district: ${placeless}`),
    ],
    [noYear, { lacks: 'year' }, w(`${undated} 份评价年度不明`, `evaluations without a year: ${undated}`)],
  ]
  const shown = all.filter(([n]) => n > 0)
  if (shown.length === 0) return null
  return (
    <p className="flex flex-wrap gap-x-3">
      <span>{say(w('未计入或归不全：', 'Not counted, or not everywhere: '))}</span>
      {shown.map(([, asked, words]) => (
        <Link
          key={words.en}
          to={pageLink({ ...here, filters: { ...here.filters, q: null } }, '/documents', asked)}
        >
          {say(words)}
        </Link>
      ))}
    </p>
  )
}
