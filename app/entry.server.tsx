import { Transform, type TransformCallback } from 'node:stream'
import { createReadableStreamFromReadable, type EntryContext } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'

const deadlineMs = 15_000

/** React 18 pads with NULs what it writes where a Chinese character would not fit into its buffer; no page holds one. */
function withoutPadding(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
  done(null, chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk)
}

/** Streams a page; for crawlers and printers all of it is ready before the first byte. */
export default function respond(request: Request, status: number, headers: Headers, context: EntryContext) {
  return new Promise<Response>((resolve, reject) => {
    let code = status
    const ready = isbot(request.headers.get('user-agent')) ? 'onAllReady' : 'onShellReady'
    const { pipe, abort } = renderToPipeableStream(<RemixServer context={context} url={request.url} />, {
      [ready]() {
        const body = new Transform({ transform: withoutPadding })
        headers.set('Content-Type', 'text/html; charset=utf-8')
        resolve(new Response(createReadableStreamFromReadable(body), { status: code, headers }))
        pipe(body)
      },
      onShellError: reject,
      onError(error) {
        code = 500
        console.error(error)
      },
    })
    setTimeout(abort, deadlineMs).unref()
  })
}
