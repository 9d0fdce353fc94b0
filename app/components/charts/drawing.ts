/** Milliseconds of a frame that charts may take: the rest is for the figures, and for what the browser paints. */
const share = 4

const waiting = new Set<() => void>()

/**
 * Draws charts in the frame that comes next, those that wait longest first, as many as there is time for; the others
 * in the frames after it. A chart that waits is drawn once, as it stands by then.
 */
export function drawInTurn(draw: () => void) {
  if (waiting.size === 0) requestAnimationFrame(drawSome)
  waiting.add(draw)
}

export const drawNoMore = (draw: () => void) => waiting.delete(draw)

function drawSome() {
  const began = performance.now()
  for (const draw of waiting) {
    waiting.delete(draw)
    draw()
    if (performance.now() - began > share) break
  }
  if (waiting.size > 0) requestAnimationFrame(drawSome)
}
