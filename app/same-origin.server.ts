/**
 * Whether a request that changes something was sent by one of our own pages: its Origin is the host it was sent to,
 * and the browser does not say otherwise. A request without an Origin is none.
 */
export function isSameOrigin({ headers }: Request): boolean {
  const origin = headers.get('Origin')
  const site = headers.get('Sec-Fetch-Site')
  if (origin === null || !URL.canParse(origin)) return false
  return new URL(origin).host === headers.get('Host') && (site === null || site === 'same-origin')
}
