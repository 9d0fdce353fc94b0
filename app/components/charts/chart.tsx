import { type NavigateFunction, useNavigate } from '@remix-run/react'
import type { EChartsOption } from 'echarts'
import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import { followingTheme } from '#app/charts/night.ts'
import { escaped, svgOf } from '#app/charts/render.ts'
import { isNight, onTheme, printing } from '#app/charts/theme-now.ts'
import { useChoose, usePreview } from '#app/components/filters/choose.ts'
import { settledAfter } from '#app/settled.ts'
import { brushing } from './brushing.ts'
import { drawInTurn, drawNoMore } from './drawing.ts'

interface Picture {
  option: EChartsOption
  title: string
  height: number
  /**
   * Where its picture can be had, for who runs no scripts; null on the first screen, where the server draws it into the
   * page so that it is there before any script.
   */
  file: string | null
  /** About how wide it will stand, for the server's drawing. */
  width?: number | undefined
  /** The rows that it is drawn from, and how: drawn once, it is the same for everyone who asks for it again. */
  from?: { rows: readonly object[]; how: string }
  /** Where the marks can be brushed over: the page with those from the one to the other chosen. */
  brush?: ((first: number, last: number) => string | null) | undefined
}

/** As wide as a whole page on a desk: the server cannot know, and a narrower screen scales it down. */
const fullWidth = 1360

/** What the server drew from which rows, those asked last; most publications leave most of them as they are. */
const drawings = new Map<string, string>()
const mostLetters = 24 * 1024 * 1024
let letters = 0

/** What the server sends of a chart; in the browser the element keeps it until the live chart takes its place. */
function sent(picture: Picture): string {
  if (!import.meta.env.SSR) return ''
  const { file, title } = picture
  if (file === null) return drawnOnServer(picture)
  return `<noscript><img src="${escaped(file)}" alt="${escaped(title)}"></noscript>`
}

function drawnOnServer({ option, title, height, width = fullWidth, from }: Picture): string {
  const draw = () => followingTheme(svgOf(option, { width, height }, title))
  if (from === undefined) return draw()
  const key = JSON.stringify([from.how, title, width, height, from.rows])
  const known = drawings.get(key)
  const drawing = known ?? draw()
  drawings.delete(key)
  drawings.set(key, drawing)
  if (known === undefined) letters += key.length + drawing.length
  for (const [oldest, { length }] of drawings) {
    if (letters <= mostLetters) break
    drawings.delete(oldest)
    letters -= oldest.length + length
  }
  return drawing
}

/** A chart, alive shortly before it comes into view; a click on a mark chooses it, or goes to what it stands for. */
export function Chart(picture: Picture) {
  const { option, title, height } = picture
  const element = useRef<HTMLDivElement>(null)
  const navigate = useNavigate()
  const [choose, preview] = [useChoose(), usePreview()]
  const night = useSyncExternalStore(onTheme, isNight, () => false)
  const shown = useRef<Shown>({ option, height, navigate, choose, preview, brush: picture.brush })
  const live = useRef<Alive | null>(null)
  // In the frame in which the figures beside it change, where there is time.
  useLayoutEffect(() => {
    Object.assign(shown.current, { option, height })
    live.current?.draw()
  }, [option, height])
  useLayoutEffect(() => {
    Object.assign(shown.current, { navigate, choose, preview, brush: picture.brush })
  }, [navigate, choose, preview, picture.brush])
  useEffect(() => {
    const target = element.current
    if (target === null) return
    let alive: Alive | null = null
    const start = () => {
      observer.disconnect()
      alive ??= enliven(target, shown.current)
      live.current = alive
    }
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && start(), {
      rootMargin: '100% 0px',
    })
    observer.observe(target)
    // So that charts which nobody has scrolled to can be printed too.
    const early = setTimeout(() => void load(), 2_000)
    const redraw = () => {
      alive?.stop()
      alive = null
      start()
    }
    const beforePrint = () => {
      printing(true)
      night ? redraw() : start()
      alive?.resize(paperWidth)
    }
    const afterPrint = () => {
      printing(false)
      night ? redraw() : alive?.resize('auto')
    }
    window.addEventListener('beforeprint', beforePrint)
    window.addEventListener('afterprint', afterPrint)
    return () => {
      clearTimeout(early)
      window.removeEventListener('beforeprint', beforePrint)
      window.removeEventListener('afterprint', afterPrint)
      observer.disconnect()
      alive?.stop()
      live.current = null
    }
  }, [night])
  return (
    <div
      ref={element}
      role="img"
      data-chart
      data-brush={picture.brush && ''}
      aria-label={title}
      className={`w-full overflow-hidden [&_svg]:h-full [&_svg]:w-full ${picture.file === null ? asDrawn : asPicture} ${picture.brush ? 'touch-pan-y select-none [&[data-brushed]>*]:pointer-events-none' : ''}`}
      style={{ height }}
      suppressHydrationWarning
      // The drawing is ECharts' own output; words of documents reach it as escaped text only.
      // biome-ignore lint/security/noDangerouslySetInnerHtml: the server's SVG has no other way into the page
      dangerouslySetInnerHTML={{ __html: sent(picture) }}
    />
  )
}

