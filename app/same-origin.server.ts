/**
 * Refuses what another site's page makes a browser send: browsers say where a form comes from, and a form of
 * ours comes from the host that it is sent to. What says nothing of this is no browser's form, and refused too.
 */
export function refuseOthersForms(request: Request) {
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  // A server in front may ask under a host of its own, and names the one that the browser asked.
  const hosts = [request.headers.get('host'), request.headers.get('x-forwarded-host')]
  const own =
    (site === null || site === 'same-origin') &&
    (origin === null ? site !== null : hosts.includes(hostOf(origin)))
  if (!own) throw new Response('This form was sent from another site.', { status: 403 })
}

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : 'nowhere')

const ownPath = /^\/(?![/\\])[^\\\s]{0,4000}$/

/** A path of this product to go back to; anything else leads home, never to another site. */
export const ownPathOf = (text: FormDataEntryValue | null): string =>
  typeof text === 'string' && ownPath.test(text) ? text : '/'
