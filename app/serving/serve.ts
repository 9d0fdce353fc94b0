import { readdir } from 'node:fs/promises'
import type { Server } from 'node:http'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { createRequestHandler } from '@remix-run/express'
import compression from 'compression'
import express, { type Request, type Response } from 'express'
import { environment, isSecure, refusalToServe } from '#app/env.server.ts'
import { arrive, leave as leaveWarehouse, toldOf } from '#app/warehouse/ask.server.ts'
import { atMost, atMostAtOnce } from './at-most.server.ts'
import { withIncidents } from './incident.server.ts'
import { keptAnswers, nonceOf, sourcesOf } from './kept-answers.server.ts'
import { findingMadeOf } from './made-of.server.ts'
import { measures } from './measures.server.ts'
import { isSameOrigin } from './same-origin.ts'
import { validators } from './validators.server.ts'

const root = path.resolve(import.meta.dirname, '../..')
const built = path.join(root, 'build')

const headers = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}
const overTls = { 'Strict-Transport-Security': 'max-age=31536000' }

/** What no form but that of the uploads is longer than. */
const mostBytes = 256 * 1024
const requestMs = 15 * 60_000

const isTooLong = (request: Request) =>
  request.path !== '/upload/files' &&
  (request.get('transfer-encoding') !== undefined || Number(request.get('content-length') ?? 0) > mostBytes)

/** Whether a body is of the kind that our forms send; nothing else is handed on to be read as one. */
const isForm = (request: Request) =>
  request.path === '/upload/files' ||
  /^application\/x-www-form-urlencoded(?:;|$)/i.test(request.get('content-type') ?? '')

/** Says with the headers how many answers came from sums kept with the generation, and how many from rows. */
function tellingSources(response: Response, id: string) {
  const { writeHead } = response
  response.writeHead = (...given: unknown[]) => {
    response.set(sourcesOf(toldOf(id)))
    return Reflect.apply(writeHead, response, given)
  }
}

/** Serves the built product; at `accounts` people sign in, at `open` everyone on this machine sees everything. */
export async function serve(entrance: 'accounts' | 'open') {
  const { HOST, PORT, YARDSTICK_ORIGIN } = environment()
  const refusal = refusalToServe(entrance)
  if (refusal !== null) throw new Error(refusal)
  globalThis.yardstickEntrance = entrance

  const app = express()
  app.disable('x-powered-by')
  const { counting, told } = measures(entrance === 'accounts')
  app.use(counting)
  // A server in front on this machine says where a request came from; nobody else is believed.
  app.set('trust proxy', 'loopback')
  app.use((request, response, next) => {
    response.set(isSecure() ? { ...headers, ...overTls } : headers)
    request.headers['x-yardstick-address'] = request.ip ?? 'unknown'
    const id = arrive()
    request.headers['x-yardstick-request'] = id
    response.once('close', () => leaveWarehouse(id))
    tellingSources(response, id)
    next()
  })
  // No page of another site may change anything here, whatever the route.
  app.use((request, response, next) => {
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (!reads && !isSameOrigin((name) => request.get(name), YARDSTICK_ORIGIN))
      response.status(403).json({ refused: 'cross-site' })
    else if (!reads && isTooLong(request)) response.status(413).json({ refused: 'too-long' })
    else if (!reads && !isForm(request)) response.status(415).json({ refused: 'no-form' })
    else next()
  })
  app.get('/metrics', told)
  app.use(compression())
  app.use('/assets', express.static(path.join(built, 'client/assets'), { immutable: true, maxAge: '1y' }))
  const beside = express.static(path.join(built, 'client'), { maxAge: '1h' })
  // Else the disk would be asked about every page whether it is a file.
  const files = new Set(await readdir(path.join(built, 'client')))
  app.use((request, response, next) =>
    files.has(request.path.slice(1)) ? beside(request, response, next) : next(),
  )
  const limited = atMost(atMostAtOnce)
  app.use((request, response, next) =>
    request.path === '/healthz' ? next() : limited(request, response, next),
  )
  app.use(findingMadeOf(path.join(built, 'server/index.js')))
  // Where people sign in their browsers keep nothing, so that it is gone when they are.
  if (entrance === 'open') app.use(validators)
  else
    app.use((_request, response, next) => {
      response.set('Cache-Control', 'private, no-store')
      next()
    })
  app.use(keptAnswers())
  app.all(
    '*',
    createRequestHandler({
      build: withIncidents(await import(pathToFileURL(path.join(built, 'server/index.js')).href)),
      getLoadContext: (_request, response) => ({ nonce: nonceOf(response) }),
    }),
  )

  const server = app.listen(PORT, HOST)
  server.requestTimeout = requestMs
  server.headersTimeout = 20_000
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${PORT} is taken: set PORT to another, or 0 for any`)
          : error,
      ),
    )
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => drain(server))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : PORT
  const origin = YARDSTICK_ORIGIN ?? `http://${HOST}:${port}`
  console.log(`Yardstick 绩尺: ${origin}`)
  return origin
}

/** Finishes the requests under way, then leaves. */
function drain(serving: Server) {
  serving.close(() => process.exit(0))
  serving.closeIdleConnections()
  setTimeout(() => process.exit(0), 5_000).unref()
}

/** Says in one sentence why nothing is served. */
export function leave(error: unknown): never {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
