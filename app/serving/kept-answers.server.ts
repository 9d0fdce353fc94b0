import { randomBytes } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'
import { type Told, toldOf } from '#app/warehouse/ask.server.ts'
import { gzipOf, type Piece, pieceOf, plainOf, splitAt } from './gzip-pieces.ts'
import { madeOfWhat } from './made-of.server.ts'
import { turns } from './turns.ts'

/** An answer as it was made: its pieces, and the nonce that stood between them, in which no other answer is sent. */
interface Kept {
  headers: [string, string | string[]][]
  nonce: string
  pieces: Piece[]
  bytes: number
}

/** Pages and their data: all who may look see them, and looking is all that is written down of it. */
const looked =
  /^\/(?:$|_root\.data$|compare\/[\w-]+(?:\.data)?$|projects\/[^/]+$|(?:funds|findings|indicators|choices)(?:\.data)?$)/

const mostBytes = 96 * 1024 * 1024
/** As many as the warehouse and the drawing of pages keep busy. */
const atOnce = 6

const newNonce = () => randomBytes(16).toString('base64url')

/** What marks the scripts of one answer as ours: each answer that is sent has its own. */
export const nonceOf = ({ locals }: Response): string => {
  locals.nonce ??= newNonce()
  return locals.nonce
}

/** Says with the headers how many answers came from sums kept with the generation, and how many from rows. */
export const sourcesOf = ({ rollups, rows }: Told): Record<string, string> =>
  rollups + rows === 0
    ? {}
    : { 'Server-Timing': `rollups;desc="${rollups} answers", rows;desc="${rows} answers"` }

/**
 * Gives an answer that was given before, as long as it is made of the same, to all for whom it is: worked out and
 * compressed once, the same asked at once too. What has to be worked out waits for its turn, and whoever has gone
 * meanwhile is passed over.
 */
export function keptAnswers() {
  const kept = new Map<string, Kept>()
  const making = new Map<string, Promise<Kept | null>>()
  const turn = turns(atOnce)
  let bytes = 0

  const known = (signature: string): Kept | undefined => {
    const found = kept.get(signature)
    if (found === undefined) return undefined
    kept.delete(signature)
    kept.set(signature, found)
    return found
  }
  const keep = (signature: string, answer: Kept) => {
    kept.set(signature, answer)
    bytes += answer.bytes
    for (const [oldest, { bytes: freed }] of kept) {
      if (bytes <= mostBytes) break
      kept.delete(oldest)
      bytes -= freed
    }
  }

  return async (request: Request, response: Response, next: NextFunction) => {
    const made = madeOfWhat(response)
    if (made === null || !looked.test(request.path)) return next()
    const { signature, visitor, holds } = made
    const given = known(signature) ?? (await making.get(signature)) ?? null
    if (given !== null) {
      visitor.note({ action: 'look', target: pageOf(request.path) })
      return send(request, response, given)
    }
    const recorded = recording(request, response)
    making.set(signature, recorded)
    const giveBack = await turn(request.path.endsWith('.data') ? 'data' : 'page')
    recorded
      .then((answer) => answer && holds() && keep(signature, answer))
      .finally(() => {
        if (making.get(signature) === recorded) making.delete(signature)
        giveBack()
      })
    if (!response.destroyed) next()
  }
}

/** The page that data are of. */
const pageOf = (path: string) => path.replace(/\.data$/, '').replace(/^\/_root$/, '/')

/** What differs from one request to the next, whatever the answer is made of. */
const ofOneRequest = new Set(['content-length', 'content-encoding', 'date', 'etag', 'vary'])

/** Holds an answer back until it is whole, and sends it; null where it is none that can be given again. */
function recording(request: Request, response: Response): Promise<Kept | null> {
  const { write, end } = response
  const chunks: Buffer[] = []
  const add = (chunk: unknown) => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
  }
  return new Promise((resolve, reject) => {
    response.once('close', () => resolve(null))
    response.write = (chunk: unknown) => {
      add(chunk)
      return true
    }
    response.end = (chunk?: unknown) => {
      add(chunk)
      Object.assign(response, { write, end })
      const body = Buffer.concat(chunks)
      if (response.statusCode === 200)
        keptOf(request, response, body).then((kept) => {
          send(request, response, kept)
          resolve(kept)
        }, reject)
      else {
        response.end(body)
        resolve(null)
      }
      return response
    }
  })
}

async function keptOf(request: Request, response: Response, body: Buffer): Promise<Kept> {
  const nonce = nonceOf(response)
  const pieces = await Promise.all(splitAt(body, nonce).map(pieceOf))
  const headers = {
    ...response.getHeaders(),
    ...sourcesOf(toldOf(request.get('x-yardstick-request') ?? null)),
  }
  return {
    headers: Object.entries(headers).flatMap(([name, value]): Kept['headers'] => {
      if (value === undefined || ofOneRequest.has(name)) return []
      return [[name, typeof value === 'object' ? value : String(value)]]
    }),
    nonce,
    pieces,
    bytes: pieces.reduce((sum, { raw, deflated }) => sum + raw.length + deflated.length, 0),
  }
}

function send(request: Request, response: Response, { headers, nonce, pieces }: Kept) {
  const own = newNonce()
  for (const [name, value] of headers)
    response.setHeader(name, typeof value === 'string' ? value.replaceAll(nonce, own) : value)
  response.vary('Accept-Encoding')
  const zips = request.acceptsEncodings('gzip') === 'gzip'
  if (zips) response.setHeader('Content-Encoding', 'gzip')
  response.end((zips ? gzipOf : plainOf)(pieces, Buffer.from(own)))
}
