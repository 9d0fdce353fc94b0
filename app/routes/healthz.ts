import { isOpen } from '#app/visitor.server.ts'
import { generationInUse, NothingLoaded } from '#app/warehouse/ask.server.ts'

/** For a watchdog: which generation answers, and whether a newer one was refused; 503 where none was published. */
export async function loader() {
  const inUse = await generationInUse().catch((error: unknown) => {
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
