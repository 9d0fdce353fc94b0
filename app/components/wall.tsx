import { Link, useLocation, useNavigate, useRevalidator } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { formatMoment } from '#app/format.ts'
import { type Here, pageLink, savedLink } from '#app/links.ts'
import { w } from '#app/words.ts'
import { Empty } from './empty.tsx'
import { useHere, useSay } from './here.ts'

export interface WallProps {
  /** Which of the views is shown, from 1, and how many there are. */
  at: number
  of: number
  /** Seconds that a view stays. */
  every: number
  /** What was chosen, as the URL names it. */
  kept: { item: readonly string[]; saved: readonly string[] }
  /** The page that the view stands on, without a language. */
  page: string | null
  generation: number
  published: string
  conditions: string | null
  shown: ShownProps | null
}

interface ShownProps {
  title: string
  sentence: string | null
  note: string | null
  drawing: string | null
  figures: readonly { label: string; value: string; unit: string | null; n: string | null }[]
  table: {
    headings: readonly { words: string; isNumber: boolean }[]
    rows: readonly (readonly string[])[]
    /** How many rows do not hang on the wall. */
    left: number
  }
}

/** Seconds between two looks for a new generation. */
const lookEvery = 10

const linkTo = (here: Here, { every, kept, of }: WallProps, at: number) =>
  pageLink(here, '/wall', { ...kept, every: every === 30 ? null : every, at: ((at - 1 + of) % of) + 1 })

/** One view that fills the screen, and the way to the next; it goes on by itself, with or without scripts. */
export function Wall(props: WallProps) {
  const { at, of, every, shown, page, conditions, generation, published } = props
  const here = useHere()
  const say = useSay()
  const [isPaused, setPaused] = useState(false)
  const links = { next: linkTo(here, props, at + 1), previous: linkTo(here, props, at - 1) }
  useTurning({ ...links, every, isPaused, pause: () => setPaused((now) => !now) })
  const isLost = useNewGenerations(generation)
  return (
    <main id="main" className="wall flex min-h-dvh flex-col gap-[1em] p-[1.5em] lg:h-dvh">
      <header className="flex flex-wrap items-baseline gap-x-[1.5em]">
        <h1 className="font-semibold text-[2em] leading-tight">
          {page !== null && shown ? (
            <Link to={savedLink(here, page)} className="text-ink no-underline">
              {shown.title}
            </Link>
          ) : (
            (shown?.title ?? say(w('大屏', 'Wall')))
          )}
        </h1>
        {conditions && <p className="text-[1.1em] text-muted">{conditions}</p>}
        <nav
          aria-label={say(w('轮播', 'Rotation'))}
          className="ml-auto flex flex-wrap items-baseline gap-x-[1em]"
        >
          <Link to={links.previous} replace>
            ← {say(w('上一个', 'Previous'))}
          </Link>
          <span aria-current="step">
            {at} / {of}
          </span>
          <Link to={links.next} replace>
            {say(w('下一个', 'Next'))} →
          </Link>
          <button
            type="button"
            aria-pressed={isPaused}
            onClick={() => setPaused(!isPaused)}
            className="cursor-pointer text-accent [@media(scripting:none)]:hidden"
          >
            {say(isPaused ? w('继续', 'Go on') : w('暂停', 'Pause'))}
          </button>
          <button
            type="button"
            onClick={() => void toggleFullScreen()}
            className="cursor-pointer text-accent [@media(scripting:none)]:hidden"
          >
            {say(w('全屏', 'Full screen'))}
          </button>
        </nav>
      </header>
      {shown?.sentence && (
        <p className="font-semibold text-[1.5em] text-accent leading-snug">{shown.sentence}</p>
      )}
      <div className="flex min-h-0 grow flex-col rounded-lg border border-line bg-surface p-[1em]">
        {shown === null || shown.table.rows.length === 0 ? <Empty /> : <Shown {...shown} />}
      </div>
      <footer className="flex flex-wrap items-baseline gap-x-[1.5em] text-[0.85em] text-muted">
        {shown?.note && <p className="max-w-[75em]">{shown.note}</p>}
        <p className="ml-auto">
          {isLost && (
            <strong role="status" className="mr-[1em] text-warn">
              {say(w('连接中断，显示的可能不是最新数据', 'Connection lost: newer data may exist'))}
            </strong>
          )}
          {say(
            w(
              `数据版本 ${generation}，发布于 ${formatMoment(published)}；${isPaused ? '已暂停' : `每 ${every} 秒换一幅`}（← → 翻页，空格暂停）`,
              `Generation ${generation}, published ${formatMoment(published)}; ${isPaused ? 'paused' : `every ${every} seconds`} (← → to turn, space to pause)`,
            ),
          )}{' '}
          <Link to={pageLink(here, '/')} className="underline">
            {say(w('退出大屏', 'Leave the wall'))}
          </Link>
          <noscript>
            <meta httpEquiv="refresh" content={`${every};url=${links.next}`} />
          </noscript>
        </p>
      </footer>
    </main>
  )
}

