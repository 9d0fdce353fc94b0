/**
 * Whether a request that changes something was sent by a page of ours: browsers say where a form comes from, and
 * ours come from the host that they are sent to. What says nothing of this is no browser's form, and is not ours.
 * Where the address that browsers use is set, it is that one.
 */
export function isSameOrigin(header: (name: string) => string | undefined, own?: string): boolean {
  const site = header('sec-fetch-site')
  const origin = header('origin')
  if (site !== undefined && site !== 'same-origin') return false
  if (origin === undefined) return site !== undefined
  if (own !== undefined) return origin === own
  // A server in front may ask under a host of its own, and names the one that the browser asked.
  return [header('host'), header('x-forwarded-host')].includes(hostOf(origin))
}

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : 'nowhere')