/** Without scripts a picture stays as the server drew it: as tall as its place, moved sideways where it is wider. */
const asDrawn =
  '[@media_screen_and_(scripting:none)]:overflow-x-auto [@media_screen_and_(scripting:none)]:[&_svg]:w-auto [@media_screen_and_(scripting:none)]:[&_svg]:min-w-full [@media_screen_and_(scripting:none)]:[&_svg]:max-w-none'

/** Nor do scripts draw what lies further down: its picture has a title of its own, and is taller. */
const asPicture = '[@media_screen_and_(scripting:none)]:h-auto! [&_img]:w-full'

/** The inside of a frame on A4, in pixels that print a fifth smaller: a wider chart would be cut, or too small to read. */
const paperWidth = 836

/** What a chart shows now, and how to go to what a mark stands for, or to choose it. */
interface Shown {
  option: EChartsOption
  height: number
  navigate: NavigateFunction
  choose: (to: string) => void
  preview: (to: string) => void
  brush: Picture['brush']
}

/** A live chart: how to draw it anew, how to fit it to a width, and how to end it. */
interface Alive {
  draw(): void
  resize(width: number | 'auto'): void
  stop(): void
}

type Library = typeof import('#app/charts/render.ts')
let library: Library | null = null

async function load(): Promise<Library> {
  library ??= await import('#app/charts/render.ts')
  return library
}

/** Draws at once where the chart library is there, else as soon as it is. */
function enliven(target: HTMLElement, shown: Shown): Alive {
  if (library !== null) return drawn(library, target, shown)
  let gone = false
  let alive: Alive | null = null
  void load().then((loaded) => {
    if (!gone) alive = drawn(loaded, target, shown)
  })
  return {
    draw: () => alive?.draw(),
    resize: (width) => alive?.resize(width),
    stop: () => {
      gone = true
      alive?.stop()
    },
  }
}

/** Draws a chart that follows clicks, brushing and the size of its place. */
function drawn({ drawIn }: Library, target: HTMLElement, shown: Shown): Alive {
  const chart = drawIn(target, shown.option)
  target.dataset.live = ''
  chart.on('click', ({ data }) => {
    const choice = linkOf(data, 'choose')
    if (choice !== null) return shown.choose(choice)
    const to = linkOf(data, 'href')
    if (to === null) return
    // What narrows this page is a choice too.
    if (!to.includes('#') && to.split('?')[0] === window.location.pathname) shown.choose(to)
    else shown.navigate(to)
  })
  const stopBrushing = brushing(target, {
    markAt: (x) => Number(chart.convertFromPixel({ xAxisIndex: 0 }, x)),
    linkOf: (first, last) => shown.brush?.(first, last) ?? null,
    show: (to) => shown.preview(to),
    go: (to) => shown.navigate(to, { preventScrollReset: true }),
  })
  const resized = new ResizeObserver(([place]) => {
    const { width, height } = place?.contentRect ?? { width: 0, height: 0 }
    if (Math.round(width) !== chart.getWidth() || Math.round(height) !== chart.getHeight())
      chart.resize({ width: 'auto', height: 'auto' })
  })
  resized.observe(target)
  let isSeen = true
  let later: ReturnType<typeof setTimeout> | null = null
  let last = shown.option
  const draw = () => {
    if (later !== null) clearTimeout(later)
    later = null
    const [before, option, height] = [last, shown.option, shown.height]
    last = option
    const isResized = chart.getHeight() !== height
    // What has the same series keeps its marks, which only take other places.
    chart.setOption(option, { notMerge: !isAlike(before, option), lazyUpdate: isResized })
    if (isResized) chart.resize({ width: chart.getWidth(), height })
    chart.getZr().flush()
  }
  // What nobody sees is drawn once it comes into view, or when no hand is choosing any more.
  const seen = new IntersectionObserver(([entry]) => {
    isSeen = entry?.isIntersecting ?? false
    if (isSeen && later !== null) draw()
  })
  seen.observe(target)
  return {
    draw: () => {
      if (isSeen) return drawInTurn(draw)
      if (later !== null) clearTimeout(later)
      later = setTimeout(draw, settledAfter)
    },
    resize: (width) => {
      chart.resize({ width })
      // At once: a printer does not wait for the next frame.
      chart.getZr().flush()
    },
    stop: () => {
      if (later !== null) clearTimeout(later)
      drawNoMore(draw)
      stopBrushing()
      seen.disconnect()
      resized.disconnect()
      chart.dispose()
    },
  }
}

/** True for options that draw the same series, each with other figures. */
function isAlike(before: EChartsOption, after: EChartsOption): boolean {
  const [one, other] = [before, after].map(({ series }) =>
    [series ?? []].flat().map(({ type, name }) => `${type} ${name}`),
  )
  return String(one) === String(other)
}

function linkOf(data: unknown, name: 'choose' | 'href'): string | null {
  if (typeof data !== 'object' || data === null) return null
  const link: unknown = Reflect.get(data, name)
  return typeof link === 'string' ? link : null
}