function Shown({ title, drawing, figures, table }: ShownProps) {
  if (drawing !== null)
    return (
      <section
        data-chart
        aria-label={title}
        // A phone shows a part of it, which keys move too.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard
        tabIndex={0}
        className="overflow-x-auto lg:min-h-0 lg:grow lg:overflow-hidden [&_svg]:h-full [&_svg]:w-full [&_svg]:min-w-[40rem]"
        // The drawing is the chart library's own output; words of documents reach it as escaped text only.
        // biome-ignore lint/security/noDangerouslySetInnerHtml: the server's SVG has no other way into the page
        dangerouslySetInnerHTML={{ __html: drawing }}
      />
    )
  if (figures.length > 0)
    return (
      <dl className="grid grow grid-cols-2 content-evenly gap-[1.5em] lg:grid-cols-4">
        {figures.map(({ label, value, unit, n }) => (
          <div key={label}>
            <dt className="text-[1.2em] text-muted">{label}</dt>
            <dd className="font-semibold text-[2.6em] leading-tight lg:text-[3.6em]">
              {value} <span className="font-normal whitespace-nowrap text-[0.4em] text-muted">{unit}</span>
              {n !== null && <span className="block font-normal text-[0.3em] text-muted">n = {n}</span>}
            </dd>
          </div>
        ))}
      </dl>
    )
  return <ShownTable {...table} />
}

function ShownTable({ headings, rows, left }: ShownProps['table']) {
  const say = useSay()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard
    <section tabIndex={0} aria-label={say(w('数据表', 'Table'))} className="grow overflow-x-auto">
      <table className="w-full text-[1.15em]">
        <thead>
          <tr className="border-line border-b text-left text-muted">
            {headings.map(({ words, isNumber }) => (
              <th key={words} scope="col" className={`p-[0.4em] font-normal ${isNumber ? 'text-right' : ''}`}>
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={cells.join('|')} className="border-line border-b">
              {cells.map((cell, place) => (
                <td
                  key={headings[place]?.words}
                  className={`p-[0.4em] ${headings[place]?.isNumber ? 'text-right' : ''}`}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && (
        <p className="mt-[0.5em] text-muted">
          {say(w(`另有 ${left} 行，见其页面`, `${left} more rows on its page`))}
        </p>
      )}
    </section>
  )
}

interface Turning {
  next: string
  previous: string
  every: number
  isPaused: boolean
  pause: () => void
}

/** Goes on after a while, and by the keys that a remote control has. */
function useTurning({ next, previous, every, isPaused, pause }: Turning) {
  const navigate = useNavigate()
  const { key } = useLocation()
  // A wall with one view turns to itself: each time it is a visit of its own.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each visit has its own while
  useEffect(() => {
    if (isPaused) return
    const timer = setTimeout(() => navigate(next, { replace: true }), every * 1_000)
    return () => clearTimeout(timer)
  }, [next, every, isPaused, navigate, key])
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const onControl = event.target instanceof HTMLElement && event.target.closest('a, button') !== null
      if (event.key === 'ArrowRight' || event.key === 'PageDown') navigate(next, { replace: true })
      else if (event.key === 'ArrowLeft' || event.key === 'PageUp') navigate(previous, { replace: true })
      else if (event.key === ' ' && !onControl) pause()
      else return
      if (event.key !== ' ' || !onControl) event.preventDefault()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  })
}

/** Asks which generation answers, and fetches the view again where it is another; true while nobody answers. */
function useNewGenerations(generation: number): boolean {
  const { revalidate } = useRevalidator()
  const [isLost, setLost] = useState(false)
  useEffect(() => {
    const timer = setInterval(async () => {
      const answer = await fetch('/healthz')
        .then((response) => response.json())
        .catch(() => null)
      setLost(answer === null)
      if (answer !== null && answer.generation !== generation) revalidate()
    }, lookEvery * 1_000)
    return () => clearInterval(timer)
  }, [generation, revalidate])
  return isLost
}

async function toggleFullScreen() {
  if (document.fullscreenElement === null) await document.documentElement.requestFullscreen()
  else await document.exitFullscreen()
}
