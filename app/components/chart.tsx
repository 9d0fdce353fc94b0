import { useNavigate } from '@remix-run/react'
import type { EChartsOption } from 'echarts'
import { useEffect, useRef } from 'react'
import { svgOf } from '#app/charts/render.ts'

interface Picture {
  option: EChartsOption
  title: string
  height: number
  /** About how wide it will stand, for the server's drawing. */
  width?: number | undefined
}

/** As wide as a whole page on a desk: the server cannot know, and a narrower screen scales it down. */
const fullWidth = 1360

/** The server's drawing; in the browser the element keeps it until the live chart takes its place. */
const drawnOnServer = ({ option, title, height, width = fullWidth }: Picture) =>
  import.meta.env.SSR ? svgOf(option, { width, height }, title) : ''

/** A chart: drawn by the server, alive once it comes into view; a click on a mark goes to what it stands for. */
export function Chart(picture: Picture) {
  const { option, title, height } = picture
  const element = useRef<HTMLDivElement>(null)
  const navigate = useNavigate()
  useEffect(() => {
    const target = element.current
    if (target === null) return
    let stop: (() => void) | null = null
    const observer = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return
      observer.disconnect()
      stop = enliven(target, option, navigate)
    })
    observer.observe(target)
    return () => {
      observer.disconnect()
      stop?.()
    }
  }, [option, navigate])
  return (
    <div
      ref={element}
      role="img"
      data-chart
      aria-label={title}
      className="w-full overflow-hidden [&_svg]:h-full [&_svg]:w-full"
      style={{ height }}
      suppressHydrationWarning
      // The drawing is ECharts' own output; words of documents reach it as escaped text only.
      // biome-ignore lint/security/noDangerouslySetInnerHtml: the server's SVG has no other way into the page
      dangerouslySetInnerHTML={{ __html: drawnOnServer(picture) }}
    />
  )
}

/** Loads the chart library, draws, follows clicks and the window's size; returns how to stop. */
function enliven(target: HTMLElement, option: EChartsOption, navigate: (to: string) => void): () => void {
  let gone = false
  let dispose: (() => void) | null = null
  void import('#app/charts/render.ts').then(({ drawIn }) => {
    if (gone) return
    const chart = drawIn(target, option)
    target.dataset.live = ''
    chart.on('click', ({ data }) => {
      const href = hrefOf(data)
      if (href !== null) navigate(href)
    })
    const resized = new ResizeObserver(() => chart.resize())
    resized.observe(target)
    dispose = () => {
      resized.disconnect()
      chart.dispose()
    }
  })
  return () => {
    gone = true
    dispose?.()
  }
}

function hrefOf(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('href' in data)) return null
  return typeof data.href === 'string' ? data.href : null
}
