/** Pixels that a hand may tremble without brushing. */
const still = 4

interface Brushed {
  /** The place of the mark at so many pixels from the left of the chart. */
  markAt(x: number): number
  /** The page with the marks from the one to the other chosen; null where they cannot be. */
  linkOf(first: number, last: number): string | null
  /** Shows what the marks under the brush come to. */
  show(to: string): void
  /** Goes there once the brush is lifted. */
  go(to: string): void
}

/** Lets a hand draw over marks from left to right or back; what it returns ends that. */
export function brushing(target: HTMLElement, { markAt, linkOf, show, go }: Brushed): () => void {
  let from: number | null = null
  let to: string | null = null
  const at = ({ clientX }: PointerEvent) => clientX - target.getBoundingClientRect().left
  const move = (event: PointerEvent) => {
    if (from === null || (to === null && Math.abs(at(event) - from) < still)) return
    // What is brushed over does not say what it is as well.
    target.dataset.brushed = ''
    const [one, other] = [markAt(from), markAt(at(event))]
    const link = linkOf(Math.min(one, other), Math.max(one, other))
    if (link === null || link === to) return
    to = link
    show(link)
  }
  const lift = () => {
    if (to !== null) go(to)
    from = null
    to = null
    delete target.dataset.brushed
    window.removeEventListener('pointermove', move)
    window.removeEventListener('pointerup', lift)
    window.removeEventListener('pointercancel', lift)
  }
  const press = (event: PointerEvent) => {
    if (event.button !== 0) return
    from = at(event)
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', lift)
    window.addEventListener('pointercancel', lift)
  }
  target.addEventListener('pointerdown', press)
  return () => {
    to = null
    lift()
    target.removeEventListener('pointerdown', press)
  }
}
