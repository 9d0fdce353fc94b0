import { randomInt } from 'node:crypto'
import type { ServerBuild } from '@remix-run/node'
import { isDiskFull } from '#app/disk-full.ts'

/** 4821-0937: short enough to be read out over the telephone. */
function newNumber(): string {
  const digits = String(randomInt(100_000_000)).padStart(8, '0')
  return `${digits.slice(0, 4)}-${digits.slice(4)}`
}

/**
 * Writes a fault to the log under a number, and answers with the number alone: what went wrong inside stays inside. A
 * full disk is no fault of ours, and is told as what it is.
 */
export function incident(error: unknown, { method, url }: Pick<Request, 'method' | 'url'>): Response {
  const number = newNumber()
  const { pathname, search } = new URL(url)
  console.error(`incident ${number} ${method} ${pathname}${search}:`, error)
  return Response.json({ incident: number }, { status: isDiskFull(error) ? 507 : 500 })
}

type Route = NonNullable<ServerBuild['routes'][string]>
type Handler = Extract<Route['module']['loader'], (...given: never[]) => unknown>

/** A loader or action whose faults come out as incidents; answers that it throws go through as they are. */
const guarded =
  (handler: Handler): Handler =>
  async (given) => {
    try {
      return await handler(given)
    } catch (error) {
      // Nobody waits for the answer of a request that was given up.
      if (!(error instanceof Error) || given.request.signal.aborted) throw error
      throw incident(error, given.request)
    }
  }

/** The program with every loader and action guarded. */
export function withIncidents(build: ServerBuild): ServerBuild {
  const routes = Object.entries(build.routes).map(([id, route]) => [id, route && guardedRoute(route)])
  return { ...build, routes: Object.fromEntries(routes) }
}

function guardedRoute(route: Route): Route {
  const { loader, action } = route.module
  return {
    ...route,
    module: {
      ...route.module,
      ...(loader && { loader: guarded(loader) }),
      ...(action && { action: guarded(action) }),
    },
  }
}
