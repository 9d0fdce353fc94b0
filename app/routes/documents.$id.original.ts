import { createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node'
import { original } from '#app/queries/documents.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { openOriginal } from '#app/warehouse/originals.server.ts'

/** The bytes of a document that the generation knows, to be saved: never shown, run or sniffed by the browser. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { ask, opens } = await visitorOf(request, 'original')
  const id = params.id ?? ''
  const [known] = await ask(original, id)
  const found = known && (await opens(id)) && (await openOriginal(id))
  if (!known || !found) throw new Response('no such document', { status: 404 })
  return new Response(createReadableStreamFromReadable(found.stream), {
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(found.bytes),
      'Content-Disposition': attachment(known.name),
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
    },
  })
}

/** RFC 6266: the name in UTF-8 (RFC 5987), and for old programs one that is ASCII throughout. */
function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*!]/g, escaped)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

const escaped = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
