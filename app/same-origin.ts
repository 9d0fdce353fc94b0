/**
 * Whether a request that changes something was sent by one of our own pages: its Origin is the host it was sent to,
 * and the browser does not say otherwise. A request without an Origin is none.
 */
export function isSameOrigin(header: (name: string) => string | undefined): boolean {
  const origin = header('origin')
  const site = header('sec-fetch-site')
  if (origin === undefined || !URL.canParse(origin)) return false
  return new URL(origin).host === header('host') && (site === undefined || site === 'same-origin')
}
