import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { NextFunction, Request, Response } from 'express'
import { environment } from './env.server.ts'
import { stateFileOf } from './state/database.server.ts'
import { generationInUse } from './warehouse/ask.server.ts'

/** What is made of a generation, what people decided, the address and the visitor's cookies alone. */
const validated =
  /^\/(?:$|_root\.data$|_index\.data$|cube\.arrow$|(?:compare|projects|export)\/|(?:funds|findings|indicators|choices)(?:\.data)?$)/

const changed = async (file: string) => (await stat(file).catch(() => null))?.mtimeMs ?? 0

/**
 * Lets a browser keep pages, data and files, and ask whether they still hold: as long as the generation, what
 * people made, the program and the visitor are the same, the answer is 304 and nothing is worked out again.
 */
export function validators(program: string) {
  const version = createHash('sha256').update(readFileSync(program)).digest('hex')
  const stateFile = stateFileOf(environment().YARDSTICK_DATA)
  return async (
    { method, path: asked, originalUrl, headers }: Request,
    response: Response,
    next: NextFunction,
  ) => {
    if (method !== 'GET' || !validated.test(asked)) return next()
    const serving = await generationInUse(undefined, String(headers['x-yardstick-request'])).catch(() => null)
    if (serving === null) return next()
    const state = [stateFile, `${stateFile}-wal`].map(changed)
    const parts = [
      version,
      serving.generation,
      serving.fault,
      ...(await Promise.all(state)),
      originalUrl,
      headers.cookie,
    ]
    const tag = `W/"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27)}"`
    response.set({ ETag: tag, 'Cache-Control': 'private, no-cache', Vary: 'Cookie' })
    if (headers['if-none-match'] === tag) return response.status(304).end()
    onlyWhole(response)
    next()
  }
}

/** A fault is not to be kept: it may be gone when it is asked for again. */
function onlyWhole(response: Response) {
  const { writeHead } = response
  response.writeHead = (...given: unknown[]) => {
    if (response.statusCode !== 200) response.removeHeader('ETag')
    return Reflect.apply(writeHead, response, given)
  }
}
