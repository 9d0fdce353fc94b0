import type { NextFunction, Request, Response } from 'express'
import { madeOfWhat } from './made-of.server.ts'

/**
 * Lets a browser keep pages, data and files, and ask whether they still hold: as long as they are made of the same, the
 * answer is 304 and nothing is worked out again.
 */
export function validators({ headers }: Request, response: Response, next: NextFunction) {
  const made = madeOfWhat(response)
  if (made === null) return next()
  const tag = `W/"${made.signature.slice(0, 27)}"`
  response.set({ ETag: tag, 'Cache-Control': 'private, no-cache', Vary: 'Cookie' })
  if (headers['if-none-match'] === tag) return response.status(304).end()
  onlyWhole(response)
  next()
}

/** A fault is not to be kept: it may be gone when it is asked for again. */
function onlyWhole(response: Response) {
  const { writeHead } = response
  response.writeHead = (...given: unknown[]) => {
    if (response.statusCode !== 200) response.removeHeader('ETag')
    return Reflect.apply(writeHead, response, given)
  }
}
