let onPaper = false

/** What the page was when it was last asked: to ask it lays all styles out anew. */
let known: boolean | null = null
let isWatched = false

/** Whether the page is dark just now: what app.css made of what was chosen, or of what the system says. */
export function isNight(): boolean {
  if (typeof document === 'undefined' || onPaper) return false
  if (!isWatched) {
    isWatched = true
    onTheme(() => undefined)
  }
  known ??= getComputedStyle(document.documentElement).colorScheme === 'dark'
  return known
}

/** Charts are drawn for paper as long as the page is being printed. */
export function printing(now: boolean) {
  onPaper = now
}

/** Tells of each change between day and night, until it is told to end. */
export function onTheme(changed: () => void): () => void {
  // Whoever is told first asks at once.
  const tell = () => {
    known = null
    changed()
  }
  const system = matchMedia('(prefers-color-scheme: dark)')
  const chosen = new MutationObserver(tell)
  system.addEventListener('change', tell)
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => {
    system.removeEventListener('change', tell)
    chosen.disconnect()
  }
}
