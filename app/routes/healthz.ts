import { portfolio } from '#app/queries/portfolio.ts'
import { isOpen } from '#app/visitor.server.ts'
import { askWithin, generationInUse, NothingLoaded } from '#app/warehouse/ask.server.ts'

/** The generation that answers, once it has answered. */
async function answering() {
  await askWithin('everything')(portfolio, undefined)
  return generationInUse()
}

/** For a watchdog: which generation answers, and whether a newer one was refused; 503 where none was published. */
export async function loader() {
  const inUse = await answering().catch((error: unknown) => {
    if (error instanceof NothingLoaded) return null
    throw error
  })
  const headers = { 'Cache-Control': 'no-store' }
  if (inUse === null) return Response.json({ status: 'empty' }, { status: 503, headers })
  const { generation, published, rows, fault } = inUse
  // Who is not signed in learns whether it lives, not how much there is.
  const held = isOpen() ? { rows } : {}
  return Response.json(
    { status: fault === null ? 'ok' : 'stale', generation, published, ...held },
    { headers },
  )
}
