import { Transform, type TransformCallback } from 'node:stream'
import {
  type AppLoadContext,
  createReadableStreamFromReadable,
  type EntryContext,
  type LoaderFunctionArgs,
} from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import { z } from 'zod'
import { NonceContext } from './components/nonce.ts'
import { incident } from './serving/incident.server.ts'

const deadlineMs = 15_000
const Context = z.object({ nonce: z.string() })

/** React 18 pads with NULs what it writes where a Chinese character would not fit into its buffer; no page holds one. */
function withoutPadding(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
  done(null, chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk)
}

/** Faults that no route's own guard met; answers that were thrown are no faults, and may be incidents already told. */
export function handleError(error: unknown, { request }: LoaderFunctionArgs) {
  if (error instanceof Error && !request.signal.aborted) incident(error, request)
}

/** Streams a page; for crawlers and printers all of it is ready before the first byte. */
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
    let isSent = false
    const ready = isbot(request.headers.get('user-agent')) ? 'onAllReady' : 'onShellReady'
    const page = (
      <NonceContext.Provider value={nonce}>
        <RemixServer context={context} url={request.url} {...marked} />
      </NonceContext.Provider>
    )
    const { pipe, abort } = renderToPipeableStream(page, {
      ...marked,
      [ready]() {
        const body = new Transform({ transform: withoutPadding })
        headers.set('Content-Type', 'text/html; charset=utf-8')
        if (nonce !== undefined) headers.set('Content-Security-Policy', policy(nonce))
        isSent = true
        resolve(new Response(createReadableStreamFromReadable(body), { status, headers }))
        pipe(body)
      },
      onShellError: (error) => reject(incident(error, request)),
      onError(error) {
        if (isSent) incident(error, request)
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
