import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { createRequestHandler } from '@remix-run/express'
import compression from 'compression'
import express from 'express'
import { environment } from './env.server.ts'
import { withIncidents } from './incident.server.ts'
import { isSameOrigin } from './same-origin.ts'
import { validators } from './validators.server.ts'

const { HOST, PORT } = environment()
const root = path.resolve(import.meta.dirname, '..')
const built = path.join(root, 'build')

const headers = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
}

const app = express()
app.disable('x-powered-by')
app.use((_request, response, next) => {
  response.set(headers)
  next()
})
// No page of another site may change anything here, whatever the route.
app.use((request, response, next) => {
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (reads || isSameOrigin((name) => request.get(name))) next()
  else response.status(403).json({ refused: 'cross-site' })
})
app.use(compression())
app.use('/assets', express.static(path.join(built, 'client/assets'), { immutable: true, maxAge: '1y' }))
app.use(express.static(path.join(built, 'client'), { maxAge: '1h' }))
app.use(validators(path.join(built, 'server/index.js')))
app.all(
  '*',
  createRequestHandler({
    build: withIncidents(await import(pathToFileURL(path.join(built, 'server/index.js')).href)),
    getLoadContext: () => ({ nonce: randomBytes(16).toString('base64url') }),
  }),
)

const server = app.listen(PORT, HOST, () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : PORT
  console.log(`Yardstick 绩尺: http://${HOST}:${port}`)
})
server.on('error', (error: NodeJS.ErrnoException) => {
  const inUse = error.code === 'EADDRINUSE'
  console.error(inUse ? `port ${PORT} is taken: set PORT to another, or 0 for any` : error.message)
  process.exit(1)
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => drain(server))

/** Finishes the requests under way, then leaves. */
function drain(serving: Server) {
  serving.close(() => process.exit(0))
  serving.closeIdleConnections()
  setTimeout(() => process.exit(0), 5_000).unref()
}
