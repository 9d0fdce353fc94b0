import { Writable } from 'node:stream'
import type { AppLoadContext, EntryContext, LoaderFunctionArgs } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { renderToPipeableStream } from 'react-dom/server'
import { z } from 'zod'
import { NonceContext } from './components/nonce.ts'
import { incident } from './serving/incident.server.ts'

const deadlineMs = 15_000
const Context = z.object({ nonce: z.string() })

/**
 * React 18 pads with NULs a piece at whose end a Chinese character had no room; no page holds one. In one piece a page
 * costs less to hand on than in the hundred that React writes it in.
 */
function gathered(whole: (page: Uint8Array<ArrayBuffer>) => void): Writable {
  const pieces: Buffer[] = []
  return new Writable({
    highWaterMark: Number.MAX_SAFE_INTEGER,
    write(piece: Buffer, _encoding, done) {
      let end = piece.length
      while (piece[end - 1] === 0) end -= 1
      pieces.push(piece.subarray(0, end))
      done()
    },
    final(done) {
      whole(new Uint8Array(Buffer.concat(pieces)))
      done()
    },
  })
}

/** Faults that no route's own guard met; answers that were thrown are no faults, and may be incidents already told. */
export function handleError(error: unknown, { request }: LoaderFunctionArgs) {
  if (error instanceof Error && !request.signal.aborted) incident(error, request)
}

/** Writes a page, all of it: nothing in ours comes later. */
export default function respond(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
  load: AppLoadContext,
) {
  const nonce = Context.safeParse(load).data?.nonce
  const marked = nonce === undefined ? {} : { nonce }
  return new Promise<Response>((resolve, reject) => {
    let isReady = false
    const page = (
      <NonceContext.Provider value={nonce}>
        <RemixServer context={context} url={request.url} {...marked} />
      </NonceContext.Provider>
    )
    const { pipe, abort } = renderToPipeableStream(page, {
      ...marked,
      onAllReady() {
        headers.set('Content-Type', 'text/html; charset=utf-8')
        if (nonce !== undefined) headers.set('Content-Security-Policy', policy(nonce))
        isReady = true
        pipe(gathered((body) => resolve(new Response(body, { status, headers }))))
      },
      onShellError: (error) => reject(incident(error, request)),
      onError(error) {
        if (isReady) incident(error, request)
      },
    })
    setTimeout(abort, deadlineMs).unref()
  })
}

/** A page loads nothing but its own files, runs no script but its own, and stands in no one's frame. */
const policy = (nonce: string) =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    // Charts are drawn by the server with their styles in them.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
